from django import forms
from django.tasks import task

from platform_core.accounts.house import house
from platform_core.accounts.roles import Role
from platform_core.contract import (
    HomeBlock,
    Ingredient,
    Kind,
    Module,
    NavEntry,
    Permission,
    PersonalData,
    QuickAction,
    Recipe,
    Task,
)
from platform_core.options.forms import OptionsForm
from tests.toys.toy.models import Owner, Toy


class ToySettings(OptionsForm):
    name = "toy"
    title = "Toys"

    loud = forms.BooleanField(required=False, initial=False)


@task
def paint(number: int, colour: str) -> None:
    Toy.objects.filter(number=number).update(colour=colour)


def forget(person):
    Owner.objects.filter(person=person).delete()
    Toy.objects.filter(author=person).delete()


def plant(content, people):
    if people and not Toy.objects.exists():
        Toy(author=next(iter(people.values())), title="Kreisel", body="dreht sich").publish()


class Pattern(forms.Form):
    """How a toy looks that every place may begin with."""

    key = forms.CharField(max_length=120)
    title = forms.CharField(max_length=120)
    colour = forms.CharField(max_length=20)
    body = forms.CharField(max_length=100)


def take():
    return [Ingredient(toy.title, toy.title, {"colour": toy.colour, "body": toy.body}) for toy in Toy.objects.all()]


def plant_pattern(wanted):
    toy = Toy.objects.filter(title=wanted.key).first() or Toy(title=wanted.key, author=house())
    toy.colour, toy.body = wanted.values["colour"], wanted.values["body"]
    toy.publish()


MODULE = Module(
    name="toy",
    path="spielzeug",
    title="Toys",
    summary="A module for tests.",
    icon="grid",
    kinds=(Kind(Toy, card="toy/card.html", title="Toy", icon="grid"),),
    nav=(NavEntry("Toys", "toy:list", icon="grid"),),
    actions=(QuickAction("Add a toy", "for everybody", "toy:list", icon="grid"),),
    permissions=(Permission("toy.break", "Break toys", roles=frozenset({Role.MODERATOR})),),
    blocks=(HomeBlock("toy/home.html", lambda request: {"toys": list(Toy.objects.all())}, "Toys", column="side"),),
    tasks=(Task("paint", paint.func),),
    settings=ToySettings,
    personal_data=PersonalData(paths={Toy: "author", Owner: "person"}, forget=forget),
    recipe=Recipe(take=take, plant=plant_pattern, shape=Pattern),
    demo=plant,
)

"""What a module says about itself: the one frozen value in `modules/<name>/module.py`.

Direct references, no dotted strings: a manifest is read after Django's models
are loaded, so it may name models, forms and functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django import forms
    from django.db.models import Model
    from django.tasks import Task as Task_
    from django.utils.functional import _StrPromise

    from platform_core.accounts.models import Person
    from platform_core.accounts.roles import Role
    from platform_core.options.forms import OptionsForm
    from platform_core.web.request import Request

type NightlyTask = Task_[[], None]  # of django.tasks
type Text = str | _StrPromise  # a lazy translation, mostly
type Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clock:
    """By when whoever writes such a contribution has the administration's word, and who may give it.

    `days` are working days until a place says otherwise; `permission` is that of those who answer.
    """

    days: int
    permission: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of contribution that the module brings, with the template of its card.

    `editors` names the permission of those who see each other's drafts of it;
    without one a draft is its author's alone. Links in texts with editors are
    looked after: `contributions.links` finds those that lead nowhere. `clock` is
    for kinds to which the administration owes an answer.
    """

    model: type[Model]
    card: str
    title: Text
    icon: str
    editors: str = ""
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the main navigation; smaller `order` stands further left, `short` fits under a phone's icon."""

    title: Text
    url_name: str
    icon: str
    order: int = 50
    short: Text = ""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link that stands below a module's entry in the navigation; its title is content, `level` starts with 0."""

    title: str
    url: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A big button on the home page: something people do in a minute.

    The tab bar's middle leads to those by which something new comes about (`is_new`).
    `makes_sense` says, in the place's scope, whether it is offered; without it, it always is.
    """

    title: Text
    hint: Text
    url_name: str
    icon: str
    order: int = 50
    is_new: bool = True
    makes_sense: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """Something only some roles may do; `name` starts with the module's name and a dot."""

    name: str
    title: Text
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """A part of the home page: a template and the function that fetches what it shows.

    `fetch` gets the request; an empty mapping means that there is nothing to show. `title` names
    the block where local admins arrange the page; `column` and `order` hold until they do.
    """

    template: str
    fetch: Callable[[Request], Context]
    title: Text
    column: str = "main"
    order: int = 50


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something a local admin does to bring a new place to life; shown until `done` says that it happened."""

    title: Text
    hint: Text
    url_name: str
    icon: str
    done: Callable[[], bool]
    order: int = 50


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """Something that local staff look after, on their desk at `/verwalten/`.

    `may` says for whom it is, `count` what waits there (None: nothing is counted).
    """

    title: Text
    summary: Text
    url_name: str
    icon: str
    may: Callable[[Person], bool]
    order: int = 50
    count: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Where a module keeps what belongs to a person, and what deleting the person does.

    `paths` maps a model to the field that points at the person. `forget` removes
    or anonymises the rows, is called inside the place's scope and one transaction.
    """

    paths: Mapping[type[Model], str]
    forget: Callable[[Person], None]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One thing a place is set up with, such as a page of its own: no person and nothing that residents wrote.

    `key` names it within its module as long as nobody renames it, `values` are what JSON can hold,
    `is_public` says whether everybody may see it here.
    """

    key: str
    title: str
    values: Mapping[str, Any]
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a module's set-up travels: into a blueprint, and from there into another place. In a place's scope.

    `take` gives all there is; `plant` makes an ingredient, or brings the one with its key to it, in the
    name of the house. `shape` is the form of an ingredient (`key`, `title` and
    the values): it refuses what nobody could plant.
    """

    take: Callable[[], Sequence[Ingredient]]
    plant: Callable[[Ingredient], None]
    shape: type[forms.Form]


@dataclass(frozen=True, slots=True)
class Task:
    """A background job of the module; runs in the scope of the place that enqueued it."""

    name: str
    run: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Module:
    """One switchable part of the kit. Its tables exist only where it is installed.

    `menu` gives the links below the module's first entry of the navigation; it is
    asked once per generation of the place, for everybody alike. `nightly` names
    tasks without arguments, enqueued once a night in every open place.
    """

    name: str
    path: str
    title: Text
    summary: Text
    icon: str
    requires: Sequence[str] = ()
    kinds: Sequence[Kind] = ()
    nav: Sequence[NavEntry] = ()
    menu: Callable[[], Sequence[MenuLink]] | None = None
    actions: Sequence[QuickAction] = ()
    permissions: Sequence[Permission] = ()
    blocks: Sequence[HomeBlock] = ()
    tasks: Sequence[Task] = ()
    nightly: Sequence[NightlyTask] = ()
    desk: Sequence[DeskEntry] = ()
    first_steps: Sequence[FirstStep] = ()
    settings: type[OptionsForm] | None = None
    personal_data: PersonalData | None = None
    recipe: Recipe | None = None
    demo: Callable[[Mapping[str, Any], Mapping[str, Person]], None] | None = None


class BrokenModule(Exception):
    """A manifest that cannot be used; the message names the file, the field and the fix."""

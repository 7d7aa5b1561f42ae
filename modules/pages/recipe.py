"""Pages travel as their texts: whoever wrote them, their pictures and their earlier texts stay where they are."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator

from modules.pages.models import DEEPEST, LONGEST_SLUG, RESERVED, Page
from platform_core.accounts.house import house
from platform_core.contract import Ingredient, Recipe
from platform_core.web.forms import CleanCharField

SLUG = f"(?=[a-z0-9-]{{1,{LONGEST_SLUG}}}(?:/|\\Z))[a-z0-9]+(?:-[a-z0-9]+)*"
PATH = RegexValidator(
    rf"^(?!(?:{'|'.join(sorted(RESERVED))})(?:/|\Z)){SLUG}(?:/{SLUG}){{0,{DEEPEST}}}\Z",
    "A page's key is its address: short names of lower-case letters, digits and hyphens, joined by slashes.",
)
LONGEST_PATH = (LONGEST_SLUG + 1) * (DEEPEST + 1)


class PageShape(forms.Form):
    """What a page is; its key is its path."""

    key = forms.CharField(validators=[PATH], max_length=LONGEST_PATH)
    title = CleanCharField(min_length=2, max_length=120)
    body = CleanCharField(max_length=20_000)
    in_menu = forms.BooleanField(required=False)
    publish = forms.BooleanField(required=False)


def take() -> list[Ingredient]:
    """All pages, each after the one above it, known by their paths."""
    pages = Page.objects.defer("search").order_by("path")
    ordered = sorted(pages, key=lambda page: (page.level, page.order, page.title))
    return [
        Ingredient(
            page.path,
            page.title,
            {"body": page.body, "in_menu": page.in_menu, "publish": page.is_public},
            page.is_public,
        )
        for page in ordered
    ]


def plant(wanted: Ingredient) -> None:
    """Write one page below the one its path names; where that is missing, on the first level.

    A page that is there gets title and text anew, and keeps what it said as an earlier text.
    """
    there = Page.objects.filter(path=wanted.key).first()
    if there is None:
        there = _begin(wanted)
    elif (there.title, there.body, there.in_menu) != (wanted.title, wanted.values["body"], wanted.values["in_menu"]):
        texts = {"title": wanted.title, "body": wanted.values["body"], "in_menu": wanted.values["in_menu"]}
        there.edit(by=house(), parent=there.parent, **texts)
    if wanted.values["publish"] and not there.is_public:
        there.publish()


def _begin(wanted: Ingredient) -> Page:
    above, _slash, slug = wanted.key.rpartition("/")
    return Page.draft(
        by=house(),
        parent=Page.objects.filter(path=above).first() if above else None,
        slug=slug,
        title=wanted.title,
        body=wanted.values["body"],
        in_menu=wanted.values["in_menu"],
    )


RECIPE = Recipe(take=take, plant=plant, shape=PageShape)

"""What people type about pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.pages.models import DEEPEST, LONGEST_SLUG, SLUG, Page
from modules.pages.tree import flat, tree_for
from platform_core.web.editor import MarkdownField, refuse_silent_pictures
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modules.pages.tree import Node
    from platform_core.accounts.models import Person
    from platform_core.files.models import Attachment

INDENT = "–\u00a0"


class PageForm(forms.Form):
    """A page: title, text, and where it stands. `files` are the pictures that the text may show."""

    title = CleanCharField(label=_("Title"), max_length=120, min_length=2)
    body = MarkdownField(label=_("Text"), max_length=20_000)
    parent = forms.TypedChoiceField(label=_("Stands below"), required=False, coerce=int, empty_value=None)
    in_menu = forms.BooleanField(label=_("Show in the menu"), required=False, initial=True)
    slug = forms.CharField(
        label=_("Short name in the address"),
        max_length=LONGEST_SLUG,
        required=False,
        validators=[SLUG],
        help_text=_("Left empty, it is made from the title. An earlier address keeps leading here."),
    )

    def __init__(self, *args: Any, by: Person, page: Page | None, files: Iterable[Attachment], **more: Any) -> None:
        if page is not None:
            more["initial"] = {
                "title": page.title,
                "body": page.body,
                "in_menu": page.in_menu,
                "slug": page.slug,
                "parent": page.parent.number if page.parent else "",
            }
        super().__init__(*args, **more)
        self.files_here = list(files)
        self.nodes = parents_for(by, page)
        self.fields["parent"].choices = [("", _("Nothing: first level"))] + [
            (node.page.number, INDENT * node.level + node.page.title) for node in self.nodes
        ]

    def clean_parent(self) -> Page | None:
        number = self.cleaned_data["parent"]
        return next((node.page for node in self.nodes if node.page.number == number), None)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        refuse_silent_pictures(body, self.files_here)
        return body


def parents_for(by: Person, page: Page | None) -> list[Node]:
    """The pages that this one may stand below."""
    below = f"{page.path}/" if page else None
    return [
        node
        for node in flat(tree_for(by))
        if node.page.level < DEEPEST
        and (page is None or (node.page.pk != page.pk and not node.page.path.startswith(below or "")))
    ]


class UnderForm(forms.Form):
    """Moving a page below another one."""

    under = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, nodes: list[Node], **more: Any) -> None:
        super().__init__(*args, **more)
        self.nodes = nodes
        self.fields["under"].choices = [("", ""), *((node.page.number, "") for node in nodes)]

    def clean_under(self) -> Page | None:
        number = self.cleaned_data["under"]
        return next((node.page for node in self.nodes if node.page.number == number), None)

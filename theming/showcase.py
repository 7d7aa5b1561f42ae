"""Every building block in the face of a place, with examples: what the page of building blocks shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from theming import advice, stylesheet
from theming.components import COMPONENTS, KINDS
from theming.drawing.emblems import MOTIFS
from theming.drawing.icons import SHAPES
from theming.drawing.landscape import KINDS as LANDS
from theming.face_form import LAND_WORDS, MOTIF_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.place import Place
    from platform_core.web.request import Request

PAGES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One use of a component: its props and what stands in it."""

    words: str
    props: dict[str, Any] = field(default_factory=dict)


def _notes(place: Place) -> list[Example]:
    words = {
        "info": _("The town hall is closed on Friday."),
        "good": _("Your idea is online."),
        "warn": _("The vote ends tomorrow."),
        "danger": _("This did not work. Please try again."),
    }
    return [Example(words[kind], {"kind": kind}) for kind in KINDS]


def _tags(place: Place) -> list[Example]:
    return [Example(_("Nature"), {"kind": kind, "icon": "tree"}) for kind in ("plain", "line", "card", *KINDS)]


def _empty(place: Place) -> list[Example]:
    props = {"icon": "bulb", "title": _("No ideas yet"), "url": "/", "action": _("Share an idea")}
    return [Example(_("The first idea is the hardest. Yours may be it."), props)]


def _states(place: Place) -> list[Example]:
    return [Example(_("We are back in a few minutes."), {"title": _("A short break"), "place": place})]


#: Each registered component with its examples. One without an example fails a test.
EXAMPLES: dict[str, Callable[[Place], list[Example]]] = {
    "note": _notes,
    "tag": _tags,
    "empty": _empty,
    "state": _states,
}


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label=gettext_lazy("Your name"), help_text=gettext_lazy("So others see you."))
    body = forms.CharField(label=gettext_lazy("Your idea"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=[("1", gettext_lazy("Nature"))])
    often = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[("1", gettext_lazy("at once")), ("2", gettext_lazy("daily"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("I have read this."))


def shown(name: str, place: Place) -> SafeString:
    """All examples of a component."""
    component = COMPONENTS[name]
    made = (
        render_to_string(component.template, {**component.filled(each.props, name), "content": each.words})
        for each in EXAMPLES[name](place)
    )
    return mark_safe("\n".join(made))  # noqa: S308 -- rendered, thus escaped


def context_for(place: Place, request: Request) -> dict[str, Any]:
    """What the page shows."""
    look = stylesheet.look_of(place)
    return {
        "components": [{"name": name, "markup": shown(name, place)} for name in COMPONENTS],
        "pairs": advice.pairs(look.accent, look.second),
        "changes": advice.changes(look.accent),
        "look": look,
        "motifs": [(motif, MOTIF_WORDS[motif]) for motif in MOTIFS],
        "landscapes": [(kind, LAND_WORDS[kind]) for kind in LANDS],
        "icon_names": list(SHAPES),
        "fresh_form": SampleForm(prefix="frisch"),
        "wrong_form": SampleForm({"fehler-name": "", "fehler-topic": "1"}, prefix="fehler"),
        "page": Paginator(range(PAGES), 1).page(2),
    }

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from theming.components import WrongProp
from theming.templatetags.face import initials, when


def rendered(source: str, **context: object) -> str:
    with translation.override("de"):
        return Template("{% load face %}" + source).render(Context(context))


def test_a_note_holds_its_content_and_escapes_what_people_wrote() -> None:
    text = rendered('{% component "note" kind="warn" %}{{ words }}{% endcomponent %}', words="<b>Halt</b>")

    assert 'class="note note--warn"' in text
    assert "&lt;b&gt;Halt&lt;/b&gt;" in text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% component "note" colour="red" %}{% endcomponent %}', "has no prop 'colour'. Its props: kind"),
        ('{% component "banner" %}{% endcomponent %}', "no component 'banner'. Components: note"),
        ('{% component "note" warn %}{% endcomponent %}', "written name=value; got 'warn'"),
    ],
)
def test_what_a_component_does_not_declare_stops_the_template(source: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=message):
        rendered(source)


def test_a_value_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(WrongProp, match="kind is 'loud', allowed"):
        rendered('{% component "note" kind="loud" %}{% endcomponent %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Gudrun Beispiel", "GB"), ("Karl-Heinz von Muster", "KM"), ("Ölaf", "Ö"), ("", "?"), ("<b>", "?"), (None, "?")],
)
def test_initials_are_first_and_last(name: str | None, letters: str) -> None:
    assert f">{letters}</span>" in initials(name)


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "yesterday"), (3, "3 days ago")])
def test_times_read_as_people_say_them(days: int, words: str) -> None:
    with translation.override("en"):
        assert f">{words}</time>" in when(timezone.now() - timedelta(days=days))


def test_older_times_are_dates() -> None:
    with translation.override("en"):
        assert "ago" not in when(timezone.now() - timedelta(days=30)).split(">")[1]

"""Dates and numbers read as the language of the page has them; English is that of Europe."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2025, 11, 22, 13, 5, tzinfo=UTC)


def shown(source, language):
    with translation.override(language):
        return Template("{% load face %}" + source).render(Context({"it": MOMENT, "n": 1234, "part": 1.5}))


@pytest.mark.parametrize(
    ("source", "german", "english"),
    [
        ('{{ it|date:"DATE_FORMAT" }}', "22. November 2025", "22 November 2025"),
        ('{{ it|date:"TIME_FORMAT" }}', "14:05", "14:05"),
        ('{{ it|date:"DATETIME_FORMAT" }}', "22. November 2025 14:05", "22 November 2025, 14:05"),
        ('{{ it|date:"SHORT_DATE_FORMAT" }}', "22.11.2025", "22/11/2025"),
        ('{{ n|floatformat:"g" }}', "1.234", "1,234"),
        ("{{ part }}", "1,5", "1.5"),
    ],
)
def test_a_page_writes_dates_times_and_numbers_in_its_language(source, german, english):
    assert shown(source, "de") == german
    assert shown(source, "en") == english


def test_what_is_long_ago_is_named_by_its_day():
    assert 'title="22 November 2025, 14:05">22 November 2025</time>' in shown("{% when it %}", "en")
    assert 'title="22. November 2025, 14:05">22. November 2025</time>' in shown("{% when it %}", "de")


class DayForm(forms.Form):
    day = forms.DateField()
    clock = forms.TimeField()


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_a_browser_sends_from_a_date_field_is_understood_in_every_language(language):
    with translation.override(language):
        form = DayForm({"day": "2026-12-01", "clock": "08:30"})
        assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 12, 1), "clock": time(8, 30)}


def test_a_date_typed_in_english_has_the_day_first():
    with translation.override("en"):
        form = DayForm({"day": "01/12/2026", "clock": "20:30"})
        assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 12, 1)

"""Fields for text that people type."""

from __future__ import annotations

from typing import Any

from django import forms

#: Control characters other than tab and newline have no place in text; NUL is refused by Django itself.
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r\0"} | {127: None}


class CleanCharField(forms.CharField):
    """A CharField that drops control characters and writes line breaks as one newline."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL) if isinstance(text, str) else text


class SometimesNeeded(CleanCharField):
    """Text that other answers of the form make necessary: its hint says when, so its label does not call it optional."""

    sometimes_needed = True

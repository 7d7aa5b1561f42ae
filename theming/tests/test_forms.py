from __future__ import annotations

from django import forms
from django.utils import translation


class Signup(forms.Form):
    name = forms.CharField(label="Name", help_text="So sehen Sie andere.")
    email = forms.EmailField(label="E-Mail", widget=forms.EmailInput(attrs={"placeholder": "E-Mail"}))
    topics = forms.MultipleChoiceField(
        label="Themen", choices=[("a", "Verkehr")], widget=forms.CheckboxSelectMultiple, required=False
    )
    often = forms.ChoiceField(label="Wie oft?", choices=[("1", "einmal")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Einverstanden")


def test_a_fresh_form_shows_labels_and_hints_but_no_errors() -> None:
    with translation.override("en"):
        page = str(Signup())

    assert '<label class="kern-label" for="id_name">Name' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'type="email"' in page
    assert "problems" not in page
    assert "(optional)" in page


def test_an_error_stands_at_its_field_and_in_the_list_on_top() -> None:
    page = str(Signup({"name": ""}))

    assert 'href="#id_name"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page


def test_groups_link_to_their_fieldset() -> None:
    page = str(Signup({"name": "Anna"}))

    assert 'href="#id_often"' in page
    assert '<fieldset class="kern-fieldset kern-fieldset--error" id="id_often"' in page


def test_each_control_has_kerns_class() -> None:
    page = str(Signup())

    assert page.count("kern-form-check__checkbox") == 2
    assert page.count("kern-form-check__radio") == 1
    assert "placeholder" not in page

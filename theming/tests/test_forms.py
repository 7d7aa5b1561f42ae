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


class Passwords(forms.Form):
    wanted = forms.CharField(
        label="Passwort",
        help_text="<ul><li>Nicht zu kurz.</li></ul>",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    free = forms.CharField(
        label="Passwort?",
        required=False,
        max_length=3,
        help_text="<ul><li>Nicht zu kurz.</li></ul>",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    about = forms.CharField(label="Über Sie", required=False, widget=forms.Textarea(attrs={"rows": 3}))


def test_a_new_password_gets_one_friendly_line() -> None:
    with translation.override("en"):
        page = str(Passwords())

    assert "Nicht zu kurz" not in page
    assert ">At least 10 characters.<" in page
    assert ">If you like: at least 10 characters.<" in page


def test_a_label_that_asks_gets_no_colon_in_the_list_of_errors() -> None:
    page = str(Passwords({"free": "abcd"}))

    assert ">Passwort? " in page
    assert ">Passwort: " in page


def test_a_textarea_of_few_rows_is_short() -> None:
    assert "kern-form-input__input--short" in str(Passwords()["about"])

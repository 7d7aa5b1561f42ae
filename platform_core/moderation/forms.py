"""What readers and moderators type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.moderation.reasons import LEGAL, Act, Ground, Reason
from platform_core.web.forms import CleanCharField


class ReportForm(forms.Form):
    """A report, for everybody. What the law asks for is only asked for where the law is named."""

    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Reason.choices, widget=forms.RadioSelect)
    text = CleanCharField(
        label=_("What should we know?"),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One sentence is enough. For breaches of the law: what exactly, and why."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you want a receipt and the result. Nobody else learns it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = CleanCharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        help_text=_("Only needed for breaches of the law."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field has to stay empty; it is there for machines."))
        return ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("reason") in LEGAL:
            self._need("text", _("Please say which law is broken and where, so that we can check it."))
            self._need("name", _("Please give your name: for breaches of the law we have to know who reports them."))
            self._need("email", _("Please give your e-mail address: we have to tell you what was decided."))
        if given.get("reason") == Reason.OTHER:
            self._need("text", _("Please say in one sentence what is wrong."))
        return given

    def _need(self, name: str, sentence: Any) -> None:
        if name in self.cleaned_data and not self.cleaned_data[name]:
            self.fields[name].required = True  # and no longer called optional
            self.add_error(name, sentence)


class DecisionForm(forms.Form):
    """What a moderator decides, and why."""

    act = forms.ChoiceField(choices=[(act, act.label) for act in Act if act != Act.HOLD])
    ground = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("Please choose")), *Ground.choices])
    text = CleanCharField(
        label=_("In your own words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author reads this."),
    )

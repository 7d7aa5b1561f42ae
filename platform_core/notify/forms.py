"""How somebody wants to be told."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from platform_core.notify.models import Channel, Preference


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the stubs only
    """One wish for one's own texts, one for what one follows, and the language."""

    class Meta:
        model = Preference
        fields = ("own", "followed", "language")
        widgets = {"own": forms.RadioSelect, "followed": forms.RadioSelect}
        help_texts = {"own": _("An official answer, a comment, a reply to your comment.")}

    language = forms.ChoiceField(label=_("Language of the mails"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what a ModelForm takes
        for name in ("own", "followed"):
            self.fields[name].choices = Channel.choices  # type: ignore[attr-defined]  # without an empty one
        names = []
        for code, title in settings.LANGUAGES:
            with override(code):
                names.append((code, str(title)))
        self.fields["language"].choices = [("", _("The language of this place")), *names]  # type: ignore[attr-defined]

"""The workshop of a place's face: what is tried out, and what is kept.

Pictures that come along are loose files of the person who uploads (platform_core.files)
until the face is saved; so a preview shows them, and nobody else sees them.
"""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.files.actions import looks_like_picture, sweep_now_and_then, take
from platform_core.files.models import Attachment
from platform_core.files.pictures import PictureRefused
from platform_core.place import Font, Radius
from platform_core.refusal import Refusal
from platform_core.scope import current_place
from platform_core.web.signin import person_of
from tenants.face import change_face
from theming import pictures
from theming.face_form import PICTURES, FaceForm
from theming.faces import Face, face_of
from theming.presets import BY_NAME

if TYPE_CHECKING:
    from django.http import QueryDict

    from platform_core.place import Look
    from platform_core.web.request import Request
    from theming.pictures import Picture

KEEP = {"hero": pictures.keep_hero, "logo": pictures.keep_logo}
NOT_KEPT = {"night"}


@dataclass
class Draft:
    """What somebody has chosen so far: the form, the pictures that came along, and those to be taken down."""

    form: FaceForm
    uploads: dict[str, Attachment] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request, *, with_pictures: bool = True) -> Draft:
        """The draft of a request; a preset is filled in over what was chosen. Pictures need a person of the place."""
        values = FaceForm.values_of(current_place())
        given = request.POST if request.method == "POST" else request.GET
        if "name" not in given:
            return cls(FaceForm(initial=values))
        data = given.copy()
        preset = BY_NAME.get(given.get("preset", ""))
        for name, value in (preset.values if preset else {}).items():
            data[name] = value
        draft = cls(FaceForm(data), dropped=frozenset(name for name in PICTURES if f"{name}_drop" in given))
        for name in PICTURES if with_pictures else ():
            draft._find_upload(request, given, name)
        return draft

    def _find_upload(self, request: Request, given: QueryDict, name: str) -> None:
        """The picture that comes along now, else the one that came before."""
        person, upload = person_of(request), request.FILES.get(f"{name}_upload")
        if upload is not None:
            try:
                if not looks_like_picture(upload):
                    raise PictureRefused(_("This file is damaged or no picture. JPEG, PNG, WebP, GIF and HEIC work."))
                self.uploads[name] = take(upload, by=person)
                sweep_now_and_then()
            except Refusal as refusal:
                self.problems[name] = str(refusal)
        elif key := _key(given.get(f"{name}_file", "")):
            loose = Attachment.objects.filter(pk=key, owner=person, contribution=None, width__isnull=False).first()
            if loose is not None:
                self.uploads[name] = loose

    @property
    def is_good(self) -> bool:
        return self.form.is_valid() and not self.problems

    @property
    def face(self) -> Face:
        """The face as it would be; where a field does not fit yet, as it is."""
        place, now = current_place(), face_of(current_place())
        self.form.is_valid()  # what fits is in its cleaned data then, whatever else does not
        chosen = {**FaceForm.values_of(place), **getattr(self.form, "cleaned_data", {})}
        look: Look = replace(place.look, **{name: chosen[name] for name in chosen if hasattr(place.look, name)})
        look = replace(look, radius=Radius(look.radius), font=Font(look.font))
        shown = {name: self._picture(name, getattr(now, name), chosen["hero_alt"]) for name in PICTURES}
        words = {name: chosen[name] for name in ("name", "subtitle", "claim")}
        return Face(place, look, **shown, **words)

    @property
    def is_dark(self) -> bool:
        night = self.form["night"].value()
        return bool(night == "dark")

    def _picture(self, name: str, now: Picture | None, alt: str) -> Picture | None:
        upload = self.uploads.get(name)
        if upload is not None:
            size = (upload.width or 1, upload.height or 1)
            return pictures.Picture(upload.url, upload.preview_url, *size, alt)
        return None if name in self.dropped else now

    def keep(self) -> frozenset[str]:
        """Write the face of the place in scope; the names of what changed. Call it when `is_good`."""
        before = current_place().look
        wanted = {name: value for name, value in self.form.cleaned_data.items() if name not in NOT_KEPT}
        made = {name: KEEP[name](upload) for name, upload in self.uploads.items()}
        gone = {name: "" for name in self.dropped if name not in made}
        try:
            with transaction.atomic():
                changed = change_face({**wanted, **gone, **made})
                for upload in self.uploads.values():
                    upload.delete()
                for name in {**gone, **made}:
                    transaction.on_commit(functools.partial(pictures.remove, getattr(before, name)))
        except Exception:
            for name in made.values():
                pictures.remove(name)
            raise
        return changed


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

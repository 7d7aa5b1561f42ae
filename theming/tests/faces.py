"""What local admins send from the page of their place's face."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PAGE = "/verwalten/gesicht/"


def filled(**changed):
    """The form as it would be sent, with these fields changed."""
    return {
        "name": "Adorf",
        "subtitle": "Dorf am Bach",
        "claim": "Hier lässt es sich leben.",
        "accent": "#23568f",
        "second": "#e0912f",
        "radius": "round",
        "font": "noto",
        "mode": "dark",
        "emblem": "wheel",
        "landscape": "coast",
        "hero_alt": "",
        "night": "light",
    } | changed


def photo(kind="JPEG", size=(1800, 900), mode="RGB", colour="steelblue"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


def upload(content, name="foto.jpg"):
    return SimpleUploadedFile(name, content)


def files_of(place):
    folder = Path(settings.MEDIA_ROOT) / place.schema
    return sorted(file.name for file in folder.rglob("*") if file.is_file()) if folder.exists() else []

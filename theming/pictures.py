"""Hero picture and logo of a place: drawn anew, in the place's own folder, under names nobody guesses.

A name holds the size of its picture, so that pages can say it without opening
the file: `9f…-1600x900`. The files of a name never change.
"""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from platform_core.files.pictures import webp
from theming.context import address

if TYPE_CHECKING:
    from platform_core.files.models import Attachment

NAME = re.compile(r"[0-9a-f]{32}-(\d{1,4})x(\d{1,4})\Z")
FOLDER = "gesicht"
SMALL = 800  # the longest side of the second size
LOGO = 480  # sharp on a phone at 2.5rem height, and enough for an app icon


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a face, as pages need it."""

    url: str
    small_url: str
    width: int
    height: int
    alt: str = ""

    @property
    def small_width(self) -> int:
        longest = max(self.width, self.height)
        return self.width if longest <= SMALL else round(self.width * SMALL / longest)


def picture(name: str, alt: str = "") -> Picture | None:
    """The picture of a name; None where there is none."""
    found = NAME.match(name)
    if found is None:
        return None
    urlconf = "platform_core.urls.place"
    urls = (address("theming:picture", urlconf=urlconf, name=each) for each in (name, f"{name}-klein"))
    return Picture(*urls, int(found[1]), int(found[2]), alt)


def keep_hero(uploaded: Attachment) -> str:
    """Take an uploaded picture over as hero picture; its name."""
    return _keep(_pixels(uploaded))


def keep_logo(uploaded: Attachment) -> str:
    """Take an uploaded picture over as logo, without the empty edge that many have; its name."""
    pixels = _pixels(uploaded)
    if pixels.mode == "RGBA":
        pixels = pixels.crop(pixels.getbbox(alpha_only=True))
    pixels.thumbnail((LOGO, LOGO), Image.Resampling.LANCZOS)
    return _keep(pixels)


def opened(name: str, *, small: bool = False) -> Image.Image | None:
    """The pixels of a name in the place in scope; None when the file is gone."""
    content = read(f"{name}-klein" if small else name)
    return Image.open(io.BytesIO(content)) if content else None


def read(name: str) -> bytes | None:
    """The file of a name in the place in scope; None when there is none."""
    try:
        with default_storage.open(f"{FOLDER}/{name}.webp") as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    """Remove the files of a name that is no longer used."""
    if NAME.match(name):
        for each in (name, f"{name}-klein"):
            default_storage.delete(f"{FOLDER}/{each}.webp")


def _pixels(uploaded: Attachment) -> Image.Image:
    with default_storage.open(uploaded.path) as file:
        image = Image.open(file)
        image.load()
        return image


def _keep(pixels: Image.Image) -> str:
    name = f"{secrets.token_hex(16)}-{pixels.width}x{pixels.height}"
    small = pixels.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    for each, image in ((name, pixels), (f"{name}-klein", small)):
        default_storage.save(f"{FOLDER}/{each}.webp", ContentFile(webp(image)))
    return name

"""Pictures are drawn anew: what arrives is decoded, turned upright and written as WebP in two sizes.

Nothing of the original file survives – no EXIF, no position, no appended code.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from typing import IO

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
LARGE, SMALL = 1600, 480
MOST_PIXELS = 50_000_000
QUALITY = 80


class PictureRefused(Refusal):
    """Bytes that are no picture we take; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew: WebP bytes in two sizes, and the large one's width and height in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def draw_anew(source: IO[bytes]) -> Drawn:
    """Decode a picture and encode it without anything but its pixels. Raises PictureRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS) as opened:
                _refuse_when_huge(opened)
                upright = _plain(opened)
    except PictureRefused:
        raise
    except Image.DecompressionBombWarning as bomb:
        raise PictureRefused(_("This picture has too many pixels. Please choose a smaller one.")) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as broken:
        raise PictureRefused(_("This file is damaged or no picture. JPEG, PNG, WebP, GIF and HEIC work.")) from broken
    large = _fitted(upright, LARGE)
    return Drawn(webp(large), webp(_fitted(upright, SMALL)), large.width, large.height)


def _refuse_when_huge(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise PictureRefused(_("This picture has too many pixels. Please choose a smaller one."))


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, in sRGB, without metadata."""
    upright = ImageOps.exif_transpose(opened)
    profile = upright.info.get("icc_profile")
    if profile and upright.mode in {"RGB", "RGBA"}:
        try:
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(upright, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb)
            upright = turned or upright
        except ImageCms.PyCMSError:
            pass  # a broken colour profile costs colour, not the picture
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def _fitted(picture: Image.Image, longest: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    fitted.info = {}
    return fitted


def webp(picture: Image.Image) -> bytes:
    """The pixels as WebP, and nothing but them."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()

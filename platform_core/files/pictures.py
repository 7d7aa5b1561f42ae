"""Pictures are drawn anew: what arrives is decoded, turned upright and written as WebP in two sizes.

Nothing of the original file survives – no EXIF, no position, no appended code.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError

from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from typing import IO

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
LARGE, SMALL = 1600, 480
MOST_PIXELS = 50_000_000
QUALITY = 80
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: What the decoders raise over damaged bytes; libheif says RuntimeError also when a picture pretends to be huge.
BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    struct.error,
)


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
            warnings.simplefilter("ignore", UserWarning)  # what is wrong with somebody's EXIF is no news to us
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS) as opened:
                _refuse_when_huge(opened)
                upright = _plain(opened)
    except PictureRefused:
        raise
    except Image.DecompressionBombWarning as bomb:
        raise PictureRefused(_("This picture has too many pixels. Please choose a smaller one.")) from bomb
    except BROKEN as broken:
        raise PictureRefused(_("This file is damaged or no picture. JPEG, PNG, WebP, GIF and HEIC work.")) from broken
    large = _fitted(upright, LARGE)
    return Drawn(webp(large), webp(_fitted(upright, SMALL)), large.width, large.height)


def _refuse_when_huge(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise PictureRefused(_("This picture has too many pixels. Please choose a smaller one."))


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, in sRGB with eight bits, without metadata."""
    opened.load()
    turn = UPRIGHT.get(_orientation(opened))
    upright = opened.transpose(turn) if turn is not None else opened
    if upright.mode.startswith("I"):  # sixteen bits of grey: `convert` alone would cut everything above 255 to white
        upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    upright = _in_srgb(upright, opened.info.get("icc_profile"))
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - Pillow names no error for damaged EXIF, and it costs the turn, not the picture
        return 1


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    wanted = "RGB" if picture.mode == "CMYK" else picture.mode
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=wanted) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken colour profile costs colour, not the picture


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

"""The face of mails. Mail programs know no stylesheets of ours: every element carries its own style.

The plain styles hold for all of them, Outlook included (tables, no variables).
The sheet in the head adds dark mode and small screens for those that read it;
its rules reach elements by the class of the same name.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from theming.colours import palette
from theming.stylesheet import look_of

if TYPE_CHECKING:
    from platform_core.place import Look, Place

FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
TEXT = f"{FONT};font-size:17px;line-height:1.5;color:#1b2327"
SMALL = f"{FONT};font-size:15px;line-height:1.5;color:#4c5960"

STYLES = {
    "page": "margin:0;padding:0;background-color:#eef1f2;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%",
    "preheader": "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;"
    "font-size:1px;line-height:1px;color:#eef1f2",
    "around": "padding:24px 12px 40px",
    "sheet": "width:100%;max-width:600px;background-color:#ffffff;border:1px solid #d5dbde;border-radius:14px;"
    "border-collapse:separate;mso-table-lspace:0;mso-table-rspace:0",
    "head": "padding:20px 28px;border-bottom:4px solid {accent}",
    "arms": "width:36px;border-collapse:separate",
    "arms-top": f"width:36px;height:26px;background-color:{{arms_1}};border-radius:6px 6px 0 0;{FONT};"
    "font-size:19px;line-height:26px;font-weight:700;color:#ffffff;text-align:center",
    "arms-end": "width:36px;height:14px;background-color:{arms_2};border-radius:0 0 18px 18px;font-size:1px;line-height:14px",
    "name": f"padding:0 0 0 14px;{FONT};font-size:20px;line-height:1.25;font-weight:700;color:#1b2327",
    "name-link": "color:#1b2327;text-decoration:none",
    "subtitle": f"{FONT};font-size:15px;line-height:1.35;font-weight:400;color:#4c5960",
    "body": f"padding:28px 28px 32px;{TEXT}",
    "h1": f"margin:0 0 18px;{FONT};font-size:26px;line-height:1.25;font-weight:700;color:#1b2327",
    "h2": f"margin:0 0 8px;{FONT};font-size:19px;line-height:1.3;font-weight:700;color:#1b2327",
    "p": f"margin:0 0 16px;{TEXT}",
    "small": f"margin:0 0 16px;{SMALL}",
    "last": f"margin:24px 0 0;{TEXT}",
    "link": "color:{accent};text-decoration:underline",
    "code": "margin:0 0 20px;padding:16px 12px;background-color:{softer};border:1px solid #d5dbde;border-radius:10px;"
    "font-family:Consolas,Menlo,'DejaVu Sans Mono',monospace;font-size:30px;line-height:1.2;font-weight:700;"
    "letter-spacing:4px;color:#1b2327;text-align:center",
    "quote": f"padding:14px 18px;background-color:{{softer}};border-left:4px solid {{accent}};border-radius:0 10px 10px 0;{TEXT}",
    "quote-who": f"margin:0 0 6px;{FONT};font-size:16px;line-height:1.4;font-weight:700;color:#1b2327",
    "quote-text": f"margin:0;{TEXT}",
    "gap": "height:20px;font-size:1px;line-height:20px",
    "entry": f"padding:16px 0;border-top:1px solid #d5dbde;{TEXT}",
    "tag": f"{FONT};font-size:15px;line-height:1.4;font-weight:700;color:#1b2327",
    "button": f"display:inline-block;{FONT};font-size:17px;line-height:1.3;font-weight:700;color:{{on_accent}};"
    "background-color:{accent};border:solid {accent};border-width:13px 24px;border-radius:10px;text-decoration:none",
    "foot": f"padding:20px 28px 24px;border-top:1px solid #d5dbde;{SMALL}",
    "foot-p": f"margin:0 0 10px;{SMALL}",
    "foot-link": "color:#3a464c;text-decoration:underline;line-height:1.9",
}

INK = ("name", "name-link", "h1", "h2", "p", "last", "body", "quote", "quote-who", "quote-text", "entry", "tag", "code")
QUIET = ("small", "subtitle", "foot", "foot-p", "foot-link")


@functools.lru_cache(maxsize=1024)
def styles(look: Look) -> dict[str, str]:
    """The style of every element in a place's colours."""
    tones = palette(look.accent, look.second).light
    colours = {
        "accent": tones.accent,
        "on_accent": tones.on_accent,
        "softer": tones.softer,
        "arms_1": tones.accent,  # the letter on it must be readable
        "arms_2": look.second,
    }
    return {name: style.format(**colours) for name, style in STYLES.items()}


@functools.lru_cache(maxsize=1024)
def sheet(look: Look) -> str:
    """Dark mode and small screens, for mail programs that read a sheet."""
    dark = palette(look.accent, look.second).dark
    rules = {
        ("page",): "background-color:#0b1012",
        ("preheader",): "color:#0b1012",
        ("sheet",): "background-color:#171f23;border-color:#39454b",
        INK: "color:#eef2f3",
        QUIET: "color:#b5c0c5",
        ("head",): f"border-bottom-color:{dark.accent}",
        ("foot", "entry"): "border-top-color:#39454b",
        ("link",): f"color:{dark.accent}",
        ("code",): f"background-color:{dark.softer};border-color:#39454b",
        ("quote",): f"background-color:{dark.softer};border-left-color:{dark.accent}",
        ("button",): f"color:{dark.on_accent};background-color:{dark.accent};border-color:{dark.accent}",
    }
    night = "".join(_rule(names, declarations) for names, declarations in rules.items())
    phone = (
        ".m-around{padding:0 0 24px!important}.m-sheet{border-radius:0!important;border-left:0!important;"
        "border-right:0!important}.m-head,.m-body,.m-foot{padding-left:20px!important;padding-right:20px!important}"
        ".m-h1{font-size:24px!important}.m-button{display:block!important;text-align:center!important}"
    )
    return (
        ":root{color-scheme:light dark;supported-color-schemes:light dark}"
        f"@media (prefers-color-scheme:dark){{{night}}}@media (max-width:480px){{{phone}}}"
    )


def _rule(names: tuple[str, ...], declarations: str) -> str:
    important = ";".join(f"{each}!important" for each in declarations.split(";"))
    return f"{','.join(f'.m-{name}' for name in names)}{{{important}}}"


def face_of(place: Place | None) -> dict[str, str]:
    return styles(look_of(place))

"""Names of places: decent for people, plain for searching."""

from __future__ import annotations

import re
import unicodedata

#: Official abbreviations of titles in the Gemeindeverzeichnis.
TITLES = {"St": "Stadt", "M": "Markt", "GKSt": "Große Kreisstadt"}
#: What an association of municipalities is called, by the first two digits of its key.
ASSOCIATIONS = {
    "01": "Amt",
    "03": "Samtgemeinde",
    "07": "Verbandsgemeinde",
    "08": "Verwaltungsgemeinschaft",
    "09": "Verwaltungsgemeinschaft",
    "12": "Amt",
    "13": "Amt",
    "14": "Verwaltungsgemeinschaft",
    "15": "Verbandsgemeinde",
    "16": "Verwaltungsgemeinschaft",
}
#: Kinds that official names of associations carry themselves, mostly shortened.
WRITTEN_OUT = {"GVV": "Gemeindeverwaltungsverband", "VVG": "Vereinbarte Verwaltungsgemeinschaft"}
OFFICIAL_END = " (VGem)"
#: Spelt with or without their second dot, umlauts find one another: "Eckernfoerde" is "Eckernförde".
DIGRAPH = re.compile(r"([ao])e|(?<![aeq])(u)e")  # but no umlaut is in Neuenkirchen, Aue and Quern
NO_LETTERS = re.compile(r"[^a-z0-9]+")
DISTRICT_WORDS = re.compile(r"^(?:Land)?[Kk]reis |^Region |^Städteregion |^Regionalverband |^Stadtverband ")


def without_title(official: str) -> tuple[str, str]:
    """Name and title of an official name: "Kiel, Landeshauptstadt" is Kiel, a Landeshauptstadt."""
    name, _comma, title = official.partition(", ")
    return name.strip(), TITLES.get(title, title)


def association_name(official: str, key: str) -> tuple[str, str]:
    """Decent name and kind of an association, from its official name and its key: "Amt Preetz-Land", an Amt."""
    name = official.removesuffix(OFFICIAL_END).strip()
    first, _space, rest = name.partition(" ")
    if first in WRITTEN_OUT:
        return f"{WRITTEN_OUT[first]} {rest}", WRITTEN_OUT[first]
    kind = ASSOCIATIONS.get(key[:2], "Gemeindeverband")
    return (name if name.startswith(f"{kind} ") else f"{kind} {name}"), kind


def district_kind(name: str) -> str:
    """What sort of Kreis this is, from its name."""
    first = name.split(" ", 1)[0]
    return first if first in {"Landkreis", "Region", "Städteregion", "Regionalverband"} else "Kreis"


def proper(name: str) -> str:
    """The name without the word for its kind: "Landkreis Kaiserslautern" is searched as Kaiserslautern."""
    return DISTRICT_WORDS.sub("", name)


def plain(text: str) -> str:
    """Text as it is compared: small letters and digits, no accents, umlauts in any spelling alike, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return NO_LETTERS.sub(" ", DIGRAPH.sub(r"\1\2", folded)).strip()

"""The word list: what is found although it is disguised, and what is left alone although it looks alike."""

from __future__ import annotations

import time

import pytest

from platform_core.moderation.words import word_list

LIST = """Arsch
Blödmann
Idiot
Sau
Nazi
ass
Depp
schwul*
*gesindel
dummes Huhn
Casino
88"""

HIT = {
    "Du Idiot": "Idiot",
    "IDIOT!!!": "Idiot",
    "idiot.": "Idiot",
    "(Idiot)": "Idiot",
    "Du 1d10t": "Idiot",
    "Du !d!ot": "Idiot",
    "Du id1ot, du": "Idiot",
    "I d i o t": "Idiot",
    "I.d.i.o.t": "Idiot",
    "I-d-i-o-t!": "Idiot",
    "Du bist ein i_d_i_o_t, echt": "Idiot",
    "I  d  i  o  t": "Idiot",
    "Idiooooot": "Idiot",
    "Id\u200biot": "Idiot",
    "Id\u00adiot": "Idiot",
    "ｉｄｉｏｔ": "Idiot",
    "іdiоt": "Idiot",  # Cyrillic i and o
    "Ídïót": "Idiot",
    "Id*ot": "Idiot",
    "**Idi**ot": "Idiot",
    "Blödmann": "Blödmann",
    "Bloedmann": "Blödmann",
    "Blodmann": "Blödmann",
    "BLÖDMANN": "Blödmann",
    "Blo\u0308dmann": "Blödmann",
    "B l ö d m a n n": "Blödmann",
    "B1ödm4nn": "Blödmann",
    "8lödmann": "Blödmann",
    "N@z1": "Nazi",
    "N a z i": "Nazi",
    "A$$": "ass",
    "Arsch-Geige": "Arsch",
    "schwule": "schwul*",
    "Schwuler Kerl": "schwul*",
    "Lumpengesindel": "*gesindel",
    "Du dummes Huhn": "dummes Huhn",
    "Du dummes   Huhn": "dummes Huhn",
    "dummes, Huhn": "dummes Huhn",
    "d u m m e s Huhn Idi&#111;t": "Idiot",
    "cas1no": "Casino",
    "Heute 88 gesehen": "88",
    "Deeeepp": "Depp",
}
MISS = [
    "Marsch, Barsch und Warschau",
    "Der Bescheid ist eine Klasse für sich",
    "Im Sauerland gibt es Sauerkraut",
    "Die Nazizeit im Unterricht",
    "Idiotie ist ein anderes Wort",
    "Depperl",
    "Das Gesinde am Hof",
    "Huhn und dummes Zeug",
    "Ein dummes, altes Huhn",
    "1988 und 880 Meter, 188 Leute",
    "Wir treffen uns um 10:10 Uhr",
    "Tel. 0 23 81 / 1 71 00",
    "z. B. am Bach, d. h. unten",
    "A b c d e",
    "Casinostraße 5",
    "Schwülwarm war es",
    "Masse, Passau, Assessor",
    "Zeile 1\nZeile 2",
    "",
]


@pytest.mark.parametrize(("text", "line"), HIT.items(), ids=range(len(HIT)))
def test_listed_words_are_found_in_disguise(text, line):
    from platform_core.moderation.links import words_of

    assert word_list(LIST).found_in(f"{text}\n{words_of(text)}") == [line]


@pytest.mark.parametrize("text", MISS, ids=range(len(MISS)))
def test_words_that_only_look_alike_are_left_alone(text):
    assert word_list(LIST).found_in(text) == []


@pytest.mark.parametrize("line", ["*", "**", "*a*", "   ", "...", "a*b*c*d*e*", "(", "[a-z]+", "\\"])
def test_a_line_that_makes_no_sense_holds_nothing(line):
    assert word_list(line).found_in("Ein ganz normaler Satz über den Dorfteich.") == []


def test_a_long_list_and_a_long_text_take_no_time():
    lines = "\n".join(f"wort{number}*stern" if number % 5 == 0 else f"wort{number} zwei" for number in range(500))
    hostile = "a " * 3_000 + "wort5" * 800 + " " + "x" * 8_000 + "i.d.i.o.t." * 100
    ready = word_list(lines)
    start = time.monotonic()

    ready.found_in(hostile)

    assert time.monotonic() - start < 2

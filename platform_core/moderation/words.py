"""Finding listed words in a text, also where they are disguised.

Both sides are brought to one form: small letters without accents, no invisible
signs, look-alikes of other scripts and digits as the letters that they stand
for, i and l alike, three letters in a row as one. Only whole words count: a
listed `arsch` is not found in „Marsch“. Letters with gaps between them are read
together. A listed umlaut is found as itself, as two letters and as one (ä, ae, a);
a listed `schwul` is not found in „schwül“.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
#: Cyrillic and Greek letters that look like Latin ones.
ALIKE = str.maketrans("асеорхуіјѕкмтнвαεικορτυχ", "aceopxyijskmthbaeikoptyx")
DISGUISE = str.maketrans({"0": "o", "1": "i", "l": "i", "!": "i", "|": "i", "3": "e", "€": "e", "4": "a", "@": "a",
                          "5": "s", "$": "s", "7": "t", "8": "b"})  # fmt: skip
TOKEN = re.compile(r"[^\W_](?:[^\W_]|[@$€!|*#])*|[@$€|!](?=[^\W_])(?:[^\W_]|[@$€!|*#])+")
GAP = re.compile(r"[\s.,·•\-–_*/|~]{1,3}")
THRICE = re.compile(r"(.)\1{2,}")
SHORTEST_SPACED = 3
LONGEST_SPACED = 40
MOST_MASKED = 50
MOST_STARS = 3
ANYTHING = "[^ ]{0,40}"


@dataclass(frozen=True)
class WordList:
    """A list made ready: plain words and phrases by their first word, and patterns for those with a star."""

    entries: dict[str, str]  # normal form (words joined by a blank) → the line as typed
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    longest: int  # words in the longest phrase

    def found_in(self, text: str) -> list[str]:
        """The lines that occur in the text, each once, in the order of the list."""
        hits = self._phrases(tokens_of(text, wide=True)) | self._spaced(text)
        return [
            line for line in dict.fromkeys([*self.entries.values(), *(p[1] for p in self.patterns)]) if line in hits
        ]

    def _phrases(self, tokens: list[str]) -> set[str]:
        hits = set()
        for start in range(len(tokens)):
            for length in range(1, self.longest + 1):
                phrase = " ".join(tokens[start : start + length])
                if phrase in self.entries:
                    hits.add(self.entries[phrase])
        whole = f" {' '.join(tokens)} "
        hits |= {line for pattern, line in self.patterns if pattern.search(whole)}
        for masked in [token for token in set(tokens) if "*" in token or "#" in token][:MOST_MASKED]:
            shape = re.compile("".join("." if sign in "*#" else re.escape(sign) for sign in masked))
            hits |= {line for word, line in self.entries.items() if shape.fullmatch(word)}
        return hits

    def _spaced(self, text: str) -> set[str]:
        """Words whose letters stand apart: every stretch of a run of single letters."""
        hits = set()
        for run in spaced_runs(folded(text, wide=False)):
            letters = disguised_to_plain(run)
            for start in range(len(letters)):
                for end in range(start + SHORTEST_SPACED, min(len(letters), start + LONGEST_SPACED) + 1):
                    if letters[start:end] in self.entries:
                        hits.add(self.entries[letters[start:end]])
        return hits


@functools.lru_cache(maxsize=200)
def word_list(lines: str) -> WordList:
    """The list of an options form, one entry per line; kept, since it rarely changes."""
    entries: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        for wide in (False, True):
            if "*" in line:
                patterns += [(pattern, line) for pattern in [pattern_of(line, wide=wide)] if pattern]
            elif normal := " ".join(tokens_of(line, wide=wide)):
                entries.setdefault(normal, line)
    return WordList(entries, tuple(patterns), max((entry.count(" ") + 1 for entry in entries), default=0))


def pattern_of(line: str, *, wide: bool) -> re.Pattern[str] | None:
    """A line with stars as a pattern over words joined by blanks; None for one that would find nearly everything."""
    words = [["".join(tokens_of(part, wide=wide)) for part in word.split("*")] for word in line.split()]
    if sum(len(part) for word in words for part in word) < SHORTEST_SPACED or line.count("*") > MOST_STARS:
        return None
    return re.compile(f" {' '.join(ANYTHING.join(map(re.escape, word)) for word in words)} ")


def tokens_of(text: str, *, wide: bool) -> list[str]:
    """The words of a text in their normal form; `wide` writes umlauts as two letters."""
    return [disguised_to_plain(token.rstrip("!|*#")) for token in TOKEN.findall(folded(text, wide=wide))]


def folded(text: str, *, wide: bool) -> str:
    """Small letters without accents, invisible signs and look-alikes."""
    small = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    if wide:
        small = "".join(UMLAUTS.get(sign, sign) for sign in small)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))
    return plain.translate(ALIKE)


def disguised_to_plain(token: str) -> str:
    """A token with digits and signs as the letters that they stand for; a number stays one."""
    if not any(sign.isalpha() for sign in token):
        return token
    return THRICE.sub(r"\1", token.translate(DISGUISE))


def spaced_runs(text: str) -> list[str]:
    """The letters of every run of three and more single letters with gaps of one kind or another between them."""
    runs: list[str] = []
    run = ""
    for piece in GAP.split(text):
        if len(piece) == 1 and (piece.isalnum() or piece in "@$€"):
            run += piece
            continue
        runs.append(run)
        last = piece.rstrip("!?:;)\"'")
        run = ""
        if len(last) == 1 and last.isalnum() and runs[-1]:
            runs[-1] += last
    return [each for each in [*runs, run] if len(each) >= SHORTEST_SPACED]

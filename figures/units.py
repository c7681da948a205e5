"""Counted nouns and currencies to units: `soldiers` is `person`, `acres` is `acre`, `US$` is `USD`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from figures.grammar import plural
from figures.lexicon import load, names

_SPACES = re.compile(r"[\s\u00a0]+")
# Units whose word is itself what the number measures, whatever follows: `50 kg sacks`, `20 km road`.
LENGTHS_AND_WEIGHTS = frozenset(
    ("km", "mile", "metre", "centimetre", "foot", "inch", "hectare", "acre", "dunam", "km2", "mi2", "m2", "tonne",
     "kilogram", "gram", "pound", "quintal", "litre", "m3")
)  # fmt: skip
DURATIONS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"))
SHARES = frozenset(("percent", "fraction", "ratio"))


def forms(entry: str) -> list[str]:
    """The forms of a noun entry: those listed, or the singular and its regular plural."""
    listed = entry.split()
    return listed if len(listed) > 1 else [entry, plural(entry)]


@cache
def nouns() -> dict[str, str]:
    """Every counted noun, in each of its forms, and its unit. Two-word nouns have a space in them."""
    found: dict[str, str] = {}
    for name in names("units"):
        table = load(f"units/{name}.toml")
        for measure in table.get("measure", [table]):
            for entry in measure["nouns"]:
                found.update(dict.fromkeys(forms(entry), measure["unit"]))
            for phrase in measure.get("phrases", []):
                first, _, last = phrase.rpartition(" ")
                found.update({f"{first} {form}": measure["unit"] for form in forms(last)})
    return found


@cache
def _currencies() -> dict[str, Any]:
    return load("currencies.toml")


@cache
def signs() -> dict[str, str]:
    """Currency signs and codes as written, and the ISO 4217 code each stands for."""
    table = _currencies()
    return {**{code: code for code in table["codes"].split()}, **table["sign"]}


@cache
def money_words() -> dict[str, str]:
    """Currency words in small letters (`euros`, `swiss francs`), and their codes."""
    found: dict[str, str] = {}
    for words, code in _currencies()["word"].items():
        first, gap, last = words.rpartition(" ")
        found[words] = code
        found[f"{first}{gap}{plural(last)}"] = code
    return found


@cache
def _sign_before() -> re.Pattern[str]:
    marks = "|".join(re.escape(mark) for mark in sorted(signs(), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{marks})[\s\u00a0]?\*{{0,2}}$")


@cache
def _sign_after() -> re.Pattern[str]:
    plain = [mark for mark in signs() if len(mark) > 1 or not mark.isalpha()]
    marks = "|".join(re.escape(mark) for mark in sorted(plain, key=len, reverse=True))
    return re.compile(rf"[\s\u00a0]?({marks})(?![^\W_])")


@cache
def _sign_ends() -> frozenset[str]:
    return frozenset(mark[-1] for mark in signs())


@cache
def _sign_starts() -> frozenset[str]:
    return frozenset(mark[0] for mark in signs())


# Signs that are also letters of names and grades stand only right before the digits: `P14-million`, `R5bn`.
_LETTERS = frozenset(["P", "N", "R", "K", "Br", "Re", "Sh", "LE", "Le", "TL", "Fr."])


def money_before(text: str, start: int) -> tuple[str, int] | None:
    """The currency code that stands right before `start`, and where its sign begins; None if there is none."""
    tail = text[max(0, start - 8) : start].rstrip("* \u00a0\t\n\r")
    if not tail or tail[-1] not in _sign_ends():
        return None  # a quick look: most numbers are no money
    match = _sign_before().search(text, max(0, start - 8), start)
    if match is None:
        return None
    mark = match[0].rstrip("* \u00a0\t\n")
    if mark in _LETTERS and len(mark) != len(match[0]):
        return None
    return signs()[mark], match.start()


def is_money(text: str, start: int) -> bool:
    """Whether a currency sign or code stands right before `start`."""
    return money_before(text, start) is not None


def money_after(text: str, end: int) -> tuple[str, int] | None:
    """The currency code that follows `end` as a sign, code or word (with a nationality), and where it stops."""
    first = text[end : end + 1]
    if first.isspace():
        first = text[end + 1 : end + 2]
    match = _sign_after().match(text, end) if first in _sign_starts() else None
    if match:
        return signs()[match[1]], match.end()
    return _money_word(text, end)


_NEXT_WORD = re.compile(r"[\s\u00a0-]{1,3}([^\W\d_](?:[^\W\d_]|\.(?=[A-Za-z\s]))*)")


@cache
def _money_openings() -> frozenset[str]:
    """The words that a currency may begin with: `swiss`, `euros`. Most numbers are followed by another word."""
    return frozenset(words.partition(" ")[0] for words in money_words())


def _money_word(text: str, end: int) -> tuple[str, int] | None:
    first = _NEXT_WORD.match(text, end)
    if first is None or (first[1].islower() and first[1] not in _money_openings()):
        return None
    words: list[str] = []
    stops: list[int] = []
    at = end
    for _ in range(3):
        match = _NEXT_WORD.match(text, at)
        if match is None:
            break
        words.append(match[1].lower())
        stops.append(at := match.end())
    for length in range(len(words), 0, -1):
        code = money_words().get(" ".join(words[:length]))
        if code and not (words[length - 1].startswith("pound") and text.startswith(" of ", stops[length - 1])):
            return code, stops[length - 1]
    if len(words) > 1 and words[1] in money_words() and text[stops[0] - len(words[0])].isupper():
        return "XXX", stops[1]  # a nationality that the list lacks leaves the currency open
    return None


def is_measure(unit: str) -> bool:
    """Whether `unit` measures (money, a duration, an age) and so is never what an ellipsis means."""
    return unit in DURATIONS or unit.startswith("age_") or is_currency(unit)


def is_currency(unit: str) -> bool:
    """Whether `unit` is an ISO 4217 code."""
    return len(unit) == 3 and unit.isupper()

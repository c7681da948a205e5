"""Rolls: lines or a list of places, each with its number, under words that say what is counted.

`Deaths by province`, and below it `Aceh: 120`, `Riau: 34`; or in one sentence `Cases by state: Lagos-54, Ogun-31`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from figures import gazetteer

_NAME = r"[^\W\d_a-z][^\W\d_]*(?:[ '’.-]{1,2}[^\W\d_]+){0,4}?"
_HEDGE = r"(?:(?:about|some|over|nearly|almost|up to|more than|at least|around|approximately|an estimated|~|>|<) ?)?"
_AMOUNT = (
    r"(?:[A-Z]{0,3}[$€£] ?|[A-Z]{3} )?(?P<digits>\d[\d.,\u00a0\u202f]{0,16})"
    r"(?P<scale> ?(?:[KMkm]|[mb]n|thousand|million|billion)\b)?"
)
_LINE = re.compile(
    rf"[\s*_>•●▪■◦‣·]{{0,6}}(?:[-–—o] )?(?P<name>{_NAME})(?:\s*[:=|–—-]\s*|\s+)"
    rf"(?P<hedge>(?i:{_HEDGE})){_AMOUNT}[\s*_|]{{0,6}}"
)
_LONGEST = 100  # characters of a line
_YEARS = range(1900, 2100)


class Entry(NamedTuple):
    """A line of a roll: whose number it is, and where that name and the number stand in it."""

    name: str
    name_end: int
    number: int
    large: bool  # whether the number is written as only amounts are: `6,200,000`, `1.9 million`, `up to 40`


@lru_cache(maxsize=256)
def entry(line: str) -> Entry | None:
    """The entry that a line is; None for any other line, such as `Situation report 2019`."""
    if len(line) > _LONGEST or (found := _LINE.fullmatch(line)) is None:
        return None
    digits = found["digits"].rstrip(".,")
    bare = digits.isdigit()
    if bare and int(digits) in _YEARS and not found["scale"]:
        return None
    large = not bare or bool(found["scale"] or found["hedge"])
    return Entry(found["name"], found.end("name"), found.start("digits"), large)


def is_entry(line: str, before: str, after: str) -> bool:
    """Whether a line without a mark between its name and its number is one of a roll: the number is plainly an amount,
    or a line next to it has another name and a number."""
    own = entry(line)
    if own is None:
        return False
    beside = (entry(before), entry(after))
    return own.large or any(one is not None and one.name != own.name for one in beside)


@lru_cache(maxsize=1024)
def is_place(name: str) -> bool:
    """Whether the gazetteer has a place of this name."""
    return name in gazetteer.countries().named or bool(gazetteer.find(name) or gazetteer.small(name))


# `Lagos-54, Ogun-31 and Kano-12`: three or more, else it may be the name of a thing.
_ONE = r"[A-Z][a-z][a-z][A-Za-z' ]{0,24}-\d[\d,]{0,9}"
_INLINE = re.compile(rf"(?<![\w-]){_ONE}(?:(?:, |; | and |, and ){_ONE}){{2,}}(?![\w-])")
_DASH = re.compile(r"-\d[\d,]{0,9}(?:, |; | and )[A-Z]")  # stands in every such list, and is quickly sought
_PART = re.compile(r"([A-Z][A-Za-z' ]*)-(?=\d)")


def parted(text: str) -> str:
    """`text` of the same length, with a space for the hyphen between a place and its number in a list of such."""
    if not _DASH.search(text):
        return text
    for found in reversed([*_INLINE.finditer(text)]):
        names = [*_PART.finditer(text, found.start(), found.end())]
        if 2 * sum(is_place(name[1]) for name in names) > len(names):
            for name in names:
                text = f"{text[: name.end() - 1]} {text[name.end() :]}"
    return text

"""Rolls: lines or a list of places, each with its number, under words that say what is counted.

`Deaths by province`, and below it `Aceh: 120`, `Riau: 34`; or in one sentence `Cases by state: Lagos-54, Ogun-31`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from figures import gazetteer
from figures.model import Passage

_NAME = r"[^\W\d_a-z][^\W\d_]*(?:[ '’.-]{1,2}[^\W\d_]+){0,4}?"
# Words between a label and its number, with which it still counts what the label says.
HEDGES = r"about|some|over|nearly|almost|up to|more than|at least|around|approximately|an estimated"
_HEDGE = rf"(?:(?:{HEDGES}|~|>|<) ?)?"
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


# What follows says what the lines of a roll are: `Deaths by province`.
_BY = re.compile(r"(?:^|,?\s)(?:by|per|in each|in every|for each)\s", re.I)
_BRACKETED = re.compile(r"\(([^()]{3,60})\)")
_RUN = 3  # entries, so many that their names need not be known


def heads_of(head: str) -> tuple[str, ...]:
    """The words of the head of a roll that may say what is counted, the likeliest first: `Deaths` of `Deaths by
    province`, `refugees` of `By camp (refugees)`, all of it."""
    head = head[:200]
    found = (_BY.split(head)[0], *_BRACKETED.findall(head), head)
    return tuple(words for words in found if words)


def in_runs(read: Iterable[Passage]) -> frozenset[int]:
    """Where the entries start that stand in a run of them, of which one is known for a place, or the head says so."""
    found: set[int] = set()
    run: list[tuple[Passage, str]] = []

    def close() -> None:
        if len(run) >= _RUN and (_BY.search(run[0][0].section) or any(is_place(name) for _, name in run)):
            found.update(passage.start for passage, _ in run)
        run.clear()

    for passage in read:
        line = entry(passage.text) if passage.kind in ("item", "row") else None
        if run and (line is None or run[0][0].section != passage.section):
            close()
        if line:
            run.append((passage, line.name))
    close()
    return frozenset(found)


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

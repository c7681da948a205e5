"""What a figure is owed to (cause and hazard), and the sector of aid that it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from figures import lexicon
from figures.kind import clause
from figures.model import Cause, Figure, Sector
from figures.stems import Stems


class Owed(NamedTuple):
    """A cause and, where the text names one, its hazard."""

    cause: Cause = ""
    hazard: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    hazards: Stems[tuple[Owed, int]]
    sectors: Stems[tuple[Sector, int]]
    of_category: dict[str, Sector]
    response: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.load("context/crisis.toml")
    meaning = {word: (Owed(row["cause"], row["name"]), len(word)) for row in table["hazard"] for word in row["words"]}
    sector_of = {word: (sector, len(word)) for sector, words in table["sector"].items() for word in words}
    response = frozenset(table["response"]["categories"])
    return _Words(Stems(meaning, frozenset(table["whole"])), Stems(sector_of), table["of_category"], response)


def hazard_names() -> tuple[str, ...]:
    """Every hazard by name, in the order of the lexicon."""
    return tuple(row["name"] for row in lexicon.load("context/crisis.toml")["hazard"] if row["name"])


Named = tuple[int, Owed]


def hazards(text: str) -> list[Named]:
    """The causes that a text names, with where. A longer phrase hides what is in it: `opened fire` is no fire."""
    found: list[Named] = []
    reached = 0
    for start, (one, length) in _words().hazards.find(text):
        if start >= reached:
            reached = start + length
            if one.cause:
                found.append((start, one))
    return found


def owed(figure: Figure, found: list[Named], main: Owed, leads: bool) -> Owed:
    """The cause of a figure: the nearest one of its clause, else of its passage, else the document's, `main`.

    `leads` says whether the document names `main` more than all others. Offsets are the document's.
    """
    if not found:
        return main
    start = figure.start - figure.passage_start
    first, last = clause(figure.passage, start, start + len(figure.text))
    own = [one for one in found if first <= one[0] - figure.passage_start < last]
    near = own or found
    # `the storm and floods`: what the document is about decides between hazards of one clause.
    if leads and own and any(one == main for _, one in near):
        return main
    _, nearest = min(near, key=lambda one: abs(one[0] - figure.start))
    if not nearest.hazard:
        # `the cholera outbreak`: the hazard that is named beside it.
        named = {one.hazard for _, one in near if one.cause == nearest.cause and one.hazard}
        if len(named) == 1:
            return Owed(nearest.cause, named.pop())
        if nearest.cause == main.cause:
            return main
    return nearest


def leads(found: list[Named], main: Owed) -> bool:
    """Whether a document names `main` more than every other cause or hazard."""
    counts = Counter(one for _, one in found)
    return all(counts[main] > n for one, n in counts.items() if one != main)


def main_cause(found: list[Named]) -> Owed:
    """The cause that a document names most."""
    counts = Counter(one for _, one in found)
    if not counts:
        return Owed()
    causes: Counter[Cause] = Counter()
    for one, n in counts.items():
        causes[one.cause] += n
    cause = causes.most_common(1)[0][0]
    named = [(n, one) for one, n in counts.items() if one.cause == cause and one.hazard]
    return max(named, key=lambda pair: pair[0])[1] if named else Owed(cause, "")


def sector(figure: Figure, text: str) -> Sector:
    """The sector of a need or response figure, by the words that go with it in its passage; `none` for all others."""
    words = _words()
    if figure.category in words.of_category:
        return words.of_category[figure.category]
    if figure.category not in words.response:
        return "none"
    found = _sectors(text)
    if not found:
        return "none"
    at = figure.start - figure.passage_start
    end = at + len(figure.text)
    before, after = _stretches(text, at, end)
    own = [one for one in found if after[0] <= one.start < after[1]]
    given = [one for one in found if before[0] <= one.start < before[1]]
    # `with food` says what they got; what else follows may be where they are: `food for 300 people in schools`.
    means = _WITH.search(text, *after)
    stated = [one for one in own if means and one.start >= means.end()]
    first, second = (given, own) if _GIVEN.search(text, before[0], at) else (own, given)
    for near in (stated, first, second, found):
        if near:
            return _of_list(min(near, key=lambda one: abs(one.start - at)), found, text)
    return "none"


class _Named(NamedTuple):
    """A word of a sector in a passage."""

    start: int
    end: int
    sector: Sector


_NUMBER = re.compile(r"\d[\d,.]*")
_CUT = re.compile(r",\s|;|\s(?:and|while|but)\s|\.\s")
_WITH = re.compile(r"\bwith\s")
_GIVEN = re.compile(r"\b(?:to|for|reach(?:ed|ing)?|among|help(?:ed|s)?)\s(?:(?!and\b)[\w-]+\s){0,3}[$€£¥]?$")
_JOINED = re.compile(r"(?:[\w'’-]*\s){0,3}?[\w'’-]*(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s)(?:[^\W\d]+[\s-]){0,2}")


def _stretches(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """What goes with a number before it, from the number before, and behind it, to the next number or clause."""
    first = 0
    for other in _NUMBER.finditer(text, 0, start):
        first = other.end()
    following = _NUMBER.search(text, end)
    last = following.start() if following else len(text)
    cut = _CUT.search(text, end, last)
    return (first, start), (end, cut.start() if cut else last)


def _of_list(one: _Named, found: tuple[_Named, ...], text: str) -> Sector:
    """The sector of a word, or `multi-sector` where it stands in a list with words of others: `food and water`."""
    for left, right in pairwise(found):
        apart = left.sector != right.sector and one in (left, right)
        if apart and _JOINED.fullmatch(text, left.end, right.start):
            return "multi-sector"
    return one.sector


@lru_cache(maxsize=8)
def _sectors(text: str) -> tuple[_Named, ...]:
    """The words of sectors in a passage, whose figures ask one after another. A longer phrase hides what is in it."""
    found: list[_Named] = []
    for start, (name, length) in _words().sectors.find(text):
        if not found or start >= found[-1].end:
            found.append(_Named(start, start + length, name))
    return tuple(found)

"""What a figure is owed to (cause and hazard), and the sector of aid that it belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from figures import lexicon
from figures.model import Cause, Figure, Sector
from figures.stems import Stems
from figures.wholewords import lowered


class Owed(NamedTuple):
    """A cause and, where the text names one, its hazard."""

    cause: Cause = ""
    hazard: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    hazards: Stems[Owed]
    sectors: Stems[Sector]
    of_category: dict[str, Sector]
    response: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.load("context/crisis.toml")
    meaning = {word: Owed(row["cause"], row["name"]) for row in table["hazard"] for word in row["words"]}
    sector_of: dict[str, Sector] = {word: sector for sector, words in table["sector"].items() for word in words}
    response = frozenset(table["response"]["categories"])
    return _Words(Stems(meaning, frozenset(table["whole"])), Stems(sector_of), table["of_category"], response)


def hazard_names() -> tuple[str, ...]:
    """Every hazard by name, in the order of the lexicon."""
    return tuple(row["name"] for row in lexicon.load("context/crisis.toml")["hazard"] if row["name"])


Named = tuple[int, Owed]


def hazards(text: str) -> list[Named]:
    """The causes that a text names, with where."""
    return list(_words().hazards.find(lowered(text)))


def owed(figure: Figure, found: list[Named], of_document: Owed) -> Owed:
    """The cause of a figure: the nearest one found in its passage, else the document's. Offsets are the document's."""
    if not found:
        return of_document
    at = figure.start
    _, nearest = min(found, key=lambda one: abs(one[0] - at))
    # `the storm and floods`: what the document is about decides between hazards of one passage.
    if of_document in (one for _, one in found) and of_document.cause:
        return of_document
    if not nearest.hazard and nearest.cause == of_document.cause:
        return of_document
    return nearest


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
    """The sector of a need or response figure, by the nearest word in its passage; `none` for all other figures."""
    words = _words()
    if figure.category in words.of_category:
        return words.of_category[figure.category]
    if figure.category not in words.response:
        return "none"
    at = figure.start - figure.passage_start
    found = [(abs(where - at), sector) for where, sector in _sectors(text)]
    return min(found)[1] if found else "none"


@lru_cache(maxsize=8)
def _sectors(text: str) -> tuple[tuple[int, Sector], ...]:
    """The words of sectors in a passage, whose figures ask one after another."""
    return tuple(_words().sectors.find(lowered(text)))

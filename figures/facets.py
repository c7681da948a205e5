"""The facets of a counted group: children, women, combatants, refugees, ...; and the nations that its people are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from figures import lexicon
from figures.mentions import Mention
from figures.model import Facet
from figures.wholewords import WholeWords

# Units that count people. Houses and trucks have no age and no nation.
OF_PEOPLE = frozenset({"person", "household", "case"})
_SOME = re.compile(r"\b(?:mostly|mainly|largely|chiefly|many|some)\s(?:of\s(?:the|them)\s)?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")


@dataclass(frozen=True, slots=True)
class _Sorted:
    name: Facet
    words: WholeWords
    hidden: WholeWords | None


@cache
def _facets() -> tuple[_Sorted, ...]:
    rows = lexicon.load("context/facets.toml")["facet"]
    return tuple(
        _Sorted(row["name"], WholeWords(row["words"], r"(?![\w-])"), WholeWords(row["not"]) if row["not"] else None)
        for row in rows
    )


@lru_cache(maxsize=1024)
def facets(group: str) -> tuple[Facet, ...]:
    """The facets that the words of a group give it, in the order of the vocabulary."""
    return tuple(one.name for one in _facets() if _says(one, group))


def _says(one: _Sorted, group: str) -> bool:
    hidden = [match.span() for match in one.hidden.find(group)] if one.hidden else []
    for match in one.words.find(group):
        # `the soldiers' wives` are no soldiers, and of `mostly civilians` some are none.
        if _POSSESSIVE.match(group, match.end()) or _SOME.search(group, 0, match.start()):
            continue
        if not any(start <= match.start() < end for start, end in hidden):
            return True
    return False


_ALL = re.compile(
    r",?\s\(?(?:all|both)\s(?:of\s(?:them|whom)\s)?(?:were\s|are\s)?(?:(?!of\b|in\b|from\b)[\w-]+\s?){1,3}"
)


def all_of_them(text: str, end: int) -> int:
    """Where a group that ends at `end` ends with what all of it is: `, all of them civilians`."""
    match = _ALL.match(text, end)
    return match.end() if match else end


def nationality(text: str, start: int, end: int, mentions: Sequence[Mention], category: str) -> tuple[str, ...]:
    """ISO 3166-1 alpha-3 of the peoples that text[start:end] names, a counted group: `Chadian soldiers`.

    A country right behind the group counts too: `refugees from Syria`; but who came back from it is not of it.
    """
    named = [one.country for one in mentions if one.kind == "people" and start <= one.start < end and _alone(text, one)]
    if category not in _PASSED_THROUGH:
        named += [one.country for one in mentions if one.kind == "country" and text[end : one.start] in _FROM]
    return tuple(dict.fromkeys(country for country in named if country))


_FROM = (" from ", " who came from ", " who are from ", " nationals from ")
# Who returned, was moved or saved from a country, or crossed it, need not be of it.
_PASSED_THROUGH = frozenset({"returnees", "migrants", "evacuated", "rescued"})


def _alone(text: str, one: Mention) -> bool:
    """Whether a people's name stands by itself: `Turkish-backed fighters` need not be Turkish."""
    return text[one.end :][:1] != "-"

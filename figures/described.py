"""The places that a passage only describes: `northern provinces`, `the west`, `neighbouring countries`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from figures import gazetteer
from figures.mentions import Mention
from figures.placewords import words
from figures.wholewords import first_word, found_at, index, lowered, starts


def with_described(text: str, found: list[Mention]) -> list[Mention]:
    """`found`, the places that `text` names, with those it only describes."""
    generic = [one for one in _described(text) if not any(m.start < one.end and one.start < m.end for m in found)]
    return sorted(found + generic, key=lambda mention: mention.start) if generic else found


_PREPOSITIONS = frozenset(
    {"in", "across", "throughout", "within", "over", "from", "to", "of", "inside", "around", "through"}
)


_ADJECTIVE = ("ern", "al", "er", "land")


@cache
def _pattern() -> re.Pattern[str]:
    directions = "|".join(sorted(words().direction, key=len, reverse=True))
    # `the north` is a place, `the coastal` and `the southern` are none.
    sides = "|".join(sorted((one for one in words().direction if not one.endswith(_ADJECTIVE)), key=len, reverse=True))
    nouns = "|".join(sorted(words().generic, key=len, reverse=True))
    several = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|other|several|many)"
    of_whole = r"\s+of\s+the\s+(?:country|city|province|region|state|island)\b"
    whole = rf"(?:{of_whole})?"
    kind = r"(?:[a-z]+(?:ous|al|ied|ain|hit|held|ing)\s+)?"  # `northern mountainous areas`
    governed = "|".join(sorted(_PREPOSITIONS, key=len, reverse=True))
    # `the west` is a place where its sentence goes on, and an adjective in `the west bank`.
    goes_on = (
        r"(?=[\s.,;:)]*(?:$|[.,;:)]"
        r"|\s(?:and|of|have|has|were|was|are|is|on|after|by|in|since|with|where|due|who|to)\b))"
    )
    return re.compile(
        rf"\b(?P<p>{governed})\s+(?P<g>"
        rf"(?:(?:the|some|several|many|other|various|most)\s+)?(?:{several}\s+)?"
        rf"(?:(?:neighbou?ring|{directions})(?:\s+and\s+(?:{directions}))?\s+)+{kind}(?:{nouns})\b{whole}(?!\s+of\b)"
        rf"|(?:the\s+)?{several}\s+(?:\w+\s+)?countries\b"
        rf"|(?:different|other|various|several|many)\s+(?:parts|regions)\s+of\s+the\s+(?:country|world)\b"
        rf"|the\s+(?:{sides})(?:{of_whole}|{goes_on}))",
    )


@cache
def _telling() -> frozenset[str]:
    """Words of which every place without a name has one."""
    others = ("affected", "neighbouring", "neighboring", "countries", "world")
    return frozenset((*map(first_word, words().direction), *others))


# `West: 1,743 people have fled`: the parts of a country that a report goes through.
_MIDDLE = ("Centre", "Center")
_HEADED = re.compile(r"(?:[-•*] )?([A-Z][a-z]+(?:-[A-Za-z][a-z]+)?): ")


def _described(text: str) -> Iterator[Mention]:
    """Places that have no name: `northern provinces`, `the west`, `neighbouring countries`."""
    if (headed := _HEADED.match(text)) and (headed[1].lower() in words().direction or headed[1] in _MIDDLE):
        yield Mention(headed.start(1), headed.end(1), headed[1], "", "generic", "", "in", "")
    if _telling().isdisjoint(index(text)):
        return
    for match in found_at(_pattern(), lowered(text), starts(text, _PREPOSITIONS)):
        phrase = text[match.start("g") : match.end("g")]
        head = phrase.split()[-1].lower()
        yield Mention(match.start("g"), match.end("g"), phrase, "", "generic", "", match["p"], head)


_REGIONS = ("state", "province", "governorate", "county", "region", "district")
_AUTHORITY = re.compile(
    rf"\b(?P<place>(?P<name>[A-Z][\w’'-]+) (?P<type>{'|'.join(_REGIONS)})) "
    r"(?:ministry|government|department|health|emergency|primary|agency|authority|commission)\b",
    re.IGNORECASE,
)


def seat(heading: str) -> Mention | None:
    """The region whose authority a heading names: a report of the Borno State Ministry of Health is of Borno State."""
    found = _AUTHORITY.search(heading) if any(map(heading.lower().__contains__, _REGIONS)) else None
    if found is None:
        return None
    words_before = list(re.finditer(r"\S+", heading[: found.end("name")]))[-2:]
    for first in words_before:  # `Akwa Ibom`, else the word alone
        name = heading[first.start() : found.end("name")]
        if name[0].isupper() and any(place.kind == "region" for place in gazetteer.find(name)):
            span = heading[first.start() : found.end("place")]
            return Mention(first.start(), found.end("place"), span, name, "named", "", "", found["type"].lower())
    return None

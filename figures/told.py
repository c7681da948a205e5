"""The places that a text has told of, and which of them governs a sentence that names none of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from figures import gazetteer
from figures.mentions import Mention
from figures.placewords import words
from figures.placing import TIED, Placement, called, placement, whole_country
from figures.spots import Spot
from figures.where import Atlas
from figures.wholewords import found_at, index, lowered, starts

# How much a place weighs by its mentions: each counts for good, and more while it is fresh. Found by trying values
# on labelled articles; neighbouring values do nearly as well.
_LASTING, _FADING, _LISTED, _OF_FIGURE, _OF_COUNTRY = 0.3, 0.6, 0.3, 6.0, 5.0

# What a place gains by a figure that was put there only for want of a place of its own.
_CARRIED = 1.0
# Of it what the second and later ones gain of places that are told of in turn: what follows is of all of them.
_IN_TURN = 0.1
_MANY, _TURN_LASTS = 3, 2  # places, and passages after them

# Of its weight what another country keeps than the one that the text is about: it is rather whence, or whose help.
_FOREIGN = 0.7

_POINTING = re.compile(
    r"\b(?:in|across|throughout|around|within|of)\s+(?:the|this|that)\s+(?:entire\s+|whole\s+)?"
    r"(?:latter\s+|same\s+)?"
    r"(?P<head>country|nation|city|town|village|camp|province|state|district|region|county|island|governorate|area|place)\b(?!\s+of\b|['’]s)"
    r"|\b(?:nationwide|countrywide|country-wide)\b"
    r"|\b(?:in|across|throughout|around|within|by|from|of)\s+(?:(?:all|both)(?:\s+of)?\s+)?(?:the|these|those|both|all)\s+"
    r"(?:same\s+|affected\s+)?(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d)\s+)?(?:affected\s+)?"
    r"(?P<heads>countries|cities|towns|villages|camps|provinces|states|districts|regions|counties|islands|governorates|areas)\b(?!\s+of\b|\s+\()"
    r"|(?P<world>\b(?:globally|worldwide|world-wide|(?:in|around|across) the world)\b(?!['’]s))"
)
_WHOLE = re.compile(r"^(?:in|around|across) ")
_POINTS = frozenset(
    {
        "in", "across", "throughout", "around", "within", "of", "by", "from", "nationwide", "countrywide", "country",
        "globally", "worldwide", "world",
    }
)  # fmt: skip
# One of these stands in every sentence that points back.
_POINTED = frozenset(
    {
        "country", "nation", "city", "town", "village", "camp", "province", "state", "district", "region", "county",
        "island", "governorate", "area", "place", "nationwide", "countrywide", "globally", "worldwide", "world",
        "countries", "cities", "towns", "villages", "camps", "provinces", "states", "districts", "regions", "counties",
        "islands", "governorates", "areas",
    }
)  # fmt: skip
_KINDS = {
    "city": "town", "town": "town", "village": "town", "province": "region", "region": "region", "state": "region",
    "governorate": "region", "district": "district", "county": "district",
}  # fmt: skip


_ANY = frozenset({"area", "place"})  # `in the area`: wherever the text just was


def _kind(mention: Mention, atlas: Atlas) -> str:
    """What a name without a word for it is: `town`, `region` of the first level, `district` of a lower one, or ""."""
    place = atlas.resolve(mention)
    if place is None:
        return ""
    return "district" if place.kind == "region" and place.region < 0 else place.kind


# What a place in a heading weighs: more than one sentence that tells of it.
_HEADING = 20.0


# So many bare names in one passage are a roll of donors or members, and tell of none of them.
_ROLL = 5
_NAME_AFTER = re.compile(r"\s+[A-Z]")  # `the city Homs` points to what it names


def _pointer(text: str) -> re.Match[str] | None:
    """The first words of a sentence that point back to a place."""
    if _POINTED.isdisjoint(index(text)):
        return None
    found = found_at(_POINTING, lowered(text), starts(text, _POINTS))
    return next((one for one in found if not _NAME_AFTER.match(text, one.end())), None)


_INLINE = re.compile(r"\s{2,}|\n|: ")


def _opens(text: str, found: list[Spot]) -> bool:
    """`CAMBODIA  Heavy rains have fallen`: a heading that runs into its text. A dateline names a town."""
    if not found or found[0].start or found[0].first.kind != "country":
        return False
    return text[: found[0].end].isupper() and _INLINE.match(text, found[0].end) is not None


@cache
def _events() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What recalls an event of one place, and what tells of one first."""
    names = "|".join(sorted(words().event, key=len, reverse=True))
    recalled = (
        rf"\b(?:the|this|that|these|those|such an?) (?:[a-z-]+ )?(?:{names})s?\b(?! (?:in|on|at|of|near|against)\b)"
    )
    told = rf"\b(?:(?:{names})s?|{'|'.join(sorted(words().befell))})\b"
    return re.compile(recalled, re.IGNORECASE), re.compile(told, re.IGNORECASE)


@lru_cache(maxsize=32)
def recalls_event(text: str) -> bool:
    """Whether a sentence speaks of an event that was told before it: `The blast also wounded six`."""
    return _events()[0].search(text) is not None


@lru_cache(maxsize=32)
def tells_event(text: str) -> bool:
    """Whether a sentence tells of an event of one place: `A car bomb exploded in Azaz`."""
    return _events()[1].search(text) is not None


@cache
def _donors() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words().giving, key=len, reverse=True))})\b", re.IGNORECASE)


class Told:
    """The places that the text has told of so far. The weightiest governs a sentence that names none."""

    def __init__(self) -> None:
        self._lasting: dict[str, float] = {}
        self._fresh: dict[str, tuple[float, int]] = {}  # a weight, and the passage when it was so
        self._passages = 0
        self._seen: dict[str, tuple[Spot, str]] = {}
        self._placed: dict[str, Placement] = {}
        self._short: dict[str, str] = {}
        # The places that figures were put to by their own sentences, one right after the other, and the last passage.
        self._turn: tuple[tuple[str, ...], int] = (), 0

    def advance(self, text: str, found: list[Spot], heading: bool = False) -> None:
        """Take in the next passage and its places. What stands under a heading is of the heading's place."""
        self._passages += 1
        opened = _opens(text, found)
        if opened or (heading and any(2 * (spot.end - spot.start) > len(text) for spot in found)):
            self._fresh.clear()  # what stands under it is told of anew
        roll = len(found) >= _ROLL and not any(spot.listed or spot.first.preposition.isalpha() for spot in found)
        roll = roll or (bool(found) and _donors().search(text) is not None)
        for spot in found:
            if roll or spot.first.kind == "generic":
                continue
            name, written = called(spot, text), text[spot.start : spot.end]
            self._short[name] = min(self._short.get(name, written), written, key=len)
            titled = heading or (opened and spot is found[0])
            weight = (_HEADING if titled else spot.tie) * (_LISTED if spot.listed else 1.0)
            self._lasting[name] = self._lasting.get(name, 0.0) + weight
            self._freshen(name, weight, self._passages)
            self._seen.pop(name, None)  # the newest last
            self._seen[name] = spot, text

    def place(self, placement: Placement, passage: int, carried: bool) -> None:
        """A figure of the passage of this number was placed here: what follows is likely of the same place.

        `carried`: not by its own sentence, but as the text has told of it.
        """
        if placement.lasts:
            weight = (_CARRIED if carried else _OF_FIGURE) * (_LISTED if " and " in placement.text else 1.0)
            if not carried:
                weight *= _IN_TURN if self._in_turn(placement.name, passage) else 1.0
            self._freshen(placement.name, weight, passage)
            self._placed[placement.name] = placement

    def governing(self, atlas: Atlas, avoid: str = "", category: str = "") -> Placement | None:
        """The weightiest place so far that is not the country `avoid`. None where the text has told of none.

        Its role is that for figures of `category`, if no figure was placed there before.
        """
        name = self._weightiest(atlas, avoid)
        if name is None:
            return None
        if name in self._placed:
            return self._shortly(self._placed[name])
        if name in self._seen:
            spot, text = self._seen[name]
            return self._shortly(placement(spot, text, atlas, category))
        return whole_country(atlas.main, atlas)

    def _shortly(self, placed: Placement) -> Placement:
        """A placement in the fewest words that the text has for the place."""
        return replace(placed, text=self._short.get(placed.name, placed.text))

    def _weightiest(self, atlas: Atlas, avoid: str) -> str | None:
        country = whole_country(atlas.main, atlas).text if atlas.main else ""
        avoided = (gazetteer.countries().names[avoid], atlas.written.get(avoid, "")) if avoid else ()
        lasting, now = self._lasting, self._passages
        best, heaviest, turn = None, -1.0, self._all_of_them()
        for name, (fresh, since) in self._fresh.items():
            weight = _LASTING * lasting.get(name, 0.0) + fresh * _FADING ** (now - since)
            if name == country:
                weight += _OF_COUNTRY
            elif atlas.main and self._country(name) not in ("", atlas.main):
                weight *= _FOREIGN
            if weight > heaviest and name not in avoided and name not in turn:
                best, heaviest = name, weight
        if country and country not in self._fresh and country not in avoided and heaviest < _OF_COUNTRY:
            return country
        return best

    def _country(self, name: str) -> str:
        """The country that a name told of is the name of; "" for all other places."""
        return self._seen[name][0].first.country if name in self._seen else ""

    def pointed_at(self, text: str, atlas: Atlas) -> Placement | None:
        """The place that a sentence points back to: `in the country`, `across the province`, `in the camp`."""
        found = _pointer(text)
        if not found:
            return None
        if found["world"]:
            return Placement("" if found[0] == "globally" else _WHOLE.sub("", found[0]), "", lasts=False)
        if found["heads"]:
            return self._listed(atlas)
        head = found["head"] or "country"
        if head in ("country", "nation"):
            governing = self.governing(atlas)
            country = governing.country if governing else ""
            return whole_country(country, atlas) if country else None
        for name in reversed(self._seen):
            spot, where_said = self._seen[name]
            mention = spot.first
            if mention.kind in ("country", "world"):
                continue
            if head in _ANY and spot.tie >= TIED:
                return self._placed.get(name) or placement(spot, where_said, atlas)
            if spot.listed:
                continue
            if mention.type == head or (not mention.type and head in _KINDS and _KINDS[head] == _kind(mention, atlas)):
                return self._placed.get(name) or placement(spot, where_said, atlas)
        return None

    def _listed(self, atlas: Atlas) -> Placement | None:
        """The list of places told last: `in the four provinces`."""
        name = next((one for one in reversed(self._seen) if self._seen[one][0].listed), None)
        if name is None:
            return None
        spot, where_said = self._seen[name]
        return self._placed.get(name) or placement(spot, where_said, atlas)

    def _in_turn(self, name: str, passage: int) -> bool:
        """Whether a figure right before was put elsewhere: `52 died in Bajhang and 31 in Doti`."""
        turn, at = self._turn
        if passage - at > 1:
            turn = ()
        elsewhere = bool(turn) and turn[-1] != name
        self._turn = (*turn, name) if elsewhere else turn or (name,), passage
        return elsewhere

    def _all_of_them(self) -> tuple[str, ...]:
        """The places that were just told of in turn, if they are many: a figure without a place is of them all."""
        turn, at = self._turn
        return turn if len(set(turn)) >= _MANY and self._passages - at <= _TURN_LASTS else ()

    def _freshen(self, name: str, weight: float, passage: int) -> None:
        """Add to a name's fresh weight, which fades with every passage."""
        fresh, since = self._fresh.get(name, (0.0, 0))
        last = max(passage, since)
        self._fresh[name] = fresh * _FADING ** (last - since) + weight * _FADING ** (last - passage), last

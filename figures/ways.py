"""Ways: whether a place is where something is, where people left, or where they went."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from figures.mentions import Mention
from figures.model import PlaceRole
from figures.placewords import words

# Those who move: of them, `in Chad` may be where they went.
MOVING = frozenset({"displaced", "evacuated", "refugees", "asylum_seekers", "migrants", "returnees", "rescued"})
_CROSSING = frozenset({"refugees", "asylum_seekers", "migrants", "returnees"})
# `arrivals from the town in Kisoro district`: the town was told before, and the arrivals are in Kisoro.
_RECALLED = re.compile(r"\b(?:the|this|that) (?:town|city|village|country|province|state|enclave) in(?: the)? ?$")
_LEFT = frozenset({"displaced", "evacuated"})
_OF_PEOPLE = re.compile(r"\b(?:inhabitants|residents|population|villagers|people|citizens) of(?: the)? ?$")
# `from the town`, where the place itself was told before.
_FROM_IT = re.compile(
    r"\b(?:from|left|fled|fleeing|leaving|out of|abandoned)\s(?:the|this|that)\s(?:\w+\s)?"
    r"(?:town|city|village|camp|island|district|region|area|country|province|state|county|enclave|capital)\b"
)
# `come from Sudan`: what is told of is where they came to, unless it is where they came from.
_COMING = re.compile(
    r"\b(?:arriv\w+|cross\w+|enter\w+|com(?:e|es|ing)|came|brought|driv\w+|drove|landed|deport\w+)\b[^.;:]{0,40}"
    r"\bfrom\s(?:the\s)?[A-Z]"
)
_ARRIVED = re.compile(r"\b(?:arriv|cross|enter|return)")  # `Sudan: 36,000 have arrived`
_NEAR = 48  # characters between the verb of a way and its place
_INTO = frozenset({"in", "at", "on", "into", "onto", "over", "through", "across"})


@cache
def _arriving() -> re.Pattern[str]:
    """A word that leads somewhere, and at most three words up to a place: `arrived by boat in`."""
    return re.compile(rf"\b(?:{_any(words().arriving)})\b(?: [\w-]+){{0,3}} (?:{_any(_INTO)})(?: the)? ?$")


@cache
def _leaving() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(words().leaving)})(?: the)? ?$")


@cache
def _by_noun() -> re.Pattern[str]:
    """A place of what people go to or leave: `from their homes in`, `to new quarters in`."""
    origin, destination = (_any(found) for found in (words().origin | words().leaving, words().destination - {"for"}))
    return re.compile(
        rf".*\b(?:(?P<origin>{origin})|(?:{destination})) (?:[a-z-]+ ){{1,3}}(?:in|at|on|near|of)(?: the)? ?$",
        re.DOTALL,
    )


@cache
def _receiving() -> re.Pattern[str]:
    return re.compile(rf"(?: (?:has|have|had|also|already))* (?:{_any(words().receiving)})\b")


@cache
def _guard() -> re.Pattern[str]:
    """Who does it in a country's name: `Poland's border guard`."""
    return re.compile(rf"['’]s? (?:[a-z-]+ ){{0,2}}(?:{_any(words().guard)})\b")


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(words().refused)})\b")


@lru_cache(maxsize=32)
def _leave_it(text: str) -> bool:
    """Whether people leave a place that was told before. Each figure of a passage asks."""
    return _FROM_IT.search(text) is not None


@lru_cache(maxsize=32)
def _come(text: str) -> bool:
    return _COMING.search(text) is not None


@lru_cache(maxsize=32)
def _turned_away(text: str) -> bool:
    """Whether people were not let in: they have not come."""
    return _refused().search(text) is not None


def takes_in(mention: Mention, text: str) -> bool:
    """Whether a place, or who guards it, takes people in: `Moldova has registered`, `Poland's border guard cleared`."""
    guard = _guard().match(text, mention.end)
    return _receiving().match(text, guard.end() if guard else mention.end) is not None


def role(mention: Mention, text: str, category: str = "") -> PlaceRole:
    """What a place is to a figure of `category`: where it is, where it came from, where it went."""
    if mention.preposition in words().origin:
        return "location" if category == "rescued" else "origin"  # where they were in need of it
    if mention.preposition in words().destination:
        return "destination"
    if category not in MOVING:
        return "location"
    before = text[max(0, mention.start - _NEAR) : mention.start]
    if _leaving().search(before):
        return "origin"
    if (noun := _by_noun().match(before)) and not _RECALLED.search(before):
        return "destination" if not noun["origin"] else "location" if category == "rescued" else "origin"
    if category in _LEFT and _OF_PEOPLE.search(before):
        return "origin"
    if mention.preposition in _INTO:
        if _arriving().search(before):
            return "destination"
        if category in _LEFT and _leave_it(text):
            return "origin"
        return "destination" if category in _CROSSING and _come(text) and not _turned_away(text) else "location"
    if _leave_it(text):
        return "origin"
    received = takes_in(mention, text) or (text.startswith(":", mention.end) and _ARRIVED.search(text))
    return "destination" if not mention.preposition and received else "location"


def told(role: PlaceRole, text: str, category: str, pointed: bool = False) -> PlaceRole:
    """What a place told of before a sentence is to a figure in it, which was `role` to what was told.

    `pointed` says that the sentence points back to it: `still in the country`.
    """
    if category in MOVING and _leave_it(text):
        return "origin"
    return role if category in MOVING and not pointed else "location"


def _any(found: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))

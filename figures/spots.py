"""Spots: the places of a passage that stand together as one, and how well each is tied to what is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from figures.mentions import Mention
from figures.placewords import words

_LIST_GAP = re.compile(
    r"(?:\s*,)?\s*(?:(?:and|or|&|as well as)\s+)?(?:(?:in|of|just inside|inside)\s+)?(?:the\s+)?(?:\w+ern\s+)?"
    r"(?:(?P<head>\w+)\s+of\s+)?",
    re.IGNORECASE,
)
_SAYING = (
    "said", "says", "told", "announced", "spoke", "statement", "conference", "briefing", "interview", "reporters",
    "journalists", "afp", "reuters", "meeting", "talks", "summit",
)  # fmt: skip
_SAYING_BEFORE = re.compile(
    rf"\b(?:{'|'.join(_SAYING)})\b(?:\s(?!that\b)[\w-]+){{0,3}}\s(?:in|at|from|near)\s(?:the\s)?$"
)
_ENDS_IN = ("in ", "at ", "from ", "near ", "the ")


@dataclass(frozen=True, slots=True)
class Spot:
    """Mentions that stand together as one place: a list, or a place and what holds it."""

    start: int
    end: int
    members: tuple[Mention, ...]
    listed: bool
    tie: float  # how well its own words tie it to what the sentence tells

    @property
    def first(self) -> Mention:
        return self.members[0]


def together(text: str, found: list[Mention]) -> list[Spot]:
    """The places of a passage with lists joined: `Hilmand, Uruzgan and Nimroz provinces` is one."""
    out: list[Spot] = []
    group: list[Mention] = []
    for mention in found:
        if mention.kind == "people" and not (group and _dashed(text, group[-1], mention)):
            continue
        if group and _joins(text, group[-1], mention):
            group.append(mention)
            continue
        if group:
            out.append(_with_more(text, _spot(text, group)))
        group = [mention]
    if group:
        out.append(_with_more(text, _spot(text, group)))
    for n, (spot, beside) in enumerate(pairwise(out)):
        if not spot.listed and text[spot.end : beside.start] in _BESIDE:
            out[n] = replace(spot, members=(*spot.members, *beside.members))  # both are in one country
            out[n + 1] = replace(beside, tie=min(beside.tie, spot.tie - _ASIDE))
    return out


_ASIDE = 1.0  # what a place ties less well than the one that is said to be near it
_BESIDE = (" near ", ", near ", " on ", ", on ", ", off ", " outside ", ", outside ", " close to ", ", close to ")


@cache
def _more() -> re.Pattern[str]:
    """What ends a list that names only some of its places: `and other southern towns`, `and elsewhere`."""
    several = r"(?:(?:\d+|several|many|some|two|three|four|five|six|seven|eight|nine|ten) )?"
    nouns = "|".join(sorted(words().generic, key=len, reverse=True))
    others = rf"(?:other|nearby|surrounding|neighbou?ring|adjacent|adjoining)(?: [a-z-]+)? (?:{nouns})\b"
    return re.compile(rf",? (?:and|or|as well as) (?:{several}{others}|elsewhere\b)")


def _with_more(text: str, spot: Spot) -> Spot:
    """A spot with the places that its list only hints at: `Les Cayes and other southern towns`."""
    if not text.startswith((" and ", ", and ", " or ", " as well"), spot.end):
        return spot
    more = _more().match(text, spot.end)
    return replace(spot, end=more.end(), listed=True) if more else spot


def _dashed(text: str, left: Mention, right: Mention) -> bool:
    """`the India–Pakistan floods`: both countries, though the second reads as an adjective."""
    both = left.country and right.country and left.country != right.country and right.text == right.name
    return bool(both) and text[left.end : right.start] in _DASHES


_DASHES = ("–", "-")  # with spaces round it, a dash parts a headline from what comes after


def _joins(text: str, left: Mention, right: Mention) -> bool:
    gap = text[left.end : right.start]
    if _dashed(text, left, right):
        return True
    if left.possessive and left.country:
        return gap in _HOLDS  # `Rwanda's Mahama camp`
    if gap == " (":
        return left.kind != "generic"  # `Inke (Nord-Ubangi)`: a place and what holds it
    if gap.startswith((", a ", ", an ")):
        such = _SUCH.fullmatch(gap)
        return such is not None and such[1] in words().type
    if len(gap) >= 30 or not gap.strip():
        return False
    listed = _LIST_GAP.fullmatch(gap)
    # `Idlib and the city of Homs`, not `in Syria, shelling of Homs`
    return listed is not None and (listed["head"] is None or listed["head"].lower() not in words().assault)


_SUCH = re.compile(
    r", an? (?:[a-z-]+ ){0,2}([a-z-]+) (?:in|of|on)(?: the)? "
)  # `Kagunga, a fishing village in Tanzania`
_HOLDS = ("'s ", "’s ", "s ")


def _spot(text: str, group: list[Mention]) -> Spot:
    """A list ends in `and`; without it, each place lies in the next, and the first is the one meant."""
    if len(group) > 1 and group[0].possessive and group[0].country:
        holder, held = group[0], group[1]
        spot = _spot(text, [held._replace(preposition=holder.preposition or held.preposition), *group[2:]])
        return spot if spot.listed else replace(spot, members=(*spot.members, holder))
    tie = _tie(text, group[0])
    if len(group) == 1:
        return Spot(group[0].start, group[0].end, tuple(group), False, tie)
    gaps = [text[a.end : b.start] for a, b in pairwise(group)]
    inner = next((n for n, gap in enumerate(gaps) if gap == " (" or _WITHIN.match(gap)), len(gaps))
    if inner == 0:
        return Spot(group[0].start, group[0].end, tuple(group), False, tie)
    if inner < len(gaps):
        group, gaps = group[: inner + 1], gaps[:inner]  # `Dikwa and Gamboru in Borno State`
    listed = any(" and " in gap or " as well as " in gap or "&" in gap or gap in _DASHES for gap in gaps)
    listed = listed or (len(group) > 2 and group[0].kind == group[1].kind == group[-1].kind)
    if listed and group[-1].kind == "country" != group[-2].kind and "and" not in gaps[-1]:
        group = group[:-1]  # `Sofala and Zambezia provinces, Mozambique`
    if listed or _named_with_region(group):
        return Spot(group[0].start, group[-1].end, tuple(group), listed, tie)
    return Spot(group[0].start, group[0].end, tuple(group), False, tie)


_WITHIN = re.compile(r",? (?:in|of|just inside|inside) |, an? ")


def _named_with_region(group: list[Mention]) -> bool:
    """`Exeter, Devon` is written as one; `Exeter, England` and `Matun district, Khost province` are not."""
    return len(group) == 2 and not group[0].type and not group[1].type and group[1].kind in ("named", "unknown")


def _tie(text: str, mention: Mention) -> float:
    """How well its own words tie a place to what the sentence tells."""
    vocabulary = words()
    if mention.possessive:
        return 3.0
    if mention.country and _OFFICE.search(text, max(0, mention.start - 12), mention.start):
        return 1.0
    if mention.preposition == "of" and _NATION.search(text, max(0, mention.start - 20), mention.start):
        return 1.0
    if _AWAY.search(text, max(0, mention.start - 70), mention.start):
        return 1.0
    if mention.preposition in vocabulary.location:
        if _where_said(text, mention.start):
            return 2.0
        return 8.0 if mention.kind == "unknown" and not mention.type else 10.0
    if mention.preposition in vocabulary.origin or mention.preposition in vocabulary.destination:
        return 7.0
    if mention.preposition == "of":
        return 6.0
    return 8.0 if _NAMED_AFTER.search(text, max(0, mention.start - 60), mention.start) else 4.0


# How far something else is from a place tells where that is, and of this place nothing: `(75 km west of Tripoli)`.
_AWAY = re.compile(
    r"\d ?(?:km|kms|kilomet(?:re|er)s?|miles?|m|met(?:re|er)s?)\b(?: \([^)]*\))?"
    r"(?:[ -](?!to\b|in\b|into\b|at\b)[a-z]+){0,6}[ -]$",
    re.IGNORECASE,
)


# `from the four affected districts (Girei, Song`: the names of what a preposition governs.
_NAMED_AFTER = re.compile(
    r"\b(?:in|from|across|within) (?:[a-z0-9-]+ ){0,4}"
    r"(?:LGAs|districts|provinces|counties|regions|states|governorates|countries|villages|towns|camps|municipalities)"
    r" \($"
)


_NATION = re.compile(r"\b(?:citizens?|nationals?|natives?|subjects) of (?:the )?$")  # whose they are, not where


_OFFICE = re.compile(r"\b[A-Z]{2,8}[ _-]$")  # `IOM Yemen`: the office of an organisation


def _where_said(text: str, start: int) -> bool:
    """Whether the place at `start` is where the speaker is: `said in Geneva`, `told reporters in the capital`."""
    before = text[start - 60 if start > 60 else 0 : start].lower()
    return before.endswith(_ENDS_IN) and any(map(before.__contains__, _SAYING)) and bool(_SAYING_BEFORE.search(before))

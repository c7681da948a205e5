"""Which of the places met so far a figure belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from figures import gazetteer, where
from figures.gazetteer import Place
from figures.model import Figure, PlaceRole
from figures.where import Atlas, Mention

# Categories whose people are in a country that is not their own: their nationality says where they come from.
ABROAD = frozenset({"refugees", "asylum_seekers", "migrants"})

_BREAK = re.compile(r"[;:]|,? (?:while|whereas|but|although|though|meanwhile)\b|[.!?] ")
_LIST_GAP = re.compile(r"(?:\s*,)?\s*(?:(?:and|or|&)\s+)?(?:in\s+|in the\s+|the\s+)?", re.IGNORECASE)
_SAYING_BEFORE = re.compile(
    r"\b(?:said|says|told|reported|announced|spoke|statement|conference|briefing|interview|reporters|journalists)\b"
    r"[^,.;]{0,30}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of a figure: the text's words, and what the gazetteer knows of it."""

    text: str
    country: str
    place: Place | None = None
    role: PlaceRole = "location"


@dataclass(frozen=True, slots=True)
class Spot:
    """Mentions that stand together as one place: a list, or a place and what holds it."""

    start: int
    end: int
    members: tuple[Mention, ...]
    listed: bool

    @property
    def first(self) -> Mention:
        return self.members[0]


def spots(text: str, found: list[Mention]) -> list[Spot]:
    """The places of a passage with lists joined: `Hilmand, Uruzgan and Nimroz provinces` is one."""
    out: list[Spot] = []
    group: list[Mention] = []
    for mention in found:
        if mention.kind == "people":
            continue
        if group and _joins(text, group[-1], mention):
            group.append(mention)
            continue
        if group:
            out.append(_spot(text, group))
        group = [mention]
    if group:
        out.append(_spot(text, group))
    return out


def _joins(text: str, left: Mention, right: Mention) -> bool:
    gap = text[left.end : right.start]
    return len(gap) < 14 and _LIST_GAP.fullmatch(gap) is not None and bool(gap.strip())


def _spot(text: str, group: list[Mention]) -> Spot:
    """A list ends in `and`; without it, each place lies in the next, and the first is the one meant."""
    gaps = [text[a.end : b.start] for a, b in zip(group, group[1:], strict=False)]
    listed = any(" and " in gap or "&" in gap for gap in gaps)
    if listed or len(group) == 1 or _named_with_region(group):
        return Spot(group[0].start, group[-1].end, tuple(group), listed)
    return Spot(group[0].start, group[0].end, tuple(group), False)


def _named_with_region(group: list[Mention]) -> bool:
    """`Exeter, Devon` is written as one; `Exeter, England` and `Matun district, Khost province` are not."""
    return len(group) == 2 and not group[0].type and not group[1].type and group[1].kind in ("named", "unknown")


def best_spot(text: str, at: int, end: int, found: list[Spot]) -> tuple[Spot, float] | None:
    """The place in the figure's own sentence that ties best to the number at `at`, and how well it does."""
    scored = [(_score(text, at, end, spot), -abs(spot.start - at), spot) for spot in found]
    scored = [one for one in scored if one[0] > 0]
    if not scored:
        return None
    score, _, spot = max(scored, key=lambda one: one[:2])
    return spot, score


def _score(text: str, at: int, end: int, spot: Spot) -> float:
    score = _tie(text, spot)
    if score <= 0:
        return 0
    between = text[end : spot.start] if spot.start >= end else text[spot.end : at]
    score -= 3.0 * len(_BREAK.findall(between))
    score -= len(between) / 60
    if spot.start >= end:
        score += 1.0 - 0.7 * len(_NUMBER.findall(between))
    elif not text[: spot.start].strip(' “"-•*') or len(text[: spot.start].split()) <= 2:
        score += 2.0
    if spot.first.kind == "country":
        score -= 1.0
    if spot.first.kind == "world":
        score -= 1.5
    return score


def _tie(text: str, spot: Spot) -> float:
    """How well its own words tie a place to what the sentence tells."""
    mention, words = spot.first, where.words()
    if mention.possessive:
        return 3.0
    if mention.preposition in words.location:
        if mention.kind == "unknown" and not mention.type:
            return 8.0
        return 2.0 if _SAYING_BEFORE.search(text[: spot.start]) else 10.0
    if mention.preposition in words.origin or mention.preposition in words.destination:
        return 8.0
    if mention.preposition == "of":
        return 6.0
    if mention.type:
        return 6.0
    return 4.0


def placement(spot: Spot, text: str, atlas: Atlas) -> Placement:
    """The words, country and gazetteer entry of a spot. A list over borders has no country."""
    near = frozenset(mention.country for mention in spot.members if mention.country)
    if not spot.listed:
        near |= {place.country for mention in spot.members[1:] if (place := atlas.resolve(mention))}
    found = [atlas.country(mention, near) for mention in (spot.members if spot.listed else spot.members[:1])]
    country = found[0] if len(set(found)) == 1 else ""
    if not country and not spot.listed and len(near) == 1 and spot.first.kind != "world":
        country = next(iter(near))
    place = None if spot.listed else _resolved(spot.first, near, atlas, country)
    return Placement(text[spot.start : spot.end], country, place, where.role(spot.first))


def _resolved(mention: Mention, near: frozenset[str], atlas: Atlas, country: str) -> Place | None:
    place = atlas.resolve(mention, near)
    return place if place is not None and place.country == country else None


def whole_country(iso3: str) -> Placement:
    """A figure tied to no place but to its document's country."""
    return Placement(gazetteer.countries().names[iso3], iso3, gazetteer.country(iso3))


def in_sentence(figure: Figure, text: str, found: list[Mention], atlas: Atlas) -> tuple[Placement, float] | None:
    """The place that the figure's own sentence ties it to, with how well."""
    at, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    best = best_spot(text, at, end, spots(text, found))
    return (placement(best[0], text, atlas), best[1]) if best else None


Look = Callable[[], Placement | None]

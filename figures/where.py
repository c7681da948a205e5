"""Where: countries and their names, and what a document's place names mean."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from figures import gazetteer
from figures.gazetteer import Place
from figures.mentions import Mention
from figures.placewords import words


def countries() -> dict[str, str]:
    """Every country and territory: ISO 3166-1 alpha-3 to its short English name."""
    return dict(gazetteer.countries().names)


def country_name(iso3: str) -> str:
    """The short English name of a country, or the code itself where it is unknown."""
    return gazetteer.countries().names.get(iso3, iso3)


# A country that a document speaks of this many times less than of its main one does not claim small towns.
_FOREIGN = 6


# Towns are called after lakes and mountains; the lake itself is in no list.
_WATERS = ("Lake ", "Mount ")
_FIRM = 2  # what a country counts that is named, if only once


class Atlas:
    """The countries that one document speaks of, which settle what its ambiguous names mean."""

    def __init__(self, found: list[Mention]) -> None:
        self.counts = country_counts(found)
        self.hint = "" if self.counts else _hint(found)
        self.written = _written(found)
        self.main = self.counts.most_common(1)[0][0] if self.counts else ""

    def resolve(self, mention: Mention, near: frozenset[str] = frozenset()) -> Place | None:
        """The place meant. `near` are countries named in the same sentence. None for what no gazetteer knows."""
        if mention.country:
            return gazetteer.country(mention.country)
        if mention.name.startswith(_WATERS) or (self.counts and _is_direction(mention.name)):
            return None
        if mention.kind == "named" and (found := gazetteer.find(mention.name)):
            return max(found, key=lambda place: self._weight(place, near))
        return self._small(mention, near) if mention.kind in ("named", "unknown") else None

    def _small(self, mention: Mention, near: frozenset[str]) -> Place | None:
        """The small place meant: one in a country that the text speaks of, or the only one of its name."""
        found = gazetteer.small(mention.name)
        spoken = [place for place in found if place.country in near or self.counts[place.country]]
        if spoken:
            return max(spoken, key=lambda place: self._weight(place, near))
        # Where the text names no country but only a people, it may tell of them abroad.
        return found[0] if len(found) == 1 and not near and self.counts[self.main] < _FIRM else None

    def _weight(self, place: Place, near: frozenset[str]) -> tuple[bool, int, bool, bool, int, bool]:
        """A region goes before a town, and of two regions of one name that of the first level."""
        spoken, is_region = self.counts[place.country], place.kind == "region"
        return (place.country in near, spoken, is_region, place.proper, place.people, is_region and place.region >= 0)

    def country(self, mention: Mention, near: frozenset[str] = frozenset()) -> str:
        """Alpha-3 of the country of `mention`, "" where it is not known."""
        if mention.kind == "world" or mention.type == "countries":
            return ""
        place = self.resolve(mention, near)
        if place is None:
            return next(iter(near)) if len(near) == 1 else self.main or self.hint
        if mention.country or place.country in near:
            return place.country
        # A small town abroad that shares its name with a place here that the gazetteer lacks.
        if len(near) == 1:
            return next(iter(near))
        if (
            self.main
            and _FOREIGN * max(1, self.counts[place.country]) < self.counts[self.main]
            and place.kind == "town"
            and place.people < 500
        ):
            return self.main
        return place.country

    def shared_country(self, listed: tuple[Mention, ...]) -> str:
        """The one country that all places of a list can be in; "" where they are in several or nobody knows."""
        named = {mention.country for mention in listed if mention.country}
        if named or any(mention.kind == "world" for mention in listed):
            return named.pop() if len(named) == 1 and all(m.country or m.kind != "world" for m in listed) else ""
        votes: Counter[str] = Counter()
        for mention in listed:
            # In the gazetteer's order, not a set's: a tie must fall the same way in every run.
            found = gazetteer.find(mention.name) if mention.kind == "named" else ()
            votes.update(dict.fromkeys(place.country for place in found).keys())
        spoken = {iso3: n for iso3, n in votes.items() if self.counts[iso3]}
        votes = Counter(spoken) or votes  # rather a country that the text speaks of than one that has more such names
        most = max(votes.values(), default=0)
        if (not spoken and 2 * most < len(listed) and self.main) or not votes:
            return self.main  # one name of three that somewhere abroad has too
        return max((iso3 for iso3, n in votes.items() if n == most), key=lambda iso3: self.counts[iso3])


def _written(found: list[Mention]) -> dict[str, str]:
    """The name by which a text most calls each country."""
    forms: dict[str, Counter[str]] = {}
    named = gazetteer.countries().named
    for mention in found:
        if mention.country and mention.name in named:
            forms.setdefault(mention.country, Counter())[mention.name] += 1
    return {country: names.most_common(1)[0][0] for country, names in forms.items()}


_IN = frozenset({"in", "across", "throughout", "inside", "hit", "struck"})


def country_counts(found: list[Mention]) -> Counter[str]:
    """How much a text speaks of each country: by name, most where something is in it, by its people and its places."""
    counts: Counter[str] = Counter()
    towns: dict[str, dict[str, int]] = {}
    for mention in found:
        located = mention.preposition in _IN
        if mention.kind == "country":
            counts[mention.country] += 5 if located else 0 if mention.preposition == "from" else 2
        elif mention.kind == "people":
            counts[mention.country] += 1
        elif mention.kind == "named" and (country := _only_country(mention.name)):
            weight = 2 if located else 1 if mention.preposition or mention.type else 0
            towns.setdefault(country, {})[mention.name] = towns.get(country, {}).get(mention.name, 0) + weight
    for country, names in towns.items():
        # One town's name may be that of a village here, a storm or a person; two of one country are no chance.
        if counts[country] or len(names) > 1 or any(_is_region(name) for name in names):
            counts[country] += sum(names.values())
    return +counts


def _hint(found: list[Mention]) -> str:
    """The only country that the towns of a text could be in, where nothing else tells of one."""
    named = {_only_country(mention.name) for mention in found if mention.kind == "named"} - {""}
    return named.pop() if len(named) == 1 else ""


def _is_region(name: str) -> bool:
    return any(place.kind == "region" for place in gazetteer.find(name))


@lru_cache(maxsize=20_000)
def _is_direction(name: str) -> bool:
    """Whether a name is that of a direction: `North-West` is a district of Botswana, and a part of every country."""
    return words().direction.issuperset(name.lower().replace("-", " ").split())


@lru_cache(maxsize=20_000)
def _only_country(name: str) -> str:
    """The country of a region or a larger town where there is just one of that name."""
    if _is_direction(name):
        return ""
    found = {place.country for place in gazetteer.find(name) if place.kind == "region" or place.people >= 20}
    return found.pop() if len(found) == 1 else ""

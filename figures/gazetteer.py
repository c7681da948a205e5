"""The gazetteer: names to countries, regions and towns. Read on the first look-up, searched without parsing.

Towns and regions come from GeoNames (see lexicon/places/SOURCE.md); countries, their peoples and well-known areas from
lexicon/places/countries.toml.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from figures import lexicon

Kind = Literal["country", "region", "town"]

_DROPPED = str.maketrans({"'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "`": "", "-": " ", ".": " ", "–": " "})
_ARTICLE = re.compile(r"(?:al|ad|ar|as|ash|at|an|az) (?=\w{3})")
# What GeoNames writes around the names of some regions, and reports do not.
_REGION_WORDS = re.compile(
    r"^(?:muhafazat|wilayat e|wilaya de|provincia de|departamento de|estado|misto|tinh|changwat) "
    r"| (?:governorate|province|region|division|state|oblast|district|department|prefecture|county|parish)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `country` is ISO 3166-1 alpha-3, `people` are thousands, `region` a region's number."""

    name: str
    kind: Kind
    country: str
    place_id: str | None
    latitude: float | None
    longitude: float | None
    people: int = 0
    region: int = -1
    proper: bool = True  # its own name, where a larger town elsewhere is called by it too


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The key of a name: lower case, no accents, no apostrophes, hyphens as spaces, no Arabic article in front."""
    text = name.translate(_DROPPED)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    key = " ".join(text.lower().split())
    return _ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key


@dataclass(frozen=True, slots=True)
class _Countries:
    names: dict[str, str]  # alpha-3 to short name
    named: dict[str, str]  # every name, as written, to alpha-3
    peoples: dict[str, str]  # adjective or people to alpha-3
    capitals: dict[str, str]  # seat of government to alpha-3
    areas: dict[str, Place]  # folded name of a well-known area
    no_name: frozenset[str]  # folded words that name a place somewhere, and mean something else in a text


@cache
def countries() -> _Countries:
    """The names of countries, their peoples and well-known areas."""
    table = lexicon.load("places/countries.toml")
    names: dict[str, str] = {}
    named: dict[str, str] = {}
    peoples: dict[str, str] = dict(table["people"])
    for iso3, row in table["country"].items():
        first, _, rest = row.partition("|")
        others, _, adjectives = rest.partition("|")
        names[iso3] = first.strip()
        named.update((name.strip(), iso3) for name in (first, *others.split(",")) if name.strip())
        peoples.update((word.strip(), iso3) for word in adjectives.split(",") if word.strip())
    capitals = {town: iso3 for iso3, town in table["capital"].items()}
    areas = {}
    for name, row in table["area"].items():
        iso3, latitude, longitude = row.split()
        areas[fold(name)] = Place(name, "region", iso3, None, float(latitude), float(longitude))
    return _Countries(names, named, peoples, capitals, areas, frozenset(table["no_name"]["words"]))


@cache
def country(iso3: str) -> Place:
    """The country itself, with its GeoNames id and a rough centre. Raises KeyError for an unknown code."""
    name = countries().names[iso3]
    _, place_id, latitude, longitude = _country_rows().get(iso3, ("", "", "", ""))
    return Place(
        name,
        "country",
        iso3,
        place_id or None,
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
    )


@cache
def _country_rows() -> dict[str, tuple[str, str, str, str]]:
    rows = (line.split("\t") for line in _lines("countries.txt"))
    return {iso3: (iso2, place_id, lat, lon) for iso3, iso2, place_id, lat, lon in rows}


@lru_cache(maxsize=20_000)
def find(name: str) -> tuple[Place, ...]:
    """Every region and town called `name`, regions first, then towns from the largest. Countries are not looked up."""
    key = fold(name)
    if len(key) < 3 or key in countries().no_name:
        return ()
    area = countries().areas.get(key)
    return (*((area,) if area else ()), *_regions().get(key, ()), *_towns(key, name))


@lru_cache(maxsize=20_000)
def small(name: str) -> tuple[Place, ...]:
    """Every small town and district called `name`: names that only the words round them make a place.

    Of a district the position is known, of a town only the country.
    """
    key = fold(name)
    rows = _record("small.txt.gz", key).split(";")
    return tuple(_small(name, *row.split(" ")) for row in rows if row and row[0] != "=")


def _small(name: str, country: str, latitude: str = "", longitude: str = "") -> Place:
    if not latitude:
        return Place(name, "town", country, None, None, None)
    return Place(name, "region", country, None, float(latitude), float(longitude))


def begins_longer_name(word: str) -> bool:
    """Whether `find` may know a name of several words that begins with `word`. Never false where it does."""
    key = fold(word)
    first, _, rest = key.partition(" ")
    if rest or not first or _ARTICLE.match(f"{first} xxx"):
        return True  # an article may be dropped, and a hyphen stands for a space
    if first in _longer_firsts():
        return True
    lines = _lines("towns.txt.gz")
    at = bisect_left(lines, first + " ")
    return at < len(lines) and lines[at].startswith(first + " ")


@cache
def _longer_firsts() -> frozenset[str]:
    """The first words of the regions and areas whose names have several."""
    return frozenset(key.split(" ")[0] for key in (*_regions(), *countries().areas) if " " in key)


@cache
def _regions() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for line in _lines("regions.txt"):
        number, iso3, latitude, longitude, name = line.split("\t")
        place = Place(name, "region", iso3, None, float(latitude), float(longitude), region=int(number))
        for key in _region_keys(name):
            found[key] = (*found.get(key, ()), place)
    return found


def _region_keys(name: str) -> set[str]:
    key = fold(name)
    keys = {key, fold(_REGION_WORDS.sub("", _REGION_WORDS.sub("", key)))}
    # Reports write `North Darfur` where GeoNames has `Northern Darfur`, and the reverse.
    first, _, rest = key.partition(" ")
    if rest and first in ("northern", "southern", "eastern", "western"):
        keys.add(f"{first.removesuffix('ern')} {rest}")
    return keys


def _record(name: str, key: str) -> str:
    """What a sorted file says of a key; "" where it has none."""
    lines = _lines(name)
    at = bisect_left(lines, key + "\t")
    return lines[at][len(key) + 1 :] if at < len(lines) and lines[at].startswith(key + "\t") else ""


def _towns(key: str, name: str) -> tuple[Place, ...]:
    found = _record("towns.txt.gz", key)
    if not found:
        return ()
    places = []
    small = _record("small.txt.gz", key)
    owner = small[1:4] if small.startswith("=") else ""
    for record in found.split(";"):
        place_id, iso3, region, latitude, longitude, people = record.split(" ")
        number = -1 if region == "-" else int(region)
        proper = not owner or iso3 == owner
        places.append(
            Place(name, "town", iso3, place_id, float(latitude), float(longitude), int(people), number, proper)
        )
    return tuple(places)


@cache
def _lines(name: str) -> list[str]:
    raw = files(lexicon.__name__).joinpath(f"places/{name}").read_bytes()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    return raw.decode().rstrip("\n").split("\n")

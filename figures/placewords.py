"""The words round the names of places, from lexicon/context/places.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from figures import lexicon


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words round names, each set named as in the lexicon."""

    location: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    arriving: frozenset[str]
    leaving: frozenset[str]
    receiving: frozenset[str]
    direction: frozenset[str]
    type: frozenset[str]
    world: frozenset[str]
    never: frozenset[str]
    title: frozenset[str]
    giving: frozenset[str]
    person: frozenset[str]
    organisation: frozenset[str]
    skip: frozenset[str]
    generic: frozenset[str]
    facility: frozenset[str]
    side: frozenset[str]
    adjectival: frozenset[str]
    partly: frozenset[str]
    event: frozenset[str]
    befell: frozenset[str]
    assault: frozenset[str]
    guard: frozenset[str]
    dwelt: frozenset[str]
    refused: frozenset[str]


@cache
def words() -> PlaceWords:
    """The words round names."""
    table = lexicon.load("context/places.toml")
    return PlaceWords(**{key: frozenset(table[key]) for key in PlaceWords.__slots__})

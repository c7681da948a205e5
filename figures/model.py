"""The values that flow through the program: Document, Passage, Quantity, Figure, and the closed vocabularies."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Qualifier = Literal["exact", "about", "at_least", "at_most", "range", "vague"]
Modality = Literal["reported", "projected", "planned", "denied"]
Measure = Literal["stock", "flow", "cumulative", "change", "unknown"]
PassageKind = Literal["sentence", "heading", "item", "row"]
DateSource = Literal["option", "metadata", "text", "default", "file time", "unknown"]
DatePrecision = Literal["day", "week", "month", "season", "year", ""]
PlaceRole = Literal["location", "origin", "destination", ""]
SourceType = Literal["government", "UN", "NGO", "armed group", "media", "monitor", "witness", "unnamed", ""]
Cause = Literal["conflict", "disaster", "disease", "other", ""]
Sector = Literal[
    "food security", "health", "WASH", "shelter", "education", "protection", "nutrition", "camp", "logistics",
    "multi-sector", "none",
]  # fmt: skip

Facet = Literal[
    "children", "women", "men", "elderly", "civilians", "combatants", "aid workers", "journalists", "health workers",
    "refugees", "IDPs",
]  # fmt: skip

QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
MEASURES: tuple[Measure, ...] = get_args(Measure)
DATE_SOURCES: tuple[DateSource, ...] = get_args(DateSource)
DATE_PRECISIONS: tuple[DatePrecision, ...] = get_args(DatePrecision)
PLACE_ROLES: tuple[PlaceRole, ...] = get_args(PlaceRole)
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
CAUSES: tuple[Cause, ...] = get_args(Cause)
SECTORS: tuple[Sector, ...] = get_args(Sector)
FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class Document:
    """One text as a reader found it. `origin` says where: a path, a URL, `-`, or `path#line`."""

    text: str
    title: str | None = None
    published: date | None = None
    date_source: DateSource = "unknown"
    language: str = "en"
    url: str | None = None
    publisher: str | None = None
    origin: str = ""
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, heading, list item or table row: `text == document.text[start:end]`.

    `index` counts passages from 0. `section` is the nearest heading above, or "".
    """

    start: int
    end: int
    text: str
    kind: PassageKind = "sentence"
    index: int = 0
    section: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that measures or counts. Offsets count characters of the text that was passed in.

    `value` is what to chart (midpoint of a range, low end of a vague number); `low` and `high` are the bounds, None
    where open. `modifier` is the hedge as written (`more than`). `unit` is normalised (`person`, `percent`, `USD`,
    `km`; "" when unknown); `unit_text` is the noun phrase counted, as written.
    """

    start: int
    end: int
    text: str
    value: float
    low: float | None
    high: float | None
    qualifier: Qualifier = "exact"
    modifier: str = ""
    unit: str = ""
    unit_text: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, whole numbers without a decimal point."""
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A number that is no figure, and why. `reason` is one of the names in `figures.classify.REASONS`."""

    quantity: Quantity
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One claim: who said how many of what, where, as of when, how surely, in which sentence.

    Unknown is None ("" for words), never 0. `rule` names what decided the category. `part_of` is the place of the whole
    in the list of the document's figures, from 0. `facets` sort the counted group; `nationality` holds ISO 3166-1
    alpha-3 codes. Estimates stand beside what was said: people from households, by the country's `household_size`, and
    US dollars at the `usd_rate` of `usd_rate_day`. `no_estimate` says why there is none where one was due.
    """

    start: int
    end: int
    text: str
    value: float
    low: float | None
    high: float | None
    qualifier: Qualifier
    category: str
    unit: str
    modality: Modality = "reported"
    measure: Measure = "unknown"
    group: str = ""
    place: str = ""
    country: str = ""
    source: str = ""
    passage: str = ""
    passage_start: int = 0
    modifier: str = ""
    when: str = ""
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision = ""
    as_of: date | None = None
    claimant: str = ""
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    place_role: PlaceRole = ""
    source_type: SourceType = ""
    via: str = ""
    cause: Cause = ""
    hazard: str = ""
    sector: Sector = "none"
    part_of: int | None = None
    facets: tuple[Facet, ...] = ()
    nationality: tuple[str, ...] = ()
    people_estimate: float | None = None
    household_size: float | None = None
    household_size_source: str = ""
    usd_estimate: float | None = None
    usd_rate: float | None = None
    usd_rate_day: date | None = None
    no_estimate: str = ""
    confidence: float | None = None
    rule: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: dates as ISO strings, whole numbers without a decimal point."""
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Explained:
    """A number of the text with what became of it: exactly one of `figure` and `reason` is set."""

    quantity: Quantity
    figure: Figure | None = None
    reason: str = ""


def _plain(record: Quantity | Figure) -> dict[str, Any]:
    return {field.name: _plain_value(getattr(record, field.name)) for field in fields(record)}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else value

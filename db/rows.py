"""A document's figures as rows of the database: plain tuples, made beside the extractor and cheap to send and store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from db import identity
from figures.model import Document, Figure
from figures.stories import Signature, signature

DAYS = ("date_start", "date_end", "as_of", "usd_rate_day")
LISTS = ("facets", "nationality")  # stored as JSON arrays
COPIED = (
    "start", "end", "text", "value", "low", "high", "qualifier", "modifier", "category", "unit", "modality", "measure",
    "place", "country", "place_id", "latitude", "longitude", "place_role", "source", "claimant", "source_type", "via",
    "date_precision", "cause", "hazard", "sector", "people_estimate", "household_size", "household_size_source",
    "usd_estimate", "usd_rate", "no_estimate", "confidence", "rule",
)  # fmt: skip

# The columns of a row of each table, in the order of the tuples.
PASSAGE_COLUMNS = ("id", "document_id", "start", "end", "text")
FIGURE_COLUMNS = (
    *COPIED, *DAYS, *LISTS, "group_words", "when_words", "id", "part_of", "extraction_id", "document_id", "passage_id",
)  # fmt: skip

_NONE = "[]"  # an empty list in JSON
_copied = attrgetter(*COPIED)
_days = attrgetter(*DAYS)
_lists = attrgetter(*LISTS)


@dataclass(frozen=True, slots=True)
class Rows:
    """What one version read out of one document: rows of passages and figures, and how many figures of each category.

    `document` and `extraction` are the ids, `signature` tells copies of the text. Figures are in the order of the text.
    """

    document: str
    extraction: str
    passages: list[tuple[Any, ...]]
    figures: list[tuple[Any, ...]]
    categories: dict[str, int]
    signature: Signature


def rows_of(document: Document, figures: Sequence[Figure], version: str, made: Signature | None = None) -> Rows:
    """The rows of `document`, whose figures `version` of the program extracted with its publication day.

    `made` is the signature of its text, where it is known already.

    Raises ValueError where a figure is part of one that is not there.
    """
    key = identity.document_id(document)
    extraction = identity.extraction_id(key, version, document.published)
    ids = [identity.figure_id(key, figure) for figure in figures]
    passages: dict[str, tuple[Any, ...]] = {}
    rows = []
    for one, figure in zip(ids, figures, strict=True):
        start, end = figure.passage_start, figure.passage_start + len(figure.passage)
        passage = identity.passage_id(key, start, end)
        passages[passage] = (passage, key, start, end, figure.passage)
        days = map(iso, _days(figure))
        part_of = _whole(figure, ids)
        lists = [json.dumps(words) if words else "[]" for words in _lists(figure)]  # hardly any has any
        rows.append(
            (*_copied(figure), *days, *lists, figure.group, figure.when, one, part_of, extraction, key, passage)
        )
    counted = Counter(figure.category for figure in figures)
    return Rows(key, extraction, list(passages.values()), rows, dict(counted), made or signature(document.text))


def iso(day: date | None) -> str | None:
    """The day as the database has it."""
    return None if day is None else day.isoformat()


def _whole(figure: Figure, ids: Sequence[str]) -> str | None:
    if figure.part_of is None:
        return None
    if not 0 <= figure.part_of < len(ids):
        raise ValueError(f"{figure.text!r} is part of figure {figure.part_of}, and there are {len(ids)}")
    return ids[figure.part_of]

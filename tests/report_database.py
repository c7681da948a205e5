"""Databases for the tests of the reports: claims in a few words, stored by the real store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from db.store import open_store
from figures.model import Document, Figure


@dataclass(frozen=True)
class Said:
    """One claim and the document that tells it. The sentence is written around the number."""

    value: float
    day: date | None
    claimant: str = "UNHCR"
    category: str = "displaced"
    country: str = "SYR"
    unit: str = "person"
    measure: str = "stock"
    qualifier: str = "exact"
    low: float | None = None
    high: float | None = None
    modality: str = "reported"
    place: str = ""
    group: str = ""
    publisher: str = "The Courier"
    sentence: str = "{who} counted {number} people on the road."
    title: str = "Report"
    url: str | None = "https://news.example/1"
    part_of: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)  # further fields of the figure


def store(path: Path, claims: Iterable[Said], failures: Iterable[tuple[str, str]] = ()) -> Path:
    """A database at `path` that holds the claims, one document each."""
    with open_store(path) as database:
        database.begin_run("0.1.0", ["texts"])
        for number, claim in enumerate(claims):
            database.add(*_told(number, claim))
        for origin, reason in failures:
            database.fail(origin, reason)
        database.finish_run({})
    return path


def _told(number: int, claim: Said) -> tuple[Document, list[Figure]]:
    text = f"{claim.value:,.0f}"
    lead = f"Dispatch {number}. "
    before, after = claim.sentence.replace("{who}", claim.claimant or "Someone").split("{number}")
    sentence = before + text + after
    document = Document(
        lead + sentence, title=f"{claim.title} {number}", published=claim.day, date_source="metadata", url=claim.url,
        publisher=claim.publisher or None, origin=f"texts/{number}.txt",
    )  # fmt: skip
    start = len(lead) + len(before)
    low, high = _bounds(claim)
    figure: dict[str, Any] = {
        "start": start, "end": start + len(text), "text": text, "value": claim.value, "low": low, "high": high,
        "qualifier": claim.qualifier, "category": claim.category, "unit": claim.unit, "modality": claim.modality,
        "measure": claim.measure, "group": claim.group, "place": claim.place, "country": claim.country,
        "source": claim.claimant, "claimant": claim.claimant, "passage": sentence, "passage_start": len(lead),
        "as_of": claim.day, "part_of": claim.part_of, "confidence": 0.9, "rule": "test",
        **claim.more,
    }  # fmt: skip
    return document, [Figure(**figure)]


def _bounds(claim: Said) -> tuple[float | None, float | None]:
    if claim.low is not None or claim.high is not None:
        return claim.low, claim.high
    return (
        None if claim.qualifier == "at_most" else claim.value,
        None if claim.qualifier in ("at_least", "vague") else claim.value,
    )


def days(first: date, count: int, step: int = 7) -> list[date]:
    """`count` days, `step` apart."""
    return [first + timedelta(days=n * step) for n in range(count)]

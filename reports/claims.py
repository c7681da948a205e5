"""The rows that reports are made of: claims read from the database, chosen and grouped for charts and key figures."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from db.read import open_reader

NOT_ATTRIBUTED = "no claimant named"  # and no publisher known, who could stand for it
# Numbers that say something about the middle; `up to N` and vague words say too little.
FIRM = ("exact", "about", "at_least", "range")
LONG_AGO = timedelta(days=365)  # claims further apart than this may be of another age: see `of_one_time`


ESTIMATE = (
    "unit", "people_estimate", "household_size", "household_size_source", "usd_estimate", "usd_rate", "usd_rate_day",
    "no_estimate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of `figures_full`. Dates are days; unknown is None, or "" for words."""

    figure_id: str
    document_id: str
    category: str
    category_label: str
    family: str
    value: float
    low: float | None
    high: float | None
    qualifier: str
    text: str
    unit: str
    modality: str
    measure: str
    group_words: str
    place: str
    place_id: str
    country: str
    country_name: str
    source: str
    claimant: str
    source_type: str
    via: str
    when_words: str
    as_of: date | None
    place_role: str
    part_of: str
    is_part: int
    facets: str
    nationality: str
    cause: str
    hazard: str
    sector: str
    people_estimate: float | None
    household_size: float | None
    household_size_source: str
    usd_estimate: float | None
    usd_rate: float | None
    usd_rate_day: date | None
    no_estimate: str
    confidence: float | None
    sentence: str
    sentence_start: int
    start: int
    end: int
    title: str
    document_url: str
    document_origin: str
    publisher: str
    published: date | None
    date_source: str
    date_start: date | None
    version: str

    @property
    def estimate(self) -> dict[str, Any]:
        """The estimate beside the claim with its factor, as `reports.wording` puts it into words."""
        return {name: getattr(self, name) for name in ESTIMATE}

    @property
    def facet_words(self) -> str:
        """Whom it counts, as facets and nations: `children, SYR`."""
        return ", ".join([*json.loads(self.facets), *json.loads(self.nationality)])

    @property
    def who(self) -> str:
        """The name to show: the normalised claimant, else the text's own words, else the publisher, who says it."""
        return self.claimant or self.source or _known_as(self.publisher) or NOT_ATTRIBUTED

    @property
    def is_attributed(self) -> bool:
        """Whether the text itself names a claimant."""
        return bool(self.claimant or self.source)

    @property
    def is_assumed(self) -> bool:
        """Whether the day is only that of publication, because the words name none."""
        return self.date_start is None and not self.when_words and self.as_of == self.published

    @property
    def is_guessed(self) -> bool:
        """Whether the day is only that of the file, which says little about the news in it."""
        return self.is_assumed and self.date_source == "file time"

    @property
    def scope(self) -> tuple[str, str]:
        """What a series has to share: the place within the country ("" for the whole) and the sector of the need."""
        whole = self.place.lower() in ("", self.country_name.lower())
        return "" if whole else self.place_id or self.place.lower(), self.sector

    @property
    def outlet(self) -> str:
        """Where the document was published, as well as that is known."""
        return self.publisher or self.title or self.document_origin


def read_claims(db: Path) -> list[Claim]:
    """Every claim of the view `figures_full`, oldest first, always in the same order.

    Raises db.errors.DatabaseError with the path and the reason.
    """
    names = ", ".join(f'"{field.name}"' for field in fields(Claim))
    with closing(open_reader(db)) as connection:
        claims = [_claim(row) for row in connection.execute(f"select {names} from figures_full")]
    return sorted(claims, key=lambda one: (one.as_of or date.min, one.document_id, one.start, one.figure_id))


DAYS = ("as_of", "published", "date_start", "usd_rate_day")
WORDS = tuple(field.name for field in fields(Claim) if field.type in ("str", str))


def _claim(row: sqlite3.Row) -> Claim:
    values: dict[str, Any] = dict(row)
    for name in DAYS:
        values[name] = _day(values[name])
    for name in WORDS:
        values[name] = "" if values[name] is None else str(values[name])
    return Claim(**values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def chartable(claim: Claim) -> bool:
    """Whether a claim can stand on a time axis as a count of its own: dated, no part in its series, not denied."""
    return claim.as_of is not None and not claim.is_part and claim.modality != "denied"


def newest(claims: Iterable[Claim]) -> dict[tuple[str, str], Claim]:
    """The newest reported claim of each category and country that is not a part of another.

    A stated day goes before the guess that a file's date is. Of one day the unit and measure told most often wins, then
    the whole country before a place, a number before `up to` and vague words, and the largest number.
    """
    said = [one for one in claims if chartable(one) and one.modality == "reported"]
    told = Counter((one.category, one.country, one.unit, one.measure) for one in said)

    def rank(one: Claim) -> tuple[Any, ...]:
        often = told[one.category, one.country, one.unit, one.measure]
        return not one.is_guessed, one.as_of, often, not one.scope[0], one.qualifier in FIRM, one.value, one.figure_id

    return {(one.category, one.country): one for one in sorted(said, key=rank)}


def of_one_time(claims: Sequence[Claim]) -> list[Claim]:
    """The dated claims without those of another age, which would press the rest into a corner of the time axis.

    Days more than `LONG_AGO` from their neighbours fall into groups. Where the fullest group holds half of the claims
    or more, a small one (less than a quarter) is left out if it is further away than the fullest group is long: the
    dead of a war thirty years ago do not belong on a chart of this year's.
    """
    days = [(claim, claim.as_of) for claim in claims if claim.as_of]
    groups: list[list[date]] = []
    for day in sorted(day for _, day in days):
        if groups and day - groups[-1][-1] <= LONG_AGO:
            groups[-1].append(day)
        else:
            groups.append([day])
    core = max(groups, key=lambda group: (len(group), group[-1]), default=[])
    if len(core) * 2 < len(days):
        return [claim for claim, _ in days]
    far = max(LONG_AGO, core[-1] - core[0]) if core else LONG_AGO

    def kept(group: list[date]) -> bool:
        return len(group) * 4 >= len(days) or min(abs(core[0] - group[-1]), abs(group[0] - core[-1])) <= far

    wanted = {day for group in groups if kept(group) for day in group}
    return [claim for claim, day in days if day in wanted]


def by_chart(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """The claims of each category and country (alpha-3, "" for none): those with the most charted claims first."""
    charts: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        charts.setdefault((claim.category, claim.country), []).append(claim)

    def rank(item: tuple[tuple[str, str], list[Claim]]) -> tuple[Any, ...]:
        (category, country), rows = item
        drawn = [row for row in rows if chartable(row)]
        return not country, -len({row.as_of for row in drawn}), -len(drawn), category, country

    return dict(sorted(charts.items(), key=rank))


def by_panel(claims: Sequence[Claim]) -> dict[tuple[str, str, str], list[Claim]]:
    """The claims of each unit, measure and sector, which never share an axis: the fullest first."""
    panels: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        panels.setdefault((claim.unit, claim.measure, claim.sector), []).append(claim)
    return dict(sorted(panels.items(), key=lambda item: (-len(item[1]), item[0])))


def once(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without repeats: the same claimant telling the same number of the same day and place is one point."""
    seen: dict[tuple[Any, ...], Claim] = {}
    for one in claims:
        seen.setdefault(
            (one.as_of, one.who, one.scope, one.unit, one.measure, one.modality, one.value, one.low, one.high), one
        )
    return list(seen.values())


@cache
def _known_as(publisher: str) -> str:
    """A publisher by the name that it has as a claimant, so that a ministry and its own report are one in a chart."""
    from figures.claimants import claimant

    return claimant(publisher).name if publisher else ""

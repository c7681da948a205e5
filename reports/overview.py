"""One page that stands alone: key figures, charts, and every figure with its sentence. It needs no network."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from db.read import open_reader
from reports.chart import NARROW, source_line
from reports.claims import Claim, newest, read_claims
from reports.trend import Trend, draw_into, trends
from reports.wording import (
    MEASURES,
    capital,
    claim_words,
    counted,
    estimate_words,
    factor_words,
    heading_words,
    listed,
    names_unit,
    period_words,
    short_day,
)

TITLE = "Overview: key figures, charts and every figure with its sentence, as one page"
MOST_CHARTS = 12
MOST_COUNTRIES, MOST_KEY_FIGURES = 5, 6  # countries among the key figures, and key figures for each
MOST_ROWS = 5000  # rows in the table; more would make the page slow to open
MOST_DOCUMENTS = 500  # documents listed by name
MOST_SPOTS = 200  # points of a chart that can be clicked


@dataclass(frozen=True, slots=True)
class Source:
    """The first document of a story, with the number of figures that it gave and how often the story is told again."""

    title: str
    published: date | None
    date_source: str
    publisher: str
    url: str
    origin: str
    figures: int
    copies: int
    outlets: str


def build(db: Path, out: Path) -> list[Path]:
    """Write `overview.html` into `out`. Raises db.errors.DatabaseError."""
    path = out / "overview.html"
    path.write_text(page(db), encoding="utf-8", errors="replace")
    return [path]


def page(db: Path) -> str:
    """The page as HTML. The same database gives the same page."""
    from jinja2 import Environment, PackageLoader
    from markupsafe import Markup

    claims = read_claims(db)
    sources, failures = _read(db)
    charts = trends(claims)
    rows = listed_rows(claims)
    pairs = newest(claims)
    key = key_figures(claims, pairs)
    script = _template_text("overview.js")
    environment = Environment(loader=PackageLoader("reports"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= FILTERS
    return environment.get_template("overview.html").render(
        style=Markup(_template_text("overview.css")),
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        payload=Markup(_payload(rows)),
        key=key,
        key_left_out=len(pairs) - len(key),
        charts=[_chart(trend) for trend in charts[:MOST_CHARTS]],
        all_charts=len(charts),
        claims=claims,
        rows=rows,
        facts=facts(claims, sources),
        sources=sources,
        most_documents=MOST_DOCUMENTS,
        failures=failures,
    )


def _template_text(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _read(db: Path) -> tuple[list[Source], list[tuple[str, str]]]:
    """The documents, each story once, and what could not be read with the reason."""
    with closing(open_reader(db)) as connection:
        documents = connection.execute(
            "select title, published, date_source, publisher, url, origin, figures, copies, outlets "
            "from documents_summary where story_id = document_id and newer_id is null "
            "order by published is null, published desc, origin, document_id"
        ).fetchall()
        failures = connection.execute("select origin, reason from failures order by origin, reason").fetchall()
    return [_source(row) for row in documents], [(row["origin"], row["reason"]) for row in failures]


def _source(row: Any) -> Source:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    words = {name: row[name] or "" for name in ("title", "date_source", "publisher", "url", "origin", "outlets")}
    return Source(published=published, figures=row["figures"], copies=row["copies"], **words)


def key_figures(claims: Sequence[Claim], pairs: Mapping[tuple[str, str], Claim]) -> list[Claim]:
    """The newest reported claim of each category and country: the countries with most figures first."""
    sizes = Counter(claim.country for claim in claims)
    told = Counter((claim.category, claim.country) for claim in claims)
    countries = sorted({country for _, country in pairs}, key=lambda one: (not one, -sizes[one], one))
    chosen: list[Claim] = []
    for country in countries[:MOST_COUNTRIES]:
        found = [claim for (_, where), claim in pairs.items() if where == country]
        found.sort(key=lambda one: (-told[one.category, one.country], one.category))
        chosen += found[:MOST_KEY_FIGURES]
    return chosen


def listed_rows(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of the table, newest first; of too many the newest."""
    ordered = sorted(claims, key=lambda one: (one.as_of or date.min, one.document_id, -one.start), reverse=True)
    return ordered[:MOST_ROWS]


def _chart(trend: Trend) -> dict[str, Any]:
    """A chart as the template needs it: the picture, its words for those who cannot see it, and where to click."""
    picture = BytesIO()
    sheet = draw_into(trend, picture, width=NARROW)
    said = {row.figure_id: f"{_said(row)}, {row.who}, {short_day(row.as_of)}" for row in trend.rows if row.as_of}
    return {
        "title": trend.title,
        "picture": b64encode(picture.getvalue()).decode(),
        "width": round(sheet.figure.get_figwidth() * 100),
        "height": round(sheet.figure.get_figheight() * 100),
        "words": f"{trend.title}: {counted(len(trend.rows), 'claim')} over time. {source_line(trend.rows)}",
        "spots": [(key, x * 100, y * 100, said[key]) for key, x, y in sheet.spots[:MOST_SPOTS]],
    }


def _said(claim: Claim) -> str:
    return claim_words(claim.value, claim.low, claim.high, claim.qualifier, claim.unit, claim.text)


def _number_at(claim: Claim) -> tuple[int, int]:
    return claim.start - claim.sentence_start, claim.end - claim.sentence_start


def safe_link(url: str) -> str:
    """The address if it is one of the web, else "": a document must not bring a script into a link."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def _payload(rows: Sequence[Claim]) -> str:
    """The table as JSON that can stand inside a script element: no character in it can end the element."""
    documents = list({row.document_id: row for row in rows}.values())
    place = {row.document_id: number for number, row in enumerate(documents)}
    sentences = list(dict.fromkeys(row.sentence for row in rows))
    where = {sentence: number for number, sentence in enumerate(sentences)}
    content = {
        "documents": [_document(row) for row in documents],
        "sentences": sentences,
        "figures": [_row(row, place[row.document_id], where[row.sentence]) for row in rows],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for live in "<>&\u2028\u2029":
        text = text.replace(live, f"\\u{ord(live):04x}")
    return text


def _document(row: Claim) -> dict[str, str]:
    return {
        "title": row.title or row.document_origin,
        "link": safe_link(row.document_url),
        "origin": row.document_origin,
        "publisher": row.publisher,
        "published": row.published.isoformat() if row.published else "",
        "date_source": row.date_source,
    }


def _row(row: Claim, document: int, sentence: int) -> dict[str, Any]:
    marked = [_utf16(row.sentence, end) for end in _number_at(row)]
    group = "" if names_unit(row.group_words, row.unit) else row.group_words
    values = {
        "id": row.figure_id, "said": _said(row), "value": row.value, "category": row.category_label,
        "country": row.country_name, "place": row.place, "who": row.who, "source": row.source, "via": row.via,
        "type": row.source_type, "unnamed": not row.is_attributed,
        "day": row.as_of.isoformat() if row.as_of else "", "when": row.when_words,
        "assumed": row.is_assumed, "modality": row.modality, "measure": MEASURES.get(row.measure, row.measure),
        "kind": "" if row.measure == "unknown" else MEASURES.get(row.measure, row.measure),
        "group": group, "facets": row.facet_words, "part": bool(row.part_of),
        "role": row.place_role if row.place_role in ("origin", "destination") else "",
        "cause": row.hazard or row.cause, "sector": "" if row.sector == "none" else row.sector,
        "estimate": estimate_words(row.estimate), "factor": factor_words(row.estimate),
        "sure": row.confidence, "document": document, "sentence": sentence, "marked": marked,
    }  # fmt: skip
    # By identity, because 0 == False: the first document has the number 0, and a value may be 0.
    return {name: value for name, value in values.items() if value is not None and value is not False and value != ""}


def _utf16(text: str, offset: int) -> int:
    """An offset in characters as one in UTF-16 units, which is what a browser counts."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def facts(claims: Sequence[Claim], sources: Sequence[Source]) -> dict[str, str]:
    """What the page says about itself, in words."""
    modality = Counter(claim.modality for claim in claims)
    others = [f"{number:,} {name}" for name, number in sorted(modality.items()) if name != "reported"]
    without = sum(not claim.is_attributed for claim in claims)
    guessed = sum(source.date_source in ("default", "file time", "unknown") for source in sources)
    return {
        "figures": counted(len(claims), "figure"),
        "documents": counted(len(sources), "document"),
        "copies": counted(sum(source.copies for source in sources), "copy", "copies"),
        "silent": counted(sum(not source.figures for source in sources), "document"),
        "published": period_words(
            [one.published for one in sources if one.published and one.date_source != "file time"]
        ),
        "days": period_words([claim.as_of for claim in claims if claim.as_of]),
        "others": listed(others, 4),
        "without": f"{without:,} of {counted(len(claims), 'figure')}",
        "assumed": f"{sum(claim.is_assumed for claim in claims):,} of {counted(len(claims), 'figure')}",
        "guessed": counted(guessed, "document"),
        "parts": counted(sum(bool(claim.part_of) for claim in claims), "figure"),
        "versions": capital(listed(sorted({claim.version for claim in claims}), 3)),
    }


FILTERS: dict[str, Any] = {
    "day": lambda day: short_day(day) if day else "no date",
    "safe_link": safe_link,
    "said": _said,
    "estimate": lambda claim: estimate_words(claim.estimate),
    "factor": lambda claim: factor_words(claim.estimate),
    "kind": lambda claim: MEASURES.get(claim.measure, "") if claim.measure != "unknown" else "",
    "heading": lambda one: heading_words(one.category, one.category_label, one.family, [one.unit], one.country_name),
    "before": lambda claim: claim.sentence[: _number_at(claim)[0]],
    "number": lambda claim: claim.sentence[slice(*_number_at(claim))],
    "after": lambda claim: claim.sentence[_number_at(claim)[1] :],
}

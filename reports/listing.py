"""Figures as rows for people and programs: a readable table, CSV, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reports.wording import claim_words, estimate_words

if TYPE_CHECKING:
    from db.doctor import Health
    from figures.ingest import Summary

# What a spreadsheet runs as a formula when it stands first in a cell (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Escape sequences and other control characters, with which a document could drive the reader's terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_HEADINGS = ("Day", "Category", "Figure", "Estimate", "Place", "Kind", "Who says so", "Sentence")
_LEAST_SENTENCE = 24
_MOST_WORDS = 28


def json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line, whole numbers without a decimal point; empty for no rows."""
    return "".join(_json(_plain(row)) + "\n" for row in rows)


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """RFC 4180 CSV with a heading. A text cell that a spreadsheet would run gets an apostrophe in front; a list is
    one cell, its words parted by `; `.

    Words stand in quotes, so that a semicolon or tab in them starts no new cell where a spreadsheet splits at those.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    writer.writerows({name: _defused(_one_cell(value)) for name, value in _plain(row).items()} for row in rows)
    return out.getvalue()


def table(rows: Sequence[Mapping[str, Any]], width: int) -> str:
    """A table for people, at most `width` columns wide where that leaves room for a bit of each sentence.

    `rows` are those of the view figures_full, or have the same keys. A day that is only the file's time gets a `?`.
    """
    from tabulate import tabulate

    cells = [_cells(row) for row in rows]
    # Most lists hold neither households nor foreign money.
    kept = [nth for nth, name in enumerate(_HEADINGS[:-1]) if name != "Estimate" or any(some[nth] for some in cells)]
    headings = [*(_HEADINGS[nth] for nth in kept), _HEADINGS[-1]]
    cells = [tuple(some[nth] for nth in kept) for some in cells]
    # tabulate makes a column at least two wider than its heading, and puts two spaces between columns.
    columns = zip(*cells, strict=True) if cells else [()] * len(kept)
    taken = sum(
        2 + max([len(heading) + 2, *map(len, column)]) for heading, column in zip(headings, columns, strict=False)
    )
    room = max(width - taken, _LEAST_SENTENCE)
    lines = [(*some, _around_number(row, room)) for some, row in zip(cells, rows, strict=True)]
    text = tabulate(lines, headings, tablefmt="simple", disable_numparse=True, colalign=("left",) * len(headings))
    return "\n".join(line.rstrip() for line in text.splitlines())


def clean(text: str) -> str:
    """`text` on one line, without characters that would drive a terminal."""
    return " ".join(_CONTROL.sub("", text).split())


def clean_lines(text: str) -> str:
    """`text` with its lines, without characters that would drive a terminal."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def shortened(text: str, width: int) -> str:
    """`text` cut to `width` characters, with an ellipsis where something is left out."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    claim = claim_words(row["value"], row["low"], row["high"], row["qualifier"], row["unit"], row["text"])
    known = row["place"].casefold() in ("", row.get("country_name", "").casefold())
    place = (row.get("country_name") or row["country"]) if known else f"{row['place']}, {row['country']}".rstrip(", ")
    kind = row["measure"] if row["modality"] == "reported" else row["modality"]
    words = (claim, estimate_words(row), place, "" if kind == "unknown" else kind, row["claimant"] or row["source"])
    guess = "?" if row.get("as_of_source") == "file time" else ""
    return (f"{row['as_of'] or ''}{guess}", row["category"], *(shortened(clean(word), _MOST_WORDS) for word in words))


def _around_number(row: Mapping[str, Any], width: int) -> str:
    """The stretch of the sentence that has the number, in `width` characters."""
    at = row["start"] - row["sentence_start"]
    before, rest = clean(row["sentence"][:at]), clean(row["sentence"][at:])
    whole = f"{before} {rest}".strip() if row["sentence"][:at][-1:].isspace() else before + rest
    if len(whole) <= width:
        return whole
    skipped = max(0, min(len(before) - width // 3, len(whole) - width + 1))
    return shortened(f"…{whole[skipped:].lstrip()}" if skipped else whole, width)


def _one_cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in row.items()}


def _json(row: Mapping[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name that is no UTF-8: JSON can spell it, a terminal cannot
        return json.dumps(row)
    return text


def _defused(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS) else value


def ingest_summary(summary: Summary) -> str:
    """What an ingest did, in words: documents by what became of them, figures by category."""
    counts = {
        "new": summary.new,
        "re-extracted": summary.re_extracted,
        "unchanged": summary.unchanged,
        "failed": summary.failed,
    }
    told = [f"{number:,} {word}" for word, number in counts.items() if number or word != "re-extracted"]
    found = summary.figures_by_category
    ranked = sorted(found.items(), key=lambda item: -item[1])
    lines = [f"Documents: {', '.join(told)}.", *([f"New figures: {sum(found.values()):,}."] if found else [])]
    return "\n".join([*lines, *(f"{number:>8,}  {category}" for category, number in ranked)])


def health_json(health: Health) -> str:
    """What the doctor found, as one JSON object."""
    return json.dumps(asdict(health))


def health_text(health: Health) -> str:
    """What the doctor found, in words: what is there, what is wrong, and what to do."""
    counts = ", ".join(f"{number:,} {table}" for table, number in health.counts.items())
    log = f", its log {health.log_size / 1e6:,.1f} MB" if health.log_size else ""
    versions = ", ".join(f"{version} ({number:,} documents)" for version, number in health.versions.items())
    made = f"SQLite {health.sqlite}, journal {health.journal or 'unknown'}"
    lines = [
        f"{health.path}: {health.size / 1e6:,.1f} MB{log}; {made}",
        *([f"Holds {counts}."] if counts else []),
        *([f"Read by version {versions}; this is {health.program}."] if versions else []),
    ]
    for kind, findings in (("Wrong", health.faults), ("Note", health.notes)):
        for one in findings:
            lines += [clean(f"{kind}: {one.what}"), "  To do: " + clean(one.advice)]
    return "\n".join([*lines, "Something is wrong." if health.faults else "Sound."])

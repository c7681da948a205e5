"""Reads the hand-labelled passages of `tests/gold/*.txt`. `tests/gold/README.md` explains how they are written.

Numbers are read from the labels, never from the running text, so that the labels stay an independent check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "gold"

QUALIFIERS = ("exact", "about", "at_least", "at_most", "range", "vague")
MODALITIES = ("reported", "projected", "planned", "denied")
MEASURES = ("stock", "flow", "cumulative", "change", "unknown")
_UNITS = (
    "person household house building school health_facility bridge km hectare acre km2 dunam animal vehicle weapon "
    "tonne litre m3 truck item village case"
)
_CATEGORIES = (
    "displaced evacuated refugees asylum_seekers returnees migrants homeless stranded sheltered "
    "killed injured missing casualties abducted detained assaulted cases hospitalised vaccinated "
    "affected in_need food_insecure malnourished without_services at_risk reached targeted rescued "
    "destroyed damaged funding_required funding_pledged funding_received funding_gap economic_loss aid_delivered"
)
UNITS = frozenset(_UNITS.split())
CATEGORIES = frozenset(_CATEGORIES.split())
CURRENCY = re.compile(r"[A-Z]{3}")
ATTRIBUTES = ("group", "place", "country", "source", "when")
ROLES = ("location", "origin", "destination")
NAMED = ("days", "as_of", "claimant", "source_type", "via")  # labelled only in the files that say so

Label = dict[str, Any]


class GoldError(ValueError):
    """A passage that cannot be read; the message names the file and the passage."""


@cache
def load() -> list[dict[str, Any]]:
    """Every passage: `id`, `doc_id`, `text`, `date` and `published` (ISO or None), `figures` in reading order.

    Raises GoldError where a passage is written wrongly.
    """
    return [passage for path in sorted(FOLDER.glob("*.txt")) for passage in read(path)]


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The passages of one file."""
    opening, *blocks = re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))
    line = re.search(r"(?m)^checked: (.+)$", opening)
    checked = line[1].split() if line else []
    for block in blocks:
        head, _, body = block.partition("\n")
        name = f"{path.stem}/{head.split()[0]}"
        try:
            yield _passage(name, head.split()[1:], body.split("\n"), checked)
        except GoldError as error:
            raise GoldError(f"{path.name}: {name}: {error}") from None


def _passage(name: str, dates: list[str], lines: list[str], checked: list[str]) -> dict[str, Any]:
    marked = "\n".join(line for line in lines if not line.startswith(("@", ">", "//"))).strip()
    shared = _attributes(next((line[1:] for line in lines if line.startswith("@")), ""))
    labels = [_label(line[1:], shared) for line in lines if line.startswith(">")]
    text, spans = _unmark(marked)
    if len(spans) != len(labels):
        raise GoldError(f"{len(spans)} numbers are marked, {len(labels)} are labelled")
    figures = [
        {"start": start, "end": end, "text": text[start:end]} | label
        for (start, end), label in zip(spans, labels, strict=True)
    ]
    if checked:
        unlabelled = {*ATTRIBUTES, "measure", "modality"}.difference(checked)
        empty = dict.fromkeys(set(NAMED).intersection(checked), "")
        figures = [empty | figure | dict.fromkeys(unlabelled) for figure in figures]
    published = dates[0] if dates else None
    known = {"id": name, "doc_id": name, "text": text, "date": published, "published": published}
    return known | {"figures": figures, "checked": checked}


def _unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its square brackets, and where the bracketed numbers stand in it."""
    text, spans = "", []
    for plain, number in re.findall(r"([^\[\]]*)(?:\[([^\[\]]*)\])?", marked):
        text += plain
        if number:
            spans.append((len(text), len(text) + len(number)))
            text += number
    return text, spans


def _label(line: str, shared: Label) -> Label:
    head, _, rest = line.partition("|")
    number, category, *words = head.split()
    label: Label = {"category": category, "unit": "person", "qualifier": "exact", "modality": "reported"}
    label |= {"measure": "flow"} | dict.fromkeys(ATTRIBUTES, "")
    for word in words:
        label[_kind(word)] = word
    if category not in CATEGORIES:
        raise GoldError(f"no category {category!r}")
    own = _attributes(rest)
    return label | shared | own | _bounds(number, label["qualifier"])


def _kind(word: str) -> str:
    for kind, words in (("qualifier", QUALIFIERS), ("modality", MODALITIES), ("measure", MEASURES), ("unit", UNITS)):
        if word in words:
            return kind
    if CURRENCY.fullmatch(word):
        return "unit"
    raise GoldError(f"no qualifier, modality, measure or unit {word!r}")


def _attributes(rest: str) -> Label:
    """`place Sukkur PAK | when on Monday` as a dict. A lone `-` empties an attribute that the passage shares."""
    found: Label = {}
    for part in filter(None, map(str.strip, rest.split("|"))):
        name, _, value = part.partition(" ")
        if name == "role" and value in ROLES:
            found["place_role"] = value
            continue
        if name not in ATTRIBUTES + NAMED or not value:
            raise GoldError(f"no attribute in {part!r}")
        value = "" if value in ("-", "none") else value
        if name == "days" and value:
            *days, precision = value.split()
            if not days:
                raise GoldError(f"no days and precision in {value!r}")
            found |= {"days": f"{days[0]} {days[-1]} {precision}", "as_of": found.get("as_of", days[-1])}
            continue
        place, _, country = value.rpartition(" ")
        if name == "place" and CURRENCY.fullmatch(country):
            found |= {"place": place, "country": country}
        else:
            found[name] = value
    return found


def _bounds(number: str, qualifier: str) -> Label:
    """Value, low and high by the guide, from the number as labelled: `1200`, or `5000-7000` for a range."""
    low, _, high = number.replace(",", "").partition("-")
    try:
        first, last = float(low), float(high or low)
    except ValueError:
        raise GoldError(f"{number!r} is no number") from None
    if bool(high) != (qualifier in ("range", "vague")):
        raise GoldError(f"{number!r} does not fit the qualifier {qualifier}")
    if qualifier == "range":
        return {"value": (first + last) / 2, "low": first, "high": last}
    if qualifier == "at_least":
        return {"value": first, "low": first, "high": None}
    if qualifier == "at_most":
        return {"value": first, "low": None, "high": first}
    return {"value": first, "low": first, "high": last}

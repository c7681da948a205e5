"""What kind of number a figure is: how certain (modality), and stock, flow, running total or change (measure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from figures import lexicon
from figures.model import Figure, Measure, Modality

# Where a clause ends. A cue does not reach past it.
_CLAUSE = re.compile(
    r"[;:•|]|[.!?](?=\s)|, (?:and|but|while|where|which|who|after|before|when|as|with)\b|\b(?:but|while|whereas|although)\b|\n"
)


@dataclass(frozen=True, slots=True)
class _Cues:
    pattern: re.Pattern[str]
    pseudo: re.Pattern[str] | None
    scope: str = "both"


@cache
def _modality() -> tuple[tuple[Modality, _Cues], ...]:
    rows = lexicon.load("context/kind.toml")["modality"]
    return tuple((row["is"], _Cues(_any(row["words"]), _any(row["not"]), row["scope"])) for row in rows)


@cache
def _measure() -> dict[str, re.Pattern[str]]:
    return {name: _any(words) for name, words in lexicon.load("context/kind.toml")["measure"].items()}


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(lexicon.load("context/kind.toml")[name])


def _any(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in ordered) + r")(?![\w-])", re.IGNORECASE)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of `text` that holds [start:end]."""
    left, right = 0, len(text)
    for break_ in _CLAUSE.finditer(text):
        if break_.end() <= start:
            left = break_.end()
        elif break_.start() >= end:
            right = break_.start()
            break
    return left, right


def modality(figure: Figure, text: str) -> Modality:
    """How certain the figure is: what its category says, else the first cue whose scope reaches it, else reported."""
    if figure.modality != "reported":
        return figure.modality
    by_category = _table("default")
    if figure.category in by_category:
        return by_category[figure.category]  # type: ignore[return-value]
    start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    left, right = clause(text, start, end)
    for name, cues in _modality():
        if _reaches(cues, text, left, right, start, end):
            return name
    return "reported"


def _reaches(cues: _Cues, text: str, left: int, right: int, start: int, end: int) -> bool:
    """Whether a cue of `cues` in the clause [left:right] reaches the number at [start:end]."""
    masked = text[left:right]
    if cues.pseudo:
        masked = cues.pseudo.sub(lambda found: "_" * len(found[0]), masked)
    for found in cues.pattern.finditer(masked):
        at = left + found.start()
        # The subject of the cue: `50,000 people could be displaced`.
        if cues.scope == "both" or at < start or at - end < 60:
            return True
    return False


# How far from the number a measure cue may stand, in characters.
_BEFORE, _AFTER = 110, 70
# Times that make a running total of what they date.
_TOTALS = frozenset({"since", "running", "as of"})


def measure(figure: Figure, text: str, sense: str, before: Figure | None) -> Measure:
    """Stock, flow, cumulative or change: the category's own, unless a cue near the number says otherwise.

    `sense` is that of the time which dates the figure; `before` the figure before it in the passage, whose running total
    a list goes on with.
    """
    if figure.measure != "unknown":
        return figure.measure
    own = _own(figure.category)
    takes = _table("takes").get(figure.category, [])
    if not takes:
        return own
    start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    near = text[max(0, start - _BEFORE) : start] + " # " + text[end : end + _AFTER]
    for name, pattern in _measure().items():
        if name == "cumulative" and name in takes and sense in _TOTALS:
            return "cumulative"
        if name in takes and pattern.search(near):
            return name  # type: ignore[return-value]
    if before and "cumulative" in takes and before.measure == "cumulative" and start - (before.end - before.passage_start) < 40:
        return "cumulative"
    return own


def _own(category: str) -> Measure:
    if category in _table("own"):
        return _table("own")[category]  # type: ignore[return-value]
    known = lexicon.categories()
    return known[category].measure if category in known else "unknown"

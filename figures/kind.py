"""What kind of number a figure is: how certain (modality), and stock, flow, running total or change (measure)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from figures import lexicon
from figures.model import Figure, Measure, Modality
from figures.wholewords import WholeWords

# Where a clause ends. A cue does not reach past it. Each alternative begins with a letter or mark of its own, which
# the search skips to; so what may not stand before a word is told after its first letter.
_CLAUSE = re.compile(
    r";|:|•|\||\.(?=\s)|!(?=\s)|\?(?=\s)|, (?:and|but|while|where|which|who|after|before|when|as|with)\b"
    r"|b(?<!\wb)ut\b|w(?<!\ww)(?:hile|hereas)\b|a(?<!\wa)lthough\b|\n"
)


_AFTER_WORD = r"(?![\w-])"


@dataclass(frozen=True, slots=True)
class _Cues:
    words: WholeWords
    pseudo: re.Pattern[str]
    scope: str = "both"


@cache
def _modality() -> tuple[tuple[Modality, _Cues], ...]:
    rows = lexicon.load("context/kind.toml")["modality"]
    # Cues keep their small letters: `May` is a month.
    return tuple(
        (row["is"], _Cues(WholeWords(row["words"], _AFTER_WORD, cased=True), _pseudo(row["not"]), row["scope"]))
        for row in rows
    )


@cache
def _measure() -> dict[str, WholeWords]:
    return {
        name: WholeWords(words, _AFTER_WORD) for name, words in lexicon.load("context/kind.toml")["measure"].items()
    }


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(lexicon.load("context/kind.toml")[name])


def _pseudo(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + ")" + _AFTER_WORD, re.IGNORECASE)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of `text` that holds [start:end]."""
    starts, ends = _breaks(text)
    before = bisect_right(ends, start)
    after = bisect_left(starts, end, before)
    return ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)


@lru_cache(maxsize=8)
def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Where the clauses of a passage break, and go on: each of its figures asks for them several times."""
    found = [match.span() for match in _CLAUSE.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def modality(figure: Figure, text: str) -> Modality:
    """How certain the figure is: what its category says, else the first cue whose scope reaches it, else reported."""
    if figure.modality != "reported" or figure.category in _table("certain")["categories"]:
        return figure.modality
    by_category: dict[str, Modality] = _table("default")
    if figure.category in by_category:
        return by_category[figure.category]
    start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    left, right = clause(text, start, end)
    for name, cues in _modality():
        if not cues.words.stands_in(text, left, right):
            continue
        cue = _reaching(cues, text[left:right], start - left, end - left)
        if cue and name == "planned" and figure.category not in _table("plannable")["categories"]:
            if cue in _table("plannable")["forecast"]:
                return "projected"
            continue
        if cue:
            return name
    return "reported"


# How far right of the number a cue may stand that reaches back to its subject: `50,000 people could be displaced`.
_SUBJECT = 60


def _reaching(cues: _Cues, part: str, start: int, end: int) -> str:
    """The cue in a clause that reaches the number at [start:end] of it, "" for none."""
    part = cues.pseudo.sub(lambda found: "_" * len(found[0]), part)
    for found in cues.words.pattern.finditer(part):
        if cues.scope == "both" or found.start() < start or found.start() - end < _SUBJECT:
            return found[0]
    return ""


# How far from the number a measure cue may stand, in characters.
_BEFORE, _AFTER = 110, 70
# Times that make a running total of what they date.
_TOTALS = frozenset({"since", "running", "as of"})


def measure(figure: Figure, text: str, sense: str, before: Figure | None) -> Measure:
    """Stock, flow, cumulative or change: the category's own, unless a cue near the number says otherwise.

    `sense` is that of the time which dates the figure; `before` is the figure before it in the passage, whose running
    total a list goes on with.
    """
    if figure.measure != "unknown":
        return figure.measure
    own = _own(figure.category)
    takes = _table("takes").get(figure.category, [])
    if not takes:
        return own
    start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    for name, words in _measure().items():
        if name == "cumulative" and name in takes and sense in _TOTALS:
            return "cumulative"
        if name in takes and words.stands_near(text, start, end, _BEFORE, _AFTER):
            return name  # type: ignore[return-value]
    if (
        before
        and "cumulative" in takes
        and before.measure == "cumulative"
        and start - (before.end - before.passage_start) < 40
    ):
        return "cumulative"
    return own


def _own(category: str) -> Measure:
    own: dict[str, Measure] = _table("own")
    if category in own:
        return own[category]
    known = lexicon.categories()
    return known[category].measure if category in known else "unknown"

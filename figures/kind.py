"""How certain a number is: reported, forecast, planned or denied; and the clauses in which cues reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from figures import lexicon
from figures.model import Figure, Modality
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
def _table(name: str) -> dict[str, Any]:
    return dict(lexicon.load("context/kind.toml")[name])


def _pseudo(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + ")" + _AFTER_WORD, re.IGNORECASE)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of `text` that holds [start:end]; of one without an end, what stands near."""
    starts, ends = _breaks(text)
    before = bisect_right(ends, start)
    after = bisect_left(starts, end, before)
    first, last = ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)
    return max(first, start - _WIDEST), min(last, end + _WIDEST)


_WIDEST = 1000  # characters on either side; what is longer is a list without a full stop


@lru_cache(maxsize=8)
def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Where the clauses of a passage break, and go on: each of its figures asks for them several times."""
    found = [match.span() for match in _CLAUSE.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def settled(figure: Figure, text: str) -> tuple[str, Modality]:
    """The category of the figure and how certain it is.

    What is done and what is to be done are two categories, which a reading that is none too sure may have mixed up: a
    plan before the number tells. What stays done is reported, whatever stands behind it: `98 of the 131 targeted`.
    """
    found, to_be_done = modality(figure, text), _table("to_be_done").get(figure.category)
    if found not in ("planned", "projected") or to_be_done is None:
        return figure.category, found
    return (to_be_done, "planned") if (figure.confidence or 0.0) < _SURE else (figure.category, "reported")


_SURE = 0.8  # on labelled articles 97% of the readings above it are right


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
        # `98 of the 131 targeted`: what is done, a plan behind it leaves as it is.
        last = start if figure.category in _table("to_be_done") else right
        cue = _reaching(cues, text[left:last], start - left, end - left, _opens_aside(text, left))
        if cue and name == "planned" and figure.category not in _table("plannable")["categories"]:
            if cue in _table("plannable")["forecast"]:
                return "projected"
            continue
        if cue:
            return name
    return "reported"


# How far right of the number a cue may stand that reaches back to its subject: `50,000 people could be displaced`.
_SUBJECT = 60
# What a sentence says by the way. Its cues are its own, and it counts for nothing in the way from a number to its verb.
_ASIDE = re.compile(r",\s(?:which|who|whose|where|including|of (?:which|whom))\b[^,;]{0,120},")
# Words after which a cue speaks of something else: `killed 14, adding the toll could rise`.
_ELSE = re.compile(r"\b(?:adding|said|says|toll|number|figure|and|but|which)\b")
# Where what is said turns from the forecast to the fact: `threatens to worsen floods that have killed 40`.
_FACT = re.compile(r"\b(?:that|which|who)\s(?:has|have|had)\b|\bso far\b")


def _opens_aside(text: str, left: int) -> bool:
    """Whether a clause begins with an aside: `The storm, which …, has killed 22`."""
    return text.endswith((", which", ", who", ", where"), 0, left)


def _reaching(cues: _Cues, part: str, start: int, end: int, aside: bool) -> str:
    """The cue in a clause that reaches the number at [start:end] of it, "" for none."""
    part = cues.pseudo.sub(lambda found: "_" * len(found[0]), part)
    if aside and (closed := part.find(",", 0, start)) >= 0:
        part = _blank(part[:closed]) + part[closed:]
    part = _ASIDE.sub(lambda found: found[0] if found.start() < end and start < found.end() else _blank(found[0]), part)
    for found in cues.words.pattern.finditer(part):
        if cues.scope == "both":
            return found[0]
        if found.start() < start:
            if not _FACT.search(part, found.end(), start):
                return found[0]
        elif len(between := part[end : found.start()].replace("\0", "")) < _SUBJECT and not _ELSE.search(between):
            return found[0]
    return ""


def _blank(words: str) -> str:
    return "\0" * len(words)

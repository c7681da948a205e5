"""What kind of number a figure is: a stock, a flow, a running total or a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, cast

from figures import lexicon
from figures.kind import clause
from figures.model import Figure, Measure
from figures.when import compares
from figures.wholewords import WholeWords, first_word, hopeful, index, lowered

_AFTER_WORD = r"(?![\w-])"
# How far from the number a cue may stand, in characters.
_BEFORE, _AFTER = 110, 70
# Times that make a running total of what they date.
_TOTALS = frozenset({"since", "running", "as of"})


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(lexicon.load("context/measure.toml")[name])


@cache
def _cues(category: str) -> dict[Measure, WholeWords]:
    own, takes = _table("cues_of").get(category, {}), _table("takes")[category]
    words = {name: [*(row if name in takes else []), *own.get(name, [])] for name, row in _table("cues").items()}
    return {cast(Measure, name): WholeWords(row, _AFTER_WORD) for name, row in words.items() if row}


@cache
def _waged() -> re.Pattern[str]:
    """`the war has killed`: so many up to now."""
    what, did = ("|".join(map(re.escape, _table("waged")[name])) for name in ("what", "did"))
    return re.compile(
        rf"\b(?:{what})\b(?:\s+[\w’'-]+){{0,8}}\s+(?:has|have)\s+(?:[a-z]+\s+){{0,3}}(?:{did})\b"
        rf"|\b(?:war|conflict)\s+(?:also\s+)?(?:{did})\b"
    )


@cache
def _wars() -> frozenset[str]:
    """The words of which one stands where something is waged."""
    return frozenset(["war", "conflict", *(words.split()[-1] for words in _table("waged")["what"])])


def _is_waged(text: str, start: int, end: int) -> bool:
    """Whether a war or epidemic does in its clause what is counted."""
    if _wars().isdisjoint(index(text)):
        return False
    return _waged().search(lowered(text), clause(text, start, end)[0], start) is not None


@cache
def _firsts() -> dict[str, frozenset[str]]:
    """For each pattern of `_touching` the words of which one stands in a text that it fits."""
    words = {name: {first_word(one) for one in row} for name, row in _table("touching").items()}
    lead = {"changed": "compared", "newly": "new"}
    firsts = {name: frozenset(words[lead.get(name, name)]) for name in ("changed", "new", "another", "newly", "more")}
    firsts["change"] = frozenset(words["moved"] | words["movement"] | words["pushed"])
    return firsts | {"level": frozenset(words["total"] | words["bringing"] | words["moved"])}


@cache
def _touching() -> dict[str, re.Pattern[str]]:
    """The patterns of words that touch their number, by what they make of it."""
    words = {
        name: "|".join(map(re.escape, sorted(row, key=len, reverse=True))) for name, row in _table("touching").items()
    }
    # A hedge may stand between: `rose by just under a million`.
    hedge = r"(?:\s+(?!to\b|in\b|of\b)[a-z’'-]+){0,3}[\s*$€£]*$"
    return {
        "change": re.compile(
            rf"\b(?:(?:{words['moved']})(?:\s+[a-z]+)?\s+by|(?:{words['movement']})\s+(?:of|by)|(?:{words['pushed']}))\b{hedge}"
        ),
        "changed": re.compile(
            rf"\s+(?:(?!and\b|or\b|than\b)[a-z’'-]+\s+){{0,3}}?(?:{words['compared']})\s+(?:(?!and\b|or\b)[a-z’'-]+\s+){{0,5}}?than\b"
            r"(?!\s+(?:an?\s+|half\s+)?(?:[\d$€£]|one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million))"
        ),
        "level": re.compile(
            rf"\b(?:{words['total']})\b(?:\s+(?!and\b|but\b)[a-z’'()-]+){{0,12}}\s+(?:(?:{words['reached']})\b{hedge}|to{hedge})"
            rf"|\b(?:{words['bringing']})\s+(?:[a-z’'()-]+\s+){{0,10}}to{hedge}"
            rf"|\b(?:{words['moved']})(?:\s+[a-z]+)?\s+(?:by\s+)?\d[\d.,]*(?:%|\s+[a-z]+){{0,2}}\s+to{hedge}"
        ),
        "new": re.compile(rf"\b(?:{words['new']})(?:\s+[a-z-]+){{0,3}}\s*[:=–-]?\s*$"),
        "another": re.compile(rf"\b(?:{words['another']})\s+$"),
        "newly": re.compile(rf"\s*(?:\(\d+\)\s*)?(?:[a-z-]+\s+)?(?:{words['new']})\b"),
        "more": re.compile(rf"\s*(?:\(\d+\)\s*)?(?:{words['more']})\b(?!\s+than)"),
    }


def measure(figure: Figure, text: str, sense: str, before: Figure | None) -> Measure:
    """Stock, flow, cumulative or change: the category's own, unless words round the number say otherwise.

    `sense` is that of the time which dates the figure; `before` is the figure before it in the passage, whose running
    total a list goes on with.
    """
    if figure.measure != "unknown":
        return figure.measure
    own = _own(figure.category)
    takes: list[Measure] = _table("takes").get(figure.category, [])
    if not takes:
        return own
    start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    touched = _touched(text, start, end, own)
    if touched == "flow" and "cumulative" in takes and sense in ("since", "running"):
        return "cumulative"  # `since May, 2,000 new arrivals`
    if touched == "level":
        touched = "stock" if own == "stock" or figure.category in _table("dated")["level"] else "cumulative"
    if touched in takes or touched == own:
        return touched
    if (
        "cumulative" in takes
        and (sense in _TOTALS or (sense == "until" and own == "flow"))
        and not _stays(figure, sense)
    ):
        return "cumulative"
    if "cumulative" in takes and _is_waged(text, start, end):
        return "cumulative"
    if cue := _nearest(figure.category, text, start, end):
        return cue
    if (
        before
        and "cumulative" in takes
        and before.measure == "cumulative"
        and start - (before.end - before.passage_start) < 40
    ):
        return "cumulative"
    return "flow" if sense == "within" and figure.category in _table("dated")["flow"] else own


def _stays(figure: Figure, sense: str) -> bool:
    """Whether a figure as of a day is of those who are there on that day."""
    return sense == "as of" and figure.category in _table("dated")["stock"]


@lru_cache(maxsize=8)
def _told(text: str) -> dict[str, re.Pattern[str]]:
    """Those of the patterns of words that touch a number which may fit a passage: mostly none or one."""
    words, firsts = index(text), _firsts()
    return {name: pattern for name, pattern in _touching().items() if not firsts[name].isdisjoint(words)}


def _touched(text: str, start: int, end: int, own: Measure) -> str:
    """What the words that touch the number make of it, "" where they say nothing."""
    told = _told(text)
    if not told:
        return ""
    low = lowered(text)
    before = low[max(0, start - 130) : start]

    def touches(name: str) -> bool:
        pattern = told.get(name)
        if pattern is None:
            return False
        return (pattern.match(low, end) if name in _BEHIND else pattern.search(before)) is not None

    if touches("change") or touches("changed"):
        return "change"
    if touches("new") or touches("newly"):
        return "flow"
    if own == "stock" and low[end : end + 5] == " more" and touches("more"):
        return "flow"
    if own == "flow" and (touches("another") or touches("more")):
        return "flow"
    return "level" if touches("level") else ""


_BEHIND = frozenset({"changed", "newly", "more"})  # the patterns of what stands behind the number


def _nearest(category: str, text: str, start: int, end: int) -> Measure | None:
    """The measure whose cue stands nearest to the number in its clause, else the first whose cue stands near it."""
    left, right = clause(text, start, end)
    found: list[tuple[bool, int, int, Measure]] = []
    for rank, (name, words) in enumerate(_cues(category).items()):
        for at, stop in _near(words, text, start, end):
            if text.startswith("since", at) and (compares(text, at) or " where " in text[end:at]):
                continue
            inside = left <= at and stop <= right
            gap = start - stop if stop <= start else at - end
            found.append((not inside, gap if inside else rank, rank, name))
    return min(found)[3] if found else None


def _near(words: WholeWords, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = lowered(text)
    for at in hopeful(text, words):
        if start - _BEFORE <= at < start:
            match = words.pattern.match(low, at, start)
        elif end <= at < end + _AFTER:
            match = words.pattern.match(low, at, end + _AFTER)
        else:
            continue
        if match:
            yield match.span()


def _own(category: str) -> Measure:
    own: dict[str, Measure] = _table("own")
    if category in own:
        return own[category]
    known = lexicon.categories()
    return known[category].measure if category in known else "unknown"

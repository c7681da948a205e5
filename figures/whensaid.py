"""Words behind a number that say when or how often, and not what it counts: `killed 12 last week`, `450 a day`."""

from __future__ import annotations

import re
from functools import cache

from figures.lexicon import load

_TIMES = frozenset(
    [
        "day",
        "week",
        "month",
        "year",
        "hour",
        "minute",
        "night",
        "quarter",
        "season",
        "weekend",
        "summer",
        "winter",
        "fortnight",
        "decade",
        "century",
    ]
)
_FIRST = _TIMES | {"last", "next", "this", "each", "every"}  # an article before them is no word of a noun phrase
_WHEN = re.compile(
    rf"[\s\u00a0]+(?:an?|each|every|per|last|this|next|the|that)[\s\u00a0](?:{'|'.join(sorted(_TIMES))})\b", re.I
)
_OF_WHEN = re.compile(
    rf"[\s\u00a0]+(?:(?:an?|last|this|same|previous|past)[\s\u00a0](?:{'|'.join(sorted(_TIMES))})\b"
    rf"|(?:[^\W\d_]+[\s\u00a0])?(?:{'|'.join(sorted(_TIMES))})s?[\s\u00a0](?:ago|before|earlier)\b)",
    re.I,
)
_LONGEST_TIME = 400  # days, hours or years, of which more are seldom counted


@cache
def _cardinals() -> frozenset[str]:
    return frozenset(load("lang/en.toml")["cardinal"]) - {"one"}


def says_when(text: str, start: int, first: str) -> bool:
    """Whether the words from `start` on, the first of which is `first` in small letters, say when.

    Another number does: `up from 36 four hours earlier`.
    """
    return first in _cardinals() or (first in _FIRST and _WHEN.match(text, start) is not None)


def is_of_when(text: str, start: int) -> bool:
    """Whether what follows `of` before `start` is a time: `the 1,200 of a year before`, `the 201 of last year`."""
    return _OF_WHEN.match(text, start - 1) is not None


def lasts(value: float, words: str) -> bool:
    """Whether a bare number counts the times that `words` name: `Days: 40`, not `previous week: 1,605`."""
    return value <= _LONGEST_TIME and words.lower().endswith("s")

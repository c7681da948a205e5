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
_OF_WHEN = re.compile(rf"[\s\u00a0]+an?[\s\u00a0](?:{'|'.join(sorted(_TIMES))})\b", re.I)


@cache
def _cardinals() -> frozenset[str]:
    return frozenset(load("lang/en.toml")["cardinal"]) - {"one"}


def says_when(text: str, start: int, first: str) -> bool:
    """Whether the words from `start` on, the first of which is `first` in small letters, say when.

    Another number does: `up from 36 four hours earlier`.
    """
    return first in _cardinals() or (first in _FIRST and _WHEN.match(text, start) is not None)


def is_of_when(text: str, start: int) -> bool:
    """Whether what follows `of` before `start` is a time: `twice the 1,200 of a year before`."""
    return _OF_WHEN.match(text, start - 1) is not None

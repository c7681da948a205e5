"""Words behind a number that say when or how often, and not what it counts: `killed 12 last week`, `450 a day`."""

from __future__ import annotations

import re

from figures.number_words import grammar_of

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


def says_when(text: str, start: int, first: str) -> bool:
    """Whether the words from `start` on, the first of which is `first` in small letters, say when.

    Another number does: `up from 36 four hours earlier`.
    """
    if first in grammar_of().cardinal:
        return first != "one"
    return first in _FIRST and _WHEN.match(text, start) is not None


def is_of_when(text: str, start: int) -> bool:
    """Whether what follows `of` before `start` is a time: `the 1,200 of a year before`, `the 201 of last year`."""
    return _OF_WHEN.match(text, start - 1) is not None

"""Two numbers that count the same thing at two times: `the number fell from 64,500 to 41,000`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from figures.model import Passage, Quantity, Rejection

_HEDGE = (
    r"(?:about |around |some |nearly |almost |over |more than |at least |just |roughly |approximately |an estimated )?"
)
_FROM = re.compile(rf"\bfrom (?:US)?[$€£]?{_HEDGE}$", re.IGNORECASE)
_BEFORE = 30  # characters, in which all of that fits
# What may stand between the two: a noun, a time, `up` or `down`, but no other clause.
_TO = re.compile(rf"[^.;:()]{{0,70}}?\bto (?:US)?[$€£]?{_HEDGE}", re.IGNORECASE)
# After the second number no noun of its own: it is of those counted before.
_BARE = re.compile(
    r"\s*(?:$|[,.;:!?)]|(?:in|by|at|on|as|over|since|this|last|within|during|after|before|between|and|now|today|while|with|a)\b)"
)


class Pairs(NamedTuple):
    """The places of the numbers that are the first or the second of a pair; the two stand one after the other."""

    firsts: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()


_NONE = Pairs()


def told_together(passage: Passage, numbers: Sequence[Quantity | Rejection]) -> Pairs:
    """The pairs among `numbers`, which are those of the passage that a category may count."""
    if len(numbers) < 2 or "from " not in passage.text or " to " not in passage.text:
        return _NONE
    firsts = frozenset(
        n for n, (one, other) in enumerate(pairwise(numbers)) if _same(passage.text, passage.start, one, other)
    )
    return Pairs(firsts, frozenset(n + 1 for n in firsts))


def _same(text: str, offset: int, one: Quantity | Rejection, other: Quantity | Rejection) -> bool:
    if not (isinstance(one, Quantity) and isinstance(other, Quantity)) or (
        one.unit and other.unit and one.unit != other.unit
    ):
        return False
    start, end, to, after = (at - offset for at in (one.start, one.end, other.start, other.end))
    if not (_FROM.search(text, max(0, start - _BEFORE), start) and _TO.fullmatch(text, end, to)):
        return False
    return bool(one.unit == other.unit or not one.unit or _BARE.match(text, after))

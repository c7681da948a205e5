"""Numbers that bear on each other: `the number fell from 64,500 to 41,000`, `3,000 of the 20,000 goats died`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from figures.model import Figure, Passage, Quantity, Rejection
from figures.phrases import is_elliptic

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
    """The places of the numbers that are the first or the second of a pair; the two stand one after the other.

    `like` has for each number the one that it is of the kind of: `14 cases and 3 deaths, against 9 and 2`.
    """

    firsts: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()
    like: Mapping[int, int] = {}


_NONE = Pairs()


def told_together(passage: Passage, numbers: Sequence[Quantity | Rejection]) -> Pairs:
    """What ties `numbers`, which are those of the passage that a category may count, to each other."""
    if len(numbers) < 2:
        return _NONE
    text, offset = passage.text, passage.start
    like = _respectively(text, offset, numbers) if len(numbers) > 3 else {}
    if "from " not in text or " to " not in text:
        return Pairs(like=like) if like else _NONE
    firsts = frozenset(n for n, (one, other) in enumerate(pairwise(numbers)) if _same(text, offset, one, other))
    return Pairs(firsts, frozenset(n + 1 for n in firsts), like)


# `14 cases and 3 deaths, compared with 9 and 2 a week before`
_AND = re.compile(rf"[^.;:()]{{0,40}}\band {_HEDGE}", re.IGNORECASE)
_AGAINST = re.compile(
    rf"[^.;:()]{{0,60}}\b(?:compared (?:with|to)|against|versus|vs\.?|up from|down from|from) {_HEDGE}", re.IGNORECASE
)
_BARE_AND = re.compile(rf" and {_HEDGE}", re.IGNORECASE)


def _respectively(text: str, offset: int, numbers: Sequence[Quantity | Rejection]) -> dict[int, int]:
    """The third and the fourth of four numbers are of the kinds of the first and the second."""
    found: dict[int, int] = {}
    for n in range(len(numbers) - 3):
        ends = [(one.start - offset, one.end - offset) for one in numbers[n : n + 4] if isinstance(one, Quantity)]
        if len(ends) < 4:
            continue
        gaps = zip((_AND, _AGAINST, _BARE_AND), pairwise(ends), strict=True)
        if all(gap.fullmatch(text, one[1], other[0]) for gap, (one, other) in gaps) and _BARE.match(text, ends[3][1]):
            found |= {n + 2: n, n + 3: n + 1}
    return found


def _same(text: str, offset: int, one: Quantity | Rejection, other: Quantity | Rejection) -> bool:
    if not (isinstance(one, Quantity) and isinstance(other, Quantity)) or (
        one.unit and other.unit and one.unit != other.unit
    ):
        return False
    start, end, to, after = (at - offset for at in (one.start, one.end, other.start, other.end))
    if not (_FROM.search(text, max(0, start - _BEFORE), start) and _TO.fullmatch(text, end, to)):
        return False
    return bool(one.unit == other.unit or not one.unit or _BARE.match(text, after))


# `3,000 of the 20,000`: what follows the second is what the first was taken from.
_TAKEN_FROM = re.compile(
    r"(?: [a-z]+){0,2} of (?:the|its|his|her|their|our|these|those|all|some|about|an estimated|a total of"
    r"|[A-Z][\w’'-]*[’']s)"
    r"(?: (?!and\b|or\b|own\b)[a-z]+)? (?:[A-Z]{0,3}[$€£] ?|[A-Z]{3} )?|(?: out)? of (?:[A-Z]{0,3}[$€£] ?|[A-Z]{3} )?"
)
# The whole says itself what befell it: `of the 19 missing`, `of the 41,000 islanders who had been displaced`.
_OWN = re.compile(r" (?:[a-z]+ ){0,2}(?:who|whom|that|which)\b")
_NEXT_WORD = re.compile(r" ([a-z]+)")


# `None of the 40 passengers was hurt`.
_NONE_OF = re.compile(
    r"\b(?:none|not one|no one|neither|nobody|not a single one) of (?:the|its|his|her|their|our|these|those|all)"
    r"(?: (?!and\b|or\b)[a-z]+)? $",
    re.IGNORECASE,
)
_NONE_FITS = 50  # characters, in which all of that fits


def is_of_none(passage: Passage, number: Figure) -> bool:
    """Whether what is told has befallen none of the `number`."""
    start = number.start - passage.start
    found = _NONE_OF.search(passage.text, max(0, start - _NONE_FITS), start)
    return found is not None and not _is_told_of(passage.text, number.end - passage.start)


_CITING = re.compile(r"\b(?:citing|quoting|according to)(?: (?:at least|the|some))? $", re.IGNORECASE)
_CITED = 24  # characters, in which all of that fits


def is_speaker(passage: Passage, number: Figure) -> bool:
    """Whether the number counts those who are cited: `citing two medics`."""
    start = number.start - passage.start
    return number.unit == "person" and _CITING.search(passage.text, max(0, start - _CITED), start) is not None


def _is_told_of(text: str, after: int) -> bool:
    """Whether the words after a whole say themselves what befell it."""
    word = _NEXT_WORD.match(text, after)
    return _OWN.match(text, after) is not None or (word is not None and is_elliptic(word[1]))


def is_whole(passage: Passage, part: Figure, number: Figure) -> bool:
    """Whether `number` is what the figure right before it is a part of: it need not have suffered the same."""
    start, end = part.end - passage.start, number.start - passage.start
    if part.passage_start != passage.start or not _TAKEN_FROM.fullmatch(passage.text, start, end):
        return False
    return not _is_told_of(passage.text, number.end - passage.start)

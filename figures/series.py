"""Numbers in brackets that share out one number: `176 clinics in the South (46), Nippes (37) and the West (93)`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from figures.model import Passage, Quantity, Rejection

_LEAST = 3  # numbers of a series: the sum of two is too often that of another number
_APART = 60  # characters between two numbers of a series: a name and a few words


def share_wholes(found: list[Quantity | Rejection], passage: Passage) -> None:
    """Give a series of bare numbers in brackets the unit of the number before it that is their sum, in place."""
    if passage.text.count("(") < _LEAST:
        return
    for places in _series(found, passage):
        total = sum(one.value for one in _quantities(found, places))
        whole = next((one for one in _quantities(found, range(places[0] - 1, -1, -1)) if _is(one.value, total)), None)
        if whole is not None:
            for at, one in zip(places, _quantities(found, places), strict=True):
                found[at] = replace(one, unit=whole.unit, unit_text=whole.unit_text)


def _series(found: Sequence[Quantity | Rejection], passage: Passage) -> Iterator[list[int]]:
    """The places in `found` of numbers that stand alone in brackets, one soon after the other."""
    places: list[int] = []
    for at, one in enumerate(found):
        if not _is_bare(one, passage):
            continue
        last = found[places[-1]] if places else None
        if isinstance(last, Quantity) and isinstance(one, Quantity) and one.start - last.end > _APART:
            if len(places) >= _LEAST:
                yield places
            places = []
        places.append(at)
    if len(places) >= _LEAST:
        yield places


def _is_bare(one: Quantity | Rejection, passage: Passage) -> bool:
    if not isinstance(one, Quantity):
        return False
    start, end = one.start - passage.start, one.end - passage.start
    return passage.text[start - 1 : start] == "(" and passage.text[end : end + 1] == ")"


def _quantities(found: Sequence[Quantity | Rejection], places: Sequence[int]) -> list[Quantity]:
    return [one for at in places if isinstance(one := found[at], Quantity)]


def _is(value: float, total: float) -> bool:
    return math.isclose(value, total, rel_tol=1e-9)

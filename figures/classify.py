"""Quantities of a passage to figures, or to named rejections."""

from __future__ import annotations

from figures.model import Figure, Passage, Quantity, Rejection


def classify(passage: Passage, found: list[Quantity | Rejection], before: list[Figure]) -> list[Figure | Rejection]:
    """A verdict for each number of `passage`. `before` holds the figures of the passages before it."""
    return [one if isinstance(one, Rejection) else _verdict(one, passage) for one in found]


def _verdict(quantity: Quantity, passage: Passage) -> Figure | Rejection:
    for word, category in (
        ("killed", "killed"),
        ("injured", "injured"),
        ("displaced", "displaced"),
        ("fled", "displaced"),
    ):
        if word in passage.text:
            return Figure(
                quantity.start, quantity.end, quantity.text, quantity.value, quantity.low, quantity.high,
                quantity.qualifier, category, quantity.unit, passage=passage.text, passage_start=passage.start,
            )  # fmt: skip
    return Rejection(quantity, "not_counted")

"""Figures in their scene: build the figure for a number of a text and let the context complete it."""

from __future__ import annotations

from datetime import date

from figures.context import Scene
from figures.model import Document, Figure
from figures.passages import passages


def completed(
    text: str,
    number: str,
    category: str = "killed",
    unit: str = "person",
    published: date | None = None,
    title: str | None = None,
) -> Figure:
    """The figure for `number` (its first mention) in `text`, with all that its scene says of it."""
    return completed_all(text, number, category=category, unit=unit, published=published, title=title)[0]


def completed_all(
    text: str,
    *numbers: str,
    category: str = "killed",
    unit: str = "person",
    published: date | None = None,
    title: str | None = None,
) -> list[Figure]:
    """The figures for `numbers` (the first mention of each, in reading order), in one scene."""
    document = Document(text, title=title, published=published)
    scene = Scene(document)
    left = list(numbers)
    found = []
    for passage in passages(document):
        scene.enter(passage)
        while left and passage.start <= (at := text.index(left[0])) < passage.end:
            figure = Figure(
                at, at + len(left[0]), left[0], 1.0, 1.0, 1.0, "exact", category, unit,
                passage=passage.text, passage_start=passage.start,
            )  # fmt: skip
            found.append(scene.complete(figure))
            del left[0]
    assert not left, f"{left} are in no passage"
    return found

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
    document = Document(text, title=title, published=published)
    scene = Scene(document)
    at = text.index(number)
    for passage in passages(document):
        scene.enter(passage)
        if passage.start <= at < passage.end:
            figure = Figure(
                at, at + len(number), number, 1.0, 1.0, 1.0, "exact", category, unit,
                passage=passage.text, passage_start=passage.start,
            )  # fmt: skip
            return scene.complete(figure)
    raise AssertionError(f"{number!r} is in no passage")

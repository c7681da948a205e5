"""The scene of a document: the places, dates and claimants met so far, and what they say of a figure."""

from __future__ import annotations

from figures.model import Document, Figure, Passage


class Scene:
    """The places, dates and claimants of one document, met passage by passage."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def enter(self, passage: Passage) -> None:
        """Take note of the places, dates and claimants of `passage`."""

    def complete(self, figure: Figure) -> Figure:
        """`figure` with its claimant, group, place, date, modality and measure."""
        return figure

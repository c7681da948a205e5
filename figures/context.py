"""The scene of a document: the places, dates and claimants met so far, and what they say of a figure."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from figures import kind, placing, where
from figures.model import Document, Figure, Passage
from figures.placing import Placement
from figures.where import Atlas, Mention


class Reading:
    """One passage, and what is found in it when somebody asks."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    @cached_property
    def mentions(self) -> list[Mention]:
        return where.mentions(self.passage.text)


class Scene:
    """The places, dates and claimants of one document. Nothing is looked for before a figure asks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._readings: list[Reading] = []
        self._last: Placement | None = None

    def enter(self, passage: Passage) -> None:
        """Take note of `passage`, the next in reading order."""
        self._readings.append(Reading(passage))

    def complete(self, figure: Figure) -> Figure:
        """`figure` with its claimant, group, place, date, modality and measure."""
        at = self._index(figure)
        found: dict[str, Any] = {}
        text = self._readings[at].passage.text
        found.update(self._place(figure, at))
        found["modality"] = kind.modality(figure, text)
        found["measure"] = kind.measure(figure, text, "")
        return replace(figure, **found)

    def _index(self, figure: Figure) -> int:
        for index in range(len(self._readings) - 1, -1, -1):
            if self._readings[index].passage.start == figure.passage_start:
                return index
        self.enter(Passage(figure.passage_start, figure.passage_start + len(figure.passage), figure.passage))
        return len(self._readings) - 1

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas(self.document.text)

    def _place(self, figure: Figure, at: int) -> dict[str, Any]:
        reading = self._readings[at]
        own = placing.in_sentence(figure, reading.passage.text, reading.mentions, self.atlas)
        placement = own[0] if own and own[1] > 4.5 else self._earlier(at)
        if placement is None and own:
            placement = own[0]
        if placement is None and self.atlas.main:
            placement = placing.whole_country(self.atlas.main)
        if placement is None:
            return {}
        place = placement.place
        return {
            "place": placement.text,
            "country": placement.country,
            "place_id": place.place_id if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "place_role": placement.role,
        }

    def _earlier(self, at: int) -> Placement | None:
        """The place that the text has been telling of: the last that a sentence before this one ties an event to."""
        for index in range(at - 1, -1, -1):
            text = self._readings[index].passage.text
            found = placing.spots(text, self._readings[index].mentions)
            best = placing.best_spot(text, 0, 0, found)
            if best and best[1] > 5:
                return placing.placement(best[0], text, self.atlas)
        return None

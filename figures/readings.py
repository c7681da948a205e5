"""One passage as its scene reads it: the places, times and speakers in it, found when somebody asks."""

from __future__ import annotations

from figures import placing, timewords, when, who
from figures.cited import Attribution
from figures.described import with_described
from figures.mentions import Mention
from figures.model import Passage
from figures.remembered import cached_property
from figures.spots import Spot, together
from figures.timewords import Time


class Reading:
    """One passage with the places that it names, and what else is found in it when somebody asks.

    It knows nothing of its scene: what points in a circle stays in memory until a slow search for circles finds it.
    """

    def __init__(self, passage: Passage, mentions: list[Mention]) -> None:
        self.passage = passage
        self.mentions = mentions

    @cached_property
    def spots(self) -> list[Spot]:
        return together(self.passage.text, self.mentions)

    @cached_property
    def places_told(self) -> list[Spot]:
        """The places of what is said, named or described, without those in the names of who says it."""
        text = self.passage.text
        found = with_described(text, self.mentions)
        spots = self.spots if found is self.mentions else together(text, found)
        names = [(one.start, max(one.end, one.at if one.reach == "right" else one.end)) for one in self.attributions]
        return [
            spot
            for spot in spots
            if placing.undergoes(text, spot) or not any(start <= spot.start < end for start, end in names)
        ]

    @cached_property
    def times(self) -> list[Time]:
        """The times that date what is told."""
        text = self.passage.text
        return [one for one in timewords.times(text) if when.tells(text, one)]

    @cached_property
    def attributions(self) -> list[Attribution]:
        return who.attributions(self.passage.text)

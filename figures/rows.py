"""Where the sums of a table are: in the place told above it, not in that of the row before."""

from __future__ import annotations

from collections.abc import Sequence

from figures.model import Passage
from figures.placing import Placement, whole_country
from figures.where import Atlas


class Rows:
    """The table that the rows with figures are in. `above` is the place that the text had told of before it."""

    def __init__(self) -> None:
        self.above: Placement | None = None
        self._last = -1  # the last row that had a figure
        self._summed = -1  # the last row of sums
        self._total: Placement | None = None

    def enter(self, passages: Sequence[Passage], at: int) -> int | None:
        """Take note of row `at`. Where a table begins with it, the first row of that."""
        first = at
        while first and first != self._last and passages[first - 1].kind == "row":
            first -= 1
        begins = first != self._last
        self._last = at
        return first if begins else None

    def total(self, at: int, last: Placement | None, atlas: Atlas) -> Placement | None:
        """The place of the sums in row `at`: that above the table, else the country of the places of its rows.

        `last` is where the figure before was. None where the rows are of countries.
        """
        if self._summed != at:
            self._summed, self._total = at, self._sum(last, atlas)
        return self._total

    def _sum(self, last: Placement | None, atlas: Atlas) -> Placement | None:
        if last is None or not last.country or (self.above and self.above.name == last.name):
            return self.above
        if not last.is_country:
            return self.above or whole_country(last.country, atlas)
        return None if self.above and self.above.is_country else self.above

"""Feeds read again and again: what is new is stored, what fails is left alone for longer each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from figures import __version__
from figures.ingest import Summary, ingest, read_as
from figures.web.links import Link

if TYPE_CHECKING:
    from db.store import Store
    from figures.web.fetch import Web
    from figures.web.turns import Clock

# Longest time in seconds that something which fails is left alone.
_MOST_PATIENCE = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one round over the feeds did. `at` is when it began, in seconds since 1970.

    `feeds` were asked, `waiting` ones left alone because they failed before. `failures` are pairs of origin and reason.
    `stopped`: Ctrl-C ended it.
    """

    at: float
    feeds: int
    waiting: int
    documents: int
    figures: int
    failures: list[tuple[str, str]]
    stopped: bool = False


@dataclass(slots=True)
class Total:
    """What all rounds did. `stopped` says that Ctrl-C ended them."""

    rounds: int = 0
    documents: int = 0
    figures: int = 0
    failed: int = 0
    stopped: bool = False


def watch(
    feeds: Sequence[str],
    store: Store,
    web: Web,
    *,
    every: float,
    times: int | None = None,
    follow: bool = False,
    told: Callable[[Round], None] = lambda one: None,
) -> Total:
    """Read `feeds` every so many seconds, `times` times or until Ctrl-C, and store what is new.

    `follow` reads the pages that the feeds point to, each once, and again when its feed says that it changed. `told` is
    called after each round. Raises DatabaseError where the database cannot be written.
    """
    total = Total()
    patience = Patience(every, web.clock)
    try:
        begins = web.clock.monotonic()
        while times is None or total.rounds < times:
            web.clock.sleep(max(0.0, begins - web.clock.monotonic()))
            begins = web.clock.monotonic() + every
            one = _round(feeds, store, web, patience, follow)
            total.rounds += 1
            total.documents += one.documents
            total.figures += one.figures
            total.failed += len(one.failures)
            told(one)
            if one.stopped:
                total.stopped = True
                break
    except KeyboardInterrupt:
        total.stopped = True
    return total


@dataclass(slots=True)
class Patience:
    """How long what fails is left alone: one round, then twice as long each time, a day at most."""

    every: float
    clock: Clock
    _tries: dict[str, tuple[int, float]] = field(default_factory=dict)

    def due(self, url: str) -> bool:
        """Whether `url` may be asked now."""
        return self._tries.get(url, (0, 0.0))[1] <= self.clock.monotonic()

    def failed(self, url: str) -> None:
        """Note that `url` failed."""
        tries = min(self._tries.get(url, (0, 0.0))[0] + 1, 20)
        # A little less than whole rounds: the next round that it is meant for begins a moment early or late.
        wait = min(self.every * (2 ** (tries - 1) - 0.5), _MOST_PATIENCE)
        self._tries[url] = (tries, self.clock.monotonic() + wait)

    def went_well(self, url: str) -> None:
        """Note that `url` was read."""
        self._tries.pop(url, None)


def _round(feeds: Sequence[str], store: Store, web: Web, patience: Patience, follow: bool) -> Round:
    from db.pages import Pages

    at = web.clock.wall()
    due = [feed for feed in dict.fromkeys(feeds) if patience.due(feed)]
    pages = Pages(store, read_as(__version__))
    pointed: set[str] = set()

    def skip(link: Link) -> bool:
        if not patience.due(link.url) or pages.has(link):
            return True
        pointed.add(link.url)
        return False

    summary = ingest(due, store, web=web, follow=follow, skip=skip) if due else Summary()
    failed = {origin for origin, _ in summary.failures}
    for url in {*due, *pointed}:
        patience.failed(url) if url in failed else patience.went_well(url)
    return Round(
        at,
        feeds=len(due),
        waiting=len(set(feeds)) - len(due),
        documents=summary.new + summary.re_extracted,
        figures=sum(summary.figures_by_category.values()),
        failures=summary.failures,
        stopped=summary.stopped,
    )

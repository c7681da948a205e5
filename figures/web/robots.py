"""What sites let programs read: robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from figures.sources import Unreadable
from figures.web.turns import Clock

if TYPE_CHECKING:
    from protego import Protego

# The name that rules for this program are looked up by.
NAME = "figures"
# RFC 9309, 2.5: at least 500 KiB are read, and what is beyond counts for nothing.
MOST_BYTES = 512_000
# Longest time in seconds between two pages that a site is granted. Some ask for hours.
MOST_DELAY = 30.0
# RFC 9309, 2.4: what was read is good for a day. What could not be read is tried again sooner. Seconds.
_GOOD_FOR = 24 * 3600.0
_TRY_AGAIN = 600.0

# Gives the body of a page, or None where there is none. Raises Unreadable where that cannot be told.
Ask = Callable[[str], bytes | None]


class Robots:
    """The rules of the sites met so far."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self.ask = ask
        self.clock = clock
        self._known: dict[str, tuple[float, Protego | str]] = {}

    def delay(self, url: str) -> float:
        """Seconds that the site of `url` wants between two pages. Raises Unreadable where it does not want it read.

        A site without rules lets everything be read; one whose rules cannot be had, nothing (RFC 9309, 2.3.1.4).
        """
        rules = self._rules(url)
        if isinstance(rules, str):
            raise Unreadable(url, rules)
        if not rules.can_fetch(url, NAME):
            raise Unreadable(url, "the site's robots.txt does not let programs read it")
        return min(max(rules.crawl_delay(NAME) or 0.0, 0.0), MOST_DELAY)

    def _rules(self, url: str) -> Protego | str:
        from protego import Protego

        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        until, rules = self._known.get(site, (0.0, ""))
        if site in self._known and self.clock.monotonic() < until:
            return rules
        lasts = _GOOD_FOR
        try:
            body = self.ask(f"{site}/robots.txt") or b""
            if len(body) >= MOST_BYTES:  # half a line could be another rule
                body = body[: body.rfind(b"\n") + 1]
            rules = Protego.parse(body.decode("utf-8-sig", "replace"))
        except Unreadable as error:
            rules, lasts = error.reason, _TRY_AGAIN
        self._known[site] = (self.clock.monotonic() + lasts, rules)
        return rules

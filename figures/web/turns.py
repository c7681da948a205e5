"""When a host may be asked again: no host is hammered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the web part sees it, in seconds. Tests have one that does not wait."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    wall: Callable[[], float] = time.time


def host_of(url: str) -> str:
    """The host of an address, "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


class TooLong(Exception):  # noqa: N818 (it says what a host asks for)
    """A host asks to be left alone for longer than is waited for. `MOST` is what is, in seconds."""

    MOST = 60.0


class Turns:
    """Whose turn it is. `delay` is the least time in seconds between the starts of two requests to one host."""

    def __init__(self, delay: float, clock: Clock) -> None:
        self.delay = delay
        self.clock = clock
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def take(self, host: str, delay: float = 0.0) -> None:
        """Wait until `host` may be asked, and note that it is. `delay` is what the host itself wants between two.

        Raises TooLong as rest() does.
        """
        self.rest(host)
        self._wait(self._next.get(host, 0.0))
        self._next[host] = self.clock.monotonic() + max(self.delay, delay)

    def due(self, host: str) -> float:
        """When `host` may be asked, on the clock of the turns; 0 where it was not asked so far."""
        return max(self._next.get(host, 0.0), self._held.get(host, 0.0))

    def rest(self, host: str) -> None:
        """Wait for as long as `host` is to be left alone. Raises TooLong where that is long."""
        until = self._held.get(host, 0.0)
        if (left := until - self.clock.monotonic()) > TooLong.MOST:
            raise TooLong(f"the host asked to be left alone for another {left:.0f} s")
        self._wait(until)

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long from now."""
        self._held[host] = max(self._held.get(host, 0.0), self.clock.monotonic() + seconds)

    def _wait(self, until: float) -> None:
        if (left := until - self.clock.monotonic()) > 0:
            self.clock.sleep(left)

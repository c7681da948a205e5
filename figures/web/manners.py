"""How the web is asked."""

from __future__ import annotations

from dataclasses import dataclass

TIMEOUT = 30.0
DELAY = 1.0


@dataclass(frozen=True, slots=True)
class Manners:
    """`timeout` is for each request with its answer, `delay` between two requests to one host, both in seconds.

    `allow_private` lets addresses of this machine and of private networks be asked. `contact` is a URL or mail address
    that goes with the name of the program, for those who want to know who asks.
    """

    timeout: float = TIMEOUT
    delay: float = DELAY
    allow_private: bool = False
    contact: str = ""

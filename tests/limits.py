"""What holds work to its time and counts its steps."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Slow(BaseException):
    """It took too long. Not an Exception, so that nothing on the way catches it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises Slow in what takes more of the processor's time: that does not depend on what else the machine does."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Slow

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def steps(work: Callable[[], object]) -> int:
    """How many calls `work` makes: a measure of work that does not hang on the machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls

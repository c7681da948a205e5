"""The progress bar of a long command, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from figures.ingest import Progress

# The bar moves by thousandths of a source, so that one file of a million documents shows how far it is.
_STEPS = 1000


@contextmanager
def bar(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar that is told how far an ingest has come, where standard error is a terminal; else None."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()

    def told(now: Progress | None) -> str:
        return words(now, time.monotonic() - started) if now else ""

    reading = click.progressbar(length=1, label="Reading", file=sys.stderr, item_show_func=told)
    reading.length = None
    with reading as shown:

        def show(now: Progress) -> None:
            at = int((now.sources + now.part) * _STEPS)
            # While the sources are still being counted the bar has no end, and so no time that is left.
            shown.length = None if now.total is None else max(now.total * _STEPS, at)
            shown.eta_known = now.total is not None
            shown.update(max(at - shown.pos, 0), now)

        yield show


def words(now: Progress, seconds: float) -> str:
    """What stands beside the bar: documents, how many a second, failures."""
    rate = now.documents / seconds if seconds > 0 else 0.0
    return f"{now.documents:,} documents, {rate:,.0f} a second, {now.failed:,} failed"

"""The progress bar of a long command, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from figures.ingest import Progress


@contextmanager
def bar(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar that is told how far an ingest has come, where standard error is a terminal; else None."""
    if quiet or not sys.stderr.isatty():
        yield None
        return

    def told(now: Progress | None) -> str:
        return f"{now.documents:,} read, {now.failed:,} failed" if now else ""

    with click.progressbar(length=1, label="Reading", file=sys.stderr, item_show_func=told) as shown:

        def show(now: Progress) -> None:
            shown.length = now.total
            shown.update(now.sources - shown.pos, now)

        yield show

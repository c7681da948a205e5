"""What a watch over feeds says: a line a round, and the sum at the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from reports.terminal import tell

if TYPE_CHECKING:
    from figures.web.watch import Round, Total


def tell_round(one: Round) -> None:
    """One line for the round, and on standard error one for each failure."""
    for origin, reason in one.failures:
        tell(f"{origin}: {reason}")
    click.echo(round_line(one))


def round_line(one: Round) -> str:
    """When it was, what was asked, what was new: `2024-05-03 10:15  2 feeds, 4 new documents, 31 figures, 1 failed`."""
    when = datetime.fromtimestamp(one.at).isoformat(" ", timespec="minutes")
    parts = [_many(one.feeds, "feed"), _many(one.documents, "new document"), _many(one.figures, "figure")]
    parts += [f"{len(one.failures):,} failed"] if one.failures else []
    parts += [f"{one.waiting:,} left alone for now"] if one.waiting else []
    return f"{when}  {', '.join(parts)}"


def watch_summary(total: Total) -> str:
    """What all rounds did."""
    parts = [_many(total.documents, "new document"), _many(total.figures, "figure"), f"{total.failed:,} failed"]
    return f"{_many(total.rounds, 'round')}: {', '.join(parts)}."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

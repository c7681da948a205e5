"""What the commands that read documents share: their options, and what they say at the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reports.terminal import STOPPED, Command, asking, columns, day, follow, max_size, tell

if TYPE_CHECKING:
    from figures.web.manners import Manners

_SECONDS = click.FloatRange(min=0, min_open=True)
_OPTIONS = (
    day("--date", "date", help="Day of publication of everything read, whatever it says."),
    day("--default-date", help="Day of publication where the source names none."),
    click.option("--workers", type=click.IntRange(min=1), metavar="N",
                 help="Processes that read and extract.  [default: one for each processor]"),
    click.option("--timeout", type=_SECONDS, default=120.0, show_default=True, metavar="SECONDS",
                 help="Longest time to read or to extract one document; then it is set aside as a failure."),
    max_size,
    columns,
    follow,
    asking,
    click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; failures are still told."),
    click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object, with every failure."),
)  # fmt: skip


def reading_options(command: Command) -> Command:
    """The options of a command that reads documents."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_and_tell(
    sources: Sequence[str], db_path: Path, *, quiet: bool, as_json: bool, manners: Manners, max_bytes: int, **how: Any
) -> int:
    """Read `sources` into the database and say what came of it. Gives the exit code."""
    from db.store import open_store
    from figures.ingest import ingest
    from figures.web.fetch import Web
    from reports.listing import ingest_summary
    from reports.progress import bar

    with open_store(db_path) as store, bar(quiet) as progress:
        web = Web(manners, limit=max_bytes)
        summary = ingest(sources, store, progress=progress, web=web, max_bytes=max_bytes, **how)
    if as_json:
        click.echo(json.dumps(summary.to_dict()))
    else:
        notices = [] if quiet else summary.notices
        for origin, reason in [*notices, *summary.failures]:
            tell(f"{origin}: {reason}")
        if summary.failed > len(summary.failures):
            tell(f"and {summary.failed - len(summary.failures):,} more, which the table of failures has")
        if not quiet:
            click.echo(ingest_summary(summary))
    if summary.stopped:
        tell(STOPPED)
        return 130
    return 1 if summary.failed else 0

"""What the commands share at the terminal: one line for an error, options, and where the words go."""

from __future__ import annotations

import re
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from figures.model import Document
    from figures.web.manners import Manners

Command = TypeVar("Command", bound="Callable[..., Any]")
STOPPED = "stopped; what was stored is sound, and the same command goes on from there"
SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SCALES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


class Commands(click.Group):
    """The commands, with one clear line for what a user can mend."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What cannot be read ends with 1, an unusable database with 2, Ctrl-C with 130."""
        from db.errors import DatabaseError
        from figures.sources import Unreadable

        try:
            return super().invoke(ctx)
        except (DatabaseError, Unreadable) as error:
            tell(str(error))
            ctx.exit(2 if isinstance(error, DatabaseError) else 1)
        except KeyboardInterrupt:
            tell(STOPPED)
            ctx.exit(130)


def day(*names: str, help: str) -> Callable[[Command], Command]:  # noqa: A002 - click's word
    """An option that takes a day as YYYY-MM-DD."""
    return click.option(
        *names, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=help,
        callback=lambda ctx, param, value: value and value.date(),
    )  # fmt: skip


def size(ctx: click.Context, param: click.Parameter, value: str) -> int:
    found = re.fullmatch(r"(\d{1,12})\s?([kmg]?)b?", value, re.IGNORECASE)
    if not found:
        raise click.BadParameter(f"{value!r} is no size; write 20MB")
    return int(found[1]) * SCALES[found[2].lower()]


def database(command: Command) -> Command:
    """The option that names the database."""
    return click.option(
        "--db", "db_path", type=click.Path(dir_okay=False, path_type=Path), default="figures.db", show_default=True,
        help="The SQLite database.",
    )(command)  # fmt: skip


_COLUMNS = {
    "text": "The column of a sheet that holds the articles; guessed and told where it is not named.",
    "title": "The column of their titles.",
    "date": "The column of their days of publication.",
    "url": "The column of their addresses.",
}


def columns(command: Command) -> Command:
    """The options that name the columns of sheets, given to the command together, by what they hold."""
    for part, words in reversed(_COLUMNS.items()):
        command = click.option(
            f"--{part}-column", metavar="NAME", help=words, expose_value=False, callback=partial(_column, part)
        )(command)
    return command


def _column(part: str, ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    named = ctx.params.setdefault("columns", {})
    if value:
        named[part] = value


_ASKING = (
    click.option("--web-timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
                 metavar="SECONDS", help="Longest wait for one answer of a web server."),
    click.option("--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, metavar="SECONDS",
                 help="Least time between two requests to one web server."),
    click.option("--allow-private", is_flag=True, help="Ask web servers on this machine and in private networks too."),
    click.option("--contact", envvar="FIGURES_CONTACT", default="", metavar="URL",
                 help="Told to web servers with the program's name. Also read from FIGURES_CONTACT."),
)  # fmt: skip


def asking(command: Command) -> Command:
    """The options that say how the web is asked, given to the command as `manners`."""

    @wraps(command)
    def with_manners(*args: Any, web_timeout: float, delay: float, allow_private: bool, **rest: Any) -> Any:
        from figures.web.manners import Manners

        return command(*args, manners=Manners(web_timeout, delay, allow_private, rest.pop("contact")), **rest)

    for option in reversed(_ASKING):
        with_manners = option(with_manners)
    return cast(Command, with_manners)


def follow(command: Command) -> Command:
    """The option that reads the pages that feeds point to."""
    return click.option("--follow", is_flag=True, help="Read the pages that feeds point to as well.")(command)


def max_size(command: Command) -> Command:
    """The option that says how large a document may be."""
    return click.option(
        "--max-size", "max_bytes", callback=size, default="20MB", show_default=True, metavar="SIZE",
        help="Largest document to read, such as 800k or 20MB.",
    )(command)  # fmt: skip


def every(ctx: click.Context, param: click.Parameter, value: str) -> float:
    """Seconds of a span such as 15m, 2h or 1d."""
    found = re.fullmatch(r"(\d{1,6})\s?([smhd])", value, re.IGNORECASE)
    seconds = float(found[1]) * SPANS[found[2].lower()] if found else 0.0
    if not seconds:
        raise click.BadParameter(f"{value!r} is no time between two rounds; write 15m")
    return seconds


_FILTERS = (
    click.option("--category", "categories", multiple=True, help="Such as displaced or killed. May be repeated."),
    click.option("--country", "countries", multiple=True, help="Where: code or name, SYR or Syria. May be repeated."),
    click.option("--origin", "origins", multiple=True, help="Where the counted come from, or their nation."),
    click.option("--claimant", "claimants", multiple=True, help="Who says so: part of the name or the text's words."),
    click.option("--measure", "measures", multiple=True, help="stock, flow, cumulative, change or unknown."),
    click.option("--modality", "modalities", multiple=True, help="reported, projected, planned or denied."),
    click.option("--facet", "facets", multiple=True, help="Whom it counts: children, women, refugees, IDPs, ..."),
    click.option("--sector", "sectors", multiple=True, help="Sector of a need or response: health, WASH, shelter, ..."),
    click.option("--cause", "causes", multiple=True, help="conflict, disaster, disease or other."),
    click.option("--hazard", "hazards", multiple=True, help="Such as flood, storm, drought or cholera."),
    click.option("--place-role", "roles", multiple=True, help="The place is a location, an origin or a destination."),
    click.option("--unit", "units", multiple=True, help="Such as person, household or USD."),
    day("--since", help="First day."),
    day("--until", help="Last day."),
    click.option("--min", "least", type=float, help="Smallest value."),
    click.option("--max", "most", type=float, help="Largest value."),
    click.option("--search", default="", help="Only documents with these words, such as: flood OR cyclone."),
    click.option("--copies", is_flag=True, help="The figures of copies and of replaced versions of a page too."),
    click.option("--limit", type=click.IntRange(min=0), help="At most so many, the newest."),
)


def filters(command: Command) -> Command:
    """The options that say which figures are meant."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def documents(source: str, published: date | None, manners: Manners) -> Iterator[Document]:
    """The documents of `source`, dated as asked, asked for with `manners` where it is on the web."""
    from dataclasses import replace

    import figures

    for document in figures.read(source, manners=manners):
        yield document if published is None else replace(document, published=published, date_source="option")


def tell(words: str) -> None:
    """One line on standard error, in which nothing drives the terminal."""
    from reports.listing import clean

    click.echo(f"figures: {clean(words)}", err=True)


def width() -> int:
    """The columns of the terminal."""
    from shutil import get_terminal_size

    return get_terminal_size((140, 24)).columns

"""The commands: parse options, call, print."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reports.reading import read_and_tell, reading_options
from reports.terminal import Commands, asking, database, day, documents, every, filters, follow, max_size, tell, width

if TYPE_CHECKING:
    from datetime import date

    from figures.web.manners import Manners

EXIT_CODES = "Exit codes: 0 all went well; 1 something failed, the rest was done; 2 wrong usage, or no usable database."


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="figures")
def main() -> None:
    """Read humanitarian figures out of news and situation reports.

    \b
    figures ingest examples --db figures.db      read a folder into a database
    figures list --category displaced            look at what was found
    figures report --out charts                 charts and an overview page
    """


@main.command("ingest", short_help="Read documents into a database.", epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@database
@reading_options
def ingest(sources: tuple[str, ...], db_path: Path, **how: Any) -> None:
    """Read SOURCE... into the database: files, folders, web addresses, or - for standard input.

    Text, Markdown, HTML, PDF, Word (DOCX), Excel (XLSX) and CSV, JSON and JSON Lines (also replies of ReliefWeb, GDELT
    and news services), RSS and Atom, mails (EML), web archives (WARC), and zip, gzip, bzip2, xz and tar of any of
    these. What was read before is left alone, so the same command can be repeated, and goes on where it was stopped.
    What cannot be read, or crashes or takes too long, is told, kept in the table of failures, and does not stop the
    rest.

    \b
    figures ingest reports/ https://example.org/update.html
    figures ingest article.txt --date 2024-05-31
    figures ingest articles.xlsx --text-column Body --date-column Published
    """
    sys.exit(read_and_tell(sources, db_path, **how))


@main.command("retry", short_help="Read again what failed.", epilog=EXIT_CODES)
@database
@reading_options
def retry(db_path: Path, **how: Any) -> None:
    """Read again the sources of all failures in the database. Those that are read now are failures no longer.

    \b
    figures retry
    figures retry --timeout 600 --max-size 100MB
    """
    from db.failures import sources_to_retry
    from db.read import open_reader

    with closing(open_reader(db_path)) as db:
        sources, lost = sources_to_retry(db)
    for origin in lost:
        tell(f"{origin}: came from standard input, which cannot be read again; give it to `figures ingest` once more")
    code = read_and_tell(sources, db_path, **how)
    sys.exit(code or (1 if lost else 0))


@main.command("doctor", short_help="Examine a database, and say what to do.", epilog=EXIT_CODES)
@database
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
def doctor(db_path: Path, as_json: bool) -> None:
    """Examine the database: whether it is whole and true to its texts, what it holds, and what to do about it.

    Ends with 1 where something is wrong with it. Changes nothing.

    \b
    figures doctor --db figures.db
    figures doctor --json | jq .faults
    """
    from db.doctor import examine
    from reports.listing import health_json, health_text

    health = examine(db_path)
    click.echo(health_json(health) if as_json else health_text(health))
    sys.exit(1 if health.faults else 0)


@main.command("watch", short_help="Read feeds again and again, and store what is new.", epilog=EXIT_CODES)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@database
@click.option("--every", callback=every, default="15m", show_default=True, metavar="TIME",
              help="Time from one round to the next, such as 15m, 2h or 1d.")  # fmt: skip
@click.option("--times", type=click.IntRange(min=1), metavar="N", help="End after N rounds.")
@asking
@follow
@max_size
def watch(feeds: tuple[str, ...], db_path: Path, manners: Manners, max_bytes: int, **how: Any) -> None:
    """Read FEED... (feeds and pages on the web) into the database, round after round, until Ctrl-C.

    Only what changed is sent again, so that a round costs little. A feed that fails is told, left alone for longer each
    time, and does not stop the others.

    \b
    figures watch https://example.org/news.xml --every 15m --follow
    """
    from db.store import open_store
    from figures.web.fetch import Web
    from figures.web.watch import watch as come_back
    from reports.rounds import tell_round, watch_summary

    with open_store(db_path) as store:
        total = come_back(feeds, store, Web(manners, limit=max_bytes), told=tell_round, **how)
    click.echo(watch_summary(total))
    sys.exit(130 if total.stopped else 1 if total.failed else 0)


@main.command("extract", short_help="Print the figures of a document.", epilog=EXIT_CODES)
@click.argument("source", default="-")
@click.option("--table", "as_table", is_flag=True, help="A table for people instead of JSON Lines.")
@day("--date", "published", help="Day of publication, which dates in the text are reckoned from.")
@asking
def extract(source: str, as_table: bool, published: date | None, manners: Manners) -> None:
    """Print the figures of SOURCE (a file, folder, web address, or - for standard input), one JSON object a line.

    \b
    figures extract article.txt --table
    echo "At least 51 people were killed." | figures extract | jq .value
    """
    import figures
    from reports.listing import json_lines, table

    rows = []
    try:
        for document in documents(source, published, manners):
            for figure in figures.extract(
                document.text, published=document.published, title=document.title, language=document.language
            ):
                row = {**figure.to_dict(), "origin": document.origin}
                if as_table:
                    rows.append({**row, "sentence": figure.passage, "sentence_start": figure.passage_start})
                else:
                    click.echo(json_lines([row]), nl=False)
    finally:  # what was read before the trouble is shown all the same
        if rows:
            click.echo(table(rows, width()))


@main.command("explain", short_help="Print a text with every number marked and explained.", epilog=EXIT_CODES)
@click.argument("source", default="-")
@day("--date", "published", help="Day of publication, which dates in the text are reckoned from.")
@asking
def explain(source: str, published: date | None, manners: Manners) -> None:
    """Print the text of SOURCE with every number marked: what it was read as and why, or why it is no figure.

    \b
    figures explain article.txt
    figures explain article.txt | grep 'no figure'
    """
    import figures
    from reports.marking import marked, summary

    for document in documents(source, published, manners):
        numbers = figures.explain(
            document.text, published=document.published, title=document.title, language=document.language
        )
        click.echo(marked(document.text, numbers, colour=sys.stdout.isatty()))
        tell(f"{document.origin}: {summary(numbers)}")


@main.command("list", short_help="Print the figures in a database.", epilog=EXIT_CODES)
@database
@filters
@click.option("--json", "form", flag_value="json", help="One JSON object a line, every field.")
@click.option("--csv", "form", flag_value="csv", help="CSV, every field.")
@click.option("--table", "form", flag_value="table", default="table", help="A table for people (the default).")
def list_command(db_path: Path, form: str, **which: Any) -> None:
    """Print the figures in the database, newest first. A day with a ? is only the time of the file.

    \b
    figures list --category displaced --country SDN --since 2024-01-01
    figures list --claimant UNHCR --measure stock --min 10000 --csv > unhcr.csv
    """
    from db.query import Filter, UnknownWordError, columns, list_figures
    from db.read import open_reader
    from reports.listing import csv_text, json_lines, table

    with closing(open_reader(db_path)) as db:
        try:
            rows = list_figures(db, Filter(**which))
        except UnknownWordError as error:
            raise click.UsageError(str(error)) from None
        if form == "csv":
            click.echo(csv_text(rows, columns(db)), nl=False)
        elif form == "json":
            click.echo(json_lines(rows), nl=False)
        elif rows:
            click.echo(table(rows, width()))
        else:
            click.echo("No figures.", err=True)


@main.command("duplicates", short_help="Show what was merged, and why.", epilog=EXIT_CODES)
@database
@click.option("--kind", type=click.Choice(["copy", "repeat", "revision"]), help="Only these.")
@click.option("--limit", type=click.IntRange(min=0), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def duplicates_command(db_path: Path, kind: Any, limit: int | None, as_json: bool) -> None:
    """Print what was found more than once and counts as one report: copies, repeats, older versions of a page.

    Under each story stand its other tellings, with how many words and which numbers they share. A copy is never
    deleted: `figures list --copies` lists its figures too.

    \b
    figures duplicates --kind copy
    figures duplicates --json | jq -r .origin
    """
    from db.duplicates import counts, duplicates
    from db.read import open_reader
    from reports.listing import json_lines
    from reports.merged import merged_summary, merged_text

    with closing(open_reader(db_path)) as db:
        rows = duplicates(db, kind, limit)
        for line in (json_lines([row]).rstrip() for row in rows) if as_json else merged_text(rows, width()):
            click.echo(line)
        tell(merged_summary(*counts(db)))


@main.command("report", short_help="Build charts and the overview page.", epilog=EXIT_CODES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@database
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="charts", show_default=True,
              help="The folder to write to.")  # fmt: skip
def report(names: tuple[str, ...], db_path: Path, out: Path) -> None:
    """Build all reports, or the named ones, and print the files written.

    \b
    figures report --out charts
    figures report overview
    """
    from db.read import open_reader
    from reports import UnknownReportError, build

    open_reader(db_path).close()  # says what is wrong with the database, and brings an older one up to date
    try:
        written = build(names, db_path, out)
    except UnknownReportError as error:
        raise click.UsageError(str(error)) from None
    for path in written:
        click.echo(path)


@main.command("evaluate", short_help="Measure the extractor on labelled texts.", epilog=EXIT_CODES)
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", default=0, metavar="N", help="Show N errors, the most frequent kind first.")
@click.option("--json", "as_json", is_flag=True, help="The numbers as one JSON object.")
@click.option("--at-least", type=float, metavar="F1", help="End with 1 if the strict F1 is lower.")
def evaluate(gold: tuple[Path, ...], errors: int, as_json: bool, at_least: float | None) -> None:
    """Measure the extractor on GOLD: JSON Lines with text and figures, or texts marked by hand.

    \b
    figures evaluate my-labels.jsonl --errors 40
    figures evaluate my-labels.jsonl --at-least 0.8
    """
    import figures
    from figures.evaluation import score
    from figures.training import load
    from reports.scores import scores_json, scores_text

    scores = score([document for path in gold for document in load(path)], figures.extract)
    click.echo(scores_json(scores) if as_json else scores_text(scores, errors))
    sys.exit(1 if at_least is not None and scores.ratio("strict").f1 < at_least else 0)


@main.command("train", short_help="Learn weights from labelled texts.", epilog=EXIT_CODES)
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default="weights.tsv", show_default=True,
              help="The file to write.")  # fmt: skip
def train(gold: tuple[Path, ...], out: Path) -> None:
    """Learn weights from GOLD and the lexicon's own examples. The same labels give the same weights.

    Set FIGURES_WEIGHTS to the file to use it in place of the weights that come with the program.

    \b
    figures train my-labels.jsonl --out weights.tsv
    FIGURES_WEIGHTS=weights.tsv figures extract article.txt
    """
    from figures.training import learn

    click.echo(learn(gold, out))

"""Writes the parts of the documentation that come from the code: the data dictionary, the answers of the cookbook, and
the tables and the tour in the README.

    python scripts/make_docs.py            write what changed
    python scripts/make_docs.py --check    write nothing; exit 1 and name what is stale
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from click.testing import CliRunner

import cli
from db.read import open_reader
from db.reference import VOCABULARY
from db.sql import audits, views
from figures.lexicon import categories

ROOT = Path(__file__).resolve().parent.parent
# What the tour in the README runs, and how many lines of the output it shows.
TOUR = (
    ("Read a folder into a database:", "ingest examples --db figures.db", 12),
    ("Ask it who says how many were killed:", "list --db figures.db --category killed --country Nepal --limit 6", 12),
    (
        "See what was made of every number of a text, and why:",
        "explain examples/nepal-earthquake/2025-04-13-first-day.txt",
        12,
    ),
)
MOST_ROWS = 12  # of an answer in the cookbook
MOST_UNITS = 5  # of a category in the README
TABLE = re.compile(
    r"^-- ([^\n]+)\ncreate (?:virtual )?table (\w+)(?: using fts5)? \((.*?)^\)", re.MULTILINE | re.DOTALL
)


def main(arguments: Sequence[str]) -> int:
    """Write every document, or check them all."""
    check = "--check" in arguments
    with TemporaryDirectory() as folder:
        database = Path(folder) / "figures.db"
        read_examples(database)
        stale = {path: text for path, text in documents(database) if not path.is_file() or path.read_text() != text}
    for path, text in stale.items():
        print(f"{path.relative_to(ROOT)}: {'stale' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and check else 0


def read_examples(database: Path) -> None:
    """Ingest the bundled examples into `database`, which their answers come from."""
    run(f"ingest examples --db {database} --quiet")


def documents(database: Path) -> Iterator[tuple[Path, str]]:
    """Every generated document with the text that it should have."""
    yield ROOT / "docs/data-dictionary.md", dictionary(database)
    cookbook = ROOT / "docs/cookbook.md"
    with closing(open_reader(database)) as db:
        yield cookbook, answered(cookbook.read_text(encoding="utf-8"), db)
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    parts = {"commands": commands_table, "categories": categories_table, "tour": lambda: tour(database)}
    for name, part in parts.items():
        text = between_markers(text, name, part)
    yield readme, text


def between_markers(text: str, name: str, part: Callable[[], str]) -> str:
    """`text` with what stands between `<!-- name -->` and `<!-- /name -->` made anew; unchanged without markers."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if start not in text or end not in text:
        print(f"README.md: no markers for {name}", file=sys.stderr)
        return text
    before, rest = text.split(start, 1)
    return f"{before}{start}\n{part()}\n{end}{rest.split(end, 1)[1]}"


def commands_table() -> str:
    """Every command with what it does and its options."""
    rows = []
    for name, command in sorted(cli.main.commands.items()):
        context = click.Context(command, info_name=name)
        usage = " ".join(part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
        options = [max(one.opts, key=len) for one in command.params if isinstance(one, click.Option)]
        rows.append((f"`figures {name} {usage}`".replace(" `", "`"), command.short_help, _code(options)))
    return grid(("Command", "Does", "Options"), rows)


def categories_table() -> str:
    """Every category with what it counts."""
    rows = [(one.family, f"`{one.name}`", one.meaning, _units(one.units), one.measure) for one in categories().values()]
    return grid(("Group", "Category", "Counts", "Units", "Kind, unless the text says otherwise"), rows)


def tour(database: Path) -> str:
    """The commands of the tour with what they print."""
    parts = []
    fresh = database.with_name("tour.db")
    for words, command, most in TOUR:
        lines = run(command.replace("figures.db", str(fresh))).splitlines()
        more = ["…"] if len(lines) > most else []
        shown = "\n".join([f"$ figures {command}", *lines[:most], *more])
        parts.append(f"{words}\n\n```console\n{shown}\n```")
    return "\n\n".join(parts)


def run(command: str) -> str:
    """What `figures COMMAND` prints, in a terminal of 120 columns at the root of the project. Raises RuntimeError."""
    os.environ["COLUMNS"] = "120"
    with chdir(ROOT):
        result = CliRunner().invoke(cli.main, command.split())
    if result.exit_code:
        raise RuntimeError(f"figures {command}: {result.output}") from result.exception
    return result.stdout


def answered(text: str, db: sqlite3.Connection) -> str:
    """The cookbook with the answer to each question under its SQL, up to the next heading."""

    def answer(found: re.Match[str]) -> str:
        cursor = db.execute(found[1])
        names = [column[0] for column in cursor.description]
        rows = [tuple(map(shown, row)) for row in cursor]
        more = f"\n\n… and {len(rows) - MOST_ROWS} more rows." if len(rows) > MOST_ROWS else ""
        return f"```sql\n{found[1]}```\n\n{grid(names, rows[:MOST_ROWS])}{more}\n\n"

    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return "".join(re.sub(r"```sql\n(.*?)```\n.*", answer, part, flags=re.DOTALL) for part in parts).rstrip() + "\n"


def shown(value: Any) -> str:
    """A value of an answer as a reader expects it: whole numbers with separators, nothing for unknown."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return " ".join(str(value).split())


def dictionary(database: Path) -> str:
    """The data dictionary: tables, views, audits and vocabularies."""
    schema = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "db/schema.sql", ROOT / "db/pages.sql"))
    parts = ["# Data dictionary", "Made by `python scripts/make_docs.py` from the schema, the views and the audits."]
    parts += [line[3:] for line in schema.splitlines()[1:2]]
    parts += ["## Tables", *(_table(*found) for found in _tables(schema))]
    with closing(open_reader(database)) as db:
        parts += ["## Views", *(_view(db, name) for name in views())]
    parts += ["## Audits", "Each is a SELECT that returns no rows from a sound database."]
    parts += [grid(("Audit", "Holds that"), [(f"`{one.name}`", one.description) for one in audits().values()])]
    parts += ["## Vocabularies", "The only words that these columns hold; empty where the text does not say."]
    words = [(f"`{field}`", _code([word for word in words if word])) for field, words in VOCABULARY.items()]
    return "\n\n".join([*parts, grid(("Column", "Words"), words)]) + "\n"


def _tables(schema: str) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Each table of the schema: its name, its comment, and its columns with type and comment."""
    for found in re.finditer(TABLE, schema):
        comment, name, body = found.groups()
        lines = re.findall(r'^    "?(\w+)"?\s+(integer|real|text|blob)\b([^-\n]*)(?:--\s*(.*))?$', body, re.M)
        yield name, comment, [(column, _type(kind, rest), meaning) for column, kind, rest, meaning in lines]


def _type(kind: str, rest: str) -> str:
    reference = re.search(r"references (\w+)", rest)
    optional = "" if "not null" in rest or "primary key" in rest else ", may be NULL"
    return kind + (f" → {reference[1]}" if reference else "") + optional


def _table(name: str, comment: str, columns: list[tuple[str, str, str]]) -> str:
    rows = [(f"`{column}`", kind, meaning) for column, kind, meaning in columns]
    return f"### {name}\n\n{comment}" + (f"\n\n{grid(('Column', 'Type', 'Meaning'), rows)}" if rows else "")


def _view(db: sqlite3.Connection, name: str) -> str:
    names = [column[0] for column in db.execute(f"select * from {name} limit 0").description]
    return f"### {name}\n\n{views()[name].description}\n\nColumns: {_code(names)}."


def _units(units: Sequence[str]) -> str:
    more = f" and {len(units) - MOST_UNITS} more" if len(units) > MOST_UNITS + 1 else ""
    return _code(units[:MOST_UNITS] if more else units) + more


def _code(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def grid(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

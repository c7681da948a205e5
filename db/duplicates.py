"""What was merged, and why: copies of one story, repeats word for word, older versions of a page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Literal, get_args

Kind = Literal["copy", "repeat", "revision"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def duplicates(db: sqlite3.Connection, kind: Kind | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of the view of that name, those of one story together, with what the two texts share.

    `similarity` is the part of the shorter text's runs of three words that the other has (1 for a repeat),
    `numbers_shared` how many different numbers both have, `numbers_only_first` and `numbers_only_here` those that one
    has alone; `because_of` is the origin of the document through which a copy belongs to its story, where that is not
    the first one.
    """
    where = "where kind = ? " if kind else ""
    order = "order by first_published, first_origin, first_id, kind, published, origin"
    cursor = db.execute(
        f"select * from duplicates {where}{order} limit ?", [*([kind] if kind else []), -1 if limit is None else limit]
    )
    for row in cursor:
        yield dict(row) | (_compared(db, row) if row["kind"] != "repeat" else {"similarity": 1.0})


def counts(db: sqlite3.Connection) -> tuple[dict[str, int], int, int]:
    """How many rows of each kind there are, how many stories are told, and how many documents wait to be compared.

    Those were stored by an older version; the next `figures ingest` compares them.
    """
    found = dict(db.execute("select kind, count(*) from duplicates group by kind").fetchall())
    ((stories,),) = db.execute(
        "select count(*) from stories where document_id = story_id and newer_id is null"
    ).fetchall()
    ((waiting,),) = db.execute("select (select count(*) from documents) - (select count(*) from signatures)").fetchall()
    return found, stories, waiting


def _compared(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    from figures.copies import Telling, compare

    here = Telling(_text(db, row["document_id"]))
    other, through = row["first_id"], None
    if row["kind"] == "copy" and not compare(here, Telling(_text(db, other))).is_copy:
        members = (
            "select document_id, origin from stories join documents on id = document_id "
            "where story_id = ? and document_id not in (?, ?) order by rank"
        )
        for member, origin in db.execute(members, [other, other, row["document_id"]]):
            if compare(here, Telling(_text(db, member))).is_copy:
                other, through = member, origin
                break
    first = Telling(_text(db, other))
    found = compare(here, first)
    ours, theirs = here.facts.numbers, first.facts.numbers
    return {
        "similarity": round(found.share, 2),
        "numbers_shared": _sorted(ours & theirs),
        "numbers_only_first": _sorted(theirs - ours),
        "numbers_only_here": _sorted(ours - theirs),
        "because_of": through,
    }


def _sorted(numbers: frozenset[float]) -> list[float]:
    return sorted(int(number) if number.is_integer() else number for number in numbers)


def _text(db: sqlite3.Connection, key: str) -> str:
    ((text,),) = db.execute("select text from documents where id = ?", [key]).fetchall()
    return str(text)

"""What was merged, for people: each story with its copies, repeats and older versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from reports.listing import clean, shortened
from reports.wording import counted

_MOST_NUMBERS = 6


def merged_text(rows: Iterable[Mapping[str, Any]], width: int) -> Iterable[str]:
    """The rows of db.duplicates as lines of at most `width`: what counts, and under it each further telling and why."""
    for _, group in groupby(rows, key=lambda row: row["first_id"]):
        found = list(group)
        first = found[0]
        head = (first["first_published"], first["first_publisher"], first["first_title"], first["first_origin"])
        yield shortened(_line(head), width)
        for row in found:
            telling = _line((row["published"], row["publisher"], row["title"], row["origin"]))
            yield shortened(f"  {row['kind']:<9}{telling}", width)
            yield shortened(f"           {_why(row)}", width)


def merged_summary(counts: Mapping[str, int], stories: int, waiting: int) -> str:
    """How much was merged, in words, and how many documents the next ingest will compare."""
    told = ", ".join(counted(counts.get(kind, 0), *words) for kind, words in _WORDS.items())
    later = (
        f" {counted(waiting, 'document')} of an older version will be compared by the next ingest." if waiting else ""
    )
    return f"{counted(stories, 'story', 'stories')}; {told}.{later}"


_WORDS = {
    "copy": ("copy in other words", "copies in other words"),
    "repeat": ("repeat word for word", "repeats word for word"),
    "revision": ("older version of a page", "older versions of a page"),
}


def _line(parts: Sequence[Any]) -> str:
    return "  ".join(clean(str(part)) for part in parts if part)


def _why(row: Mapping[str, Any]) -> str:
    if row["kind"] == "repeat":
        return "the same text, found again"
    words = f"{row['similarity']:.0%} of the words"
    if row["kind"] == "revision":
        return f"{words}; changed: {_listed(row['numbers_only_here'])} → {_listed(row['numbers_only_first'])}"
    only = row["numbers_only_here"]
    own = f"; only here: {_listed(only)}" if only else ""
    through = f"; through {row['because_of']}" if row["because_of"] else ""
    return f"{words}; numbers in both: {_listed(row['numbers_shared'])}{own}{through}"


def _listed(numbers: Sequence[float]) -> str:
    told = [f"{number:,.15g}" for number in numbers[:_MOST_NUMBERS]]
    more = ["…"] if len(numbers) > _MOST_NUMBERS else []
    return ", ".join([*told, *more]) or "none"

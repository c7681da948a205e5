"""The texts of tests/stories: stories with their versions, and the pairs that these make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from figures.model import Document

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions, named such as `dam.0-2`, and whether they are copies of each other."""

    name: str
    first: Document
    second: Document
    are_copies: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a story. Versions of one `state` are copies of each other."""

    story: str
    state: int
    document: Document


def pairs(*names: str) -> list[Pair]:
    """Every two versions of each story, of the named files or of all."""
    found = []
    for story in stories(*names):
        for (i, a), (j, b) in combinations(enumerate(story), 2):
            found.append(Pair(f"{a.story}.{i}-{j}", a.document, b.document, a.state == b.state))
    return found


def stories(*names: str) -> list[list[Version]]:
    """The versions of each story, the agency's first."""
    files = [FOLDER / f"{name}.txt" for name in names] or sorted(FOLDER.glob("*.txt"))
    return [list(_versions(part)) for file in files for part in file.read_text("utf-8").split("@@ ")[1:]]


def _versions(part: str) -> Iterator[Version]:
    agency, *others = part.split("\n>> ")
    name, day = agency.split("\n")[0].split(" | ")
    title, *body = agency.rstrip().split("\n")[1:]
    published = date.fromisoformat(day.strip())
    yield Version(name, 0, _document(title, body, published, f"{name}.0"))
    for number, other in enumerate(others, 1):
        head, *lines = other.rstrip().split("\n")
        *kind, later = head.split()
        changed = lines if kind[0] == "text" else list(_changed(title, body, lines))
        document = _document(changed[0], changed[1:], published + timedelta(int(later)), f"{name}.{number}")
        yield Version(name, 0 if "copy" in kind else number, document)


def _document(title: str, body: list[str], day: date, origin: str) -> Document:
    title = title.removeprefix("# ")
    return Document("\n\n".join([title, *body]), title=title, published=day, date_source="metadata", origin=origin)


def _changed(title: str, body: list[str], lines: list[str]) -> Iterator[str]:
    """The title and the paragraphs of a version that is told by its differences."""
    order = list(range(1, len(body) + 1))
    swaps: list[list[str]] = []
    before: list[str] = []
    after: list[str] = []
    between: dict[int, str] = {}
    for line in lines:
        mark, rest = line[0], line[2:]
        if mark == "#":
            title = line
        elif mark == "~":
            order = [int(place) for place in rest.split()]
        elif mark == "-":
            swaps.append(rest.split(" => "))
        elif mark == "+":
            place, _, words = rest.partition(" ")
            between[int(place)] = words
        else:
            (before if mark == "^" else after).append(rest)
    paragraphs = []
    for number in order:
        paragraphs += [body[number - 1], *([between[number]] if number in between else [])]
    text = "\n".join([title, *paragraphs])
    for old, new in swaps:
        text = text.replace(old, new)
    title, *paragraphs = text.split("\n")
    yield from [title, *before, *paragraphs, *after]

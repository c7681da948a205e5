"""The files in an archive: which are taken, what they are called, and what was passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from figures.decode import clean
from figures.readers import known
from figures.sources import Notice, Source, one_line

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Taken:
    """Which files of `source` are taken: the same as from a folder. Those passed over are counted."""

    source: Source
    passed: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def takes(self, name: str) -> bool:
        """Whether the file called `name` is of a format that is read, and is not hidden."""
        parts = re.split(r"[/\\]", name)
        suffix = suffix_of(name)
        if any(part.startswith(".") and part.strip(".") for part in parts) or "__MACOSX" in parts:
            self.passed["hidden"] += 1
        elif not known(suffix):
            self.passed[suffix or "no suffix"] += 1
        else:
            self.count += 1
            return True
        return False

    def told(self) -> Iterator[Notice]:
        """What to say at the end."""
        if self.passed.total():
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.passed.items()))
            yield Notice(self.source.origin, f"passed over: {shortened(kinds)}")
        elif not self.count:
            yield Notice(self.source.origin, "nothing in this archive")


def shortened(words: str) -> str:
    """`words`, where they are many only the first of them."""
    return words if len(words) < 300 else f"{words[:300]} …"


def suffix_of(name: str) -> str:
    """The end of a name that a stranger chose: `.pdf`, or ""."""
    match = re.search(r"\.\w{1,12}\Z", name)
    return match[0].lower() if match is not None else ""


def plain_name(name: str) -> str:
    """`name` on one line, without characters that would drive a terminal or be refused by a database."""
    return one_line(_CONTROL.sub(" ", clean(name)))[:300] or "no name"

"""Readers: one module a format, found by listing this folder. A new format is one new file.

A reader module has

- `FORMAT`: its name, stored with every document, and `SUFFIXES`: the file endings taken from folders;
- `ORDER`: a small number is asked first; formats with a signature come before formats that are guessed;
- `recognises(head, suffix)`: whether the first bytes (at most `sources.HEAD_BYTES`) are of this format. What the bytes
  show goes before the suffix;
- `read(source)`: yields each `Document`, a `Source` for each part that another reader is to read, a `Failure` for each
  part that cannot be read, a `Notice` for each guess. It may raise `Unreadable` where nothing can be read. `published`
  is set from metadata only.

Modules whose names start with `_` are parts of a reader.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from figures.decode import what_binary
from figures.model import Document
from figures.published import dated
from figures.sources import MAX_BYTES, Failure, Notice, Source, Unreadable, one_line, walk, why
from figures.web.manners import Manners

# An archive in a mail in an archive is met in the wild; anything deeper was built to be deep.
_DEEPEST = 5


class Reader(Protocol):
    """What a module of this folder has."""

    FORMAT: str
    SUFFIXES: tuple[str, ...]
    ORDER: int

    def recognises(self, head: bytes, suffix: str) -> bool:
        """Whether the first bytes are of this format."""
        ...

    def read(self, source: Source) -> Iterator[Document | Source | Failure | Notice]:
        """What `source` holds."""
        ...


def read(
    source: str | Path,
    *,
    max_bytes: int = MAX_BYTES,
    columns: Mapping[str, str] | None = None,
    manners: Manners | None = None,
) -> Iterator[Document]:
    """The documents of `source`: a path, a folder, a URL or `-`, each with its day of publication.

    What cannot be read does not stop the rest: after the last document the first trouble is raised as Unreadable, whose
    words are `origin: reason`, with how many more there were. `max_bytes` is the most that one document may have,
    `columns` names the columns of sheets: `{"text": "Body", "date": "Day"}`, `manners` how the web is asked.
    """
    failures: list[Failure] = []
    for one in walk([source], known, manners=manners, limit=max_bytes, columns=columns):
        for found in documents(one) if isinstance(one, Source) else [one]:
            if isinstance(found, Failure):
                failures.append(found)
            elif isinstance(found, Document):
                yield found
    if failures:
        more = f" (and {len(failures) - 1} more failed)" if len(failures) > 1 else ""
        raise Unreadable(failures[0].origin, failures[0].reason + more)


def documents(
    source: Source, *, option: date | None = None, default: date | None = None
) -> Iterator[Document | Failure | Notice]:
    """What `source` holds, each document dated: `option` overrides, `default` fills in. See `published.dated`.

    Nothing is raised: all that goes wrong comes as a Failure.
    """
    try:
        if source.depth > _DEEPEST:
            raise Unreadable(source.origin, f"packed more than {_DEEPEST} levels deep")
        if source.later is not None:
            source = source.later()
        for one in _reader(source).read(source):
            if isinstance(one, Source):
                yield from documents(one, option=option, default=default)
            elif isinstance(one, Document):
                yield dated(one, option=option, default=default, modified=source.modified)
            else:
                yield one
    except Unreadable as error:
        yield Failure(error.origin, error.reason)
    except OSError as error:
        yield Failure(source.origin, why(error))
    # The one place where everything is caught: a library that falls over one file must not cost the others.
    except Exception as error:
        yield Failure(source.origin, f"the reader broke on it ({type(error).__name__}: {one_line(str(error))})"[:300])


def known(suffix: str) -> bool:
    """Whether files with this ending, such as `.pdf`, are taken from folders."""
    return any(suffix in reader.SUFFIXES for reader in readers())


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in the order in which they are asked."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = [cast(Reader, import_module(f"{__name__}.{name}")) for name in names]
    return tuple(sorted(found, key=lambda reader: reader.ORDER))


def _reader(source: Source) -> Reader:
    head, suffix = source.head(), source.suffix
    for reader in readers():
        if reader.recognises(head, suffix):
            return reader
    what = what_binary(head)
    raise Unreadable(source.origin, f"not a text: {what}" if what else "in no format that is read")

"""Where documents come from: files, folders, URLs and standard input, each opened only when it is read."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from figures.web.manners import Manners

if TYPE_CHECKING:
    from figures.unpacking import Allowance

# A long situation report is under 1 MB of text; a saved web page with its pictures inside is seldom over 10 MB.
MAX_BYTES = 20_000_000

# How much of a source the readers look at to tell its format.
HEAD_BYTES = 4096

SCHEMES = ("http://", "https://")

# What a zip archive starts with, one that holds something and one that is empty.
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


class Unreadable(Exception):  # noqa: N818 (it says what the source is, as a Failure does)
    """A source, or a part of one, that cannot be read. Its words are `origin: reason`, on one line."""

    def __init__(self, origin: str, reason: str) -> None:
        self.origin = origin
        self.reason = one_line(reason)
        super().__init__(f"{origin}: {self.reason}")


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, and why, in one line."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the user should know of something that was read with a guess, or passed over. Not a failure."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that may hold documents.

    `limit` is the most bytes of one document, `size` how many bytes there are where that is known, `modified` the day
    of the last change, `charset` and `media_type` what a server declared. `later` is set where the bytes must be asked
    for first: it gives the source that has them. `columns` are the names that the user gave for the columns of a sheet:
    `text`, `title`, `date`, `url`. A part of another source is `depth` levels down, and shares the `allowance` of what
    may still be unpacked. Those that walk() gives can be sent to another process.
    """

    origin: str
    name: str = ""
    open: Callable[[], IO[bytes]] = io.BytesIO
    url: str | None = None
    charset: str | None = None
    media_type: str = ""
    modified: date | None = None
    limit: int = MAX_BYTES
    size: int | None = None
    later: Callable[[], Source] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    allowance: Allowance | None = None

    @property
    def suffix(self) -> str:
        """The end of the name, in small letters and with its dot: `.pdf`, or ""."""
        return os.path.splitext(self.name)[1].lower()

    def head(self) -> bytes:
        """The first bytes; of a zip archive also the names in it, a line each, which tell an office file.

        Raises Unreadable where there are none, OSError where they may not be read.
        """
        with self.open() as stream:
            head = stream.read(HEAD_BYTES)
            if head.startswith(ZIP):
                head += names_in(stream)
        if not head.strip():
            raise Unreadable(self.origin, "empty file" if len(head) < HEAD_BYTES else "nothing but blanks at its start")
        return head

    def part(self, name: str, stream: Callable[[], IO[bytes]], *, origin: str = "", **known: object) -> Source:
        """The source of something inside this one, called `name`: a member of an archive, an attachment."""
        part = replace(self, origin=origin or f"{self.origin}#{name}", name=name, open=stream, depth=self.depth + 1)
        return replace(part, **{"url": None, "charset": None, "media_type": "", "later": None} | known)  # type: ignore[arg-type]

    def raw(self, *, times: int = 1) -> bytes:
        """All bytes. Raises Unreadable where there are more than `times` the limit."""
        most = self.limit * times
        with self.open() as stream:
            raw = stream.read(most + 1)
            more = stream.read(1)  # where a packed file is cut off, this raises
        if len(raw) > most or more:
            raise Unreadable(self.origin, too_large(most))
        return raw


def walk(
    sources: Sequence[str | Path],
    known: Callable[[str], bool],
    *,
    manners: Manners | None = None,
    limit: int = MAX_BYTES,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Source | Failure | Notice]:
    """What `sources` (paths, folders, URLs, `-`) hold, in order; folders with all below them, sorted by name.

    In a folder only files whose suffix is `known` are taken; those passed over are counted in a Notice. One folder is
    listed at a time, so a million files in a thousand folders cost no more memory than one folder. `columns` are the
    user's names for the columns of sheets, see `Source`; `manners` are how the web is asked.
    """
    for found in _walk(sources, known, manners or Manners(), limit):
        yield replace(found, columns=columns) if columns and isinstance(found, Source) else found


def _walk(
    sources: Sequence[str | Path], known: Callable[[str], bool], manners: Manners, limit: int
) -> Iterator[Source | Failure | Notice]:
    for source in map(str, sources):
        if source == "-":
            yield Source("-", "", kept(_standard_input, limit), limit=limit)
        elif "://" in source:
            yield _page(source, manners, limit)
        elif os.path.isdir(source):
            yield from _folder(source, known, limit)
        else:
            yield _file(source, limit)


def names_in(stream: IO[bytes]) -> bytes:
    """The names of the files in a zip archive, a line each, also before the first; nothing where it is damaged."""
    from zipfile import ZipFile

    try:
        with ZipFile(stream) as packed:
            return "\n".join(["", *packed.namelist(), ""]).encode("utf-8", "replace")
    except Exception:  # zipfile raises nearly anything on a damaged file; the reader of archives will say so
        return b""


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def too_large(most: int) -> str:
    """The reason for what has more than `most` bytes."""
    return f"larger than {most / 1e6:g} MB, the most that one document may have"


def why(error: BaseException) -> str:
    """`error` as a reason in plain words, on one line."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return one_line(str(error)) or type(error).__name__


def _file(path: str, limit: int) -> Source | Failure:
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return Failure(path, why(error))
    if not stat.S_ISREG(status.st_mode):  # a pipe: its bytes come once, and have no day
        return Source(path, path, kept(partial(_bytes, path), limit), limit=limit)
    day = datetime.fromtimestamp(status.st_mtime).date()
    return Source(path, path, partial(_bytes, path), modified=day, limit=limit, size=status.st_size)


class kept:  # noqa: N801 (called like a function; a class, so that it can be sent to another process)
    """Opens again and again what `stream` gives only once: its bytes are kept, on disk where they are many."""

    def __init__(self, stream: Callable[[], IO[bytes]], limit: int) -> None:
        self.stream = stream
        self.limit = limit
        self.copy: IO[bytes] | None = None

    def __call__(self) -> IO[bytes]:
        if self.copy is None:
            copy = tempfile.SpooledTemporaryFile(max_size=self.limit)  # noqa: SIM115 (kept open for the next look)
            shutil.copyfileobj(self.stream(), copy)
            self.copy = cast(IO[bytes], copy)
        self.copy.seek(0)
        return cast(IO[bytes], io.BufferedReader(_Kept(self.copy)))


def _bytes(path: str) -> IO[bytes]:
    return open(path, "rb")


def _standard_input() -> IO[bytes]:
    return sys.stdin.buffer


class _Kept(io.RawIOBase):
    """A stream that is still there after it was closed."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self.stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self.stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()


def _page(url: str, manners: Manners, limit: int) -> Source | Failure:
    if not url.lower().startswith(SCHEMES):
        return Failure(url, "only http and https addresses are fetched")
    return Source(url, url=url, limit=limit, later=partial(_fetched, url, manners, limit))


def _fetched(url: str, manners: Manners, limit: int) -> Source:
    from figures.web.fetch import Web

    return Web(manners, limit=limit).page(url)


def _folder(folder: str, known: Callable[[str], bool], limit: int) -> Iterator[Source | Failure | Notice]:
    passed: Counter[str] = Counter()
    found = False
    for one in _files(folder, known, limit, passed):
        found = True
        yield one
    if passed.total():
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()) if count)
        yield Notice(folder, f"passed over: {kinds}")
    elif not found:
        yield Notice(folder, "nothing in this folder")


def _files(folder: str, known: Callable[[str], bool], limit: int, passed: Counter[str]) -> Iterator[Source | Failure]:
    """The files below `folder`, sorted by name at each level. Counts in `passed` what is left out, by its kind."""
    levels = [_listed(folder)]
    while levels:
        one = next(levels[-1], None)
        if one is None:
            levels.pop()
        elif isinstance(one, Failure):
            yield one
        elif (left_out := _left_out(one[0], one[1], known)) is not None:
            passed[left_out] += 1
        elif one[1] == "folder":
            levels.append(_listed(one[0]))
        else:
            yield _file(one[0], limit)


def _left_out(path: str, kind: str, known: Callable[[str], bool]) -> str | None:
    """Why what is found in a folder is not taken, in a word or two; None where it is."""
    if os.path.basename(path).startswith("."):
        return "hidden"
    if kind in ("file", "gone"):
        suffix = os.path.splitext(path)[1].lower()
        return None if known(suffix) else suffix or "no suffix"
    return None if kind == "folder" else kind


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir():
            return "link to a folder" if entry.is_symlink() else "folder"  # a link may lead round in a circle
        if entry.is_file():
            return "file"
    except OSError:  # a link that leads to itself
        return "gone"
    return "not a file" if os.path.exists(entry.path) else "gone"  # a pipe would wait for ever; a link leads nowhere


def _listed(folder: str) -> Iterator[tuple[str, str] | Failure]:
    """The paths in a folder with their kinds, sorted. Held as short words: a folder may have a million."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((f"{entry.name}\0{_kind(entry)}" for entry in entries), reverse=True)
    except OSError as error:
        yield Failure(folder, why(error))
        return
    while found:  # taken off, so that what is behind is let go
        name, kind = found.pop().split("\0")
        yield os.path.join(folder, name), kind


def count(sources: Sequence[str | Path], known: Callable[[str], bool]) -> Iterator[bool]:
    """True for each source that walk() will give, False for what it will not. Nothing is sorted or held."""
    for source in map(str, sources):
        if source == "-":
            yield True
        elif "://" in source:
            yield source.lower().startswith(SCHEMES)
        elif os.path.isdir(source):
            yield from _count(source, known)
        else:
            yield os.path.exists(source)


def _count(folder: str, known: Callable[[str], bool]) -> Iterator[bool]:
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    kind = _kind(entry)
                    taken = _left_out(entry.path, kind, known) is None
                    if taken and kind == "folder":
                        folders.append(entry.path)
                    yield taken and kind == "file"
        except OSError:  # walk() tells
            continue

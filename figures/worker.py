"""What a worker process does: read sources and extract figures, and send each result as soon as it is there."""

from __future__ import annotations

import gc
import math
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from multiprocessing.connection import Connection
from typing import IO, NamedTuple

from db.rows import Rows, rows_of
from figures.model import Document
from figures.pipeline import extract
from figures.readers import documents
from figures.sources import Failure, Notice, Source, one_line

# Of a source that the database does not know, the reader extracts so many documents itself: most sources hold one, and
# a document that stays where it was read crosses a pipe once. The others of a large source are spread over all workers.
OWN = 4

# A reader gives way after so many documents or characters, so that a source of a million never fills the memory.
MOST_DOCUMENTS = 16
MOST_CHARACTERS = 500_000

# Python looks for garbage in circles after so many new objects. After 700, as by default, it would look through a
# document of hundreds of thousands again and again: a fortieth of its time.
OBJECTS = 5_000

# How often a worker that passes over what is known already says that it still lives, in seconds.
_TICK = 0.5

# A worker whose parent is gone ends by itself so long after a document's time is up, in seconds. The alarm ends it even
# inside a library's C code.
_GRACE = 10


# The exit code of a worker that broke outside of any document: EX_SOFTWARE of sysexits.h.
_BROKEN = 70


class Read(NamedTuple):
    """Read the source and send what it holds, without the first `skip` things. `number` names it from here on.

    The first `own` documents are extracted at once.
    """

    number: int
    source: Source
    skip: int = 0
    own: int = 0

    @property
    def weight(self) -> float:
        """How much work it is, in characters or bytes; what is not known may be much."""
        return math.inf if self.source.size is None else self.source.size


class Resume(NamedTuple):
    """Read on in a source that gave way."""

    number: int

    @property
    def weight(self) -> float:
        """How much work it may be at most, in characters."""
        return MOST_CHARACTERS


class Extract(NamedTuple):
    """Extract the figures of documents and send the rows of each. `number` names the batch."""

    number: int
    documents: Sequence[Document]

    @property
    def weight(self) -> float:
        """How much work it is, in characters."""
        return sum(len(document.text) for document in self.documents)


Task = Read | Resume | Extract


class Done(NamedTuple):
    """The task is done. `more`: the source has more, and is at `position` of its bytes (None where unknown)."""

    more: bool = False
    position: int | None = None


class Tick(NamedTuple):
    """The worker is still at it."""


class Begun(NamedTuple):
    """The worker has read the document and now extracts it: its Rows follow, or a Failure."""

    document: Document


Reply = Document | Begun | Failure | Notice | Rows | Done | Tick


@dataclass(frozen=True, slots=True)
class Orders:
    """What every worker is told once: the days of publication asked for, the program's version, and the longest that
    one document may take, in seconds."""

    option: date | None
    default: date | None
    version: str
    timeout: float


def serve(tasks: Connection, replies: Connection, not_mine: Sequence[Connection], orders: Orders) -> None:
    """Do the `tasks` and send the `replies`, until the other ends are closed. `not_mine` are the parent's ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C stops
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    for other in not_mine:
        other.close()  # or no worker would see the parent's end close
    gc.freeze()  # what the parent loaded stays shared memory
    gc.set_threshold(OBJECTS)
    worker = _Worker(replies.send, orders)
    try:
        while True:
            worker.do(tasks.recv())
    except (EOFError, OSError):  # the parent is gone
        return
    except BaseException:  # such as want of memory: the parent tells, without a traceback
        os._exit(_BROKEN)


class _Worker:
    def __init__(self, send: Callable[[Sequence[Reply]], None], orders: Orders) -> None:
        self._send = send
        self.orders = orders
        self.readings: dict[int, _Reading] = {}

    def do(self, task: Task) -> None:
        self._fuse(self.orders.timeout + _GRACE)
        if isinstance(task, Extract):
            for document in task.documents:
                self.send(self._extract(document))
            last: Sequence[Reply] = (Done(),)
        else:
            if isinstance(task, Read):
                self.readings[task.number] = _Reading(task.source, self.orders, task.own)
                self._skip(task)
            last = self._read(task.number)
        self._fuse(0)
        self._send(last)

    def send(self, reply: Reply) -> None:
        """Send `reply`; the time of the next document starts."""
        self._send((reply,))
        self._fuse(self.orders.timeout + _GRACE)

    def _read(self, number: int) -> Sequence[Reply]:
        """Read on. Gives the last replies, which are still to be sent."""
        reading = self.readings[number]
        room = MOST_CHARACTERS
        for _ in range(MOST_DOCUMENTS):
            found = next(reading.found, None)
            if found is None:
                del self.readings[number]
                return (Done(),)
            if isinstance(found, Document) and reading.own:
                reading.own -= 1
                self.send(Begun(found))
                made = self._extract(found)
                if reading.ends_with(found):
                    del self.readings[number]
                    return made, Done()
                self.send(made)
            else:
                self.send(found)
            room -= len(found.text) if isinstance(found, Document) else 0
            if room < 0:
                break
        return (Done(more=True, position=reading.position()),)

    def _skip(self, task: Read) -> None:
        told = time.monotonic()
        for _ in range(task.skip):
            next(self.readings[task.number].found, None)
            if time.monotonic() - told > _TICK:
                self.send(Tick())
                told = time.monotonic()

    def _extract(self, document: Document) -> Rows | Failure:
        # The boundary where everything is caught: a text that breaks the extractor must not cost the others.
        try:
            figures = extract(
                document.text, published=document.published, title=document.title, language=document.language
            )
            return rows_of(document, figures, self.orders.version)
        except Exception as error:
            words = f"the extractor broke on it ({type(error).__name__}: {one_line(str(error))})"
            return Failure(document.origin, words[:300])

    def _fuse(self, seconds: float) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)


class _Reading:
    """A source that is being read, and how far its bytes are. `own` documents of it are still to be extracted here."""

    def __init__(self, source: Source, orders: Orders, own: int) -> None:
        self.own = own
        self._origin = source.origin
        self.opened: IO[bytes] | None = None
        self._open = source.open
        if source.size:
            source = replace(source, open=self._opened)
        self.found: Iterator[Document | Failure | Notice] = documents(
            source, option=orders.option, default=orders.default
        )

    def ends_with(self, document: Document) -> bool:
        """Whether nothing follows the document. That is looked at only where it is its whole source: to read what
        follows may take long, and the document must not be blamed for it."""
        if document.origin != self._origin:
            return False
        following = next(self.found, None)
        if following is not None:
            self.found = chain([following], self.found)
        return following is None

    def position(self) -> int | None:
        try:
            return self.opened.tell() if self.opened is not None else None
        except (OSError, ValueError):
            return None

    def _opened(self) -> IO[bytes]:
        self.opened = self._open()
        return self.opened

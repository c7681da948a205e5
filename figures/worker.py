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
from typing import IO, Any, NamedTuple, TypeVar

from db.rows import Rows, rows_of
from figures.model import Document, Figure
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

# Small tasks that wait are done together: all their documents are read, then all are extracted. Each step then finds
# what it needs at hand in the processor, and the parent is woken once: a tenth of the time of a short document. So many
# tasks at most, each of so many characters or bytes.
TOGETHER = 32
SMALL = 8_000

# Replies held at most before those of the next task, such as those of all the files, of one document each.
_MOST_HELD = 96

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


def is_small(task: Task) -> bool:
    """Whether the task may be done together with others."""
    return task.weight <= SMALL and not (isinstance(task, Read) and task.skip)


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


def serve(
    tasks: Connection, replies: Connection, not_mine: Sequence[Connection], orders: Orders, together: bool = True
) -> None:
    """Do the `tasks` and send the `replies`, until the other ends are closed. `not_mine` are the parent's ends.

    Where not `together`, it does one after the other: what it was sent for last is then what it dies of.
    """
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
            some: list[Task] = [tasks.recv()]
            while together and is_small(some[-1]) and len(some) < TOGETHER and tasks.poll():
                some.append(tasks.recv())
            alone = None if together and is_small(some[-1]) else some.pop()
            if some:
                worker.do_together(some)
            if alone:
                worker.do(alone)
    except (EOFError, OSError):  # the parent is gone
        return
    except BaseException:  # such as want of memory: the parent tells, without a traceback
        os._exit(_BROKEN)


Made = TypeVar("Made")


class _Wanted(NamedTuple):
    """Stands for the Rows of the document, or the Failure to make them, until what is held is sent."""

    document: Document


class _Worker:
    def __init__(self, send: Callable[[Sequence[Reply]], None], orders: Orders) -> None:
        self._send = send
        self.orders = orders
        self.readings: dict[int, _Reading] = {}
        self._held: list[Reply | _Wanted] = []
        self._holds = False

    def do_together(self, tasks: Sequence[Task]) -> None:
        """Do small tasks, and send all that comes of them at once."""
        self._holds = True
        for task in tasks:
            self._do(task)
            if len(self._held) > _MOST_HELD:
                self._flush()
        self._flush()
        self._holds = False
        self._fuse(0)

    def do(self, task: Task) -> None:
        """Do the task, and send each reply as soon as it is there."""
        self._say(Tick())  # so that the parent knows which task it dies of
        self._do(task)
        self._fuse(0)

    def _do(self, task: Task) -> None:
        self._fuse(self.orders.timeout + _GRACE)
        if isinstance(task, Extract):
            for document in task.documents:
                self._say(_Wanted(document))
            self._say(Done())
            return
        if isinstance(task, Read):
            self.readings[task.number] = _Reading(task.source, self.orders, task.own)
            self._skip(task)
        self._read(task.number)

    def _say(self, *replies: Reply | _Wanted) -> None:
        """Send `replies`, now or with the others that are held."""
        self._held += replies
        if not self._holds:
            self._flush()

    def _flush(self) -> None:
        """Send what is held; the time of the next document starts."""
        wanted = [one.document for one in self._held if isinstance(one, _Wanted)]
        made = iter(self._made(wanted) if wanted else ())
        self._send([next(made) if isinstance(one, _Wanted) else one for one in self._held])
        self._held = []
        self._fuse(self.orders.timeout + _GRACE)

    def _read(self, number: int) -> None:
        """Read on in a source."""
        reading = self.readings[number]
        room = MOST_CHARACTERS
        for _ in range(MOST_DOCUMENTS):
            found = next(reading.found, None)
            if found is None:
                del self.readings[number]
                self._say(Done())
                return
            if isinstance(found, Document) and reading.own:
                reading.own -= 1
                self._say(Begun(found))
                if reading.ends_with(found):
                    del self.readings[number]
                    self._say(_Wanted(found), Done())
                    return
                self._say(_Wanted(found))
            else:
                self._say(found)
            room -= len(found.text) if isinstance(found, Document) else 0
            if room < 0:
                break
        self._say(Done(more=True, position=reading.position()))

    def _skip(self, task: Read) -> None:
        told = time.monotonic()
        for _ in range(task.skip):
            next(self.readings[task.number].found, None)
            if time.monotonic() - told > _TICK:
                self._say(Tick())
                told = time.monotonic()

    def _made(self, documents: Sequence[Document]) -> list[Rows | Failure]:
        """The rows of each document: first the figures of all, then what is stored of them."""
        found = [self._guarded(_figures, document, document) for document in documents]
        return [
            one if isinstance(one, Failure) else self._guarded(rows_of, document, document, one, self.orders.version)
            for one, document in zip(found, documents, strict=True)
        ]

    def _guarded(self, make: Callable[..., Made], document: Document, *given: Any) -> Made | Failure:
        # The boundary where everything is caught: a text that breaks the extractor must not cost the others.
        try:
            return make(*given)
        except Exception as error:
            words = f"the extractor broke on it ({type(error).__name__}: {one_line(str(error))})"
            return Failure(document.origin, words[:300])

    def _fuse(self, seconds: float) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)


def _figures(document: Document) -> list[Figure]:
    return extract(document.text, published=document.published, title=document.title, language=document.language)


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

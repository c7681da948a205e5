"""From sources to extracted documents, over many processes and in the order of the sources.

A worker that reads a source extracts its first documents at once, where the database seems not to have them. Of what
follows, reading and extracting are tasks of their own: a source of a million documents is read by one worker, a few at
a time, and extracted by all. What is read and not yet handed over is bounded in number and size.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from db.rows import Rows
from figures.model import Document
from figures.pool import Event, Lost, Pool
from figures.sources import Failure, Notice, Source
from figures.web.visits import Unchanged
from figures.worker import OWN, Begun, Done, Extract, Read, Reply, Resume, Task, Tick

# What may be held at once: documents (or failures) that wait for one before them, and their characters.
WINDOW = 1000
WINDOW_CHARACTERS = 20_000_000

# Documents that wait to be extracted, for each worker: enough that none is idle while the others read.
AHEAD = 8
AHEAD_CHARACTERS = 2_000_000

# One task of extraction: small, so that the work is spread evenly and fits into the pipe of a busy worker.
BATCH = 4
BATCH_CHARACTERS = 8_000

# Results are handed over when there are so many, or the oldest has waited so long (seconds): a batch is one
# transaction, which costs as much for one document as for ten.
RESULTS = 128
PATIENCE = 0.5

# What was read when Ctrl-C came is still extracted for so long, in seconds.
_GRACE = 2.0

# The longest wait for a worker, in seconds: so soon is Ctrl-C noticed.
_LOOK = 0.1


@dataclass(slots=True, eq=False)
class Result:
    """What came of one document or one part of a source. `rows` are None where there is nothing to store.

    A Source comes after all that it holds, when it was read to its end.
    """

    found: Document | Failure | Notice | Unchanged | Source
    rows: Rows | None = None
    ready: bool = False
    tried: bool = False


@dataclass(slots=True, eq=False)
class _Reading:
    """A source on its way: what came of it and is not yet handed over, and who reads it.

    `taken` counts what came of it at all; `fell_at` is that count when a worker last crashed over it, and `fell` says
    that it was given up. The reader extracts `own` documents of it, and `begun` is the one that it has in hand.
    """

    number: int
    source: Source
    results: deque[Result] = field(default_factory=deque)
    taken: int = 0
    done: bool = False
    own: int = 0
    begun: Result | None = None
    reader: int | None = None
    position: int | None = None
    fell_at: int | None = None
    fell: bool = False


class Flow:
    """The work on the way through a pool of workers.

    `seen` says of a document with which day of publication to extract it, and whether there is nothing to extract;
    `known` whether there may be documents from a source, which `seen` should look at before they are extracted.
    `seconds` is the longest that reading or extracting one document may take.
    """

    def __init__(
        self,
        found: Iterable[Source | Failure | Notice | Unchanged],
        pool: Pool,
        seen: Callable[[Document], tuple[Document, bool]],
        known: Callable[[Source], bool],
        *,
        seconds: float,
    ) -> None:
        self.done = 0
        self._found = iter(found)
        self._pool = pool
        self._seen = seen
        self._known = known
        self._seconds = seconds
        self._numbers = 0
        self._order: deque[_Reading | Result] = deque()
        self._readings: dict[int, _Reading] = {}
        self._waiting: dict[int, _Reading] = {}
        self._again: list[_Reading] = []
        self._batches: dict[int, deque[Result]] = {}
        self._queue: deque[Result] = deque()
        self._characters = 0
        self._stopping = False
        self._until = math.inf
        self._held = 0
        self._held_characters = 0

    @property
    def part(self) -> float:
        """How much of the source that is handed over now is read, from 0 to 1; 0 where that is unknown."""
        head = self._order[0] if self._order else None
        if not isinstance(head, _Reading) or not head.position or not head.source.size:
            return 0.0
        return min(head.position / head.source.size, 1.0)

    def results(self, stopped: Callable[[], bool]) -> Iterator[list[Result]]:
        """Everything that the sources hold, in their order, in batches.

        When `stopped`, no more is read; what was read gets a moment to be extracted.
        """
        ready: list[Result] = []
        since, left = 0.0, False
        while time.monotonic() < self._until:
            if stopped() and not self._stopping:
                self._stopping, self._until = True, time.monotonic() + _GRACE
            self._fill()
            more = self._pool.busy()
            if more:
                for event in self._pool.events(0 if left else _LOOK):
                    self._take(event)
            for result in islice(self._finished(), RESULTS - len(ready)):
                since = since if ready else time.monotonic()
                ready.append(result)
            left = len(ready) >= RESULTS
            if ready and (left or not more or time.monotonic() - since > PATIENCE):
                self._fill()  # the workers go on while the results are stored
                yield ready
                ready = []
            elif not more and (self._stopping or not self._order):
                return
        if ready:
            yield ready

    def extract_again(self, result: Result) -> None:
        """Take back a document whose day of publication has changed since: it comes again, before all others."""
        document, done = self._seen(result.found) if isinstance(result.found, Document) else (result.found, True)
        result.found, result.rows, result.ready = document, None, done
        self._hold(result)
        self._order.appendleft(result)
        if not done:
            self._await(result)

    # --- what is handed over

    def _finished(self) -> Iterator[Result]:
        while self._order:
            head = self._order[0]
            if isinstance(head, Result):
                if not head.ready:
                    return
                self._order.popleft()
                yield self._let_go(head)
            else:
                while head.results and head.results[0].ready:
                    yield self._let_go(head.results.popleft())
                if head.results or not head.done:
                    return
                self.done += 1
                del self._readings[head.number]
                self._order.popleft()
                if not head.fell:
                    yield Result(head.source, ready=True)

    def _hold(self, result: Result) -> None:
        self._held += 1
        self._held_characters += _length(result)

    def _let_go(self, result: Result) -> Result:
        self._held -= 1
        self._held_characters -= _length(result)
        return result

    # --- what the workers are given

    def _fill(self) -> None:
        idle = set(range(len(self._pool.workers)))
        while idle:
            worker = min(idle, key=self._pool.load)
            task = self._next(worker, self._pool.load(worker) > 0) if self._pool.has_room(worker) else None
            if task is None:
                idle.remove(worker)
            else:
                self._pool.give(worker, task, self._seconds)

    def _next(self, worker: int, busy: bool) -> Task | None:
        """The next task for `worker`; a small one when it is busy. Reading comes first while few documents wait."""
        if self._stopping:
            return self._batch(busy)
        ahead = AHEAD * len(self._pool.workers)
        if len(self._queue) < ahead and self._characters < AHEAD_CHARACTERS and (task := self._read(worker)):
            return task
        return self._batch(busy)

    def _read(self, worker: int) -> Task | None:
        if self._again:
            reading = min(self._again, key=lambda one: one.number)
            self._again.remove(reading)
            return self._begin(reading, worker)
        full = max(self._held, len(self._order)) >= WINDOW or self._held_characters >= WINDOW_CHARACTERS
        for number in sorted(self._waiting):
            reading = self._waiting[number]
            # The first source may always go on, for all others wait for it.
            if reading.reader == worker and (not full or (reading is self._order[0] and not reading.results)):
                del self._waiting[number]
                return Resume(number)
        return None if full else self._new(worker)

    def _new(self, worker: int) -> Task | None:
        for found in self._found:
            if isinstance(found, Source):
                self._numbers += 1
                reading = _Reading(self._numbers, found, own=0 if self._known(found) else OWN)
                self._readings[reading.number] = reading
                self._order.append(reading)
                return self._begin(reading, worker)
            result = Result(found, ready=True)
            self._order.append(result)
            self._hold(result)
            if len(self._order) >= WINDOW:
                break
        return None

    def _begin(self, reading: _Reading, worker: int) -> Read:
        reading.reader = worker
        return Read(reading.number, reading.source, reading.taken, reading.own)

    def _batch(self, busy: bool) -> Extract | None:
        if not self._queue or (busy and _length(self._queue[0]) > BATCH_CHARACTERS):
            return None
        most = min(BATCH, -(-len(self._queue) // len(self._pool.workers)))
        batch = deque([self._queue.popleft()])
        size = _length(batch[0])
        while self._queue and len(batch) < most and size + _length(self._queue[0]) <= BATCH_CHARACTERS:
            size += _length(self._queue[0])
            batch.append(self._queue.popleft())
        self._characters -= size
        self._numbers += 1
        self._batches[self._numbers] = batch
        return Extract(self._numbers, [one.found for one in batch if isinstance(one.found, Document)])

    def _await(self, result: Result) -> None:
        self._queue.append(result)
        self._characters += _length(result)

    # --- what the workers send

    def _take(self, event: Event) -> None:
        task, reply = event.task, event.reply
        if isinstance(reply, Lost):
            self._lost(event.worker, task, reply)
        elif isinstance(reply, Tick):
            return
        elif isinstance(task, Extract):
            self._extracted(task, reply)
        elif task is not None:
            self._found_in(self._readings[task.number], reply)

    def _extracted(self, task: Extract, reply: Reply) -> None:
        if isinstance(reply, Done):
            del self._batches[task.number]
            return
        self._finish(self._batches[task.number].popleft(), reply)

    def _finish(self, result: Result, reply: Reply) -> None:
        if isinstance(reply, Failure):
            self._set_aside(result, reply.reason)
        elif isinstance(reply, Rows):
            result.rows, result.ready = reply, True

    def _found_in(self, reading: _Reading, reply: Reply) -> None:
        if isinstance(reply, Done):
            reading.done, reading.position = not reply.more, reply.position
            if reply.more:
                self._waiting[reading.number] = reading
        elif reading.begun:
            self._finish(reading.begun, reply)
            reading.begun = None
        elif isinstance(reply, Begun):
            reading.begun = self._receive(reading, Result(reply.document))
        elif isinstance(reply, Document):
            document, done = self._seen(reply)
            result = self._receive(reading, Result(document, ready=done))
            if not done:
                self._await(result)
        else:
            assert isinstance(reply, Failure | Notice)
            self._receive(reading, Result(reply, ready=True))

    def _receive(self, reading: _Reading, result: Result) -> Result:
        reading.taken += 1
        reading.results.append(result)
        self._hold(result)
        return result

    def _set_aside(self, result: Result, reason: str) -> None:
        self._held_characters -= _length(result)
        result.found, result.ready = Failure(result.found.origin, reason), True

    # --- what was lost with a worker

    def _lost(self, worker: int, task: Task | None, lost: Lost) -> None:
        for dropped in reversed(lost.dropped):
            self._give_back(dropped)
        if isinstance(task, Extract):
            self._fell_over_document(self._batches[task.number], lost)
            self._give_back(task)
        elif task is not None:
            reading = self._readings[task.number]
            if reading.begun:
                self._fell_over_its_document(reading, lost)
            else:
                self._fell_over_source(reading, lost)
        for reading in [one for one in self._waiting.values() if one.reader == worker]:
            self._read_again(reading)

    def _give_back(self, task: Task) -> None:
        if isinstance(task, Extract):
            for result in reversed(self._batches.pop(task.number)):
                self._queue.appendleft(result)
                self._characters += _length(result)
        else:
            self._read_again(self._readings[task.number])

    def _read_again(self, reading: _Reading) -> None:
        self._waiting.pop(reading.number, None)
        if reading not in self._again:
            self._again.append(reading)

    def _fell_over_document(self, batch: deque[Result], lost: Lost) -> None:
        """The first of the batch had its turn. A crash may be another's doing, so it gets a second; time is time."""
        if batch and (lost.late or batch[0].tried):
            self._set_aside(batch.popleft(), f"extracting its figures {lost.how}")
        elif batch:
            batch[0].tried = True

    def _fell_over_its_document(self, reading: _Reading, lost: Lost) -> None:
        """The reader had a document of its own in hand. Its second turn comes apart from the rest of the source."""
        batch = deque([reading.begun] if reading.begun else [])
        reading.begun, reading.own = None, 0
        self._fell_over_document(batch, lost)
        for result in batch:
            self._queue.appendleft(result)
            self._characters += _length(result)
        self._read_again(reading)

    def _fell_over_source(self, reading: _Reading, lost: Lost) -> None:
        if not lost.late and reading.fell_at != reading.taken:
            reading.fell_at = reading.taken
            self._read_again(reading)
            return
        after = f" after {reading.taken:,} documents; the rest was not read" if reading.taken else ""
        result = Result(Failure(reading.source.origin, f"reading it {lost.how}{after}"), ready=True)
        reading.results.append(result)
        self._hold(result)
        reading.done = reading.fell = True


def _length(result: Result) -> int:
    return len(result.found.text) if isinstance(result.found, Document) else 0

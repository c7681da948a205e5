"""Worker processes, each with its own pipe: one that dies or hangs costs nothing but what it had in hand.

Not concurrent.futures, whose whole pool breaks when one process dies, nor a pool over one shared pipe, which a process
that dies with the lock in its hand blocks for good.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, NamedTuple

from figures.worker import Done, Orders, Reply, Task, serve

# A worker has one task in hand, and one waiting so that it need not wait for the parent.
ROOM = 2

# So many replies of one worker are taken at a time, so that none holds up the others.
_MOST_REPLIES = 64

# Workers that die one after the other with nothing in hand: the fault is not in a document.
_MOST_STILLBORN = 5


class Lost(NamedTuple):
    """The worker had the task in hand and died of it, or took too long and was ended. `how` is a verb with its object.

    `dropped` are the tasks that it had not begun.
    """

    how: str
    late: bool
    dropped: Sequence[Task]


class Event(NamedTuple):
    """What a worker sent on its first task, or that it was lost; `task` is None where it had none."""

    worker: int
    task: Task | None
    reply: Reply | Lost


class Pool:
    """`count` workers, started when they are first needed. Close it, or use `with`: no process stays behind."""

    def __init__(self, count: int, orders: Orders) -> None:
        self.workers = [_Worker(orders) for _ in range(count)]
        self.stillborn = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self.workers:
            worker.end()

    def load(self, worker: int) -> int:
        """How many tasks the worker has."""
        return len(self.workers[worker].tasks)

    def give(self, worker: int, task: Task, seconds: float) -> None:
        """Give the worker a task. Each reply may take it `seconds`.

        A worker that is busy reads nothing, so what it is given then must be small enough for the pipe to hold.
        """
        chosen = self.workers[worker]
        if chosen.process is None:
            ends = [one.connection for one in self.workers if one.connection is not None]
            chosen.start(ends)
        chosen.give(task, seconds)

    def busy(self) -> bool:
        """Whether any worker has a task."""
        return any(worker.tasks for worker in self.workers)

    def events(self, seconds: float) -> Iterator[Event]:
        """What the workers have sent; waits for it at most `seconds`.

        Raises RuntimeError where processes cannot be started at all.
        """
        running = {one.connection: i for i, one in enumerate(self.workers) if one.connection is not None}
        for ready in wait(list(running), seconds):
            yield from self._replies(running[ready])  # type: ignore[index]
        now = time.monotonic()
        for i, worker in enumerate(self.workers):
            if worker.tasks and now > worker.until and worker.connection and not worker.connection.poll():
                yield self._lost(i, late=True)

    def _replies(self, i: int) -> Iterator[Event]:
        worker = self.workers[i]
        for _ in range(_MOST_REPLIES):
            try:
                if worker.connection is None or not worker.connection.poll():
                    return
                reply: Reply = worker.connection.recv()
            except (EOFError, OSError):
                yield self._lost(i, late=False)
                return
            self.stillborn = 0
            task = worker.tasks[0][0]
            if isinstance(reply, Done):
                worker.tasks.popleft()
            worker.rewind()
            yield Event(i, task, reply)

    def _lost(self, i: int, *, late: bool) -> Event:
        worker = self.workers[i]
        tasks = [task for task, _ in worker.tasks]
        if not tasks:
            self.stillborn += 1
        seconds = worker.tasks[0][1] if tasks else 0.0
        code = worker.end(late)
        if self.stillborn > _MOST_STILLBORN:
            raise RuntimeError(f"worker processes end as soon as they start (code {code})")
        late = late or -(code or 0) == getattr(signal, "SIGALRM", None)
        how = f"took over {seconds:g} s" if late else _ended(code)
        return Event(i, tasks[0] if tasks else None, Lost(how, late, tasks[1:]))


class _Worker:
    """One process with the tasks that it was given, each with its seconds."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.process: Any = None
        self.connection: Connection | None = None
        self.tasks: deque[tuple[Task, float]] = deque()
        self.until = 0.0

    def start(self, ends: Sequence[Connection]) -> None:
        # Forked, a worker shares the memory of the lexicon and starts at once. Only Linux forks safely.
        forked = sys.platform == "linux"
        self.connection, theirs = multiprocessing.Pipe()
        arguments = (theirs, [*ends, self.connection] if forked else [], self.orders)
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.process = context.Process(target=serve, args=arguments, daemon=True)
        with _no_interrupts():
            self.process.start()
        theirs.close()

    def give(self, task: Task, seconds: float) -> None:
        self.tasks.append((task, seconds))
        if len(self.tasks) == 1:
            self.rewind()
        with suppress(OSError):  # it is dead: the next look at its pipe tells
            if self.connection is not None:
                self.connection.send(task)

    def rewind(self) -> None:
        if self.tasks:
            self.until = time.monotonic() + self.tasks[0][1]

    def end(self, kill: bool = True) -> int | None:
        """End the process; a dead one is only cleared away. Gives its exit code."""
        self.tasks.clear()
        if self.process is None or self.connection is None:
            return None
        if not kill:
            self.process.join(1)  # its pipe is shut, so it is about to end
        self.process.kill()
        self.process.join()
        code: int | None = self.process.exitcode
        self.process.close()
        self.connection.close()
        self.process = self.connection = None
        return code


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return f"crashed its process ({name}{', often for want of memory' if name == 'SIGKILL' else ''})"
    return f"ended its process (exit code {code})"


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts, or it would show a traceback before it knows to ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

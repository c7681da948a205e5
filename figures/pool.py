"""Worker processes, each with its own pipes: one that dies or hangs costs nothing but what it had in hand.

Not concurrent.futures, whose whole pool breaks when one process dies, nor a pool over one shared pipe, which a process
that dies with the lock in its hand blocks for good.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, NamedTuple

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from figures.worker import Done, Orders, Reply, Task, serve

# What waits for a worker that has a task in hand, so that it need not wait while the parent stores: work for a few
# tenths of a second, in characters, but no more bytes than fit into its pipe, or the parent would wait for the worker.
WAITING = 60_000
WAITING_BYTES = 16_000

# How long the parent rests while every worker has work waiting, in seconds. Woken by each reply, it would take the
# processor from a worker twice for each document. Then it takes so many replies of each.
_REST = 0.02
_MOST_REPLIES = 64

# What a pipe of replies holds where the system allows it, in bytes: all that a worker sends while the parent stores.
_PIPE_BYTES = 1 << 20

# Workers that die one after the other with nothing in hand: the fault is not in a document.
_MOST_STILLBORN = 5


class Lost(NamedTuple):
    """The worker had the task in hand and died of it, or took too long and was ended. `how` is a verb with its object.

    `dropped` are the tasks that it had not begun, or all where it did several together.
    """

    how: str
    late: bool
    dropped: Sequence[Task]


class Event(NamedTuple):
    """What a worker sent on its first task, or that it was lost.

    `task` is None where it had none, or several in hand, of which any may be what it died of.
    """

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

    def has_room(self, worker: int) -> bool:
        """Whether the worker should have another task: it has one at most, or those that wait are little work."""
        chosen = self.workers[worker]
        return len(chosen.tasks) < 2 or (chosen.weight < WAITING and chosen.size < WAITING_BYTES)

    def give(self, worker: int, task: Task, seconds: float) -> None:
        """Give the worker a task. Each reply may take it `seconds`.

        A worker that is busy reads nothing, so what it is given then must be small enough for the pipe to hold.
        """
        chosen = self.workers[worker]
        if chosen.process is None:
            chosen.start([end for one in self.workers for end in one.ends])
        chosen.give(task, seconds)

    def busy(self) -> bool:
        """Whether any worker has a task."""
        return any(worker.tasks for worker in self.workers)

    def events(self, seconds: float) -> Iterator[Event]:
        """What the workers have sent; waits for it at most `seconds`.

        Raises RuntimeError where processes cannot be started at all.
        """
        if not any(map(self.has_room, range(len(self.workers)))):
            time.sleep(_REST)
        for _ in range(_MOST_REPLIES):
            running = {one.replies: i for i, one in enumerate(self.workers) if one.replies is not None}
            if not (ready := wait(list(running), seconds)):
                break
            for one in ready:
                yield from self._replies(running[one])  # type: ignore[index]
            seconds = 0
        now = time.monotonic()
        for i, worker in enumerate(self.workers):
            if worker.tasks and now > worker.until and worker.replies and not worker.replies.poll():
                yield self._lost(i, late=True)

    def _replies(self, i: int) -> Iterator[Event]:
        worker = self.workers[i]
        if worker.replies is None:
            return
        try:
            replies: Sequence[Reply] = worker.replies.recv()
        except (EOFError, OSError):
            yield self._lost(i, late=False)
            return
        self.stillborn = 0
        for reply in replies:
            task = worker.tasks[0].task
            if isinstance(reply, Done):
                worker.finish()
            else:
                worker.is_at_it = True
            worker.rewind()
            yield Event(i, task, reply)

    def _lost(self, i: int, *, late: bool) -> Event:
        worker = self.workers[i]
        tasks = [one.task for one in worker.tasks]
        if not tasks:
            self.stillborn += 1
        blamed = tasks.pop(0) if tasks and (worker.is_at_it or not worker.together) else None
        worker.together = False
        seconds = worker.tasks[0].seconds if worker.tasks else 0.0
        code = worker.end(late)
        if self.stillborn > _MOST_STILLBORN:
            raise RuntimeError(f"worker processes end as soon as they start (code {code})")
        late = late or -(code or 0) == getattr(signal, "SIGALRM", None)
        how = f"took over {seconds:g} s" if late else _ended(code)
        return Event(i, blamed, Lost(how, late, tasks))


class _Given(NamedTuple):
    """A task that a worker has, the longest that a reply may take, its weight and its bytes in the pipe."""

    task: Task
    seconds: float
    weight: float
    size: int


class _Worker:
    """One process with the tasks that it was given. `weight` and `size` are those of all but the first of them.

    It may do several `together` until one was lost; then it tells what it died of. `is_at_it`: it has sent something on
    the first of them, and so has no other in hand.
    """

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.process: Any = None
        self.replies: Connection | None = None
        self.ends: list[Connection] = []
        self.tasks: deque[_Given] = deque()
        self.weight = 0.0
        self.size = 0
        self.until = 0.0
        self.together = True
        self.is_at_it = False

    def start(self, ends: Sequence[Connection]) -> None:
        # Forked, a worker shares the memory of the lexicon and starts at once. Only Linux forks safely.
        forked = sys.platform == "linux"
        its_tasks, tasks = multiprocessing.Pipe(duplex=False)
        self.replies, its_replies = multiprocessing.Pipe(duplex=False)
        self.ends = [tasks, self.replies]
        _widen(its_replies)
        arguments = (its_tasks, its_replies, [*ends, *self.ends] if forked else [], self.orders, self.together)
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.process = context.Process(target=serve, args=arguments, daemon=True)
        with _no_interrupts():
            self.process.start()
        its_tasks.close()
        its_replies.close()

    def give(self, task: Task, seconds: float) -> None:
        raw = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        given = _Given(task, seconds, min(task.weight, WAITING), len(raw))
        self.tasks.append(given)
        if len(self.tasks) == 1:
            self.rewind()
        else:
            self.weight += given.weight
            self.size += given.size
        with suppress(OSError):  # it is dead: the next look at its pipe tells
            self.ends[0].send_bytes(raw)

    def finish(self) -> None:
        """Its first task is done, and it goes on with the next."""
        self.tasks.popleft()
        self.is_at_it = False
        if self.tasks:
            self.weight -= self.tasks[0].weight
            self.size -= self.tasks[0].size

    def rewind(self) -> None:
        if self.tasks:
            self.until = time.monotonic() + self.tasks[0].seconds

    def end(self, kill: bool = True) -> int | None:
        """End the process; a dead one is only cleared away. Gives its exit code."""
        self.tasks.clear()
        self.weight, self.size, self.is_at_it = 0.0, 0, False
        if self.process is None:
            return None
        if not kill:
            self.process.join(1)  # its pipe is shut, so it is about to end
        self.process.kill()
        self.process.join()
        code: int | None = self.process.exitcode
        self.process.close()
        for end in self.ends:
            end.close()
        self.process = self.replies = None
        self.ends = []
        return code


def _widen(pipe: Connection) -> None:
    """Let the pipe hold more, so that a worker need not wait while the parent stores. Only Linux can."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # more than this user may have in all
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


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

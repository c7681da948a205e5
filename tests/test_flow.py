"""The order of the work: whatever the workers do, and in whatever order, every document comes out once and in order."""

from __future__ import annotations

import pickle
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rows import Rows
from figures import flow as module
from figures import worker as working
from figures.flow import Flow
from figures.model import Document
from figures.pool import Event, Lost
from figures.sources import Failure, Notice, Source
from figures.worker import Orders

ORDERS = Orders(None, None, "1.0", 5.0)


@dataclass
class Hand:
    """A worker that works when it is told to: its tasks, and what it has sent and nobody has taken."""

    tasks: deque[Any] = field(default_factory=deque)
    together: bool = True
    begun: bool = False
    sent: deque[Any] = field(default_factory=deque)
    inside: Any = None


class Pool:
    """The real workers' code without processes: a throw of the dice says whose reply comes next and who dies."""

    def __init__(self, count: int, chance: random.Random, deaths: int, stuck: str = "") -> None:
        self.workers = [self._new() for _ in range(count)]
        self.chance = chance
        self.deaths = deaths
        self.stuck = stuck
        self.sizes: list[int] = []

    def _new(self) -> Hand:
        hand = Hand()
        hand.inside = working._Worker(hand.sent.extend, ORDERS)
        hand.inside._fuse = lambda seconds: None
        return hand

    def load(self, worker: int) -> int:
        return len(self.workers[worker].tasks)

    def has_room(self, worker: int) -> bool:
        return self.load(worker) < 4

    def give(self, worker: int, task: Any, seconds: float) -> None:
        data = pickle.dumps(task)
        self.sizes.append(len(data))
        self.workers[worker].tasks.append((task, data))

    def busy(self) -> bool:
        return any(hand.tasks for hand in self.workers)

    def events(self, seconds: float) -> Iterator[Event]:
        hands = [i for i, hand in enumerate(self.workers) if hand.tasks and not self._is_stuck(hand)]
        if not hands:
            return
        i = self.chance.choice(hands)
        hand = self.workers[i]
        small = list(takewhile(working.is_small, (task for task, _ in hand.tasks)))
        if hand.together and not hand.begun and len(small) > 1:
            yield from self._together(i, [pickle.loads(data) for _, data in list(hand.tasks)[: len(small)]])
            return
        if not hand.begun:
            hand.begun = True
            hand.inside.do(pickle.loads(hand.tasks[0][1]))
        task = hand.tasks[0][0]
        if self.deaths and self.chance.random() < 0.2:
            self.deaths -= 1
            dropped = [one for one, _ in list(hand.tasks)[1:]]
            self.workers[i] = self._new()
            yield Event(i, task, Lost("died", False, dropped))
            return
        reply = hand.sent.popleft()
        if isinstance(reply, working.Done):
            hand.tasks.popleft()
            hand.begun = False
        yield Event(i, task, reply)

    def _together(self, i: int, small: list[Any]) -> Iterator[Event]:
        """All that comes of several tasks, or nothing of any, and then nobody knows which it was."""
        hand = self.workers[i]
        if self.deaths and self.chance.random() < 0.2:
            self.deaths -= 1
            self.workers[i] = self._new()
            self.workers[i].together = False
            yield Event(i, None, Lost("died", False, [task for task, _ in hand.tasks]))
            return
        hand.inside.do_together(small)
        while hand.sent:
            reply = hand.sent.popleft()
            task = hand.tasks[0][0]
            if isinstance(reply, working.Done):
                hand.tasks.popleft()
            yield Event(i, task, reply)

    def _is_stuck(self, hand: Hand) -> bool:
        task = hand.tasks[0][0]
        return bool(self.stuck) and isinstance(task, working.Extract) and task.documents[0].text == self.stuck


def test_small_tasks_are_done_together_and_told_at_once() -> None:
    sent: list[Any] = []
    worker = working._Worker(sent.append, ORDERS)
    sources = [lines("a.jsonl", ["11 people died.", "12 people died."]), lines("b.jsonl", ["13 people died."])]
    worker.do_together([working.Read(n, source, own=working.OWN) for n, source in enumerate(sources)])
    (replies,) = sent
    assert [type(one).__name__ for one in replies] == ["Begun", "Rows"] * 2 + ["Done", "Begun", "Rows", "Done"]
    assert [one.figures[0][3] for one in replies if isinstance(one, Rows)] == [11, 12, 13]


def test_a_task_that_may_be_long_is_announced_and_done_alone() -> None:
    sent: list[Any] = []
    worker = working._Worker(sent.append, ORDERS)
    worker.do(working.Read(1, lines("a.jsonl", ["One died."]), own=working.OWN))
    assert [[type(one).__name__ for one in some] for some in sent] == [["Tick"], ["Begun"], ["Rows"], ["Done"]]
    assert not working.is_small(working.Read(2, lines("b.jsonl", ["One died. "] * 900)))
    assert not working.is_small(working.Read(3, lines("c.jsonl", ["One died."]), skip=1))


def unseen(document: Document) -> tuple[Document, bool]:
    return document, False


def unknown(source: Source) -> bool:
    return False


def lines(name: str, texts: list[str]) -> Source:
    raw = "".join(f'{{"text": "{text}"}}\n' for text in texts).encode()
    return Source(name, name, partial(BytesIO, raw), size=len(raw))


def origins(results: list[Any]) -> list[str]:
    return [one.found.origin for one in results if not isinstance(one.found, Source)]


@given(
    sources=st.lists(st.integers(0, 40), max_size=12),
    workers=st.integers(1, 4),
    deaths=st.integers(0, 6),
    known=st.integers(0, 3),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=60, deadline=None)
def test_every_document_comes_out_once_and_in_order(
    sources: list[int], workers: int, deaths: int, known: int, seed: int
) -> None:
    found: list[Any] = []
    wanted: list[str] = []
    for i, count in enumerate(sources):
        name = f"{i}.jsonl"
        found.append(lines(name, [f"{n} people died in {name}" for n in range(count)]) if count else Notice(name, "x"))
        wanted += [f"{name}#{n + 1}" for n in range(count)] if count else [name]
    chance = random.Random(seed)
    pool = Pool(workers, chance, deaths)

    def seen(document: Document) -> tuple[Document, bool]:
        return document, bool(known) and int(document.origin.split("#")[1]) % 4 < known

    def asked_first(source: Source) -> bool:
        return bool(known)

    flow = Flow(found, pool, seen, asked_first, seconds=5)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "RESULTS", chance.choice([1, 7, 64]))
        results = [one for batch in flow.results(lambda: False) for one in batch]
    # A worker that dies twice over the same thing is taken to die of it, and may cost what it had in hand.
    lost = [one for one in results if isinstance(one.found, Failure)]
    if deaths < 2:
        assert not lost
    if not lost:
        assert origins(results) == wanted
        assert flow.done == sum(map(bool, sources))
    else:
        assert len(set(origins(results))) == len(origins(results))
    assert flow._held == flow._held_characters == flow._characters == 0
    assert not flow._batches


def test_a_source_without_end_waits_while_the_first_document_is_slow() -> None:
    texts = [f"{n} people died" for n in range(5000)]
    pool = Pool(2, random.Random(1), 0, stuck=texts[0])
    flow = Flow([lines("a.jsonl", texts)], pool, unseen, lambda source: True, seconds=5)  # type: ignore[arg-type]
    coming = flow.results(lambda: flow._held >= module.WINDOW or len(pool.sizes) > 5000)
    assert [one for batch in coming for one in batch] == []
    for _ in range(2000):
        flow._stopping = False
        flow._fill()
        for event in pool.events(0):
            flow._take(event)
    assert flow._held <= module.WINDOW + 2 * working.MOST_DOCUMENTS
    pool.stuck = ""
    flow._until = float("inf")
    rest = [one for batch in flow.results(lambda: False) for one in batch]
    assert origins(rest) == [f"a.jsonl#{n + 1}" for n in range(5000)]


@pytest.mark.parametrize("known", [False, True])
def test_a_document_goes_to_a_worker_only_where_the_database_may_have_it(known: bool) -> None:
    """Else it stays with the worker that read it: the way to the parent and back costs as much as reading it."""
    texts = [f"{n} people died" for n in range(50)]
    sources = [lines(f"{n}.jsonl", [text]) for n, text in enumerate(texts)]
    pool = Pool(2, random.Random(1), 0)
    flow = Flow(sources, pool, unseen, lambda source: known, seconds=5)  # type: ignore[arg-type]
    sent: list[str] = []
    give = pool.give

    def noted(worker: int, task: Any, seconds: float) -> None:
        sent.extend(document.text for document in getattr(task, "documents", ()))
        give(worker, task, seconds)

    pool.give = noted  # type: ignore[method-assign]
    assert sum(map(len, flow.results(lambda: False))) == 2 * len(texts)
    assert sorted(sent) == (sorted(texts) if known else [])


def test_what_a_busy_worker_is_given_fits_into_its_pipe() -> None:
    texts = ["12 people died. " * 1000, *["Forty fled. " * 300] * 40]
    pool = Pool(2, random.Random(1), 0)
    flow = Flow([lines("a.jsonl", texts)], pool, unseen, unknown, seconds=5)  # type: ignore[arg-type]
    given: list[tuple[int, int]] = []
    give = pool.give

    def noted(worker: int, task: Any, seconds: float) -> None:
        given.append((pool.load(worker), len(pickle.dumps(task))))
        give(worker, task, seconds)

    pool.give = noted  # type: ignore[method-assign]
    assert sum(map(len, flow.results(lambda: False))) == len(texts) + 1
    assert max(size for load, size in given if load) < 50_000


def test_a_document_whose_day_has_changed_is_extracted_anew_before_the_rest() -> None:
    pool = Pool(1, random.Random(1), 0)
    flow = Flow(
        [lines("a.jsonl", ["One died.", "Two died."])],
        pool,
        unseen,
        unknown,
        seconds=5,
    )  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "RESULTS", 1)
        coming = flow.results(lambda: False)
        (first,) = next(coming)
        flow.extract_again(first)
        assert origins([one for batch in coming for one in batch]) == ["a.jsonl#1", "a.jsonl#2"]

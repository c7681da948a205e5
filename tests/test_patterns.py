"""No text can be built that makes the program slow: every expression, and the whole of the extraction, stays in bounds.

The expressions are those that the package compiles when it is used (see patterns.py); the strings are made from their
own repeats. Times are only compared with each other, within one run.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from limits import Slow, limited
from patterns import ANCHORED, hostile

import figures

SHORT, LONG = 300, 1200  # characters
TOO_LONG = 1.0  # seconds of the processor, after which an expression counts as one that never ends
NOISE = 0.02  # seconds under which two times are not compared
TICK = 0.004  # seconds: the clock of the processor may be as coarse as this
# Four times the text costs four times as much where it is linear, 16 times where each start looks at the whole rest
# (such expressions are asked about a few characters only), 64 times and more where two repeats share what they take.
MOST_OF_AN_EXPRESSION = 40
MOST_OF_THE_WHOLE = 10


def cost(work: Callable[[], object], times: int = 1, limit: float = TOO_LONG) -> float:
    """Seconds of the processor, the best of some runs; infinite where it takes too long."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        try:
            with limited(limit):
                work()
        except Slow:
            return best
        best = min(best, time.process_time() - started)
    return best


@cache
def expressions() -> list[dict[str, Any]]:
    script = Path(__file__).with_name("patterns.py")
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def grown(start: str, piece: str, length: int) -> str:
    """`piece` again and again after `start`, and at the end a sign that no expression takes."""
    return (start + piece * (length // len(piece) + 1))[:length] + "\x01"


def explodes(one: dict[str, Any]) -> str:
    """The string on which an expression takes more than the square of its length, "" where there is none."""
    made = re.compile(one["pattern"].encode("latin-1") if one["bytes"] else one["pattern"], one["flags"])
    asked = set(one["asked"])

    def ask(text: str) -> None:
        given: Any = text.encode("utf-8", "replace") if one["bytes"] else text
        if "fullmatch" in asked:
            made.fullmatch(given)
        if asked and asked <= ANCHORED:
            made.match(given)
        else:
            for _ in made.finditer(given):
                pass

    for start, piece in dict.fromkeys(hostile(one["pattern"], one["flags"])):
        short = cost(lambda start=start, piece=piece: ask(grown(start, piece, SHORT)))  # type: ignore[misc]
        if short == float("inf"):
            return grown(start, piece, 40)
        if short < TICK / 2:  # 300 signs cubed are far more
            continue

        def long(start: str = start, piece: str = piece) -> None:
            ask(grown(start, piece, LONG))

        most = MOST_OF_AN_EXPRESSION * max(short, TICK)
        if cost(long) > most and cost(long) > most:  # twice, for the machine may have been busy
            return grown(start, piece, 40)
    return ""


def test_all_expressions_are_looked_at() -> None:
    files = {file for one in expressions() for file in one["files"]}
    assert len(expressions()) > 200
    assert files >= {"figures/names.py", "figures/readers/eml.py", "figures/numerals.py", "reports/listing.py"}


def test_no_expression_takes_more_than_the_square_of_its_text() -> None:
    assert {one["pattern"]: text for one in expressions() if (text := explodes(one))} == {}


@pytest.mark.parametrize("pattern", [r"(?:a+)+b", r"\s*x?\s*y?\s*z", r"(?:-?[a-z0-9]+)*!"])
def test_an_expression_that_explodes_is_found(pattern: str) -> None:
    assert explodes({"pattern": pattern, "flags": re.UNICODE, "bytes": False, "asked": ["match", "search"]})


@pytest.mark.parametrize("pattern", [r"[a-z]{1,30}-\d", r"(?:-[a-z0-9]+)*!", r"\w+\s\d"])
def test_an_expression_that_does_not_is_left_alone(pattern: str) -> None:
    assert not explodes({"pattern": pattern, "flags": re.UNICODE, "bytes": False, "asked": ["match"]})


def test_the_extraction_is_linear_in_texts_that_are_built_to_make_it_slow() -> None:
    """All pieces would take minutes: each run takes the same few of them, and the worst that are known."""
    every = sorted({piece for one in expressions() for _, piece in hostile(one["pattern"], one["flags"])})
    pieces = random.Random(5).sample([piece for piece in every if len(piece) < 7], 12)
    figures.extract("Ten people died in Kabul.")
    slow = {}
    for piece in [*pieces, "A1", "1,", " ", "a", "(", "- ", "1.1", "A-a1é", "12 people "]:

        def text(length: int, piece: str = piece) -> str:
            return f"Some 12 people {grown('', piece, length)} 30 died"

        figures.extract(text(200))  # what is loaded at first need is loaded now
        # Each text is read once: what was read before is remembered. A busy moment is looked at again.
        for again in range(3):
            long = cost(lambda again=again: figures.extract(text(4000 + again)), limit=10)  # type: ignore[misc]
            short = min(cost(lambda n=n: figures.extract(text(n))) for n in range(1000 + 3 * again, 1003 + 3 * again))  # type: ignore[misc]
            if long <= NOISE * 3 or long <= MOST_OF_THE_WHOLE * max(TICK, short):
                break
        else:
            slow[piece] = (short, long)
    assert slow == {}

"""A short run of the long one: damaged files of every format crash nothing, hang nothing, and are not lost."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from samples import samples

sys.path.append(str(Path(__file__).resolve().parent.parent / "bench" / "soak"))

import fuzz


def test_damaged_files_of_every_format_do_no_harm() -> None:
    run = fuzz.soak(200, seed=20)
    assert run.troubles == []
    assert run.inputs == 200
    assert min(run.outcomes[kind] for kind in ("Document", "Failure", "Notice")) > 5


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, second = (fuzz.mutated(dict(samples()), random.Random(7)) for _ in range(2))
    assert first == second


def test_a_crash_a_hang_and_a_loss_fail_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(raw: bytes, name: str, *, limit: int) -> list[object]:
        while True:
            pass

    def crash(raw: bytes, name: str, *, limit: int) -> list[object]:
        raise ValueError

    run = fuzz.Run()
    monkeypatch.setattr(fuzz, "LONGEST", 0.05)
    for reader in (forever, crash, lambda raw, name, *, limit: []):
        monkeypatch.setattr(fuzz, "read_bytes", reader)
        run.take(b"Ten died.", "a.txt")
    assert [trouble.split(": ")[1].split()[0] for trouble in run.troubles] == ["took", "crashed", "lost"]

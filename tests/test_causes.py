"""What figures are owed to, and the sector of aid that they belong to: own passages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from figures import crisis
from figures.context import Scene
from figures.model import CAUSES, SECTORS, Document, Figure
from figures.passages import passages

HERE = Path(__file__).parent


def lines(name: str) -> list[tuple[str, str]]:
    """Label and text of every line that is no comment."""
    told = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(label.strip(), text.strip()) for label, _, text in (line.partition(" | ") for line in told) if text]


def completed(marked: str, category: str, unit: str = "person") -> Figure:
    """The figure for the number in brackets, with what its scene says of it."""
    start, end = marked.index("["), marked.index("]") - 1
    document = Document(marked.replace("[", "").replace("]", ""))
    scene = Scene(document)
    for passage in passages(document):
        scene.enter(passage)
        if passage.start <= start < passage.end:
            number = document.text[start:end]
            bare = Figure(start, end, number, 1, 1, 1, "exact", category, unit, passage=passage.text,
                          passage_start=passage.start)  # fmt: skip
            return scene.complete(bare)
    raise AssertionError(marked)


CAUSED = lines("causes.txt")


def caused(text: str) -> str:
    figure = completed(text, "killed")
    return f"{figure.cause or '-'} {figure.hazard or '-'}"


def test_causes_and_hazards_are_right() -> None:
    wrong = [(label, caused(text), text) for label, text in CAUSED if caused(text) != label]
    assert len(CAUSED) >= 100
    assert len(wrong) <= 0.03 * len(CAUSED), wrong


def test_every_cause_and_hazard_has_passages() -> None:
    told = Counter(label.partition(" ")[2] for label, _ in CAUSED)
    assert {label.split()[0] for label, _ in CAUSED} == {*CAUSES} - {""} | {"-"}
    assert [name for name in crisis.hazard_names() if name not in told and name not in _DISEASES] == []


_DISEASES = {"diphtheria", "hepatitis", "yellow fever", "hiv"}  # found as the others are, by their names


SECTORED = lines("sectors.txt")


def sectored(label: str, text: str) -> str:
    """The label with the sector that the program finds."""
    *_, category, unit = label.split()
    return f"{completed(text, category, unit).sector} {category} {unit}"


def test_sectors_are_right() -> None:
    wrong = [(label, sectored(label, text), text) for label, text in SECTORED if sectored(label, text) != label]
    assert len(SECTORED) >= 80
    assert len(wrong) <= 0.03 * len(SECTORED), wrong


def test_every_sector_has_passages() -> None:
    told = Counter(" ".join(label.split()[:-2]) for label, _ in SECTORED)
    assert {sector: told[sector] for sector in SECTORS if told[sector] < 4} == {}
    assert set(told) == set(SECTORS)


def test_the_dead_and_the_displaced_have_no_sector() -> None:
    found = [label for label, text in SECTORED if label.split()[-2] in ("killed", "displaced", "destroyed", "damaged")
             and sectored(label, text).split()[0] != "none"]  # fmt: skip
    assert found == []

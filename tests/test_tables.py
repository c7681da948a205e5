"""Plain-text tables: the column and the row of a number speak for it."""

from __future__ import annotations

import pytest

import figures
from figures.model import Passage
from figures.tables import label_before


def told(text: str) -> list[tuple[str, str, str]]:
    return [(figure.text, figure.unit, figure.category) for figure in figures.extract(text)]


def test_the_head_of_a_column_gives_category_and_unit() -> None:
    table = "| District | Killed | Injured |\n|---|---|---|\n| Beira | 41 | 120 |\n| Dondo | 17 | 65 |\n"
    assert told(table) == [
        ("41", "person", "killed"),
        ("120", "person", "injured"),
        ("17", "person", "killed"),
        ("65", "person", "injured"),
    ]


def test_a_table_ends_with_its_rows() -> None:
    table = "| District | Killed | Injured |\n|---|---|---|\n| Beira | 41 | 95 |\n\nThe council has 120 members.\n"
    assert told(table) == [("41", "person", "killed"), ("95", "person", "injured")]


def test_a_label_before_a_colon_speaks_for_its_number() -> None:
    assert told("Killed: 31") == [("31", "person", "killed")]


def test_a_number_that_stands_alone_counts_nothing() -> None:
    assert told("At least 14 people were killed.\nTwo.") == [("14", "person", "killed")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Families displaced: 2,310", "Families displaced"),
        ("Families displaced – 2,310", "Families displaced"),
        ("Dead: 12. Heavily hurt: 2,310", "Heavily hurt"),
        ("Funding required: $2,310", "Funding required"),
        ("A well-known fort held 2,310", ""),
        ("5-8,000", ""),
    ],
)
def test_the_label_of_a_number(text: str, label: str) -> None:
    number = max(text.rfind("2,310"), text.rfind("8,000"))
    assert label_before(Passage(0, len(text), text), number) == label

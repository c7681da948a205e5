"""What is printed: tables, CSV and marked texts hold every sign, and none comes out live."""

from __future__ import annotations

import csv
import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from stored import claim

from figures.model import Explained, Quantity
from reports.listing import FORMULA_STARTS, clean, csv_text, table
from reports.marking import marked


@given(
    text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"])),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9))),
)
def test_marking_keeps_every_character(text: str, spans: list[tuple[int, int]]) -> None:
    numbers = [
        Explained(Quantity(at, at + n, text[at : at + n], 1, 1, 1), reason="year")
        for at, n in spans
        if at + n <= len(text) and not set(text) & set("[]")
    ]
    notes = marked(text, numbers, colour=False)
    assert notes.replace("[", "").replace(": no figure, a year]", "") == text or not numbers


def test_lists_in_csv_are_one_cell() -> None:
    assert csv_text([{"facets": ["children", "women"]}], ["facets"]) == '"facets"\r\n"children; women"\r\n'


@given(st.text())
def test_no_text_is_a_formula_in_csv(text: str) -> None:
    _, (cell,) = csv.reader(io.StringIO(csv_text([{"a": text}], ["a"]), newline=""))
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers_in_csv() -> None:
    assert csv_text([{"longitude": -34.5}], ["longitude"]).splitlines()[1] == "-34.5"


@given(sentence=st.text(st.characters(categories=["L", "Zs"]), max_size=300), width=st.integers(80, 200))
def test_a_table_shows_the_number_of_a_long_sentence(sentence: str, width: int) -> None:
    row = claim().to_dict() | {"sentence": f"{sentence}1,200{sentence}", "sentence_start": 0, "start": len(sentence)}
    assert "1,200" in table([row], width).splitlines()[2][45:]


def test_the_cells_of_a_row_stay_apart() -> None:
    row = claim().to_dict() | {"sentence": "Food\t1,200", "sentence_start": 0, "start": 5}
    assert "Food 1,200" in table([row], 120)


@given(st.text())
def test_clean_text_drives_no_terminal(text: str) -> None:
    assert not [character for character in clean(text) if unicodedata.category(character) == "Cc"]

"""Documents fall into passages with exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.model import Document, Passage
from figures.passages import passages


def split(text: str) -> list[str]:
    return [passage.text for passage in passages(Document(text))]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in passages(Document(text))]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The dam broke. Water rose.", ["The dam broke.", "Water rose."]),
        ("The U.S. Navy and Gen. Okoro came. They left.", ["The U.S. Navy and Gen. Okoro came.", "They left."]),
        ("Camp No. 4 lies approx. 3.5 km off. It is full.", ["Camp No. 4 lies approx. 3.5 km off.", "It is full."]),
        ("The road is shut.Trucks wait.", ["The road is shut.", "Trucks wait."]),
        ("The wells are dry.12 Nobody came.", ["The wells are dry.12", "Nobody came."]),
        ("The wells are dry.[4] Nobody came.", ["The wells are dry.[4]", "Nobody came."]),
        ('"It shook." He ran.', ['"It shook."', "He ran."]),
        ("Mr. J. Abara spoke. All heard.", ["Mr. J. Abara spoke.", "All heard."]),
        ("It fell at 5 p.m. on Friday.", ["It fell at 5 p.m. on Friday."]),
        ("Why? Nobody knows!", ["Why?", "Nobody knows!"]),
    ],
)
def test_sentences(text: str, want: list[str]) -> None:
    assert split(text) == want


def test_wrapped_lines_are_one_sentence() -> None:
    text = "The river rose by two metres in one night and the people of\nthe lower town fled.\n\nThey came back."
    assert split(text) == [
        "The river rose by two metres in one night and the people of\nthe lower town fled.",
        "They came back.",
    ]


def test_kinds_and_sections() -> None:
    text = (
        "# Flood\n\nRain fell.\n\nKey figures\n- 12 dead\n- 30 hurt\n\nKilled: 12 | Injured: 30\nTown\tDead\nAru\t4\n"
    )
    found = list(passages(Document(text)))
    assert [(p.kind, p.text, p.section) for p in found] == [
        ("heading", "# Flood", ""),
        ("sentence", "Rain fell.", "Flood"),
        ("heading", "Key figures", ""),
        ("item", "- 12 dead", "Key figures"),
        ("item", "- 30 hurt", "Key figures"),
        ("row", "Killed: 12 | Injured: 30", "Key figures"),
        ("row", "Town\tDead", "Key figures"),
        ("row", "Aru\t4", "Key figures"),
    ]


def test_a_number_on_its_own_line_joins_its_label() -> None:
    rows = [("row", "22.2 million\n\nPeople in need"), ("row", "**300**\nWells dug")]
    assert kinds("22.2 million\n\nPeople in need\n\n**300**\nWells dug") == rows
    assert kinds("People killed\n12\nPeople hurt\n30") == [("row", "People killed\n12"), ("row", "People hurt\n30")]
    assert kinds("KEY FIGURES\n\n12\n\nvillages")[1:] == [("row", "12\n\nvillages")]


def test_passages_are_numbered() -> None:
    assert [p.index for p in passages(Document("One came. Two left.\n\nThe end."))] == [0, 1, 2]


@given(st.text(alphabet='aB .!?\n\t|#*-1234”"(U.S)\r\u2028', max_size=300))
def test_offsets_are_exact(text: str) -> None:
    end = 0
    for passage in passages(Document(text)):
        assert isinstance(passage, Passage)
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert passage.start >= end
        end = passage.end


@given(st.text(alphabet='aB .!?\n\t|#*-1234”"(US)', max_size=300))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(passage.text for passage in passages(Document(text)))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("unit", ["9", "a. ", "| ", ". ", "(", "\n", "- \n", "A.B.", "1. "])
def test_long_rubbish_ends(unit: str) -> None:
    assert sum(len(p.text) for p in passages(Document(unit * 60_000))) <= len(unit) * 60_000


def test_a_number_with_its_label_is_no_heading_and_runs_into_no_other_line() -> None:
    text = "Key figures\n\nDeaths: 34\nInjured: 637\n201,300 households\nStorm kills forty\n\nHelp came late."
    found = list(passages(Document(text)))
    assert [(one.kind, one.text) for one in found] == [
        ("heading", "Key figures"),
        ("item", "Deaths: 34"),
        ("item", "Injured: 637"),
        ("item", "201,300 households"),
        ("heading", "Storm kills forty"),
        ("sentence", "Help came late."),
    ]
    assert found[3].section == "Key figures"


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Deaths 34 Injured 120 Houses destroyed 410", ["Deaths 34", "Injured 120", "Houses destroyed 410"]),
        ("CASES 1,203 DEATHS 34 CFR 2.8%", ["CASES 1,203", "DEATHS 34", "CFR 2.8%"]),
        ("People in need 4.3M Targeted 2.1 million", ["People in need 4.3M", "Targeted 2.1 million"]),
        ("Deaths 34", ["Deaths 34"]),
        ("Update 5 May 2020", ["Update 5 May 2020"]),
        ("In Gao 34 people fled and 12 came back", ["In Gao 34 people fled and 12 came back"]),
    ],
)
def test_labels_that_each_stand_before_their_number_are_parted(line: str, want: list[str]) -> None:
    assert split(line) == want


def test_columns_that_only_spaces_part_are_rows() -> None:
    table = "Province   Dead   Houses destroyed\n\nAceh       12     310\nRiau        3       -\nFunds were sent.\n"
    assert kinds(table) == [
        ("row", "Province   Dead   Houses destroyed"),
        ("row", "Aceh       12     310"),
        ("row", "Riau        3       -"),
        ("sentence", "Funds were sent."),
    ]


def test_spaces_between_sentences_part_no_columns() -> None:
    assert {kind for kind, _ in kinds("The dam broke.  Water rose.  12 people fled.\n")} == {"sentence"}


def test_a_mark_of_a_list_ends_no_sentence_but_a_labelled_number_does() -> None:
    assert split("Missing: 3. Homes burnt: 12.") == ["Missing: 3.", "Homes burnt: 12."]
    assert split("It brings: 1. Food; 2. Water.") == ["It brings: 1. Food; 2. Water."]

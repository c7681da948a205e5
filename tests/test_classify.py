"""When a category is told, and how the values that carry it are made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict

import pytest

import figures
from figures.changes import told_together
from figures.classify import AHEAD, LEAST, NO_FIGURE, Likely
from figures.cues import hits
from figures.making import quickly
from figures.model import Passage, Quantity
from figures.pipeline import explain
from figures.quantities import recognise
from figures.sentences import sentence


@pytest.mark.parametrize(
    ("share", "beside", "none", "doubtful"),
    [
        (0.9, 0.05, 0.01, False),
        (0.4, 0.1, 0.06, False),  # the rest is spread thinly
        (0.5, 0.45, 0.01, True),  # another category is nearly as likely
        (0.5, 0.1, 0.35, True),  # it may well be no figure
        (0.25, 0.1, 0.1, True),
    ],
)
def test_a_category_is_told_where_it_stands_out(share: float, beside: float, none: float, doubtful: bool) -> None:
    assert Likely("killed", share, beside, none).is_doubtful is doubtful


def test_what_just_reaches_the_bars_is_told() -> None:
    assert not Likely("killed", LEAST, LEAST / (AHEAD + 0.01), NO_FIGURE).is_doubtful


def test_a_value_that_is_made_quickly_is_like_any_other() -> None:
    given = (3, 5, "12", 12.0, 12.0, 12.0, "exact")
    plain, quick = Quantity(*given), quickly(Quantity)(*given)
    assert type(quick) is Quantity
    assert (quick, hash(quick), asdict(quick)) == (plain, hash(plain), asdict(plain))
    with pytest.raises(FrozenInstanceError):
        quick.start = 4  # type: ignore[misc]


def test_a_zero_counts_nothing() -> None:
    found = explain("Song has 14 cases and 0 deaths.")
    assert [(one.figure and one.figure.category, one.reason) for one in found] == [("cases", ""), (None, "zero")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Mines killed or maimed 33 people.", [(1, 4, "casualties")]),
        ("They were killed and wounded, and 12 carts were lost.", [(2, 5, "casualties")]),
        ("They are dead, hurt or missing.", [(2, 7, "casualties")]),
        ("It left 8 dead and injured at least 12.", [(3, 4, "killed"), (5, 6, "injured")]),
        ("It left 8 dead and wounded in two days.", [(3, 6, "casualties")]),
        ("It left 8 dead, injured 12.", [(3, 4, "killed"), (5, 6, "injured")]),
    ],
)
def test_cues_that_stand_joined_are_one(text: str, want: list[tuple[int, int, str]]) -> None:
    passage = Passage(0, len(text), text)
    row = sentence(passage, recognise(passage))
    parts = {"killed", "injured", "missing", "casualties"}
    found = {(at, end, cue.category) for at, end, cue in hits(row)}
    assert sorted(one for one in found if one[2] in parts) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The number of people in need rose from 1.2 million last year to 1.9 million.", ["in_need person"] * 2),
        ("Cases fell from 450 a week to 120.", ["cases case"] * 2),
        ("The displaced families went up from 4,000 in May to some 6,300.", ["displaced household"] * 2),
        ("Staff grew from 40 to 65 people.", ["", ""]),
    ],
)
def test_what_a_number_was_and_what_it_is_are_of_one_category(text: str, want: list[str]) -> None:
    found = explain(text)
    assert [f"{one.figure.category} {one.figure.unit}" if one.figure else "" for one in found] == want


def test_two_numbers_are_told_together_where_the_second_has_no_noun_of_its_own() -> None:
    def pairs(text: str) -> set[int]:
        passage = Passage(0, len(text), text)
        return set(told_together(passage, recognise(passage)).firsts)

    assert pairs("The toll rose from 14 on Monday to 31.") == {0}
    assert pairs("People were moved from 12 villages to 3 camps.") == set()
    assert pairs("It rose from 14. Then it went to 31.") == set()


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Some 3,000 of the 20,000 goats died.", ["destroyed", "whole"]),
        ("Only $31 million of $88 million has come in.", ["funding_received", "funding_required"]),
        ("Three of his four brothers were killed.", ["killed", "whole"]),
        # The whole says itself what befell it.
        ("Five of the 19 missing were found alive.", [None, "missing"]),
        ("None of the 40 passengers was hurt.", ["whole"]),
        ("All 40 passengers were hurt.", ["injured"]),
        ("At least 12 were killed, Reuters reported, citing two medics.", ["killed", "not_counted"]),
        ("By May 26,000 of the 41,000 people who had been displaced were home.", [None, "displaced"]),
    ],
)
def test_what_a_part_was_taken_from_has_not_suffered_the_same(text: str, want: list[str | None]) -> None:
    found = [one.figure.category if one.figure else one.reason for one in explain(text)]
    assert [one for one, wanted in zip(found, want, strict=True) if wanted] == [one for one in want if one]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "The ministry reported 1,240 cases and 31 deaths, compared with 1,110 and 28 a week earlier.",
            ["cases case", "killed person", "cases case", "killed person"],
        ),
        (
            "The storm left 12 dead and 40 hurt, up from about 3 and 9 on Monday.",
            ["killed person", "injured person", "killed person", "injured person"],
        ),
    ],
)
def test_two_numbers_set_against_two_are_of_their_kinds(text: str, want: list[str]) -> None:
    found = explain(text)
    assert [f"{one.figure.category} {one.figure.unit}" if one.figure else "" for one in found] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("How many people have died? The ministry says 1,200.", [("killed", "1,200")]),
        ("How many houses were destroyed? About 340.", [("destroyed", "340")]),
        ("How many people live there? It rained. It was cold. Then 300 were left.", []),
    ],
)
def test_a_question_says_what_the_next_sentences_count(text: str, want: list[tuple[str, str]]) -> None:
    assert [(one.category, one.text) for one in figures.extract(text)] == want

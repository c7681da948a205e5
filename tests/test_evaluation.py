"""The scorer that users measure with: pairing, ratios, attributes, errors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from figures import evaluation
from figures.model import Figure

TEXT = "Storms killed 51 people and hurt 76."
KILLED = Figure(14, 16, "51", 51, 51, 51, "exact", "killed", "person", confidence=0.9)
HURT = Figure(33, 35, "76", 76, 76, 76, "exact", "injured", "person", confidence=0.4)


def labelled(*figures: Figure) -> dict[str, object]:
    return {"doc_id": "a", "text": TEXT, "figures": [figure.to_dict() for figure in figures]}


def scored(said: list[Figure], *wanted: Figure) -> evaluation.Scores:
    return evaluation.score([labelled(*wanted)], lambda text, published: said)


def test_all_right() -> None:
    scores = scored([KILLED, HURT], KILLED, HURT)
    assert scores.ratio("strict") == (1.0, 1.0, 1.0)
    assert scores.attribute("unit") == 1.0
    assert not scores.errors


def test_a_wrong_category_is_found_but_not_strict() -> None:
    scores = scored([replace(HURT, category="killed")], KILLED, HURT)
    assert scores.ratio("found") == pytest.approx((1.0, 0.5, 2 / 3))
    assert scores.ratio("strict").f1 == 0
    assert sorted(error.kind for error in scores.errors) == ["injured -> killed", "killed -> none"]


def test_an_open_bound_is_not_a_closed_one() -> None:
    scores = scored([replace(KILLED, high=None)], KILLED)
    assert (scores.pairs["loose"], scores.pairs["strict"]) == (1, 0)
    assert [error.kind for error in scores.errors] == ["value"]


def test_an_invented_figure_costs_precision() -> None:
    scores = scored([KILLED, HURT], KILLED)
    assert scores.ratio("strict").precision == 0.5
    assert scores.category("injured") == (0.0, 0.0, 0.0)
    assert [error.kind for error in scores.errors] == ["none -> injured"]


def test_one_figure_pairs_with_one_label() -> None:
    twice = [KILLED, replace(KILLED, category="missing")]
    assert evaluation.pairs([KILLED.to_dict()], twice) == [(0, 0)]


def test_confidence_is_read_off_the_right_ones() -> None:
    scores = scored([KILLED, HURT], KILLED)
    assert scores.sure() == (0.5, 1.0)
    assert scores.calibration(2) == [(0.4, 1, 0.0), (0.9, 1, 1.0)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Idlib", "idlib", True),
        ("Idlib", "the Idlib", True),
        ("Idlib", "the north of Idlib province", False),
        ("", "", True),
        ("", "Idlib", False),
    ],
)
def test_words_are_alike(one: str, other: str, same: bool) -> None:
    assert evaluation.alike(one, other) is same


def test_marked_texts_are_measured_on_places_and_categories() -> None:
    document = labelled(KILLED, HURT)
    document["figures"] = [
        {"start": 14, "end": 16, "category": "killed"},
        {"start": 33, "end": 35, "category": "missing"},
    ]
    scores = evaluation.score([document], lambda text, published: [KILLED, HURT])
    assert scores.ratio("strict").f1 == pytest.approx(0.5)

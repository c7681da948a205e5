"""The labelled passages are themselves held to the guide: what they mark, name and cover."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gold_passages import CATEGORIES, MEASURES, MODALITIES, QUALIFIERS, UNITS, GoldError, load, read

from figures import lexicon, model
from scripts.pin_floors import by_file

PASSAGES = load()
FIGURES = [(passage, figure) for passage in PASSAGES for figure in passage["figures"]]
VAGUE = {(24, 99), (40, 99), (200, 999), (2e3, 9999), (2e4, 99999), (2e5, 999999), (2e6, 9999999), (2e7, 99999999)}


def named(passage: dict[str, Any], figure: dict[str, Any]) -> str:
    return f"{passage['id']}: {figure['text']} {figure['category']}"


def test_there_are_enough_passages() -> None:
    assert len(PASSAGES) >= 600
    assert len({passage["id"] for passage in PASSAGES}) == len(PASSAGES)
    assert len({passage["text"] for passage in PASSAGES}) == len(PASSAGES)


def test_there_are_enough_passages_without_any_figure() -> None:
    assert sum(not passage["figures"] for passage in PASSAGES) >= 100


@pytest.mark.parametrize(("name", "least"), [("dates", 150), ("measure", 120), ("claimants", 120)])
def test_there_are_enough_passages_of_one_aspect(name: str, least: int) -> None:
    passages = by_file()[name]
    assert len(passages) >= least
    for passage in passages:
        for figure in passage["figures"]:
            assert {one for one in passage["checked"] if figure.get(one) is None} == set(), named(passage, figure)


def test_a_labelled_period_is_in_order() -> None:
    for passage, figure in FIGURES:
        if figure.get("days"):
            first, last, precision = figure["days"].split()
            assert date.fromisoformat(first) <= date.fromisoformat(last), named(passage, figure)
            assert precision in model.DATE_PRECISIONS, named(passage, figure)


def test_every_category_is_covered() -> None:
    found = Counter(name for p in PASSAGES for name in {figure["category"] for figure in p["figures"]})
    assert {name: found[name] for name in CATEGORIES if found[name] < 10} == {}


def test_the_vocabularies_are_those_of_the_program() -> None:
    assert set(lexicon.categories()) == CATEGORIES
    assert (QUALIFIERS, MODALITIES, MEASURES) == (model.QUALIFIERS, model.MODALITIES, model.MEASURES)


def test_every_number_stands_where_its_label_says() -> None:
    for passage, figure in FIGURES:
        assert figure["text"], named(passage, figure)
        assert passage["text"][figure["start"] : figure["end"]] == figure["text"], named(passage, figure)
        assert figure["text"] == figure["text"].strip(), named(passage, figure)


def test_figures_are_in_reading_order_and_apart() -> None:
    for passage in PASSAGES:
        ends = [0]
        for figure in passage["figures"]:
            assert ends[-1] <= figure["start"] < figure["end"], named(passage, figure)
            ends.append(figure["end"])


def test_value_lies_between_its_bounds() -> None:
    for passage, figure in FIGURES:
        low, value, high = figure["low"], figure["value"], figure["high"]
        assert value > 0, named(passage, figure)
        assert low is None or low <= value, named(passage, figure)
        assert high is None or value <= high, named(passage, figure)
        assert (low is None) == (figure["qualifier"] == "at_most"), named(passage, figure)
        assert (high is None) == (figure["qualifier"] == "at_least"), named(passage, figure)
        assert figure["qualifier"] != "vague" or (low, high) in VAGUE, named(passage, figure)


def test_plain_digits_are_labelled_with_their_own_value() -> None:
    for passage, figure in FIGURES:
        digits = figure["text"].replace(",", "")
        if digits.isdigit():
            assert figure["value"] == float(digits), named(passage, figure)


def test_money_has_a_currency_and_nothing_else_has() -> None:
    for passage, figure in FIGURES:
        money = figure["category"].startswith("funding_") or figure["category"] == "economic_loss"
        assert money != (figure["unit"] in UNITS), named(passage, figure)


@pytest.mark.parametrize("attribute", ["place", "source", "when", "group"])
def test_attributes_are_the_words_of_the_passage(attribute: str) -> None:
    for passage, figure in FIGURES:
        said = figure[attribute] or ""
        words = said.split() if attribute == "group" else [said]
        assert all(word.strip(",") in passage["text"] for word in words), named(passage, figure)


def test_what_will_be_is_not_reported() -> None:
    for passage, figure in FIGURES:
        if figure["modality"] is None:
            continue
        if figure["category"] == "at_risk":
            assert figure["modality"] == "projected", named(passage, figure)
        if figure["category"] == "targeted":
            assert figure["modality"] == "planned", named(passage, figure)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Some [12] fled.\n", "1 numbers are marked, 0 are labelled"),
        ("Some [12] fled.\n> 12 escaped\n", "no category 'escaped'"),
        ("Some [12] fled.\n> 12 displaced nearly\n", "no qualifier, modality, measure or unit 'nearly'"),
        ("Some [12] fled.\n> twelve displaced\n", "'twelve' is no number"),
        ("Some [12] fled.\n> 12-20 displaced\n", "'12-20' does not fit the qualifier exact"),
        ("Some [12] fled.\n> 12 displaced | where Goma\n", "no attribute in 'where Goma'"),
        ("Some [12] fled.\n> 12 displaced | days May\n", "no days and precision in 'May'"),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, body: str, message: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(f"=== one\n{body}", encoding="utf-8")
    with pytest.raises(GoldError, match=f"wrong.txt: wrong/one: {message}"):
        list(read(path))


def test_a_passage_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "right.txt"
    path.write_text(
        "// a remark\n=== one 2024-08-12\nUp to [1.2 million] fled to [five] camps.\nNone died.\n"
        "@ place Goma COD | when today\n> 1,200,000 displaced at_most projected stock\n> 5-7 killed range | when -\n",
        encoding="utf-8",
    )
    (passage,) = read(path)
    first, second = passage["figures"]
    assert passage["text"] == "Up to 1.2 million fled to five camps.\nNone died."
    assert (passage["id"], passage["date"]) == ("right/one", "2024-08-12")
    assert (first["text"], first["value"], first["low"], first["high"]) == ("1.2 million", 1200000, None, 1200000)
    assert (first["place"], first["country"], first["when"]) == ("Goma", "COD", "today")
    assert (first["unit"], first["modality"], first["measure"]) == ("person", "projected", "stock")
    assert (second["value"], second["low"], second["high"], second["when"]) == (6, 5, 7, "")


def test_a_file_may_check_some_attributes_alone(tmp_path: Path) -> None:
    path = tmp_path / "days.txt"
    path.write_text(
        "checked: when days as_of via\n=== one 2024-08-15\n[12] fled on Monday.\n"
        "> 12 displaced | when on Monday | days 2024-08-12 day\n=== two\n[12] fled.\n"
        "> 12 displaced | days none | as_of none\n",
        encoding="utf-8",
    )
    one, two = read(path)
    assert one["checked"] == ["when", "days", "as_of", "via"]
    (first,), (second,) = one["figures"], two["figures"]
    assert (first["days"], first["as_of"], first["via"]) == ("2024-08-12 2024-08-12 day", "2024-08-12", "")
    assert (second["when"], second["days"], second["as_of"]) == ("", "", "")
    assert first["place"] is first["measure"] is None

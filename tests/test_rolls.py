"""Rolls: places with a number each, counted by the words above them or before them."""

from __future__ import annotations

import pytest

from figures import extract
from figures.rolls import entry, is_entry, parted


def told(text: str) -> list[tuple[str, str, str]]:
    return [(figure.category, figure.text, figure.place) for figure in extract(text)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Displaced people\n\nSyria 6,200,000\nCyprus Up to 210,000\nAzerbaijan 580,000\n",
            [
                ("displaced", "6,200,000", "Syria"),
                ("displaced", "210,000", "Cyprus"),
                ("displaced", "580,000", "Azerbaijan"),
            ],
        ),
        (
            "Deaths by province\n\nAceh: 120\nRiau: 34\nJambi: 9\n",
            [("killed", "120", "Aceh"), ("killed", "34", "Riau"), ("killed", "9", "Jambi")],
        ),
        (
            "Number of houses destroyed per village:\n- Kaya 12\n- Dori 40\n",
            [("destroyed", "12", "Kaya"), ("destroyed", "40", "Dori")],
        ),
        (
            "Refugees by host country\n\nKenya — 210,000\nUganda — 1.4 million\n",
            [("refugees", "210,000", "Kenya"), ("refugees", "1.4 million", "Uganda")],
        ),
        (
            "Refugees\nKenya | 210,000\nUganda | 1,400,000\n",
            [("refugees", "210,000", "Kenya"), ("refugees", "1,400,000", "Uganda")],
        ),
        (
            "Confirmed cases by state: Lagos-54, Ogun-31, Kano-12.",
            [("cases", "54", "Lagos"), ("cases", "31", "Ogun"), ("cases", "12", "Kano")],
        ),
    ],
)
def test_the_words_above_a_roll_say_what_its_numbers_count(text: str, want: list[tuple[str, str, str]]) -> None:
    assert told(text) == want


def test_a_line_with_a_label_of_its_own_counts_that() -> None:
    found = told("Displaced people\n\nAceh: 1,200\nDeaths: 34\nInjured: 50\n")
    assert [(category, number) for category, number, _ in found] == [
        ("displaced", "1,200"),
        ("killed", "34"),
        ("injured", "50"),
    ]


@pytest.mark.parametrize("head", ["Dead, injured and displaced by province", "Refugees and asylum-seekers by province"])
def test_a_head_of_several_kinds_gives_none_to_a_roll(head: str) -> None:
    assert told(f"{head}\n\nAceh: 120\nRiau: 34\n") == []


@pytest.mark.parametrize("text", ["Displaced people\n\nUpdate 12\nPage 3\n", "Refugees\n\nSituation Report 2019\n"])
def test_titles_with_a_number_are_no_roll(text: str) -> None:
    assert told(text) == []


def test_a_line_is_an_entry_by_its_form() -> None:
    line = entry("- Kaya: about 1,200")
    assert line is not None
    assert (line.name, line.large) == ("Kaya", True)
    assert entry("In Kaya 1,200 people fled") is None
    assert entry("Situation Report 2019") is None


def test_a_bare_number_is_one_of_a_roll_by_its_neighbours() -> None:
    assert is_entry("Kaya 12", "", "Dori 40")
    assert is_entry("Kaya 1,200", "", "")
    assert not is_entry("Update 12", "", "Fighting went on.")
    assert not is_entry("Update 12", "Update 11", "")


@pytest.mark.parametrize("text", ["Su-27, Su-30 and Mi-24 jets", "Lagos-54", "COVID-19, Ebola-1, Zika-2"])
def test_names_of_things_keep_their_hyphens(text: str) -> None:
    assert parted(text) == text


def test_a_run_of_names_that_nobody_knows_is_a_roll_too() -> None:
    text = "Houses destroyed by village\n\n- Kandara: 1,204\n- Upper Solem: 877\n- Brasi Tano: 93\n"
    assert [(category, number) for category, number, _ in told(text)] == [
        ("destroyed", "1,204"),
        ("destroyed", "877"),
        ("destroyed", "93"),
    ]


def test_the_head_of_a_roll_may_say_what_is_counted_behind() -> None:
    text = "By settlement (refugees):\n\nNakimba 188,040\nOruvale 141,700\nKyabigo 129,310\n"
    assert {category for category, _, _ in told(text)} == {"refugees"}


@pytest.mark.parametrize("line", ["0530 bridge gone", "0715 first bodies seen", "Wed 25 – the water rose"])
def test_the_times_of_a_log_count_nothing(line: str) -> None:
    assert told(f"Deaths: 12\n{line}\n") == [("killed", "12", "")]

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


def test_the_currency_of_a_column_is_that_of_its_numbers_whatever_their_row_is_of() -> None:
    table = (
        "Sector | Required (US$) | Received (US$) | Covered\n"
        "Shelter | 12,400,000 | 3,100,000 | 25%\n"
        "WASH | 9,750,000 | 4,020,000 | 41%\n"
    )
    assert told(table) == [
        ("12,400,000", "USD", "funding_required"),
        ("3,100,000", "USD", "funding_received"),
        ("9,750,000", "USD", "funding_required"),
        ("4,020,000", "USD", "funding_received"),
    ]
    cells = "| District | Cases (N) |\n|---|---|\n| Beira | 41 |\n"
    assert told(cells) == [("41", "case", "cases")]


def test_the_scale_of_a_column_multiplies_its_numbers() -> None:
    table = "Sector | Required (US$ million) | Covered\nFood | 310.5 | 39%\n"
    (figure,) = figures.extract(table)
    assert (figure.text, figure.value, figure.low, figure.unit) == ("310.5", 310_500_000, 310_500_000, "USD")


def test_a_total_is_of_no_row() -> None:
    rows = "Province | Dead | Injured\nSofala | 14 | 120\nZambezia | 2 | 11\nTotal | 16 | 131\n"
    assert [one.place for one in figures.extract(rows)][2:] == ["Zambezia", "Zambezia", "Mozambique", "Mozambique"]
    headed = "Floods hit Mozambique last week.\n\n" + rows
    assert [one.place for one in figures.extract(headed)][-1] == "Mozambique"
    countries = "Country | Dead | Injured\nMalawi | 14 | 120\nKenya | 2 | 11\nTotal | 16 | 131\n"
    assert {(one.place, one.country) for one in figures.extract(countries)[-2:]} == {("", "")}


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


def test_a_table_whose_columns_only_spaces_part() -> None:
    table = "Province   Dead   Injured   Houses destroyed\n\nAceh    12    40    310\nRiau     3     -     25\n"
    assert told(table) == [
        ("12", "person", "killed"),
        ("40", "person", "injured"),
        ("310", "house", "destroyed"),
        ("3", "person", "killed"),
        ("25", "house", "destroyed"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "          |  Deaths |  Houses destroyed\nSindh | 266 | 636\nPunjab | 118 | 29\n",
        "            Deaths     Houses destroyed\nSindh       266        636\nPunjab      118         29\n",
        "Province; deaths; houses destroyed\nSindh; 266; 636\nPunjab; 118; 29\n",
        "Province, deaths, houses destroyed\nSindh, 266, 636\nPunjab, 118, 29\n",
        "Province / deaths / houses destroyed\nSindh / 266 / 636\nPunjab / 118 / 29\n",
    ],
)
def test_columns_are_parted_by_other_marks_too_and_their_corner_may_be_empty(table: str) -> None:
    assert told(table) == [
        ("266", "person", "killed"),
        ("636", "house", "destroyed"),
        ("118", "person", "killed"),
        ("29", "house", "destroyed"),
    ]


def test_a_list_in_a_sentence_is_no_table() -> None:
    assert told("They met in Gao, Kidal, Mopti.\nThen 12, 14, 16 came up.\nFire burnt 40 houses.\n") == [
        ("40", "house", "destroyed")
    ]


def test_a_country_in_capitals_is_no_vehicle() -> None:
    assert ("17,920", "person", "refugees") in told("Country | Refugees\nCAR | 17,920\nChad | 413,807\n")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("In shelters: 250,978", ("250,978", "person", "sheltered")),
        ("Livestock dead: 3.3 million", ("3.3 million", "animal", "destroyed")),
        ("2) Wounded – about 2,900", ("2,900", "person", "injured")),
        ("Deaths …… 291\nUnaccounted for …… 38", ("291", "person", "killed")),
    ],
)
def test_a_label_says_what_is_counted_and_not_where(text: str, want: tuple[str, str, str]) -> None:
    assert told(text)[0] == want


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Deaths ......... 12", "Deaths"),
        ("Deaths (Ugu) …… 6", "Deaths (Ugu)"),
        ("In shelters                250,978", "In shelters"),
        ("Wounded – about 2,900", "Wounded"),
    ],
)
def test_dots_spaces_and_hedges_stand_between_a_label_and_its_number(text: str, label: str) -> None:
    start = next(at for at, sign in enumerate(text) if sign.isdigit())
    assert label_before(Passage(0, len(text), text), start) == label.removesuffix(")").strip()

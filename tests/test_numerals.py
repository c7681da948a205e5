"""The number grammar: what is one number, what it is worth, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.numerals import Numeral, numerals
from figures.units import is_money


def read(text: str) -> list[Numeral]:
    return list(numerals(text, is_money))


def only(text: str) -> tuple[str, Numeral]:
    (found,) = read(text)
    return text[found.start : found.end], found


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("about 61, 000 homes", "61, 000", 61_000),
        ("and 2, 669 went home", "2, 669", 2669),
        ("some 12 500 goats", "12 500", 12_500),
        ("some 12\u202f500 goats", "12\u202f500", 12_500),
        ("some 12\u00a0500\u00a0000 goats", "12\u00a0500\u00a0000", 12_500_000),
        ("1.2m people", "1.2m", 1_200_000),
        ("US$ 1.2bn", "1.2bn", 1_200_000_000),
        ("€3 m", "3 m", 3_000_000),
        ("Rs 500 crore", "500 crore", 5_000_000_000),
        ("P14-million", "14-million", 14_000_000),
        ("3.4\u00a0mil\u00adlion", "3.4\u00a0mil\u00adlion", 3_400_000),
        ("seven lakh", "seven lakh", 700_000),
        ("9,99,999 hens", "9,99,999", 999_999),
        ("1.234.567 hens", "1.234.567", 1_234_567),
        ("3,5 million", "3,5 million", 3_500_000),
        ("half a million", "half a million", 500_000),
        ("a quarter of a million", "a quarter of a million", 250_000),
        ("three quarters of a million", "three quarters of a million", 750_000),
        ("one and a half million", "one and a half million", 1_500_000),
        ("2½ million", "2½ million", 2_500_000),
        ("a million and a half", "a million and a half", 1_500_000),
        ("four hundred and ninety-nine", "four hundred and ninety-nine", 499),
        ("seven thousand forty-five", "seven thousand forty-five", 7045),
        ("five hundred thousand seven hundred thirteen", "five hundred thousand seven hundred thirteen", 500_713),
        ("Seventyfour", "Seventyfour", 74),
        ("a dozen", "a dozen", 12),
        ("two dozen", "two dozen", 24),
        ("a hundred", "a hundred", 100),
        ("5m high", "5", 5),
        ("2 lakh crore", "2 lakh crore", 2e12),
    ],
)
def test_value(text: str, span: str, value: float) -> None:
    got, number = only(text)
    assert got == span
    assert (number.value, number.low, number.high) == (value, value, value)
    assert number.kind == "plain"


@pytest.mark.parametrize(
    ("text", "span", "low", "high"),
    [
        ("some 2-3 million", "2-3 million", 2e6, 3e6),
        ("5-8,000", "5-8,000", 5000, 8000),
        ("between 10,000 and 15,000", "10,000 and 15,000", 10_000, 15_000),
        ("10 to 15 per cent", "10 to 15", 10, 15),
        ("two or three", "two or three", 2, 3),
        ("20 to30 pumps", "20 to30", 20, 30),
        ("100,000 to a million", "100,000 to a million", 1e5, 1e6),
        ("ranging from 5 to 7 million", "5 to 7 million", 5e6, 7e6),
        ("estimates of the dead run from 10 to 15", "10 to 15", 10, 15),
    ],
)
def test_range(text: str, span: str, low: float, high: float) -> None:
    got, number = only(text)
    assert got == span
    assert (number.kind, number.low, number.high, number.value) == ("range", low, high, (low + high) / 2)


def test_a_growth_is_two_numbers() -> None:
    assert [(n.value, n.kind) for n in read("from 26,747 to 35,499")] == [(26747, "plain"), (35499, "plain")]


def test_a_growth_shares_its_scale() -> None:
    assert [n.value for n in read("rose from 5 to 7 million")] == [5e6, 7e6]


def test_a_list_is_no_long_number() -> None:
    assert [n.value for n in read("10, 200, 300 and 400 tents")] == [10, 200, 300, 400]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Oru 88 2 1,920 Lypa 41 0 870", [88, 2, 1920, 41, 0, 870]),
        ("came to 402, 118 of them grave", [402, 118]),
        ("10 400 huts and 1 200 300 goats", [10_400, 1_200_300]),
    ],
)
def test_a_row_of_numbers_is_no_long_number(text: str, values: list[float]) -> None:
    assert [n.value for n in read(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the appeal asks for 31 m, of which 18.3 m is open", [31e6, 18.3e6]),
        ("reached 820 K of 1.3 M", [820_000, 1.3e6]),
        ("the river rose 2.1 m", [2.1]),
        ("funds for a wall 3 m high, by the road 2 m wide", [3, 2]),
        ("a 5-M boat", [5]),
    ],
)
def test_a_letter_behind_a_space_is_a_scale_where_money_or_people_are_told(text: str, values: list[float]) -> None:
    assert [n.value for n in read(text)] == values


def test_a_year_begins_no_range() -> None:
    assert [n.value for n in read("the total in 2020 to 334,999")] == [2020, 334_999]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 24, 99),
        ("scores of huts", 40, 99),
        ("Hundreds", 200, 999),
        ("thousands", 2000, 9999),
        ("tens of thousands", 20_000, 99_999),
        ("dozens of thousands", 20_000, 99_999),
        ("hundreds of thousands", 200_000, 999_999),
        ("millions", 2e6, 9_999_999),
        ("tens of millions", 2e7, 99_999_999),
        ("a few thousand", 2000, 9999),
        ("several hundred", 200, 999),
        ("several dozen", 24, 99),
        ("a couple of weeks", 2, 2),
    ],
)
def test_vague(text: str, low: float, high: float) -> None:
    _, number = only(text)
    assert (number.kind, number.value, number.low, number.high) == ("vague", low, low, high)


@pytest.mark.parametrize("text", ["the severity scores", "an elderly couple", "the second half", "several", "9" * 40])
def test_none(text: str) -> None:
    assert [n for n in read(text) if n.kind != "ordinal"] == []


@pytest.mark.parametrize("text", ["the third", "22nd", "Fifth"])
def test_ordinal(text: str) -> None:
    assert only(text)[1].kind == "ordinal"


def test_said_twice() -> None:
    assert [(n.value, n.kind) for n in read("nineteen (19) goats")] == [(19, "plain"), (19, "repeat")]
    assert [(n.value, n.kind) for n in read("nineteen (20) goats")] == [(19, "plain"), (20, "plain")]


def test_ratio_and_share() -> None:
    assert [(n.value, n.kind) for n in read("one in five goats")] == [(1, "ratio"), (5, "ratio")]
    assert [(n.value, n.kind) for n in read("25 out of 34 goats")] == [(25, "plain"), (34, "plain")]
    assert only("two-thirds of")[1].kind == "fraction"


@given(st.integers(1, 10**12))
def test_grouped_digits_read_back(value: int) -> None:
    span, number = only(f"It said {value:,} goats.")
    assert (span, number.value) == (f"{value:,}", value)


@given(st.integers(1, 999), st.sampled_from([("thousand", 1e3), ("million", 1e6), ("bn", 1e9), ("crore", 1e7)]))
def test_a_scale_multiplies(value: int, scale: tuple[str, float]) -> None:
    word, factor = scale
    assert only(f"It gave {value} {word} for goats.")[1].value == value * factor


@given(st.text(alphabet="0123456789 ,.-–()[]abmk'’½ thousand million to and of in half", max_size=200))
def test_any_text_gives_ordered_spans(text: str) -> None:
    end = 0
    for number in read(text):
        assert end <= number.start < number.end <= len(text)
        assert number.low <= number.high
        end = number.end

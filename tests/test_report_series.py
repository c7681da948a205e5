"""What is a series and what is not; ticks of axes; numbers, claims and headings in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_database import days

from reports import axes, claims, lines, wording

START = date(2024, 3, 4)


def claim(value: float = 10, day: date = START, **more: object) -> claims.Claim:
    plain = {
        name: "" if kind in ("str", str) else None
        for name, kind in ((field, claims.Claim.__annotations__[field]) for field in claims.Claim.__slots__)
    }
    known = {
        "value": value, "low": value, "high": value, "as_of": day, "qualifier": "exact", "unit": "person",
        "measure": "stock", "modality": "reported", "sector": "none", "country": "SYR", "country_name": "Syria",
        "claimant": "UNHCR", "sentence_start": 0, "facets": "[]",
        "nationality": "[]", "start": 0, "end": 2,
    }  # fmt: skip
    return claims.Claim(**{**plain, **known, **more})  # type: ignore[arg-type]


def series(count: int = 4, step: int = 7, **more: object) -> list[claims.Claim]:
    return [claim(100 + n, day, **more) for n, day in enumerate(days(START, count, step))]


def joined(rows: list[claims.Claim]) -> set[tuple[date, date]]:
    parts = [part for line in lines.best_lines(rows) for part in line.parts]
    return {(one[0], other[0]) for part in parts for one, other in pairwise(part)}


def test_a_series_is_joined() -> None:
    assert len(joined(series())) == 3


@pytest.mark.parametrize(
    "rows",
    [series(measure="flow"), series(measure="change"), series(measure="unknown"), series(modality="projected"),
     series(qualifier="vague"), series(qualifier="at_most"), series(2)],
    ids=["flow", "change", "unknown", "projected", "vague", "up to", "two days"],
)  # fmt: skip
def test_what_is_no_series_is_not_joined(rows: list[claims.Claim]) -> None:
    assert lines.best_lines(rows) == []


def test_a_gap_stays_a_gap() -> None:
    late = claim(500, START + timedelta(days=7 * 3 + lines.LEAST_GAP + 1))
    assert all(late.as_of not in pair for pair in joined([*series(), late]))
    near = claim(500, START + timedelta(days=7 * 3 + lines.LEAST_GAP))
    assert any(near.as_of in pair for pair in joined([*series(), near]))


def test_yearly_counts_are_a_series_and_a_lost_year_is_a_gap() -> None:
    assert len(joined(series(5, 365))) == 4
    lost = [row for row in series(6, 365) if row.as_of != START + timedelta(days=3 * 365)]
    assert len(joined(lost)) == 3


def test_a_step_to_another_scope_is_not_joined() -> None:
    rows = series()
    assert not any(START + timedelta(days=28) in pair for pair in joined([*rows, claim(9, START + timedelta(days=28))]))


def test_places_and_sectors_are_not_joined_with_the_whole() -> None:
    town = claim(5, START + timedelta(days=8), place="Idlib", place_id="169389")
    health = claim(6, START + timedelta(days=9), sector="health")
    assert {day for pair in joined([*series(), town, health]) for day in pair} == set(days(START, 4))


def test_claimants_who_contradict_each_other_are_two_lines() -> None:
    rebels = [claim(900 + n, day, claimant="rebels") for n, day in enumerate(days(START + timedelta(days=1), 4))]
    found = lines.best_lines([*series(), *rebels])
    assert [line.who for line in found] == ["UNHCR", "rebels"]
    assert [{value for part in line.parts for _, value in part} for line in found] == [
        {100, 101, 102, 103}, {900, 901, 902, 903},
    ]  # fmt: skip


def test_many_unnamed_voices_are_not_one_claimant() -> None:
    unnamed = [claim(900 + n, day, claimant="") for n, day in enumerate(days(START + timedelta(days=1), 4))]
    assert [line.who for line in lines.best_lines([*series(), *unnamed])] == ["UNHCR"]


def test_one_line_runs_over_claimants_who_have_no_series_of_their_own() -> None:
    rows = [claim(100 + n, day, claimant=f"paper {n}") for n, day in enumerate(days(START, 4))]
    (line,) = lines.best_lines(rows)
    assert line.who == ""
    assert len(joined(rows)) == 3


def test_a_day_counts_once_with_its_highest_claim() -> None:
    (line,) = lines.best_lines([*series(), claim(30, START), claim(70, START)])
    assert line.parts[0][0] == (START, 100)


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 10**7)), min_size=1, max_size=40))
def test_no_line_crosses_a_long_gap_or_a_great_step(points: list[tuple[int, int]]) -> None:
    found = lines.best_lines([claim(value, START + timedelta(days=day)) for day, value in points])
    for one, part in [(line, part) for line in found for part in line.parts]:
        for (day, value), (next_day, next_value) in pairwise(part):
            assert 0 < (next_day - day).days <= one.gap <= lines.MOST_GAP
            assert max(value, next_value) <= lines.LARGEST_STEP * max(1, min(value, next_value))


def test_a_guessed_day_is_not_joined_and_never_the_newest() -> None:
    late = START + timedelta(days=28)
    guess = claim(500, late, published=late, date_source="file time")
    assert len(joined([*series(), guess])) == 3
    assert claims.newest([*series(), guess])["", "SYR"].value == 103
    assert claims.newest([guess])["", "SYR"] is guess


def test_the_newest_claim_is_reported_whole_and_for_the_country() -> None:
    last = START + timedelta(days=99)
    told = [
        claim(10, last), claim(20, last, place="Idlib", place_id="1"), claim(30, last, qualifier="vague"),
        claim(40, last, is_part=1), claim(50, last, modality="projected"), claim(60, last, unit="household"),
    ]  # fmt: skip
    assert claims.newest([*series(), *told])["", "SYR"].value == 10


def test_another_age_is_left_out_but_a_slow_series_is_not() -> None:
    now = series(6)
    assert claims.of_one_time([*now, claim(1, date(1994, 1, 1))]) == now
    slow = series(6, 900)
    assert claims.of_one_time(slow) == slow
    two = [claim(1, date(1994, 1, 1)), claim(2, date(2024, 1, 1))]
    assert claims.of_one_time(two) == two


# Axes and words


@given(st.lists(st.integers(0, 10**15).map(lambda n: n / 100), min_size=1, max_size=30))
def test_ticks_hold_every_value_and_are_few(values: list[float]) -> None:
    ticks = axes.ten_ticks(values) if axes.spread_wide(values) else axes.count_ticks(values)
    assert ticks[0] == 0
    assert ticks[-1] > max(values) * 1.07 or max(values) == 0
    assert sorted(set(ticks)) == ticks
    assert 2 <= len(ticks) <= 10


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20))
def test_whole_counts_have_whole_ticks(values: list[int]) -> None:
    assert all(float(tick).is_integer() for tick in axes.count_ticks(values))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000), st.integers(2, 10))
def test_day_ticks_lie_between_the_days_and_say_their_year(first: date, span: int, most: int) -> None:
    last = min(first + timedelta(days=span), date(2200, 1, 1))
    ticks = axes.day_ticks(first, last, most)
    assert 1 <= len(ticks) <= most * 1.5
    assert all(first <= day <= last for day, _ in ticks)
    assert str(ticks[0][0].year) in ticks[0][1]
    assert len({words.strip() for _, words in ticks}) == len(ticks) or any(words[-1] == " " for _, words in ticks)


@given(st.integers(0, 10**14))
def test_number_words_lose_nothing(value: int) -> None:
    words = wording.number_words(value)
    number, _, scale = words.partition(" ")
    factor = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]
    assert round(float(number.replace(",", "")) * factor) == value


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(51, "person", "51 people"), (1, "person", "1 person"), (40_000, "", "40,000"),
     (1_200_000, "person", "1.2 million people"), (1_234_567, "", "1,234,567"), (40e6, "EUR", "€40 million"),
     (2e9, "SYP", "SYP 2 billion"), (120.5, "km", "120.5 km"),
     (999_999, "", "999,999"), (0, "house", "0 houses")],
)  # fmt: skip
def test_amounts_in_words(value: float, unit: str, words: str) -> None:
    assert wording.amount_words(value, unit) == words


@pytest.mark.parametrize(
    ("given_claim", "words"),
    [((51, 51, None, "at_least", "person"), "at least 51 people"),
     ((500, None, 500, "at_most", "house"), "up to 500 houses"),
     ((12_500, 10_000, 15_000, "range", "person"), "10,000 to 15,000 people"),
     ((12.5e6, 10e6, 15e6, "range", "USD"), "$10 million to $15 million"),
     ((200, 200, 999, "vague", "person", "Hundreds"), "hundreds of people"),
     ((2000, 2000, 9999, "vague", "person", "a few thousand"), "a few thousand people"),
     ((90, 90, 90, "about", ""), "about 90")],
)  # fmt: skip
def test_claims_in_words(given_claim: tuple[object, ...], words: str) -> None:
    assert wording.claim_words(*given_claim) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("category", "label", "family", "units", "country", "words"),
    [("killed", "Killed", "casualties", ["person"], "Syria", "People killed in Syria"),
     ("refugees", "Refugees", "movement", ["person", "household"], "Türkiye", "Refugees in Türkiye"),
     ("funding_pledged", "Funding pledged", "money", ["USD"], "Yemen", "Funding pledged for Yemen"),
     ("destroyed", "Destroyed", "damage", ["house"], "Philippines", "Houses destroyed in the Philippines"),
     ("in_need", "In need", "need", ["person"], "", "People in need (country not stated)")],
)  # fmt: skip
def test_a_heading_says_what_is_counted_and_where(
    category: str, label: str, family: str, units: list[str], country: str, words: str
) -> None:
    assert wording.heading_words(category, label, family, units, country) == words

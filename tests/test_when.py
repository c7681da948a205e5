"""Dates: the words that date a figure, and the days they stand for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import completed

from figures.period import resolve
from figures.timewords import times

FRIDAY = date(2023, 11, 17)

DATED = [
    # the words, first day, last day, precision, the text, the number
    ("on Tuesday", date(2023, 11, 14), date(2023, 11, 14), "day", "Mortar fire killed 8 people on Tuesday.", "8"),
    ("On Friday", FRIDAY, FRIDAY, "day", "On Friday, a mine killed 8 people.", "8"),
    ("on 3 November", date(2023, 11, 3), date(2023, 11, 3), "day", "The quake on 3 November killed 153 people.", "153"),
    ("on 12 December", date(2022, 12, 12), date(2022, 12, 12), "day", "A raid on 12 December killed 40 people.", "40"),
    ("since 17 October", date(2023, 10, 17), FRIDAY, "day", "Floods have killed 31 people since 17 October.", "31"),
    ("in 2015", date(2015, 1, 1), date(2015, 12, 31), "year", "The army killed 300 people in 2015.", "300"),
    ("in March 2021", date(2021, 3, 1), date(2021, 3, 31), "month", "Raiders killed 66 people in March 2021.", "66"),
    ("yesterday", date(2023, 11, 16), date(2023, 11, 16), "day", "A bomb killed 9 people yesterday.", "9"),
    ("overnight", date(2023, 11, 16), FRIDAY, "day", "Shelling killed 5 people overnight.", "5"),
    ("in the past 24 hours", date(2023, 11, 16), FRIDAY, "day", "Strikes killed 60 people in the past 24 hours.", "60"),
    ("last month", date(2023, 10, 1), date(2023, 10, 31), "month", "Cholera killed 84 people last month.", "84"),
    ("this week", date(2023, 11, 13), FRIDAY, "week", "Clashes killed 21 people this week.", "21"),
    ("last week", date(2023, 11, 6), date(2023, 11, 12), "week", "Clashes killed 22 people last week.", "22"),
    ("in the first half of 2023", date(2023, 1, 1), date(2023, 6, 30), "month",
     "Mines killed 37 people in the first half of 2023.", "37"),
    ("between 19 February and 23 March", date(2023, 2, 19), date(2023, 3, 23), "day",
     "Raids killed 91 people between 19 February and 23 March.", "91"),
    ("from 28 December to 2 January", date(2022, 12, 28), date(2023, 1, 2), "day",
     "Storms killed 13 people from 28 December to 2 January.", "13"),
    ("on 26 and 28 October", date(2023, 10, 26), date(2023, 10, 28), "day",
     "Attacks on 26 and 28 October killed 17 people.", "17"),
    ("In week 45", date(2023, 11, 6), date(2023, 11, 12), "week", "In week 45 fever killed 7 people.", "7"),
    ("in the 12 months to June", date(2022, 7, 1), date(2023, 6, 30), "month",
     "Mines killed 29 people in the 12 months to June.", "29"),
    ("in the first ten months of the year", date(2023, 1, 1), date(2023, 10, 31), "month",
     "Mines killed 30 people in the first ten months of the year.", "30"),
    ("in the second week of May", date(2023, 5, 8), date(2023, 5, 14), "week",
     "Raids killed 6 people in the second week of May.", "6"),
    ("last Friday", date(2023, 11, 10), date(2023, 11, 10), "day", "A mine killed 8 people last Friday.", "8"),
    ("last winter", date(2022, 12, 1), date(2023, 2, 28), "season", "Cold killed 12 people last winter.", "12"),
    ("by the end of 2022", date(2022, 12, 31), date(2022, 12, 31), "day",
     "Hunger had killed 900 people by the end of 2022.", "900"),
    ("between 2 and 25 November", date(2023, 11, 2), date(2023, 11, 25), "day",
     "Storms killed 9 people between 2 and 25 November.", "9"),
    ("overnight, 3 to 4 November", date(2023, 11, 3), date(2023, 11, 4), "day",
     "Fires killed 5 people overnight, 3 to 4 November.", "5"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "start", "end", "precision", "text", "number"), DATED)
def test_dates_against_publication(words: str, start: date, end: date, precision: str, text: str, number: str) -> None:
    figure = completed(text, number, published=FRIDAY)
    assert (figure.when, figure.date_start, figure.date_end) == (words, start, end)
    assert figure.date_precision == precision


def test_as_of_is_the_day_the_text_gives() -> None:
    text = "As of 9 November, 1,400 people were living in the school."
    figure = completed(text, "1,400", "sheltered", published=FRIDAY)
    assert (figure.when, figure.as_of) == ("As of 9 November", date(2023, 11, 9))


def test_without_a_date_the_figure_is_as_of_publication() -> None:
    figure = completed("The storm killed 5 people.", "5", published=FRIDAY)
    assert (figure.when, figure.date_start, figure.date_end, figure.as_of) == ("", None, None, FRIDAY)


def test_without_publication_a_weekday_has_no_day() -> None:
    figure = completed("The storm killed 5 people on Sunday.", "5")
    assert (figure.when, figure.date_start, figure.as_of) == ("on Sunday", None, None)


def test_a_full_date_needs_no_publication() -> None:
    figure = completed("The storm killed 5 people on 4 May 2019.", "5")
    assert figure.date_start == figure.date_end == figure.as_of == date(2019, 5, 4)


def test_the_day_it_was_said_is_not_the_day_it_happened() -> None:
    assert completed("The quake killed 30 people, officials said on Monday.", "30", published=FRIDAY).when == ""


@pytest.mark.parametrize(
    "text",
    [
        "The army on Monday said 30 people had died.",
        "The army told reporters on Monday that 30 people had died.",
        "LIMA, 3 November (Radio Lakeside) - A bus fell into a river and 30 people died.",
        "It was the deadliest flood since 1987: 30 people died.",
        "The blast killed 30 people (12 in 2022).",
        "The quake killed 30 people before the truce of 3 November.",
    ],
)
def test_days_that_are_not_the_figure_s(text: str) -> None:
    assert completed(text, "30", published=FRIDAY).when == ""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The dam broke on 3 November. 30 people drowned.", date(2023, 11, 3), date(2023, 11, 3)),
        ("The dam broke on 3 November. The next day 30 people drowned.", date(2023, 11, 4), date(2023, 11, 4)),
        ("The dam broke on 3 November. Two weeks earlier 30 people drowned.", date(2023, 10, 20), date(2023, 10, 20)),
        ("The dam broke on 3 November. 30 people have died.", None, None),
        ("The dam broke in 2015. 30 people drowned.", None, None),
        ("The mayor spoke on 3 November. 30 people drowned.", None, None),
    ],
)
def test_a_day_governs_the_event_told_of_next(text: str, start: date | None, end: date | None) -> None:
    figure = completed(text, "30", published=FRIDAY)
    assert (figure.date_start, figure.date_end) == (start, end)


def test_each_number_has_its_own_date() -> None:
    text = "Raids killed 11 people on Monday and 25 people on Wednesday."
    assert completed(text, "11", published=FRIDAY).when == "on Monday"
    assert completed(text, "25", published=FRIDAY).when == "on Wednesday"


@pytest.mark.parametrize(
    "text", ["Up to 2,000 people may flee.", "The march drew 2020 people.", "They will sun the 40 mats.", "No 2 spring"]
)
def test_words_that_are_no_dates(text: str) -> None:
    assert [one.text for one in times(text)] == []


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.integers(0, 300))
def test_a_day_reads_back(day: date, later: int) -> None:
    published = day + timedelta(days=later)
    for wording in (f"on {day.day} {day:%B %Y}", f"on {day:%B} {day.day}, {day.year}", f"on {day:%Y-%m-%d}"):
        (found,) = times(f"Floods killed people {wording}.")
        period = resolve(found, published)
        assert (period.start, period.end, period.precision) == (day, day, "day")


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.integers(0, 300))
def test_a_day_without_a_year_is_the_newest(day: date, later: int) -> None:
    if (day.month, day.day) == (2, 29):
        return
    (found,) = times(f"Floods killed people on {day.day} {day:%B}.")
    assert resolve(found, day + timedelta(days=later)).start == day


@given(st.text(max_size=80), st.none() | st.dates())
def test_any_text_resolves_or_stays_open(text: str, published: date | None) -> None:
    for found in times(text + " in 24 weeks on 31 June since 2019 last 900 years"):
        period = resolve(found, published)
        assert period.start is None or period.end is None or found.sense == "since" or period.start <= period.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Since the start of the year UNHCR has helped 12,000 people home.", "Since the start of the year"),
        ("Since the beginning of 2024 WFP has fed 300 people.", "Since the beginning of 2024"),
        ("Since the end of May IOM gave 40 families tents.", "Since the end of May"),
        ("Since the outbreak of war in Sudan 12,000 people died.", "Since the outbreak of war"),
        ("Since the start of the Tigray war 12 died.", "Since the start of the Tigray war"),
        ("Some 12 died since the war between the two states began.", "since the war between the two states began"),
    ],
)
def test_since_reaches_as_far_as_its_own_words(text: str, words: str) -> None:
    assert words in [one.text for one in times(text)]

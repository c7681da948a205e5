"""Where the day of publication is looked for, and what is no such day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.model import Document
from figures.published import date_line, dated, day_in, parse_stamp

DAY = date(2024, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        " date 2024-05-03 The river rose and 1,200 people fled, said the mayor.",
        "Published: 3 May 2024\n\nThe river rose.",
        "Floods in Arden\nPublished on Friday, May 3rd, 2024\n\nThe river rose.",
        "Last updated - 3rd of May 2024 at noon\nThe river rose.",
        "3 May 2024\n\nThe river rose.",
        "Friday 3 May 2024, 10:30 GMT\nThe river rose.",
        "2024-05-03T10:30\nThe river rose.",
        "Floods\n\nPORT ARDEN, 3 May 2024 — The river rose.",
        "Port Arden, May 3, 2024: The river rose.",
        "Arden/Geneva (3 May 2024) - The river rose.",
        "PORT ARDEN, Arden, 3 May, 2024 (Arden Relief) -- The river rose.",
        "Arden floods: Situation Report No. 3 | 3 May 2024\nThe river rose.",
        "ARDEN: FLASH UPDATE N0.1 – as of 3 May 2024\nThe river rose.",
        "Arden\nReporting Period: 28 April - 3 May 2024\nThe river rose.",
        "Arden\nReporting period: 1-3 May 2024\nThe river rose.",
        "Arden: Humanitarian Snapshot (as of 3 May 2024)\nThe river rose.",
        "Title that leads into PORT ARDEN, 3 May 2024 – the story on one line, as some feeds have it.",
    ],
)
def test_a_date_line_is_found(text: str) -> None:
    assert date_line(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "The river rose on 3 May 2024 and 1,200 people fled.",
        "Since the quake of 12 January 2010, when 220,000 people died, little was built.",
        "On 3 May 2024, the mayor said that the river rose.",
        "Arden in May 2024: the river rises.",
        "NAIROBI, 3 May — The river rose.",
        "Date: 03/05/2024\nThe river rose.",
        "Date: 31 February 2024\nThe river rose.",
        "Resolution 2254 (2015) of 18 December 2015 stands.",
        "\n".join(["The river rose."] * 30 + ["3 May 2024"]),
        "",
    ],
)
def test_a_day_in_the_story_is_no_date_line(text: str) -> None:
    assert date_line(text) is None


@pytest.mark.parametrize(
    ("written", "near", "day"),
    [
        ("05/03/2024", DAY, DAY),
        ("03/05/2024", DAY, DAY),
        ("03/05/2024", None, None),
        ("25/05/2024", None, date(2024, 5, 25)),
        ("5/25/2024", None, date(2024, 5, 25)),
        ("05.05.2024", None, date(2024, 5, 5)),
        ("13/13/2024", DAY, None),
    ],
)
def test_numbers_count_only_where_day_and_month_are_told_apart(
    written: str, near: date | None, day: date | None
) -> None:
    assert day_in(written, near) == day


@pytest.mark.parametrize(
    "stamp",
    [
        "2024-05-03",
        "2024-05-03T23:59:00-08:00",
        "20240503T101500Z",
        "20240503",
        "Fri, 03 May 2024 10:00:00 GMT",
        "May 3, 2024",
        "Published 3 May 2024 by the editor",
        {"created": "2024-05-03T00:00:00+00:00"},
    ],
)
def test_a_stamp_is_read(stamp: object) -> None:
    assert parse_stamp(stamp) == DAY


@pytest.mark.parametrize(
    "stamp", [None, "", "2024", "May 2024", "3 May", "10:30", "soon", 20240503, 1.5, [], {}, "99999999999"]
)
def test_half_a_date_is_none(stamp: object) -> None:
    assert parse_stamp(stamp) is None


@given(
    st.dates(date(1970, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"])
)
def test_every_day_reads_back(day: date, form: str) -> None:
    assert day_in(day.strftime(form)) == day
    assert parse_stamp(day.strftime(form)) == day


@given(st.text(max_size=300))
def test_any_text_gives_a_day_or_none(text: str) -> None:
    assert isinstance(date_line(text), date | None)
    assert isinstance(parse_stamp(text), date | None)


def test_the_best_source_wins_and_is_named() -> None:
    plain = Document("The river rose.")
    lined = Document("3 May 2024\nThe river rose.")
    known = Document("2 May 2024\nThe river rose.", published=DAY, date_source="metadata")
    other, modified = date(2001, 1, 1), date(2002, 2, 2)

    def found(document: Document, **given: date) -> tuple[date | None, str]:
        result = dated(document, **given)
        return result.published, result.date_source

    assert found(known, option=other, default=modified, modified=modified) == (other, "option")
    assert found(known, default=other, modified=modified) == (DAY, "metadata")
    assert found(lined, default=other, modified=modified) == (DAY, "text")
    assert found(plain, default=other, modified=modified) == (other, "default")
    assert found(plain, modified=modified) == (modified, "file time")
    assert found(plain) == (None, "unknown")

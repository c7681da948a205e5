"""PDF: reading order, tables, running heads, hyphens, and files that are broken."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import Sheet, pdf
from pdfplumber.page import Page
from reading import one_document, read_bytes, reason

from figures.model import Document
from figures.readers import _layout
from figures.sources import Failure, Notice

LEFT = ["The river Arden rose by two metres on", "Friday and drove 1,200 people out of", "their homes in the north."]
RIGHT = ["In the south the storm took the roofs", "of 340 houses, and 14 people were", "killed by falling trees."]


def text_of(*sheets: Sheet) -> str:
    return one_document(pdf(sheets), "report.pdf").text


def blocks(*sheets: Sheet) -> list[str]:
    return text_of(*sheets).split("\n\n")


def test_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet().text(50, 60, "Storm over Arden and its neighbours on both sides of the river", 16, bold=True)
    sheet.lines(50, 100, LEFT).lines(310, 106, RIGHT)
    sheet.text(
        50, 160, "Both provinces asked the government in the capital for help on the same evening, and got none."
    )
    assert blocks(sheet) == [
        "Storm over Arden and its neighbours on both sides of the river",
        " ".join(LEFT),
        " ".join(RIGHT),
        "Both provinces asked the government in the capital for help on the same evening, and got none.",
    ]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    first = Sheet().lines(50, 100, LEFT[:2]).lines(310, 100, ["their homes in the", "north. In the south the roofs of"])
    second = Sheet().lines(50, 100, ["340 houses were lost."])
    assert text_of(first, second) == (
        "The river Arden rose by two metres on Friday and drove 1,200 people out of their homes in the north. "
        "In the south the roofs of 340 houses were lost."
    )


def test_a_new_heading_ends_the_columns() -> None:
    sheet = Sheet().lines(50, 100, LEFT).lines(310, 100, RIGHT)
    sheet.text(50, 170, "Needs", 12, bold=True).text(50, 190, "Tents for 90 families.")
    assert blocks(sheet) == [" ".join(LEFT), " ".join(RIGHT), "Needs", "Tents for 90 families."]


def test_bullets_are_no_column() -> None:
    sheet = Sheet()
    for number, words in enumerate(
        ["1,200 people fled the town,", "14 people were killed,", "340 houses lost a roof."]
    ):
        sheet.text(50, 100 + 24 * number, "•").text(75, 100 + 24 * number, words)
        sheet.text(75, 112 + 24 * number, "the agency said.")
    assert text_of(sheet).split("\n") == [
        "- 1,200 people fled the town, the agency said.",
        "- 14 people were killed, the agency said.",
        "- 340 houses lost a roof. the agency said.",
    ]


def test_drawn_bullets_are_bullets_and_other_dots_are_not() -> None:
    sheet = Sheet().disc(400, 300).disc(500, 320).disc(52, 98).disc(52, 122)
    sheet.lines(70, 100, ["1,200 people fled the town", "on foot."]).lines(70, 124, ["14 people were killed."])
    icon = sheet.disc(50, 198).disc(54, 198).text(70, 200, "Water")
    assert text_of(icon) == "- 1,200 people fled the town on foot.\n- 14 people were killed.\n\nWater"


def test_a_table_with_lines_is_rows() -> None:
    rows = [["District", "Dead", "Injured"], ["North", "7", "30"], ["South", "", "12"]]
    sheet = (
        Sheet().text(50, 80, "Figures by district:").grid(50, 100, [150, 60, 60], rows).text(50, 190, "End of table.")
    )
    assert blocks(sheet) == [
        "Figures by district:",
        "District | Dead | Injured\nNorth | 7 | 30\nSouth | | 12",
        "End of table.",
    ]


def test_a_table_without_lines_is_rows() -> None:
    sheet = Sheet().text(50, 80, "Figures by district, as the civil protection agency gave them on Friday evening:")
    for number, cells in enumerate([["District", "Dead", "Injured"], ["North", "7", "30"], ["South", "5", "1,200"]]):
        for column, words in enumerate(cells):
            sheet.text(50 + 120 * column, 110 + 16 * number, words)
    assert blocks(sheet)[1] == "District | Dead | Injured\nNorth | 7 | 30\nSouth | 5 | 1,200"


def test_a_table_with_a_header_of_two_rows_and_labels_of_two_lines() -> None:
    sheet = Sheet().text(50, 60, "Damage by district, as the civil protection agency gave it on Friday evening:")
    rows = [
        (96, ["", "", "Houses", ""]),
        (110, ["District", "Dead", "Destroyed", "Damaged"]),
        (130, ["Arden", "7", "1,400", "320"]),
        (148, ["Lower Arden and", "", "", ""]),
        (160, ["the coast of Melin", "12", "60", "41"]),
        (178, ["Port Arden", "0", "5", "1,006"]),
        (196, ["Total", "19", "1,465", "1,367"]),
    ]
    for y, cells in rows:
        for x, words in zip((50, 200, 260, 340), cells, strict=True):
            sheet.text(x, y, words)
    assert blocks(sheet)[1].split("\n") == [
        "District | Dead | Houses Destroyed | Houses Damaged",
        "Arden | 7 | 1,400 | 320",
        "Lower Arden and the coast of Melin | 12 | 60 | 41",
        "Port Arden | 0 | 5 | 1,006",
        "Total | 19 | 1,465 | 1,367",
    ]


def test_a_frame_round_prose_is_no_table() -> None:
    sheet = Sheet().grid(50, 100, [480], [[""], [""]], 80).lines(60, 115, LEFT * 3)
    assert blocks(sheet) == [" ".join(LEFT)] * 3


def test_a_key_figure_is_read_with_its_label() -> None:
    sheet = Sheet()
    for column, (number, label) in enumerate(
        [("138,500", "people displaced"), ("$17.6M", "required"), ("146", "killed")]
    ):
        sheet.text(50 + 120 * column, 100, number, 18, bold=True).text(50 + 120 * column, 114, label, 9)
    sheet.text(50, 150, "The agency counted again on Friday and found that many more had left than it had thought.")
    assert blocks(sheet)[:3] == ["138,500 people displaced", "$17.6M required", "146 killed"]


def test_a_key_figure_below_its_label_is_read_with_it() -> None:
    sheet = Sheet()
    for column, (label, number) in enumerate([("Killed", "14"), ("Injured", "30")]):
        sheet.text(50 + 150 * column, 100, label, 9).text(50 + 150 * column, 118, number, 18, bold=True)
    sheet.text(50, 150, "The agency counted again on Friday and found that many more were hurt than it had thought.")
    assert blocks(sheet)[:2] == ["Killed: 14", "Injured: 30"]


def test_key_figures_in_one_print_are_told_apart() -> None:
    sheet = Sheet().lines(50, 100, ["KEY FIGURES", "1,200", "people displaced", "14", "killed"])
    assert blocks(sheet) == ["KEY FIGURES", "1,200 people displaced", "14 killed"]


def test_running_heads_and_page_numbers_are_dropped_after_the_first_page() -> None:
    sheets = [
        Sheet()
        .text(50, 40, "Arden Situation Report No. 3", 8)
        .lines(50, 200, [f"On day {word} the water fell and {number} people went home."])
        .text(50, 800, "Arden Relief | www.example.org", 8)
        .text(290, 815, f"Page {page} of 3", 8)
        for page, (word, number) in enumerate([("one", 100), ("two", 200), ("three", 300)], start=1)
    ]
    assert blocks(*sheets) == [
        "Arden Situation Report No. 3",
        "On day one the water fell and 100 people went home.",
        "On day two the water fell and 200 people went home.",
        "On day three the water fell and 300 people went home.",
    ]


def test_a_number_in_the_margin_that_is_no_page_number_stays() -> None:
    sheets = [Sheet().text(50, 50, str(number)).text(50, 62, "people died in all.") for number in (140, 260)]
    assert "140" in text_of(*sheets)
    assert "260" in text_of(*sheets)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The flood hit 300 house-", "holds there.", "300 households there"),
        ("They bring pre-", "positioned kits. All was pre-positioned.", "bring pre-positioned kits"),
        ("Help for flood-", "prone towns. Many towns are prone to a flood here.", "for flood-prone towns"),
        ("The town of Petit-", "Arden was hit.", "Petit-Arden was hit"),
        ("It will last 4-", "7 months there.", "last 4-7 months"),
        ("The toll of 1,200 -", "so they say.", "1,200 - so they say"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole(first: str, second: str, joined: str) -> None:
    assert joined in text_of(Sheet().lines(50, 100, [first, second]))


def test_blanks_over_a_line_do_not_tear_its_words() -> None:
    sheet = Sheet().text(50, 100, "Twelve people died there.").text(50, 102, " " * 40, 14)
    assert text_of(sheet) == "Twelve people died there."


def test_letters_printed_twice_are_read_once() -> None:
    sheet = Sheet().text(50, 100, "Twelve people died.").text(50.3, 100, "Twelve people died.")
    assert text_of(sheet) == "Twelve people died."


def test_paragraphs_are_kept_apart_by_space_and_by_short_lines() -> None:
    sheet = Sheet().lines(
        50, 100, ["The agency said on Friday that the water fell in all of", "the towns.", "It is over."]
    )
    sheet.lines(50, 160, ["Nobody was hurt."])
    assert blocks(sheet) == [
        "The agency said on Friday that the water fell in all of the towns.",
        "It is over.",
        "Nobody was hurt.",
    ]


@pytest.mark.parametrize(
    ("line", "created", "published", "source"),
    [
        ("Situation Report No. 3 | 3 May 2024", "20240505120000", date(2024, 5, 3), "text"),
        ("Situation Report No. 3 | 05/03/2024", "20240505120000", date(2024, 5, 3), "text"),
        ("Situation Report No. 3", "20240505120000", date(2024, 5, 5), "metadata"),
        ("Situation Report No. 3 | 3 May 2025", "20240505120000", date(2024, 5, 5), "metadata"),
        ("Situation Report No. 3 | 3 May 2024", None, date(2024, 5, 3), "text"),
        ("Situation Report No. 3", None, None, "unknown"),
    ],
)
def test_the_printed_day_goes_before_the_day_the_file_was_made(
    line: str, created: str | None, published: date | None, source: str
) -> None:
    document = one_document(pdf([Sheet().text(50, 50, line)], created=created), "a.pdf")
    assert (document.published, document.date_source) == (published, source)


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("Arden floods: update 3", "Arden floods: update 3"),
        ("Microsoft Word - report_v3.docx", "Floods in Arden"),
        ("report.docx", "Floods in Arden"),
        (None, "Floods in Arden"),
    ],
)
def test_the_title_is_the_given_one_or_the_largest_print(named: str | None, title: str) -> None:
    sheet = Sheet().text(50, 60, "Floods in Arden", 20, bold=True).lines(50, 100, LEFT)
    assert one_document(pdf([sheet], title=named), "a.pdf").title == title


def test_a_title_of_one_word_takes_the_next_size_of_print_with_it() -> None:
    sheet = Sheet().text(50, 60, "Arden", 24).text(50, 85, "Tropical Storm Otto", 16).text(50, 105, "Update No. 2", 16)
    assert (
        one_document(pdf([sheet.lines(50, 150, LEFT * 3)]), "a.pdf").title == "Arden, Tropical Storm Otto Update No. 2"
    )


def test_a_scanned_pdf_is_said_to_be_one() -> None:
    assert reason(pdf([Sheet().picture()]), "a.pdf") == "no text in it, only pictures (scanned)"


def test_a_page_without_text_among_others_is_told() -> None:
    notice, document = read_bytes(pdf([Sheet().picture(), Sheet().lines(50, 100, LEFT)]), "a.pdf")
    assert notice == Notice("a.pdf", "1 of its 2 pages have no text (empty or scanned)")
    assert isinstance(document, Document)


def test_a_damaged_page_is_told_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over_the_second(page: Page) -> _layout.Sheet:
        if page.page_number == 2:
            raise KeyError("Resources")
        return whole(page)

    whole = _layout.sheet
    monkeypatch.setattr(_layout, "sheet", fall_over_the_second)
    failure, document = read_bytes(pdf([Sheet().lines(50, 100, LEFT), Sheet().lines(50, 100, RIGHT)]), "a.pdf")
    assert failure == Failure("a.pdf", "1 of its 2 pages could not be read")
    assert isinstance(document, Document)
    assert document.text == " ".join(LEFT)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (pdf([Sheet().lines(50, 100, LEFT)], locked=True), "locked: the PDF needs a password"),
        (pdf([Sheet().lines(50, 100, LEFT)])[:-120], "cut off: the end of the PDF is missing"),
        (pdf([Sheet().lines(50, 100, LEFT)])[:60], "cut off: the end of the PDF is missing"),
        (b"%PDF-1.4\n%%EOF", "damaged PDF"),
        (b"%PDF-1.4\n" + b"\x00\xff\x13" * 900 + b"\nstartxref\n5\n%%EOF", "damaged PDF"),
        (pdf([]), "damaged PDF: no page in it"),
        (pdf([Sheet().text(50, 100, "One died.")]).replace(b"[0 0 595 842]", b"[0 0 (a) (b)]"), "damaged PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_fails_in_one_line(raw: bytes, told: str) -> None:
    assert reason(raw, "a.pdf").startswith(told)


def test_a_pdf_is_known_by_its_mark() -> None:
    raw = b"\r\n" + pdf([Sheet().text(50, 100, "Twelve people died.")])
    assert one_document(raw, "download.html").format == "pdf"


@pytest.mark.parametrize("at", range(0, 1400, 35))
def test_any_cut_or_flipped_byte_gives_an_answer(at: int) -> None:
    whole = pdf([Sheet().lines(50, 100, LEFT).grid(50, 200, [90, 90], [["A", "Dead"], ["North", "7"]])])
    for raw in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :], whole[:at] + whole[at + 35 :]):
        assert read_bytes(raw, "a.pdf")


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 18)), min_size=1, max_size=40), st.sampled_from([8, 10, 12]))
def test_wherever_it_stands_a_number_is_read_once(places: set[tuple[int, int]], size: int) -> None:
    numbers = {place: 1000 + index for index, place in enumerate(sorted(places))}
    sheet = Sheet()
    for (column, row), number in numbers.items():
        sheet.text(45 + 105 * column, 120 + 31 * row, f"some {number} people", size, bold=(column + row) % 5 == 0)
    text = text_of(sheet)
    assert sorted(int(found) for found in re.findall(r"\d+", text)) == sorted(numbers.values())
    assert all(f"some {number} people" in text for number in numbers.values())

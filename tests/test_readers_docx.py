"""Word documents: what is written is read, in its order, whatever it hangs on."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from reading import one_document, read_bytes, reason
from samples import ROWS, docx, rewritten

import figures
from figures.sources import Failure

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_body(xml: str) -> bytes:
    """A document whose body starts with this markup."""
    return rewritten(docx(["Last words."]), "word/document.xml", "<w:body>", f"<w:body>{xml}")


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_headings_items_and_tables_come_in_their_order() -> None:
    document = one_document(
        docx(["# Toll", "Ten died.", "- Two in Guma", "- Eight in Makurdi", ROWS, "The end."]), "a.docx"
    )
    assert document.text == (
        "Toll\n\nTen died.\n\n- Two in Guma\n- Eight in Makurdi\n\n"
        "Town | Dead | Injured\nMakurdi | 21 | 40\nGuma | 16 | 12\n\nThe end."
    )
    assert (document.title, document.format) == ("Toll", "docx")


def test_the_rows_of_a_table_give_figures_with_category_and_place() -> None:
    document = one_document(docx(["Floods in Benue, Nigeria.", ROWS]), "a.docx")
    found = {(one.value, one.category, one.place) for one in figures.extract(document.text)}
    assert found >= {(21, "killed", "Makurdi"), (40, "injured", "Makurdi"), (16, "killed", "Guma")}


def test_title_and_day_come_from_the_properties() -> None:
    raw = docx(["Ten died."], title="Flash update 3", created=datetime(2025, 10, 27, 9))
    document = one_document(raw, "a.docx")
    assert (document.title, document.published, document.date_source) == (
        "Flash update 3",
        date(2025, 10, 27),
        "metadata",
    )


def test_the_day_printed_on_it_goes_before_the_day_of_the_file() -> None:
    raw = docx(["Situation report as of 25 October 2025", "Ten died."], modified=datetime(2025, 10, 27))
    assert one_document(raw, "a.docx").published == date(2025, 10, 25)


def test_a_template_has_no_day_and_no_properties_are_no_trouble() -> None:
    assert one_document(docx(["Ten died."]), "a.docx").published is None
    bare = rewritten(docx(["Ten died."]), "_rels/.rels", "metadata/core-properties", "metadata/nothing")
    assert (one_document(bare, "a.docx").published, one_document(bare, "a.docx").title) == (None, None)


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    ],
)
def test_a_part_that_says_it_is_something_else(kind: str) -> None:
    odd = rewritten(docx(["Ten died."]), "[Content_Types].xml", kind, "application/xml")
    found = one_document(odd, "a.docx")
    assert found.text == "Ten died."


def test_text_boxes_content_controls_and_insertions_are_read_and_deletions_are_not() -> None:
    box = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('Forty died.')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('Forty died.')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('Fifty fled.')}</w:sdtContent></w:sdt>"
    changed = (
        "<w:p><w:ins><w:r><w:t>Sixty</w:t></w:r></w:ins><w:del><w:r><w:delText>Seventy</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> left.</w:t></w:r></w:hyperlink></w:p>"
    )
    document = one_document(with_body(box + control + changed), "a.docx")
    assert document.text == "Forty died.\n\nFifty fled.\n\nSixty left.\n\nLast words."


def test_merged_cells_keep_the_columns_apart() -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(words)}</w:tc>"

    first, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('State')}{cell('Town')}{cell('Dead')}</w:tr>"
        f"<w:tr>{cell('Benue', first)}{cell('Guma')}{cell('16')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('Logo')}{cell('3')}</w:tr>"
        f"<w:tr>{cell('Total', wide)}{cell('19')}</w:tr>"
    )
    document = one_document(with_body(f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    assert document.text.startswith("State | Town | Dead\nBenue | Guma | 16\nBenue | Logo | 3\nTotal | | 19\n\n")


def test_a_table_that_lays_out_the_page_is_read_as_prose() -> None:
    raw = docx([[["The river rose in the night and took the bridge. " * 4, "Ten people died. " * 9]]])
    assert "|" not in one_document(raw, "a.docx").text


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (docx()[:3000], "zip archive"),
        (docx([""]), "no words in it"),
        (rewritten(docx(), "word/document.xml", "<w:body>", "<w:body"), "damaged Word document"),
        (rewritten(docx(), "[Content_Types].xml", "<Types", "<Typos"), "damaged Word document"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, told: str) -> None:
    assert told in reason(raw, "a.docx")


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    raw = rewritten(docx(["Ten died."]), "word/document.xml", "<w:document", f"{bomb}]><w:document")
    raw = rewritten(raw, "word/document.xml", "Ten died.", "Ten died. &j;")
    found = read_bytes(raw, "a.docx")
    assert sum(len(getattr(one, "text", "")) for one in found) < 100
    assert found


def test_parts_that_unpack_to_too_much_are_refused() -> None:
    raw = rewritten(docx(["Ten died."]), "word/document.xml", "Ten died.", "Ten died. " + "a" * 2_000_000)
    assert len(raw) < 60_000
    assert "larger than 1 MB" in reason(raw, "a.docx", limit=200_000)


def test_nesting_without_end_is_refused_or_read() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 60 + paragraph("Ten died.") + "</w:tc></w:tr></w:tbl>" * 60
    assert "Ten died." in one_document(with_body(tables), "a.docx").text
    deep = "<w:sdt><w:sdtContent>" * 5000 + paragraph("Ten died.") + "</w:sdtContent></w:sdt>" * 5000
    (failure,) = read_bytes(with_body(deep), "a.docx")
    assert isinstance(failure, Failure)
    assert re.search("damaged|deep", failure.reason)


def test_a_main_part_that_is_none() -> None:
    odd = rewritten(docx(["Ten died."]), "word/document.xml", "w:document", "w:nothing")
    (found,) = read_bytes(odd, "a.docx")
    assert isinstance(found, Failure)
    assert found.reason == "damaged Word document"

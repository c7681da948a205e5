"""Web pages, well made and badly made."""

from __future__ import annotations

import time
from datetime import date

import pytest
from reading import one_document, read_bytes, reason

from figures.model import Document
from figures.sources import Notice

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>River Arden floods kill 12 | The Daily Post</title>
<meta property="og:site_name" content="The Daily Post">
<meta property="article:published_time" content="2024-05-03T23:30:00+02:00">
<link rel="canonical" href="https://example.org/arden">
<script>var people = 99999;</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World: 77777 stories</a></li></ul></nav>
<article><h1>River Arden floods kill 12</h1>
<p>At least 12 people were killed and 340 families lost their homes when the river Arden burst its banks, the
civil protection agency said in a statement that was read out on the radio.</p>
<h2>Damage by district</h2>
<table><caption>As of Friday</caption>
<thead><tr><th rowspan="2">District</th><th colspan="2">Houses</th></tr>
<tr><th>Destroyed</th><th>Damaged</th></tr></thead>
<tbody><tr><td>North</td><td>1,400</td><td>320</td></tr><tr><td>South</td><td></td><td>60</td></tr></tbody></table>
<ul><li>3 bridges damaged</li><li>2 schools flooded</li></ul>
<p>The governor promised help to <b>5,000</b> people in the coming days, and tents for those who sleep outside.</p>
</article><footer><p>Copyright 2011 The Daily Post. 55555 readers.</p></footer></body></html>
"""


def test_the_story_is_read_and_the_frame_is_not() -> None:
    document = one_document(PAGE, "page.html")
    assert document.text.startswith("River Arden floods kill 12\n\nAt least 12 people were killed")
    assert "help to 5,000 people in" in document.text
    assert not any(word in document.text for word in ("99999", "77777", "55555", "Home", "Copyright"))
    assert (document.format, document.language) == ("html", "en")


def test_metadata_is_taken_from_the_page() -> None:
    document = one_document(PAGE, "page.html")
    assert document.title == "River Arden floods kill 12"
    assert document.publisher == "The Daily Post"
    assert document.url == "https://example.org/arden"
    assert (document.published, document.date_source) == (date(2024, 5, 3), "metadata")


def test_tables_are_rows_with_every_number_under_its_header() -> None:
    blocks = one_document(PAGE, "page.html").text.split("\n\n")
    assert blocks[blocks.index("As of Friday") + 1].split("\n") == [
        "District | Houses Destroyed | Houses Damaged",
        "North | 1,400 | 320",
        "South | | 60",
    ]


def test_an_empty_corner_keeps_its_place() -> None:
    rows = "<tr><td></td><th>Dead</th><th>Hurt</th></tr><tr><td>North</td><td>7</td><td>30</td></tr>"
    document = one_document(f"<html><body><table>{rows}</table></body></html>", "a.html")
    assert document.text == "… | Dead | Hurt\nNorth | 7 | 30"


def test_a_list_item_is_a_line() -> None:
    assert "- 3 bridges damaged\n- 2 schools flooded" in one_document(PAGE, "page.html").text


def test_a_table_for_layout_is_prose() -> None:
    long = "The agency said that 1,200 people had fled their homes in the north of the country since Monday. " * 3
    row = f"<tr><td><p>{long}</p></td><td><p>{long}</p></td></tr>"
    text = one_document(f"<html><body><table>{row}<tr><td>a</td></tr></table></body></html>", "a.html").text
    assert text.count("1,200") == 6
    assert "|" not in text


def test_a_short_page_keeps_its_table() -> None:
    page = "<html><body><p>Short.</p><table><tr><th>District<th>Dead<tr><td>North<td>7</table></body></html>"
    assert "North | 7" in one_document(page, "a.html").text


def test_a_copyright_year_or_a_date_in_the_story_is_no_day_of_publication() -> None:
    page = "<html><body><p>The quake of 12 January 2010 killed many people there.</p><p>© 2019-03-02</p></body></html>"
    document = one_document(page, "a.html")
    assert (document.published, document.date_source) == (None, "unknown")


@pytest.mark.parametrize(
    "head",
    ['<meta charset="windows-1251">', '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'],
)
def test_the_encoding_that_a_page_declares_is_believed(head: str) -> None:
    page = f"<html><head>{head}</head><body><p>Наводнение: погибли 12 человек, сообщили власти.</p></body></html>"
    (document,) = read_bytes(page.encode("cp1251"), "a.html")
    assert isinstance(document, Document)
    assert "погибли 12 человек" in document.text


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>12 people died in Zürich – they say.</p></body></html>'
    )
    assert "Zürich –" in one_document(page, "a.html").text


def test_an_undeclared_encoding_is_said_to_be_a_guess() -> None:
    page = "<html><body><p>12 people died in the old café of Zürich.</p></body></html>".encode("latin-1")
    notice, document = read_bytes(page, "a.html")
    assert isinstance(notice, Notice)
    assert isinstance(document, Document)
    assert "café of Zürich" in document.text


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("page.txt", "<!DOCTYPE HTML><html><body><p>12 people died in the flood.</p></body></html>"),
        ("report.pdf", "\ufeff\n<html><body><p>12 people died in the flood.</p></body></html>"),
        ("noend.html", "<p>12 people died in the flood.<p>30 were hurt.<div><span>"),
        (
            "page.xhtml",
            "<?xml version='1.0' encoding='utf-8'?><html><body><p>12 people died in the flood.</p></body></html>",
        ),
    ],
)
def test_a_page_is_known_by_what_is_in_it(name: str, page: str) -> None:
    document = one_document(page, name)
    assert document.format == "html"
    assert "12 people died in the flood." in document.text


def test_text_that_is_only_called_a_page_is_text() -> None:
    document = one_document("12 people died; the toll is < 20 and > 10.", "a.html")
    assert (document.format, document.text) == ("text", "12 people died; the toll is < 20 and > 10.")


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><head><title>Floods</title></head><body><script>12 people</script></body></html>",
        '<html><frameset><frame src="a.html"></frameset></html>',
        "<html><body><img src='a.png' alt='12 people'></body></html>",
    ],
)
def test_a_page_without_text_fails(page: str) -> None:
    assert "no text in this page" in reason(page.encode(), "a.html")


def test_deep_nesting_does_not_break_it() -> None:
    page = "<html><body>" + "<div>" * 3000 + "<p>12 people died in the flood.</p>" + "<table><tr><td>" * 300
    assert all(not isinstance(one, Notice) for one in read_bytes(page.encode(), "a.html"))


@pytest.mark.parametrize(
    "row", ["<tr><th>Guma</th><td>16</td><td>4</td></tr>", "<p>Guma 16</p>", "<div><li>16 died</div>"]
)
def test_thousands_of_short_blocks_are_read_in_their_proportion(row: str) -> None:
    """The second opinions of the extractor would take the square of them."""

    def cost(rows: int) -> float:
        started = time.process_time()
        assert read_bytes(f"<html><body><article><p>Ten died.</p>{row * rows}".encode(), "a.html")
        return time.process_time() - started

    cost(10)
    assert cost(6400) < 12 * max(cost(1600), 0.05)


def test_signs_that_no_tree_takes_are_blanks() -> None:
    rows = "<table><tr><th>Town<th>Dead<tr><td>Gu&#2;ma<td>16</table>"
    page = one_document(f"<html><body><p>Ten&#1; people&#x0b; died in the flood.</p>{rows}", "a.html")
    assert "Gu ma | 16" in page.text

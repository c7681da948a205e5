"""CSV and Excel: sheets of articles, a document a row; sheets of figures, one table."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from reading import one_document, read_bytes, reason
from samples import ARTICLES, ROWS, lines, rewritten, xlsx

import cli
import figures
from figures.model import Document
from figures.readers import documents, read
from figures.sources import Failure, Notice, Source

SHEET = "xl/worksheets/sheet1.xml"
SENTENCE = "At least {} people were killed when the river rose in the night, officials of the state said."


def texts(raw: bytes, name: str) -> list[str]:
    return [one.text for one in read_bytes(raw, name) if isinstance(one, Document)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_articles_are_read_whatever_stands_between_the_cells(sign: str, encoding: str) -> None:
    rows = [
        ["Date", "Title", "Text"],
        ["2025-09-05", "Überflutung", SENTENCE.format("1,200; or 3|4") + ' "Run!"\nhe said.'],
    ]
    found = read_bytes(lines(rows, sign).decode().encode(encoding), "news.csv")
    (document,) = [one for one in found if isinstance(one, Document)]
    assert document.text == rows[1][2]
    assert (document.title, document.published) == ("Überflutung", date(2025, 9, 5))
    assert any("columns guessed: text from 'Text'" in one.reason for one in found if isinstance(one, Notice))


def test_a_column_of_long_cells_is_the_text_whatever_it_is_called() -> None:
    rows = [["No", "Was?", "When"], ["1", SENTENCE.format(3), "x"], ["2", SENTENCE.format(4), "y"]]
    assert texts(lines(rows), "a.csv") == [SENTENCE.format(3), SENTENCE.format(4)]


def test_a_sheet_of_figures_is_one_table_with_its_header() -> None:
    document = one_document(lines([["Floods", "", ""], *ROWS]), "toll-by-town.csv")
    assert document.text == "Floods\n\nTown | Dead | Injured\nMakurdi | 21 | 40\nGuma | 16 | 12"
    assert document.title == "toll by town"
    found = {(one.value, one.category, one.place) for one in figures.extract(document.text)}
    assert found >= {(21, "killed", "Makurdi"), (12, "injured", "Guma")}


def test_rows_of_tags_are_for_programs() -> None:
    rows = [ROWS[0], ["#adm2+name", "#affected+killed", "#affected+injured"], *ROWS[1:]]
    assert "#" not in one_document(lines(rows), "hxl.csv").text


def test_columns_can_be_named(tmp_path: Path) -> None:
    rows = [["a", "b", "c", "d"], [SENTENCE.format(5), "Eight died.", "3 May 2024", "https://example.org/1"]]
    path = tmp_path / "a.csv"
    path.write_bytes(lines(rows))
    (document,) = read(path, columns={"text": "B", "title": "a", "date": "c", "url": "D"})
    assert (document.text, document.title) == ("Eight died.", SENTENCE.format(5))
    assert (document.published, document.url) == (date(2024, 5, 3), "https://example.org/1")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_named_column_that_is_not_there_is_told(name: str) -> None:
    raw = lines(ROWS) if name == "a.csv" else xlsx({"Toll": ROWS})
    (failure,) = documents(Source(name, name, lambda: io.BytesIO(raw), columns={"text": "Body"}))
    assert isinstance(failure, Failure)
    assert "no column 'Body'; its columns are 'Town', 'Dead', 'Injured'" in failure.reason


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    found = read_bytes(xlsx({"Toll": ROWS, "News": ARTICLES, "Empty": [], "Blank": [["", None]]}), "a.xlsx")
    origins = [one.origin for one in found if isinstance(one, Document)]
    assert origins == ["a.xlsx#Toll", "a.xlsx#News!2", "a.xlsx#News!3"]
    assert not any(isinstance(one, Failure) for one in found)


def test_cells_are_written_as_people_write_them() -> None:
    rows = [["Town", "Day", "Dead", "Share"], ["Guma", date(2025, 9, 5), 16.0, 0.25], ["Logo", None, 3, True]]
    assert one_document(xlsx({"S": rows}), "a.xlsx").text.endswith("Guma | 2025-09-05 | 16 | 0.25\nLogo | | 3 | true")


def test_formulas_without_a_result_are_nothing_and_never_run() -> None:
    text = one_document(xlsx({"S": [*ROWS, ["Total", "=SUM(B2:B3)", '=HYPERLINK("http://x")']]}), "a.xlsx").text
    assert text.endswith("Guma | 16 | 12\nTotal")


def test_entities_are_not_expanded() -> None:
    raw = xlsx({"S": ROWS})
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    raw = rewritten(rewritten(raw, SHEET, "<worksheet", bomb), SHEET, "<sheetData>", "<sheetData><!-- &b; -->")
    assert reason(raw, "a.xlsx") == "damaged Excel workbook"


def test_a_stray_cell_in_the_last_column_far_below_costs_little() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for cells in ROWS:
        book.active.append(cells)
    book.active["XFD50000"] = "stray"
    out = io.BytesIO()
    book.save(out)
    started = time.process_time()
    assert one_document(out.getvalue(), "a.xlsx").text.startswith("Town | Dead | Injured\nMakurdi | 21 | 40")
    plain = time.process_time()
    one_document(xlsx({"S": ROWS * 2000}), "a.xlsx")
    assert plain - started < 20 * (time.process_time() - plain)


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b",,,\n;;;\n", "a.csv", "no words"),
        (b'"Text","Title"\n"' + b"never closed " * 60_000, "a.csv", "larger than"),
        (b"Town,Dead\n" + b"a" * 700_000, "a.csv", "larger than"),
        (xlsx({"S": []}), "a.xlsx", "no words"),
        (xlsx()[:-800], "a.xlsx", "zip archive"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, name: str, told: str) -> None:
    assert told in reason(raw, name, limit=500_000)


def test_a_row_without_text_fails_alone() -> None:
    found = read_bytes(lines([*ARTICLES, ["No text", "2025-09-20", "", ""]]), "a.csv")
    assert [one.origin for one in found if isinstance(one, Failure)] == ["a.csv#4"]
    assert len([one for one in found if isinstance(one, Document)]) == 2


def test_rows_are_read_one_by_one() -> None:
    """A file may be larger than memory: a document comes before the rows behind it were read."""
    raw = lines([ARTICLES[0], *ARTICLES[1:] * 20_000])
    opened: list[io.BytesIO] = []

    def again() -> io.BytesIO:
        opened.append(io.BytesIO(raw))
        return opened[-1]

    found = documents(Source("a.csv", "a.csv", again, limit=100_000))
    assert any(isinstance(next(found), Document) for _ in range(2))
    assert max(stream.tell() for stream in opened if not stream.closed) < len(raw) / 10


@given(st.text(alphabet=",;\t|\"\n\r'a1= ", max_size=200))
def test_any_sheet_gives_an_answer(text: str) -> None:
    found = read_bytes(text.encode(), "a.csv")
    assert found
    assert not any("the reader broke" in one.reason for one in found if isinstance(one, Failure))


def test_the_command_takes_the_names_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(lines([["a", "b"], [SENTENCE.format(5), "Eight people died."]]))
    options = ["ingest", str(path), "--db", str(tmp_path / "f.db"), "--text-column", "b", "--title-column", "a"]
    assert CliRunner().invoke(cli.main, options).exit_code == 0
    listed = CliRunner().invoke(cli.main, ["list", "--db", str(tmp_path / "f.db"), "--json"]).stdout
    assert [json.loads(line)["sentence"] for line in listed.splitlines()] == ["Eight people died."]
    assert CliRunner().invoke(cli.main, [*options[:4], "--text-column", "nothing"]).exit_code == 1


def test_the_help_of_ingest_names_every_format() -> None:
    words = " ".join(CliRunner().invoke(cli.main, ["ingest", "--help"]).output.split())
    for name in ("Markdown", "HTML", "PDF", "DOCX", "XLSX", "CSV", "JSON Lines", "RSS", "EML", "WARC", "zip", "tar"):
        assert name in words

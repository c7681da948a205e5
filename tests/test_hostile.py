"""What a stranger may put into a text or a file does no harm: not to memory, not to the terminal, not to the reader."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import read_bytes

import cli
import figures
from figures.model import Document
from figures.readers import documents
from figures.sources import Failure, Source, walk

GIGABYTE = 1_000_000_000


class Endless(io.RawIOBase):
    """A file of a gigabyte that counts how much of it was read."""

    def __init__(self, piece: bytes) -> None:
        super().__init__()
        self.piece = piece
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        some = (self.piece * (len(buffer) // len(self.piece) + 1))[: min(len(buffer), GIGABYTE - self.taken)]
        buffer[: len(some)] = some
        self.taken += len(some)
        return len(some)


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("a.txt", b"Ten people died. "),
        ("a.txt", b"x" * 1000),
        ("a.json", b'[{"text": "Ten people died."},'),
        ("a.rss", b"<rss><item><title>Ten people died.</title></item>"),
        ("a.md", b"- "),
        ("a.pdf", b"%PDF-1.7 \n"),
        ("a.eml", b"From: a\nTo: b\nDate: c\nSubject: d\n\nTen people died."),
        ("a.csv", b'"Ten people died, '),
    ],
)
def test_a_gigabyte_is_refused_without_reading_it(name: str, piece: bytes) -> None:
    opened: list[Endless] = []

    def again() -> io.BufferedReader:
        opened.append(Endless(piece))
        return io.BufferedReader(opened[-1])  # type: ignore[type-var]

    tracemalloc.start()
    found = list(documents(Source(name, name, again, limit=1_000_000)))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(one) for one in found] == [Failure]
    assert "larger than" in found[0].reason if isinstance(found[0], Failure) else False
    assert sum(one.taken for one in opened) < 7_000_000
    assert peak < 50_000_000


def test_a_line_without_end_is_bounded_and_the_rest_goes_on() -> None:
    line = json.dumps({"text": "Ten people died."}).encode()
    found = read_bytes(line + b"\n" + b"x" * 50_000_000 + b"\n" + line + b"\n", "a.jsonl")
    assert [type(one) for one in found] == [Document, Failure, Document]
    assert "larger than" in found[1].reason if isinstance(found[1], Failure) else False
    (failure,) = read_bytes(b"Ten people died. " * 3_000_000, "a.txt")
    assert isinstance(failure, Failure)


@pytest.mark.parametrize(
    ("name", "nested"),
    [
        ("a.html", lambda deep: "<div>" * deep + "Ten people died." + "</div>" * deep),
        ("a.html", lambda deep: "<table><tr><td>" * deep + "Ten people died."),
        ("a.html", lambda deep: "<b><i>" * deep + "Ten people died."),
        ("a.rss", lambda deep: "<rss><channel>" + "<item>" * deep + "<title>Ten people died.</title>"),
        ("a.md", lambda deep: "> " * deep + "Ten people died."),
        ("a.json", lambda deep: '{"a":' * deep + '{"text": "Ten people died."}' + "}" * deep),
        ("a.json", lambda deep: json.dumps({"text": "<ul><li>" * deep + "Ten people died."})),
        ("a.txt", lambda deep: "(" * deep + "Ten people died" + ")" * deep),
    ],
)
def test_nesting_without_end_gives_an_answer(name: str, nested: Callable[[int], str]) -> None:
    found = read_bytes(nested(20_000).encode(), name)
    assert found
    assert not any("the reader broke" in one.reason for one in found if isinstance(one, Failure))


@pytest.mark.parametrize(
    "text",
    [
        "Ten\x00 people\x00 died.",
        "Ten people \ud800 died.",
        "\u202eTen people died.\u202c",
        "Te\u0301\u0301\u0301n 1\u0301\u0302\u03032 people died.",
        "１２ people and ١٢ children died.",
        "12\u200b people \u2066died\u2069.",
        "\ufeff\ufeff12 people died.",
        "12\u2028people\u2029died",
        "𝟏𝟐 people died, ²³ were hurt, ①② fled.",
    ],
)
def test_odd_signs_neither_crash_nor_move_a_figure(text: str) -> None:
    for figure in figures.extract(text):
        assert text[figure.start : figure.end] == figure.text


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "=HYPERLINK(1)",
    " =1+1",
    ";=1+1",
    "a;=1",
]


def test_formulas_come_out_dead_in_an_export(tmp_path: Path) -> None:
    """As a spreadsheet reads the file: no cell starts as a formula, whether cells end at commas or at semicolons."""
    from reports.listing import csv_text

    rows = [{"group": formula, "place": "a"} for formula in FORMULAS]
    for row in csv.reader(io.StringIO(csv_text(rows, ["group", "place"]))):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@", "＝"))
    for row in csv.reader(io.StringIO(csv_text(rows, ["group", "place"])), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_markup_comes_out_dead_in_reports(tmp_path: Path) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    path = tmp_path / "a.jsonl"
    record = {
        "text": f"At least 12 people {script} died in Kabul, {script} said.",
        "title": script,
        "publisher": script,
    }
    path.write_text(json.dumps(record | {"date": "2025-09-05", "url": "javascript:alert(3)"}) + "\n")
    database, out = tmp_path / "f.db", tmp_path / "charts"
    assert CliRunner().invoke(cli.main, ["ingest", str(path), "--db", str(database)]).exit_code == 0
    assert CliRunner().invoke(cli.main, ["report", "overview", "--db", str(database), "--out", str(out)]).exit_code == 0
    page = next(out.glob("*.html")).read_text()
    assert "12" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page


def test_a_folder_of_odd_names_is_walked(tmp_path: Path) -> None:
    for name in ("a\nb.txt", "\u202egpj.txt", "é.txt", "-rf.txt", "=1+1.txt"):
        (tmp_path / name).write_text("Ten people died.")
    found = [
        one
        for source in walk([tmp_path], lambda suffix: suffix == ".txt")
        if isinstance(source, Source)
        for one in documents(source)
    ]
    assert sum(isinstance(one, Document) for one in found) == 5

"""What holds for every reader: the listing of the folder, no crash on any bytes, nothing heavy before it is needed."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import Sheet, pdf
from reading import read_bytes

from figures.model import DATE_SOURCES, Document
from figures.readers import known, readers
from figures.sources import Failure, Notice

NAMES = ["a.txt", "a.md", "a.html", "a.pdf", "a.jsonl", "a", "a.docx"]
SEEDS = {
    "a.txt": "3 May 2024\nOfficials in Zürich said 1,200 people fled.\n".encode(),
    "a.md": b"---\ntitle: Flood\n---\n# Flood\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- x\n",
    "a.html": b"<!doctype html><html><meta charset=utf-8><body><table><tr><td colspan=2>1</table><p>12 died",
    "a.jsonl": b'{"text": "Two died.", "date": "2024-05-03"}\n{"text": ["x"]}\n',
    "a.pdf": pdf([Sheet().text(50, 60, "Twelve died.").grid(50, 100, [60, 60], [["A", "B"], ["1", "2"]])]),
}


def sound(found: list[Document | Failure | Notice]) -> bool:
    """Whether there is an answer, and every part of it can be stored and printed."""
    for one in found:
        if isinstance(one, Document):
            assert one.text.strip()
            assert "\x00" not in one.text
            assert one.date_source in DATE_SOURCES
            assert (one.published is None) == (one.date_source == "unknown")
            "".join(words for words in (one.text, one.title, one.publisher, one.url) if words).encode()
        else:
            assert one.reason
            assert "\n" not in one.reason
            assert "the reader broke on it" not in one.reason
    return bool(found)


@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes_give_an_answer(raw: bytes, name: str) -> None:
    assert sound(read_bytes(raw, name))


@settings(max_examples=150)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=8))
def test_any_damage_gives_an_answer(name: str, at: int, gone: int, put: bytes) -> None:
    raw = SEEDS[name]
    at %= len(raw)
    # Of JSON Lines blank lines may be left, which hold nothing and are no trouble.
    assert sound(read_bytes(raw[:at] + put + raw[at + gone :], name)) or name == "a.jsonl"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_a_text_without_controls_is_read_as_it_is(text: str) -> None:
    clean = "x " + "".join(sign for sign in text if sign.isprintable())
    (document,) = read_bytes(clean.encode(), "a.txt")
    assert isinstance(document, Document)
    assert document.text == clean


def test_a_reader_is_found_by_listing_the_folder() -> None:
    assert [reader.FORMAT for reader in readers()] == ["pdf", "jsonl", "html", "markdown", "text"]
    assert all(suffix == suffix.lower() and suffix.startswith(".") for one in readers() for suffix in one.SUFFIXES)
    assert known(".pdf")
    assert not known(".png")
    assert not known("")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.jsonl"])
def test_a_packed_file_is_told_to_be_one(name: str) -> None:
    (failure,) = [one for one in read_bytes(gzip.compress(SEEDS[name] * 40), name) if isinstance(one, Failure)]
    assert "gzip archive" in failure.reason


def test_reading_a_text_loads_no_library_of_another_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 people died.")
    code = (
        "import sys, figures; assert len(list(figures.read(sys.argv[1]))) == 1; "
        "print({'lxml', 'trafilatura', 'htmldate', 'pdfplumber', 'pdfminer', 'markdown_it', 'urllib3', 'pandas', "
        "'charset_normalizer', 'sqlite_utils'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"

"""What holds for every reader: the listing of the folder, no crash on any bytes, nothing heavy before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read_bytes
from samples import samples

from figures.model import DATE_SOURCES, Document
from figures.readers import known, readers
from figures.sources import Failure, Notice

NAMES = [*samples(), "a", "a.xml"]


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


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes_give_an_answer(raw: bytes, name: str) -> None:
    assert sound(read_bytes(raw, name))


@settings(max_examples=150)
@given(st.sampled_from(sorted(samples())), st.integers(0, 40_000), st.integers(0, 60), st.binary(max_size=8))
def test_any_damage_gives_an_answer(name: str, at: int, gone: int, put: bytes) -> None:
    raw = samples()[name]
    at %= len(raw)
    # Of JSON Lines blank lines may be left, which hold nothing and are no trouble.
    assert sound(read_bytes(raw[:at] + put + raw[at + gone :], name)) or "jsonl" in name


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_sound_file_of_every_format_is_read_without_trouble(name: str) -> None:
    found = read_bytes(samples()[name], name)
    assert any(isinstance(one, Document) for one in found)
    assert not any(isinstance(one, Failure) for one in found)


@pytest.mark.parametrize("name", [name for name in samples() if not name.endswith((".md", ".csv"))])
def test_content_goes_before_the_suffix(name: str) -> None:
    """Markdown and tables have no signature; all else is known by what it is, whatever it is called."""
    texts = [one.text for one in read_bytes(samples()[name], name) if isinstance(one, Document)]
    for other in ("a", "a.txt", "a.html", "a.docx", "a.zip"):
        assert [one.text for one in read_bytes(samples()[name], other) if isinstance(one, Document)] == texts, other


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_a_text_without_controls_is_read_as_it_is(text: str) -> None:
    clean = "x " + "".join(sign for sign in text if sign.isprintable())
    (document,) = read_bytes(clean.encode(), "a.txt")
    assert isinstance(document, Document)
    assert document.text == clean


def test_a_reader_is_found_by_listing_the_folder() -> None:
    assert [reader.FORMAT for reader in readers()] == [
        "pdf", "docx", "xlsx", "gzip", "warc", "tar", "zip", "jsonl", "json", "eml", "feed", "html", "markdown", "csv",
        "text",
    ]  # fmt: skip
    assert all(suffix == suffix.lower() and suffix.startswith(".") for one in readers() for suffix in one.SUFFIXES)
    assert known(".pdf")
    assert not known(".png")
    assert not known("")


def test_reading_a_text_loads_no_library_of_another_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 people died.")
    code = (
        "import sys, figures; assert len(list(figures.read(sys.argv[1]))) == 1; "
        "print({'lxml', 'trafilatura', 'htmldate', 'pdfplumber', 'pdfminer', 'markdown_it', 'urllib3', 'pandas', "
        "'charset_normalizer', 'sqlite_utils', 'docx', 'openpyxl', 'feedparser', 'warcio'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"

"""Plain text, its encodings, and what is no text at all."""

from __future__ import annotations

import pytest
from reading import one_document, read_bytes, reason

from figures.model import Document
from figures.sources import Notice

STORY = "Officials in Zürich said 1,200 people fled the café “Étoile” – most of them on foot.\n"


def test_a_text_is_read_whole_and_unchanged() -> None:
    document = one_document(STORY, "story.txt")
    assert document.text == STORY
    assert (document.format, document.origin, document.title) == ("text", "story.txt", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_gives_the_same_text(encoding: str) -> None:
    assert one_document(STORY.encode(encoding), "story.txt").text == STORY


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (STORY, "cp1252", "windows-1252"),
        ("Ouest: 5 000 sinistrés, dont 3 000 réfugiés à l'école.", "latin-1", "windows-1252"),
        ("Потоп унищожи 300 къщи и остави 1200 души без подслон в три области.\n" * 8, "cp1251", "guess"),
    ],
)
def test_a_guessed_encoding_is_said(text: str, encoding: str, told: str) -> None:
    notice, document = read_bytes(text.encode(encoding), "story.txt")
    assert isinstance(document, Document)
    assert document.text == text
    assert isinstance(notice, Notice)
    assert told in notice.reason


def test_a_broken_byte_in_much_sound_utf_8_is_no_other_encoding() -> None:
    raw = (STORY * 3).encode()
    notice, document = read_bytes(raw[:9] + b"\xc3" + raw[9:], "story.txt")
    assert isinstance(document, Document)
    assert "café “Étoile” –" in document.text
    assert isinstance(notice, Notice)
    assert "UTF-8 with broken characters" in notice.reason


def test_a_cut_off_character_costs_one_sign_and_is_said() -> None:
    notice, document = read_bytes((STORY * 3).encode()[:-1] + "é".encode()[:1], "story.txt")
    assert isinstance(document, Document)
    assert document.text.startswith(STORY)
    assert isinstance(notice, Notice)


def test_line_ends_of_every_system_are_read_alike() -> None:
    assert one_document(b"one two\r\nthree\rfour\n", "a.txt").text == "one two\nthree\nfour\n"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty file"),
        (b" \n\t\r\n", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        (b"12 30 45\n1,200 3.5 %", "no words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 50, "PNG picture"),
        (b"PK\x03\x04" + b"word/document.xml" * 9, "zip archive"),
        (b"\x1f\x8b\x08\x00" + b"a" * 50, "damaged archive"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "SQLite database"),
        (b"People fled.\x00\x00\x01" * 9, "NUL bytes"),
        (b"A long text of many words. " * 400 + b"\x00", "NUL bytes"),
        (bytes(range(1, 9)) * 40, "control characters"),
        (bytes(range(128, 256)) * 40, "cannot be told"),
        (b"\xff\xfeP\x00e\x00o\x00p\x00l\x00\x00\xd8", "broken UTF-16"),
        (b"<?xml version='1.0'?><rss><title>12 dead</title></rss>", "no entries in this feed"),
        (b"<?xml version='1.0'?><kml><name>12 dead</name></kml>", "in no format that is read"),
        (b'{\n "dead": "12 dead"\n}', 'no "text" in the JSON object'),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(raw: bytes, told: str) -> None:
    assert told in reason(raw, "thing.txt")


def test_fifty_megabytes_of_digits_are_refused() -> None:
    assert reason(b"1234567890" * 5_000_000, "digits.txt") == ("larger than 20 MB, the most that one document may have")
    assert "no words" in reason(b"1234567890" * 500_000, "digits.txt")


def test_the_limit_is_a_number_of_bytes() -> None:
    raw = b"Twelve people died. "
    assert "larger than" in reason(raw, "a.txt", limit=len(raw) - 1)
    (document,) = read_bytes(raw, "a.txt", limit=len(raw))
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Floods leave 1,200 homeless\n\nThe river rose on Friday.", "Floods leave 1,200 homeless"),
        ("Floods leave 1,200 homeless\nThe river rose on Friday.", None),
        ("The river rose on Friday.\n\nIt fell on Sunday.", None),
        ("3 May 2024\n\nThe river rose.", None),
        ("Floods leave 1,200 homeless", None),
    ],
)
def test_a_headline_that_stands_alone_is_the_title(text: str, title: str | None) -> None:
    assert one_document(text, "a.txt").title == title


def test_the_text_is_fit_to_be_stored() -> None:
    document = one_document('{"text": "12 dead\\u0000 and \\ud800 more", "title": "a\\u0000b"}\n', "a.jsonl")
    assert document.text == "12 dead  and � more"
    assert document.title == "a b"

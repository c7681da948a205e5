"""JSON Lines: every line its own document or its own failure."""

from __future__ import annotations

import io
import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from reading import one_document, read_bytes

from figures.model import Document
from figures.readers import documents
from figures.sources import Failure, Notice, Source


def test_all_fields_are_taken() -> None:
    record = {
        "text": "At least 12 people died.",
        "title": "Floods  in\nArden",
        "date": "2024-05-03T22:15:00-04:00",
        "url": "https://example.org/1",
        "publisher": "The Daily Post",
        "language": "fr-CA",
    }
    document = one_document(json.dumps(record), "wire.jsonl")
    assert (document.text, document.title) == ("At least 12 people died.", "Floods in Arden")
    assert (document.published, document.date_source) == (date(2024, 5, 3), "metadata")
    assert (document.url, document.publisher) == ("https://example.org/1", "The Daily Post")
    assert (document.language, document.origin, document.format) == ("fr", "wire.jsonl#1", "jsonl")


def test_a_broken_line_is_one_failure_and_the_rest_goes_on() -> None:
    lines = [
        b'{"text": "One person died."}',
        b'{"text": "Two people died.',
        b"",
        b'["text"]',
        b'{"title": "no text here"}',
        b'{"text": 12}',
        b'{"text": "12 34"}',
        b'{"text": "caf\x00"}',
        b"[" * 100_000,
        b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
        b'{"text": "Three people died."}',
    ]
    found = read_bytes(b"\n".join(lines), "wire.jsonl")
    assert [one.text for one in found if isinstance(one, Document)] == ["One person died.", "Three people died."]
    told = {one.origin: one.reason for one in found if isinstance(one, Failure)}
    assert list(told) == [f"wire.jsonl#{line}" for line in (2, 4, 5, 6, 7, 8, 9, 10)]
    assert told["wire.jsonl#2"].startswith("broken JSON")
    assert told["wire.jsonl#4"] == "not a JSON object"
    assert told["wire.jsonl#5"] == 'no "text" in the JSON object'
    assert told["wire.jsonl#6"] == '"text" is not a string'
    assert told["wire.jsonl#7"] == '"text" has no words in it'
    assert "NUL" in told["wire.jsonl#8"]
    assert "too deeply" in told["wire.jsonl#9"]
    assert "digits" in told["wire.jsonl#10"]


def test_bare_tabs_and_line_ends_in_a_string_cost_no_document() -> None:
    assert one_document(b'{"text": "Ten\tdied\x0bthere."}\n'.decode(), "a.jsonl").text == "Ten\tdied\x0bthere."


def test_guessed_encodings_are_told_once_for_the_file() -> None:
    found = read_bytes('{"text": "Ten died in Zürich."}\n'.encode("latin-1") * 3, "a.jsonl")
    assert [one.text for one in found if isinstance(one, Document)] == ["Ten died in Zürich."] * 3
    assert [one.reason for one in found if isinstance(one, Notice)] == [
        "3 lines are not UTF-8: read as windows-1252, which is a guess"
    ]


def test_a_line_over_the_limit_fails_alone() -> None:
    long = json.dumps({"text": "many words " * 100})
    short = json.dumps({"text": "Ten died."})
    found = read_bytes(f"{long}\n{short}\n{long}".encode(), "wire.jsonl", limit=200)
    assert [type(one) for one in found] == [Failure, Document, Failure]
    assert found[1].origin == "wire.jsonl#2"


def test_content_goes_before_the_suffix() -> None:
    found = read_bytes(b'{"text": "Ten died."}\n{"text": "Two died."}\n', "wire.txt")
    assert [one.format for one in found if isinstance(one, Document)] == ["jsonl", "jsonl"]


def test_a_file_that_is_called_json_lines_and_is_not() -> None:
    (failure,) = read_bytes(b"Ten people died.", "wire.jsonl")
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("broken JSON")


def test_lines_are_read_one_by_one() -> None:
    """A file may be larger than memory: a document comes before the next line was read."""
    stream = io.BytesIO(b'{"text": "One died."}\n' * 100_000)
    opened: list[io.BytesIO] = []

    def again() -> io.BytesIO:
        opened.append(io.BytesIO(stream.getvalue()))
        return opened[-1]

    found = documents(Source("wire.jsonl", "wire.jsonl", again))
    next(found)
    assert opened[-1].tell() < 100


@given(st.dictionaries(st.sampled_from(["text", "title", "date", "url"]), st.text() | st.none() | st.integers()))
def test_any_record_gives_a_document_or_a_failure(record: dict[str, object]) -> None:
    (found,) = read_bytes(json.dumps(record).encode() + b"\n", "wire.jsonl")
    assert isinstance(found, Document | Failure)
    if isinstance(found, Document):
        found.text.encode()
        assert found.text != ""

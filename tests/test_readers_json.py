"""JSON of news and report services, mapped by shapes that a user can add to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reading import one_document, read_bytes, reason
from samples import RELIEFWEB

from figures.model import Document
from figures.readers import _records
from figures.sources import Failure

NEWS_API = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {
            "source": {"id": None, "name": "The Daily Post"},
            "title": "Floods kill 37 in Benue",
            "description": "The river rose in the night.",
            "url": "https://example.org/1",
            "publishedAt": "2025-09-05T10:00:00Z",
            "content": "MAKURDI - The river rose in the night and 1,200 families fled. They… [+2310 chars]",
        },
        {"title": "[Removed]", "publishedAt": "2025-09-05T10:00:00Z", "content": None, "description": None, "url": "x"},
    ],
}
GDELT = {
    "articles": [
        {
            "url": "https://example.org/2",
            "title": "Floods kill 94 in Nigeria",
            "seendate": "20250916T081500Z",
            "domain": "example.org",
            "language": "English",
            "sourcecountry": "Nigeria",
        }
    ]
}


@pytest.fixture(autouse=True)
def fresh_shapes() -> None:
    _records.shapes.cache_clear()


def found(value: Any, name: str = "a.json") -> list[Any]:
    return read_bytes(json.dumps(value, indent=1).encode(), name)


def test_a_reply_of_reliefweb() -> None:
    document = one_document(json.dumps(RELIEFWEB), "reply.json")
    assert document.text == "Nigeria\n\nAt least 37 people were killed.\n\n- 94 houses destroyed"
    assert (document.title, document.published) == ("Floods in Benue", date(2025, 9, 5))
    assert (document.publisher, document.url) == ("State Emergency Agency", "https://example.org/node/1")
    assert (document.language, document.origin, document.format) == ("en", "reply.json#1", "json")


def test_a_country_that_the_text_names_is_not_put_before_it() -> None:
    fields = {
        "title": "Nigeria: Floods",
        "body": "Ten people died.",
        "country": [{"name": "Nigeria"}],
        "date": {"created": "x"},
    }
    assert one_document(json.dumps({"data": [{"fields": fields}]}), "a.json").text == "Ten people died."
    assert one_document(json.dumps({"data": fields}), "a.json").text == "Ten people died."


def test_a_reply_of_a_news_service_with_its_cut_texts() -> None:
    notice, document, failure = found(NEWS_API)
    assert isinstance(document, Document)
    assert document.text.startswith("Floods kill 37 in Benue\n\nMAKURDI - The river")
    assert document.text.endswith("They…")
    assert (document.publisher, document.published) == ("The Daily Post", date(2025, 9, 5))
    assert "cut off" in notice.reason
    assert (failure.origin, "no" in failure.reason) == ("a.json#2", True)


def test_a_list_of_gdelt_has_headlines_and_addresses() -> None:
    document = next(one for one in found(GDELT) if isinstance(one, Document))
    assert (document.text, document.url) == ("Floods kill 94 in Nigeria", "https://example.org/2")
    assert (document.published, document.publisher, document.language) == (date(2025, 9, 16), "example.org", "en")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"response": {"results": [one]}},
        lambda one: {"count": 1, "hits": {"hits": [{"_source": one}]}},
        lambda one: [[one]],
    ],
)
def test_articles_are_found_wherever_they_lie(wrapped: Any) -> None:
    one = {"headline": "x", "title": "Floods", "body": "Ten people died.", "published": "5 September 2025"}
    document = one_document(json.dumps(wrapped(one)), "a.json")
    assert (document.text, document.published) == ("Ten people died.", date(2025, 9, 5))


def test_objects_a_line_under_the_name_of_json_and_replies_under_that_of_json_lines() -> None:
    line = json.dumps({"text": "Ten people died."})
    told = read_bytes(f"{line}\n{line}\n".encode(), "a.json")
    assert [one.text for one in told if isinstance(one, Document)] == ["Ten people died."] * 2
    long = json.dumps({"text": "Ten people died. " * 400})
    assert len(read_bytes(f"{long}\n{long}\n".encode(), "a.json")) == 2
    reply = json.dumps(RELIEFWEB)
    assert [one.origin for one in read_bytes(f"{reply}\n{reply}\n".encode(), "a.jsonl")] == [
        "a.jsonl#1.1",
        "a.jsonl#2.1",
    ]


def test_what_stands_among_articles_and_is_none_is_told() -> None:
    told = [one.origin for one in found([{"text": "Ten died."}, {"id": 3}, 7, {"text": 9}]) if isinstance(one, Failure)]
    assert told == ["a.json#2", "a.json#3", "a.json#4"]


def test_a_shape_can_be_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = tmp_path / "shapes.toml"
    shapes.write_text('[[shape]]\nname = "ours"\nhas = ["bericht"]\ntext = ["bericht.tekst"]\ndate = ["dag"]\n')
    monkeypatch.setenv("FIGURES_SHAPES", str(shapes))
    document = one_document(json.dumps({"bericht": {"tekst": "Ten died."}, "dag": "2025-09-05"}), "a.json")
    assert (document.text, document.published) == ("Ten died.", date(2025, 9, 5))
    assert one_document(json.dumps(RELIEFWEB), "a.json").title == "Floods in Benue"


@pytest.mark.parametrize("content", ["[[shape", '[[shape]]\nname = "x"\n', '[[shape]]\nhas = ["a"]\ntext = "b"\n'])
def test_a_bad_file_of_shapes_is_named(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = tmp_path / "shapes.toml"
    shapes.write_text(content)
    monkeypatch.setenv("FIGURES_SHAPES", str(shapes))
    (failure,) = found({"text": "Ten died."})
    assert failure.origin == str(shapes)
    assert "not a file of shapes" in failure.reason


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'{"text": "Ten died."', "broken JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'[{"text": "x", "n": ' + b"9" * 5000 + b"}]", "digits"),
        (b'{"a": {"b": [1, 2]}}', 'no "text"'),
        (b"[[1, 2]]", "not a JSON object"),
        (b'{"title": "Only a title"}', 'no "text"'),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, told: str) -> None:
    assert told in reason(raw, "a.json")


def test_marks_of_the_web_in_a_text_are_taken_out() -> None:
    text = "<p>Ten &amp; more <b>people</b> died.<script>alert(1)</script></p>"
    assert one_document(json.dumps({"text": text}), "a.json").text == "Ten & more people died."
    assert one_document(json.dumps({"text": "Loss <5% & more"}), "a.json").text == "Loss <5% & more"

"""Objects of news services to documents, by the shapes in `shapes.toml` and those that the user adds."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from figures.decode import clean, has_words
from figures.model import Document
from figures.published import parse_stamp
from figures.sources import Failure, Notice, Source, Unreadable, one_line

# Lists of articles lie two or three levels down: `response.results[]`, `data[]`.
_DEEPEST = 8
_MARKUP = re.compile(r"<(?:p|div|h[1-6]|table|ul|ol|li|br|strong|em|a|span)\b[^<>]{0,500}>", re.IGNORECASE)
# What news services put where they cut a text off: `… [+1234 chars]`.
_CUT = re.compile(r"(?:…|\.\.\.)?\s?\[\+?\d{1,9} chars\]$")

Shape = Mapping[str, list[str]]


@cache
def shapes() -> tuple[tuple[Shape, ...], dict[str, str]]:
    """The shapes, in the order in which they are tried, and the names of languages.

    Raises Unreadable where the user's file is no TOML or has no shapes.
    """
    own = tomllib.loads((files("figures") / "readers" / "shapes.toml").read_text(encoding="utf-8"))
    added: dict[str, Any] = {}
    if path := os.environ.get("FIGURES_SHAPES"):
        try:
            with open(path, "rb") as stream:
                added = tomllib.load(stream)
            _check(added)
        except (OSError, ValueError, TypeError) as error:
            raise Unreadable(path, f"not a file of shapes: {one_line(str(error))}") from None
    return (*added.get("shape", []), *own["shape"]), own["languages"] | added.get("languages", {})


def _check(added: Mapping[str, Any]) -> None:
    for shape in added.get("shape", [{}]):
        lists = [value for key, value in shape.items() if key != "name"]
        if "has" not in shape or not all(isinstance(one, list) and all(map(_is_words, one)) for one in lists):
            raise ValueError("each [[shape]] needs `has`, and all its paths are lists of words")


def _is_words(value: object) -> bool:
    return isinstance(value, str)


def documents(value: Any, source: Source, form: str, origin: str = "") -> Iterator[Document | Failure | Notice]:
    """The documents in a value of JSON: an object with a text, or lists of such at any place in it.

    `origin` is that of the one object; those of lists are numbered. What stands in a list of articles and has no text
    is a Failure; what stands beside such lists, as counts and links do, is passed over.
    """
    if isinstance(value, dict) and (shape := _shape(value)) is not None:
        yield from _document(value, shape, origin or source.origin, form)
        return
    found = list(_lists(value, 0)) if isinstance(value, list | dict) else []
    for number, one in enumerate(chain.from_iterable(found), start=1):
        place = f"{origin}.{number}" if origin else f"{source.origin}#{number}"
        shape = _shape(one) if isinstance(one, dict) else None
        if shape is None:
            yield Failure(place, "not a JSON object" if not isinstance(one, dict) else 'no "text" in the JSON object')
        else:
            yield from _document(one, shape, place, form)
    if not found:
        plain = isinstance(value, dict)
        yield Failure(origin or source.origin, 'no "text" in the JSON object' if plain else "not a JSON object")


def _lists(value: Any, depth: int) -> Iterator[list[Any]]:
    """The lists in `value` that hold an object of a known shape; an object outside of lists counts as a list of one."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        if any(isinstance(one, dict) and _shape(one) is not None for one in value):
            yield value
            return
        inner = value
    else:
        inner = []
        for one in value.values():
            if isinstance(one, dict) and _shape(one) is not None:
                yield [one]
            else:
                inner.append(one)
    for one in inner:
        if isinstance(one, list | dict):
            yield from _lists(one, depth + 1)


def _shape(record: Mapping[str, Any]) -> Shape | None:
    """The first shape of which `record` has what it must have, and a text, a summary or a title."""
    for shape in shapes()[0]:
        if all(_at(record, path) is not None for path in shape["has"]):
            return shape
    return None


def _document(record: Mapping[str, Any], shape: Shape, origin: str, form: str) -> Iterator[Document | Failure | Notice]:
    title = _line(record, shape, "title")
    text, whole = _text(record, shape, title)
    if text is None:
        yield Failure(origin, _why_no_text(record, shape))
        return
    if not whole:
        yield Notice(origin, "only a summary of it is here, the text is cut off")
    country = _line(record, shape, "country")
    if country and country.lower() not in f"{title} {text}".lower():
        text = f"{country}\n\n{text}"
    published: date | None = next(
        (day for path in shape.get("date", []) if (day := parse_stamp(_at(record, path))) is not None), None
    )
    yield Document(
        text,
        title=title,
        published=published,
        date_source="unknown" if published is None else "metadata",
        language=_language(_line(record, shape, "language")),
        url=_line(record, shape, "url"),
        publisher=_line(record, shape, "publisher"),
        origin=origin,
        format=form,
    )


def _text(record: Mapping[str, Any], shape: Shape, title: str | None) -> tuple[str | None, bool]:
    """The text, and whether it is whole. Where there is but a summary or a headline, that is led by the title."""
    if (text := _words(record, shape, "text")) is not None:
        return text, True
    summary = _words(record, shape, "summary")
    if summary is None:
        return None, True
    cut = _CUT.sub("…", summary)
    led = title is None or one_line(summary).startswith(title)
    return cut if led else f"{title}\n\n{cut}", cut == summary


def _why_no_text(record: Mapping[str, Any], shape: Shape) -> str:
    for path in (*shape.get("text", []), *shape.get("summary", [])):
        if (value := _at(record, path)) is not None:
            return f'"{path}" has no words in it' if isinstance(value, str) else f'"{path}" is not a string'
    return 'no "text" in the JSON object'


def _words(record: Mapping[str, Any], shape: Shape, part: str) -> str | None:
    for path in shape.get(part, []):
        value = _at(record, path)
        if isinstance(value, str) and has_words(words := prose(value)):
            return words
    return None


def prose(value: str) -> str:
    """`value` as plain text; what is written in HTML is read as a page."""
    text = clean(value)
    if _MARKUP.search(text) is None:
        return text
    from figures.readers.html import fragment

    return fragment(text)


def _line(record: Mapping[str, Any], shape: Shape, part: str) -> str | None:
    for path in shape.get(part, []):
        value = _at(record, path)
        if isinstance(value, str) and (words := one_line(clean(value))):
            return words
    return None


def _language(written: str | None) -> str:
    known = shapes()[1].get((written or "en").lower())
    return known or (written or "en")[:2].lower()


def _at(value: Any, path: str) -> Any:
    """What stands at `path`, None where nothing does. A key of the object goes before the dots in it."""
    for key in path.split("."):
        name = key.removesuffix("[]")
        value = value.get(name) if isinstance(value, dict) else None
        if key.endswith("[]"):
            value = value[0] if isinstance(value, list) and value else None
    return value

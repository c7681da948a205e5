"""Feeds: RSS, Atom and RDF. Each entry is a document, with the address of the page that it announces."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from figures.decode import clean, has_words, what_binary
from figures.model import Document
from figures.published import parse_stamp
from figures.readers._records import prose
from figures.sources import Failure, Notice, Source, Unreadable, one_line

FORMAT = "feed"
SUFFIXES = (".rss", ".atom", ".rdf", ".xml")
ORDER = 25

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
# Entities that a feed makes for itself, each of which may be ten of the one before. No feed needs them.
_ENTITY = re.compile(rb"<!ENTITY[^>]{0,2000}>")
_XML = re.compile(rb"\s*<\?xml")


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it is XML with the outer element of a feed near its start, or is XML that is called a feed."""
    if what_binary(head) is not None:
        return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return False
    return _FEED.search(start[:2048]) is not None or (suffix in SUFFIXES and _XML.match(start) is not None)


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """A document each entry. Raises Unreadable where it is no feed, or holds no entry."""
    feed = _parsed(source)
    if not feed.entries:
        what = "damaged feed" if feed.bozo else "no entries in this feed"
        raise Unreadable(source.origin, what if feed.version else "XML, but no feed")
    if feed.bozo and "encoding" not in type(feed.bozo_exception).__name__.lower():
        yield Notice(source.origin, f"damaged feed: {len(feed.entries)} entries could be read, others may be lost")
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, feed.feed, source, number)


def _parsed(source: Source) -> Any:
    import feedparser

    raw = _ENTITY.sub(b"", source.raw())
    about = {"content-type": "application/xml", "content-location": source.url or ""}
    try:
        # A stream, for of bytes the library asks whether they are an address or the name of a file.
        return feedparser.parse(io.BytesIO(raw), response_headers=about)
    except Exception:  # its parsers raise nearly anything on damaged markup
        raise Unreadable(source.origin, "damaged feed") from None


def _entry(entry: Any, feed: Any, source: Source, number: int) -> Document | Failure:
    title = one_line(clean(prose(entry.get("title", "")))) or None
    link = str(entry.get("link") or "") or None
    origin = f"{source.origin}#{link or number}"
    text = _text(entry, title)
    if not has_words(text):
        return Failure(origin, "no words in this entry")
    # dict.get, for the library's own would give the one for the other, with a warning.
    stamps = (parse_stamp(dict.get(entry, name)) for name in ("published", "updated", "created"))
    published: date | None = next((day for day in stamps if day is not None), None)
    language = str(entry.get("language") or feed.get("language") or "en")
    publisher = entry.get("source", {}).get("title") or feed.get("title")
    return Document(
        text,
        title=title,
        published=published,
        date_source="unknown" if published is None else "metadata",
        language=language[:2].lower() if language[:2].isalpha() else "en",
        url=link,
        publisher=one_line(clean(str(publisher))) if publisher else None,
        origin=origin,
        format=FORMAT,
    )


def _text(entry: Any, title: str | None) -> str:
    """The whole text where the feed has it; else the summary, or but the headline, which leads it."""
    whole = max((prose(str(part.get("value") or "")) for part in entry.get("content", [])), key=len, default="")
    if has_words(whole):
        return whole
    summary = prose(str(entry.get("summary") or ""))
    if title is None or one_line(summary).startswith(title):
        return summary
    return f"{title}\n\n{summary}".strip()

"""The pages that a feed points to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from figures.published import parse_stamp
from figures.sources import HEAD_BYTES, Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# More than any feed of news lists; a longer one is an archive, or was made to keep readers busy.
MOST_LINKS = 1000
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
# The names of RSS 2.0, Atom 1.0 and 0.3, and Dublin Core, the best first.
_CHANGED = ("updated", "modified", "pubDate", "published", "issued", "date", "created")
_PUBLISHED = ("pubDate", "published", "issued", "date", "created", "updated", "modified")
_MOST_STAMP = 100
_MOST_ADDRESS = 8000  # characters; what servers take at most, RFC 9110, 4.1


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a feed points to. `published` is the day that the feed gives it, `stamp` when it says it changed."""

    url: str
    published: date | None = None
    stamp: str = ""


def links(source: Source) -> list[Link]:
    """The pages that the entries of `source` point to, each once, in their order; none where it is no feed.

    Raises Unreadable where it is too large. A damaged feed gives what can be read of it. In time linear in its size,
    whatever it holds, which cannot be said of libraries for feeds: they read all its markup.
    """
    with source.open() as stream:
        if not _FEED.search(stream.read(HEAD_BYTES)):
            return []
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(source.raw(), parser, base_url=source.url)
    except (etree.XMLSyntaxError, ValueError):
        return []
    found: dict[str, Element] = {}
    for entry in [] if root is None else root.iter("{*}item", "{*}entry"):
        if url := _address(entry):
            found.setdefault(url, entry)
    # Reading a day takes long, and nobody asks for the pages beyond.
    dated = [_link(url, entry) for url, entry in islice(found.items(), MOST_LINKS)]
    return dated + [Link(url) for url in islice(found, MOST_LINKS, None)]


def _link(url: str, entry: Element) -> Link:
    said = {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in reversed(entry)}
    days = (parse_stamp(said.get(name)) for name in _PUBLISHED)
    stamp = next((said[name] for name in _CHANGED if said.get(name)), "")
    return Link(url, next((day for day in days if day is not None), None), stamp[:_MOST_STAMP])


def _address(entry: Element) -> str:
    """The page of an entry, "" for none. Atom has it in an attribute, RSS as text, or as the entry's permanent name."""
    for one in [*entry.iterchildren("{*}link"), *entry.iterchildren("{*}guid")]:
        written = (one.get("href") or one.text or "").strip()
        if not written or one.get("rel", "alternate") != "alternate" or one.get("isPermaLink") == "false":
            continue
        if "guid" in str(one.tag) and "://" not in written:
            continue
        try:
            url = urljoin(str(one.base or ""), str(written)).partition("#")[0]
        except ValueError:  # brackets without an address between them
            return ""
        return "" if len(url) > _MOST_ADDRESS or any(ord(sign) < 33 for sign in url) else url
    return ""

"""Feeds: entries as documents, with the addresses of their pages."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from reading import one_document, read_bytes, reason
from samples import RSS

from figures.model import Document
from figures.sources import Failure, Notice

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Agence</title><entry>
<title>Inondations</title><link href="https://example.org/3"/><updated>2025-09-16T10:00:00Z</updated>
<summary>Short.</summary><content type="html"><![CDATA[<p>94 people were killed.</p><table>
<tr><th>Town</th><th>Dead</th></tr><tr><td>Guma</td><td>16</td></tr></table>]]></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title></channel><item><title>Ten died</title>
<link>https://example.org/4</link><dc:date>2025-09-05</dc:date></item></rdf:RDF>"""


def test_entries_of_rss() -> None:
    first, second = read_bytes(RSS.encode(), "a.xml")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == "Floods in Benue\n\nAt least 37 people were killed."
    assert (first.url, first.published, first.publisher) == (
        "https://example.org/1",
        date(2025, 9, 5),
        "The Daily Post",
    )
    assert (first.origin, first.language) == ("a.xml#https://example.org/1", "en")
    assert second.text == "Toll rises to 94"


def test_an_entry_of_atom_with_its_whole_text() -> None:
    document = one_document(ATOM, "a.atom")
    assert document.text == "94 people were killed.\n\nTown | Dead\nGuma | 16"
    assert (document.published, document.language, document.publisher) == (date(2025, 9, 16), "fr", "Agence")


def test_an_entry_of_rdf() -> None:
    document = one_document(RDF, "a")
    assert (document.text, document.published) == ("Ten died", date(2025, 9, 5))


def test_a_damaged_feed_gives_what_it_has_and_says_so() -> None:
    found = read_bytes(RSS.replace("</channel></rss>", "<item><title>Cut", 1).encode(), "a.rss")
    assert [type(one) for one in found][:3] == [Notice, Document, Document]
    assert "damaged feed" in found[0].reason if isinstance(found[0], Notice) else False


def test_an_entry_with_nothing_in_it_is_told() -> None:
    found = read_bytes(
        RSS.replace("</channel>", "<item><link>https://example.org/5</link></item></channel>").encode(), "a.rss"
    )
    assert [one.origin for one in found if isinstance(one, Failure)] == ["a.rss#https://example.org/5"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"<rss><channel></channel></rss>", "no entries"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "no feed"),
        (b"<rss><chan", "damaged feed"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, told: str) -> None:
    assert told in reason(raw, "a.xml")


def test_entities_are_neither_expanded_nor_fetched() -> None:
    names = "abcdefghij"
    inner = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    doctype = f'<!DOCTYPE rss [<!ENTITY a "haha">{inner}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    hostile = RSS.replace("<rss ", f"{doctype}<rss ", 1).replace("Toll rises", "&j; &file; Toll rises")
    found = read_bytes(hostile.encode(), "a.rss")
    written = "".join(one.text for one in found if isinstance(one, Document))
    assert found
    assert len(written) < 1000
    assert "root:" not in written


def test_a_name_in_the_place_of_a_feed_is_not_opened() -> None:
    (failure,) = read_bytes(b"/etc/hostname", "a.rss")
    assert isinstance(failure, Document)  # a text of one line
    assert failure.text == "/etc/hostname"

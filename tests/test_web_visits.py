"""Pages in an ingest: a second run costs little, and feeds lead to their pages."""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import feedparser  # noqa: F401 (workers share what is loaded)
import htmldate  # noqa: F401
import pytest
import trafilatura  # noqa: F401
from rude_server import Site, Waiting, served

from db.store import Store, open_store
from figures import Manners
from figures import ingest as module
from figures.ingest import Summary, ingest
from figures.sources import Source
from figures.web import visits
from figures.web.fetch import Answer, Validators, Web
from figures.web.links import Link, links

STORY = "<html><body><article><p>Officials said {} people fled the town of Arden.</p></article></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        for number in (1, 2, 3):
            running.pages[f"/{number}"] = (STORY.format(number * 1200).encode(), {"ETag": f'"{number}"'})
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "figures.db")


def web(waiting: Waiting | None = None) -> Web:
    return Web(Manners(timeout=5, allow_private=True), clock=(waiting or Waiting()).clock())


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return list(store.db.execute(sql).fetchall())


def atom(site: Site, *numbers: int, updated: str = "2024-05-03T10:00:00Z") -> bytes:
    entries = "".join(
        f"<entry><title>Story {one}</title><link href='/{one}'/><updated>{updated}</updated>"
        f"<summary>In short: {one * 1200} people fled.</summary></entry>"
        for one in numbers
    )
    head = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:base='{site.url}/'>"
    return f"{head}{entries}</feed>".encode()


def feed(site: Site, *numbers: int, etag: str = "feed", **more: str) -> str:
    site.pages["/feed.xml"] = (
        atom(site, *numbers, **more),
        {"ETag": f'"{etag}"', "Content-Type": "application/atom+xml"},
    )
    return f"{site.url}/feed.xml"


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.new, summary.unchanged, summary.failed


def of_pages(store: Store) -> list[object]:
    """The numbers in the documents that are pages, not entries of the feed."""
    return [
        value for (value,) in rows(store, "select value from figures_full where sentence like 'Officials%' order by 1")
    ]


def test_a_page_that_is_as_before_is_not_sent_again(site: Site, store: Store) -> None:
    pages = [f"{site.url}/{number}" for number in (1, 2)]
    assert counts(ingest(pages, store, web=web())) == (2, 0, 0)
    site.pages["/2"] = (STORY.format(9999).encode(), {"ETag": '"new"'})
    assert counts(ingest(pages, store, web=web())) == (1, 1, 0)
    assert ["If-None-Match" in headers for _, headers in site.asked] == [False, False, True, True]
    assert of_pages(store) == [1200, 9999]  # the newer version of a page replaces the older one


def test_another_version_or_other_days_read_the_page_again(
    site: Site, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{site.url}/1"
    ingest([page], store, web=web())
    ingest([page], store, web=web(), date=date(2024, 5, 1))
    assert rows(store, "select published from documents") == [("2024-05-01",)]
    monkeypatch.setattr(module, "__version__", "99")
    assert ingest([page], store, web=web(), date=date(2024, 5, 1)).re_extracted == 1
    assert all("If-None-Match" not in headers for _, headers in site.asked)


def test_a_page_that_failed_is_asked_for_in_full_and_is_no_failure_once_it_is_read(site: Site, store: Store) -> None:
    site.pages["/1"] = (b"", {"ETag": '"1"'})
    page = f"{site.url}/1"
    assert ingest([page], store, web=web()).failures == [(page, "empty file")]
    assert rows(store, "select origin, reason from failures") == [(page, "empty file")]
    site.pages["/1"] = (STORY.format(5).encode(), {"ETag": '"1"'})
    assert counts(ingest([page], store, web=web())) == (1, 0, 0)
    assert rows(store, "select * from failures") == []
    site.troubles.clear()
    site.robots = (200, b"User-agent: *\nDisallow: /")
    assert ingest([page], store, web=web()).failed == 1
    site.robots = (404, b"")
    assert counts(ingest([page], store, web=web())) == (0, 1, 0)
    assert rows(store, "select * from failures") == [], "what is as before is no failure either"


def test_a_page_that_no_database_took_is_not_remembered(site: Site, store: Store) -> None:
    store.db.execute("create trigger refusal before insert on documents begin select raise(abort, 'refused'); end")
    assert ingest([f"{site.url}/1"], store, web=web()).failed == 1
    assert rows(store, "select * from pages") == []


def test_a_feed_leads_to_its_pages(site: Site, store: Store) -> None:
    address = feed(site, 1, 2)
    first = ingest([address], store, web=web(), follow=True)
    assert first.failures == []
    assert of_pages(store) == [1200, 2400]
    assert rows(store, "select published from documents where url like '%/1' and format = 'html'") == [("2024-05-03",)]
    assert site.paths() == ["/feed.xml", "/1", "/2"]


def test_a_second_run_costs_no_body(site: Site, store: Store) -> None:
    address = feed(site, 1, 2)
    first = ingest([address], store, web=web(), follow=True)
    site.asked.clear()
    second = ingest([address], store, web=web(), follow=True)
    assert site.paths() == ["/feed.xml", "/1", "/2"]
    assert all("If-None-Match" in headers for _, headers in site.asked)
    assert counts(second) == (0, first.new, 0)


def test_nothing_stays_behind(site: Site, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    seen: list[int] = []
    ingest(
        [feed(site, 1, 2)], store, web=web(), follow=True,
        progress=lambda _: seen.append(len(list((tmp_path / "temporary").rglob("[0-9]*")))),
    )  # fmt: skip
    assert seen[-1] == 0, "each goes when it is read"
    gc.collect()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_only_with_follow(site: Site, store: Store) -> None:
    ingest([feed(site, 1, 2)], store, web=web())
    assert site.paths() == ["/feed.xml"]


def test_a_feed_in_a_file_leads_to_its_pages_too(site: Site, store: Store, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(atom(site, 3))
    ingest([tmp_path / "feed.xml"], store, web=web(), follow=True)
    assert of_pages(store) == [3600]


def test_pages_of_one_host_are_asked_for_one_after_the_other(site: Site, store: Store) -> None:
    waiting = Waiting()
    ingest([feed(site, 1, 2, 3)], store, web=web(waiting), follow=True)
    assert waiting.slept == [1.0, 1.0, 1.0]


def test_hosts_take_turns_so_that_little_is_waited(site: Site, store: Store, tmp_path: Path) -> None:
    waiting = Waiting()
    for host in ("127.0.0.1", "localhost"):
        body = atom(site, 1, 2, 3).replace(b"127.0.0.1", host.encode())
        (tmp_path / f"{host}.xml").write_bytes(body)
    summary = ingest(sorted(tmp_path.glob("*.xml")), store, web=web(waiting), follow=True)
    assert summary.failed == 0
    assert site.paths() == ["/1", "/1", "/2", "/2", "/3", "/3"]
    assert waiting.slept == [1.0, 1.0]


def test_a_feed_that_points_to_thousands_of_pages_is_followed_in_part(
    site: Site, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "MOST_LINKS", 2)
    address = feed(site, 1, 2, 3)
    summary = ingest([address], store, web=web(), follow=True)
    assert (address, "points to 3 pages: the first 2 are asked for") in summary.notices
    assert site.paths() == ["/feed.xml", "/1", "/2"]


def test_each_page_is_asked_for_once_and_one_that_fails_costs_no_other(site: Site, store: Store) -> None:
    address = feed(site, 1, 7, 2)
    summary = ingest([address, f"{site.url}/2", address], store, web=web(), follow=True)
    assert summary.failures == [(f"{site.url}/7", "the server answered 404 Not Found")]
    assert rows(store, "select origin, reason from failures") == summary.failures
    assert of_pages(store) == [1200, 2400]
    assert site.paths() == ["/feed.xml", "/2", "/1", "/7"]


def test_a_feed_may_not_lead_to_this_machine(site: Site, store: Store, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(atom(site, 1))
    summary = ingest([tmp_path / "feed.xml"], store, web=Web(Manners(), clock=Waiting().clock()), follow=True)
    assert summary.failures[-1][0] == f"{site.url}/1"
    assert "not asked without --allow-private" in summary.failures[-1][1]
    assert site.asked == []


def test_an_answer_that_breaks_the_program_costs_no_other(
    site: Site, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Web):
        def get(self, url: str, known: Validators | None = None) -> Answer:
            if url.endswith("/1"):
                raise KeyError("what\nis this")
            return super().get(url, known)

    asking = Broken(Manners(allow_private=True), clock=Waiting().clock())
    summary = ingest([f"{site.url}/1", f"{site.url}/2"], store, web=asking)
    assert summary.failures == [(f"{site.url}/1", "asking for it broke down (KeyError: 'what\\nis this')")]
    assert summary.new == 1


# What a feed points to.


def source(body: bytes | str) -> Source:
    import io

    raw = body if isinstance(body, bytes) else body.encode()
    return Source("feed", open=lambda: io.BytesIO(raw), url="https://example.org/news/feed.xml")


RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>
<item><title>One</title><link>https://example.org/1</link><pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>/2#top</link></item>
<item><title>Two again</title><link>https://example.org/2</link></item>
<item><title>No link</title><guid isPermaLink="false">https://example.org/no</guid></item>
<item><title>Named</title><guid>https://example.org/4</guid><dc:date>2024-05-04</dc:date></item>
<item><title>Brackets</title><link>http://[/</link></item>
<item><title>Odd</title><link>java script:x</link></item>
</channel></rss>"""


def test_the_links_of_a_feed_are_whole_and_each_there_once() -> None:
    found = links(source(RSS))
    assert [link.url for link in found] == [f"https://example.org/{n}" for n in (1, 2, 4)]
    assert found[2] == Link("https://example.org/4", date(2024, 5, 4), "2024-05-04")
    assert found[0] == Link("https://example.org/1", date(2024, 5, 3), "Fri, 03 May 2024 10:00:00 GMT")


@pytest.mark.parametrize("cut", range(40, len(RSS), 37))
def test_a_damaged_feed_gives_what_can_be_read(cut: int) -> None:
    whole = [link.url for link in links(source(RSS))]
    assert [link.url for link in links(source(RSS[:cut]))][:1] in ([], whole[:1])


@pytest.mark.parametrize("text", ["", "<html><a href='https://example.org/1'>one</a></html>", json.dumps({"rss": 1})])
def test_what_is_no_feed_has_no_links(text: str) -> None:
    assert links(source(text)) == []


def test_a_feed_that_names_files_of_this_machine_is_given_none() -> None:
    body = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + RSS.replace("One", "&x;")
    assert all(link.url.startswith("https://example.org/") for link in links(replace(source(body))))


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/a/">
<entry><link rel="self" href="self"/><link href="1"/><published>2024-05-03T10:00:00Z</published>
<updated>2024-05-04T10:00:00Z</updated></entry>
<entry xml:base="/b/"><link rel="alternate" href="2"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>https://example.org/</link></channel><item><link>https://example.org/3</link></item></rdf:RDF>"""


def test_every_kind_of_feed_has_its_links() -> None:
    first, second = links(source(ATOM))
    assert first == Link("https://other.example/a/1", date(2024, 5, 3), "2024-05-04T10:00:00Z")
    assert second.url == "https://other.example/b/2"
    assert [link.url for link in links(source(RDF))] == ["https://example.org/3"]
    assert links(source(RSS.encode("utf-16"))) == []  # its reader tells; the mark of a feed is looked for in bytes


@pytest.mark.parametrize(
    "inside",
    [
        "<item>" * 60_000,
        "<a>" * 200_000,
        "<item><link>" + "a" * 1_000_000,
        "<item><link>/&b;</link></item>" * 20_000,
        "<![CDATA[" * 100_000,
        "<item " + "a='b' " * 100_000,
    ],
    ids=["items", "depth", "text", "entities", "cdata", "attributes"],
)
def test_a_feed_made_to_be_slow_or_huge_is_neither(inside: str) -> None:
    bomb = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in pairwise("lkjihgfedcb"))
    body = f"<!DOCTYPE rss [<!ENTITY l 'lol'>{bomb}]><rss><channel>{inside}"
    assert all(len(link.url) <= 8000 for link in links(source(body)))

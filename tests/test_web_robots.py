"""Asked only where the site lets programs read, and not too fast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rude_server import Site, Waiting, served

from figures import Manners
from figures.sources import Unreadable
from figures.web.fetch import Web
from figures.web.robots import MOST_BYTES

REFUSED = "the site's robots.txt does not let programs read it"


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        yield running


def web(waiting: Waiting | None = None, delay: float = 0) -> Web:
    return Web(Manners(timeout=5, allow_private=True, delay=delay), clock=(waiting or Waiting()).clock())


def outcome(asking: Web, url: str) -> str:
    try:
        asking.page(url)
    except Unreadable as error:
        return error.reason
    return "read"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("User-agent: *\nDisallow: /", REFUSED),
        ("User-agent: figures\nDisallow: /story\n\nUser-agent: *\nAllow: /", REFUSED),
        ("User-agent: *\nDisallow: /*ory$", REFUSED),
        ("\ufeffUser-agent: *\nDisallow: /", REFUSED),
        ("User-agent: figures\nAllow: /story\nDisallow: /", "read"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Figures\nDisallow:", "read"),
        ("User-agent: other\nDisallow: /", "read"),
        ("<html><body>No such page.</body></html>", "read"),
        ("", "read"),
        ("\x00\x01\xff" * 1000, "read"),
    ],
)
def test_the_rules_of_the_site_are_kept(site: Site, rules: str, told: str) -> None:
    site.robots = (200, rules.encode())
    assert outcome(web(), f"{site.url}/story") == told
    assert site.paths() == ([] if told == REFUSED else ["/story"])


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_rules_may_be_read(site: Site, status: int) -> None:
    site.robots = (status, b"User-agent: *\nDisallow: /")
    assert outcome(web(), f"{site.url}/story") == "read"


def test_rules_that_are_sent_round_in_a_circle_are_none(site: Site) -> None:
    site.robots = (302, b"")
    assert outcome(web(), f"{site.url}/story") == "read"


def test_a_site_whose_rules_cannot_be_had_is_not_read_and_asked_again_later(site: Site) -> None:
    site.robots = (503, b"")
    waiting = Waiting()
    asking = web(waiting)
    for _ in range(2):
        told = outcome(asking, f"{site.url}/story")
        assert told == "the site's robots.txt cannot be read: the server answered 503 Service Unavailable"
    assert (site.robots_asked, site.asked, waiting.slept) == (3, [], [1.0, 2.0])
    site.robots = (404, b"")
    waiting.now += 3600
    assert outcome(asking, f"{site.url}/story") == "read"


def test_rules_are_asked_for_once_a_day(site: Site) -> None:
    waiting = Waiting()
    asking = web(waiting)
    for path in ("story", "latin", "packed"):
        asking.page(f"{site.url}/{path}")
    assert site.robots_asked == 1
    waiting.now += 25 * 3600
    asking.page(f"{site.url}/story")
    assert site.robots_asked == 2


def test_the_rules_of_where_a_redirect_leads_are_kept_too(site: Site) -> None:
    with served() as other:
        other.robots = (200, b"User-agent: *\nDisallow: /latest")
        site.robots = (200, b"User-agent: *\nDisallow: /nothing")
        host = other.url.removeprefix("http://")
        told = outcome(web(), f"{site.url}/home?{host}")
        assert told == f"sent on to {other.url}/latest/meta-data/: {REFUSED}"
        assert other.asked == []


def test_only_the_first_part_of_endless_rules_is_read(site: Site) -> None:
    """And rules made to be slow are not."""
    slow = b"Disallow: /" + b"*a" * 2000 + b"*b\n"
    site.robots = (200, b"User-agent: *\n" + slow * (MOST_BYTES // len(slow) + 1) + b"Disallow: /story\n")
    assert outcome(web(), f"{site.url}/story?{'a' * 3000}") == "read"


def test_a_host_is_not_hammered(site: Site) -> None:
    waiting = Waiting()
    asking = web(waiting, delay=1)
    asking.page(f"{site.url}/story")
    assert waiting.slept == []
    asking.page(f"{site.url}/latin")
    waiting.now += 0.25
    asking.page(f"{site.url}/packed")
    waiting.now += 5
    asking.page(f"{site.url}/moved")
    assert waiting.slept == [1.0, 0.75]


def test_hosts_are_waited_for_each_for_itself(site: Site) -> None:
    waiting = Waiting()
    asking = web(waiting, delay=1)
    asking.page(f"{site.url}/story")
    asking.page(f"{site.url.replace('127.0.0.1', 'localhost')}/story")
    assert waiting.slept == []


@pytest.mark.parametrize(
    ("asked", "delay", "slept"),
    [("5", 1.0, 5.0), ("0.5", 1.0, 1.0), ("9000", 1.0, 30.0), ("inf", 1.0, 1.0), ("9", 99, 99)],
)
def test_a_site_may_ask_for_more_time_within_reason(site: Site, asked: str, delay: float, slept: float) -> None:
    site.robots = (200, f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    waiting = Waiting()
    asking = web(waiting, delay=delay)
    for _ in range(2):
        asking.page(f"{site.url}/story")
    assert waiting.slept == [slept]

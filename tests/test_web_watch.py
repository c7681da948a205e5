"""Coming back to feeds: what is new is stored, what is as before costs little, what fails stops nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import feedparser  # noqa: F401 (workers share what is loaded)
import htmldate  # noqa: F401
import pytest
import trafilatura  # noqa: F401
from click.testing import CliRunner, Result
from rude_server import Site, Waiting, served

import cli
from db.store import Store, open_store
from figures import Manners
from figures.web.fetch import Web
from figures.web.watch import Round, Total, watch
from reports.rounds import round_line, watch_summary

QUARTER = 900.0


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "figures.db")


def entry(number: int, site: Site, stamp: str = "Fri, 03 May 2024 10:00:00 GMT") -> str:
    text = f"Officials said {number * 1200} people fled the town of Arden."
    site.pages.setdefault(f"/{number}", (f"<html><body><p>{text}</p></body></html>".encode(), {"ETag": f'"{number}"'}))
    return (
        f"<item><title>Story {number}</title><link>{site.url}/{number}</link><pubDate>{stamp}</pubDate>"
        f"<description>About {number * 100} people were injured.</description></item>"
    )


def publish(site: Site, *items: str, at: str = "/feed.xml") -> str:
    body = f"<rss version='2.0'><channel><title>News</title>{''.join(items)}</channel></rss>"
    site.pages[at] = (body.encode(), {"ETag": f'"{hash(body)}"', "Content-Type": "application/rss+xml"})
    return site.url + at


def rounds(
    feeds: list[str],
    store: Store,
    times: int,
    *,
    between: Callable[[int], None] = lambda number: None,
    follow: bool = False,
) -> tuple[list[Round], Total, Waiting]:
    """The rounds over `feeds`. `between` is called after each, with its number from 1."""
    waiting, seen = Waiting(), []
    web = Web(Manners(timeout=5, allow_private=True, delay=0), clock=waiting.clock())

    def told(one: Round) -> None:
        seen.append(one)
        between(len(seen))

    total = watch(feeds, store, web, every=QUARTER, times=times, follow=follow, told=told)
    return seen, total, waiting


def test_a_round_stores_what_is_new_and_the_next_costs_no_body(site: Site, store: Store) -> None:
    feed = publish(site, entry(1, site), entry(2, site))
    add = {1: lambda: None, 2: lambda: publish(site, *(entry(n, site) for n in (1, 2, 3)))}
    seen, total, waiting = rounds([feed], store, 4, between=lambda n: (add.get(n, lambda: None)(), None)[1])
    assert [one.documents for one in seen] == [2, 0, 1, 0]
    assert ["If-None-Match" in headers for _, headers in site.asked] == [False, True, True, True]
    assert waiting.slept == [0.0, QUARTER, QUARTER, QUARTER]
    assert (total.rounds, total.documents, total.failed, total.stopped) == (4, 3, 0, False)
    assert total.figures == sum(one.figures for one in seen) >= 3


def test_pages_are_read_once_and_again_when_the_feed_says_that_they_changed(site: Site, store: Store) -> None:
    feed = publish(site, entry(1, site), entry(2, site))

    def between(number: int) -> None:
        site.asked.append((f"after {number}", {}))
        if number == 2:
            publish(site, entry(1, site, "Sat, 04 May 2024 10:00:00 GMT"), entry(2, site))

    rounds([feed], store, 3, between=between, follow=True)
    assert site.paths() == ["/feed.xml", "/1", "/2", "after 1", "/feed.xml", "after 2", "/feed.xml", "/1", "after 3"]


def test_a_page_that_fails_is_tried_again_less_and_less_often(site: Site, store: Store) -> None:
    feed = publish(site, entry(1, site))
    del site.pages["/1"]
    asked: list[int] = []

    def between(number: int) -> None:
        asked.append(site.paths().count("/1"))
        if number == 6:
            entry(1, site)

    seen, _, _ = rounds([feed], store, 8, between=between, follow=True)
    assert asked == [1, 2, 2, 3, 3, 3, 3, 4]
    assert [len(one.failures) for one in seen] == [1, 1, 0, 1, 0, 0, 0, 0]
    assert store.db.execute("select count(*) from failures").fetchone() == (0,)


def test_a_feed_that_fails_stops_no_other_and_is_left_alone_for_longer_each_time(site: Site, store: Store) -> None:
    feeds = [f"{site.url}/missing.xml", publish(site, entry(1, site))]
    seen, total, _ = rounds(feeds, store, 9)
    assert [one.feeds for one in seen] == [2, 2, 1, 2, 1, 1, 1, 2, 1]
    assert [one.waiting for one in seen] == [0, 0, 1, 0, 1, 1, 1, 0, 1]
    assert seen[0].failures == [(feeds[0], "the server answered 404 Not Found")]
    assert (seen[0].documents, total.failed) == (1, 4)
    assert site.paths().count("/feed.xml") == 9


def test_a_feed_that_is_well_again_is_asked_in_every_round(site: Site, store: Store) -> None:
    feed = f"{site.url}/feed.xml"
    seen, _, _ = rounds([feed], store, 5, between=lambda n: (n == 1 and publish(site, entry(1, site)), None)[1])
    assert [one.feeds for one in seen] == [1, 1, 1, 1, 1]
    assert [len(one.failures) for one in seen] == [1, 0, 0, 0, 0]


def test_nothing_is_left_alone_for_more_than_a_day(site: Site, store: Store) -> None:
    seen, _, _ = rounds([f"{site.url}/missing.xml"], store, 400)
    asked = [number for number, one in enumerate(seen) if one.feeds]
    assert max(later - number for number, later in pairwise(asked)) <= 24 * 3600 / QUARTER


def test_ctrl_c_ends_with_what_was_done(site: Site, store: Store) -> None:
    def stop(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    _, total, _ = rounds([publish(site, entry(1, site))], store, 9, between=stop)
    assert total.stopped
    assert (total.rounds, total.documents) == (2, 1)


# The command.


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(one) for one in arguments])


def test_the_command_says_a_line_a_round_and_names_what_failed(site: Site, tmp_path: Path) -> None:
    feed = publish(site, entry(1, site))
    database = tmp_path / "f.db"
    options = ("--times", 1, "--delay", 0, "--allow-private", "--db", database)
    result = run("watch", feed, f"{site.url}/missing.xml", "--follow", *options)
    assert result.exit_code == 1
    line, summary = result.stdout.splitlines()
    assert line.endswith("  2 feeds, 2 new documents, 2 figures, 1 failed")
    assert summary == "1 round: 2 new documents, 2 figures, 1 failed."
    assert result.stderr == f"figures: {site.url}/missing.xml: the server answered 404 Not Found\n"
    again = run("watch", feed, "--follow", *options)
    assert (again.exit_code, again.stderr) == (0, "")
    assert "1 feed, 0 new documents, 0 figures" in again.stdout


def test_the_command_does_not_ask_this_machine_unless_told_to(site: Site, tmp_path: Path) -> None:
    for command in (["watch", "--times", 1], ["ingest"], ["extract"], ["explain"]):
        more = ["--db", tmp_path / "f.db"] if command[0] in ("watch", "ingest") else []
        result = run(*command, f"{site.url}/story", *more)
        assert result.exit_code == 1
        assert "127.0.0.1 is an address of this machine" in result.stderr
    assert site.asked == []
    assert "killed" in run("extract", f"{site.url}/story", "--allow-private").stdout


def test_what_failed_on_the_web_can_be_tried_again(site: Site, tmp_path: Path) -> None:
    options = ("--delay", 0, "--allow-private", "--db", tmp_path / "f.db")
    page = f"{site.url}/late"
    assert run("ingest", page, *options).exit_code == 1
    entry(1, site)
    site.pages["/late"] = site.pages["/1"]
    result = run("retry", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 new" in result.stdout
    assert run("retry", *options).stdout == "Documents: 0 new, 0 unchanged, 0 failed.\n"


@pytest.mark.parametrize("span", ["5", "0s", "0m", "-1h", "soon", "1.5h", "9" * 20 + "m"])
def test_odd_spans_are_wrong_usage(span: str, tmp_path: Path) -> None:
    result = run("watch", "https://example.org/", "--every", span, "--db", tmp_path / "f.db")
    assert result.exit_code == 2
    assert "write 15m" in result.stderr


def test_ctrl_c_at_the_terminal(site: Site, tmp_path: Path) -> None:
    """The process is stopped while it waits for the next round, which the line of the first one tells."""
    feed = publish(site, entry(1, site))
    command = [
        sys.executable,
        "-c",
        "import cli; cli.main()",
        "watch",
        feed,
        "--allow-private",
        "--db",
        str(tmp_path / "f.db"),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate()
    assert rest.startswith("1 round: ")
    assert "Traceback" not in errors
    assert process.returncode == 130


@pytest.mark.parametrize("command", ["ingest", "watch"])
def test_ctrl_c_does_not_wait_for_a_server(site: Site, tmp_path: Path, command: str) -> None:
    arguments = [f"{site.url}/silent", "--allow-private", "--web-timeout", "600", "--db", str(tmp_path / "f.db")]
    process = subprocess.Popen(
        [sys.executable, "-c", "import cli; cli.main()", command, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert site.heard.wait(60)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert ("0 new" if command == "ingest" else "1 round: 0 new") in said
    assert "Traceback" not in errors


def test_a_round_in_words() -> None:
    one = Round(0, feeds=2, waiting=1, documents=1234, figures=1, failures=[("a", "b")])
    assert round_line(one)[16:] == "  2 feeds, 1,234 new documents, 1 figure, 1 failed, 1 left alone for now"
    assert watch_summary(Total(3, 1, 0, 0)) == "3 rounds: 1 new document, 0 figures, 0 failed."

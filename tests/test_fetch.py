"""Pages from a server on this machine that behaves, and from one that does not."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import figures
from figures.fetch import fetch
from figures.readers import documents
from figures.sources import Failure, Source, Unreadable

STORY = "<html><body><article><p>Twelve people died when the river Arden rose in Zürich.</p></article></body></html>"


class Pages(BaseHTTPRequestHandler):
    """Answers by path. `asked` keeps the headers of the last request."""

    protocol_version = "HTTP/1.1"
    asked: dict[str, str] = {}  # noqa: RUF012 (one server, one request at a time)

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "text/html", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        Pages.asked = dict(self.headers)
        self.close_connection = True
        getattr(self, self.path.strip("/").split("?")[0].split(".")[0], self.missing)()

    def missing(self) -> None:
        self.answer(b"<html><body>No such page, 404 people say.</body></html>", 404)

    def story(self) -> None:
        self.answer(STORY.encode(), Last_Modified="Fri, 03 May 2024 10:00:00 GMT")

    def latin(self) -> None:
        self.answer(STORY.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")

    def packed(self) -> None:
        self.answer(gzip.compress(STORY.encode()), Content_Encoding="gzip")

    def chunked(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        body = gzip.compress(STORY.encode())
        for start in range(0, len(body), 20):
            part = body[start : start + 20]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def bomb(self) -> None:
        self.answer(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")

    def notpacked(self) -> None:
        self.answer(STORY.encode(), Content_Encoding="gzip")

    def lying(self) -> None:
        self.answer(b'{"text": "Two people died."}\n', Content_Type="application/pdf")

    def empty(self) -> None:
        self.answer(b"")

    def large(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "50000000")
        self.end_headers()

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"people " * 10_000)
        except OSError:
            pass

    def cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(STORY.encode())

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not STOP.wait(0.02):
                self.wfile.write(b"a ")
        except OSError:
            pass

    def silent(self) -> None:
        STOP.wait(20)

    def moved(self) -> None:
        self.answer(b"", 302, Location="/story?from=moved")

    def round(self) -> None:
        self.answer(b"", 302, Location="/round")

    def away(self) -> None:
        self.answer(b"", 302, Location="file:///etc/hostname")


STOP = threading.Event()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    STOP.set()
    server.shutdown()
    thread.join()
    server.server_close()


def trouble(url: str, *, timeout: float = 5, limit: int = 1_000_000) -> str:
    with pytest.raises(Unreadable) as raised:
        fetch(url, timeout=timeout, limit=limit)
    assert raised.value.origin == url
    return raised.value.reason


def test_a_page_is_read_with_its_address_and_day(site: str) -> None:
    (document,) = figures.read(f"{site}/story")
    assert document.text == "Twelve people died when the river Arden rose in Zürich."
    assert (document.url, document.origin, document.format) == (f"{site}/story", f"{site}/story", "html")
    assert (document.published, document.date_source) == (date(2024, 5, 3), "file time")


def test_the_program_says_who_it_is(site: str) -> None:
    fetch(f"{site}/story")
    assert Pages.asked["User-Agent"].startswith(f"figures/{figures.__version__}")
    assert "Mozilla" not in Pages.asked["User-Agent"]


@pytest.mark.parametrize("path", ["latin", "packed", "chunked", "story"])
def test_what_the_server_says_of_the_bytes_is_used(site: str, path: str) -> None:
    (document,) = figures.read(f"{site}/{path}")
    assert "Zürich" in document.text


def test_a_lying_content_type_is_not_believed(site: str) -> None:
    (document,) = figures.read(f"{site}/lying")
    assert (document.text, document.format) == ("Two people died.", "jsonl")


def test_a_redirect_is_followed_and_the_last_address_kept(site: str) -> None:
    assert fetch(f"{site}/moved").url == f"{site}/story?from=moved"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nothing", "the server answered 404 Not Found"),
        ("large", "larger than 1 MB"),
        ("endless", "larger than 1 MB"),
        ("bomb", "larger than 1 MB"),
        ("cut", "the answer was cut off or garbled"),
        ("notpacked", "cannot be unpacked"),
        ("round", "sent on more than 5 times"),
        ("away", "sent on to file:///etc/hostname, and only http and https"),
    ],
)
def test_every_misbehaviour_has_its_reason(site: str, path: str, told: str) -> None:
    assert told in trouble(f"{site}/{path}")


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_the_time_out_is_for_the_whole_page(site: str, path: str) -> None:
    assert trouble(f"{site}/{path}", timeout=0.3) == "took over 0.3 s"


def test_an_empty_answer_is_an_empty_file(site: str) -> None:
    (failure,) = documents(Source("x", later=lambda: fetch(f"{site}/empty")))
    assert isinstance(failure, Failure)
    assert failure.reason == "empty file"


def test_no_server_no_host_no_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert trouble(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "the host refuses the connection"
    assert trouble("http://no-such-host.invalid/") in ("no such host", "the host cannot be reached")
    assert trouble("http://[::bad/").startswith("not a usable address")
    assert trouble("http://")

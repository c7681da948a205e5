"""A web server on this machine that behaves, and one that does not: what it answers goes by the path."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from figures.web.turns import Clock

STORY = "<html><body><article><p>Twelve people died when the river Arden rose in Zürich.</p></article></body></html>"
DAY = "Fri, 03 May 2024 10:00:00 GMT"


class Waiting:
    """A clock for tests: nothing is waited for, and what would have been is kept in `slept`, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.now, sleep=self.sleep, wall=lambda: 1_700_000_000 + self.now)


class Site:
    """A server that was started. `asked` are the paths with the headers of each request, but for robots.txt."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str) -> None:
        self.url = f"{scheme}://127.0.0.1:{server.server_port}"
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.robots: tuple[int, bytes] = (404, b"")
        self.robots_asked = 0
        self.pages: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.troubles: list[tuple[int, dict[str, str]]] = []
        self.fuzz = b""
        self.stop = threading.Event()
        self.heard = threading.Event()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Pages(BaseHTTPRequestHandler):
    """Answers by path: `/story` is `story`, and what `site.pages` has is given as it is, with its ETag minded."""

    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "text/html", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, *parts: bytes) -> None:
        for part in parts:
            self.wfile.write(part)

    def do_GET(self) -> None:
        self.close_connection = True
        path = self.path.split("?")[0]
        if path == "/robots.txt":
            self.site.robots_asked += 1
            status, body = self.site.robots
            self.answer(body, status, Location="/robots.txt") if status != 503 else self.answer(body, status)
            return
        self.site.asked.append((self.path, dict(self.headers)))
        if path in self.site.pages:
            self.page(*self.site.pages[path])
            return
        with suppress(OSError):  # the other end has heard enough
            getattr(self, path.strip("/").split(".")[0], self.missing)()

    def page(self, body: bytes, headers: dict[str, str]) -> None:
        if headers.get("ETag", "-") == self.headers.get("If-None-Match"):
            self.answer(b"", 304)
        else:
            self.answer(body, 200, **headers)

    def missing(self) -> None:
        self.answer(b"<html><body>No such page, 404 people say.</body></html>", 404)

    def story(self) -> None:
        self.answer(STORY.encode(), Last_Modified=DAY)

    def latin(self) -> None:
        self.answer(STORY.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")

    def latindeclared(self) -> None:
        declared = STORY.replace("<body>", '<head><meta charset="iso-8859-1"></head><body>')
        self.answer(declared.encode("latin-1"))

    def oddcharset(self) -> None:
        self.answer(STORY.encode("latin-1"), Content_Type='text/html; charset="no\u00ff-such-thing"')

    def packed(self) -> None:
        self.answer(gzip.compress(STORY.encode()), Content_Encoding="gzip")

    def deflated(self) -> None:
        self.answer(zlib.compress(STORY.encode()), Content_Encoding="deflate")

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

    def cutchunk(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n", STORY.encode())

    def oddchunk(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", STORY.encode())

    def bomb(self) -> None:
        self.answer(gzip.compress(b" " * 8_000_000), Content_Encoding="gzip")

    def doublebomb(self) -> None:
        self.answer(gzip.compress(gzip.compress(b" " * 8_000_000)), Content_Encoding="gzip, gzip")

    def cutgzip(self) -> None:
        self.raw(b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(STORY.encode() * 9)[:80])

    def notpacked(self) -> None:
        self.answer(STORY.encode(), Content_Encoding="gzip")

    def brotli(self) -> None:
        self.answer(STORY.encode(), Content_Encoding="br")

    def lying(self) -> None:
        self.answer(b'{"text": "Two people died."}\n', Content_Type="application/pdf")

    def empty(self) -> None:
        self.answer(b"")

    def nothing(self) -> None:
        self.raw(b"HTTP/1.1 204 No Content\r\n\r\n")

    def large(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")

    def hugelength(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 30_000 + b"\r\n\r\n", STORY.encode())

    def endless(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            self.raw(b"people " * 10_000)

    def cut(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", STORY.encode())

    def long(self) -> None:
        body = STORY.encode()
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body, b"And one more.")

    def drip(self) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\n\r\n", b"a ")

    def dripheader(self) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a")

    def continued(self) -> None:
        self._drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n")

    def _drip(self, first: bytes, then: bytes) -> None:
        self.raw(first)
        while not self.site.stop.wait(0.02):
            self.raw(then)

    def silent(self) -> None:
        self.site.heard.set()
        self.site.stop.wait(20)

    def hangup(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not an end

    def garbage(self) -> None:
        self.raw(b"\x00\x01 Twelve people died.\n" * 50)

    def ninetimes(self) -> None:
        self.raw(STORY.encode())  # what HTTP/0.9 answered: a body and nothing else

    def hugeheader(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 200_000, b"\r\n\r\n", STORY.encode())

    def manyheaders(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\n", *(b"X-%d: a\r\n" % i for i in range(5000)), b"\r\n", STORY.encode())

    def oddreason(self) -> None:
        self.raw(b"HTTP/1.1 418 \x1b[31mred\x1b[0m\r\nContent-Length: 0\r\n\r\n")

    def moved(self) -> None:
        self.answer(b"", 302, Location="/story?from=moved")

    def accents(self) -> None:
        self.raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /story?from=", "Zürich".encode(), b"\r\n\r\n")

    def round(self) -> None:
        self.answer(b"", 302, Location="/around")

    def around(self) -> None:
        self.answer(b"", 302, Location="/round")

    def onward(self) -> None:
        self.answer(b"", 302, Location=f"/onward?{int(self.path.partition('?')[2] or 0) + 1}")

    def away(self) -> None:
        self.answer(b"", 302, Location="file:///etc/hostname")

    def home(self) -> None:
        self.answer(b"", 302, Location=f"http://{unquote(self.path.partition('?')[2])}/latest/meta-data/")

    def nowhere(self) -> None:
        self.answer(b"", 302, Location="http://[::bad/")

    def trouble(self) -> None:
        """What `site.troubles` has, one after the other, and then the story."""
        if not self.site.troubles:
            self.story()
            return
        status, headers = self.site.troubles.pop(0)
        self.answer(b"", status, **headers)

    def fuzzed(self) -> None:
        self.raw(self.site.fuzz)

    def unasked(self) -> None:
        self.answer(b"", 304)


@contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server for the time of the block."""
    handler: Any = type("Handler", (Pages,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    site = handler.site = Site(server, "http" if tls is None else "https")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()

"""One page from the web: asked for politely, taken with distrust."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from figures import __version__
from figures.sources import MAX_BYTES, SCHEMES, Source, Unreadable, too_large
from figures.web.manners import Manners
from figures.web.robots import MOST_BYTES, Robots
from figures.web.turns import Clock, TooLong, Turns, host_of
from figures.web.unpacking import ACCEPTED, unpacked

if TYPE_CHECKING:
    import ssl

    from urllib3 import BaseHTTPResponse

    from figures.web.connections import Lookup

Found = TypeVar("Found")

MAX_REDIRECTS = 5
TRIES = 3
_BACK_OFF = 1.0  # seconds before the second try; twice as long before each further one
_MOST_HELD = 24 * 3600.0
_AGAIN = {429, 500, 502, 503, 504}
_CHUNK = 65536
_MOST_HEADER = 500  # characters of an ETag or a day worth remembering


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells a server which version of a page is known: its ETag and day of change, as `url` once gave them."""

    url: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, or None where it is still the version that was known, and what to ask with the next time."""

    source: Source | None
    validators: Validators


class Web:
    """Asks for pages, and remembers whose turn it is and what sites let programs read. For one thread at a time.

    `limit` is the most bytes of one page after unpacking.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        limit: int = MAX_BYTES,
        clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        self.manners = manners or Manners()
        self.limit = limit
        self.clock = clock or Clock()
        self.turns = Turns(self.manners.delay, self.clock)
        self.robots = Robots(self._rules, self.clock)
        self._lookup = lookup
        self._tls = tls
        self._headers = {
            "User-Agent": user_agent(self.manners.contact),
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED,
        }

    def get(self, url: str, known: Validators | None = None) -> Answer:
        """The page at `url`, or that it is still the version `known`.

        Raises Unreadable, with the address asked for and the reason, for everything that can go wrong. What may go
        better the next time is tried again, after a pause that grows or that the server asks for.
        """
        known = known or Validators()

        def read(at: str, response: BaseHTTPResponse) -> Answer:
            return self._page(url, at, response, known)

        return self._patiently(url, lambda: self._follow(url, self._may, read, known))

    def page(self, url: str) -> Source:
        """The page at `url`. Raises Unreadable."""
        source = self.get(url).source
        if source is None:  # it was asked for without conditions
            raise Unreadable(url, "the server answered that the page is as before, which nobody asked")
        return source

    def _patiently(self, url: str, ask: Callable[[], Found]) -> Found:
        for tried in range(1, TRIES + 1):
            try:
                return ask()
            except _Trouble as trouble:
                if trouble.again:
                    wait = _BACK_OFF * 2 ** (tried - 1) if trouble.wait is None else trouble.wait
                    self.turns.hold(trouble.host, wait)
                if not trouble.again or tried == TRIES or (trouble.wait or 0) > TooLong.MOST:
                    raise Unreadable(url, trouble.reason) from None
        raise AssertionError("unreachable")

    def _follow(
        self,
        url: str,
        may: Callable[[str, bool], None],
        read: Callable[[str, BaseHTTPResponse], Found],
        known: Validators,
    ) -> Found:
        """What `read` makes of the end of a chain of redirects. `may` looks at every hop before it is asked."""
        chain = [url]
        while True:
            at = chain[-1]
            try:
                may(at, len(chain) > 1 and host_of(at) == host_of(chain[-2]))
                with self._asked(at, known) as response:
                    onward = response.get_redirect_location()
                    if not onward:
                        return read(at, response)
                chain.append(urljoin(at, _as_meant(onward)))
            except _Trouble as trouble:
                raise trouble.on_the_way(chain) from None
            except Unreadable as error:
                raise _Trouble(error.reason).on_the_way(chain) from None
            except TooLong as error:
                raise _Trouble(str(error)).on_the_way(chain) from None
            except ValueError:  # brackets without an address between them, and the like
                raise _Trouble("not a usable address").on_the_way(chain) from None
            if chain[-1] in chain[:-1]:
                raise _Astray(f"sent round in a circle, from {at} back to {chain[-1]}")
            if len(chain) > MAX_REDIRECTS + 1:
                raise _Astray(f"sent on more than {MAX_REDIRECTS} times")

    @contextmanager
    def _asked(self, at: str, known: Validators) -> Iterator[BaseHTTPResponse]:
        """The answer of one server, open until the end of the block."""
        from figures.web import connections  # here, for it takes longer to import than all else

        self._tls = self._tls or connections.trusted()
        timeout = self.manners.timeout
        lookup = self._lookup or connections.lookup
        made = connections.pool(
            connections.Gate(time.monotonic() + timeout, self.manners.allow_private, lookup), self._tls
        )
        try:
            response = connections.asked(made, at, self._headers | _conditions(known, at), timeout)
            try:
                yield response
            finally:
                response.close()
        except connections.TROUBLES as error:
            raise _Trouble(
                connections.reason(error, timeout),
                again=connections.passing(error),
                host=host_of(at),
                unheard=connections.unheard(error),
            ) from None
        finally:
            made.clear()

    def _may(self, at: str, same_host: bool) -> None:
        _check_scheme(at)
        delay = self.robots.delay(at)
        if not same_host:
            self.turns.take(host_of(at), delay)

    def _page(self, asked: str, at: str, response: BaseHTTPResponse, known: Validators) -> Answer:
        if response.status == 304 and known.url == at and _conditions(known, at):
            return Answer(None, known)
        if response.status != 200:
            raise self._status(at, response)
        source = _source(asked, at, response, self._body(response, self.limit), self.limit)
        return Answer(source, _validators(at, response))

    def _rules(self, url: str) -> bytes | None:
        """The robots.txt at `url`, or None where the site has none."""

        def read(at: str, response: BaseHTTPResponse) -> bytes | None:
            if response.status == 200:
                return self._body(response, MOST_BYTES, cut=True)
            if 400 <= response.status < 500 and response.status != 429:
                return None
            raise self._status(at, response)

        def may(at: str, same_host: bool) -> None:
            _check_scheme(at)
            self.turns.rest(host_of(at))

        def ask() -> bytes | None:
            try:
                return self._follow(url, may, read, Validators())
            except _Astray:  # RFC 9309, 2.3.1.2: as if there were none
                return None
            except _Trouble as trouble:
                if not trouble.unheard:
                    trouble.reason = f"the site's robots.txt cannot be read: {trouble.reason}"
                raise

        return self._patiently(url, ask)

    def _body(self, response: BaseHTTPResponse, most: int, *, cut: bool = False) -> bytes:
        """The body, unpacked. What is larger is cut at `most` bytes, or is a trouble."""
        declared = response.headers.get("Content-Length", "")
        if not cut and declared.isdecimal() and len(declared) < 20 and int(declared) > most:
            raise _Trouble(too_large(most))
        # read1() gives what has come; read() would wait for a whole chunk.
        parts = iter(lambda: response.read1(_CHUNK, decode_content=False), b"")
        body = unpacked(parts, response.headers.get("Content-Encoding", ""), most)
        if len(body) > most and not cut:
            raise _Trouble(too_large(most))
        return body[:most]

    def _status(self, at: str, response: BaseHTTPResponse) -> _Trouble:
        known = response.status in list(HTTPStatus)
        words = f"the server answered {response.status} {HTTPStatus(response.status).phrase if known else ''}".rstrip()
        wait = self._wait(response.headers.get("Retry-After", ""))
        if wait is not None and wait > TooLong.MOST:
            words += f", and asks to be left alone for {wait:.0f} s"
        return _Trouble(words, again=response.status in _AGAIN, wait=wait, host=host_of(at))

    def _wait(self, asked: str) -> float | None:
        """Seconds of a Retry-After header: a number, or a day and hour. None where it has neither."""
        if re.fullmatch(r"[0-9]{1,9}", asked.strip()):
            return min(float(asked), _MOST_HELD)
        try:
            seconds = parsedate_to_datetime(asked).timestamp() - self.clock.wall()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return min(max(seconds, 0.0), _MOST_HELD)


def user_agent(contact: str = "") -> str:
    """Who asks: the program, its version, and where to turn to: `contact`, or else the program's home page."""
    where = re.sub(r"[^\x21-\x7e]|[()]", "", contact)[:200] or _home_page()
    return f"figures/{__version__} ({f'+{where}' if where else 'reads news and situation reports'})"


@cache
def _home_page() -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        links = metadata("figures").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((link.partition(", ")[2] for link in links if link.lower().startswith("homepage,")), "")


class _Trouble(Exception):  # noqa: N818 (it says what is the matter)
    """Why a request came to nothing. `again`: it may go better later; `wait`: in so many seconds, the server says.

    `unheard`: there was no connection to the host that was asked first.
    """

    def __init__(
        self, reason: str, *, again: bool = False, wait: float | None = None, host: str = "", unheard: bool = False
    ) -> None:
        self.reason = reason
        self.again = again
        self.wait = wait
        self.host = host
        self.unheard = unheard
        super().__init__(reason)

    def on_the_way(self, chain: list[str]) -> _Trouble:
        """The same, told of the first address of `chain` where the last is to blame."""
        if len(chain) > 1:
            self.reason, self.unheard = f"sent on to {chain[-1]}: {self.reason}", False
        return self


class _Astray(_Trouble):
    """Sent on and on."""


def _check_scheme(at: str) -> None:
    if not at.lower().startswith(SCHEMES):
        raise _Trouble("only http and https addresses are fetched")


def _as_meant(location: str) -> str:
    """A Location header whose UTF-8 was read as Latin-1, as the headers of HTTP are."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _conditions(known: Validators, at: str) -> dict[str, str]:
    """Headers that ask for the page only where it is another one than is known. For the address that it came from."""
    if known.url != at:
        return {}
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in pairs.items() if value}


def _validators(at: str, response: BaseHTTPResponse) -> Validators:
    etag, modified = (
        value if len(value) <= _MOST_HEADER and value.isprintable() and value.isascii() else ""
        for value in (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    )
    return Validators(at, etag, modified)


def _source(asked: str, final: str, response: BaseHTTPResponse, body: bytes, limit: int) -> Source:
    declared = response.headers.get("Content-Type", "")
    header = Message()
    header["Content-Type"] = declared
    return Source(
        asked,
        urlsplit(final).path,
        partial(io.BytesIO, body),
        url=final,
        charset=header.get_content_charset(),
        media_type=header.get_content_type() if declared else "",
        modified=_day(response.headers.get("Last-Modified")),
        limit=limit,
    )


def _day(stamp: str | None) -> date | None:
    try:
        return parsedate_to_datetime(stamp).date() if stamp else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

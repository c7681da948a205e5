"""One page from the web: http and https, with a time-out and a size limit."""

from __future__ import annotations

import io
import time
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from figures import __version__
from figures.sources import MAX_BYTES, SCHEMES, TIMEOUT, Source, Unreadable, one_line, too_large

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

USER_AGENT = f"figures/{__version__} (reads news and situation reports; one page at a time)"
MAX_REDIRECTS = 5
_CHUNK = 65536


def fetch(url: str, *, timeout: float = TIMEOUT, limit: int = MAX_BYTES) -> Source:
    """The page at `url`, whole, within `timeout` seconds in all and `limit` bytes after unpacking.

    Raises Unreadable, with the address asked for and the reason, for everything that can go wrong.
    """
    import urllib3

    deadline = time.monotonic() + timeout
    pool = urllib3.PoolManager(retries=False, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"})
    try:
        response, final = _follow(pool, url, deadline)
        try:
            return _source(url, final, response, _body(response, url, deadline, timeout, limit), limit)
        finally:
            response.close()
    except (urllib3.exceptions.HTTPError, OSError, UnicodeError, ValueError) as error:
        raise Unreadable(url, _reason(error, timeout)) from None
    finally:
        pool.clear()


def _follow(pool: PoolManager, url: str, deadline: float) -> tuple[BaseHTTPResponse, str]:
    """The last response of a chain of redirects, with its address. Every hop is looked at before it is asked."""
    import urllib3

    at = url
    for _ in range(MAX_REDIRECTS + 1):
        if not at.lower().startswith(SCHEMES):
            raise Unreadable(url, f"sent on to {at}, and only http and https addresses are fetched")
        left = max(deadline - time.monotonic(), 0.001)
        response = pool.request("GET", at, preload_content=False, redirect=False, timeout=urllib3.Timeout(total=left))
        onward = response.get_redirect_location()
        if not onward:
            break
        response.close()
        at = urljoin(at, onward)
    else:
        raise Unreadable(url, f"sent on more than {MAX_REDIRECTS} times")
    if response.status != 200:
        response.close()
        raise Unreadable(url, f"the server answered {response.status} {response.reason or ''}")
    return response, at


def _body(response: BaseHTTPResponse, url: str, deadline: float, timeout: float, limit: int) -> bytes:
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise Unreadable(url, too_large(limit))
    body = bytearray()
    # read1() gives what has come; read() and stream() would wait for a whole chunk, and a slow drip would never end.
    while chunk := response.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > limit:
            raise Unreadable(url, too_large(limit))
        if time.monotonic() > deadline:
            raise Unreadable(url, _late(timeout))
    return bytes(body)


def _source(asked: str, final: str, response: BaseHTTPResponse, body: bytes, limit: int) -> Source:
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    return Source(
        asked,
        urlsplit(final).path,
        lambda: io.BytesIO(body),
        url=final,
        charset=header.get_content_charset(),
        media_type=header.get_content_type() if response.headers.get("Content-Type") else "",
        modified=_day(response.headers.get("Last-Modified")),
        limit=limit,
    )


def _day(stamp: str | None) -> date | None:
    try:
        return parsedate_to_datetime(stamp).date() if stamp else None
    except ValueError:
        return None


def _late(timeout: float) -> str:
    return f"took over {timeout:g} s"


def _reason(error: Exception, timeout: float) -> str:
    from urllib3 import exceptions

    if isinstance(error, exceptions.NameResolutionError):
        return "no such host"
    if isinstance(error, exceptions.NewConnectionError):  # which counts as a time-out too, so it comes first
        return "the host refuses the connection" if "refused" in str(error) else "the host cannot be reached"
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return _late(timeout)
    if isinstance(error, exceptions.SSLError):
        return f"no safe connection: {one_line(str(error))}"
    if isinstance(error, exceptions.ProtocolError):
        return "the answer was cut off or garbled"
    if isinstance(error, exceptions.DecodeError):
        return "the answer is packed in a way that cannot be unpacked"
    return f"not a usable address or answer: {one_line(str(error))}"

"""Connections that end in time, and only at addresses that were looked at."""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import urllib3
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection

from figures.sources import one_line
from figures.web.addresses import refusal
from figures.web.unpacking import Garbled

# A host that is there answers in a fraction of this. Seconds.
CONNECT_TIMEOUT = 10.0

Lookup = Callable[[str, int], list[Any]]


class NoConnection(Exception):  # noqa: N818 (it says what is the matter, in words for the user)
    """There is no connection to the host, or none that may be made. Its words are the reason."""


# What may come of a request.
TROUBLES = (exceptions.HTTPError, OSError, ValueError, NoConnection, Garbled)


def lookup(host: str, port: int) -> list[Any]:
    """The addresses of `host`, as `socket.getaddrinfo` gives them. Numbers in any base are addresses for it too."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@dataclass(frozen=True, slots=True)
class Gate:
    """Makes the connections of one request. `deadline` is when all must be over, in seconds of `time.monotonic()`."""

    deadline: float
    allow_private: bool = False
    lookup: Lookup = lookup

    def connect(self, host: str, port: int) -> TimedSocket:
        """A connection to the first address of `host` that may be asked and answers. Raises NoConnection, TimeoutError.

        The name is looked up once, and the connection goes to the address that was checked: a name that points
        elsewhere a moment later gains nothing.
        """
        trouble: OSError | None = None
        for family, kind, protocol, _, where in self._checked(host, port):
            made = TimedSocket(family, kind, protocol)
            made.deadline = self.deadline
            try:
                made.settimeout(min(CONNECT_TIMEOUT, _left(self.deadline)))
                made.connect(where)
                made.settimeout(_left(self.deadline))  # for a TLS handshake, which counts it for the whole of it
                return made
            except OSError as error:
                made.close()
                trouble = error
        refused = isinstance(trouble, ConnectionRefusedError)
        raise NoConnection("the host refuses the connection" if refused else "the host cannot be reached")

    def _checked(self, host: str, port: int) -> list[Any]:
        try:
            found = self.lookup(host, port)
        except socket.gaierror:
            raise NoConnection("no such host") from None
        reasons = [None if self.allow_private else refusal(where[0]) for *_, where in found]
        allowed = [one for one, reason in zip(found, reasons, strict=True) if reason is None]
        if not allowed:
            raise NoConnection(f"{reasons[0]}, which is not asked without --allow-private" if found else "no such host")
        return allowed


class _Timed:
    """Nothing is waited for after the deadline, however slowly the bytes drip in."""

    deadline = math.inf

    def recv_into(self, *args: Any, **more: Any) -> int:
        self.settimeout(_left(self.deadline))  # type: ignore[attr-defined]
        return super().recv_into(*args, **more)  # type: ignore[misc,no-any-return]

    def sendall(self, *args: Any, **more: Any) -> None:
        self.settimeout(_left(self.deadline))  # type: ignore[attr-defined]
        super().sendall(*args, **more)  # type: ignore[misc]


class TimedSocket(_Timed, socket.socket):
    """A socket that keeps to its deadline."""


class TimedTLS(_Timed, ssl.SSLSocket):
    """The same over TLS."""


@cache  # read from disk, which takes longer than many a request
def trusted() -> ssl.SSLContext:
    """What certificates are checked with: the authorities that this machine trusts."""
    return ssl.create_default_context()


def pool(gate: Gate, tls: ssl.SSLContext) -> urllib3.PoolManager:
    """A pool whose every connection goes through `gate`. No proxies: what they connect to could not be checked."""
    tls.sslsocket_class = TimedTLS

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return gate.connect(self.host.strip("[]"), self.port or 80)

    class Secured(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return gate.connect(self.host.strip("[]"), self.port or 443)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, TimedTLS):
                self.sock.deadline = gate.deadline

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecuredPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secured

    made = urllib3.PoolManager(retries=False, ssl_context=tls)
    made.pool_classes_by_scheme = {"http": PlainPool, "https": SecuredPool}
    return made


def asked(made: urllib3.PoolManager, url: str, headers: dict[str, str], timeout: float) -> urllib3.BaseHTTPResponse:
    """The answer of the server, its body still to be read. Raises one of TROUBLES."""
    waits = urllib3.Timeout(connect=min(CONNECT_TIMEOUT, timeout), read=timeout)
    return made.request("GET", url, headers=headers, preload_content=False, redirect=False, timeout=waits)


def passing(error: Exception) -> bool:
    """Whether it may go better the next time: the server broke off, or what came was no HTTP."""
    return isinstance(error, exceptions.ProtocolError)


def unheard(error: Exception) -> bool:
    """Whether the server was not even asked."""
    return isinstance(error, NoConnection | UnicodeError | exceptions.SSLError | exceptions.LocationValueError)


def reason(error: Exception, timeout: float) -> str:
    """What went wrong with a request, in plain words. `timeout` is what it had, in seconds."""
    if isinstance(error, NoConnection | Garbled):
        return str(error)
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return f"took over {timeout:g} s"
    if isinstance(error, exceptions.SSLError):
        inner = error.args[0] if error.args else error
        words = getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or one_line(str(error))
        return f"no safe connection: {words}".replace("_", " ").lower()[:300]
    if isinstance(error, UnicodeError | exceptions.LocationValueError):
        return "not a usable address"
    return "the answer was cut off or garbled"


def _left(deadline: float) -> float:
    """Seconds until `deadline`. Raises TimeoutError where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, 3600.0)

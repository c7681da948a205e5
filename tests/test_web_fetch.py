"""Pages from a server on this machine that behaves, and from one that does not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rude_server import DAY, Site, Waiting, served

import figures
from figures import Manners
from figures.readers import documents
from figures.sources import Failure, Source, Unreadable
from figures.web import connections
from figures.web.addresses import refusal
from figures.web.fetch import Validators, Web, user_agent

HERE = Manners(timeout=5, allow_private=True, delay=0)


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.asked.clear()
    running.robots, running.robots_asked = (404, b""), 0
    running.troubles.clear()
    return running


def web(manners: Manners = HERE, waiting: Waiting | None = None, **more: Any) -> Web:
    return Web(manners, limit=1_000_000, clock=(waiting or Waiting()).clock(), **more)


def read(url: str) -> figures.Document:
    (document,) = figures.read(url, manners=HERE)
    return document


def trouble(url: str, asking: Web | None = None) -> str:
    with pytest.raises(Unreadable) as raised:
        (asking or web()).page(url)
    assert raised.value.origin == url
    assert "\n" not in raised.value.reason
    return raised.value.reason


def test_a_page_is_read_with_its_address_and_day(site: Site) -> None:
    document = read(f"{site.url}/story")
    assert document.text == "Twelve people died when the river Arden rose in Zürich."
    assert (document.url, document.origin, document.format) == (f"{site.url}/story", f"{site.url}/story", "html")
    assert (document.published, document.date_source) == (date(2024, 5, 3), "file time")


def test_the_program_says_who_it_is_and_where_to_turn_to(site: Site) -> None:
    web(Manners(allow_private=True, contact="https://example.org/about")).page(f"{site.url}/story")
    ((_, headers),) = site.asked
    assert headers["User-Agent"] == f"figures/{figures.__version__} (+https://example.org/about)"
    assert user_agent("a\r\nHost: (b)") == f"figures/{figures.__version__} (+aHost:b)"
    assert "Mozilla" not in user_agent()


@pytest.mark.parametrize(
    "path", ["latin", "latindeclared", "oddcharset", "packed", "deflated", "chunked", "story", "long", "hugelength"]
)
def test_bytes_become_text_as_the_server_says_or_else_the_page(site: Site, path: str) -> None:
    assert read(f"{site.url}/{path}").text == "Twelve people died when the river Arden rose in Zürich."


def test_a_lying_content_type_is_not_believed(site: Site) -> None:
    document = read(f"{site.url}/lying")
    assert (document.text, document.format) == ("Two people died.", "jsonl")


@pytest.mark.parametrize("path", ["moved", "accents"])
def test_a_redirect_is_followed_and_the_last_address_kept(site: Site, path: str) -> None:
    last = {"moved": "/story?from=moved", "accents": "/story?from=Zürich"}[path]
    assert web().page(f"{site.url}/{path}").url == site.url + last


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nothing-here", "the server answered 404 Not Found"),
        ("nothing", "the server answered 204 No Content"),
        ("oddreason", "the server answered 418 I'm a Teapot"),
        ("large", "larger than 1 MB, the most that one document may have"),
        ("endless", "larger than 1 MB, the most that one document may have"),
        ("bomb", "larger than 1 MB, the most that one document may have"),
        ("doublebomb", "the answer is packed in a way that was not asked for"),
        ("brotli", "the answer is packed in a way that was not asked for"),
        ("notpacked", "the answer is packed in a way that cannot be unpacked"),
        ("cut", "the answer was cut off or garbled"),
        ("cutgzip", "the answer was cut off or garbled"),
        ("cutchunk", "the answer was cut off or garbled"),
        ("oddchunk", "the answer was cut off or garbled"),
        ("hangup", "the answer was cut off or garbled"),
        ("garbage", "the answer was cut off or garbled"),
        ("ninetimes", "the answer was cut off or garbled"),
        ("hugeheader", "the answer was cut off or garbled"),
        ("manyheaders", "the answer was cut off or garbled"),
        ("round", "sent round in a circle, from {site}/around back to {site}/round"),
        ("onward", "sent on more than 5 times"),
        ("away", "sent on to file:///etc/hostname: only http and https addresses are fetched"),
        ("nowhere", "not a usable address"),
        ("unasked", "the server answered 304 Not Modified"),
    ],
)
def test_every_misbehaviour_has_its_reason(site: Site, path: str, told: str) -> None:
    assert trouble(f"{site.url}/{path}") == told.format(site=site.url)


@pytest.mark.parametrize("path", ["silent", "drip", "dripheader", "continued"])
def test_the_time_out_is_for_the_whole_answer(site: Site, path: str) -> None:
    """Each drip comes well within the time-out; all of them do not."""
    assert trouble(f"{site.url}/{path}", web(Manners(timeout=0.3, allow_private=True))) == "took over 0.3 s"


def test_an_empty_answer_is_an_empty_file(site: Site) -> None:
    (failure,) = documents(Source("x", later=lambda: web().page(f"{site.url}/empty")))
    assert isinstance(failure, Failure)
    assert failure.reason == "empty file"


def test_no_server_no_host_no_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert trouble(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "the host refuses the connection"
    assert trouble("http://no-such-host.invalid/") in ("no such host", "the host cannot be reached")
    for address in (
        "http://[::bad/",
        "http://",
        "http://a..b/",
        f"http://{'a' * 70}.org/",
        "http://x:99999/",
        "http://１２７.0.0.1/",
        "http://\udcff/",
        "http://\x00/",
    ):
        assert trouble(address).startswith(("not a usable address", "no such host"))


def test_names_in_other_scripts_are_hosts_too(site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    asking = web(lookup=lambda name, at: [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))])
    asking.page("http://zürich.example/story")
    assert site.asked[0][1]["Host"] == "xn--zrich-kva.example"


HEADERS = st.sampled_from(
    ["Content-Length", "Content-Encoding", "Content-Type", "Transfer-Encoding", "Location", "Last-Modified", "ETag"]
)
VALUES = st.one_of(
    st.sampled_from(["chunked", "gzip", "deflate", "text/html; charset*=x''%ff", "-1", "5, 6", "//", "http://[", DAY]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40),
)


@given(
    status=st.sampled_from(["200 OK", "302 Found", "999", "200", "2OO OK", "301 \xff", "200 OK\r\nX"]),
    headers=st.lists(st.tuples(HEADERS, VALUES), max_size=4),
    body=st.binary(max_size=200),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
def test_whatever_a_server_answers_is_a_page_or_one_reason(
    site: Site, status: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    site.fuzz = "\r\n".join(lines).encode("latin-1") + body
    (found,) = list(documents(Source("x", later=lambda: web().page(f"{site.url}/fuzzed"))))[-1:]
    if isinstance(found, Failure):
        assert found.reason == " ".join(found.reason.split())
        assert "broke on it" not in found.reason
        assert len(found.reason) < 500


# Addresses that may not be asked.


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.9.9.9", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0", "0.0.0.0", "localhost",
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "192.0.0.192", "255.255.255.255",
        "224.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fd00:ec2::254]",
        "[fec0::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]", "[ff02::1]", "[2001:db8::1]",
        "user:word@127.0.0.1",
    ],
)  # fmt: skip
def test_this_machine_and_private_networks_are_not_asked(host: str) -> None:
    """In whatever way they are written. No connection is tried: it would be refused in other words."""
    told = trouble(f"http://{host}/", web(Manners()))
    assert told.endswith(", which is not asked without --allow-private"), told


def test_public_addresses_are_let_through() -> None:
    for address in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"):
        assert refusal(address) is None


@pytest.mark.parametrize("host", ["169.254.169.254", "[::1]", "0x7f000002"])
def test_a_redirect_to_a_private_address_is_not_followed(
    site: Site, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if 127.0.0.1 were public: every hop is looked at anew."""
    monkeypatch.setattr(connections, "refusal", lambda at: None if at == "127.0.0.1" else refusal(at))
    told = trouble(f"{site.url}/home?{host}", web(Manners()))
    assert told.startswith(f"sent on to http://{host}/latest/meta-data/: ")
    assert told.endswith(", which is not asked without --allow-private")
    assert len(site.asked) == 1


def test_a_name_that_leads_to_a_private_address_is_not_asked(site: Site) -> None:
    """The name is looked up once for a connection: what it means a moment later does not matter."""
    port = int(site.url.rpartition(":")[2])
    looked_up: list[str] = []

    def lookup(name: str, at: int) -> list[Any]:
        looked_up.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]

    assert trouble("http://rebound.example/", web(Manners(), lookup=lookup)).startswith("127.0.0.1 is an address of")
    assert looked_up == ["rebound.example"]
    assert site.asked == []
    web(lookup=lookup).page("http://rebound.example/story")
    assert site.asked[0][1]["Host"] == "rebound.example"


def test_only_the_public_addresses_of_a_name_are_tried(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if 127.0.0.1 were public: 127.0.0.2, where the server would answer nobody, is passed over."""
    monkeypatch.setattr(connections, "refusal", lambda at: None if at == "127.0.0.1" else refusal(at))
    tried: list[str] = []
    connect = connections.TimedSocket.connect
    monkeypatch.setattr(
        connections.TimedSocket, "connect", lambda made, where: (tried.append(where[0]), connect(made, where))
    )
    port = int(site.url.rpartition(":")[2])

    def lookup(name: str, at: int) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, port)) for one in ("127.0.0.2", "127.0.0.1")]

    web(Manners(), lookup=lookup).page("http://mixed.example/story")
    assert set(tried) == {"127.0.0.1"}


# Trying again, and asking for news only.


def test_a_server_in_trouble_is_tried_again_after_pauses_that_grow(site: Site) -> None:
    waiting = Waiting()
    site.troubles += [(500, {}), (503, {})]
    assert web(waiting=waiting).page(f"{site.url}/trouble").url == f"{site.url}/trouble"
    assert waiting.slept == [1.0, 2.0]


def test_there_is_an_end_to_trying(site: Site) -> None:
    site.troubles += [(502, {})] * 9
    assert trouble(f"{site.url}/trouble") == "the server answered 502 Bad Gateway"
    assert len(site.asked) == 3


@pytest.mark.parametrize("path", ["hangup", "cut"])
def test_an_answer_that_breaks_off_is_asked_for_again(site: Site, path: str) -> None:
    trouble(f"{site.url}/{path}")
    assert len(site.asked) == 3


@pytest.mark.parametrize("path", ["nothing-here", "bomb", "notpacked", "round"])
def test_what_would_come_again_is_not_asked_for_again(site: Site, path: str) -> None:
    trouble(f"{site.url}/{path}")
    assert len(site.asked) == len(set(site.paths()))


@pytest.mark.parametrize("asked", ["7", "Tue, 14 Nov 2023 22:30:07 GMT"])
def test_retry_after_is_honoured(site: Site, asked: str) -> None:
    """The clock of the test stands at 22:30:00 of that day."""
    waiting = Waiting()
    site.troubles += [(429, {"Retry-After": asked})]
    web(waiting=waiting).page(f"{site.url}/trouble")
    assert waiting.slept == [7.0]


@pytest.mark.parametrize("asked", ["soon", "-1", "Tue, 14 Nov 1950 22:30:07 GMT", "Tue, 99 Foo 2023", "9" * 5000])
def test_an_odd_retry_after_costs_nothing(site: Site, asked: str) -> None:
    waiting = Waiting()
    site.troubles += [(429, {"Retry-After": asked})]
    web(waiting=waiting).page(f"{site.url}/trouble")
    assert sum(waiting.slept) <= 1


def test_a_host_that_wants_to_be_left_alone_for_long_is(site: Site) -> None:
    waiting = Waiting()
    site.troubles += [(429, {"Retry-After": "3600"})]
    asking = web(waiting=waiting)
    told = trouble(f"{site.url}/trouble", asking)
    assert told == "the server answered 429 Too Many Requests, and asks to be left alone for 3600 s"
    assert trouble(f"{site.url}/story", asking) == "the host asked to be left alone for another 3600 s"
    assert (waiting.slept, site.paths()) == ([], ["/trouble"])
    waiting.now += 3600
    asking.page(f"{site.url}/story")


def test_what_is_as_before_costs_no_body(site: Site) -> None:
    site.pages["/kept"] = (b"<p>Two people died.</p>", {"ETag": '"a"', "Last-Modified": DAY})
    first = web().get(f"{site.url}/kept")
    assert first.validators == Validators(f"{site.url}/kept", '"a"', DAY)
    second = web().get(f"{site.url}/kept", first.validators)
    assert (second.source, second.validators) == (None, first.validators)
    assert site.asked[-1][1]["If-Modified-Since"] == DAY
    site.pages["/kept"] = (b"<p>Three people died.</p>", {"ETag": '"b"'})
    third = web().get(f"{site.url}/kept", first.validators)
    assert third.source is not None
    assert third.validators == Validators(f"{site.url}/kept", '"b"', "")


def test_conditions_are_for_the_address_that_gave_them(site: Site) -> None:
    """Where a redirect leads elsewhere now, its page may be older than the one known, and is another one."""
    known = web().get(f"{site.url}/moved").validators
    assert known.url == f"{site.url}/story?from=moved"
    web().get(f"{site.url}/story", known)
    assert "If-Modified-Since" not in site.asked[-1][1]
    web().get(f"{site.url}/moved", known)
    assert ["If-Modified-Since" in headers for _, headers in site.asked[-2:]] == [False, True]


def test_odd_validators_are_not_remembered(site: Site) -> None:
    site.pages["/odd"] = (b"<p>Two people died.</p>", {"ETag": "a" * 5000, "Last-Modified": "\x7fyesterday"})
    assert web().get(f"{site.url}/odd").validators == Validators(f"{site.url}/odd")


# TLS.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that 127.0.0.1 gave to itself, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*plain))
    return path


@pytest.fixture(scope="module")
def safe_site(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with served(context) as site:
        yield site


def test_a_certificate_that_nobody_vouches_for_is_not_believed(safe_site: Site) -> None:
    assert trouble(f"{safe_site.url}/story") == "no safe connection: self-signed certificate"
    assert safe_site.asked == []


def test_over_tls_all_is_as_without(safe_site: Site, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    assert web(tls=trusting).page(f"{safe_site.url}/story").raw().startswith(b"<html>")
    for path in ("silent", "drip", "dripheader"):
        asking = web(Manners(timeout=0.3, allow_private=True), tls=trusting)
        assert trouble(f"{safe_site.url}/{path}", asking) == "took over 0.3 s"


def test_tls_where_there_is_none(site: Site) -> None:
    assert trouble(site.url.replace("http:", "https:")).startswith("no safe connection: ")

"""Web archives (WARC), as Common Crawl's news archive: each page that was fetched, one at a time."""

from __future__ import annotations

import io
import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from figures.published import parse_stamp
from figures.readers._members import plain_name, shortened
from figures.sources import Failure, Notice, Source, Unreadable
from figures.unpacking import allowed, bounded

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

FORMAT = "warc"
SUFFIXES = (".warc", ".wet")
ORDER = 13

# Photographs are most of the bytes of a PDF, so a record may be this many times larger than a text.
_TIMES_LARGER = 5
# What pages of the web declare themselves to be, where it is read.
_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "": ".html",
}


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it starts with the version line of a WARC record."""
    return head.lstrip().startswith(b"WARC/")


def read(source: Source) -> Iterator[Source | Failure | Notice]:
    """Each page as a source. Raises Unreadable where the archive is damaged from its start."""
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").setLevel(logging.ERROR)  # it warns of every odd address on standard error
    source = allowed(source)
    passed: Counter[str] = Counter()
    pages = 0
    with source.open() as stream:
        records = ArchiveIterator(stream, arc2warc=False)
        records.INC_RECORD = ""  # a warning that it would write to standard error, of what is told below
        try:
            for record in records:
                if (name := _name(record, passed)) is not None:
                    pages += 1
                    try:
                        yield _page(source, record, name)
                    except Unreadable as error:  # packed in a way that cannot be unpacked, or a bomb
                        yield Failure(error.origin, error.reason)
                        if source.allowance is not None and source.allowance.left < 0:
                            return
        except Unreadable:
            raise
        except Exception:  # warcio raises nearly anything on a damaged archive
            if not pages:
                raise Unreadable(source.origin, "damaged web archive") from None
            yield Failure(source.origin, f"damaged web archive: after {pages} pages the rest could not be read")
    if records.err_count:
        yield Failure(source.origin, f"damaged web archive: {records.err_count} records have a wrong length")
    if passed:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        yield Notice(source.origin, f"passed over: {shortened(kinds)}")
    elif not pages:
        yield Notice(source.origin, "no page in this archive")


def _name(record: ArcWarcRecord, passed: Counter[str]) -> str | None:
    """A name with the suffix of its type, None where the record is no page. Pages that are not read are counted."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return None  # requests and notes of the crawler
    headers = record.http_headers or record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
    kind = str(headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    if status != "200":
        passed[f"answers {plain_name(str(status))[:20]}"] += 1
    elif kind not in _SUFFIX_OF_TYPE:
        passed[plain_name(kind)[:60]] += 1
    else:
        path = _path(str(record.rec_headers.get_header("WARC-Target-URI") or ""))
        return os.path.basename(path) + _SUFFIX_OF_TYPE[kind]
    return None


def _path(url: str) -> str:
    """The path of `url`, "" where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _page(source: Source, record: ArcWarcRecord, name: str) -> Source:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    declared = str((record.http_headers or record.rec_headers).get_header("Content-Type") or "")
    part = source.part(name, io.BytesIO, origin=f"{source.origin}#{plain_name(url)}")
    raw = _bytes(part, record)
    return source.part(
        name,
        lambda: io.BytesIO(raw),
        origin=part.origin,
        url=url if url.startswith(("http://", "https://")) else None,
        charset=_charset(declared),
        modified=parse_stamp(record.rec_headers.get_header("WARC-Date")),
    )


def _bytes(part: Source, record: Any) -> bytes:
    """What the page holds, unpacked; one byte over the limit where it is larger, which its reader will tell."""

    def plain() -> IO[bytes]:
        return record.content_stream()  # type: ignore[no-any-return]

    with bounded(part, plain)() as stream:
        return stream.read(_TIMES_LARGER * part.limit + 1)


def _charset(declared: str) -> str | None:
    name = declared.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return name if name.isascii() and 1 < len(name) < 40 else None

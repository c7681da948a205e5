"""Archives: what is in them is read as if it lay in a folder, and none of them can do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reading import one_document, read_bytes, reason
from samples import PAGE, TEXT, docx, packed, taped, warc

from figures.model import Document
from figures.readers import documents
from figures.sources import Failure, Notice, Source

FILES = {"a.txt": b"One died.", "b/c.html": PAGE.encode(), "d.docx": docx(["Two died."])}
INSIDE = ["#a.txt", "#b/c.html", "#d.docx"]


def named(value: object) -> str:
    """The name of a test case: its bytes may have the time of day in them."""
    return value if isinstance(value, str) else ""


def origins(raw: bytes, name: str) -> list[str]:
    return [one.origin.removeprefix(name) for one in read_bytes(raw, name) if isinstance(one, Document)]


def failures(raw: bytes, name: str, limit: int = 20_000_000) -> list[str]:
    return [one.reason for one in read_bytes(raw, name, limit=limit) if isinstance(one, Failure)]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (packed(FILES), "x.zip"),
        (packed(FILES, level=zipfile.ZIP_STORED), "x.zip"),
        (packed(FILES, level=zipfile.ZIP_LZMA), "x.zip"),
        (taped(FILES), "x.tar"),
        (gzip.compress(taped(FILES)), "x.tar.gz"),
        (gzip.compress(taped(FILES)), "x.tgz"),
        (bz2.compress(taped(FILES)), "x.tar.bz2"),
        (lzma.compress(taped(FILES)), "x.tar.xz"),
    ],
    ids=named,
)
def test_every_file_is_read_under_its_name(raw: bytes, name: str) -> None:
    assert origins(raw, name) == INSIDE
    assert not failures(raw, name)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_as_if_it_were_not(pack: object) -> None:
    assert callable(pack)
    document = one_document(pack(TEXT.encode()), "a.txt.gz")
    assert (document.text, document.origin, document.format) == (TEXT, "a.txt.gz", "text")


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    raw, name = packed({"a.txt": b"One died."}), "0.zip"
    for level in range(1, 10):
        raw, name = packed({name: raw}), f"{level}.zip"
        if level == 3:
            assert origins(raw, name) == ["#2.zip#1.zip#0.zip#a.txt"]
    (told,) = failures(raw, name)
    assert "levels deep" in told


def test_days_come_from_the_archive_and_others_are_passed_over() -> None:
    found = read_bytes(
        packed({"a.txt": b"One died.", "map.png": b"x", "__MACOSX/a.txt": b"x", ".x/a.txt": b"x"}), "x.zip"
    )
    assert [one.published for one in found if isinstance(one, Document)] == [date(2025, 9, 5)]
    assert [one.reason for one in found if isinstance(one, Notice)] == ["passed over: 1 .png, 2 hidden"]


def test_names_that_lead_elsewhere_are_but_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        "../../evil.txt",
        "/etc/evil.txt",
        "C:\\evil.txt",
        "..\\evil.txt",
        "a\nb\x1b[31m.txt",
        "\u202etxt.evil.txt",
    ]
    for raw, name in (
        (packed(dict.fromkeys(names, b"One died.")), "x.zip"),
        (taped(dict.fromkeys(names, b"One died.")), "x.tar"),
    ):
        found = read_bytes(raw, name)
        assert len([one for one in found if isinstance(one, Document)]) == len(names)
        assert all(one.origin.isprintable() for one in found)
    assert os.listdir(tmp_path) == []


def test_links_and_devices_in_a_tar_are_passed_over() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    (notice,) = read_bytes(out.getvalue(), "x.tar")
    assert isinstance(notice, Notice)
    assert notice.reason == "passed over: 3 not a file"


def test_a_locked_archive_is_refused_in_one_line() -> None:
    raw = bytearray(packed({"a.txt": b"One died.", "b.txt": b"Two died."}))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        places = [info.header_offset + 6 for info in archive.infolist()]
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        places.append(at + 8)
        at += 4
    for place in places:
        raw[place] |= 1
    assert reason(bytes(raw), "x.zip") == "locked: 2 of its 2 files need a password"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (gzip.compress(b"a b " * 3_000_000), "a.txt.gz"),
        (bz2.compress(b"a b " * 3_000_000), "a.jsonl.bz2"),
        (lzma.compress(b"a b " * 3_000_000), "a.csv.xz"),
        (packed({"a.txt": b"a b " * 3_000_000}), "x.zip"),
        (gzip.compress(taped({"a.txt": b"a b " * 3_000_000})), "x.tar.gz"),
        (gzip.compress(gzip.compress(b"a b " * 3_000_000)), "a.txt.gz.gz"),
        (packed({f"{n}.zip": packed({"a.txt": b"a b " * 3_000_000}) for n in range(20)}), "x.zip"),
        (warc([("https://example.org/", "text/html", b"<p>a b" * 2_000_000)]), "a.warc"),
    ],
    ids=named,
)
def test_bombs_are_refused_in_few_lines_and_little_memory(raw: bytes, name: str) -> None:
    told = failures(raw, name, limit=100_000)
    assert 0 < len(told) <= 20
    assert all("larger than" in one or "unpacks to more" in one for one in told)


def test_all_that_is_unpacked_is_counted_together() -> None:
    """Each file is small enough; all of them are not. The rest is not opened, and that is told once."""
    raw = packed({f"{n:03}.txt": b"a b " * 20_000 for n in range(200)})
    found = read_bytes(raw, "x.zip", limit=100_000)
    told = [one.reason for one in found if isinstance(one, Failure)]
    assert len(told) == 1
    assert "unpacks to more than" in told[0]


def test_files_that_overlap_are_not_read_for_ever() -> None:
    raw = packed({"a.txt": b"a b " * 20_000})
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    count = 500
    tail = bytearray(raw[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    found = read_bytes(raw[:start] + entry * count + bytes(tail), "x.zip", limit=100_000)
    assert len(found) < 100
    assert any(isinstance(one, Failure) for one in found)


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (packed(FILES)[:400], "x.zip", "zip archive"),
        (gzip.compress(TEXT.encode())[:-12], "a.txt.gz", "cut off"),
        (gzip.compress(TEXT.encode())[:15] + b"\xff" * 40, "a.txt.gz", "damaged"),
        (taped(FILES)[:1000], "x.tar", "cut off"),
        (b"PK\x05\x06" + b"\x00" * 18, "x.zip", "nothing in this archive"),
        (packed({"ppt/presentation.xml": b"<x/>"}), "a.pptx", "slides"),
    ],
    ids=named,
)
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, name: str, told: str) -> None:
    found = read_bytes(raw, name)
    assert any(told in one.reason for one in found if isinstance(one, Failure | Notice))


def test_damage_in_the_middle_costs_what_is_there_and_is_told() -> None:
    raw = taped({"a.txt": b"One died.", "b.txt": b"Two died.", "c.txt": b"Three died."})
    found = read_bytes(raw[:1024] + b"\xff" * 512 + raw[1536:], "x.tar")
    assert [one.text for one in found if isinstance(one, Document)] == ["One died."]
    assert any("could not be read" in one.reason for one in found if isinstance(one, Failure))
    zipped = bytearray(
        packed({"a.txt": b"One died. " * 9, "b.txt": random.Random(1).randbytes(99), "c.txt": b"Three died."})
    )
    zipped[40:44] = b"\xff" * 4
    found = read_bytes(bytes(zipped), "x.zip")
    assert [one.origin for one in found if isinstance(one, Failure)] == ["x.zip#a.txt", "x.zip#b.txt"]
    assert [one.origin for one in found if isinstance(one, Document)] == ["x.zip#c.txt"]


# Web archives


def test_pages_of_a_web_archive() -> None:
    pages = [
        ("https://example.org/a", "text/html; charset=utf-8", PAGE.encode()),
        ("https://example.org/b.png", "image/png", b"\x89PNG"),
        ("https://example.org/c", "text/plain", b"Two died."),
        ("https://example.org/d", "text/html", b"<html><script>1</script></html>"),
    ]
    found = read_bytes(warc(pages), "news.warc")
    first, second, failure, notice = found
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.url, first.format, first.published) == ("https://example.org/a", "html", date(2025, 9, 5))
    assert (second.text, second.published, second.date_source) == ("Two died.", date(2025, 9, 7), "file time")
    assert isinstance(failure, Failure)
    assert (failure.origin, failure.reason) == ("news.warc#https://example.org/d", "no text in this page")
    assert isinstance(notice, Notice)
    assert notice.reason == "passed over: 1 image/png"


def test_a_web_archive_packed_record_by_record() -> None:
    pages = [(f"https://example.org/{n}", "text/html", PAGE.replace("37", str(n)).encode()) for n in range(1, 40)]
    raw = b"".join(gzip.compress(warc([page])) for page in pages)
    assert len(origins(raw, "news.warc.gz")) == 39


def test_a_web_archive_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    raw = gzip.compress(warc([(f"https://example.org/{n}", "text/html", PAGE.encode()) for n in range(30)]))
    found = read_bytes(raw[: len(raw) // 2], "news.warc.gz")
    assert any(isinstance(one, Document) for one in found)
    assert any(isinstance(one, Failure) for one in found)


def test_web_archives_are_read_page_by_page() -> None:
    """An archive may be larger than memory: a document comes before the next page was read."""
    raw = warc([(f"https://example.org/{n}", "text/html", PAGE.encode()) for n in range(3000)])
    opened: list[io.BytesIO] = []

    def again() -> io.BytesIO:
        opened.append(io.BytesIO(raw))
        return opened[-1]

    found: Iterator[object] = documents(Source("a.warc", "a.warc", again))
    next(found)
    assert max(stream.tell() for stream in opened if not stream.closed) < len(raw) / 10

"""A sound file of every format, made anew by the libraries of the field: what the ugly ones are made from."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from typing import Any

from pdf_writer import Sheet, pdf

TEXT = (
    "Floods in Benue\n\nAt least 37 people were killed and 1,200 families fled after the river rose, officials said.\n"
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Floods in Benue</title>"
    "<meta property=article:published_time content=2025-09-05T10:00:00Z></head><body><article><h1>Floods in Benue</h1>"
    "<p>At least 37 people were killed when the river rose in the night, officials said on Friday.</p>"
    "<table><tr><th>Town</th><th>Dead</th><th>Injured</th></tr><tr><td>Makurdi</td><td>21</td><td>40</td></tr>"
    "<tr><td>Guma</td><td>16</td><td>12</td></tr></table></article></body></html>"
)
RECORD = {"text": "At least 37 people were killed.", "title": "Floods in Benue", "date": "2025-09-05"}
ROWS = [["Town", "Dead", "Injured"], ["Makurdi", "21", "40"], ["Guma", "16", "12"]]
ARTICLES = [
    ["Title", "Published", "Article text", "Link"],
    [
        "Floods in Benue",
        "2025-09-05",
        "At least 37 people were killed, and 1,200 families fled when the river rose, officials said.",
        "https://example.org/1",
    ],
    [
        "Toll rises",
        "2025-09-16",
        "The floods have now killed 94 people and destroyed 3,100 houses, the emergency agency said.",
        "https://example.org/2",
    ],
]
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily Post</title><language>en-gb</language>
<item><title>Floods in Benue</title><link>https://example.org/1</link><pubDate>Fri, 05 Sep 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;At least &lt;b&gt;37 people&lt;/b&gt; were killed.&lt;/p&gt;</description></item>
<item><title>Toll rises to 94</title><link>https://example.org/2</link>
<pubDate>Tue, 16 Sep 2025 10:00:00 GMT</pubDate></item>
</channel></rss>"""
RELIEFWEB = {
    "time": 5,
    "links": {"self": {"href": "https://api.example.org"}},
    "totalCount": 1,
    "data": [
        {
            "id": "1",
            "fields": {
                "title": "Floods in Benue",
                "body-html": "<p>At least <b>37</b> people were killed.</p><ul><li>94 houses destroyed</li></ul>",
                "body": "At least **37** people were killed.",
                "date": {"original": "2025-09-05T00:00:00+00:00", "created": "2025-09-07T09:00:00+00:00"},
                "source": [{"name": "State Emergency Agency", "shortname": "SEA"}],
                "url": "https://example.org/node/1",
                "country": [{"name": "Nigeria"}],
                "language": [{"code": "en"}],
            },
        }
    ],
}


def docx(
    blocks: Iterable[str | Sequence[Sequence[str]]] = ("# Floods in Benue", TEXT, ROWS), **properties: Any
) -> bytes:
    """A Word document of paragraphs, headings (`# `), list items (`- `) and tables."""
    import docx as word

    document = word.Document()
    for block in blocks:
        if isinstance(block, str):
            mark = next((one for one in ("# ", "- ") if block.startswith(one)), "")
            document.add_paragraph(block.removeprefix(mark), {"# ": "Heading 1", "- ": "List Bullet"}.get(mark))
            continue
        table = document.add_table(len(block), len(block[0]))
        for line, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(line.cells, cells, strict=True):
                cell.text = words
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> bytes:
    """A workbook of these sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (sheets or {"Toll": ROWS, "News": ARTICLES}).items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(list(cells))
    book.properties.modified = book.properties.created = datetime(2025, 9, 6)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(files: Mapping[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 9, 5, 10, 0, 0)), raw, compress_type=level)
    return out.getvalue()


def rewritten(raw: bytes, name: str, old: str, new: str) -> bytes:
    """`raw` with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in sound.namelist():
            held = sound.read(one)
            if one == name:
                assert old.encode() in held
                held = held.replace(old.encode(), new.encode(), 1)
            made.writestr(one, held)
    return out.getvalue()


def taped(files: Mapping[str, bytes]) -> bytes:
    """A tar archive of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(raw), int(datetime(2025, 9, 5, 12, tzinfo=UTC).timestamp())
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def mail(text: str = TEXT, page: str | None = None, files: Mapping[str, bytes] | None = None) -> bytes:
    """A mail with a text, a page in its place, and attachments."""
    message = EmailMessage()
    message["Subject"] = "Floods in Benue"
    message["From"] = "State Emergency Agency <press@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Fri, 05 Sep 2025 10:00:00 +0100"
    message.set_content(text)
    if page is not None:
        message.add_alternative(page, subtype="html")
    for name, raw in (files or {}).items():
        message.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def warc(pages: Iterable[tuple[str, str, bytes]] = (("https://example.org/1", "text/html", PAGE.encode()),)) -> bytes:
    """A web archive of these pages (address, type, bytes), a record each, with the requests between them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    out.write(b"")
    writer.write_record(writer.create_warcinfo_record("news.warc", {"software": "a crawler"}))
    for url, kind, raw in pages:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        answer = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        date = {"WARC-Date": "2025-09-07T04:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(raw), http_headers=answer, warc_headers_dict=date
            )
        )
    return out.getvalue()


def lines(rows: Sequence[Sequence[str]], sign: str = ",") -> bytes:
    """A sheet as text."""
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode()


@cache
def samples() -> dict[str, bytes]:
    """A file of every format, by its name. Each gives at least one document."""
    record = json.dumps(RECORD).encode() + b"\n"
    page = PAGE.encode()
    report = pdf([Sheet().text(50, 60, "At least 37 people were killed in Benue.").grid(50, 100, [90, 60, 60], ROWS)])
    return {
        "a.txt": TEXT.encode(),
        "a.md": b"---\ntitle: Floods\n---\n# Floods\n\n37 people died.\n\n| Town | Dead |\n|---|---|\n| Guma | 16 |\n",
        "a.html": page,
        "a.pdf": report,
        "a.jsonl": record * 3,
        "a.json": json.dumps(RELIEFWEB, indent=1).encode(),
        "a.rss": RSS.encode(),
        "a.docx": docx(),
        "a.xlsx": xlsx(),
        "a.csv": lines(ROWS),
        "b.csv": lines(ARTICLES, ";"),
        "a.eml": mail(page=PAGE, files={"report.pdf": report, "toll.csv": lines(ROWS)}),
        "a.warc": warc(),
        "a.warc.gz": gzip.compress(warc(), mtime=0),
        "a.zip": packed({"a.txt": TEXT.encode(), "b/c.html": page, "d.docx": docx(), "e.csv": lines(ROWS)}),
        "a.tar": taped({"a.txt": TEXT.encode(), "b/c.html": page}),
        "a.tar.gz": gzip.compress(taped({"a.txt": TEXT.encode(), "x.zip": packed({"y.txt": TEXT.encode()})}), mtime=0),
        "a.txt.bz2": bz2.compress(TEXT.encode()),
        "a.jsonl.xz": lzma.compress(record * 3),
    }  # fmt: skip

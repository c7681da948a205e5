"""PDF: the text in the order in which a reader reads it, tables as rows."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from figures.decode import clean, has_words
from figures.model import Document
from figures.published import parse_stamp, printed_or
from figures.readers import _layout, _paragraphs
from figures.readers._layout import Sheet
from figures.sources import Failure, Notice, Source, Unreadable, one_line

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

FORMAT = "pdf"
SUFFIXES = (".pdf",)
ORDER = 10

# Most of the bytes of a report with photographs are pictures, so a PDF may be this many times larger than a text.
_TIMES_LARGER = 5

# A title that a person gave: some words. What a program writes there is a file name or its own name.
_NAMES = re.compile(r"(?=.*[^\W\d_]{3}).{8,200}")
_NO_TITLE = re.compile(
    r"\.\w{3,4}$|^(?:microsoft|powerpoint|word|untitled|document\d*\b|slide\b|template)", re.IGNORECASE
)


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the mark of a PDF is in the first 1,024 bytes, which is where the standard lets it be."""
    return b"%PDF-" in head[:1024]


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """One document. Raises Unreadable for a PDF that is cut off, damaged, locked, or has pictures of text only."""
    raw = source.raw(times=_TIMES_LARGER)
    if b"%%EOF" not in raw[-2048:] and b"startxref" not in raw[-2048:]:
        raise Unreadable(source.origin, "cut off: the end of the PDF is missing")
    with _opened(io.BytesIO(raw), source.origin) as pdf:
        sheets, broken = _sheets(pdf)
        created = parse_stamp(_stamp(pdf.metadata.get("CreationDate")))
        named = one_line(clean(str(pdf.metadata.get("Title") or "")))
        pages = len(pdf.pages)
    text = clean(_paragraphs.join(sheets))
    if not has_words(text):
        raise Unreadable(source.origin, "no page could be read" if broken else "no text in it, only pictures (scanned)")
    if broken:
        yield Failure(source.origin, f"{broken} of its {pages} pages could not be read")
    if empty := sum(not sheet.regions for sheet in sheets):
        yield Notice(source.origin, f"{empty} of its {pages} pages have no text (empty or scanned)")
    published, found_in = printed_or(created, text)
    yield Document(
        text,
        title=named if _NAMES.fullmatch(named) and not _NO_TITLE.search(named) else _paragraphs.headline(sheets[0]),
        published=published,
        date_source=found_in,
        url=source.url,
        origin=source.origin,
        format=FORMAT,
    )


def _opened(stream: io.BytesIO, origin: str) -> PDF:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    # It warns of every odd font on standard error.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pdf = pdfplumber.open(stream)
        count = len(pdf.pages)
    except Exception as error:  # pdfminer raises nearly anything on a damaged file
        locked = any(isinstance(one, PDFPasswordIncorrect) for one in (error, *error.args))
        raise Unreadable(origin, "locked: the PDF needs a password" if locked else "damaged PDF") from None
    if count == 0:
        raise Unreadable(origin, "damaged PDF: no page in it")
    return pdf


def _sheets(pdf: PDF) -> tuple[list[Sheet], int]:
    """The pages that can be read, and how many cannot."""
    sheets = []
    broken = 0
    for page in pdf.pages:
        try:
            sheets.append(_layout.sheet(page))
        except Exception:  # pdfminer raises nearly anything on a damaged page
            broken += 1
        page.close()  # frees what it has parsed: memory does not grow with the number of pages
    return sheets, broken


def _stamp(written: object) -> str:
    """`D:20251023210049-04'00'` as a date that can be parsed."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", str(written or ""))
    return "-".join(match.groups()) if match else ""

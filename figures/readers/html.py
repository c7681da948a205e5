"""Web pages: the main text, with lists and tables, and title, site, day and language from the page's own data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from figures.decode import decode, has_words, what_binary
from figures.model import Document
from figures.published import parse_stamp
from figures.readers._rows import BAR, is_data, table
from figures.sources import Failure, Notice, Source, Unreadable, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FORMAT = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
ORDER = 30

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:p|div|h[1-6]|table|article|section|ul|ol|br|span|title|meta)\b[^<>]*>", re.IGNORECASE)
# Signs that a page may name by number and that no tree of elements takes.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MANY_BLOCKS = 1500  # an article with its menus and comments has some hundreds
# The elements that stand on lines of their own.
_BLOCKS = (
    "p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "figcaption",
    "section", "article", "ul", "ol",
)  # fmt: skip
_DATE_NAME = re.compile(r"date|time|publi|posted|byline|meta", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)


def recognises(head: bytes, suffix: str) -> bool:
    """Whether there is a page's outer tag near the start, or it starts with a tag, or has tags and the suffix."""
    if what_binary(head) is not None:
        return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in SUFFIXES:
        return _TAG.search(head) is not None or _PAGE.search(head) is not None
    return start.startswith(b"<") and (_PAGE.search(head[:2048]) is not None or _TAG.match(start) is not None)


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """One document. Raises Unreadable where the page has no text of its own (a frame, a script, a picture)."""
    import trafilatura
    from lxml import etree

    raw = source.raw()
    markup, guess = decode(raw, source.origin, source.charset or _declared(raw))
    if guess is not None:
        yield Notice(source.origin, f"not UTF-8: read as {guess}, which is a guess")
    tree = trafilatura.load_html(markup.encode("utf-8", "replace"))
    if tree is None:
        raise Unreadable(source.origin, "no page in it")
    for element in tree.iter(etree.Element):
        element.text, element.tail = (part and _NOT_XML.sub(" ", part) for part in (element.text, element.tail))
    language = (tree.get("lang") or "en").strip()[:2].lower() or "en"
    headline = _headline(tree)
    published = _published(tree, source.url)
    _tables_to_rows(tree)
    # Its second opinions take the square of the blocks, which are minutes where a table has thousands of rows.
    many = sum(1 for _ in tree.iter("p", "div", "li", "tr", "th", "td", "dt", "dd")) > _MANY_BLOCKS
    page: Any = trafilatura.bare_extraction(tree, url=source.url, with_metadata=True, include_comments=False, fast=many)
    text = (page.text if page is not None else "") or trafilatura.html2txt(tree)
    if not has_words(text or ""):
        raise Unreadable(source.origin, "no text in this page")
    title = headline if page is None or not page.title else one_line(page.title)
    yield Document(
        _with_headline(_spaced(text), headline, title),
        title=title,
        published=published,
        date_source="unknown" if published is None else "metadata",
        language=language,
        url=source.url or (page.url if page is not None else None),
        publisher=page.sitename if page is not None else None,
        origin=source.origin,
        format=FORMAT,
    )


def fragment(markup: str) -> str:
    """The text of a piece of HTML, as feeds, mails and news services hold it, a line each block; "" where it has none.

    Unlike a page it has nothing around its text, so all of it is kept.
    """
    from lxml import etree, html

    try:
        page = f"<html><body>{_NOT_XML.sub(' ', markup)}</body></html>".encode()
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(tree, "script", "style", "head", "template", etree.Comment, with_tail=False)
    _tables_to_rows(tree)
    for element in tree.iter(*_BLOCKS):
        words = f"\n{'- ' if element.tag == 'li' else ''}{one_line(element.text or '')} ".replace("-  ", "- ")
        element.text = _NOT_XML.sub(" ", words)
        element.tail = _NOT_XML.sub(" ", f"\n{element.tail or ''}")
    lines = [one_line(line) for line in tree.text_content().split("\n")]
    text = "\n".join(line for line in lines if line and line != "-")
    return _spaced(text) if has_words(text) else ""


def _declared(raw: bytes) -> str | None:
    match = _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match is not None else None


def _published(tree: HtmlElement, url: str | None) -> date | None:
    """The day in the page's own data. Its prose is taken out first: any date in there would do for the date finder."""
    from htmldate import find_date

    page = deepcopy(tree)
    for element in list(page.iter("p", "li", "td", "blockquote", "footer")):
        named = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        if _DATE_NAME.search(named) is None and element.find(".//time") is None and element.getparent() is not None:
            element.drop_tree()
    return parse_stamp(find_date(page, extensive_search=False, original_date=True, url=url))


def _headline(tree: HtmlElement) -> str | None:
    """The one big heading of the page. Where there are several, none of them is sure."""
    headings = {words for one in tree.iter("h1") if (words := one_line(one.text_content()))}
    return headings.pop() if len(headings) == 1 else None


def _with_headline(text: str, headline: str | None, title: str | None) -> str:
    """`text`, led by its headline where the extractor left that out. The name of the site is no headline."""
    if headline is None or headline in one_line(text) or not (title or "").startswith(headline):
        return text
    return f"{headline}\n\n{text}"


def _spaced(text: str) -> str:
    """`text`, where each line is a paragraph, with blank lines between them: not between list items or rows."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    spaced = lines[0]
    for before, line in pairwise(lines):
        together = (before.startswith("- ") and line.startswith("- ")) or (BAR in before and BAR in line)
        spaced += ("\n" if together else "\n\n") + line
    return spaced


def _tables_to_rows(tree: HtmlElement) -> None:
    """Write each table of data as paragraphs, a row each: text extractors drop or flatten many tables.

    A table that only lays out the page becomes plain boxes.
    """
    from lxml import html

    for element in list(tree.iter("table")):
        rows = _rows(element) if element.find(".//table") is None else []
        if is_data(rows):
            captions = [one_line(caption.text_content()) for caption in element.iter("caption")]
            written = html.Element("div")
            for line in [*captions, *table(rows).split("\n")]:
                html.etree.SubElement(written, "p").text = _NOT_XML.sub(" ", line)
            written.tail = element.tail
            element.getparent().replace(element, written)
        else:
            for part in (element, *element.iter("tbody", "thead", "tr", "td", "th")):
                part.tag = "div"


def _rows(element: HtmlElement) -> list[list[str]]:
    """The cells of each row. A cell over several columns leaves the others empty; one over several rows is repeated."""
    rows: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}
    for line in element.iter("tr"):
        cells: list[str] = []
        for cell in line.iterchildren("td", "th"):
            _from_above(cells, below)
            words = one_line(cell.text_content())
            for column in range(_span(cell, "colspan")):
                if (more := _span(cell, "rowspan") - 1) > 0:
                    below[len(cells)] = (words if column == 0 else "", more)
                cells.append(words if column == 0 else "")
        _from_above(cells, below)
        rows.append(cells)
    return [cells for cells in rows if any(cells)]


def _from_above(cells: list[str], below: dict[int, tuple[str, int]]) -> None:
    while len(cells) in below:
        words, more = below.pop(len(cells))
        if more > 1:
            below[len(cells)] = (words, more - 1)
        cells.append(words)


def _span(cell: HtmlElement, name: str) -> int:
    written = (cell.get(name) or "1").strip()
    return min(int(written), 100) if written.isdecimal() and int(written) > 0 else 1

"""Word documents: headings, paragraphs, list items and tables in their order, text boxes where they are anchored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from figures.decode import clean, has_words
from figures.model import Document
from figures.published import printed_or
from figures.readers import _office
from figures.readers._rows import is_data, table
from figures.sources import Failure, Notice, Source, Unreadable, one_line

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

FORMAT = "docx"
SUFFIXES = (".docx", ".docm", ".dotx")
ORDER = 11

_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOX = f"{_W}txbxContent"
# The copy of a text box for programs that do not know it, text that was deleted or moved away, and the codes of fields.
_LEFT_OUT = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    *(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")),
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_MOST_COLUMNS = 100
# What python-docx puts into a file for which nobody has set anything.
_TEMPLATE = ("python-docx", date(2013, 12, 23))


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it is a zip archive with the main part of a Word document."""
    return _office.has_part(head, _PART)


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """One document. Raises Unreadable for a file that is damaged, locked, or has no words."""
    word = _opened(source)
    body = _asked(word.element, "body")
    if body is None:  # the main part is none
        raise Unreadable(source.origin, "damaged Word document")
    blocks = [*_head(word), *_blocks(body, _kinds(word)), *_notes(word)]
    text = clean(_joined(blocks))
    if not has_words(text):
        raise Unreadable(source.origin, "no words in it, only pictures" if word.inline_shapes else "no words in it")
    title, made, language = _properties(word)
    published, found_in = printed_or(made, text)
    yield Document(
        text,
        title=title or next((one_line(words) for kind, words in blocks if kind in ("title", "heading")), None),
        published=published,
        date_source=found_in,
        language=language,
        url=source.url,
        origin=source.origin,
        format=FORMAT,
    )


def _opened(source: Source) -> WordDocument:
    import docx

    with closing(_office.checked(source)) as stream:
        try:
            return docx.Document(stream)
        except Exception as error:  # zipfile and lxml raise nearly anything on a damaged file
            deep = "depth" in str(error).lower()
            raise Unreadable(source.origin, "nested too deeply" if deep else "damaged Word document") from None


def _properties(word: WordDocument) -> tuple[str | None, date | None, str]:
    """Title, day and language from the properties. The day is the later one: a file keeps the day of its template."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    package = word.part.package
    kinds = {relation.reltype for relation in package.rels.values()}
    if package is None or RELATIONSHIP_TYPE.CORE_PROPERTIES not in kinds:
        return None, None, "en"  # asked for them, the library would make them up
    known = _asked(word, "core_properties")  # the part may be there and hold something else
    if known is None:
        return None, None, "en"
    days = [day for day in map(_office.day, (_asked(known, "created"), _asked(known, "modified"))) if day is not None]
    made = max(days, default=None)
    if (_asked(known, "author"), made) == _TEMPLATE:
        made = None
    title = one_line(clean(str(_asked(known, "title") or "")))
    language = str(_asked(known, "language") or "en")[:2].lower()
    return title if has_words(title) and title != "Word Document" else None, made, language


def _asked(known: object, name: str) -> Any:
    try:
        return getattr(known, name)
    except Exception:  # a property that is written wrongly
        return None


def _kinds(word: WordDocument) -> dict[str, str]:
    """What the paragraph styles are, by id: a title, a heading, a list item."""
    kinds: dict[str, str] = {}
    styles = getattr(_asked(word, "styles"), "element", None)  # the part may be there and hold something else
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = next((str(one.get(f"{_W}val") or "") for one in style.iter(f"{_W}name")), "").lower()
        kind = next((kind for kind in ("heading", "title", "list") if name.startswith(kind)), "")
        kinds[str(style.get(f"{_W}styleId") or "")] = "item" if kind == "list" else kind
    return kinds


def _head(word: WordDocument) -> Iterator[tuple[str, str]]:
    """The head of the first page, which may be the only place that says the issue and its date."""
    try:
        section = word.sections[0]
        heads = [head for head in (section.first_page_header, section.header) if not head.is_linked_to_previous]
        lines = [words for head in heads[:1] for _, words in _blocks(head._element, {})]
    except Exception:  # no section, or a head that is missing
        return
    yield from (("", words) for words in lines if has_words(words))


def _notes(word: WordDocument) -> Iterator[tuple[str, str]]:
    """The footnotes and endnotes, after all else."""
    from docx.oxml import parse_xml

    for relation in word.part.rels.values():
        kind = str(relation.reltype)  # None where it is not said
        if relation.is_external or not kind.endswith(("/footnotes", "/endnotes")):
            continue
        try:
            yield from _blocks(parse_xml(relation.target_part.blob), {})
        except Exception:  # lxml raises what is wrong with it; the text itself is whole
            continue


def _blocks(element: _Element, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Kind and words of each paragraph and table below `element`."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}p":
            boxes: list[_Element] = []
            words = _lines("".join(_words(child, boxes)))
            if words:
                yield _kind(child, kinds), words
            for box in boxes:
                yield from _blocks(box, kinds)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, kinds)
        elif len(child):
            yield from _blocks(child, kinds)  # content controls, notes


def _words(element: _Element, boxes: list[_Element]) -> Iterator[str]:
    """The words below `element`, a line each paragraph; the text boxes that hang on them are put into `boxes`."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag in _SIGNS:
            yield _SIGNS[one.tag]
        elif one.tag == _BOX:
            boxes.append(one)
        elif one.tag not in _LEFT_OUT:
            if one.tag == f"{_W}p":
                yield "\n"
            waiting += reversed(one)


def _lines(words: str) -> str:
    return "\n".join(line for line in map(one_line, words.split("\n")) if line)


def _kind(element: _Element, kinds: dict[str, str]) -> str:
    properties = element.find(f"{_W}pPr")
    if properties is None:
        return ""
    style = properties.find(f"{_W}pStyle")
    kind = kinds.get(str(style.get(f"{_W}val")), "") if style is not None else ""
    return kind or ("item" if properties.find(f"{_W}numPr") is not None else "")


def _table(element: _Element, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A table of data as rows; of a table that lays out the page, what stands in its cells."""
    rows = _grid(element)
    if is_data(rows):
        yield "table", table(rows)
        return
    for line in _below(element, f"{_W}tr"):
        for cell in _below(line, f"{_W}tc"):
            yield from _blocks(cell, kinds)


def _grid(element: _Element) -> list[list[str]]:
    """The cells of each row. A cell over several columns leaves the others empty; one over several rows is repeated."""
    rows: list[list[str]] = []
    for line in _below(element, f"{_W}tr"):
        cells: list[str] = []
        for cell in _below(line, f"{_W}tc"):
            properties: Any = cell.find(f"{_W}tcPr")
            merged = properties.find(f"{_W}vMerge") if properties is not None else None
            words = _cell(cell)
            if merged is not None and merged.get(f"{_W}val") != "restart" and rows and len(cells) < len(rows[-1]):
                words = words or rows[-1][len(cells)]
            cells += [words, *[""] * (_span(properties) - 1)]
        rows.append(cells)
    return [cells for cells in rows if any(cells)]


def _cell(cell: _Element) -> str:
    """All words in a cell, also those of tables and text boxes in it."""
    waiting = [cell]
    words: list[str] = []
    while waiting:
        words += _words(waiting.pop(0), waiting)
    return one_line("".join(words))


def _below(element: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _below(child, tag)


def _span(properties: Any) -> int:
    span = properties.find(f"{_W}gridSpan") if properties is not None else None
    written = str(span.get(f"{_W}val")) if span is not None else "1"
    return min(int(written), _MOST_COLUMNS) if written.isascii() and written.isdigit() and int(written[:9]) else 1


def _joined(blocks: list[tuple[str, str]]) -> str:
    """A blank line between the blocks, none between the items of a list."""
    parts: list[str] = []
    before = ""
    for kind, words in blocks:
        parts.append("" if not parts else "\n" if kind == before == "item" else "\n\n")
        parts.append(f"- {words}" if kind == "item" else words)
        before = kind
    return "".join(parts)

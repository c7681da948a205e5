"""Markdown, as prose: headings and list items on their own lines, tables as rows, no marks of emphasis or links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from figures.decode import has_words, what_binary
from figures.model import Document
from figures.published import parse_stamp
from figures.readers._rows import table
from figures.readers.text import text_of
from figures.sources import Failure, Notice, Source, Unreadable, one_line

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

FORMAT = "markdown"
SUFFIXES = (".md", ".markdown", ".mdown")
ORDER = 40

# What is nested deeper than its limit the parser leaves out without a word.
_DEEPEST = 50
_TOO_DEEP = re.compile(rf"^(?:[ ]{{0,3}}[>*+-]){{{_DEEPEST}}}", re.MULTILINE)


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the suffix says so and it is text: Markdown has no signature."""
    return suffix in SUFFIXES and what_binary(head) is None


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """One document; title and date from the front matter where there is one, else the first heading is the title."""
    raw, guess = text_of(source)
    if guess is not None:
        yield Notice(source.origin, guess)
    front, body = _front_matter(raw)
    text, heading = _prose(body)
    if not has_words(text):
        raise Unreadable(source.origin, "no words in it")
    published = parse_stamp(front.get("date") or front.get("published"))
    yield Document(
        text,
        title=front.get("title") or heading,
        published=published,
        date_source="unknown" if published is None else "metadata",
        language=(front.get("language") or front.get("lang") or "en")[:2].lower(),
        url=front.get("url") or source.url,
        publisher=front.get("publisher"),
        origin=source.origin,
        format=FORMAT,
    )


def _prose(body: str) -> tuple[str, str | None]:
    """The text without its marks, and its first heading. What is nested beyond reason is taken as it is written."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    if _TOO_DEEP.search(body) is not None:
        return body, None
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * _DEEPEST}).enable("table")
    try:
        tree = SyntaxTreeNode(parser.parse(body))
        headings = (_words(node) for node in tree.children if node.type == "heading")
        return "\n\n".join(block for block in _blocks(tree) if block), next(headings, None)
    except RecursionError:
        return body, None


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between two lines of three dashes at the start, and what follows them."""
    lines = [line.rstrip() for line in text.split("\n")]
    if lines[0] != "---" or "---" not in lines[1:]:
        return {}, text
    end = lines.index("---", 1)
    pairs = (line.partition(":") for line in lines[1:end])
    front = {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in pairs if colon and value.strip()}
    return front, "\n".join(lines[end + 1 :])


def _blocks(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        if child.type in ("paragraph", "heading"):
            yield _words(child)
        elif child.type in ("bullet_list", "ordered_list"):
            yield "\n".join(_item(item) for item in child.children)
        elif child.type == "table":
            yield table([_words(cell) for cell in line.children] for part in child.children for line in part.children)
        elif child.type in ("fence", "code_block"):
            yield child.content.rstrip("\n")
        elif child.children:
            yield from _blocks(child)


def _item(item: SyntaxTreeNode) -> str:
    mark = f"{item.info}{item.markup}" if item.info else "-"
    return f"{mark} " + "\n".join(_blocks(item))


def _words(node: SyntaxTreeNode) -> str:
    """The words of a paragraph, heading or cell. A line that was only wrapped goes on; a hard break stays."""
    lines = "".join(_inline(child) for inline in node.children for child in inline.children).split("\n")
    return "\n".join(one_line(line) for line in lines)


def _inline(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " " if node.type == "softbreak" else "\n"
    return "" if node.type == "image" else "".join(_inline(child) for child in node.children)

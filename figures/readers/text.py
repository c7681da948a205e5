"""Plain text: whatever has words and no other format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.decode import decode, has_words, what_binary
from figures.model import Document
from figures.published import date_line
from figures.sources import Failure, Notice, Source, Unreadable

FORMAT = "text"
SUFFIXES = (".txt", ".text")
ORDER = 90

# Formats of text that are no prose. To store their marks as words would be worse than to say that they are not read.
_NO_PROSE = re.compile(rb"\s*(?:<\?xml|<rss|<feed|%!ps|begin:v|\{\s*[\"}]|\[\s*[\[{\"])", re.IGNORECASE)
_MOST_CHARACTERS_OF_A_TITLE = 150


def recognises(head: bytes, suffix: str) -> bool:
    """Whether `head` is text at all."""
    return what_binary(head) is None and _NO_PROSE.match(head) is None


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """One document. Raises Unreadable where there is no word in it."""
    text, guess = text_of(source)
    if guess is not None:
        yield Notice(source.origin, guess)
    yield Document(text, title=_title(text), url=source.url, origin=source.origin, format=FORMAT)


def text_of(source: Source) -> tuple[str, str | None]:
    """The text of `source`, and what to say of its encoding where that was guessed. Raises Unreadable."""
    text, encoding = decode(source.raw(), source.origin, source.charset)
    if not has_words(text):
        raise Unreadable(source.origin, "no words in it" if text.strip() else "empty file")
    return text, encoding and f"not UTF-8: read as {encoding}, which is a guess"


def _title(text: str) -> str | None:
    """The first line, where it stands alone, is short, and is neither a sentence nor a date."""
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    alone = rest.startswith("\n") and rest.strip() != ""
    if not alone or len(first) > _MOST_CHARACTERS_OF_A_TITLE or first.endswith((".", ":", ";", ",")):
        return None
    return first if has_words(first) and date_line(first) is None else None

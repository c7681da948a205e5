"""Document to passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.model import Document, Passage

_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s)[^\n.!?]*)*[.!?]*")


def passages(document: Document) -> Iterator[Passage]:
    """The passages of `document` in reading order."""
    index = 0
    for match in _SENTENCE.finditer(document.text):
        text = match[0].strip()
        if text:
            start = match.start() + match[0].index(text)
            yield Passage(start, start + len(text), text, index=index)
            index += 1

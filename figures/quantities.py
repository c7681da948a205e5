"""Numbers with unit and modifier."""

from __future__ import annotations

import re

from figures.model import Passage, Quantity, Rejection

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def recognise(passage: Passage) -> list[Quantity | Rejection]:
    """Every number of `passage` in reading order: a quantity, or a rejection (`date`, `clock`, `name`, `page`)."""
    found: list[Quantity | Rejection] = []
    for match in _NUMBER.finditer(passage.text):
        value = float(match[0].replace(",", ""))
        start = passage.start + match.start()
        found.append(Quantity(start, start + len(match[0]), match[0], value, value, value, unit="person"))
    return found

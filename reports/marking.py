"""A text with every number marked: what it was read as, or why it is no figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from figures.model import Explained, Figure
from reports.listing import clean_lines

_GREEN, _DIM, _BOLD, _OFF = "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"


def marked(text: str, numbers: Sequence[Explained], *, colour: bool) -> str:
    """`text` with a note after every number: `[51: killed, person (rule)]`, or `[2012: no figure, a year]`.

    With `colour` the brackets are left out, figures are green and the other numbers dim.
    """
    parts, at = [], 0
    for one in sorted(numbers, key=lambda number: number.quantity.start):
        start, end = one.quantity.start, one.quantity.end
        if start < at:  # told twice in one breath: the first note stands
            continue
        parts += [clean_lines(text[at:start]), _note(clean_lines(text[start:end]), one, colour)]
        at = end
    return "".join([*parts, clean_lines(text[at:])])


def summary(numbers: Iterable[Explained]) -> str:
    """How many numbers there are, and what became of them."""
    numbers = list(numbers)
    figures = sum(one.figure is not None for one in numbers)
    return f"{len(numbers)} numbers: {figures} figures, {len(numbers) - figures} that are none"


def _note(number: str, one: Explained, colour: bool) -> str:
    said = f"no figure, {_reason(one.reason)}" if one.figure is None else _claim(one.figure)
    if not colour:
        return f"[{number}: {said}]"
    if one.figure is None:
        return f"{_DIM}{number} ({said}){_OFF}"
    return f"{_BOLD}{_GREEN}{number}{_OFF}{_GREEN} ({said}){_OFF}"


def _claim(figure: Figure) -> str:
    kind = [figure.modality] if figure.modality != "reported" else []
    where = [figure.place or figure.country] if figure.place or figure.country else []
    who = [f"says {figure.claimant or figure.source}"] if figure.claimant or figure.source else []
    why = [f"by {figure.rule}"] if figure.rule else []
    return ", ".join([figure.category, figure.unit or "unit unknown", *kind, *where, *who, *why])


def _reason(reason: str) -> str:
    from figures.classify import REASONS

    return REASONS.get(reason, reason.replace("_", " "))

"""A text with every number marked: what it was read as, or why it is no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from figures.model import Explained, Figure
from reports.listing import clean, clean_lines
from reports.wording import estimate_words, factor_words

_GREEN, _DIM, _BOLD, _OFF = "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"


def marked(text: str, numbers: Sequence[Explained], *, colour: bool) -> str:
    """`text` with a note after every number: `[51: killed, person (rule)]`, or `[2012: no figure, a year]`.

    With `colour` the brackets are left out, figures are green and the other numbers dim.
    """
    figures = [one.figure for one in numbers if one.figure is not None]
    parts, at = [], 0
    for one in sorted(numbers, key=lambda number: number.quantity.start):
        start, end = one.quantity.start, one.quantity.end
        if start < at:  # told twice in one breath: the first note stands
            continue
        parts += [clean_lines(text[at:start]), _note(clean_lines(text[start:end]), one, figures, colour)]
        at = end
    return "".join([*parts, clean_lines(text[at:])])


def summary(numbers: Iterable[Explained]) -> str:
    """How many numbers there are, and what became of them."""
    numbers = list(numbers)
    figures = sum(one.figure is not None for one in numbers)
    return f"{len(numbers)} numbers: {figures} figures, {len(numbers) - figures} that are none"


def _note(number: str, one: Explained, figures: Sequence[Figure], colour: bool) -> str:
    said = f"no figure, {_reason(one.reason)}" if one.figure is None else _claim(one.figure, figures)
    if not colour:
        return f"[{number}: {said}]"
    if one.figure is None:
        return f"{_DIM}{number} ({said}){_OFF}"
    return f"{_BOLD}{_GREEN}{number}{_OFF}{_GREEN} ({said}){_OFF}"


def _claim(figure: Figure, figures: Sequence[Figure]) -> str:
    """What the number was read as. `figures` are all of the text: a part names its whole."""
    row = figure.to_dict()
    place = ", ".join(dict.fromkeys(word for word in (figure.place, figure.country) if word))
    role = f" ({figure.place_role})" if figure.place_role in ("origin", "destination") else ""
    told = [
        figure.category,
        f"{_scaled(figure)}{figure.unit or 'unit unknown'}",
        figure.modality if figure.modality != "reported" else "",
        figure.measure if figure.measure != "unknown" else "",
        " ".join([*figure.facets, *figure.nationality]),
        f"{place}{role}",
        f"as of {row['as_of']}" if figure.as_of else "",
        figure.hazard or figure.cause,
        f"sector {figure.sector}" if figure.sector != "none" else "",
        f"part of {figures[figure.part_of].text}" if figure.part_of is not None else "",
        _estimate(row),
        f"says {figure.claimant or figure.source}" if figure.claimant or figure.source else "",
        f"by {figure.rule}" if figure.rule else "",
    ]
    return ", ".join(clean(words) for words in told if words)


def _scaled(figure: Figure) -> str:
    """The value where the words say less: of `310.5` in a column of millions it is `310,500,000 `."""
    try:
        said = float(figure.text.replace(",", ""))
    except ValueError:
        return ""
    return f"{figure.value:,.0f} " if said and figure.value >= 1000 * said else ""


def _estimate(row: Mapping[str, Any]) -> str:
    """`about 9,700 people (4.85 people a household: UN DESA 2019)`, or why there is no estimate."""
    factor = factor_words(row)
    return f"{estimate_words(row)} ({factor})" if estimate_words(row) else f"estimate {factor}" if factor else ""


def _reason(reason: str) -> str:
    from figures.classify import REASONS

    return REASONS.get(reason, reason.replace("_", " "))

"""The whole story: text to passages, numbers, verdicts, and figures in their scene."""

from __future__ import annotations

from datetime import date

from figures.classify import Reading
from figures.context import Scene
from figures.estimates import estimated
from figures.model import Document, Explained, Figure, Quantity, Rejection
from figures.parts import link_parts, with_doubted_parts
from figures.passages import passages
from figures.quantities import recognised


def extract(
    text: str, *, published: date | None = None, title: str | None = None, language: str = "en"
) -> list[Figure]:
    """Every humanitarian figure that `text` states, in reading order."""
    return [one for one in _verdicts(text, published, title, language) if isinstance(one, Figure)]


def explain(
    text: str, *, published: date | None = None, title: str | None = None, language: str = "en"
) -> list[Explained]:
    """Every number of `text` in reading order, each with its figure or the reason that it is none."""
    return [_explained(one) for one in _verdicts(text, published, title, language)]


def quantities(text: str, *, language: str = "en") -> list[Quantity]:
    """Every number of `text` that measures or counts, in reading order."""
    found = recognised(list(passages(Document(text, language=language))))
    return [one for numbers in found for one in numbers if isinstance(one, Quantity)]


def _verdicts(text: str, published: date | None, title: str | None, language: str) -> list[Figure | Rejection]:
    """Each step goes over the whole document before the next: what a step needs then stays at hand in the processor."""
    document = Document(text, published=published, title=title, language=language)
    reading, scene = Reading(document), Scene(document)
    read = list(passages(document))
    judged = reading.classify(list(zip(read, recognised(read), strict=True)))
    verdicts: list[Figure | Rejection] = []
    for passage, found in zip(read, judged, strict=True):
        scene.enter(passage)
        for verdict in with_doubted_parts(found) if found else found:
            verdicts.append(scene.complete(verdict) if isinstance(verdict, Figure) else verdict)
    linked = iter(estimated(link_parts([one for one in verdicts if isinstance(one, Figure)])))
    return [next(linked) if isinstance(one, Figure) else one for one in verdicts]


def _explained(verdict: Figure | Rejection) -> Explained:
    if isinstance(verdict, Rejection):
        return Explained(verdict.quantity, reason=verdict.reason)
    quantity = Quantity(
        verdict.start, verdict.end, verdict.text, verdict.value, verdict.low, verdict.high, verdict.qualifier,
        verdict.modifier, verdict.unit, verdict.group,
    )  # fmt: skip
    return Explained(quantity, figure=verdict)

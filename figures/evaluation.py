"""Measures the extractor against labelled documents.

A labelled document is a dict with `text`, perhaps `date` and `title`, and `figures`: dicts with at least `start`,
`end`, `value`, `low`, `high` and `category`; marked texts name no values, and are measured on places and categories
alone. A figure that comes out and a labelled one are a pair where their spans overlap, one to one; the same category
goes first, then the same value, then the longer overlap. A pair is

- `found` whatever else it says,
- `loose` where category and value agree,
- `strict` where low and high agree too.

Attributes are scored over the strict pairs, and only where a label names them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from figures.context import Scene
from figures.model import Document, Figure, Passage
from figures.passages import passages

Label = dict[str, Any]
Extract = Callable[..., Sequence[Figure]]

# Attributes that must be the same, and those in the text's words, of which half must be the same.
EQUAL = ("unit", "qualifier", "modality", "country", "place_role", "measure", "as_of", "claimant", "source_type")
WORDED = ("place", "source", "group", "when", "via")
TOLERANCE = 0.005  # of the value: 1.2 million and 1,203,000 are one number
SURE = 0.8  # above this confidence a figure is meant to be right


class Ratio(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: int, said: int, wanted: int) -> Ratio:
        """From counts; 0 where nothing was said or wanted."""
        precision = right / said if said else 0.0
        recall = right / wanted if wanted else 0.0
        return cls(precision, recall, 2 * right / (said + wanted) if said + wanted else 0.0)


class Error(NamedTuple):
    """One disagreement: `kind` such as `killed -> injured`, `killed -> none`, `none -> killed` or `value`."""

    kind: str
    document: str
    before: str
    number: str
    after: str
    said: str


@dataclass(slots=True)
class Scores:
    """Counts over all documents; the ratios are read off them."""

    documents: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    strict_in: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    attributes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    def ratio(self, kind: str) -> Ratio:
        """Of `found`, `loose` or `strict`."""
        return Ratio.of(self.pairs[kind], self.said.total(), self.wanted.total())

    def category(self, name: str) -> Ratio:
        """The strict ratio of one category."""
        return Ratio.of(self.strict_in[name], self.said[name], self.wanted[name])

    def attribute(self, name: str) -> float:
        """The share of right values of an attribute over the strict pairs that are labelled with it."""
        right, labelled = self.attributes[name]
        return right / labelled if labelled else 0.0

    def sure(self) -> tuple[float, float]:
        """The share of figures with a confidence above 0.8, and the share of these that are right."""
        right = [fine for confidence, fine in self.confidences if confidence > SURE]
        return len(right) / max(1, len(self.confidences)), sum(right) / max(1, len(right))

    def calibration(self, steps: int = 10) -> list[tuple[float, int, float]]:
        """For each step of confidence: its mean confidence, how many figures, the share that is right."""
        found = []
        for step in range(steps):
            inside = [(c, fine) for c, fine in self.confidences if min(int(c * steps), steps - 1) == step]
            if inside:
                mean = sum(c for c, _ in inside) / len(inside)
                found.append((mean, len(inside), sum(fine for _, fine in inside) / len(inside)))
        return found


def score(documents: Iterable[dict[str, Any]], extract: Extract) -> Scores:
    """The scores of `extract` over labelled documents."""
    scores = Scores()
    for document in documents:
        figures = list(extract(document["text"], published=published(document)))
        _add(scores, document, figures)
    return scores


def score_context(documents: Iterable[dict[str, Any]]) -> Scores:
    """The attributes that the scene gives to labelled figures: their numbers and categories are taken as labelled."""
    scores = Scores()
    for document in documents:
        scores.documents += 1
        scene = Scene(Document(document["text"], published=published(document), title=document.get("title")))
        parts = list(passages(scene.document))
        for passage in parts:
            scene.enter(passage)
        for label in document["figures"]:
            holder = next(one for one in reversed(parts) if one.start <= label["start"])
            _compare(scores, label, scene.complete(_bare(label, holder)))
    return scores


def _bare(label: Label, passage: Passage) -> Figure:
    known = ("start", "end", "text", "value", "low", "high", "qualifier", "category", "unit")
    values = {name: label[name] for name in known}
    return Figure(**values, passage=passage.text, passage_start=passage.start)


def published(document: dict[str, Any]) -> date | None:
    """The day of publication of a labelled document, or None."""
    text = document.get("date")
    return date.fromisoformat(str(text)[:10]) if text else None


def pairs(labels: Sequence[Label], figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """Which label goes with which figure, as indices."""
    ranked = sorted(
        (label["category"] != figure.category, not _agrees(label, figure, "value"), -overlap, i, j)
        for i, label in enumerate(labels)
        for j, figure in enumerate(figures)
        if (overlap := min(label["end"], figure.end) - max(label["start"], figure.start)) > 0
    )
    taken_labels: set[int] = set()
    taken_figures: set[int] = set()
    found = []
    for *_, i, j in ranked:
        if i not in taken_labels and j not in taken_figures:
            taken_labels.add(i)
            taken_figures.add(j)
            found.append((i, j))
    return found


def _agrees(label: Label, figure: Figure, bound: str) -> bool:
    return "value" not in label or near(label.get(bound), getattr(figure, bound))


def near(one: float | None, other: float | None) -> bool:
    """Whether two bounds agree: both open, or within half a per cent."""
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other), 1e-9)


def alike(one: str, other: str) -> bool:
    """The same words, or the shorter's words all in the longer and at least half of it. Case does not count."""
    short, long = sorted((one.lower().split(), other.lower().split()), key=len)
    return short == long or (bool(short) and set(short) <= set(long) and 2 * len(short) >= len(long))


def _add(scores: Scores, document: dict[str, Any], figures: list[Figure]) -> None:
    labels = document["figures"]
    scores.documents += 1
    scores.wanted.update(label["category"] for label in labels)
    scores.said.update(figure.category for figure in figures)
    matched = pairs(labels, figures)
    right = set()
    for i, j in matched:
        label, figure = labels[i], figures[j]
        scores.pairs["found"] += 1
        same = label["category"] == figure.category
        scores.pairs["loose"] += same and _agrees(label, figure, "value")
        if same and all(_agrees(label, figure, bound) for bound in ("value", "low", "high")):
            right.add(j)
            scores.pairs["strict"] += 1
            scores.strict_in[figure.category] += 1
            _compare(scores, label, figure)
    scores.confidences += [(figure.confidence or 0.0, j in right) for j, figure in enumerate(figures)]
    scores.errors += _errors(document, figures, matched, right)


def _compare(scores: Scores, label: Label, figure: Figure) -> None:
    checks = {"span": (label["start"], label["end"]) == (figure.start, figure.end)}
    for name in EQUAL:
        if label.get(name) is not None:
            checks[name] = str(label[name]) == str(getattr(figure, name) or "")
    if label.get("days") is not None:
        checks["days"] = label["days"] == days(figure)
    checks |= {name: alike(label[name] or "", getattr(figure, name)) for name in WORDED if label.get(name) is not None}
    for name, fine in checks.items():
        scores.attributes[name][0] += fine
        scores.attributes[name][1] += 1


def days(figure: Figure) -> str:
    """First day, last day and precision of a figure as labels give them: `2024-05-05 2024-05-07 day`, "" for none."""
    return f"{figure.date_start} {figure.date_end} {figure.date_precision}" if figure.date_end else ""


def _errors(
    document: dict[str, Any], figures: list[Figure], matched: list[tuple[int, int]], right: set[int]
) -> Iterator[Error]:
    labels = document["figures"]
    for i, j in matched:
        label, figure = labels[i], figures[j]
        if j not in right:
            kind = "value" if label["category"] == figure.category else f"{label['category']} -> {figure.category}"
            said = f"{figure.low}..{figure.high}" if kind == "value" else figure.category
            yield _error(kind, document, label["start"], label["end"], said)
    for i in set(range(len(labels))) - {i for i, _ in matched}:
        yield _error(f"{labels[i]['category']} -> none", document, labels[i]["start"], labels[i]["end"], "")
    for j in set(range(len(figures))) - {j for _, j in matched}:
        figure = figures[j]
        yield _error(f"none -> {figure.category}", document, figure.start, figure.end, figure.category)


def _error(kind: str, document: dict[str, Any], start: int, end: int, said: str) -> Error:
    text = document["text"]
    before, after = text[max(0, start - 80) : start], text[end : end + 60]
    name = str(document.get("doc_id", ""))
    return Error(kind, name, " ".join(before.split()), text[start:end], " ".join(after.split()), said)

"""Learns the weights from labelled documents: the same labels give the same weights, bit for bit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from figures import lexicon
from figures.classify import Reading, allowed
from figures.features import Features
from figures.model import Document, Passage, Quantity, Rejection
from figures.passages import passages
from figures.quantities import recognise
from figures.weights import NONE, Weights, write

LEAST = 3  # a feature must be seen this often, or it only remembers one text
EPOCHS = 12
RATE = 0.15
DECAY = 0.1  # pull towards 0 at each step; found by cross-validation
SMALL = 0.08  # weights below this are not stored


class Example(NamedTuple):
    """One number with its features, its right label, and the labels that its unit allows."""

    features: Features
    label: str
    unit: str


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled documents of a file: JSON Lines with `text` and `figures`, or marked text (see `marked`)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return list(marked(text))
    return [json.loads(line) for line in text.splitlines() if line.strip()]


_MARK = re.compile(r"\[\[([^|\[\]]+)\|(\w+)\]\]")


def marked(text: str) -> Iterator[dict[str, Any]]:
    """Documents written by hand: `=== id date`, perhaps `# Title: …`, then a text with `[[1,200|displaced]]` marks.

    Raises ValueError where a mark names no category.
    """
    for block in re.split(r"(?m)^=== ", text)[1:]:
        head, _, body = block.partition("\n")
        name, *day = head.split()
        title = re.match(r"# Title: (.*)\n", body)
        body = body[title.end() :] if title else body
        plain, figures = _unmarked(body.strip("\n"), name)
        yield {
            "doc_id": name,
            "date": day[0] if day else None,
            "title": _unmarked(title[1], name)[0] if title else None,
            "text": plain,
            "figures": figures,
        }


def _unmarked(body: str, name: str) -> tuple[str, list[dict[str, Any]]]:
    pieces: list[str] = []
    figures: list[dict[str, Any]] = []
    length = at = 0
    for mark in _MARK.finditer(body):
        if mark[2] not in lexicon.categories():
            raise ValueError(f"{name}: no category {mark[2]!r}")
        pieces += [body[at : mark.start()], mark[1]]
        start = length + mark.start() - at
        length = start + len(mark[1])
        figures.append({"start": start, "end": length, "category": mark[2]})
        at = mark.end()
    return "".join([*pieces, body[at:]]), figures


def lexicon_examples() -> Iterator[dict[str, Any]]:
    """The examples of the category files as labelled documents."""
    for category in lexicon.categories():
        for example in lexicon.examples(f"category/{category}.toml"):
            figures, at = [], 0
            for want in example["want"]:
                number, _, label = want.rsplit(" ", 2)
                start = example["text"].index(number, at)
                at = start + len(number)
                figures.append({"start": start, "end": at, "category": label})
            yield {"doc_id": f"{category} example", "text": example["text"], "figures": figures}


def examples(documents: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """Every number of the labelled documents that a category could count, with its features and its label."""
    empty = Weights((), {}, {})
    for labelled in documents:
        document = Document(labelled["text"], title=labelled.get("title"))
        reading = Reading(document, empty)
        gold = sorted((figure["start"], figure["end"], figure["category"]) for figure in labelled["figures"])
        for passage in passages(document):
            yield from _examples_in(reading, passage, recognise(passage), gold)


def _examples_in(
    reading: Reading, passage: Passage, found: list[Quantity | Rejection], gold: list[tuple[int, int, str]]
) -> Iterator[Example]:
    for number, features in reading.described(passage, found):
        if features is None or isinstance(number, Rejection):
            continue
        label = _label(number, gold)
        reading.note(number, "" if label == NONE else label)
        yield Example(features, label, number.unit)


def _label(quantity: Quantity, gold: list[tuple[int, int, str]]) -> str:
    """The category of the labelled figure that overlaps the number most, or `none`."""
    overlaps = [(min(end, quantity.end) - max(start, quantity.start), category) for start, end, category in gold]
    longest = max(overlaps, default=(0, NONE))
    return longest[1] if longest[0] > 0 else NONE


def learn(paths: Sequence[Path], out: Path) -> str:
    """Learn from labelled files and the lexicon's examples, write the weights to `out`, and say what was learned."""
    documents = [*lexicon_examples(), *(document for path in paths for document in load(path))]
    figures = sum(len(document["figures"]) for document in documents)
    learned = train(documents)
    remark = f"Learned from {len(documents):,} labelled texts with {figures:,} figures."
    write(out, learned, [remark, "Made by `figures train`; not to be edited by hand."])
    return f"{remark} {len(learned.open):,} open and {len(learned.tied):,} tied features: {out}"


def train(documents: Sequence[dict[str, Any]]) -> Weights:
    """Weights learned from `documents` by logistic regression with a step size for each weight (AdaGrad), averaged."""
    import numpy as np

    labels = (NONE, *lexicon.categories())
    rows = list(examples(documents))
    open_names, tied_names = _vocabulary(rows)
    opened = np.zeros((len(open_names), len(labels)))
    tied = np.zeros(len(tied_names))
    opened_sum, tied_sum = np.zeros_like(opened), np.zeros_like(tied)
    opened_square, tied_square = np.full_like(opened, 1e-2), np.full_like(tied, 1e-2)
    packed = [_pack(row, labels, open_names, tied_names) for row in rows]
    order = np.random.default_rng(0)
    steps = 0
    for epoch in range(EPOCHS):
        for number in order.permutation(len(packed)):
            names, tied_cells, tied_labels, mask, label = packed[number]
            scores = opened[names].sum(axis=0)
            np.add.at(scores, tied_labels, tied[tied_cells])
            scores = np.where(mask, scores, -np.inf)
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            shares[label] -= 1.0
            gradient = shares[None, :] + DECAY * opened[names]
            opened_square[names] += gradient**2
            opened[names] -= RATE * gradient / np.sqrt(opened_square[names])
            slope = np.zeros_like(tied)
            np.add.at(slope, tied_cells, shares[tied_labels])
            touched = np.unique(tied_cells)
            step = slope[touched] + DECAY * tied[touched]
            tied_square[touched] += step**2
            tied[touched] -= RATE * step / np.sqrt(tied_square[touched])
        if epoch >= EPOCHS // 2:
            opened_sum += opened
            tied_sum += tied
            steps += 1
    return _weights(labels, open_names, tied_names, opened_sum / steps, tied_sum / steps)


def _vocabulary(rows: Sequence[Example]) -> tuple[dict[str, int], dict[str, int]]:
    opened: Counter[str] = Counter()
    tied: Counter[str] = Counter()
    for row in rows:
        opened.update(set(row.features.open))
        tied.update({name for names in row.features.tied.values() for name in names})
    return _numbered(opened), _numbered(tied)


def _numbered(counts: Counter[str]) -> dict[str, int]:
    kept = sorted(name for name, count in counts.items() if count >= LEAST)
    return {name: number for number, name in enumerate(kept)}


def _pack(row: Example, labels: tuple[str, ...], opened: dict[str, int], tied: dict[str, int]) -> tuple[Any, ...]:
    import numpy as np

    names = np.array(sorted({opened[name] for name in row.features.open if name in opened}), dtype=np.intp)
    cells = [
        (tied[name], position)
        for position, label in enumerate(labels)
        for name in row.features.tied.get(label, ())
        if name in tied
    ]
    label = labels.index(row.label)
    mask = np.array(allowed(row.unit, labels))
    mask[label] = True
    return (
        names,
        np.array([c for c, _ in cells], dtype=np.intp),
        np.array([p for _, p in cells], dtype=np.intp),
        mask,
        label,
    )


def _weights(
    labels: tuple[str, ...], open_names: dict[str, int], tied_names: dict[str, int], opened: Any, tied: Any
) -> Weights:
    kept: dict[str, list[tuple[int, float]]] = {}
    for name, number in open_names.items():
        cells = [(label, round(float(w), 2)) for label, w in enumerate(opened[number]) if abs(w) >= SMALL]
        if cells:
            kept[name] = cells
    return Weights(
        labels, kept, {name: round(float(tied[n]), 2) for name, n in tied_names.items() if abs(tied[n]) >= SMALL}
    )

"""Learns the weights from labelled documents: the same labels give the same weights, bit for bit."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from figures import lexicon
from figures.classify import Reading, allowed, judged
from figures.features import Described, Features
from figures.fitting import Packed, fit, joined
from figures.model import Document, Quantity, Rejection
from figures.passages import passages
from figures.quantities import recognised
from figures.weights import NONE, Weights, cooled, probabilities, write

LEAST = 8  # a feature must stand in so many documents, or it only remembers one text
MOST = 13_600  # features, those that stand in most documents: with the nets they make a file of 4.6 MB
NETS = 8  # nets whose mean is taken
CAUTION = 1.2  # more heat than the halves ask for: texts from elsewhere differ more than two halves of these do


class Example(NamedTuple):
    """One number with its features, its right label, its unit, and the name of its document."""

    features: Features
    label: str
    unit: str
    document: str


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
            yield {"doc_id": example["text"][:40], "text": example["text"], "figures": figures}


def examples(documents: Iterable[dict[str, Any]], reader: Weights | None = None) -> Iterator[Example]:
    """Every number of the labelled documents that a category could count, with its features and its label.

    What the numbers before a number were is a feature of it: their labels, or what `reader` takes them for.
    """
    for labelled in documents:
        document = Document(labelled["text"], title=labelled.get("title"))
        reading, read = Reading(document), list(passages(document))
        gold = sorted((figure["start"], figure["end"], figure["category"]) for figure in labelled["figures"])
        for _, numbers in reading.described(list(zip(read, recognised(read), strict=True))):
            for number, features, label in _labelled(reading, numbers, gold, reader):
                yield Example(features, label, number.unit, str(labelled.get("doc_id", "")))


def _labelled(
    reading: Reading,
    numbers: Iterable[tuple[Quantity | Rejection, Described | None]],
    gold: list[tuple[int, int, str]],
    reader: Weights | None,
) -> Iterator[tuple[Quantity, Features, str]]:
    reading.enter()
    for number, described in numbers:
        if described is None or isinstance(number, Rejection):
            continue
        reading.follow(described)
        label = _label(number, gold)
        taken = judged(described.features, number.unit, reader).label if reader else label
        reading.note(described, "" if taken == NONE else taken)
        yield number, described.features, label


def _label(quantity: Quantity, gold: list[tuple[int, int, str]]) -> str:
    """The category of the labelled figure that overlaps the number most, or `none`."""
    overlaps = [(min(end, quantity.end) - max(start, quantity.start), category) for start, end, category in gold]
    longest = max(overlaps, default=(0, NONE))
    return longest[1] if longest[0] > 0 else NONE


def learn(paths: Sequence[Path], out: Path) -> str:
    """Learn from labelled files and the lexicon's examples, write the weights to `out`, and say what was learned."""
    # Twice: they say in few words what a cue means, of which the texts have many more of some kinds than of others.
    documents = [*lexicon_examples(), *lexicon_examples(), *(document for path in paths for document in load(path))]
    figures = sum(len(document["figures"]) for document in documents)
    learned = train(documents)
    remark = f"Learned from {len(documents):,} labelled texts with {figures:,} figures."
    write(out, learned, [remark, "Made by `figures train`; not to be edited by hand."])
    return f"{remark} {len(learned.index):,} features and {len(learned.tied):,} tied ones: {out}"


def train(documents: Sequence[dict[str, Any]]) -> Weights:
    """Weights learned from `documents`.

    The program leans on its own verdicts on the numbers before, which may be wrong. So each half of the documents is
    also read with the verdicts of weights that were learned from the other half, and all are learned from together.
    """
    odd, even = documents[::2], documents[1::2]
    of_odd, of_even = _fitted(list(examples(odd))), _fitted(list(examples(even)))
    read_odd, read_even = list(examples(odd, of_even)), list(examples(even, of_odd))
    learned = _fitted([*examples(documents), *read_odd, *read_even], nets=NETS)
    return cooled(learned, CAUTION * _heat([(of_even, read_odd), (of_odd, read_even)]))


def _heat(read: Sequence[tuple[Weights, Sequence[Example]]]) -> float:
    """By what to divide the scores so that probabilities come true on texts that were not learned from.

    Guo and others, On Calibration of Modern Neural Networks, 2017: one number, the likeliest on held-out examples.
    """
    scored = [
        (weights.scores(row.features), allowed(row.unit, weights.labels), weights.labels.index(row.label))
        for weights, rows in read
        for row in rows
    ]
    fitting = [one for one in scored if one[1][one[2]]]
    steps = (1 + step / 10 for step in range(21))

    def loss(heat: float) -> float:
        shares = (probabilities([score / heat for score in row], fine)[label] for row, fine, label in fitting)
        return -sum(math.log(max(share, 1e-9)) for share in shares)

    return min(steps, key=loss)


def _fitted(rows: Sequence[Example], nets: int = 1) -> Weights:
    labels = (NONE, *lexicon.categories())
    names, tied_names = _vocabulary(rows)
    packed = [_pack(row, labels, names, tied_names) for row in rows]
    net = joined([fit(packed, len(names), len(tied_names), len(labels), seed) for seed in range(nets)])
    tied = {name: round(float(net.tied[number]), 3) for name, number in tied_names.items()}
    return Weights(labels, names, net.rows, net.bias, net.out, net.base, tied)


def _vocabulary(rows: Sequence[Example]) -> tuple[dict[str, int], dict[str, int]]:
    """The open and the tied features that stand in enough documents, numbered."""
    names: dict[str, set[str]] = defaultdict(set)
    tied: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.features.open:
            names[name].add(row.document)
        for name in chain.from_iterable(row.features.tied.values()):
            tied[name].add(row.document)
    return _numbered(names), _numbered(tied)


def _numbered(documents: dict[str, set[str]]) -> dict[str, int]:
    kept = (name for name, found in documents.items() if len(found) >= LEAST or name == "bias")
    common = sorted(kept, key=lambda name: (-len(documents[name]), name))[:MOST]
    return {name: number for number, name in enumerate(sorted(common))}


def _pack(row: Example, labels: tuple[str, ...], names: dict[str, int], tied: dict[str, int]) -> Packed:
    import numpy as np

    cells = [
        (tied[name], position)
        for position, label in enumerate(labels)
        for name in row.features.tied.get(label, ())
        if name in tied
    ]
    label = labels.index(row.label)
    mask = np.array(allowed(row.unit, labels))
    mask[label] = True
    return Packed(
        np.array([names[name] for name in row.features.open if name in names], dtype=np.intp),
        np.array([cell for cell, _ in cells], dtype=np.intp),
        np.array([position for _, position in cells], dtype=np.intp),
        mask,
        label,
    )

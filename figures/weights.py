"""The trained weights: a small text file, one feature a line, and the score that they give each category.

`open` features have a weight for each category, `tied` features one weight for all. The file is made by
`figures train` and read on the first extraction.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from figures.features import NONE, Features

__all__ = ["NONE", "Weights", "parse", "probabilities", "weights", "write"]
FILE = "weights.tsv"


@dataclass(frozen=True, slots=True)
class Weights:
    """`labels`: `none` and the categories. `open`: feature to (label number, weight) pairs. `tied`: feature to
    weight."""

    labels: tuple[str, ...]
    open: dict[str, list[tuple[int, float]]]
    tied: dict[str, float]

    def scores(self, features: Features) -> list[float]:
        """The score of each label, in the order of `labels`; higher is likelier."""
        total = [0.0] * len(self.labels)
        for name in features.open:
            for label, weight in self.open.get(name, ()):
                total[label] += weight
        for position, label_name in enumerate(self.labels):
            for name in features.tied.get(label_name, ()):
                total[position] += self.tied.get(name, 0.0)
        return total


def probabilities(scores: list[float], allowed: list[bool]) -> list[float]:
    """The softmax of `scores` over the labels that are allowed; 0 for the others."""
    top = max(score for score, fine in zip(scores, allowed, strict=True) if fine)
    shares = [math.exp(score - top) if fine else 0.0 for score, fine in zip(scores, allowed, strict=True)]
    whole = sum(shares)
    return [share / whole for share in shares]


@cache
def weights() -> Weights:
    """The weights in the file that FIGURES_WEIGHTS names, else those that come with the program.

    Raises OSError where the named file cannot be read, ValueError where it holds no weights.
    """
    own = os.environ.get("FIGURES_WEIGHTS")
    if own:
        return parse(Path(own).read_text(encoding="utf-8").splitlines())
    return parse(files("figures.lexicon").joinpath(FILE).read_text(encoding="utf-8").splitlines())


def parse(lines: Iterable[str]) -> Weights:
    """Weights from the lines of a weights file. Raises ValueError on a line that is not of its form."""
    labels: tuple[str, ...] = ()
    open_: dict[str, list[tuple[int, float]]] = {}
    tied: dict[str, float] = {}
    for line in lines:
        if not line or line.startswith("#"):
            continue
        kind, name, *cells = line.split("\t")
        if kind == "labels":
            labels = (name, *cells)
        elif kind == "t":
            tied[name] = float(cells[0])
        elif kind == "o":
            open_[name] = [(int(label), float(weight)) for label, weight in (cell.split(":") for cell in cells)]
        else:
            raise ValueError(f"not a line of a weights file: {line[:60]!r}")
    return Weights(labels, open_, tied)


def write(path: Path, found: Weights, remarks: Iterable[str]) -> None:
    """Write `found` to `path`, sorted, with `remarks` as comment lines."""
    lines = [f"# {remark}" for remark in remarks]
    lines.append("\t".join(["labels", *found.labels]))
    for name in sorted(found.tied):
        lines.append(f"t\t{name}\t{found.tied[name]:g}")
    for name in sorted(found.open):
        cells = (f"{label}:{weight:g}" for label, weight in found.open[name])
        lines.append("\t".join(["o", name, *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

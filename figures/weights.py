"""The trained weights: a small net over named features, in a text file with one feature a line.

A number's features are looked up, the rows of those that are known are summed, and the sum gives each label a score:
directly, through a layer of hidden units, and by the `tied` features that tell how a cue of that label stands to the
number. The file is made by `figures train` and read on the first extraction.

The file has a line `labels`, the lines `base`, `bias` and `out` with plain decimals, `scale` with the smallest size of
a row and the size of one step of the direct weights, a line `t` for each tied feature, and a line `o` for each feature:
its name, a letter for the size of its row (each letter is a twentieth more than the one before), a letter for each two
hidden units, which stands for two of nine levels, and one for each label, for a whole number of steps (`O` is 0).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, compress, repeat
from math import exp
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from figures.features import NONE, Features
from figures.sources import Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["NONE", "Weights", "cooled", "parse", "probabilities", "weights", "write"]
FILE = "weights.tsv"
# A row's letters are printable and none is a tab: from `!` to `}`.
_FIRST, _LETTERS = 33, 93
_ZERO = 79  # the letter O
_REACH = 46  # steps to either side
# What a hidden weight may be, in sizes of its row: the nine levels that lose least of a normal spread (Max, Quantizing
# for Minimum Distortion, 1960). The mean of eight nets loses less by it than it gains over the mean of four.
_LEVELS = (-2.255, -1.476, -0.9188, -0.4436, 0.0, 0.4436, 0.9188, 1.476, 2.255)
_GROWTH = 1.05  # from one size of a row to the next
_NEAR = range(-8, 5)  # sizes around that of the row's spread, of which the best is taken
_NAUGHT = repeat(0.0)
_FITTING = 250  # bytes whose sum fits two; they are a quarter quicker to sum than floats
_TOGETHER = 64  # numbers whose rows are taken at a time: half a megabyte


class _Net(NamedTuple):
    """Both ways from the sums to the labels as one: what is added to the sums, what they are at least, what leads on.

    The hidden units are at least 0; the direct sums have no floor, and each leads to its own label as it is. All are
    in steps: the size of a step is in what leads on.
    """

    offset: Floats
    floor: Floats
    layer: Floats


@dataclass(frozen=True, eq=False)
class Weights:
    """`labels`: `none` and the categories. `index`: the row of each feature.

    `rows` has, for each feature, its weights for the hidden units and then for the labels, in steps of the size `scale`
    (whole steps in bytes take a quarter of the memory, and its reading is most of the work); `bias` and `base` are
    added to these sums, `out` leads from the hidden units to the labels, `tied` has one weight for each tied feature.
    """

    labels: tuple[str, ...]
    index: dict[str, int]
    rows: Floats | NDArray[np.int8]
    bias: Floats
    out: Floats
    base: Floats
    tied: dict[str, float]
    scale: Floats | float = 1.0

    @cached_property
    def _net(self) -> _Net:
        """The net in as few steps as numpy can take it: each step costs more than the sums in it."""
        import numpy as np

        hidden, direct = self.out.shape
        floor = np.array([0.0] * hidden + [-np.inf] * direct, dtype=np.float32)
        scale = np.broadcast_to(np.asarray(self.scale, dtype=np.float32), floor.shape)
        layer = (np.concatenate([self.out, np.eye(direct)]) * scale[:, None]).astype(np.float32)
        return _Net((np.concatenate([self.bias, self.base]) / scale).astype(np.float32), floor, layer)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each label stands among the labels."""
        return {label: position for position, label in enumerate(self.labels)}

    def sums(self, named: Sequence[Iterable[str]]) -> Floats:
        """What the features of each number that are known sum up to: a row for each number, for `scores_of`."""
        import numpy as np

        known = [[row for row in map(self.index.get, names) if row is not None] for names in named]
        found = np.empty((len(known), len(self._net.offset)), dtype=np.float32)
        for first in range(0, len(known), _TOGETHER):
            part = known[first : first + _TOGETHER]
            rows = self.rows.take(np.array([*chain.from_iterable(part)], dtype=np.intp), axis=0)
            at = 0
            for one, out in zip(part, found[first:], strict=False):
                kind = np.int16 if rows.itemsize == 1 and len(one) <= _FITTING else np.float32
                np.add.reduce(rows[at : at + len(one)], axis=0, dtype=kind, out=out)
                at += len(one)
        return found + self._net.offset

    def with_more(self, summed: Floats, named: Iterable[str]) -> Floats:
        """A row of `sums` with what a few features more add to it."""
        import numpy as np

        rows = [self.rows[row] for row in map(self.index.get, named) if row is not None]
        return summed + sum(rows[1:], rows[0].astype(np.float32)) if rows else summed

    def scores_of(self, summed: Floats, tied: Mapping[str, Iterable[str]]) -> list[float]:
        """The score of each label, in the order of `labels`; higher is likelier. `summed` is a row of `sums`."""
        import numpy as np

        net = self._net
        total: list[float] = np.maximum(summed, net.floor).dot(net.layer).tolist()
        known, places = self.tied, self._places
        for label, names in tied.items():
            if label in places:
                total[places[label]] += sum(map(known.get, names, _NAUGHT))
        return total

    def scores(self, features: Features) -> list[float]:
        """The score of each label for a number with these features."""
        return self.scores_of(self.sums([features.open])[0], features.tied)


def cooled(found: Weights, heat: float) -> Weights:
    """`found` with all scores divided by `heat`: the same verdicts, said less surely where `heat` is over 1."""
    import numpy as np

    scale = np.ones(found.rows.shape[1], dtype=np.float32) * found.scale
    scale[len(found.bias) :] /= heat
    tied = {name: weight / heat for name, weight in found.tied.items()}
    return replace(found, scale=scale, out=found.out / heat, base=found.base / heat, tied=tied)


def probabilities(scores: list[float], allowed: list[bool]) -> list[float]:
    """The softmax of `scores` over the labels that are allowed; 0 for the others."""
    top = max(compress(scores, allowed))
    shares = [exp(score - top) if fine else 0.0 for score, fine in zip(scores, allowed, strict=True)]
    whole = sum(shares)
    return [share / whole for share in shares]


@cache
def weights() -> Weights:
    """The weights in the file that FIGURES_WEIGHTS names, else those that come with the program.

    Raises Unreadable where the named file cannot be read or holds no weights.
    """
    own = os.environ.get("FIGURES_WEIGHTS")
    if own:
        try:
            return parse(Path(own).read_text(encoding="utf-8").split("\n"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise Unreadable(own, f"no weights in the file that FIGURES_WEIGHTS names: {reason}") from None
    return parse(files("figures.lexicon").joinpath(FILE).read_text(encoding="utf-8").split("\n"))


def parse(lines: Iterable[str]) -> Weights:
    """Weights from the lines of a weights file. Raises ValueError on a line that is not of its form."""
    import numpy as np

    index: dict[str, int] = {}
    letters: list[str] = []
    tied: dict[str, float] = {}
    plain: dict[str, list[str]] = {}
    for line in lines:
        if not line or line[0] == "#":
            continue
        kind, _, rest = line.partition("\t")
        if kind == "o":
            name, _, row = rest.rpartition("\t")
            index[intern(name)] = len(letters)  # a name that is the same object is found at a glance
            letters.append(row)
        elif kind == "t":
            name, _, value = rest.rpartition("\t")
            tied[name] = float(value)
        elif kind in ("labels", "bias", "base", "out", "scale"):
            plain[kind] = rest.split("\t")
        else:
            raise ValueError(f"not a line of a weights file: {line[:60]!r}")
    try:
        labels = tuple(plain["labels"])
        bias, base = (np.array(plain[name], dtype=np.float32) for name in ("bias", "base"))
        out = np.array(plain["out"], dtype=np.float32).reshape(len(bias), len(labels))
        found = np.frombuffer("".join(letters).encode("ascii"), dtype=np.uint8).reshape(len(letters), -1)
        smallest, direct = (float(cell) for cell in plain["scale"])
        step, pairs = _pairs(smallest)
        hidden = pairs[(found[:, :1] - _FIRST), found[:, 1 : -len(labels)] - _FIRST].view(np.int8)
        rows = np.hstack([hidden, (found[:, -len(labels) :] - _ZERO).view(np.int8)])
        scale = np.array([step] * len(bias) + [direct] * len(labels), dtype=np.float32)
        if rows.shape[1] != len(scale):
            raise ValueError("a row of another length")
    except (KeyError, ValueError, IndexError) as error:
        raise ValueError(f"not a weights file: {error}") from None
    return Weights(labels, index, rows, bias, out, base, tied, scale)


def _pairs(smallest: float) -> tuple[float, Any]:
    """The step in which hidden weights are kept, and what each letter stands for in it: two bytes in one number, by the
    letters of the row's size and of the two levels."""
    import numpy as np

    sizes, levels = smallest * _GROWTH ** np.arange(_LETTERS), np.array(_LEVELS)
    step = float(sizes[-1] * levels[-1] / 127)
    steps = np.rint(np.multiply.outer(sizes, levels) / step).astype(np.int8)
    count = len(levels)
    both = np.stack([np.repeat(steps, count, axis=1), np.tile(steps, (1, count))], axis=2)
    return step, np.ascontiguousarray(both).view(np.int16)[:, :, 0]


def write(path: Path, found: Weights, remarks: Iterable[str]) -> None:
    """Write `found` to `path`, sorted, with `remarks` as comment lines. Its rows are rounded to what the file can say.

    Raises ValueError where the hidden units are of an odd number.
    """
    import numpy as np

    hidden, rows = len(found.bias), found.rows * found.scale
    if hidden % 2:
        raise ValueError("the file holds hidden units in pairs")
    smallest, levels = _levelled(rows[:, :hidden])
    direct = max(float(np.abs(rows[:, hidden:]).max(initial=0.0)), 1e-6) / _REACH
    steps = np.rint(rows[:, hidden:] / direct) + _ZERO
    letters = np.hstack([levels + _FIRST, steps]).astype(np.uint8)
    lines = [f"# {remark}" for remark in remarks]
    lines.append("\t".join(["labels", *found.labels]))
    lines.append(f"scale\t{smallest:.9g}\t{direct:.9g}")
    for kind, values in (("bias", found.bias), ("base", found.base), ("out", found.out.ravel())):
        lines.append("\t".join([kind, *(f"{value:.4g}" for value in values)]))
    lines += [f"t\t{name}\t{found.tied[name]:.4g}" for name in sorted(found.tied)]
    lines += [f"o\t{name}\t{letters[found.index[name]].tobytes().decode('ascii')}" for name in sorted(found.index)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _levelled(rows: Any) -> tuple[float, Any]:
    """The smallest size of a row, and for each of `rows` (features, hidden units) the number of its own size, then
    those of two levels together for each two weights."""
    import numpy as np

    levels = np.array(_LEVELS, dtype=np.float32)
    between = (levels[1:] + levels[:-1]) / 2
    spread = np.sqrt((rows**2).mean(axis=1))
    smallest = max(float(spread.max(initial=0.0)), 1e-6) / _GROWTH ** (_LETTERS - 1)
    about = np.rint(np.log(np.maximum(spread, smallest) / smallest) / np.log(_GROWTH)).astype(int)
    best, least = about, np.full(len(rows), np.inf)
    for off in _NEAR:
        number = np.clip(about + off, 0, _LETTERS - 1)
        sized = (smallest * _GROWTH**number)[:, None]
        lost = ((levels[np.searchsorted(between, rows / sized)] * sized - rows) ** 2).sum(axis=1)
        best, least = np.where(lost < least, number, best), np.minimum(least, lost)
    chosen = np.searchsorted(between, rows / (smallest * _GROWTH**best)[:, None])
    return smallest, np.hstack([best[:, None], chosen[:, ::2] * len(levels) + chosen[:, 1::2]])

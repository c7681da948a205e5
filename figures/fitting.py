"""Fits the weights to labelled numbers: a net with one hidden layer beside a direct layer, by stochastic descent.

Plain numpy. Every random choice comes from one seed, so the same examples give the same weights. At each step a part of
the features and of the hidden units is left out (Srivastava and others, Dropout, 2014), which keeps the net from
remembering single texts; the step of each weight shrinks with what it has moved (Duchi and others, AdaGrad, 2011). The
weights of the last epochs are averaged, so that it matters less where the descent happened to stop (Izmailov and
others, Averaging Weights Leads to Wider Optima and Better Generalization, 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

# All found by cross-validation over labelled articles.
HIDDEN = 64  # units
EPOCHS = 14
AVERAGED = 6  # the last epochs, of which the weights half-way and at the end are averaged
BATCH = 48  # examples
RATE = 0.05  # of the first epoch; it falls to RATE_END in a straight line
RATE_END = 0.01
DIRECT = 0.4  # the rate of the direct weights, as a share of RATE
FEATURES_OUT = 0.4  # the share of features left out at a step
UNITS_OUT = 0.5  # the share of hidden units left out at a step
DECAY = 1e-4  # pull of the hidden weights towards 0
DECAY_DIRECT = 2e-3


class Packed(NamedTuple):
    """One example in numbers: its features, its tied features each with the label it speaks for, the labels that its
    unit allows, and its right label."""

    names: Any
    tied: Any
    tied_labels: Any
    allowed: Any
    label: int


@dataclass(slots=True)
class Net:
    """What is fitted. `rows` (features, hidden + labels), `bias` (hidden), `out` (hidden, labels), `base` (labels),
    `tied` (tied features)."""

    rows: Any
    bias: Any
    out: Any
    base: Any
    tied: Any

    def map(self, change: Callable[[Any], Any]) -> Net:
        """A net of each part changed."""
        return Net(*map(change, (self.rows, self.bias, self.out, self.base, self.tied)))

    def add(self, other: Net) -> None:
        """Add the weights of `other` to these."""
        for name in ("rows", "bias", "out", "base", "tied"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def fit(examples: Sequence[Packed], features: int, tied: int, labels: int, seed: int = 0) -> Net:
    """The net fitted to `examples`, whose features, tied features and labels are numbered from 0."""
    import numpy as np

    random = np.random.default_rng(seed)
    rows = np.zeros((features, HIDDEN + labels), dtype=np.float32)
    rows[:, :HIDDEN] = random.normal(0, 0.05, (features, HIDDEN))
    out = random.normal(0, 0.1, (HIDDEN, labels)).astype(np.float32)
    net = Net(rows, np.zeros(HIDDEN, np.float32), out, np.zeros(labels, np.float32), np.zeros(tied, np.float32))
    moved = net.map(lambda part: np.full_like(part, 1e-3))
    total, taken = net.map(np.zeros_like), 0
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS) + RATE_END
        order = random.permutation(len(examples))
        starts = range(0, len(order), BATCH)
        for done, start in enumerate(starts, 1):
            _step(net, moved, [examples[number] for number in order[start : start + BATCH]], rate, random)
            if epoch >= EPOCHS - AVERAGED and done in (len(starts) // 2, len(starts)):
                total.add(net)
                taken += 1
    return total.map(lambda part: part / taken)


def joined(nets: Sequence[Net]) -> Net:
    """One net that scores as the mean of `nets` does: their hidden units side by side, the rest averaged.

    Nets that start from other random weights err in other places; the mean errs less (Hansen and Salamon, 1990).
    """
    import numpy as np

    count = len(nets)
    rows = np.hstack([*(net.rows[:, :HIDDEN] for net in nets), sum(net.rows[:, HIDDEN:] for net in nets) / count])
    bias = np.concatenate([net.bias for net in nets])
    out = np.vstack([net.out for net in nets]) / count
    return Net(rows, bias, out, sum(net.base for net in nets) / count, sum(net.tied for net in nets) / count)


def _step(net: Net, moved: Net, batch: list[Packed], rate: float, random: Any) -> None:
    """One step of descent on a batch."""
    import numpy as np

    size, labels = len(batch), len(net.base)
    counts = [len(one.names) for one in batch]
    names = np.concatenate([one.names for one in batch])
    owner = np.repeat(np.arange(size), counts)
    kept = _kept(len(names), FEATURES_OUT, random)
    summed = np.add.reduceat(net.rows[names] * kept[:, None], np.cumsum([0, *counts[:-1]]))
    units = summed[:, :HIDDEN] + net.bias
    mask = _kept(units.size, UNITS_OUT, random).reshape(units.shape) * (units > 0)
    units = units * mask
    cells = np.concatenate([one.tied for one in batch])
    places = np.concatenate([one.tied_labels + labels * number for number, one in enumerate(batch)])
    kept_tied = _kept(len(cells), FEATURES_OUT, random)
    scores = units @ net.out + net.base + summed[:, HIDDEN:]
    scores += np.bincount(places, net.tied[cells] * kept_tied, size * labels).reshape(size, labels)
    wrong = _wrong(scores, batch)
    slopes = np.hstack([(wrong @ net.out.T) * mask, wrong]).astype(np.float32)
    _move_rows(net, moved, names, slopes[owner] * kept[:, None], rate)
    touched = np.unique(cells)
    slope = np.bincount(cells, wrong.ravel()[places] * kept_tied, len(net.tied))[touched] + DECAY * net.tied[touched]
    moved.tied[touched] += slope**2
    net.tied[touched] -= rate * slope / np.sqrt(moved.tied[touched])
    _move(net.out, moved.out, units.T @ wrong + DECAY * net.out, rate)
    _move(net.bias, moved.bias, slopes[:, :HIDDEN].sum(axis=0), rate)
    _move(net.base, moved.base, wrong.sum(axis=0), rate)


def _kept(count: int, left_out: float, random: Any) -> Any:
    """Factors that leave out a share and make up for it in the rest."""
    import numpy as np

    return ((random.random(count) >= left_out) / (1 - left_out)).astype(np.float32)


def _wrong(scores: Any, batch: list[Packed]) -> Any:
    """The probabilities of the labels, less 1 for the right one: the slope of the loss."""
    import numpy as np

    scores[~np.array([one.allowed for one in batch])] = -np.inf
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(batch)), [one.label for one in batch]] -= 1
    return shares.astype(np.float32)


def _move(part: Any, moved: Any, slope: Any, rate: float) -> None:
    import numpy as np

    moved += slope**2
    part -= rate * slope / np.sqrt(moved)


def _move_rows(net: Net, moved: Net, names: Any, slopes: Any, rate: float) -> None:
    """Move the rows of the features that the batch holds."""
    import numpy as np

    labels = len(net.base)
    order = np.argsort(names, kind="stable")
    touched, starts = np.unique(names[order], return_index=True)
    decay = np.array([DECAY] * HIDDEN + [DECAY_DIRECT] * labels, dtype=np.float32)
    rates = np.array([rate] * HIDDEN + [rate * DIRECT] * labels, dtype=np.float32)
    slope = np.add.reduceat(slopes[order], starts) + decay * net.rows[touched]
    moved.rows[touched] += slope**2
    net.rows[touched] -= rates * slope / np.sqrt(moved.rows[touched])

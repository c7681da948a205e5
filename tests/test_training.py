"""Learning weights: marked texts are read, the same labels give the same weights, and weights can be swapped."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from figures import fitting, training, weights
from figures.features import Features
from figures.sources import Unreadable
from scripts.join_labels import join

MARKED = """=== quake-1 2024-05-03
# Title: Quake kills [[12|killed]]
A quake killed [[12|killed]] people and hurt [[30|injured]] on 3 May 2024.

=== market-1
Shares of the firm rose by 12 points and 30 people were hired.
"""


def test_marked_texts_lose_their_marks_and_keep_their_labels() -> None:
    first, second = training.marked(MARKED)
    assert first["text"] == "A quake killed 12 people and hurt 30 on 3 May 2024."
    assert first["title"] == "Quake kills 12"
    assert first["date"] == "2024-05-03"
    assert [(first["text"][f["start"] : f["end"]], f["category"]) for f in first["figures"]] == [
        ("12", "killed"),
        ("30", "injured"),
    ]
    assert second["figures"] == []
    assert second["date"] is None


def test_an_unknown_category_is_named() -> None:
    with pytest.raises(ValueError, match="slain"):
        list(training.marked("=== a\nIt killed [[12|slain]] people."))


def test_the_same_labels_give_the_same_weights(tmp_path: Path) -> None:
    documents = [*training.marked(MARKED)] * 3
    for name in ("one", "two"):
        weights.write(tmp_path / name, training.train(documents), ["made by a test"])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


LABELS = ("none", "killed", "injured")


def made(seed: int) -> weights.Weights:
    """Weights of four hidden units over three features, at random."""
    random = np.random.default_rng(seed)
    index = {"head=people": 0, "right=die": 1, "bias": 2}
    rows, out = random.normal(0, 1, (3, 4 + len(LABELS))), random.normal(0, 1, (4, len(LABELS)))
    return weights.Weights(
        LABELS, index, rows, random.normal(0, 1, 4), out, random.normal(0, 1, 3), {"noun:head": 0.75}
    )


SEEN = Features(["bias", "right=die", "never seen"], {"killed": ["noun:head", "never seen"]})


def test_weights_read_back_as_written(tmp_path: Path) -> None:
    before = made(1)
    weights.write(tmp_path / "w.tsv", before, ["a remark"])
    after = weights.parse((tmp_path / "w.tsv").read_text().split("\n"))
    assert (after.labels, after.tied) == (before.labels, before.tied)
    assert after.scores(SEEN) == pytest.approx(before.scores(SEEN), abs=0.3)
    weights.write(tmp_path / "again.tsv", after, ["a remark"])
    again = weights.parse((tmp_path / "again.tsv").read_text().split("\n"))
    assert again.scores(SEEN) == pytest.approx(after.scores(SEEN), abs=0.3)


def test_a_file_holds_hidden_weights_with_a_fortieth_of_their_variance_lost(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    sizes = np.exp(random.normal(0, 0.5, (300, 1)))
    rows = np.hstack([sizes * random.normal(0, 0.15, (300, 64)), random.normal(0, 0.3, (300, len(LABELS)))])
    index = {f"right={number}": number for number in range(300)}
    before = weights.Weights(LABELS, index, rows, np.zeros(64), np.zeros((64, 3)), np.zeros(3), {})
    weights.write(tmp_path / "w.tsv", before, [])
    after = weights.parse((tmp_path / "w.tsv").read_text().split("\n"))
    order = [after.index[name] for name in index]
    lost = (after.rows * after.scale)[order] - rows
    assert (lost[:, :64] ** 2).sum() < 0.03 * (rows[:, :64] ** 2).sum()
    assert (lost[:, 64:] ** 2).sum() < 0.001 * (rows[:, 64:] ** 2).sum()


def test_a_score_is_the_sum_of_what_is_known() -> None:
    net = made(1)
    summed = net.rows[1] + net.rows[2]
    right = np.maximum(summed[:4] + net.bias, 0) @ net.out + summed[4:] + net.base + np.array([0, 0.75, 0])
    assert net.scores(SEEN) == pytest.approx(right)


def test_cooling_keeps_the_verdict_and_takes_from_its_sureness() -> None:
    net = made(2)
    fine = [True] * 3
    hot = weights.probabilities(net.scores(SEEN), fine)
    cold = weights.probabilities(weights.cooled(net, 2).scores(SEEN), fine)
    assert hot.index(max(hot)) == cold.index(max(cold))
    assert max(cold) < max(hot)


def test_a_label_that_is_not_allowed_has_no_share() -> None:
    shares = weights.probabilities([1.0, 9.0, 2.0], [True, False, True])
    assert shares[1] == 0
    assert sum(shares) == pytest.approx(1)


def test_joined_nets_score_as_their_mean() -> None:
    packed = [
        fitting.Packed(np.array([0, 1 + n % 2]), np.array([], int), np.array([], int), np.array([True] * 3), n % 2)
        for n in range(40)
    ]
    nets = [fitting.fit(packed, 3, 0, 3, seed) for seed in range(2)]

    def scores(net: fitting.Net) -> Any:
        hidden = len(net.bias)
        summed = net.rows[0] + net.rows[1]
        return np.maximum(summed[:hidden] + net.bias, 0) @ net.out + summed[hidden:] + net.base

    assert scores(fitting.joined(nets)) == pytest.approx((scores(nets[0]) + scores(nets[1])) / 2, rel=1e-4)


def test_a_net_learns_what_no_single_feature_tells() -> None:
    """Either of two features alone says 1, both together or neither say 0."""
    cases = [([0], 0), ([0, 1], 1), ([0, 2], 1), ([0, 1, 2], 0)]
    empty = np.array([], int)
    packed = [
        fitting.Packed(np.array(names), empty, empty, np.array([True, True]), label) for names, label in cases * 80
    ]
    net = fitting.fit(packed, 3, 0, 2)
    for names, label in cases:
        summed = net.rows[names].sum(axis=0)
        scores = np.maximum(summed[: len(net.bias)] + net.bias, 0) @ net.out + summed[len(net.bias) :] + net.base
        assert scores.argmax() == label, names


@pytest.mark.parametrize("line", ["x\ty", "labels\tnone", "o\tbias\tO"])
def test_what_is_no_weights_file_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="weights file"):
        weights.parse([line])


def test_the_training_texts_are_read_whole() -> None:
    folder = Path(__file__).parent.parent / "bench" / "training"
    documents = [document for path in sorted(folder.glob("*.txt")) for document in training.load(path)]
    assert len(documents) > 1_000
    assert not [document["doc_id"] for document in documents if "[[" in document["text"]]


def test_labels_kept_without_their_texts_find_them_by_their_hash() -> None:
    text = "A quake killed 12 people."
    digest = hashlib.sha256(text.encode()).hexdigest()
    label = {"doc_id": "a", "sha256": digest, "figures": [{"start": 15, "end": 17, "category": "killed"}]}
    assert list(join([label, {**label, "sha256": "0"}], ["Another text.", text])) == [
        {"doc_id": "a", "text": text, "figures": label["figures"]}
    ]


@pytest.mark.parametrize("content", [None, "127.0.0.1 localhost\n", "labels\tnone\n"])
def test_a_bad_weights_file_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    path = tmp_path / "own.tsv"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("FIGURES_WEIGHTS", str(path))
    with pytest.raises(Unreadable, match=r"own\.tsv: no weights"):
        weights.weights.__wrapped__()

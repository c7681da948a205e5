"""Learning weights: marked texts are read, the same labels give the same weights, and weights can be swapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from figures import training, weights

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


def test_weights_read_back_as_written(tmp_path: Path) -> None:
    made = weights.Weights(("none", "killed"), {"head=people": [(0, -0.5), (1, 1.25)]}, {"noun:head": 0.75})
    weights.write(tmp_path / "w.tsv", made, ["a remark"])
    assert weights.parse((tmp_path / "w.tsv").read_text().splitlines()) == made


def test_a_line_that_is_none_of_a_weights_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line"):
        weights.parse(["x\ty"])


def test_the_training_texts_are_read_whole() -> None:
    folder = Path(__file__).parent.parent / "bench" / "training"
    documents = [document for path in sorted(folder.glob("*.txt")) for document in training.load(path)]
    assert len(documents) > 1_000
    assert not [document["doc_id"] for document in documents if "[[" in document["text"]]

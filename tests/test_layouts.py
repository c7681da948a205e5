"""Texts whose layout says what is counted: blocks of key figures, dashboards, lists of places, tables, logs, questions.

The texts of `layouts.txt` are marked like those that are trained on, and are never trained on.
"""

from __future__ import annotations

from pathlib import Path

from figures import extract
from figures.training import marked

TEXTS = Path(__file__).parent / "layouts.txt"
LEAST_PRECISION, LEAST_RECALL = 0.90, 0.72  # of the numbers with the right category


def test_what_stands_in_lists_tables_and_key_figures_is_found() -> None:
    right = found = wanted = 0
    for text in marked(TEXTS.read_text(encoding="utf-8")):
        labels = {(one["start"], one["end"]): one["category"] for one in text["figures"]}
        figures = extract(text["text"], title=text["title"])
        wanted, found = wanted + len(labels), found + len(figures)
        right += sum(
            any(start < one.end and one.start < end and label == one.category for (start, end), label in labels.items())
            for one in figures
        )
    assert wanted > 500
    assert right / found > LEAST_PRECISION
    assert right / wanted > LEAST_RECALL

"""The scores of an evaluation as a table for people or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from figures.evaluation import Ratio, Scores

KINDS = ("found", "loose", "strict")


def scores_json(scores: Scores) -> str:
    """One JSON object: the ratios, the categories, the attributes, the confidence."""
    return json.dumps(_summary(scores), ensure_ascii=False)


def scores_text(scores: Scores, errors: int) -> str:
    """Tables of the ratios, attributes and categories, and the first `errors` errors by kind, most frequent first."""
    from tabulate import tabulate

    summary = _summary(scores)
    head = ["", "precision", "recall", "F1", "labelled", "said"]
    overall = [[kind, *_rounded(scores.ratio(kind)), scores.wanted.total(), scores.said.total()] for kind in KINDS]
    names = sorted(scores.wanted | scores.said, key=lambda name: -scores.wanted[name])
    rows = [[name, *_rounded(scores.category(name)), scores.wanted[name], scores.said[name]] for name in names]
    share, right = scores.sure()
    parts = [
        f"{scores.documents:,} documents",
        tabulate(overall, head, floatfmt=".3f"),
        tabulate(list(summary["attributes"].items()), ["attribute", "right"], floatfmt=".3f"),
        f"Confidence over 0.8: {share:.0%} of the figures, of which {right:.1%} are right",
        tabulate(rows, ["category", *head[1:]], floatfmt=".3f"),
    ]
    return "\n\n".join([*parts, *_error_lines(scores, errors)])


def _summary(scores: Scores) -> dict[str, Any]:
    share, right = scores.sure()
    return {
        "documents": scores.documents,
        "labelled": scores.wanted.total(),
        "said": scores.said.total(),
        **{kind: dict(zip(("p", "r", "f"), _rounded(scores.ratio(kind)), strict=True)) for kind in KINDS},
        "attributes": {name: round(scores.attribute(name), 3) for name in sorted(scores.attributes)},
        "confidence_over_0.8": {"share": round(share, 3), "right": round(right, 3)},
        "categories": {name: round(scores.category(name).f1, 4) for name in sorted(scores.wanted)},
    }


def _rounded(ratio: Ratio) -> tuple[float, ...]:
    return tuple(round(number, 4) for number in ratio)


def _error_lines(scores: Scores, most: int) -> list[str]:
    if not most:
        return []
    kinds = Counter(error.kind for error in scores.errors)
    ranked = sorted(scores.errors, key=lambda error: (-kinds[error.kind], error.kind))[:most]
    lines = []
    for error in ranked:
        said = f" ({error.said})" if error.kind == "value" else ""
        lines.append(f"{error.kind}{said} [{error.document}] … {error.before} [{error.number}] {error.after} …")
    return ["\n".join([*(f"{count:5}  {kind}" for kind, count in kinds.most_common()), "", *lines])]

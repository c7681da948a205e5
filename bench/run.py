"""Measures our extractor and its installable peers on the same texts in one run, and writes `docs/benchmark.md`.

    python bench/run.py [GOLD.jsonl ...]

The texts are the gold passages of `tests/gold` and the documents of `examples`; labelled files that are named are
measured too. Speed is the whole extraction on one core, in pages of about 2,500 characters; start-up and memory are
those of a fresh process that reads one sentence. Accuracy of the peers: quantulum3 reads numbers and units but not what
they count, so it is compared on the numbers alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
PAGE = ROOT / "docs" / "benchmark.md"
SENTENCE = "At least 51 people were killed and 7,000 tonnes of food lost."
ENOUGH = 2.0  # seconds of repetition for one speed

Spans = list[tuple[int, int]]


class Peer(NamedTuple):
    """A program to measure: the code that starts it in a fresh process, and its spans of numbers in a text."""

    name: str
    start: str
    spans: Callable[[str], Spans]


class Row(NamedTuple):
    """What was measured of one peer."""

    name: str
    pages_a_second: float
    start_seconds: float
    megabytes: float
    precision: float
    recall: float
    f1: float


def our_figures(text: str) -> Spans:
    """The spans of the figures."""
    import figures

    return [(figure.start, figure.end) for figure in figures.extract(text)]


def our_quantities(text: str) -> Spans:
    """The spans of every number that counts or measures."""
    import figures

    return [(quantity.start, quantity.end) for quantity in figures.quantities(text)]


def quantulum(text: str) -> Spans:
    """The spans that quantulum3 finds; a sentence that it fails on gives none."""
    from quantulum3 import parser

    try:
        return [quantity.span for quantity in parser.parse(text)]
    except Exception:  # it raises IndexError, KeyError and more on real text
        return []


PEERS = (
    Peer("figures.extract", f"import figures; figures.extract({SENTENCE!r})", our_figures),
    Peer("figures.quantities", f"import figures; figures.quantities({SENTENCE!r})", our_quantities),
    Peer(
        f"quantulum3 {version('quantulum3')}",
        f"from quantulum3 import parser; parser.parse({SENTENCE!r})",
        quantulum,
    ),
)


def documents() -> list[dict[str, Any]]:
    """The labelled texts: the gold passages, and those of the files named on the command line."""
    from gold_passages import load

    named = [Path(name) for name in sys.argv[1:]]
    lines = (line for path in named for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [*load(), *(json.loads(line) for line in lines)]


def pages() -> list[str]:
    """The texts of the examples, which are about a page each."""
    import figures

    return [document.text for document in figures.read(ROOT / "examples")]


def speed(spans: Callable[[str], Spans], texts: Sequence[str]) -> float:
    """Pages of 2,500 characters a second, on one core, after a warm-up."""
    spans(SENTENCE)
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < ENOUGH:
        spans(texts[done % len(texts)])
        done += 1
    characters = sum(len(texts[i % len(texts)]) for i in range(done))
    return characters / 2500 / spent


def start_up(code: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a fresh process that runs `code`; the median of three."""
    # Not ru_maxrss: on Linux a child starts with its parent's.
    measured = "print(next(int(l.split()[1]) / 1024 for l in open('/proc/self/status') if l.startswith('VmHWM')))"
    runs = []
    for _ in range(3):
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"{code}\n{measured}"], capture_output=True, text=True, check=True
        )
        runs.append((time.perf_counter() - started, float(done.stdout.split()[-1])))
    return sorted(runs)[1]


def accuracy(spans: Callable[[str], Spans], labelled: Iterable[dict[str, Any]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the spans against those of the labelled figures; any overlap counts."""
    right = said = wanted = 0
    for document in labelled:
        gold = [(figure["start"], figure["end"]) for figure in document["figures"]]
        found = spans(document["text"])
        wanted += len(gold)
        said += len(found)
        right += sum(any(a < end and start < b for a, b in found) for start, end in gold)
    precision, recall = right / max(1, said), right / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure(peer: Peer, texts: Sequence[str], labelled: Sequence[dict[str, Any]]) -> Row:
    """One row of the table."""
    seconds, megabytes = start_up(peer.start)
    return Row(peer.name, speed(peer.spans, texts), seconds, megabytes, *accuracy(peer.spans, labelled))


def category_tables(labelled: Sequence[dict[str, Any]]) -> str:
    """Our accuracy by category, our attributes, and the calibration of our confidence."""
    from tabulate import tabulate

    import figures
    from figures import evaluation, lexicon

    scores = evaluation.score(labelled, figures.extract)
    rows = [(name, scores.wanted[name], *scores.category(name)) for name in lexicon.categories() if scores.wanted[name]]
    attributes = [(name, scores.attribute(name)) for name in sorted(scores.attributes)]
    curve = scores.calibration()
    share, right = scores.sure()
    strict = scores.ratio("strict")
    table = {"tablefmt": "github", "floatfmt": ".2f"}
    return "\n\n".join(
        [
            f"Strict (span, value, bounds and category right): precision {strict.precision:.3f}, "
            f"recall {strict.recall:.3f}, F1 {strict.f1:.3f}.",
            tabulate(rows, ["category", "labelled", "precision", "recall", "F1"], **table),
            tabulate(attributes, ["attribute", "right"], **table),
            "## Confidence",
            f"Above 0.8: {share:.0%} of the figures, of which {right:.1%} are right.",
            tabulate(curve, ["mean confidence", "figures", "right"], **table),
        ]
    )


def page(rows: Sequence[Row], labelled: Sequence[dict[str, Any]]) -> str:
    """The benchmark page."""
    from tabulate import tabulate

    head = ["", "pages a second", "start (s)", "memory (MB)", "precision", "recall", "F1"]
    figures_labelled = sum(len(document["figures"]) for document in labelled)
    return "\n\n".join(
        [
            "# Benchmark",
            f"Made by `make bench` on {len(labelled):,} labelled texts with {figures_labelled:,} figures.",
            "Speed differs from machine to machine; what to compare is the rows of one run. Precision and recall are "
            "of finding the numbers that are figures: quantulum3 and `figures.quantities` report every number, so "
            "their precision is that of a program that cannot tell.",
            tabulate(rows, head, tablefmt="github", floatfmt=".2f"),
            "## By category",
            category_tables(labelled),
        ]
    )


def main() -> None:
    """Measure and write the page."""
    warnings.filterwarnings("ignore")
    labelled, texts = documents(), pages()
    rows = [measure(peer, texts, labelled) for peer in PEERS]
    PAGE.write_text(page(rows, labelled) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

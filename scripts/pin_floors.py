"""Pins what the extractor reaches on the gold passages as floors that must not be lowered.

    python scripts/pin_floors.py            show what is reached beside the floors
    python scripts/pin_floors.py --update   raise the floors; refuses to lower one

A floor stands a little under what was reached, so that noise does not fail the gate. New or changed passages change
the digest, and the floors are then pinned anew: `--new-gold` says that this is meant.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
FLOORS = ROOT / "tests" / "gold" / "floors.json"
SLACK = 0.01
CATEGORY_SLACK = 0.1  # about one figure in the categories with the fewest passages
# The files of tests/gold/context, and what each is about: how often the scene gives it to the figures labelled there.
CONTEXT = {"roles": ("place", "country", "place_role")}
ATTRIBUTES = (
    "unit", "qualifier", "modality", "country", "span", "place", "source", "group", "measure", "when", "days", "as_of",
    "claimant", "source_type", "via",
)  # fmt: skip


def digest() -> str:
    """One hash over all gold passages."""
    paths = sorted((ROOT / "tests" / "gold").rglob("*.txt"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def reached() -> dict[str, float]:
    """What the extractor reaches now, by name: `strict`, `precision`, `killed`, `unit`, …

    `file dates` is the share of the attributes checked in `dates.txt` that are right, over its strict pairs.
    """
    from gold_passages import load, read

    import figures
    from figures import evaluation, lexicon

    scores = evaluation.score(load(), figures.extract)
    strict = scores.ratio("strict")
    found = {"strict": strict.f1, "precision": strict.precision, "found": scores.ratio("found").f1}
    found |= {f"category {name}": scores.category(name).f1 for name in lexicon.categories()}
    found |= {f"attribute {name}": scores.attribute(name) for name in ATTRIBUTES}
    for file, names in CONTEXT.items():
        context = evaluation.score_context(read(ROOT / "tests" / "gold" / "context" / f"{file}.txt"))
        found |= {f"{file} {name}": context.attribute(name) for name in names}
    for name, passages in by_file().items():
        own = evaluation.score(passages, figures.extract)
        right, labelled = (sum(own.attributes[one][at] for one in passages[0]["checked"]) for at in (0, 1))
        found[f"file {name}"] = right / labelled
    return {name: round(value, 3) for name, value in found.items()}


def by_file() -> dict[str, list[dict[str, Any]]]:
    """The passages of the files that say which attributes they check, by file."""
    from gold_passages import load

    found: dict[str, list[dict[str, Any]]] = {}
    for passage in load():
        if passage["checked"]:
            found.setdefault(passage["id"].split("/")[0], []).append(passage)
    return found


def floor_of(name: str, value: float) -> float:
    """The floor for a value that was reached."""
    return max(0.0, round(value - (CATEGORY_SLACK if name.startswith("category") else SLACK), 3))


def main(arguments: list[str]) -> int:
    """Show or raise the floors; 1 where one would fall."""
    pinned: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors: dict[str, float] = pinned.get("floors", {})
    now = reached()
    same_gold = pinned.get("digest") == digest()
    fallen = {name: value for name, value in now.items() if value < floors.get(name, 0.0)}
    for name, value in now.items():
        print(f"{value:6.3f}  floor {floors.get(name, 0.0):6.3f}  {name}{'  FALLEN' if name in fallen else ''}")
    if "--update" not in arguments and "--new-gold" not in arguments:
        return 1 if fallen else 0
    if "--new-gold" in arguments:
        if same_gold:
            print("The gold passages are the same: a floor can only be raised.", file=sys.stderr)
            return 1
        floors, fallen = {}, {}
    if fallen or (not same_gold and "--new-gold" not in arguments):
        print("Not pinned: a floor would fall, or the gold passages have changed.", file=sys.stderr)
        return 1
    raised = {name: max(floors.get(name, 0.0), floor_of(name, value)) for name, value in now.items()}
    FLOORS.write_text(json.dumps({"digest": digest(), "floors": raised}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

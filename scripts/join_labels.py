"""Put labels that are kept without their texts together with the texts.

    python scripts/join_labels.py bench/training/public-labels.jsonl TEXTS.jsonl... > labelled.jsonl

Some public texts may be labelled but not shipped. Their labels stand in a file of their own, with the SHA-256 of the
text and the offsets of the figures. TEXTS hold the texts as anyone can fetch them, in JSON Lines with a field `text`.
What comes out is for `figures train` and `figures evaluate`. How many labels found no text is said on standard error.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def join(labels: Iterable[dict[str, Any]], texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The labelled documents whose text is among `texts`, in the order of the labels."""
    known = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    for label in labels:
        if (text := known.get(label["sha256"])) is not None:
            yield {"doc_id": label["doc_id"], "text": text, "figures": label["figures"]}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def main(arguments: list[str]) -> int:
    """Write the joined documents to standard output; 1 where a label found no text."""
    labels = list(rows(Path(arguments[0])))
    joined = list(join(labels, (row["text"] for name in arguments[1:] for row in rows(Path(name)))))
    for document in joined:
        print(json.dumps(document, ensure_ascii=False))
    print(f"{len(joined)} of {len(labels)} labelled texts found.", file=sys.stderr)
    return 0 if len(joined) == len(labels) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

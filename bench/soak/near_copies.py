"""Measures how long it takes to find the stories of many documents, and whether the right ones are found.

    python bench/soak/near_copies.py [DOCUMENTS]

The documents are made from the sentences of tests/stories by a seeded script: about 3,000 characters each, in an order
and with numbers and names of their own. One in ten is a copy of an earlier one (cut, framed, some words changed), one
in ten the next report of a series (the same words, other numbers), which is no copy. Measured is what the writer does
for a document beyond storing it: looking for copies, comparing, and keeping what a later run needs; and apart from it
the making of signatures, which is the workers' part.
"""

from __future__ import annotations

import gc
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from story_pairs import stories  # noqa: E402 - the path comes first

from db.identity import document_id  # noqa: E402
from db.rows import rows_of  # noqa: E402
from db.store import Extracted, open_store  # noqa: E402
from figures.flow import RESULTS  # noqa: E402
from figures.model import Document  # noqa: E402
from figures.stories import Signature, signature  # noqa: E402
from figures.worker import OBJECTS  # noqa: E402

DOCUMENTS = 50_000
CHARACTERS = 3_000
START = date(2024, 1, 1)
SEED = 5

Made = tuple[Document, int | None]  # a document, and the place of the one that it is a copy of


def main(number: int) -> int:
    """Store `number` documents, place them, and say how long that took. Returns 1 where a story is wrong."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "figures.db") as store:
        store.begin_run("1.0", [])
        gc.set_threshold(OBJECTS)  # as ingest does
        place, spent, signing = store.stories.place, 0.0, 0.0

        def timed(key: str, document: Document, made: Signature | None = None) -> None:
            nonlocal spent
            start = time.process_time()
            place(key, document, made)
            spent += time.process_time() - start

        store.stories.place = timed  # type: ignore[method-assign]
        pairs: dict[str, str] = {}
        start = time.process_time()
        ids: list[str] = []
        documents = made(number)
        while batch := list(islice(documents, RESULTS)):  # one transaction, as ingest writes
            changes = []
            for document, original in batch:
                before = time.process_time()
                told = signature(document.text)
                signing += time.process_time() - before
                changes.append(Extracted(document, rows_of(document, [], store.version, told)))
                ids.append(document_id(document))
                if original is not None:
                    pairs[ids[-1]] = ids[original]
            store.write(changes)
            if len(ids) % 6_400 == 0:
                print(f"{len(ids):>7,} documents: {spent:6.1f} s", flush=True)
        whole = time.process_time() - start
        found = dict(store.db.execute("select document_id, story_id from stories where document_id <> story_id"))
    right = sum(found.get(copy) in (original, found.get(original)) for copy, original in pairs.items())
    wrong = len(found.keys() - pairs.keys())
    print(
        f"{number:,} documents placed in {spent:.1f} s of the processor, {spent / number * 1000:.2f} ms each, "
        f"and {signing:.1f} s for their signatures; {whole:.1f} s with storing."
    )
    print(f"{right:,} of {len(pairs):,} copies found; {wrong:,} others called copies.")
    print(f"Peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.")
    return int(right < 0.95 * len(pairs) or wrong > 0.02 * len(pairs))


def made(number: int) -> Iterator[Made]:
    """Documents with, for a copy, the place of its original."""
    rng = random.Random(SEED)
    stock = [
        sentence
        for story in stories()
        for paragraph in story[0].document.text.split("\n\n")[1:]
        for sentence in re.split(r"(?<=[.!?]) ", paragraph)
    ]
    recent: list[tuple[int, Document]] = []
    for at in range(number):
        day = START + timedelta(days=at * 365 // number)
        kind = rng.random()
        if kind < 0.1 and recent:
            original, document = rng.choice(recent)
            yield _document(copied(document.text, rng), day, at), original
            continue
        if kind < 0.2 and recent:
            text = renumbered(rng.choice(recent)[1].text, rng)
        else:
            text = new_text(stock, rng)
        document = _document(text, day, at)
        recent = [*recent[-99:], (at, document)]
        yield document, None


def _document(text: str, day: date, at: int) -> Document:
    return Document(text, title=f"Report {at}", published=day, date_source="metadata", origin=f"{at}.txt")


def new_text(stock: list[str], rng: random.Random) -> str:
    """Sentences in paragraphs of three, with numbers and names of their own."""
    said: list[str] = []
    while sum(map(len, said)) < CHARACTERS:
        said.append(renamed(rng.choice(stock), rng))
    text = "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))
    return renumbered(text, rng)


def renumbered(text: str, rng: random.Random) -> str:
    """The text with other numbers."""
    return re.sub(r"\d[\d,]*", lambda found: f"{rng.randrange(2, 10 ** max(2, len(found[0]))):,}", text)


def renamed(sentence: str, rng: random.Random) -> str:
    """The sentence with other names."""
    return re.sub(
        r"(?<=[a-z,] )[A-Z][a-z]{3,}", lambda found: "".join(rng.sample(found[0].lower(), 4)).title(), sentence
    )


def copied(text: str, rng: random.Random) -> str:
    """A copy as an outlet prints it: cut at the end, framed, a few words changed."""
    paragraphs = text.split("\n\n")
    paragraphs = paragraphs[: max(3, round(len(paragraphs) * rng.uniform(0.4, 1)))]
    words = " ".join(paragraphs).split(" ")
    for _ in range(len(words) // 25):
        at = rng.randrange(len(words))
        if words[at].islower():
            words[at] = rng.choice(["recently", "also", "reportedly", "still"])
    return f"By our own correspondent\n\n{' '.join(words)}\n\nRead more about this on our pages."


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS))

"""Feeds damaged and hostile files of every format to the readers and the extractor.

    python bench/soak/fuzz.py --inputs 20000 --seed 1 --keep fuzz-failures

Two thirds of the inputs are sound files of every format, mutated by bit flips, cuts, splices, repeats and hostile
words, on the outside or inside their packing; the rest is made by Hypothesis. An input fails the run if it crashes a
reader or the extractor, takes over 5 s, or is lost: gives neither a document nor a reason. Exit code 1 if any does;
those inputs are kept in the folder.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from hypothesis import HealthCheck, Phase, Verbosity, given, settings  # noqa: E402
from hypothesis import seed as seeded  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from limits import Slow, limited  # noqa: E402
from reading import read_bytes  # noqa: E402
from samples import samples  # noqa: E402

from figures import extract  # noqa: E402
from figures.model import Document  # noqa: E402

LONGEST = 5.0  # seconds of the processor, for one input: those do not depend on what else the machine does
HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e".encode(), "\u0301".encode() * 50, b"\xef\xbb\xbf", b"\r", b"\n\n",
    b"<!ENTITY a '&a;&a;'>", b"&a;", b"<![CDATA[", b"-->", b"</p>", b"<table>", b"<td colspan=99999999>", b'"', b"'",
    b"{", b"[", b"[[[[[[[[", b"9" * 400, b"-1", b"4294967295", b"1e999", b"=cmd|' /C calc'!A0", b"../../etc/passwd",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", b"=?utf-8?b?////?=", b"%PDF-1.7",
    b"PK\x03\x04", b"\x1f\x8b",
    b"1,000 people, " * 40, b"killed " * 40, b"(" * 200, b"| " * 200, b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
)  # fmt: skip


@dataclass
class Run:
    """What the inputs did so far."""

    keep: Path | None = None
    inputs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def take(self, raw: bytes, name: str) -> None:
        """Read one input to its end, extract what it holds, and note what went wrong."""
        self.inputs += 1
        started = time.perf_counter()
        trouble = ""
        try:
            with limited(LONGEST):
                trouble = judged(raw, name, self.outcomes)
        except Slow:
            trouble = f"took over {LONGEST:g} s"
        except Exception as error:
            trouble = f"crashed: {type(error).__name__}: {error}"[:300]
        self.slowest = max(self.slowest, (time.perf_counter() - started, f"{name}, input {self.inputs}"))
        self.formats[name.split(".", 1)[-1]] += 1
        if trouble:
            self.troubles.append(f"input {self.inputs} ({name}): {trouble}")
            if self.keep is not None:
                self.keep.mkdir(parents=True, exist_ok=True)
                (self.keep / f"{self.inputs}-{name}").write_bytes(raw)


def judged(raw: bytes, name: str, outcomes: Counter[str]) -> str:
    """What is wrong with the answer to an input, "" where nothing is."""
    found = read_bytes(raw, name, limit=300_000)
    for one in found:
        kind = type(one).__name__
        outcomes[kind] += 1
        if isinstance(one, Document):
            "".join(words for words in (one.text, one.title, one.publisher, one.url, one.origin) if words).encode()
            if "\x00" in one.text or not one.text.strip():
                return "a document that cannot be stored"
            for figure in extract(one.text, published=one.published, title=one.title, language=one.language):
                if one.text[figure.start : figure.end] != figure.text:
                    return "a figure that is not in its text"
        else:
            if "the reader broke on it" in one.reason:
                return one.reason
            if not one.reason or "\n" in one.reason:
                return f"a reason that is not one line: {one.reason!r}"
            (one.origin + one.reason).encode()
    # A file of nothing but blanks and commas holds nothing that could be lost.
    return "" if found or not raw.strip(b" \t\r\n,\x00\xef\xbb\xbf") else "lost: neither a document nor a reason"


def mutated(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    """A file that was sound, damaged, and its name, which may be that of another format."""
    name = chance.choice(sorted(files))
    raw = files[name]
    if raw.startswith(b"PK") and chance.random() < 0.7:
        raw = inside(raw, chance)
    elif raw.startswith(b"\x1f\x8b") and chance.random() < 0.7:
        raw = gzip.compress(damaged(gzip.decompress(raw), files, chance), 1)
    else:
        raw = damaged(raw, files, chance)
    if chance.random() < 0.1:
        name = "a" + chance.choice(["", ".bin", *("." + other.split(".", 1)[1] for other in files)])
    return raw, name


def inside(raw: bytes, chance: random.Random) -> bytes:
    """An archive with one of its files damaged and packed again."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        names = sound.namelist()
        likely = [one for one in names if one.endswith((".xml", ".rels", ".txt", ".html", ".csv"))] or names
        hit = chance.choice(likely)
        for one in names:
            held = sound.read(one)
            made.writestr(one, damaged(held, {}, chance) if one == hit else held)
    return out.getvalue()


def damaged(raw: bytes, files: dict[str, bytes], chance: random.Random) -> bytes:
    """`raw` after one to four harms."""
    harms: list[Callable[[bytes], bytes]] = [
        lambda raw: flipped(raw, chance),
        lambda raw: raw[: chance.randrange(len(raw) + 1)],
        lambda raw: raw[chance.randrange(len(raw) + 1) :],
        lambda raw: without(raw, chance),
        lambda raw: with_words(raw, chance),
        lambda raw: with_words(raw, chance),
        lambda raw: repeated(raw, chance),
        lambda raw: spliced(raw, files, chance),
    ]
    for _ in range(chance.randint(1, 4)):
        raw = chance.choice(harms)(raw)
    return raw[:400_000]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    bits = bytearray(raw)
    for _ in range(chance.randint(1, 8) if bits else 0):
        bits[chance.randrange(len(bits))] ^= 1 << chance.randrange(8)
    return bytes(bits)


def without(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.randint(1, 200) :]


def with_words(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(HOSTILE) * chance.choice([1, 1, 1, 2, 50]) + raw[at:]


def repeated(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    some = raw[at : at + chance.randint(1, 200)]
    return raw[:at] + some * chance.choice([2, 10, 500]) + raw[at:]


def spliced(raw: bytes, files: dict[str, bytes], chance: random.Random) -> bytes:
    if not files:
        return flipped(raw, chance)
    other = files[chance.choice(sorted(files))]
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


KEYS = ("text", "title", "body", "date", "data", "fields", "source", "url", "content", "articles")
TAGS = ("p", "div", "table", "tr", "td", "li", "item", "entry", "title", "rss", "x")
FIELDS = ("From", "Date", "Subject", "Content-Type", "MIME-Version", "To")


def made_up() -> st.SearchStrategy[tuple[bytes, str]]:
    """Inputs that were never sound: bytes, texts, values of JSON, rows, markup, mails."""
    hostile = st.sampled_from(["12 people died. ", "=1+1", "\u202e", "\U0001f4a9", "<p>", "a" * 500])
    words = st.text(max_size=60) | hostile
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | words,
        lambda some: st.lists(some, max_size=5) | st.dictionaries(st.sampled_from(KEYS) | words, some, max_size=5),
        max_leaves=30,
    )
    rows = st.lists(st.lists(words, max_size=6), max_size=8)
    markup = st.recursive(
        words, lambda some: st.builds(element, st.sampled_from(TAGS), st.lists(some, max_size=4)), max_leaves=30
    )
    mails = st.builds(mail, st.lists(st.tuples(st.sampled_from(FIELDS), words), min_size=2, max_size=6), words)
    return st.one_of(
        st.tuples(st.binary(max_size=300), st.sampled_from(sorted(samples()))),
        st.tuples(words.map(encoded), st.sampled_from(["a.txt", "a.md", "a.csv", "a.html", "a.eml"])),
        st.tuples(values.map(json.dumps).map(encoded), st.sampled_from(["a.json", "a.jsonl"])),
        st.tuples(rows.map(lambda made: encoded("\n".join(map(";".join, made)))), st.just("a.csv")),
        st.tuples(markup.map(encoded), st.sampled_from(["a.html", "a.xml", "a.rss"])),
        st.tuples(mails.map(encoded), st.just("a.eml")),
    )


def element(tag: str, inside: list[str]) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"


def mail(fields: list[tuple[str, str]], body: str) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in fields) + f"\r\n{body}"


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def soak(inputs: int, seed: int, keep: Path | None = None, told: Callable[[Run], None] | None = None) -> Run:
    """Feed that many inputs, the same ones for the same seed."""
    run = Run(keep)
    chance = random.Random(seed)
    files = dict(samples())
    for _ in range(2 * inputs // 3):
        run.take(*mutated(files, chance))
        if told is not None and run.inputs % 1000 == 0:
            told(run)

    @seeded(seed)
    @settings(
        max_examples=inputs - run.inputs,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(made_up())
    def feed(made: tuple[bytes, str]) -> None:
        run.take(*made)

    if inputs > run.inputs:
        feed()
    return run


def progress(run: Run) -> None:
    """One line on standard error."""
    print(f"{run.inputs} inputs, {len(run.troubles)} troubles", file=sys.stderr, flush=True)


def main() -> int:
    """The soak as a command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--inputs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, default=None, help="folder for the inputs that fail")
    asked = options.parse_args()
    started = time.perf_counter()
    run = soak(asked.inputs, asked.seed, asked.keep, progress)
    print(f"{run.inputs} inputs in {time.perf_counter() - started:.0f} s: {dict(run.outcomes)}")
    print("by suffix: " + ", ".join(f"{count} {name}" for name, count in run.formats.most_common()))
    print(f"slowest: {run.slowest[0]:.2f} s ({run.slowest[1]})")
    for trouble in run.troubles:
        print(trouble)
    print("failed" if run.troubles else "no crash, no hang, no loss")
    return 1 if run.troubles else 0


if __name__ == "__main__":
    sys.exit(main())

"""Made-up reports: as many as wanted, always the same ones for the same seed, no two alike."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
SLOT = re.compile(r"\{(\w+)\}")


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """`count` reports of 8 to 16 sentences, in other words and another order each. Any two share few of their words."""
    sentences = [line for line in (HERE / "sentences.txt").read_text().splitlines() if line and line[0] != "#"]
    lists = tomllib.loads((HERE / "words.toml").read_text())
    words = {name.removesuffix("s"): _split(text) for name, text in lists.items()}
    words |= {"day": list(DAYS), "month": list(MONTHS)}
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)

        def slot(found: re.Match[str], chance: random.Random = chance) -> str:
            if found[1] == "n":
                return f"{chance.randint(110, 99_999):,}"
            return str(chance.randint(2, 98)) if found[1] == "small" else chance.choice(words[found[1]])

        chosen = chance.sample(sentences, chance.randint(8, 16))
        said = [SLOT.sub(slot, sentence) for sentence in chosen]
        paragraphs = [" ".join(one[:1].upper() + one[1:] for one in said[i : i + 4]) for i in range(0, len(said), 4)]
        day = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} 2024"
        yield "\n\n".join([f"Report {number + 1} from {chance.choice(words['region'])}, {day}", *paragraphs]) + "\n"


def write(folder: Path, count: int, seed: int = 1) -> None:
    """Write `count` reports below `folder`, a thousand in each folder."""
    for number, text in enumerate(texts(count, seed)):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _split(text: str) -> list[str]:
    return [word.strip() for word in (text.split("|") if "|" in text else text.split())]

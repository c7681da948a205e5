"""Every regular expression that the package compiles, and strings that are built to make each of them slow.

    python tests/patterns.py        print them as JSON: pattern, flags, file, how it is asked

Run as a script in a fresh interpreter, for expressions are compiled once: it notes each that a module of the package
compiles on import, while it reads a sample of every format, and while it extracts two of the bundled examples.
"""

from __future__ import annotations

import ast
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as grammar  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("figures", "db", "reports", "cli.py")
# A repeat that may go on for longer than this counts as one without end.
LONG = 60
ANCHORED = {"match", "fullmatch"}


def compiled() -> list[dict[str, Any]]:
    """What the package compiles, with the methods by which its module asks it, where that can be told."""
    found: dict[tuple[str, int, bool], dict[str, Any]] = {}
    real = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: int) -> re.Pattern[Any]:
        made: re.Pattern[Any] = real(pattern, flags)
        caller = sys._getframe(2)
        path = Path(caller.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES:
            text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
            key = (text, made.flags, isinstance(made.pattern, bytes))
            asked = sys._getframe(1).f_code.co_name
            one = found.setdefault(
                key, {"pattern": text, "flags": made.flags, "bytes": key[2], "files": set(), "asked": set()}
            )
            one["files"].add(str(path.relative_to(ROOT)))
            one["asked"] |= methods(path, caller.f_lineno) if asked == "compile" else {asked}
        return made

    re._compile = noted  # type: ignore[attr-defined]
    use_everything()
    re._compile = real  # type: ignore[attr-defined]
    return [one | {"files": sorted(one["files"]), "asked": sorted(one["asked"])} for one in found.values()]


def use_everything() -> None:
    """Import every module, read every format, extract, and print."""
    import importlib
    import pkgutil

    import db
    import figures
    import reports

    for package in (figures, db, reports):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    importlib.import_module("cli")
    from reading import read_bytes
    from samples import samples

    for name, raw in samples().items():
        read_bytes(raw, name)
    for path in sorted(ROOT.glob("examples/*/*.txt"))[:2]:
        figures.extract(path.read_text(encoding="utf-8"), title="Floods")


def methods(path: Path, line: int) -> set[str]:
    """How the name that this line gives to an expression is asked in its module; empty where that is not clear."""
    given, uses, asked = names(path)
    name = given.get(line)
    methods = asked.get(name or "", [])
    return set(methods) if len(methods) == uses[name or ""] else set()


@cache
def names(path: Path) -> tuple[dict[int, str], Counter[str], dict[str, list[str]]]:
    """Of a module: the name that each line gives, how often each name is used, and by which methods."""
    given: dict[int, str] = {}
    uses: Counter[str] = Counter()
    asked: dict[str, list[str]] = defaultdict(list)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), node.targets[0].id)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses[node.id] += 1
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked[node.value.id].append(node.attr)
    return given, uses, asked


def hostile(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Pairs of a start and a piece: the piece again and again after the start is what a repeat without end takes."""
    tree = grammar.parse(pattern, flags & ~re.TEMPLATE if hasattr(re, "TEMPLATE") else flags)
    chance = random.Random(1)
    for before, body in repeats(list(tree), []):
        for _ in range(2):
            start = "".join(example(item, chance) for item in before)
            piece = "".join(example(item, chance) for item in body)
            if piece:
                yield start, piece
                yield "", start + piece
                yield "", piece


def repeats(items: list[Any], before: list[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Each repeat without end below `items`: what must stand before it, and what it repeats."""
    for place, (sign, value) in enumerate(items):
        ahead = before + items[:place]
        if sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            _, most, body = value
            if most is signs.MAXREPEAT or most > LONG:
                yield ahead, list(body)
            yield from repeats(list(body), ahead)
        elif sign is signs.SUBPATTERN:
            yield from repeats(list(value[3]), ahead)
        elif sign is signs.BRANCH:
            for branch in value[1]:
                yield from repeats(list(branch), ahead)
        elif sign is signs.ATOMIC_GROUP:
            yield from repeats(list(value), ahead)
        elif sign in (signs.ASSERT, signs.ASSERT_NOT):
            yield from repeats(list(value[1]), ahead)


def example(item: Any, chance: random.Random) -> str:
    """Some text that one item of an expression takes."""
    sign, value = item
    if sign is signs.LITERAL:
        return chr(value)
    if sign is signs.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if sign is signs.ANY:
        return "a"
    if sign is signs.IN:
        return member(value, chance)
    if sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
        least, most, body = value
        times = max(least, min(1, 1 if most is signs.MAXREPEAT else most))
        return "".join(example(one, chance) for _ in range(times) for one in body)
    if sign is signs.SUBPATTERN:
        return "".join(example(one, chance) for one in value[3])
    if sign is signs.BRANCH:
        return "".join(example(one, chance) for one in chance.choice(value[1]))
    if sign is signs.ATOMIC_GROUP:
        return "".join(example(one, chance) for one in value)
    if sign is signs.GROUPREF_EXISTS:
        return "".join(example(one, chance) for one in value[1])
    return ""  # anchors, looks and references


CLASSES = {
    signs.CATEGORY_DIGIT: "1", signs.CATEGORY_NOT_DIGIT: "a ", signs.CATEGORY_SPACE: " ",
    signs.CATEGORY_NOT_SPACE: "a1", signs.CATEGORY_WORD: "a1", signs.CATEGORY_NOT_WORD: " -",
}  # fmt: skip
PRINTABLE = [*map(chr, range(32, 127)), "\n", "é", "\u202f"]


def member(value: list[Any], chance: random.Random) -> str:
    """A character of a set."""
    if value[0][0] is signs.NEGATE:
        barred = {one for item in value[1:] for one in PRINTABLE if takes(item, one)}
        likely = (
            [one for one in "a1 .(" if one not in barred] or [one for one in PRINTABLE if one not in barred] or ["a"]
        )
        return chance.choice(likely)
    sign, what = chance.choice(value)
    if sign is signs.LITERAL:
        return chr(what)
    if sign is signs.RANGE:
        return chr(what[0])
    return chance.choice(CLASSES.get(what, "a"))


def takes(item: Any, one: str) -> bool:
    sign, what = item
    if sign is signs.LITERAL:
        return ord(one) == what
    if sign is signs.RANGE:
        return bool(what[0] <= ord(one) <= what[1])
    known = {
        signs.CATEGORY_DIGIT: r"\d", signs.CATEGORY_SPACE: r"\s", signs.CATEGORY_WORD: r"\w",
        signs.CATEGORY_NOT_DIGIT: r"\D", signs.CATEGORY_NOT_SPACE: r"\S", signs.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    return re.match(known.get(what, r"(?!)"), one) is not None


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    json.dump(compiled(), sys.stdout)

"""The words that say how exactly a number is meant: `more than`, `about`, `up to`, `or more`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from figures.lexicon import load
from figures.model import Qualifier

_WINDOW = 44  # characters before the number: longer than any hedge with its article
_LAST_WORD = re.compile(r"[^\W\d_]+$")
# What may stand between a hedge and its number.
_BETWEEN = (
    r"[\s\u00a0*_,\"“]*(?:(?:an?|the|another|additional|further|an?\s(?:additional|further|estimated))[\s\u00a0]+)?$"
)


class Hedge(NamedTuple):
    """A hedge as written and what it makes of the number; `start` is where it begins."""

    qualifier: Qualifier
    words: str
    start: int


@cache
def _before() -> tuple[re.Pattern[str], dict[str, Qualifier], re.Pattern[str]]:
    words = load("lang/en.toml")
    table: dict[str, Qualifier] = {phrase: name for name, phrases in words["hedge"].items() for phrase in phrases}
    ordered = sorted(table, key=len, reverse=True)
    signs = "|".join(re.escape(phrase) for phrase in ordered if not phrase[0].isalpha())
    loose = r"estimated\s(?:[^\W\d_]+\s){1,2}of"  # `an estimated damage of`
    groups: dict[str, list[str]] = {}  # by first letter: the engine skips a group by one look at it
    for phrase in ordered:
        if phrase[0].isalpha():
            groups.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    spelt = "|".join(f"{letter}(?:{'|'.join(tails)})" for letter, tails in groups.items())
    pattern = re.compile(rf"(?:(?<![^\W_])({spelt}|{loose})|({signs})){_BETWEEN}")
    pseudo = re.compile(rf"(?:{'|'.join(words['hedge_pseudo']['before'])})\s$")
    return pattern, table, pseudo


@cache
def _behind() -> tuple[re.Pattern[str], dict[str, Qualifier]]:
    table: dict[str, Qualifier] = {
        phrase: name for name, phrases in load("lang/en.toml")["hedge_after"].items() for phrase in phrases
    }
    words = "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))
    return re.compile(rf"[\s\u00a0]?({words})(?![^\W_])(?!\s(?:than|\d))", re.I), table


@cache
def _behind_starts() -> frozenset[str]:
    return frozenset(letter for phrase in _behind()[1] for letter in (phrase[0], phrase[0].upper()))


def hedge_before(text: str, start: int) -> Hedge | None:
    """The hedge that touches the number at `start` from the left. `concern over six` has none."""
    if not _may_hedge(text, start):
        return None
    pattern, table, pseudo = _before()
    floor = max(0, start - _WINDOW - 1)  # one more, which says whether a word begins behind it
    match = pattern.search(_lowered(text[floor:start]), 1 if start > _WINDOW else 0)
    if match is None:
        return None
    at = floor + match.start()
    if match[1] and pseudo.search(_lowered(text[max(0, at - 24) : at])):
        return None
    words = match[1] or match[2]
    return Hedge(table.get(words, "about"), text[at : at + len(words)], at)


def _lowered(text: str) -> str:
    """`text` in small letters, each in its place: quicker to search than to ignore case."""
    low = text.lower()
    return low if len(low) == len(text) else text


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """The hedges before a number by their last word, and by the mark that one ends with."""
    endings: dict[str, tuple[str, ...]] = {"of": ()}
    for phrase in _before()[1]:
        last = phrase.rsplit(None, 1)[-1] if phrase[-1].isalnum() else phrase[-1]
        endings[last] = (*endings.get(last, ()), phrase)
    return endings


_GAP = ' \t\n\r\u00a0*_,"“'
_ARTICLES = frozenset(["a", "an", "the", "another", "additional", "further"])


def _may_hedge(text: str, start: int) -> bool:
    """A quick look at the last words before the number: most numbers have no hedge."""
    tail = text[max(0, start - _WINDOW) : start].rstrip(_GAP)
    while tail:
        if not tail[-1].isalnum():
            return tail[-1] in _endings() or tail[-1].isspace()
        last = tail.rsplit(None, 1)[-1]
        if not last.isalpha():
            found = _LAST_WORD.search(tail, len(tail) - 16 if len(tail) > 16 else 0)
            last = found[0] if found else ""
        word = last.lower()
        endings = _endings().get(word)
        if endings is not None and (tail.lower().endswith(endings) or (word == "of" and "estimated" in tail.lower())):
            return True
        if word not in _ARTICLES:
            return False
        tail = tail[: -len(last)].rstrip(_GAP)
    return False


def hedge_behind(text: str, end: int) -> Hedge | None:
    """The hedge that follows `end`: `or more`, `+`, `or so`."""
    first = text[end : end + 1]
    if first.isspace():
        first = text[end + 1 : end + 2]
    if first not in _behind_starts():
        return None  # a quick look: few numbers have one
    pattern, table = _behind()
    match = pattern.match(text, end)
    return Hedge(table[match[1].lower()], match[1], match.start()) if match else None


def hedged(kind: Qualifier, before: Hedge | None, behind: Hedge | None) -> tuple[Qualifier, str]:
    """Qualifier and modifier of a number of `kind` with these hedges. A range and a vague word keep their own."""
    if before is None and behind is None:
        return kind, ""
    words = " ".join(hedge.words for hedge in (before, behind) if hedge)
    if kind in ("range", "vague"):
        return kind, words
    return behind.qualifier if behind else before.qualifier if before else kind, words

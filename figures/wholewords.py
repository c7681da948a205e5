"""Whole words and phrases in a text, found from one index of its words instead of a search for each list of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=32)
def lowered(text: str) -> str:
    """`text` in small letters, each at the offset of its own. To search this is far cheaper than to ignore case."""
    low = text.lower()
    if len(low) != len(text):  # `İ` becomes two characters
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return low


class Spelt(NamedTuple):
    """How many words a text has in all, parted by spaces, and the different ones in small letters."""

    total: int
    words: frozenset[str]


@lru_cache(maxsize=1)
def spelt(text: str) -> Spelt:
    """The words of `text` with the marks that stick to them. Remembered while a document is read."""
    words = lowered(text).split()
    return Spelt(len(words), frozenset(words))


@lru_cache(maxsize=32)
def index(text: str) -> frozenset[str]:
    """The different words of `text` in small letters. Remembered for the passages being read."""
    return frozenset(_WORD.findall(lowered(text)))


@lru_cache(maxsize=2)
def _pieces(text: str) -> frozenset[str]:
    """What stands between spaces. Remembered while a document and its title are read."""
    return frozenset(text.split())


def is_written(text: str, word: str) -> bool:
    """Whether `word` stands in `text` with these very letters, alone or before a comma or a full stop."""
    found = _pieces(text)
    return word in found or word + "," in found or word + "." in found


def places(text: str, word: str) -> Iterator[int]:
    """Where a word of the index stands in `text`, in order. Few words of a text are asked for."""
    low, size = lowered(text), len(word)
    at = low.find(word)
    while at >= 0:
        end = at + size
        if not (_goes_on(low[at - 1 : at]) or _goes_on(low[end : end + 1])):
            yield at
        at = low.find(word, end)


def _goes_on(letter: str) -> bool:
    """Whether a letter beside a word makes it part of a longer one."""
    return letter.isalnum() or letter == "_"


class WholeWords:
    """A list of words and phrases. A search costs next to nothing in a text that holds the first word of none.

    Capitals matter only in a list that is `cased`.
    """

    def __init__(self, words: Iterable[str], after: str = r"(?!\w)", cased: bool = False) -> None:
        ordered = sorted(words if cased else map(str.lower, words), key=lambda word: (-len(word), word))
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))}){after}")
        self._cased = cased
        lasts: dict[str, set[str]] = {}
        for word in ordered:
            lasts.setdefault(first_word(word), set()).add(_WORD.findall(word.lower())[-1])
        self.lasts = {first: frozenset(found) for first, found in lasts.items()}
        self.firsts = frozenset(lasts)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where the words stand in `text`, in order, as `finditer` of the pattern would say."""
        return found_at(self.pattern, text if self._cased else lowered(text), hopeful(text, self))

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """Whether one of the words stands in text[start:end]."""
        at = hopeful(text, self)
        if not at:
            return False
        match, searched = self.pattern.match, text if self._cased else lowered(text)
        return any(match(searched, one, end) for one in _within(at, start, end))

    def stands_near(self, text: str, start: int, end: int, before: int, after: int) -> bool:
        """Whether one of the words stands at most `before` characters left or `after` right of text[start:end]."""
        match, searched = self.pattern.match, text if self._cased else lowered(text)
        at = hopeful(text, self)
        return any(match(searched, one, start) for one in _within(at, start - before, start)) or any(
            match(searched, one, end + after) for one in _within(at, end, end + after)
        )


def _within(at: list[int], start: int, end: int) -> list[int]:
    """Those of the offsets `at`, which are in order, that are in [start:end]."""
    return at[bisect_left(at, start) : bisect_left(at, end)]


def first_word(phrase: str) -> str:
    """The word of the index that a phrase begins with. Raises ValueError where it begins with none."""
    match = _WORD.match(phrase.lower())
    if match is None:
        raise ValueError(f"{phrase!r} begins with no word")
    return match[0]


def starts(text: str, firsts: frozenset[str]) -> list[int]:
    """Where the words `firsts` stand in `text`, in order."""
    return sorted(at for word in index(text) & firsts for at in places(text, word))


@lru_cache(maxsize=64)
def hopeful(text: str, listed: WholeWords) -> list[int]:
    """Where words of a list may stand in `text`, in order: at the first word of each whose last word is in it too.

    Remembered: each figure of a passage asks for the same.
    """
    words, lasts = index(text), listed.lasts
    found = [first for first in words & listed.firsts if not lasts[first].isdisjoint(words)]
    return sorted(at for word in found for at in places(text, word)) if found else []


def found_at(pattern: re.Pattern[str], text: str, at: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that begin at one of the offsets `at`, none over another."""
    last = 0
    for start in at:
        if start >= last and (match := pattern.match(text, start)):
            yield match
            last = match.end()

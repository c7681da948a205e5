"""Whole words and phrases in a text, found from one index of its words instead of a search for each list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=32)
def index(text: str) -> Mapping[str, list[int]]:
    """The words of `text` in small letters, with where each stands. Remembered for the passages being read."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        found.setdefault(match[0].lower(), []).append(match.start())
    return found


class WholeWords:
    """A list of words and phrases. A search costs next to nothing in a text that holds the first word of none."""

    def __init__(self, words: Iterable[str], after: str = r"(?!\w)", flags: int = re.IGNORECASE) -> None:
        ordered = sorted(words, key=lambda word: (-len(word), word))
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))}){after}", flags)
        self._firsts = frozenset(first_word(word) for word in ordered)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where the words stand in `text`, in order, as `finditer` of the pattern would say."""
        return found_at(self.pattern, text, starts(text, self._firsts))

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """Whether one of the words stands in text[start:end]."""
        return any(at >= start and self.pattern.match(text, at, end) for at in starts(text, self._firsts))

    def stands_near(self, text: str, start: int, end: int, before: int, after: int) -> bool:
        """Whether one of the words stands at most `before` characters left or `after` right of text[start:end]."""
        match = self.pattern.match
        for at in starts(text, self._firsts):
            if start - before <= at < start:
                if match(text, at, start):
                    return True
            elif end <= at < end + after and match(text, at, end + after):
                return True
        return False


def first_word(phrase: str) -> str:
    """The word of the index that a phrase begins with. Raises ValueError where it begins with none."""
    match = _WORD.match(phrase.lower())
    if match is None:
        raise ValueError(f"{phrase!r} begins with no word")
    return match[0]


def starts(text: str, firsts: frozenset[str]) -> list[int]:
    """Where the words `firsts` stand in `text`, in order."""
    words = index(text)
    if firsts.isdisjoint(words):
        return []
    found = [words[word] for word in words.keys() & firsts]
    if len(found) < 2:
        return found[0] if found else []
    return sorted(at for places in found for at in places)


def found_at(pattern: re.Pattern[str], text: str, at: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that begin at one of the offsets `at`, none over another."""
    last = 0
    for start in at:
        if start >= last and (match := pattern.match(text, start)):
            yield match
            last = match.end()

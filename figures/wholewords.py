"""Whole words and phrases in a text, found from one index of its words instead of a search for each list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=32)
def lowered(text: str) -> str:
    """`text` in small letters, each at the offset of its own. To search this is far cheaper than to ignore case."""
    low = text.lower()
    if len(low) != len(text):  # `İ` becomes two characters
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return low


@lru_cache(maxsize=32)
def index(text: str) -> Mapping[str, list[int]]:
    """The words of `text` in small letters, with where each stands. Remembered for the passages being read."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(lowered(text)):
        word = match[0]
        if word in found:
            found[word].append(match.start())
        else:
            found[word] = [match.start()]
    return found


class WholeWords:
    """A list of words and phrases. A search costs next to nothing in a text that holds the first word of none.

    Capitals matter only in a list that is `cased`.
    """

    def __init__(self, words: Iterable[str], after: str = r"(?!\w)", cased: bool = False) -> None:
        ordered = sorted(words if cased else map(str.lower, words), key=lambda word: (-len(word), word))
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))}){after}")
        self._cased = cased
        self.firsts = frozenset(first_word(word) for word in ordered)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where the words stand in `text`, in order, as `finditer` of the pattern would say."""
        return found_at(self.pattern, text if self._cased else lowered(text), starts(text, self.firsts))

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """Whether one of the words stands in text[start:end]."""
        at = starts(text, self.firsts)
        if not at:
            return False
        match, searched = self.pattern.match, text if self._cased else lowered(text)
        return any(one >= start and match(searched, one, end) for one in at)

    def stands_near(self, text: str, start: int, end: int, before: int, after: int) -> bool:
        """Whether one of the words stands at most `before` characters left or `after` right of text[start:end]."""
        match, searched = self.pattern.match, text if self._cased else lowered(text)
        for at in starts(text, self.firsts):
            if start - before <= at < start:
                if match(searched, at, start):
                    return True
            elif end <= at < end + after and match(searched, at, end + after):
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

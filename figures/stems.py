"""Finding many word stems in a text in one pass: each word of the text is looked up once and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Generic, TypeVar

from figures.wholewords import lowered, spelt

Meaning = TypeVar("Meaning")

_WORDS = re.compile(r"[a-z][a-z-]*")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_INSIDE = _LETTERS | {"-"}
# Every other byte parts words.
_PARTED = bytes(byte if chr(byte) in _INSIDE else 32 for byte in range(256))
# A text of nonsense words must not fill the memory.
_REMEMBERED = 50_000


class _Told(Generic[Meaning]):
    """A word that means something, by itself or with what follows it."""

    def __init__(self, word: str, meanings: list[tuple[str, Meaning]]) -> None:
        self.word = word
        self._meanings = meanings

    def places(self, text: str) -> Iterator[tuple[int, Meaning]]:
        """Where the word stands in `text` as a whole, with what it means there."""
        at = text.find(self.word)
        while at >= 0:
            end = at + len(self.word)
            if text[end : end + 1] not in _INSIDE and not _goes_on_from(text, at):
                for rest, meaning in self._meanings:
                    if not rest or text.startswith(rest, end):
                        yield at, meaning
                        break
            at = text.find(self.word, end)


class Stems(Generic[Meaning]):
    """Stems and phrases in lower case, each with a meaning. `flood` finds floods and flooding; `dry spell` its words.

    A stem in `whole` is found only as a word with a plain ending: `war`, `wars`, not `warehouse`.
    """

    def __init__(self, meanings: Mapping[str, Meaning], whole: frozenset[str] = frozenset()) -> None:
        self._whole = whole
        self._by_start: dict[str, list[tuple[str, str, Meaning]]] = {}
        for phrase, meaning in sorted(meanings.items(), key=lambda item: -len(item[0])):
            found = _WORDS.match(phrase)
            first = found[0] if found else phrase
            self._by_start.setdefault(first[:3], []).append((first, phrase[len(first) :], meaning))
        self._known: dict[str, tuple[_Told[Meaning], ...]] = {}
        self._idle: set[str] = set()

    def find(self, text: str) -> Iterator[tuple[int, Meaning]]:
        """Where `text` holds a stem or phrase, in any case, with its meaning. The longest wins."""
        low = lowered(text)
        # Most words of a text mean nothing and drop out here.
        telling: dict[str, _Told[Meaning]] = {}
        for words in spelt(text).words - self._idle:
            for told in self._known.get(words) or self._look_up(words):
                telling[told.word] = told
        found = [place for told in telling.values() for place in told.places(low)]
        return iter(sorted(found, key=itemgetter(0)))

    def _look_up(self, words: str) -> tuple[_Told[Meaning], ...]:
        """What the words mean that marks part, such as those of `flood/drought`."""
        if len(self._known) + len(self._idle) >= _REMEMBERED:
            self._known.clear()
            self._idle.clear()
        parted = words.encode("latin-1", "replace").translate(_PARTED).split()
        told = tuple(one for key in parted if (one := self._told(key.decode("ascii").lstrip("-"))))
        if told:
            self._known[words] = told
        elif not words[0].isdigit():  # there is no end of numbers
            self._idle.add(words)
        return told

    def _told(self, word: str) -> _Told[Meaning] | None:
        meanings = [
            (rest, meaning)
            for first, rest, meaning in self._by_start.get(word[:3], ())
            if self._fits(word, first, rest)
        ]
        return _Told(word, meanings) if meanings else None

    def _fits(self, word: str, first: str, rest: str) -> bool:
        if rest:
            return word == first
        if not word.startswith(first):
            return False
        return first not in self._whole or word[len(first) :] in ("", "s", "es", "ed", "ing", "ings", "er", "ers")


def _goes_on_from(text: str, at: int) -> bool:
    """Whether what stands before `at` belongs to the same word: `anti-flood` is no flood."""
    before = at - 1
    while before >= 0 and text[before] == "-":
        before -= 1
    return before >= 0 and text[before] in _LETTERS

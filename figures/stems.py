"""Finding many word stems in a text in one pass: each word of the text is looked up once and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")
Candidates = tuple[tuple[str, Meaning], ...]

_WORDS = re.compile(r"[a-z][a-z-]*")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_INSIDE = _LETTERS | {"-"}
# Every other byte parts words.
_PARTED = bytes(byte if chr(byte) in _INSIDE else 32 for byte in range(256))
# A text of nonsense words must not fill the memory.
_REMEMBERED = 50_000


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
        self._known: dict[bytes, Candidates[Meaning]] = {}

    def find(self, text: str) -> Iterator[tuple[int, Meaning]]:
        """Where `text`, in lower case, holds a stem or phrase, with its meaning. The longest wins."""
        known = self._known
        # Most words of a text mean nothing: only those that may mean something, and new ones, are looked at one by one.
        telling = {word.lstrip(b"-") for word in _words(text) if known.get(word, word)}
        found: list[tuple[int, Meaning]] = []
        for key in telling:
            candidates = known[key] if key in known else self._look_up(key)
            if candidates:
                word = key.decode("ascii")
                for at in _places(text, word):
                    meaning = _meaning(text, at + len(word), candidates)
                    if meaning is not None:
                        found.append((at, meaning))
        return iter(sorted(found, key=itemgetter(0)))

    def _look_up(self, key: bytes) -> Candidates[Meaning]:
        word = key.decode("ascii")
        found = tuple(
            (rest, meaning)
            for first, rest, meaning in self._by_start.get(word[:3], ())
            if self._fits(word, first, rest)
        )
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = found
        return found

    def _fits(self, word: str, first: str, rest: str) -> bool:
        if rest:
            return word == first
        if not word.startswith(first):
            return False
        return first not in self._whole or word[len(first) :] in ("", "s", "es", "ed", "ing", "ings", "er", "ers")


def _words(text: str) -> set[bytes]:
    """The words of `text`, as `_WORDS` finds them, hyphens in front apart. Bytes are cut several times faster."""
    return set(text.encode("latin-1", "replace").translate(_PARTED).split())


def _places(text: str, word: str) -> Iterator[int]:
    """Where `word` stands in `text` as the whole of what `_WORDS` finds there."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if text[end : end + 1] not in _INSIDE and not _goes_on_from(text, at):
            yield at
        at = text.find(word, end)


def _goes_on_from(text: str, at: int) -> bool:
    """Whether what stands before `at` belongs to the same word: `anti-flood` is no flood."""
    before = at - 1
    while before >= 0 and text[before] == "-":
        before -= 1
    return before >= 0 and text[before] in _LETTERS


def _meaning(text: str, end: int, candidates: Candidates[Meaning]) -> Meaning | None:
    """What a word that ends at `end` means with what follows it."""
    return next((meaning for rest, meaning in candidates if not rest or text.startswith(rest, end)), None)

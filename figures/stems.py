"""Finding many word stems in a text in one pass: each word of the text is looked up once and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_WORDS = re.compile(r"[a-z][a-z-]*")
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
        self._known: dict[str, tuple[tuple[str, Meaning], ...]] = {}

    def find(self, text: str) -> Iterator[tuple[int, Meaning]]:
        """Where `text`, in lower case, holds a stem or phrase, with its meaning. The longest wins."""
        known = self._known
        for match in _WORDS.finditer(text):
            word = match[0]
            candidates = known.get(word)
            if candidates is None:
                candidates = self._look_up(word)
            for rest, meaning in candidates:
                if not rest or text.startswith(rest, match.end()):
                    yield match.start(), meaning
                    break

    def _look_up(self, word: str) -> tuple[tuple[str, Meaning], ...]:
        found = tuple(
            (rest, meaning)
            for first, rest, meaning in self._by_start.get(word[:3], ())
            if self._fits(word, first, rest)
        )
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[word] = found
        return found

    def _fits(self, word: str, first: str, rest: str) -> bool:
        if rest:
            return word == first
        if not word.startswith(first):
            return False
        return first not in self._whole or word[len(first) :] in ("", "s", "es", "ed", "ing", "ings", "er", "ers")

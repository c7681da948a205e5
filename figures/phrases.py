"""The noun phrase that a number counts: words up to the head noun, by closed word classes and the lexicon of units.

There is no tagger: a noun phrase ends at punctuation, at a word of a closed class (preposition, verb, ...), and after
its head, which is the first plural or known noun that no other noun follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from figures.lexicon import load
from figures.units import nouns

_WORD = re.compile(r"[\s\u00a0]*([^\W_][\w\u00ad]*(?:(?:['’\-‑/.&][^\W_][\w\u00ad]*)|['’](?=\s))*)")
_OF = re.compile(r"[\s\u00a0]+of[\s\u00a0]+", re.I)
_ACRONYM = re.compile(r"[\s\u00a0]\([A-Z][A-Za-z&/-]{1,9}s?\)")
_LONGEST = 8  # words
_NATIONALITY = re.compile(r"[A-Z][a-z]+(?:[aeiy]ans|ians|[a-z]is|[a-z]{2}ese|ans|men|women)$")
_NOT_PLURAL = ("ss", "us", "is", "'s", "’s", "ous")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """text[start:end], its head noun and the unit of the head ("" if the lexicon has none)."""

    start: int
    end: int
    head: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Words:
    stops: frozenset[str]
    determiners: frozenset[str]
    verbs: frozenset[str]
    elliptic: frozenset[str]


@cache
def _words() -> _Words:
    phrase = {name: frozenset(words.split()) for name, words in load("lang/en.toml")["phrase"].items()}
    closed = ("prepositions", "conjunctions", "pronouns", "auxiliaries", "adverbs", "determiners")
    return _Words(
        stops=frozenset().union(*(phrase[name] for name in closed)),
        determiners=phrase["determiners"]
        | {"same", "total", "remaining", "following", "above", "approximately", "estimated"},
        verbs=phrase["verbs"],
        elliptic=phrase["elliptic"],
    )


def is_elliptic(word: str) -> bool:
    """Whether a number right before `word` counts people although no noun is said: `12 dead`, `51 were killed`."""
    return word.lower() in _words().elliptic


def noun_unit(head: str, before: str = "") -> str:
    """The unit of a head noun, given the word before it: `centres` after `health` is a health facility."""
    table = nouns()
    low = head.lower()
    found = (before and table.get(f"{before.lower()} {low}")) or table.get(low)
    if found:
        return found
    if "-" in low and (found := table.get(low.rpartition("-")[2])):
        return found
    return (
        "person"
        if _NATIONALITY.match(head) or head in ("Chinese", "Japanese", "Lebanese", "Congolese", "Sudanese")
        else ""
    )


def noun_phrase(text: str, start: int, *, one: bool = False) -> NounPhrase | None:
    """The noun phrase that begins at `start`, after white space; None where a verb or punctuation comes first.

    `one` says that the number is 1, so that the head is a singular.
    """
    words = list(_run(text, start))
    while words and words[0][0].lower() in _words().determiners:
        words.pop(0)
    words = _until_stop(words)
    if not words:
        return None
    head = _head(words, one)
    if head is None:
        return None
    word, _, end = words[head]
    before = words[head - 1][0] if head else ""
    unit = noun_unit(word, before)
    end = _coordinated(text, end, unit)
    acronym = _ACRONYM.match(text, end)
    if acronym:
        end = acronym.end()
    return NounPhrase(words[0][1], end, word, unit)


def _run(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The words from `start` on, up to punctuation."""
    at = start
    for _ in range(_LONGEST + 4):
        match = _WORD.match(text, at)
        if match is None or (at > start and match.start(1) == at):
            return
        yield match[1], match.start(1), match.end(1)
        at = match.end()


def _until_stop(words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    classes = _words()
    for i, (word, _, _) in enumerate(words[:_LONGEST]):
        low = word.lower()
        if low in classes.stops or (low in classes.verbs and not _is_modifier(words, i)):
            return words[:i]
        if i and word[0].isdigit() and word.replace(",", "").isdigit():
            return words[:i]
    return words[:_LONGEST]


def _is_modifier(words: list[tuple[str, int, int]], i: int) -> bool:
    """Whether the verb form words[i] stands before the noun that it describes: `displaced people`."""
    low = words[i][0].lower()
    if not low.endswith(("ed", "ing", "en", "wn")) and low not in ("hurt", "lost", "burnt"):
        return False
    if any(noun_unit(word) or _is_plural(word) for word, _, _ in words[:i]):
        return False
    classes = _words()
    for word, _, _ in words[i + 1 : i + 4]:
        low = word.lower()
        if low in classes.stops or (low in classes.verbs and not low.endswith("ed")):
            return False
        if noun_unit(word) or _is_plural(word):
            return True
    return False


def _is_plural(word: str) -> bool:
    low = word.lower()
    return len(low) > 3 and low.endswith("s") and not low.endswith(_NOT_PLURAL) and low not in _words().stops


def _is_participle(word: str) -> bool:
    low = word.lower()
    return (low.endswith(("ed", "ing")) and len(low) > 4) or low in _words().verbs


def _head(words: list[tuple[str, int, int]], one: bool) -> int | None:
    """The place of the head noun in `words`, or None if the words hold no noun."""
    for i, (word, _, _) in enumerate(words):
        low = word.lower()
        known = low in nouns() or bool(_NATIONALITY.match(word))
        if word.endswith(("'s", "’s", "'", "’")):
            continue
        if not (_is_plural(word) or (known and (one or _plural_form(low)))):
            continue
        following = words[i + 1][0] if i + 1 < len(words) else ""
        if following and _goes_on(low, following, one):
            continue
        return i
    return _last_noun(words)


def _plural_form(low: str) -> bool:
    return low in _PLURALS or low.endswith("s")


_PLURALS = frozenset(
    [
        "people",
        "men",
        "women",
        "children",
        "police",
        "personnel",
        "staff",
        "dead",
        "wounded",
        "injured",
        "missing",
        "cattle",
        "livestock",
        "sheep",
        "aircraft",
        "poultry",
        "youth",
        "displaced",
        "elderly",
        "folk",
        "crew",
        "artillery",
        "rohingya",
        "km",
        "kg",
        "mm",
        "cm",
        "ha",
        "hh",
        "m2",
        "m3",
        "m²",
        "m³",
        "km2",
        "km²",
        "mt",
        "l",
        "m",
        "ft",
        "feet",
        "lives",
        "wives",
        "oxen",
        "mi",
        "policemen",
        "gunmen",
        "fishermen",
        "firemen",
        "servicemen",
        "airmen",
        "militiamen",
        "herdsmen",
        "clergy",
        "schoolchildren",
        "troops",
        "infrastructure",
        "equipment",
        "aid",
        "sheeting",
        "infected",
        "accused",
        "min",
        "hr",
        "yr",
        "lb",
        "ml",
    ]
)


def _goes_on(low: str, following: str, one: bool) -> bool:
    """Whether a further noun follows the noun `low`, which then only describes it: `police officers`."""
    next_low = following.lower()
    if next_low in _words().verbs or (following[0].isupper() and not low[0].isupper() and len(following) < 4):
        return False
    if (
        next_low in nouns()
        and (_plural_form(next_low) or one)
        and next_low not in ("dead", "wounded", "injured", "missing", "displaced", "infected")
    ):
        return True
    return _is_plural(following) and (low not in nouns() or not _plural_form(low))


def _last_noun(words: list[tuple[str, int, int]]) -> int | None:
    """No plural: the word before the first participle, else the last word."""
    for i, (word, _, _) in enumerate(words):
        if i and _is_participle(word):
            return i - 1
    if _is_participle(words[0][0]) and len(words) == 1:
        return None
    return len(words) - 1


def _coordinated(text: str, end: int, unit: str) -> int:
    """The end of `women and girls`, `refugees, migrants and returnees`: nouns of the same unit, joined."""
    while unit:
        match = re.compile(
            r"(?:[\s\u00a0]+(?:and|or|&)|,)[\s\u00a0]+([^\W\d_][\w’'-]*)(?:[\s\u00a0]+([^\W\d_][\w’'-]*))?"
        ).match(text, end)
        if match is None:
            return end
        first, second = match[1], match[2] or ""
        comma = match[0].startswith(",")
        if _same(first, unit) and not (second and noun_unit(second, first) and _plural_form(second.lower())):
            stop = match.end(1)
        elif second and _same(second, unit) and first.lower() not in _words().stops and not _is_participle(first):
            stop = match.end(2)
        else:
            return end
        if comma and _coordinated(text, stop, unit) == stop:
            return end
        end = stop
    return end


def _same(word: str, unit: str) -> bool:
    low = word.lower()
    return low not in _words().elliptic and _plural_form(low) and noun_unit(word) == unit

"""A passage with its numbers as a row of words, each with its lemma and a guess at its part of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from figures import gazetteer
from figures.grammar import asides, guess, hearsay
from figures.model import Passage, Quantity, Rejection
from figures.remembered import Remembered

# A plain word first: it is the usual one, and quicker to match than the letters of all alphabets.
_WORD = re.compile(r"[a-zA-Z]++(?![^\W\d_]|['’\-][^\W\d_])|[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,]\d+)*\w*|[^\s\w]|_")
_PREDICATE = frozenset(("VBZ", "VED", "BE", "HAVE", "MOD"))
_BREAKS = frozenset(";.|•")
CONTENT = frozenset(("NOUN", "NAME", "ADJ", "VB", "VBZ", "VED", "VING", "ADV"))


@dataclass(slots=True)
class Sentence:
    """`words` lower-case, `lemmas` and `tags` run side by side; `positions` are those of the numbers asked for, -1 for
    a date in an insertion that was left out.

    Where the words stand that mean something (`content`), the counts (`numbers`), the marks and words that end a clause
    (`breaks`), the colons and the names of countries is noted once, for it is asked anew for each number and each cue.
    Countries come with the preposition before them.
    """

    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    content: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    colons: list[int] = field(default_factory=list)
    countries: list[tuple[int, str]] = field(default_factory=list)


def sentence(passage: Passage, found: list[Quantity | Rejection]) -> Sentence:
    """The words of `passage`, each number one word."""
    told: list[_Told] = []
    positions: list[int] = []
    at = 0
    text, base = passage.text, passage.start
    for one in found:
        number, tag = (one.quantity, "DATE") if isinstance(one, Rejection) else (one, "NUM")
        _tell(told, text, at, number.start - base)
        positions.append(len(told))
        word = number.text.lower()
        told.append((word, word, tag))
        at = max(at, number.end - base)
    _tell(told, text, at, len(text))
    words, lemmas, tags = map(list, zip(*told, strict=True)) if told else ([], [], [])
    row = Sentence(words, lemmas, tags, positions)
    if words.count(",") > 1:
        _drop_asides(row)
    _settle(row)
    _note(row)
    return row


_ASIDE = 12  # words; a longer insertion is a clause of its own
_UNFINISHED = frozenset(("PREP", "VB", "VBZ", "VED", "VING", "BE", "HAVE", "MOD", "DET", "SUB"))


def _drop_asides(row: Sentence) -> None:
    """Leave out who says so between two commas: `the evacuation of, according to police, 300 people`."""
    words = row.words
    commas = [k for k, word in enumerate(words) if word == ","]
    first, last = asides()
    for a, b in reversed(list(pairwise(commas))):
        if not 2 < b - a <= _ASIDE or "NUM" in row.tags[a:b]:
            continue
        if words[a + 1] in first or words[b - 1] in last:
            _cut(row, a, b + (row.tags[a - 1] in _UNFINISHED if a else 0))


_CUT = -1


def _cut(row: Sentence, start: int, end: int) -> None:
    """Take the words [start:end] out of the row. None of them is a count; a date among them is nowhere from then on."""
    for column in (row.words, row.lemmas, row.tags):
        del column[start:end]
    row.positions = [at - (end - start) if at >= end else _CUT if at >= start else at for at in row.positions]


_Told = tuple[str, str, str]


def _tell(told: list[_Told], text: str, start: int, end: int) -> None:
    """Add the words of text[start:end], each with its lemma and tag."""
    surfaces = _WORD.findall(text, start, end)
    if not surfaces:
        return
    first = len(told)
    told += map(_WORDS.__getitem__, surfaces)
    if start == 0 and text.startswith(surfaces[0]):
        told[first] = _alone(surfaces[0], first=True)


def _alone(surface: str, first: bool = False) -> _Told:
    """The word, lemma and tag of a surface seen alone. The capital of the `first` word of a passage says nothing."""
    if not surface[0].isalpha():
        return surface, surface, "DATE" if surface[0].isdigit() else "P"
    word = surface.lower().replace("’", "'").removesuffix("'s")
    tag, lemma = guess(word, surface[0].isupper() and not first and not surface.isupper())
    return word, lemma, tag


_WORDS = Remembered(_alone)


def _note(row: Sentence) -> None:
    """Note where the words stand that are asked for again and again."""
    words, tags = row.words, row.tags
    row.content = [position for position, tag in enumerate(tags) if tag in CONTENT]
    row.numbers = [position for position in row.positions if position != _CUT and tags[position] == "NUM"]
    for position in [position for position, tag in enumerate(tags) if tag in _ENDING]:
        if words[position] == ":":
            row.colons.append(position)
        elif tags[position] != "P" or words[position] in _BREAKS:
            row.breaks.append(position)
    firsts = _countries()[1]
    for position in [position for position in row.content if words[position] in firsts]:
        if _is_country(words, position):
            row.countries.append((position, _before_name(words, tags, position)))


@cache
def _countries() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The countries whose names are one word; the first words of all names, each with those that may follow it."""
    names = [name.lower().replace("’", "'").split() for name in gazetteer.countries().named]
    following: dict[str, set[str]] = {}
    for first, *rest in names:
        following.setdefault(first, set()).update(rest[:1])
    single = frozenset(name[0] for name in names if len(name) == 1)
    return single, {first: frozenset(some) for first, some in following.items()}


def _is_country(words: list[str], position: int) -> bool:
    """Whether the name of a country begins at `position`, the first word of which is that of some."""
    single, following = _countries()
    after = words[position + 1] if position + 1 < len(words) else ""
    return words[position] in single or after in following[words[position]]


_BEFORE_NAME = frozenset(("the", "neighbouring", "neighboring", "nearby", "adjacent"))


def _before_name(words: list[str], tags: list[str], position: int) -> str:
    """The preposition that leads to the name at `position`, "" for none: `to neighbouring Chad`."""
    before = position - 1
    while before >= 0 and words[before] in _BEFORE_NAME:
        before -= 1
    return words[before] if before >= 0 and tags[before] == "PREP" else ""


_ENDING = frozenset(("P", "SUB", "REL"))
# The tags that may change by what stands round a word; `as` has the last.
_UNSETTLED = frozenset(("VB", "VBZ", "VED", "DET", "SUB"))


def _settle(row: Sentence) -> None:
    """Base and -s forms are verbs only where a verb can stand: `attacks` is a noun after `the`, a verb after `who`."""
    tags, words = row.tags, row.words
    for i in [i for i, tag in enumerate(tags) if tag in _UNSETTLED]:
        tag = tags[i]
        if words[i] == "as" and i + 1 < len(tags) and tags[i + 1] in ("NUM", "DET", "NAME"):
            tags[i] = "PREP"
        if tag == "DET" and words[i] == "that" and i + 1 < len(tags) and tags[i + 1] in _PREDICATE:
            tags[i] = "REL"
        if tag == "VED" and _describes(row, i):
            tags[i] = "NOUN"
        if tag not in ("VB", "VBZ"):
            continue
        before = tags[i - 1] if i else "P"
        after = tags[i + 1] if i + 1 < len(tags) else "P"
        if tag == "VBZ" and _follows_number(tags, i):
            tags[i] = "NOUN"
            continue
        if before in ("MOD", "DO", "PRON", "REL", "NEG") or (i and words[i - 1] == "to"):
            continue
        if before == "ADV" and after in ("DET", "NUM", "PREP", "NOUN", "NAME", "ADJ"):
            continue
        if before in ("NOUN", "NAME") and after in ("DET", "NUM", "PRON", "ADV", "PREP", "SUB", "REL"):
            continue
        if before == "CC" and after in ("DET", "NUM", "PRON"):
            continue
        tags[i] = "NOUN"


def _describes(row: Sentence, i: int) -> bool:
    """`UN contracted drivers were arrested`: a past form before a plural that has a verb of its own is no verb."""
    tags = row.tags
    if not (0 < i < len(tags) - 2 and tags[i - 1] in ("NOUN", "NAME") and tags[i + 1] == "NOUN"):
        return False
    plural_, verb = row.words[i + 1].endswith("s"), tags[i + 2] in ("BE", "HAVE")
    return plural_ and verb and row.lemmas[i] not in hearsay()


def _follows_number(tags: list[str], i: int) -> bool:
    """`268 transitional shelters`: what a number counts is a plural, which no verb in -s agrees with."""
    k = i - 1
    while k >= 0 and tags[k] in ("ADJ", "NOUN", "ADV"):
        k -= 1
    return k >= 0 and tags[k] == "NUM"

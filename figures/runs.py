"""Runs of capitalised words, and the names that they may hold: all that can be said without looking round them.

The same runs come again and again, so what is known of one is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from figures import gazetteer
from figures.placewords import words
from figures.remembered import Remembered

MentionKind = Literal["country", "people", "world", "named", "unknown", "generic"]

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŞŠŽİŁ]"
_REST = r"\w*+(?:[’'\-]++\w++)*+(?:\.[A-Z]\.?)*+"
_WORD = rf"(?:(?:al|el|ad|an|ar|as|ash|at|az|ez|d)[-’'])?{_CAPITAL}{_REST}"
_SPACE = r"(?:(?<=\b[SMF]t)\.)?[ ]"  # `St. Cloud`
# A run of capitalised words, with the small words that stand inside names. It begins with a set of letters, so that
# the search skips from capital to capital; an article in front of the first word is looked for afterwards.
_RUN = re.compile(
    rf"{_CAPITAL}{_REST}"
    rf"(?:{_SPACE}(?:(?:of the|of|de la|de los|del|des|de|du|da|do|la|al|el|es|ez|e|y|bin)[ ])?‘?{_WORD}){{0,9}}+"
)
_ARTICLES = ("ash", "al", "el", "ad", "an", "ar", "as", "at", "az", "ez", "d")
_POSSESSIVE = re.compile(r"['’]s?$")
# Capitalised words that are common nouns in titles: `in Disaster Unemployment Assistance`. Place names end otherwise.
_COMMON_END = re.compile(
    r"(?:tions?|ments?|ances?|ences?|ness|ships?|ings|ities|ity|isms?|ives?|sions?|ees|ers|led|run|based|related|supported|[a-z]ed)$"
)

# First words of names that say what it is: `Mount Sinjar`.
_LEADING = frozenset({"mount", "mt", "lake", "camp", "port", "fort", "cape", "jebel", "jabal", "wadi"})
_NUMBERED = frozenset({"region", "regions"})  # `Regions MIMAROPA, VII and X`
_ROMAN = re.compile(r"[IVX]{1,5}(?:-[A-Z])?")

Part = tuple[int, str]


class Chunk(NamedTuple):
    """Adjoining words of a run that may make one name, at [start:end] of the run, a possessive ending left out."""

    kind: MentionKind
    start: int
    end: int
    name: str
    sought: str  # what the gazetteer is asked for
    country: str
    possessive: bool
    owns: bool  # a possessive, or a country's that lost its apostrophe
    whole: bool  # a known name as it stands
    directed: bool  # a known name and words such as `North`
    own_type: str  # what its last word says it is: `Gaza Strip`
    typeable: bool  # a place where a word says what it is
    nameable: bool  # a place where a preposition makes it one
    organised: bool  # ends as an organisation does
    capitals: bool  # ends in capitals
    common: bool  # ends as a common noun does
    bare: bool  # nothing about it makes it a place: only its surroundings can


def runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of capitalised words of `text`, with where each starts."""
    last = 0
    for match in _RUN.finditer(text):
        start = match.start()
        if start and text[start - 1] in "-’'":
            start = _with_article(text, start, last)
            yield start, text[start : match.end()]
        else:
            yield start, match[0]
        last = match.end()


def _with_article(text: str, start: int, last: int) -> int:
    """Where the word at `start` starts with its article: `al-Hasakah`."""
    for article in _ARTICLES:
        before = start - 1 - len(article)
        if before >= last and text.startswith(article, before):
            return before
    return start


def _chunks(run: str) -> tuple[Chunk, ...]:
    """The run cut at words that are in no place name, and round the names of countries and peoples.

    A chunk that can be no place in any surroundings is left out.
    """
    return tuple(one for one in _cut(run) if one.kind != "unknown" or one.typeable)


CHUNKS = Remembered(_chunks)


def _cut(run: str) -> Iterator[Chunk]:
    parts = _parts(run)
    loose: list[Part] = []
    known = ""
    at = 0
    while at < len(parts):
        size, (kind, country, name) = _longest_known(parts, at)
        if kind == "country" and loose and loose[-1][1].lower() in _LEADING:
            loose += parts[at : at + size]  # `Lake Chad`
        elif kind == "named":
            known = known or name
            loose += parts[at : at + size]
            if plain(parts[at + size - 1][1]) != parts[at + size - 1][1]:  # `Kyiv's Mayor`
                yield _loose_chunk(run, loose, known)
                loose, known = [], ""
        elif size or parts[at][1] in words().never or parts[at][1] in words().title:
            if loose:
                yield _loose_chunk(run, loose, known)
            loose, known = [], ""
            if size:
                yield _chunk(run, kind, parts[at : at + size], name, country)
        else:
            loose.append(parts[at])
        at += size or 1
    if loose:
        yield _loose_chunk(run, loose, known)


def _parts(run: str) -> list[Part]:
    """The words of a run, which single spaces part, with where each starts."""
    parts, at = [], 0
    for word in run.split(" "):
        parts.append((at, word))
        at += len(word) + 1
    return parts


def _loose_chunk(run: str, parts: list[Part], known: str) -> Chunk:
    while len(parts) > 1 and parts[-1][1].islower():
        parts = parts[:-1]
    while len(parts) > 1 and parts[0][1].islower():
        parts = parts[1:]
    while known and len(parts) > 1 and len(parts[-1][1]) > 2 and parts[-1][1].isupper() and parts[-1][1] not in known:
        parts = parts[:-1]  # `in Aleppo SANA`: an agency signs
    return _chunk(run, "named" if known else "unknown", parts, known)


def _chunk(run: str, kind: MentionKind, parts: list[Part], known: str, country: str = "") -> Chunk:
    """A chunk of `parts`, of which `known` is the longest known name."""
    vocabulary = words()
    names = [word for _, word in parts]
    size, last = len(names), names[-1]
    start, end = parts[0][0], parts[-1][0] + len(last)
    raw = run[start:end]
    name = plain(raw)
    possessive = len(name) != len(raw)
    bare = plain(last) if possessive else last
    lost = kind == "country" and name[-1:] == "s" and name not in gazetteer.countries().named
    if lost:
        name = name[:-1]  # `Syrias war`
    offices = vocabulary.organisation.intersection(names)
    named = kind == "named"
    own_type = _own_type(names)
    return Chunk(
        kind, start, end - len(raw) + len(name), name,
        sought=name if lost or not known else _sought(names, known, name),
        country=country,
        possessive=possessive or lost,
        owns=possessive or lost,
        whole=named and known == name,
        directed=named and all(one.lower() in vocabulary.direction for one in names if one not in known),
        own_type=own_type,
        typeable=size <= 5 and not (offices and (size == 1 or not offices.isdisjoint(names[:-1]))),
        nameable=size <= 4 and not offices,
        organised=size > 1 and last in offices,
        capitals=_in_capitals(bare),
        common=_COMMON_END.search(last) is not None,
        bare=kind == "unknown" and not own_type,
    )  # fmt: skip


def _in_capitals(word: str) -> bool:
    """Whether a word is an acronym, or several of a kind: `LGU`, `LGUs`."""
    return len(word) > 1 and (word.isupper() or (len(word) > 2 and word[-1] == "s" and word[:-1].isupper()))


def _own_type(names: list[str]) -> str:
    """What the last word of a name, or the first of one with a number, says it is: `Gaza Strip`, `Region VII`."""
    if len(names) < 2:
        return ""
    first, last = names[0].lower(), names[-1].lower()
    if last in words().type:
        return last
    numbered = _ROMAN.fullmatch(names[-1]) or (first in _NUMBERED and names[-1].isupper())
    return first if first in _LEADING or (first in words().type and numbered) else ""


def _sought(names: list[str], known: str, name: str) -> str:
    """What the gazetteer is asked for: the known part of `Yola North`, but not the `Khan` of `Khan Younis`."""
    rest = [word.lower() for word in names if word not in known]
    vocabulary = words()
    beside = all(word in vocabulary.direction or word in vocabulary.type for word in rest)
    return known if beside or rest[-1] in vocabulary.type else name


def plain(name: str) -> str:
    """A name without its possessive ending."""
    return _POSSESSIVE.sub("", name) if "'" in name or "’" in name else name


# Countries whose names with an `s` are words or peoples of their own.
_NO_GENITIVE = frozenset({"Niger", "Chad", "Mali", "Jordan", "US", "UK"})


# What a name is, the country it names, and the name as it is known.
Known = tuple[MentionKind, str, str]


def _longest_known(parts: list[Part], at: int) -> tuple[int, Known]:
    """How many words from `at` make the longest known name, and what it is: (0, unknown) for none."""
    size = min(6, len(parts) - at)
    if size > 1 and _begins_longer_name(parts[at][1]):
        for length in range(size, 1, -1):
            if known := _known(plain(" ".join([word for _, word in parts[at : at + length]]))):
                return length, known
    known = _known_word(parts[at][1])
    return (1, known) if known else (0, _UNKNOWN)


_UNKNOWN: Known = ("unknown", "", "")


@lru_cache(maxsize=50_000)
def _known_word(word: str) -> Known | None:
    return _known(plain(word), alone=True)


def _known(name: str, alone: bool = False) -> Known | None:
    """What is known of a name. Words that mean something else when they stand `alone` are no towns."""
    book, vocabulary = gazetteer.countries(), words()
    if name in book.named:
        return "country", book.named[name], name
    if name in book.peoples:
        return "people", book.peoples[name], name
    if name in vocabulary.world:
        return "world", "", name
    capitals = name.isupper()
    if capitals and len(name) > 3 and (title := name.title()) in book.named:
        return "country", book.named[title], name  # a heading: `THAILAND`
    # Texts that lost their apostrophes: `Syrias second city`.
    if name[-1:] == "s" and (stem := name[:-1]) in book.named and stem not in _NO_GENITIVE:
        return "country", book.named[stem], name
    if capitals and (area := book.areas.get(gazetteer.fold(name))) and area.name == name:
        return "named", "", name  # `BARMM`
    # Acronyms are organisations; towns in capitals stand in headlines and datelines, which say little of a figure.
    if capitals or (alone and (name in vocabulary.never or name in vocabulary.organisation or len(name) < 3)):
        return None
    return ("named", "", name) if gazetteer.find(name) else None


@lru_cache(maxsize=20_000)
def _begins_longer_name(word: str) -> bool:
    """Whether any known name of several words may begin with `word`: most words of a title begin none."""
    return _first(word) in _firsts() or gazetteer.begins_longer_name(word)


@cache
def _firsts() -> frozenset[str]:
    """The first words of the names of countries, peoples and regions of the world that have several."""
    book = gazetteer.countries()
    names = (*book.named, *book.peoples, *words().world)
    return frozenset(_first(name) for name in names if " " in name)


def _first(name: str) -> str:
    return name.split(" ")[0].lower()

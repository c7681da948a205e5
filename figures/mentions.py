"""The places that a passage names, found by capitals, the gazetteer and the small words round them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from figures import gazetteer, lexicon

MentionKind = Literal["country", "people", "world", "named", "unknown", "generic"]

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŞŠŽİŁ]"
_WORD = rf"(?:(?:al|el|ad|an|ar|as|ash|at|az|ez|d)[-’'])?{_CAPITAL}(?:[\w’'\-]*\w)?(?:\.[A-Z]\.?)*"
# A run of capitalised words, with the small words that stand inside names.
_RUN = re.compile(rf"{_WORD}(?:[ ](?:(?:of the|of|de la|de los|del|de|da|do|la|al|el|es|ez|e|bin)[ ])?{_WORD}){{0,9}}")
_PART = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"['’]s?$")

Part = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as a passage names it. `start` and `end` span the text's words for it, inside the passage.

    `preposition` is the word that governs it (`in`, `from`, "" when bare), `name` what the gazetteer is asked for,
    `type` the word that says what it is (`province`). A `generic` place has no name: `northern provinces`.
    """

    start: int
    end: int
    text: str
    name: str
    kind: MentionKind
    country: str = ""
    preposition: str = ""
    type: str = ""
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words round names, from lexicon/context/places.toml."""

    location: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    direction: frozenset[str]
    type: frozenset[str]
    world: frozenset[str]
    never: frozenset[str]
    title: frozenset[str]
    organisation: frozenset[str]
    skip: frozenset[str]
    generic: frozenset[str]
    facility: frozenset[str]
    adjectival: frozenset[str]
    partly: frozenset[str]


@cache
def words() -> PlaceWords:
    """The words round names."""
    table = lexicon.load("context/places.toml")
    return PlaceWords(**{key: frozenset(table[key]) for key in PlaceWords.__slots__})


def mentions(text: str) -> list[Mention]:
    """The places that `text` names, in order."""
    found: list[Mention] = []
    for run in _RUN.finditer(text):
        for chunk in _chunks(run[0]):
            mention = _read(text, chunk, run.start(), found[-1] if found else None)
            if mention:
                found.append(mention)
    return found


def with_generic(text: str, found: list[Mention]) -> list[Mention]:
    """`found`, the places that `text` names, with those it only describes: `northern provinces`, `the west`."""
    generic = [one for one in _generic(text) if not any(m.start < one.end and one.start < m.end for m in found)]
    return sorted(found + generic, key=lambda mention: mention.start) if generic else found


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Adjoining words of a run that may make one name. `known` is the longest part of it that is a known name."""

    kind: MentionKind
    parts: tuple[Part, ...]
    known: str
    country: str = ""

    @property
    def whole(self) -> bool:
        return self.known == plain(" ".join(word for _, word in self.parts))


@lru_cache(maxsize=50_000)
def _chunks(run: str) -> tuple[_Chunk, ...]:
    """The run cut at words that are in no place name, and round the names of countries and peoples."""
    parts = [(m.start(), m[0]) for m in _PART.finditer(run)]
    found: list[_Chunk] = []
    loose: list[Part] = []
    known = ""
    at = 0
    while at < len(parts):
        size, kind, country = longest_known(parts, at)
        piece = parts[at : at + max(size, 1)]
        if size and kind == "named":
            known = known or plain(" ".join(word for _, word in piece))
            loose += piece
        elif size or piece[0][1] in words().never:
            if loose:
                found.append(_chunk(loose, known))
            loose, known = [], ""
            if size:
                found.append(_Chunk(kind, tuple(piece), plain(" ".join(word for _, word in piece)), country))
        else:
            loose += piece
        at += max(size, 1)
    if loose:
        found.append(_chunk(loose, known))
    return tuple(found)


def _chunk(parts: list[Part], known: str) -> _Chunk:
    while len(parts) > 1 and parts[-1][1].islower():
        parts = parts[:-1]
    while len(parts) > 1 and parts[0][1].islower():
        parts = parts[1:]
    return _Chunk("named" if known else "unknown", tuple(parts), known)


def plain(name: str) -> str:
    """A name without its possessive ending."""
    return _POSSESSIVE.sub("", name)


def longest_known(parts: list[Part], at: int) -> tuple[int, MentionKind, str]:
    """How many words from `at` make the longest known name (0 for none), what it is, and the country it names."""
    book = gazetteer.countries()
    for size in range(min(6, len(parts) - at), 0, -1):
        name = plain(parts[at][1] if size == 1 else " ".join(word for _, word in parts[at : at + size]))
        if name in book.named:
            return size, "country", book.named[name]
        if name in book.peoples:
            return size, "people", book.peoples[name]
        if name in words().world:
            return size, "world", ""
        if name.isupper() and len(name) > 3 and name.title() in book.named:
            return size, "country", book.named[name.title()]  # a heading: `THAILAND`
        # Texts that lost their apostrophes: `Syrias second city`.
        if (
            name[-1:] == "s"
            and name[:-1] in book.named
            and name[:-1] not in ("Niger", "Chad", "Mali", "Jordan", "US", "UK")
        ):
            return size, "country", book.named[name[:-1]]
        if size == 1 and (name in words().never or name in words().organisation or len(name) < 3):
            return 0, "unknown", ""
        # Acronyms are organisations; towns in capitals stand in headlines and datelines, which say little of a figure.
        if not name.isupper() and gazetteer.find(name):
            return size, "named", ""
    return 0, "unknown", ""


def _read(text: str, chunk: _Chunk, by: int, before: Mention | None) -> Mention | None:
    """The mention that a chunk of the run at `by` is in its surroundings, or None where it is no place."""
    start = by + chunk.parts[0][0]
    last, word = chunk.parts[-1]
    end = by + last + len(word)
    raw = text[start:end]
    name = plain(raw)
    possessive = name != raw
    end -= len(raw) - len(name)
    if chunk.kind == "people" or (chunk.kind == "country" and not possessive and _adjectival(text, end)):
        return Mention(start, end, name, name, "people", chunk.country)
    kind_word, right = ("", end) if possessive else _types_right(text, end)
    left, left_word, preposition = _left(text, start)
    if before and not preposition and _continues(text, before, start, right):
        preposition = before.preposition
    if preposition in words().title or text[end : end + 2].lstrip()[:1] in ("$", "€", "£"):
        return None
    possessive = possessive or _lost_apostrophe(chunk, name)
    mention = Mention(
        left, right, text[left:right], _sought(chunk, name), chunk.kind, chunk.country, preposition,
        kind_word or left_word, possessive,
    )  # fmt: skip
    if chunk.kind in ("country", "world") or _is_place(chunk, mention, start, before, text):
        return mention
    return None


def _sought(chunk: _Chunk, name: str) -> str:
    """What the gazetteer is asked for: the known part of `Yola North`, but not the `Khan` of `Khan Younis`."""
    rest = [word.lower() for _, word in chunk.parts if word not in chunk.known]
    vocabulary = words()
    beside = all(word in vocabulary.direction or word in vocabulary.type for word in rest)
    return chunk.known if chunk.known and (beside or rest[-1] in vocabulary.type) else name


_AFTER_COUNTRY = re.compile(r"[ -]([\w’']+)")


def _adjectival(text: str, end: int) -> bool:
    """Whether a country's name is an adjective here: `US officials`, `Israel Defence Forces`."""
    after = _AFTER_COUNTRY.match(text, end)
    if not after:
        return False
    word = after[1]
    return (
        word in words().adjectival
        or (text[end] == "-" and word.islower())
        or word in words().organisation
        or (
            word[0].isupper()
            and word not in words().never
            and not gazetteer.find(word)
            and word not in gazetteer.countries().named
        )
    )


def _lost_apostrophe(chunk: _Chunk, name: str) -> bool:
    return chunk.kind == "country" and name[-1:] == "s" and name not in gazetteer.countries().named


# The prepositions that make a place of a name that no gazetteer knows. `on`, `to`, `for` and `over` do it too seldom.
_SURE = frozenset({"in", "at", "near", "around", "outside", "inside", "throughout", "across", "from", "within"})
# Capitalised words that are common nouns in titles: `in Disaster Unemployment Assistance`. Place names end otherwise.
_COMMON_END = re.compile(
    r"(?:tions?|ments?|ances?|ences?|ness|ships?|ings|ities|ity|isms?|ives?|sions?|ees|ers|led|run|based|related|supported|[a-z]ed)$"
)


def _is_place(chunk: _Chunk, mention: Mention, start: int, before: Mention | None, text: str) -> bool:
    """Whether a chunk that is no country is a place: known as a whole, or by the words round it."""
    names = [word for _, word in chunk.parts]
    if len(names) > 1 and names[-1] in words().organisation and not mention.type:
        return False
    if chunk.kind == "named" and chunk.whole:
        return True
    kind_word = mention.type or (names[-1].lower() if len(names) > 1 and names[-1].lower() in words().type else "")
    typed = bool(kind_word) and (kind_word not in words().facility or mention.preposition in words().location)
    if (
        typed
        and not (len(names) == 1 and names[0] in words().organisation)
        and len(names) <= 5
        and not any(name in words().organisation for name in names[:-1])
    ):
        return True
    rest = [name for name in names if name not in chunk.known]
    if chunk.kind == "named" and all(name.lower() in words().direction for name in rest):
        return True
    if len(names) > 4 or any(name in words().organisation for name in names):
        return False
    governed = (
        mention.preposition in _SURE
        or bool(_MOVED.search(text, max(0, mention.start - 24), mention.start))
        or (chunk.kind == "named" and mention.preposition in words().destination)
    )
    listed = before is not None and bool(before.preposition) and _continues(text, before, start, mention.end)
    if plain(names[-1]).isupper() and len(plain(names[-1])) > 1:
        return listed and before is not None and before.kind in ("named", "unknown")
    return (governed or listed) and not _COMMON_END.search(names[-1])


_MOVED = re.compile(
    r"(?:displaced|fled|moved|returned|relocated|evacuated|transferred|crossed|travelled|arrived)\s(?:to|in|into|towards)\s(?:the\s)?$"
)
_LIST = re.compile(
    r"\s*(?:,|,?\s(?:and|or|&)|\s?/)\s+(?:the\s+)?|(?:\s\(\d[\d,.]*\))?\s*(?:,|and|,\sand)\s+(?:\d[\d,.]*\s+)?(?:in\s+)?",
    re.IGNORECASE,
)


_GOES_ON = re.compile(r"\s*(?:\(\d|,\s*[A-Z]|,?\s+(?:and|or|&)\s+[A-Z])")


def _continues(text: str, before: Mention, start: int, end: int) -> bool:
    """Whether the name at [start:end] goes on with the list that `before` is in. `In Haiti, Melissa killed` is none."""
    gap = text[before.end : start]
    if len(gap) >= 22 or not _LIST.fullmatch(gap):
        return False
    return "and" in gap or "&" in gap or " or " in gap or bool(_GOES_ON.match(text, end))


_NEXT_WORD = re.compile(r"\s([\w\-]+)")


def _types_right(text: str, end: int) -> tuple[str, int]:
    """The words right of a name that say what it is, and where they end: `Idlib` + `province`."""
    found = ""
    for _ in range(2):
        after = _NEXT_WORD.match(text, end)
        if (
            not after
            or after[1].lower() not in words().type
            or (
                found
                and after[1] not in ("city", "area", "province", "provinces", "countryside", "district", "districts")
            )
        ):
            break
        found, end = after[1].lower(), after.end()
    return found, end


_STOPS = tuple(',;:.!?)”"]')
_DIRECTED = frozenset({"parts", "part", "areas", "outskirts", "suburbs", "edge"})


def _left(text: str, start: int) -> tuple[int, str, str]:
    """Where a place begins with the words left of its name, what they say it is, and the preposition that governs it.

    `in the besieged city of` Homs: (start, "city", "in"); in `northern` Mali: (start of northern, "", "in").
    """
    base = max(start - 80, text.rfind("\n", max(start - 80, 0), start) + 1, 0)
    tokens = text[base:start].split()
    begin, kind_word = start, ""
    cursor = start
    peoples, vocabulary = gazetteer.countries().peoples, words()
    adjoining = True  # `the town Bui`, but not `villages the Observatory`
    named = False  # past `city of`: what stands further left is no part of the name
    at = len(tokens) - 1
    while at >= 0:
        token = tokens[at]
        cursor = text.rfind(token, base, cursor)
        if token.endswith(_STOPS):
            return begin, kind_word, ""
        word = token.strip("“\"(‘'*[-•")
        low = word.lower()
        if low in vocabulary.direction and not named:
            begin = cursor + token.index(word)
        elif low == "and" and at and tokens[at - 1].lower() in vocabulary.direction and begin < start:
            begin = cursor = text.rfind(tokens[at - 1], base, cursor)
            at -= 1
        elif low == "of" and at and _is_head(head := tokens[at - 1].lower()):
            at -= 1
            cursor = text.rfind(tokens[at], base, cursor)
            if head in vocabulary.type and head not in _DIRECTED:
                kind_word, named = head, True
            elif not named:
                begin = cursor
        elif low in vocabulary.skip or word in peoples or low in vocabulary.direction:
            adjoining = False
        elif low in vocabulary.type and low not in vocabulary.location and adjoining:
            kind_word, named = kind_word or low, True
        elif token.endswith(("'s", "’s")):
            return begin, kind_word, "in"
        else:
            return begin, kind_word, word if word in vocabulary.title else low
        at -= 1
    return begin, kind_word, ""


def _is_head(word: str) -> bool:
    """Whether `word` + `of` + a name is a place: `north of`, `outskirts of`, `city of`."""
    return word in words().direction or word in _DIRECTED or word in words().type


@cache
def _generic_pattern() -> re.Pattern[str]:
    directions = "|".join(sorted(words().direction, key=len, reverse=True))
    nouns = "|".join(sorted(words().generic, key=len, reverse=True))
    several = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|other|several|many)"
    whole = r"(?:\s+of\s+the\s+(?:country|city|province|region|state|island))?"
    # `the west` is a place where its sentence goes on, and an adjective in `the west bank`.
    goes_on = (
        r"(?=[\s.,;:)]*(?:$|[.,;:)]"
        r"|\s(?:and|of|have|has|were|was|are|is|on|after|by|in|since|with|where|due|who|to)\b))"
    )
    return re.compile(
        r"\b(?P<p>in|across|throughout|within|over|from|to|of|inside|around|through)\s+(?P<g>"
        rf"(?:(?:the|some|several|many|other|various|most)\s+)?(?:{several}\s+)?"
        rf"(?:(?:neighbou?ring|(?:most |worst[- ]|hardest[- ])?affected|{directions})\s+)+(?:{nouns})\b{whole}"
        rf"|(?:the\s+)?{several}\s+(?:\w+\s+)?countries\b"
        rf"|the\s+(?:{directions}){whole}{goes_on})",
        re.IGNORECASE,
    )


def _generic(text: str) -> Iterator[Mention]:
    """Places that have no name: `northern provinces`, `the west`, `neighbouring countries`."""
    for match in _generic_pattern().finditer(text):
        phrase = match["g"]
        head = phrase.split()[-1].lower()
        yield Mention(match.start("g"), match.end("g"), phrase, "", "generic", "", match["p"].lower(), head)


def within(mention: Mention, start: int) -> Mention:
    """A mention of the document as one of the passage that begins at `start`."""
    return Mention(
        mention.start - start, mention.end - start, mention.text, mention.name, mention.kind, mention.country,
        mention.preposition, mention.type, mention.possessive,
    )  # fmt: skip

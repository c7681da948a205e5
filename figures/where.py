"""Where: the places a passage names, and the one that a figure belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from figures import gazetteer, lexicon
from figures.gazetteer import Place
from figures.model import PlaceRole

MentionKind = Literal["country", "people", "world", "named", "unknown"]

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŞŠŽİ]"
_WORD = rf"(?:(?:al|el|ad|an|ar|as|ash|at|az|ez|d)[-’'])?{_CAPITAL}(?:[\w’'\-]*\w)?"
# A run of capitalised words, with the small words that stand inside names.
_RUN = re.compile(
    rf"{_WORD}(?:\.[A-Z]\.?)*(?:[ ](?:(?:of the|of|de la|de los|del|de|da|do|la|al|el|es|ez|e|bin)[ ])?{_WORD}){{0,7}}"
)
_WORDS = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as a passage names it. `start` and `end` span the text's words for it, inside the passage.

    `preposition` is the word that governs it (`in`, `from`, "" when bare), `name` what the gazetteer is asked for.
    """

    start: int
    end: int
    text: str
    name: str
    kind: MentionKind
    country: str
    preposition: str
    type: str = ""
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    location: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    direction: frozenset[str]
    type: frozenset[str]
    world: frozenset[str]
    never: frozenset[str]
    title: frozenset[str]
    organisation: frozenset[str]


@cache
def words() -> _Words:
    """The words round names, from lexicon/context/places.toml."""
    table = lexicon.load("context/places.toml")
    return _Words(**{key: frozenset(table[key]) for key in _Words.__slots__})


def countries() -> dict[str, str]:
    """Every country and territory: ISO 3166-1 alpha-3 to its short English name."""
    return dict(gazetteer.countries().names)


def country_name(iso3: str) -> str:
    """The short English name of a country, or the code itself where it is unknown."""
    return gazetteer.countries().names.get(iso3, iso3)


def mentions(text: str) -> list[Mention]:
    """The places that `text` names, in order. Lists and containments stay apart; `joined` puts lists together."""
    return [mention for run in _RUN.finditer(text) for mention in _in_run(text, run.start(), run[0])]


def _in_run(text: str, start: int, run: str) -> Iterator[Mention]:
    """The places within one run of capitalised words."""
    parts = [(start + m.start(), m[0]) for m in _WORDS.finditer(run)]
    never = words().never
    while parts and parts[0][1] in never and not _known_phrase(parts):
        parts = parts[1:]
    while parts and (parts[-1][1] in never or parts[-1][1].islower()) and not _known_phrase(parts):
        parts = parts[:-1]
    if not parts:
        return
    if parts[-1][1] in words().organisation and len(parts) > 1:
        return
    before = _preposition(text, parts[0][0])
    if before[0] in words().title:
        return
    at = 0
    found = False
    while at < len(parts):
        size = _longest_known(parts, at)
        if size:
            yield _known(text, parts[at : at + size], whole=parts, first=at)
            found = True
            at += size
        else:
            at += 1
    if not found and _may_be_place(text, parts, before[0]):
        yield _mention(text, parts, "unknown", "")


# The prepositions that make a place of a name that no gazetteer knows. `on`, `to`, `for` and `over` do it too seldom.
_SURE = frozenset({"in", "at", "near", "around", "outside", "inside", "throughout", "across", "from"})


def _may_be_place(text: str, parts: list[tuple[int, str]], preposition: str) -> bool:
    """Whether a name that no gazetteer knows is a place: by its preposition, or by what stands after it."""
    if _type_after(text, parts):
        return True
    name = [word for _, word in parts]
    if preposition not in _SURE or len(name) > 3 or _COMMON_END.search(name[-1]):
        return False
    return not any(word.isupper() or word in words().organisation for word in name)


# Capitalised words that are common nouns in titles: `in Disaster Unemployment Assistance`. Place names end otherwise.
_COMMON_END = re.compile(
    r"(?:tions?|ments?|ance|ence|ness|ships?|ings|ities|ity|isms?|ives?|sion|sions|ees|ers|ism|led|run|based|ed)$"
)


def _known_phrase(parts: list[tuple[int, str]]) -> bool:
    return _longest_known(parts, 0) > 1


def _longest_known(parts: list[tuple[int, str]], at: int) -> int:
    """How many words from `at` make the longest known name; 0 for none."""
    book = gazetteer.countries()
    for size in range(min(6, len(parts) - at), 0, -1):
        name = _plain(" ".join(word for _, word in parts[at : at + size]))
        if name in book.named or name in book.peoples or name in words().world:
            return size
        if size == 1 and (name in words().never or name in words().organisation or len(name) < 3):
            return 0
        # Acronyms are organisations; towns in capitals stand in headlines and datelines, which say little of a figure.
        if name.isupper():
            continue
        if gazetteer.find(name):
            return size
    return 0


def _plain(name: str) -> str:
    return _POSSESSIVE.sub("", name)


def _known(text: str, parts: list[tuple[int, str]], whole: list[tuple[int, str]], first: int) -> Mention:
    book = gazetteer.countries()
    name = _plain(" ".join(word for _, word in parts))
    if name in book.named:
        return _mention(text, parts, "country", book.named[name])
    if name in book.peoples:
        return _mention(text, parts, "people", book.peoples[name])
    if name in words().world:
        return _mention(text, parts, "world", "")
    # `at Sabha Medical School`: the whole run is the place, the known name says where it is.
    governed = _preposition(text, whole[0][0])[0] in words().location
    if governed and len(whole) > len(parts) and whole[-1][1].lower() in words().type:
        return _mention(text, whole, "named", "", name)
    return _mention(text, parts, "named", "", name)


def _mention(text: str, parts: list[tuple[int, str]], kind: MentionKind, country: str, name: str = "") -> Mention:
    start = parts[0][0]
    end = parts[-1][0] + len(parts[-1][1])
    raw = text[start:end]
    plain = _plain(raw)
    possessive = plain != raw
    end -= len(raw) - len(plain)
    name = name or plain
    if kind == "people":
        return Mention(start, end, plain, name, kind, country, "")
    kind_word = ""
    if not possessive:
        kind_word, end = _types_right(text, end)
    start, left_type = _left(text, start)
    preposition, _ = _preposition(text, start)
    return Mention(start, end, text[start:end], name, kind, country, preposition, kind_word or left_type, possessive)


_NEXT_WORD = re.compile(r"\s+([\w\-]+)")


def _types_right(text: str, end: int) -> tuple[str, int]:
    """The words right of a name that say what it is, and where they end: `Idlib` + `province`."""
    found = ""
    for _ in range(2):
        after = _NEXT_WORD.match(text, end)
        if not after or after[1].lower() not in words().type:
            break
        found, end = after[1].lower(), after.end()
    return found, end


def _type_after(text: str, parts: list[tuple[int, str]]) -> bool:
    last, word = parts[-1]
    if len(parts) > 1 and word.lower() in words().type:
        return True
    return bool(_types_right(text, last + len(word))[0])


_LEFT_WORD = re.compile(r"([\w\-’']+)\s+$")


def _left(text: str, start: int) -> tuple[int, str]:
    """Where the place begins with the words left of its name, and what they say it is: `the city of`, `northern`."""
    kind_word = ""
    for _ in range(5):
        before = _LEFT_WORD.search(text, max(0, start - 30), start)
        if not before:
            break
        word = before[1].lower()
        if word in words().direction:
            start = before.start(1)
        elif word == "and" and (other := _LEFT_WORD.search(text, max(0, before.start(1) - 20), before.start(1))):
            # `southern and eastern Lebanon`
            if (
                other[1].lower() not in words().direction
                or text[start:].split(" ", 1)[0].lower() not in words().direction
            ):
                break
            start = other.start(1)
        elif word == "of" and (other := _LEFT_WORD.search(text, max(0, before.start(1) - 25), before.start(1))):
            head = other[1].lower()
            if head in words().direction or head in ("parts", "part", "areas"):
                start = other.start(1)
            elif head in words().type:
                # `the city of Homs` is Homs; the preposition stands before `the`.
                kind_word = head
                return _before_article(text, other.start(1), start), kind_word
            else:
                break
        else:
            break
    return start, kind_word


def _before_article(text: str, at: int, start: int) -> int:
    return start


_PREPOSITION = re.compile(r"([\w\-]+)[\s\"“(]+(?:(?:the|a|an)\s+)?$", re.IGNORECASE)
_OF_TYPE = re.compile(
    r"([\w\-]+)\s+(?:(?:the|a|an|its|their|his|nearby|neighbouring|neighboring)\s+)?(?:[\w\-’']+\s+){0,3}?"
    r"(?:city|town|village|province|provinces|state|states|district|districts|region|capital|island|port|suburb|"
    r"governorate|governorates|area|areas|camp|neighbourhood|neighborhood|county|municipality|parts|part|valley|centre|center)\s+of\s+"
    r"(?:the\s+)?$"
)


def _preposition(text: str, start: int) -> tuple[str, int]:
    """The word before a place, over its article and `city of`, lower case unless it is a title; and where it stands."""
    left = text[max(0, start - 70) : start]
    before = _OF_TYPE.search(left) or _PREPOSITION.search(left)
    if not before:
        return "", start
    word = before[1]
    return (word if word in words().title else word.lower()), max(0, start - 70) + before.start(1)


def role(mention: Mention) -> PlaceRole:
    """What the place is to the figure: where it is, where it came from, where it went."""
    if mention.preposition in words().origin:
        return "origin"
    if mention.preposition in words().destination:
        return "destination"
    return "location"


class Atlas:
    """The countries that one document speaks of, which settle what its ambiguous names mean."""

    def __init__(self, text: str) -> None:
        self.counts = country_counts(text)
        self.main = self.counts.most_common(1)[0][0] if self.counts else ""

    def resolve(self, mention: Mention, near: frozenset[str] = frozenset()) -> Place | None:
        """The place meant. `near` are countries named in the same sentence. None for what no gazetteer knows."""
        if mention.country:
            return gazetteer.country(mention.country)
        if mention.kind != "named":
            return None
        found = gazetteer.find(mention.name)
        return max(found, key=lambda place: self._weight(place, near), default=None)

    def _weight(self, place: Place, near: frozenset[str]) -> tuple[bool, int, bool, int]:
        return (place.country in near, self.counts[place.country], place.kind == "region", place.people)

    def country(self, mention: Mention, near: frozenset[str] = frozenset()) -> str:
        """Alpha-3 of the country of `mention`, "" where it is not known."""
        if mention.kind == "world":
            return ""
        place = self.resolve(mention, near)
        if place is None:
            return self.main
        # A small town abroad that shares its name with a place here that the gazetteer lacks.
        if self.main and not self.counts[place.country] and place.kind == "town" and place.people < 100:
            return self.main
        return place.country


_NAME = re.compile(rf"{_CAPITAL}[\w.’'\-]*(?: (?:of |and |the |es )*{_CAPITAL}[\w.’'\-]*){{0,4}}")


def country_counts(text: str) -> Counter[str]:
    """How often `text` names each country: by its names, its people, and the regions and large towns in it."""
    book = gazetteer.countries()
    counts: Counter[str] = Counter()
    for run in _RUN.finditer(text):
        parts = [(0, word) for word in run[0].split()]
        at = 0
        while at < len(parts):
            size = _longest_known(parts, at)
            if size:
                name = _plain(" ".join(word for _, word in parts[at : at + size]))
                _count(name, counts, book.named, book.peoples)
            at += size or 1
    return counts


def _count(name: str, counts: Counter[str], named: dict[str, str], peoples: dict[str, str]) -> None:
    if name in named:
        counts[named[name]] += 3
    elif name in peoples:
        counts[peoples[name]] += 2
    else:
        places = gazetteer.find(name)
        countries_of = {place.country for place in places if place.kind == "region" or place.people >= 20}
        if len(countries_of) == 1:
            counts[countries_of.pop()] += 1

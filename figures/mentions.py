"""The places that a passage names, found by capitals, the gazetteer and the small words round them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from figures import gazetteer
from figures.placewords import words
from figures.remembered import Remembered
from figures.rolls import parted
from figures.runs import CHUNKS, Chunk, MentionKind, runs
from figures.wholewords import is_written


class Mention(NamedTuple):
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


def mentions(text: str) -> list[Mention]:
    """The places that `text` names, in order."""
    text = parted(text)
    found: list[Mention] = []
    before: Mention | None = None
    out_of_list = 0  # from here on a name is too far from the last place to go on with its list
    titled = _titled(text) | _persons(text)
    for by, run in runs(text):
        for chunk in CHUNKS[run]:
            # Most capitals end here: names that nothing is known of, and nothing round them makes a place.
            if chunk.bare and by + chunk.start >= out_of_list and _stands_bare(text, by + chunk.start, by + chunk.end):
                continue
            mention = _read(text, chunk, by, before)
            if mention and not (titled and mention.name.title() in titled):
                found.append(mention)
                before = mention
                out_of_list = mention.end + _LIST_GAP
    return found


# Storms have the names of people and towns. Where a text has called one by its title, its name is no place in it.
_TITLES = ("Hurricane", "Typhoon", "Cyclone", "Storm", "Depression", "hurricane", "typhoon", "cyclone", "storm")
_NAME = r"[A-Z][\w-]+"
_TITLED = re.compile(
    rf"(?:{'|'.join(_TITLES)})s?(?: \([A-Z]{{1,4}}\))? "
    rf"[‘“\"(]?(?!The|And|In|As)({_NAME})[’”\")]?"
    rf"(?: (?:\([‘“\"]?|and [‘“\"]?)({_NAME}))?"
)


def _titled(text: str) -> frozenset[str]:
    if not any(map(text.__contains__, _TITLES)):
        return frozenset()
    return frozenset(name.title() for names in _TITLED.findall(text) for name in names)


@cache
def _person() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words().person))})\.? (?:{_NAME} ){{0,2}}({_NAME})")


def _persons(text: str) -> frozenset[str]:
    """The last names of those whom a text calls by a title once: `President Bashar Assad`."""
    names = [name.title() for name in _person().findall(text)]
    return frozenset((*names, *(f"{name}s" for name in names)))  # `Assads government`


def within(mention: Mention, start: int) -> Mention:
    """A mention of the document as one of the passage that begins at `start`."""
    return Mention(mention.start - start, mention.end - start, *mention[2:])


def _read(text: str, chunk: Chunk, by: int, before: Mention | None) -> Mention | None:
    """The mention that a chunk of the run at `by` is in its surroundings, or None where it is no place."""
    kind, start, end = chunk.kind, by + chunk.start, by + chunk.end
    if kind == "people" and (land := _LAND.match(text, end)):
        left, _, preposition = _left(text, start)
        if preposition in _GOVERNS_LAND:
            noun, end = land[1], land.end()
            return Mention(left, end, text[left:end], chunk.name, "generic", chunk.country, preposition, noun)
    if kind == "people" or (kind == "country" and not chunk.possessive and _adjectival(text, end)):
        return Mention(start, end, chunk.name, chunk.name, "people", chunk.country)
    kind_word, right = ("", end) if chunk.possessive else _types_right(text, end)
    near = before is not None and start - before.end < _LIST_GAP
    if kind == "world" and chunk.possessive:
        return None  # `the world's youngest nation`
    if kind == "world" and kind_word in _ADMINISTRATIVE:
        kind = "unknown"
    left, left_word, preposition = _left(text, start)
    listed = near and before is not None and _continues(text, before, start, right)
    if before and listed and preposition in _ON:
        preposition = before.preposition
    if preposition == "from" and _REPORTED.search(text, max(0, left - _REPORT), left):
        preposition = "in"
    kind_word = kind_word or left_word
    if kind not in ("country", "world") and not (
        _is_place(chunk, kind_word, preposition)
        or _is_governed(chunk, preposition, text, left, end, before if listed else None)
    ):
        return None
    if kind == "unknown" and not kind_word and not chunk.own_type and _is_common(text, chunk.name):
        return None
    if preposition in words().title or text[end : end + 2].lstrip()[:1] in ("$", "€", "£"):
        return None
    return Mention(
        left, right, text[left:right], chunk.sought, kind, chunk.country, preposition, kind_word, chunk.owns
    )  # fmt: skip


def _is_common(text: str, name: str) -> bool:
    """Whether the last word of a name is a common noun, which the text writes small too: `in Rebel Rocket Attacks`."""
    last = name.rsplit(" ", 1)[-1].lower()
    return is_written(text, last) and last not in words().direction


# `in Turkish territory`, `off the Libyan coast`, `across the Turkish border provinces`.
_LAND = re.compile(
    r" (?:border |coastal |[a-z]+ern |central )?"
    r"(territory|territories|coast|coastline|islands?|waters|soil|provinces?|side|shores?|enclave"
    r"|mainland|cities|towns|villages|regions?|districts|countryside)\b(?! of\b| [A-Z])"
)
_GOVERNS_LAND = frozenset({"in", "on", "off", "across", "along", "near", "inside", "within", "throughout", "through"})


# `Three deaths were reported from Bajura`: they were there.
_REPORTED = re.compile(
    r"\b(?:reported|recorded|confirmed|notified|detected|documented)(?:\s\w+)?\sfrom(?:\sthe)?\s?$", re.IGNORECASE
)
_REPORT = 40  # characters, in which all of that fits

# Words left of a name that goes on with a list: what governs the list governs it.
_ON = frozenset({"", "and", "or", "&"})
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


def _is_place(chunk: Chunk, kind_word: str, preposition: str) -> bool:
    """Whether a chunk that is no country is a place by itself: known as a whole, or by a word that says what it is."""
    if chunk.organised and not kind_word:
        return False
    if chunk.whole:
        return True
    kind_word = kind_word or chunk.own_type
    if kind_word and chunk.typeable and (kind_word not in words().facility or preposition in words().location):
        return True
    return chunk.directed


# The prepositions that make a place of a name that no gazetteer knows. `on`, `to`, `for` and `over` do it too seldom.
_SURE = frozenset({"in", "at", "near", "around", "outside", "inside", "throughout", "across", "from", "within"})
_TOWARDS = frozenset({"to", "into", "towards", "on", "through", "via", ""})  # "" where a line ends before the name
_MOVED = re.compile(
    r"(?:displaced|fled|moved|returned|relocated|evacuated|transferred|crossed|travelled|arrived|landed|disembarked|ashore"
    r"|dropped|left|entered|deported)\s(?:[\w,]+\s){0,2}(?:to|in|into|towards|on|at|through|via)\s(?:the\s)?$"
)


@cache
def _assaulted() -> re.Pattern[str]:
    """What ends where the name of a place begins that is fought for: `attacks on Sunday on`, `the offensive for`."""
    return re.compile(rf"\b(?:{'|'.join(sorted(words().assault))})(?: \w+){{0,2}} (?:on|of|for)(?: the)? ?$")


@cache
def _dwelt() -> re.Pattern[str]:
    """What ends where the name of a place begins that has such people or parts: `residents of`, `the streets of`."""
    return re.compile(rf"\b(?:{'|'.join(sorted(words().dwelt))}) of(?: the)? ?$", re.IGNORECASE)


_WHERE = (", where ", " where ")  # only of places
_AGAINST = frozenset({"on", "of", "for"})


def _is_governed(chunk: Chunk, preposition: str, text: str, left: int, end: int, before: Mention | None) -> bool:
    """Whether a name that nothing else makes a place is one by what governs it. `before` is the place that it goes on
    the list of, if any.
    """
    if not chunk.nameable:
        return False
    series = text.startswith(" (", end) and (
        _SERIES.match(text, end) is not None or (before is not None and text.startswith(" (", before.end))
    )
    listed = before is not None and bool(before.preposition or series)
    if chunk.capitals:
        return listed and before is not None and before.kind in ("named", "unknown")
    governed = (
        listed
        or series
        or text.startswith(_WHERE, end)
        or preposition in _SURE
        or (chunk.kind == "named" and preposition in words().destination)
        or (preposition in _TOWARDS and text[left - 2 : left - 1].isalpha() and _moved(text, left))
        or (preposition in _AGAINST and bool(_assaulted().search(text, max(0, left - 40), left)))
        or (preposition == "of" and bool(_dwelt().search(text, max(0, left - 30), left)))
    )
    return governed and not chunk.common


def _moved(text: str, left: int) -> bool:
    """Whether somebody moved to the place at `left`."""
    return _MOVED.search(text, max(0, left - 40), left) is not None


# `Aljofra (2), Imsalata (12) and`: names that share out a number. In the middle of it, or at its end, they follow one.
_SERIES = re.compile(
    r" ?\(\d[\d,. ]*(?:[a-z]+ ?){0,2}\)(?:,|;|,? and) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3} ?\(\d"
)
# No gap within a list is this long.
_LIST_GAP = 36
_LIST = re.compile(
    r"\s*(?:,|,?\s(?:and|or|&)|\s?/)\s+(?:the\s+)?|(?:\s\(\d[\d,.]*(?:\s[a-z]+){0,2}\))?\s*(?:,|and|,\sand)\s+(?:(?:another\s+)?\d[\d,.]*\s+(?:(?:people|persons|deaths|cases)\s+)?)?(?:(?:in|from|at)\s+)?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:\(\d|,\s*[A-Z]|,\s*\d[\d,]* (?:from|in) [A-Z]|,?\s+(?:and|or|&)\s+[A-Z])")


def _continues(text: str, before: Mention, start: int, end: int) -> bool:
    """Whether the name at [start:end] goes on with the list that `before` is in. `In Haiti, Melissa killed` is none."""
    gap = text[before.end : start]
    if not _LIST.fullmatch(gap):
        return False
    return "and" in gap or "&" in gap or " or " in gap or bool(_GOES_ON.match(text, end))


_NEXT_WORD = re.compile(r"\s([\w\-]+)")
# `Meri refugee camp`, `Zwara detention centre`.
_COMPOUNDS = frozenset(
    {
        "refugee", "idp", "displacement", "detention", "transit", "reception", "transitional", "migrant", "mountain",
        "metropolitan", "urban", "border", "coastal",
    }
)  # fmt: skip
_COMPOUND = re.compile(r" [\w-]+ (camps?|settlements?|cent(?:re|er)s?|sites?|areas?|regions?)\b")
_SECOND = frozenset({"city", "area", "province", "provinces", "countryside", "district", "districts"})


def _types_right(text: str, end: int) -> tuple[str, int]:
    """The words right of a name that say what it is, and where they end: `Idlib` + `province`."""
    if not text[end : end + 1].isspace():
        return "", end
    after = _NEXT_WORD.match(text, end)
    if not after:
        return "", end
    types, found = words().type, after[1].lower()
    if found in _COMPOUNDS and (compound := _COMPOUND.match(text, end)):
        return compound[1].rstrip("s"), compound.end()
    if found not in types or (found == "crossing" and text[after.end() : after.end() + 2].strip().isupper()):
        return "", end  # `entered Uganda crossing Lake Albert`
    end = after.end()
    second = _NEXT_WORD.match(text, end)
    if second and second[1] in _SECOND:
        return second[1], second.end()
    return found, end


# `Red Sea State` is no sea.
_ADMINISTRATIVE = frozenset({"state", "province", "governorate", "county", "district", "municipality"})
_STOPS = tuple(',;:.!?)”"]')


class _Token(NamedTuple):
    """A word left of a name, and what it is to a place. `governor` is what it is as the preposition."""

    role: str
    word: str
    low: str
    governor: str
    inert: bool  # as the governor it makes no place of a name that nothing is known of


def _token(token: str) -> _Token:
    """What a word left of a name is to the place: the same few words stand there nearly always."""
    vocabulary = words()
    word = token.strip("“\"(‘'*[-•")
    low = word.lower()
    governor = word if word in vocabulary.title else low
    if token.endswith(_STOPS):
        role = "stop"
    elif low in vocabulary.direction:
        role = "direction"
    elif low in ("and", "of"):
        role = low
    elif low in vocabulary.skip or word in gazetteer.countries().peoples:
        role = "skip"
    elif low in vocabulary.type and low not in vocabulary.location:
        role = "type"
    else:
        role = "word"
    if token.endswith(("'s", "’s")):
        governor = "in"
    governs = governor in _SURE or governor in _TOWARDS or governor in _AGAINST
    settled = role == "stop" or (role == "word" and not governs)
    inert = settled and len(token.split()) == 1
    return _Token(role, word, low, governor, inert)


_TOKENS = Remembered(_token)


def _stands_bare(text: str, start: int, end: int) -> bool:
    """Whether the words next to the name at [start:end] settle that nothing makes it a place."""
    if text[start - 1 : start] != " ":
        return False
    space = text.rfind(" ", start - 30 if start > 30 else 0, start - 1)
    if space < 0 or not _TOKENS[text[space + 1 : start - 1]].inert or text.startswith(" (", end):
        return False
    after = _NEXT_WORD.match(text, end)
    return after is None or ((word := after[1].lower()) not in words().type and word not in _COMPOUNDS)


def _left(text: str, start: int) -> tuple[int, str, str]:
    """Where a place begins with the words left of its name, what they say it is, and the preposition that governs it.

    `in the besieged city of` Homs: (start, "city", "in"); in `northern` Mali: (start of northern, "", "in").
    """
    rest = text[start - 80 if start > 80 else 0 : start]
    if "\n" in rest:
        rest = rest[rest.rindex("\n") + 1 :]
    base = start - len(rest)
    begin, kind_word = start, ""
    adjoining = True  # `the town Bui`, but not `villages the Observatory`
    named = False  # past `city of`: what stands further left is no part of the name
    while pieces := rest.rsplit(None, 1):
        limit = base + len(rest)
        token = _TOKENS[pieces[-1]]
        rest = pieces[0] if len(pieces) == 2 else ""
        role = token.role
        if role == "stop":
            return begin, kind_word, ""
        if role == "direction" and not named:
            begin = text.rfind(pieces[-1], base, limit) + pieces[-1].index(token.word)
        elif role in ("skip", "direction"):
            adjoining = False
        elif role == "type" and adjoining:
            kind_word, named = kind_word or token.low, True
        elif role == "and" and begin < start and (further := _last(rest)).lower() in words().direction:
            begin = text.rfind(further, base, base + len(rest))
            rest = text[base:begin]
        elif role == "of" and rest.endswith(" out"):
            return begin, kind_word, "from"
        elif role == "of" and rest.endswith(_PEOPLE):
            return begin, kind_word, "in"
        elif role == "of" and (further := _last(rest)) and _is_head(head := further.lower()):
            at = text.rfind(further, base, base + len(rest))
            rest = text[base:at]
            if head in words().type and head not in words().side:
                kind_word, named = head, True
            elif not named:
                begin = at
                kind_word = kind_word or (head if head in words().side else "")
        else:
            return begin, kind_word, token.governor
    return begin, kind_word, ""


_PEOPLE = (" inhabitants", " residents", " population", " villagers", " people", " citizens")


def _last(text: str) -> str:
    pieces = text.rsplit(None, 1)
    return pieces[-1] if pieces else ""


def _is_head(word: str) -> bool:
    """Whether `word` + `of` + a name is a place: `north of`, `outskirts of`, `city of`."""
    return word in words().direction or word in words().side or word in words().type

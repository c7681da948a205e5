"""Claimants: the one name that stands for all the words by which texts call who states a figure, and what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from figures import gazetteer, lexicon
from figures.model import SourceType
from figures.wholewords import WholeWords


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who a source is: one name for all its spellings, and its kind."""

    name: str
    type: SourceType


class _Book(NamedTuple):
    names: dict[str, Claimant]
    phrases: WholeWords  # aliases of several words, in small letters
    words: WholeWords  # aliases of one word, as written
    offices: dict[str, Claimant]  # what an office is called to the office
    office: WholeWords
    agencies: dict[tuple[str, str], Claimant]  # (office, alpha-3) to the agency that has a name of its own
    types: list[tuple[SourceType, WholeWords]]


@cache
def _book() -> _Book:
    table = lexicon.load("claimants.toml")
    names: dict[str, Claimant] = {}
    within: list[str] = []
    agencies = {}
    for row in table["claimant"]:
        who = Claimant(row["name"], row["type"])
        within += [row["name"], *row["aka"]] if row["aka"] or "whole" not in row else []
        names.update((_key(name), who) for name in (row["name"], *row["aka"], *row.get("whole", [])))
        if "office" in row:
            agencies[row["office"], row["country"]] = who
    offices = {
        word: Claimant(row["name"], row.get("type", "government")) for row in table["office"] for word in row["words"]
    }
    return _Book(
        names,
        WholeWords(name for name in within if " " in name),
        WholeWords((name for name in within if " " not in name), cased=True),
        offices,
        WholeWords(offices),
        agencies,
        [(row["is"], WholeWords(row["words"])) for row in table["type"]],
    )


_ABBREVIATION = re.compile(r"\s*\(([A-Z][\w-]{1,9})\)")
_ARTICLE = re.compile(r"^(?:the|an?|its|their)\s+", re.IGNORECASE)


def _key(name: str) -> str:
    return _ARTICLE.sub("", _ABBREVIATION.sub("", name).replace("’", "'").strip()).lower()


@lru_cache(maxsize=2_048)
def claimant(source: str, country: str = "", about: str = "") -> Claimant:
    """The normalised claimant of a source's own words. A name that the lexicon lacks is kept, without its article.

    `country` (alpha-3) is that of the text, to which a bare `health ministry` belongs; `about` is what the text says of
    a person by the way: `a spokesman for UNICEF`.
    """
    if not source:
        return Claimant("", "")
    found = _named(source) or _office(source, country) or _government(source, country) or _within(source)
    if found is None and about and (of := _named(about) or _within(about)):
        return of
    if found is not None:
        return found
    plain = _ARTICLE.sub("", _ABBREVIATION.sub("", source).strip())
    return Claimant(plain[:1].upper() + plain[1:], _type(source) or _type(about))


def is_known(name: str) -> bool:
    """Whether the lexicon has a claimant of this name."""
    return _named(name) is not None or _office(name, "") is not None


@cache
def _last_words() -> frozenset[str]:
    """The words that a name of the lexicon of several words ends with: a quick look before a search."""
    table = lexicon.load("claimants.toml")
    names = [name for row in table["claimant"] for name in (row["name"], *row["aka"])]
    names += [word for row in table["office"] for word in row["words"]]
    return frozenset(name.rsplit(None, 1)[-1].lower() for name in names if " " in name)


# No name of the lexicon is longer than this many characters.
_LONGEST = 90


def known_before(text: str, start: int, end: int) -> int:
    """Where the longest name of the lexicon that ends at `end` begins in text[start:end], -1 for none."""
    start = max(start, end - _LONGEST)
    words, book = text[start:end], _book()
    if words.lower().rsplit(None, 1)[-1:] and words.lower().rsplit(None, 1)[-1] not in _last_words():
        return -1
    for phrases in (book.phrases, book.office):
        at = min((match.start() for match in phrases.find(words) if match.end() == len(words)), default=-1)
        if at >= 0:
            return start + at
    return -1


def _type(words: str) -> SourceType:
    return next((kind for kind, row in _book().types if row.stands_in(words, 0, len(words))), "")


def _named(source: str) -> Claimant | None:
    """The claimant that the source names as the lexicon has it."""
    names, key, short = _book().names, _key(source), _ABBREVIATION.search(source)
    for candidate in (key, short[1].lower() if short else "", key.split(",")[0], _UN.sub("", key)):
        if candidate in names:
            return names[candidate]
    return None


_UN = re.compile(r"^(?:un|u\.n\.|united nations)(?:'s)?\s+")
# Who speaks of an organisation, not for it.
_OUTSIDE = re.compile(r"\b(?:former|critics|opponents|close to|against|members of the public)\b", re.IGNORECASE)


_AND = re.compile(r"\band\b")


def _within(source: str) -> Claimant | None:
    """The claimant for whom a person or office speaks: `UNHCR spokesman Ali Noor`, `the head of WFP in Chad`."""
    if _OUTSIDE.search(source):
        return None
    book = _book()
    found = [*book.phrases.find(source), *book.words.find(source)]
    if not found:
        return None
    longest = max(found, key=lambda match: match.end() - match.start())
    if _AND.search(source[: longest.start()]) or _AND.search(source[longest.end() :]):
        return None  # two who say it together
    return book.names.get(_key(longest[0]))


# Words round the name of an office that leave it the same office.
_SPOKEN = re.compile(
    r"^(?:(?:the|an?|one|senior|top)\s+)*(?:spokes(?:man|woman|person)|officials?|representatives?|sources?|statement)"
    r"\s+(?:for|of|at|from|in|with)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"\s+(?:spokes(?:man|woman|person)|officials?|sources?|statement|report|data|figures|estimates?|statistics)$",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"^(?:'s)?\s*(?:federal|national|central|state-run|own)?$", re.IGNORECASE)
_IN = re.compile(r"^(?:\s*(?:of|in)\s+(?:the\s+)?)", re.IGNORECASE)


def _office(source: str, country: str) -> Claimant | None:
    """An office that every country has, with the country it is of: `Ministry of Health (LBN)`."""
    book = _book()
    bare = _ABBREVIATION.sub("", source).replace("’", "'").strip()
    bare = _ARTICLE.sub("", _SPEAKING.sub("", _SPOKEN.sub("", bare)))
    match = max(book.office.find(bare), key=lambda found: found.end() - found.start(), default=None)
    if match is None:
        return None
    before, after = bare[: match.start()].strip(), _IN.sub("", bare[match.end() :]).strip(" ,")
    own, rest = _country_of(before)
    other, left = _country_of(after)
    if left or not _ALIKE.match(rest):
        return None  # `Kogi health ministry`: some part of a country has its own
    office, iso3 = book.offices[match[0].lower()], own or other or country
    if agency := book.agencies.get((office.name, iso3)):
        return agency
    return Claimant(f"{office.name} ({iso3})", office.type) if iso3 else office


def _country_of(words: str) -> tuple[str, str]:
    """The country that begins the words (alpha-3, "" for none), and the words that are left."""
    known = gazetteer.countries()
    parts = words.split()
    for count in range(min(4, len(parts)), 0, -1):
        name = " ".join(parts[:count])
        bare = name.removesuffix("'s").removesuffix("'")
        if iso3 := known.named.get(bare) or known.peoples.get(bare) or known.named.get(f"the {bare}"):
            return iso3, " ".join(parts[count:])
    return "", words


_GOVERNMENT = re.compile(r"^(?:the\s)?(.*?)\bgovernment(?:\s(?:of|in)\s(?:the\s)?(.+))?$", re.IGNORECASE)


_OF_THE_DAY = re.compile(r"^(?:(?:new|host|federal|central|interim|transitional|national|local)\s+)+", re.IGNORECASE)


def _government(source: str, country: str) -> Claimant | None:
    """A country by its name, its seat or its government."""
    known = gazetteer.countries()
    plain = _ARTICLE.sub("", _ABBREVIATION.sub("", source).replace("’", "'").strip())
    plain = _SPEAKING.sub("", plain[:1].upper() + plain[1:])
    iso3 = known.named.get(plain) or known.capitals.get(plain) or ""
    if not iso3 and (found := _GOVERNMENT.match(plain)):
        own, rest = _country_of(_OF_THE_DAY.sub("", found[1]))
        other, left = _country_of(found[2] or "")
        if not _OF_THE_DAY.sub("", rest + " ").strip(" '") and not left:
            iso3 = own or other or country
    return Claimant(known.names[iso3], "government") if iso3 in known.names else None


# `the agency`, `the ministry`: the one named before.
_REFERRING = re.compile(
    r"the\s+(?:same\s+)?(?P<head>agency|organi[sz]ation|body|charity|group|fund|programme|ministry|department|council|authority"
    r"|observatory|monitor|institute|committee|commission|society|cluster)",
    re.IGNORECASE,
)
_OFFICIAL = frozenset({"ministry", "department", "council", "authority", "commission"})


def referred(source: str, before: str, country: str) -> Claimant | None:
    """Who `the agency` or `the ministry` is: the last one named in the text `before` it. None for other sources."""
    found = _REFERRING.fullmatch(source)
    if found is None:
        return None
    book, head = _book(), found["head"].lower()
    known = [(match.end(), book.names[_key(match[0])]) for match in book.phrases.find(before)]
    known += [(match.end(), book.names[_key(match[0])]) for match in book.words.find(before)]
    if head in _OFFICIAL:
        offices = [match for match in book.office.find(before) if head in match[0].lower()]
        known = [one for one in known if one[1].type == "government" and head != "ministry"]
        for match in offices:
            owner = re.search(r"(\S+)\s+(?:federal\s+|national\s+)?$", before[: match.start()])
            own, _ = _country_of(owner[1].replace("’", "'")) if owner else ("", "")
            if one := _office(match[0], own or country):
                known.append((match.end(), one))
    else:
        known = [one for one in known if one[1].type in ("UN", "NGO", "monitor", "government")]
    return max(known, key=lambda one: one[0])[1] if known else None

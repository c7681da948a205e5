"""The counted group: the words of what a number counts, without the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from figures import lexicon
from figures.grammar import irregular_pasts
from figures.model import Figure
from figures.phrases import EARLIER

_TOKEN = re.compile(r"[^\s()]+|[()]")
_OF_THEM = re.compile(
    r"\s*(?:of (?:them|whom|these|those|which)|were|was|are)\s+((?:[\w-]+\s)?(?:children|women|men|girls|boys"
    r"|minors|civilians|babies|infants|teenagers|soldiers|policemen|police officers"
    r"|schoolchildren|students|foreigners|elderly))\b"
)
_PARTICIPLE = re.compile(r"(?!\w*(?:men|dren)$)\w{2,}(?:ed|en)$")
_GERUND = re.compile(r"\w{3,}ing$")
_CITATION = re.compile(r"\[[^\]]*\]|\*+")
_END = '.,;:!?”"“|•\n—–'


@dataclass(frozen=True, slots=True)
class _Words:
    plain: frozenset[str]
    stop: frozenset[str]
    state: frozenset[str]
    skip: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.load("context/group.toml")
    return _Words(**{key: frozenset(table[key]) for key in _Words.__slots__})


class Group(NamedTuple):
    """The words of a group, "" where they only repeat the unit, and the span of the noun phrase in the passage.

    The span is empty where the group is that of the figure before: `is_same`.
    """

    words: str
    start: int = 0
    end: int = 0
    is_same: bool = False


def counted(figure: Figure, text: str, before: Figure | None) -> Group:
    """The group of `figure`. `before` is the figure before it in the passage, whose group an ellipsis takes over."""
    if figure.unit.isupper() and len(figure.unit) == 3:
        return Group("")
    end = figure.end - figure.passage_start
    if part := _OF_THEM.match(text, end):
        return Group(part[1], *part.span(1))
    start, end = _phrase(text, end)
    phrase = _MEASURED.sub("", text[start:end])
    if phrase and not _is_plain(phrase):
        return Group(phrase, start, end)
    if before is None or before.unit != figure.unit or end:
        return Group("", start, end)
    # `38 civilians killed and 12 wounded`: the same people. A part (`including 14 children`) is not what is meant next.
    is_same = figure.unit in ("person", "household", "case")
    return Group(before.group if is_same else "", is_same=is_same)


# The unit is no group: `hectares of crops` counts crops.
_MEASURED = re.compile(
    r"^(?:hectares?|acres?|ha|tonnes?|tons?|metric tons?|metric tonnes?|mt|litres?|liters?|kilograms?|kg|boxes"
    r"|sachets?|cubic met(?:re|er)s?|bags|square (?:kilomet(?:re|er)s|miles)|packs|kilomet(?:re|er)s|km|miles"
    r"|truckloads?|cartons)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)


def _is_plain(phrase: str) -> bool:
    low = phrase.lower()
    words = low.split()
    if "displaced" in words and len(words) > 1:
        return False
    return low in _words().plain or all(word in _words().plain for word in words)


def _phrase(text: str, at: int) -> tuple[int, int]:
    """The span of the noun phrase from `at` on; (0, 0) where there is no noun, not even a plain one."""
    if EARLIER.match(text, at):
        return 0, 0
    tokens = _tokens(text, at)
    words = [word for _, word in tokens]
    while words and words[0].lower() in _words().skip:
        del words[0], tokens[0]
    while words and (words[-1].lower() in _words().state or _closes(words)):
        del words[-1], tokens[-1]
    _drop_clause(tokens, words)
    while words and words[-1].lower() in _DANGLING:
        del words[-1], tokens[-1]
    if not words:
        return 0, 0
    start, end = tokens[0][0], tokens[-1][0] + len(tokens[-1][1])
    if more := _NOUN_LIST.match(text, end):
        end = more.end()
    return start, end


# `women, girls and boys`: a list of bare plurals is one group.
_NOUN_LIST = re.compile(
    r"(?:,\s(?:[a-z]+s|women|men|children|people))+,?\sand\s(?:[a-z]+s|women|men|children)\b(?!\s+(?:were|are|was)\s+\w+ed\b)"
)


_DANGLING = frozenset({"and", "of", "from", "the", "a", "an", "&", "another", "mostly", "-", "many", "other"})
_VERBAL = re.compile(
    r"\w{3,}(?:ed|ing)$|(?:left|dozens|hundreds|thousands|scores|one|two|three|four|five|six|seven|eight|nine|ten|an?|another|widespread|over|more|some)$"
)


def _drop_clause(tokens: list[tuple[int, str]], words: list[str]) -> None:
    """Cut the phrase before an `and` that leads to another clause or number: `people and wounded two`."""
    for at, word in enumerate(words):
        if word.lower() in ("and", "&") and (at + 1 == len(words) or _VERBAL.match(words[at + 1].lower())):
            nxt = words[at + 2].lower() if at + 2 < len(words) else ""
            if at and not (nxt and _is_noun(nxt) and words[at + 1].lower().endswith("ed")):
                del tokens[at:], words[at:]
                return
            if (
                at
                and _is_noun(words[at - 1].lower())
                and nxt in ("two", "three", "dozens", "hundreds", "others", "many", "more")
            ):
                del tokens[at:], words[at:]
                return


def _closes(words: list[str]) -> bool:
    """`people displaced`: a participle at the end is the verb, unless it is all there is (`90 wounded`)."""
    return (
        bool(_PARTICIPLE.match(words[-1]))
        and words[-1].islower()
        and words[-1] not in ("children", "women", "men", "citizen", "brethren", "teen")
    )


# Nouns that look like gerunds, adverbs or participles, which else end the phrase.
_NOUN_ING = frozenset(
    {
        "housing", "fishing", "farming", "building", "neighbouring", "drowning", "living", "shipping", "working",
        "training",
    }
)  # fmt: skip
_NOUN_LY = frozenset(
    {"family", "elderly", "assembly", "internally", "newly", "forcibly", "acutely", "severely", "highly"}
)
_BEFORE_PARTICIPLE = frozenset({"and", "of", "internally", "newly", "the"})
_EDGES = _END + "'’"


def _tokens(text: str, at: int) -> list[tuple[int, str]]:
    """The tokens of the noun phrase from `at` on: until punctuation, a verb, or a preposition that leads elsewhere."""
    found: list[tuple[int, str]] = []
    stops = _words().stop
    first = True
    for match in _TOKEN.finditer(text, at, min(len(text), at + 120)):
        start, word = match.start(), match[0]
        if "[" in word or "*" in word:
            word = _CITATION.sub("", word)
        if not word:
            break
        bare = word.strip(_EDGES)
        low = bare.lower()
        opens, first = first and word[0] in _END, False
        if opens and len(word) == 1 and word in ",;:.|":
            break
        if found and "\n" in text[start - 1 : start]:
            break
        if low in stops or (low and low[0].isdigit()) or word in "()":
            if word == "(" and found and _bracket_belongs(text, start):
                found.append((start, text[start : text.index(")", start) + 1]))
            break
        if low in irregular_pasts() or (found and _leads_elsewhere(low, bare, found)):
            break
        found.append((start + len(word) - len(word.lstrip(_END)), bare))
        if word[-1] in _END:
            break
        if len(found) > 9:
            break
    return [one for one in found if one[1]]


def _leads_elsewhere(low: str, bare: str, found: list[tuple[int, str]]) -> bool:
    """Whether a word goes on with the sentence, not with the noun phrase: a gerund, an adverb, a participle."""
    if low.endswith("ing") and _GERUND.match(low):
        return low not in _NOUN_ING
    if low.endswith("ly"):
        return low not in _NOUN_LY
    if not (low.endswith(("ed", "en")) and _PARTICIPLE.match(low) and bare.islower()):
        return False
    last = _bare_last(found)
    return last not in _BEFORE_PARTICIPLE and _is_noun(last)


def _bare_last(found: list[tuple[int, str]]) -> str:
    return found[-1][1].lower()


_PLURAL = re.compile(
    r"(?:s|people|children|women|men|police|staff|personnel|person|man|woman|child|body|soldier|family)$"
)


def _is_noun(word: str) -> bool:
    return bool(_PLURAL.search(word)) and not word.endswith(("ous", "ss", "'s"))


def _bracket_belongs(text: str, at: int) -> bool:
    """`internally displaced persons (IDPs)`: an abbreviation is part of the phrase."""
    return bool(re.match(r"\([A-Z]{2,6}s?\)", text[at:]))

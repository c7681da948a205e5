"""The counted group: the words of what a number counts, without the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from figures import lexicon
from figures.model import Figure

_TOKEN = re.compile(r"[^\s()]+|[()]")
_OF_THEM = re.compile(
    r"\s*(?:of (?:them|whom|these|those|which)|were|was|are)\s+((?:[\w-]+\s)?(?:children|women|men|girls|boys|minors|civilians|babies|infants|teenagers|soldiers|policemen|police officers|schoolchildren|students|foreigners|elderly))\b"
)
_PARTICIPLE = re.compile(r"\w{2,}(?:ed|en)$")
_GERUND = re.compile(r"\w{3,}ing$")
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


def counted(figure: Figure, text: str, before: Figure | None) -> str:
    """The group of `figure`. `before` is the figure before it in the passage, whose group an ellipsis takes over."""
    if figure.unit.isupper() and len(figure.unit) == 3:
        return ""
    end = figure.end - figure.passage_start
    if part := _OF_THEM.match(text, end):
        return part[1]
    phrase, noun = _phrase(text, end)
    if phrase and not _is_plain(phrase):
        return phrase
    if not noun and before is not None and before.unit == figure.unit and figure.unit == "person":
        return before.group
    return ""


def _is_plain(phrase: str) -> bool:
    low = phrase.lower()
    return low in _words().plain or all(word in _words().plain for word in low.split())


def _phrase(text: str, at: int) -> tuple[str, bool]:
    """The noun phrase from `at` on, and whether there was any noun, plain ones included."""
    tokens = _tokens(text, at)
    words = [word for _, word in tokens]
    while words and words[0].lower() in _words().skip:
        del words[0], tokens[0]
    while words and (words[-1].lower() in _words().state or _closes(words)):
        del words[-1], tokens[-1]
    while words and words[-1].lower() in ("and", "of", "from", "the", "a", "&"):
        del words[-1], tokens[-1]
    if not words:
        return "", False
    start, end = tokens[0][0], tokens[-1][0] + len(tokens[-1][1])
    return text[start:end], True


def _closes(words: list[str]) -> bool:
    """`people displaced`: a participle at the end is the verb, unless it is all there is (`90 wounded`)."""
    return (
        bool(_PARTICIPLE.match(words[-1]))
        and words[-1].islower()
        and words[-1] not in ("children", "women", "men", "citizen", "brethren", "teen")
    )


def _tokens(text: str, at: int) -> list[tuple[int, str]]:
    """The tokens of the noun phrase from `at` on: until punctuation, a verb, or a preposition that leads elsewhere."""
    found: list[tuple[int, str]] = []
    for match in _TOKEN.finditer(text, at, min(len(text), at + 120)):
        word = match[0]
        bare = word.strip(_END + "'’")
        low = bare.lower()
        opens = text[at : match.start()].strip() == "" and word[0] in _END
        if opens and len(word) == 1 and word in ",;:.|":
            break
        if "\n" in text[match.start() - 1 : match.start()] and found:
            break
        if low in _words().stop or (low and low[0].isdigit()) or word in "()":
            if word == "(" and found and _bracket_belongs(text, match.start()):
                found.append((match.start(), text[match.start() : text.index(")", match.start()) + 1]))
            break
        if (
            _GERUND.match(low)
            and low
            not in (
                "housing",
                "fishing",
                "farming",
                "building",
                "neighbouring",
                "drowning",
                "living",
                "shipping",
                "working",
                "training",
            )
            and found
        ):
            break
        if low.endswith("ly") and found and low not in ("family", "elderly", "assembly"):
            break
        if (
            found
            and _PARTICIPLE.match(low)
            and bare.islower()
            and low not in ("children", "women", "men")
            and _bare_last(found) not in ("and", "of", "internally", "newly", "the")
            and _is_noun(_bare_last(found))
        ):
            break
        found.append((match.start() + len(word) - len(word.lstrip(_END)), bare))
        if word[-1] in _END:
            break
        if len(found) > 9:
            break
    return [one for one in found if one[1]]


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

"""The words that make one number a part of another, from `lexicon/context/parts.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from figures import lexicon
from figures.grammar import hedges, irregular_pasts
from figures.model import Figure


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of the words that make a number a part, all in small letters."""

    opens: re.Pattern[str]
    opening: re.Pattern[str]
    recalls: frozenset[str]
    hides: re.Pattern[str]
    follows: re.Pattern[str]
    hedged: re.Pattern[str]
    besides: re.Pattern[str]
    sums: re.Pattern[str]
    of_category: dict[str, str]
    among: re.Pattern[str]
    whole_of: re.Pattern[str]
    named: re.Pattern[str]
    named_before: re.Pattern[str]
    # Words of which one stands in every text that holds one of `opens`, one of `follows` or a category's name.
    opening_marks: frozenset[str]
    following_marks: frozenset[str]
    names: frozenset[str]


def _marks(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase, which is the rarest."""
    return frozenset(max(re.findall(r"\w+", phrase), key=len) for phrase in phrases)


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def words() -> Words:
    """The words of parts, compiled on first use."""
    table = lexicon.load("context/parts.toml")
    hedge = rf"(?:(?:the|these|those|all|its|their|a|total|of|estimated|some|{_any(sorted(hedges()))})\s+){{0,6}}"
    named = _any(list(table["of_category"]))
    return Words(
        opens=re.compile(rf"\b(?:{_any(table['opens'])})\b"),
        opening=re.compile(rf"\b(?:{_any(table['opens'])})\b\s{hedge}$"),
        recalls=frozenset(table["recalls"]),
        hides=re.compile(rf"\b(?:{_any(table['hides'])})\b"),
        follows=re.compile(rf"(?:\s\w[\w-]*){{0,4}}?\s(?:{_any(table['follows'])})\b"),
        hedged=re.compile(rf"\s{hedge}(?:[$€£₱]|[a-z]{{3}}\s)?"),
        besides=re.compile(rf"\b(?:{_any(table['besides'])})\b"),
        sums=re.compile(rf"\b(?:{_any(table['sums'])})\b"),
        of_category=dict(table["of_category"]),
        # `of the 1,200`, opening a clause; `300 [children] of the 1,200`, between part and whole.
        among=re.compile(rf"(?:^|[,;:(—–]\s?|\b(?:and|but|that|said)\s)\W?(?:out\s)?(?:of|among|amongst)\s{hedge}$"),
        whole_of=re.compile(
            rf"(?:\s[\w-]+){{0,3}}?\s(?:(?:were|was|are|is)\s)?(?:out\sof|of|among|amongst|included\sin)\s{hedge}$"
        ),
        named=re.compile(
            rf"(?:\s[\w-]+){{0,3}}?\s(?:(?:were|was|are|is)\s)?(?:of|among)\s(?:the|those)\s(?:\w+\s)?({named})\b"
        ),
        named_before=re.compile(
            rf"(?:^|[,;:(—–.]\s?|\band\s)\W?(?:among|of|from)\s(?:the|those)\s(?:\w+\s)?({named})\b"
            r"(?:\s(?:were|was|are|is))?\s(?:(?:at|least|about|some|also)\s)*$"
        ),
        opening_marks=_marks(table["opens"]),
        following_marks=_marks(table["follows"]),
        names=_marks(table["of_category"]),
    )


# Units of which one thing can count within another. Money must be of one currency.
_ALIKE = (
    frozenset({"person", "household", "case"}),
    frozenset({"house", "building", "school", "health_facility", "bridge", "village", "item"}),
    frozenset({"truck", "vehicle"}),
    frozenset({"item", "tonne", "litre", "truck"}),
)


def fits(part: Figure, whole: Figure) -> bool:
    """Whether one can count within the other: units alike, and in the same unit not larger."""
    if part.unit != whole.unit:
        return any(part.unit in units and whole.unit in units for units in _ALIKE)
    most = whole.value if whole.high is None else whole.high
    return max(part.value, part.low or 0) <= most and (part.modality == "denied") == (whole.modality == "denied")


BE = frozenset({"were", "was", "are", "is"})


def verbs(text: str) -> set[str]:
    """The finite verbs of a text in small letters, as far as their forms show them."""
    return {word for word in re.findall(r"[a-z]+", text) if word in BE or word in _finite()}


@cache
def _finite() -> frozenset[str]:
    return irregular_pasts() | {"have", "has", "had", "said"}


# What leads away from the list that `including` opens: only `a mother and her` may stand before its first number.
_HEAVY = re.compile(
    r"[;:()]|\.\s|\b(?:in|at|on|to|for|from|by|with|where|which|who|that|after|when|while|as|because|during|since|near"
    r"|into|over the)\b"
)


def is_light(between: str) -> bool:
    """Whether what stands between an opening word and a number lets the number be the first of the list."""
    return not _HEAVY.search(between.replace("as many as", "").replace("at least", ""))

"""Numbers that stand in the text as numerals and yet count nothing: years, parts of names, the pronoun `one`."""

from __future__ import annotations

import re
from functools import cache

from figures.hedges import hedge_before
from figures.lexicon import load
from figures.number_words import Numeral, grammar_of
from figures.phrases import noun_phrase
from figures.units import DURATIONS, money_after

_YEAR = re.compile(r"(?:19|20)\d\d$")
_YEARS = re.compile(r"(?:19|20)\d\d\s(?:to|and|or)\s(?:19|20)\d\d$")
_PERCENT_AHEAD = re.compile(r"\s?(?:%|per\s?cent|[.,]\d)", re.I)
_GLUED = re.compile(r"([^\W_]+)([-‑]?)\Z")
_STUCK = re.compile(r"[^\W_][.,;]\Z")  # `since 2019.14 The next`, `grade;201`
_NUMBER_SIGNS = frozenset("#№")
_NUMBERED = re.compile(r"(?:#|№)\s?$")
_YEAR_WORDS = re.compile(
    r"\b(?:in|since|by|of|from|the|during|until|for|early|late|mid|and|to|before|after|between|through|year|"
    r"winter|spring|summer|autumn|fall|season|annual|fiscal|fy)[\s-]$",
    re.I,
)
# `Required (US$ million)`, `in thousand USD`: in what something is told, and how much of nothing
_SCALE = re.compile(r"(?:thousand|million|billion)(?:s(?=\)))?(?!\w)", re.I)  # `in DRC thousands fled` is a count
_UNIT_OF = re.compile(r"[$€£]\s?$|\b[A-Z]{3}\s$|\((?:in\s)?$")
_SUPERLATIVE = re.compile(r"est\b|\b(?:most|first|main|major|top)\b")
_COUNTABLE = frozenset(
    [
        "person",
        "household",
        "house",
        "building",
        "case",
        "item",
        "village",
        "school",
        "animal",
        "vehicle",
        "tonne",
        "km",
        "hectare",
        "litre",
    ]
)


_LOGGED = re.compile(r"0\d[0-5]\d$")  # `0530 bridge gone`: no count begins with a nought


def reason_against(number: Numeral, text: str, *, money: bool) -> str:
    """Why the number counts nothing, or "": `ordinal`, `repeat`, `year`, `name`, `article`.

    `money` says that a currency stands right before it.
    """
    if number.kind in ("ordinal", "repeat"):
        return number.kind
    if number.spoken:
        if _is_unit(number, text):
            return "name"
        return "article" if number.value in (0, 1) and number.kind == "plain" and _is_article(number, text) else ""
    if money:
        return ""
    if number.kind == "plain" and _LOGGED.match(text, number.start, number.end):
        return "clock"
    years = _YEAR if number.kind == "plain" else _YEARS if number.kind == "range" else None
    if years and number.end - number.start >= 4 and years.match(text, number.start, number.end):
        return "year" if _is_year(number, text) else _named(number, text)
    return _named(number, text)


def _is_unit(number: Numeral, text: str) -> bool:
    """Whether a scale word without a number says in what something is told: `(US$ million)`."""
    scale = _SCALE.match(text, number.start)
    if scale is None or scale.end() != number.end:
        return False
    return _UNIT_OF.search(text, max(0, number.start - 6), number.start) is not None


def _named(number: Numeral, text: str) -> str:
    """Part of a name: `A4`, `4B`, `# 12`."""
    before = text[max(0, number.start - 14) : number.start]
    if not before[-1:].isspace():
        glued = _GLUED.search(before)
        if glued and ((glued[2] and not glued[1].islower()) or (not glued[2] and glued[1] not in _glue_words())):
            return "name"
        if number.value < 1000 and _STUCK.search(before) and not (before[-1] == "," and _counts(text, number.end)):
            return "note"
    if before.rstrip()[-1:] in _NUMBER_SIGNS and _NUMBERED.search(before):
        return "name"
    tail = text[number.end : number.end + 2]
    if tail[:1].isupper() and not tail[1:].isalpha() and number.end - number.start < 4 and tail[:1] not in "MKB":
        return "name"
    return ""


def _counts(text: str, end: int) -> bool:
    """Whether what stands behind the number is what figures count: `at the camp,16 Palestinians were killed`."""
    phrase = noun_phrase(text, end)
    return phrase is not None and phrase.unit in _COUNTABLE


@cache
def _glue_words() -> frozenset[str]:
    """Words that a careless page glues to the number behind them: `of12`, `to999`."""
    phrase = load("lang/en.toml")["phrase"]
    return frozenset(" ".join(phrase[kind] for kind in ("prepositions", "conjunctions", "auxiliaries")).split())


def _is_year(number: Numeral, text: str) -> bool:
    """A bare 1900-2099 is a year unless money, a hedge or a counted noun says otherwise."""
    if money_after(text, number.end) or _PERCENT_AHEAD.match(text, number.end):
        return False
    hedge = hedge_before(text, number.start)
    if hedge and hedge.qualifier in ("at_least", "at_most"):
        return False
    before = text[max(0, number.start - 16) : number.start]
    total = before.lower().endswith("total of ")
    # `the 2015 floods`, `in 2015 villagers` against `2015 villagers`
    if not total and _YEAR_WORDS.search(before):
        return True
    phrase = noun_phrase(text, number.end)
    return phrase is None or (phrase.unit not in _COUNTABLE and phrase.unit not in DURATIONS)


@cache
def _one() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load("lang/en.toml")["one"]
    before = re.compile(rf"\b(?:{'|'.join(table['before'])})[\s-]$", re.I)
    behind = re.compile(rf"(?:{'|'.join(table['behind'])})", re.I)
    return before, behind


@cache
def _suffers() -> re.Pattern[str]:
    verbs = load("lang/en.toml")["counts_people"]["before"].split()
    return re.compile(rf"\b(?:{'|'.join(verbs)}|(?:up|down)\sfrom)\s$", re.I)


_REPEAT = re.compile(r"\s\(\d\)")  # `one (1) result`
_ONE_OF = re.compile(r"\sof\s(?:the|these|those|its|their|his|her|our|my|[^\W\d_]+['’]s)\s", re.I)
_ONE_OF_THEM = re.compile(r"\sof\s(?:them|whom|which|these|those\s(?!days))\b", re.I)
_ONE_OF_SO_MANY = re.compile(r"\sof\s(?:the\s|these\s|those\s|its\s|their\s|his\s|her\s)?")
_ALL_BUT = re.compile(r"\b(?:all\sbut|of\s(?:whom|which|these|them),?)\s$|[(,;]\s?\+$", re.I)
# `India 42, Nepal three and Bhutan one.`
_BEHIND_NAME = re.compile(r"(?<![.!?:]\s)\b[A-Z][\w’'-]+\s(?:[–-]\s)?$")
_ENDS = re.compile(r"[.,;)]|\sand\b|$")
_MORE = re.compile(r"\smore\b(?!\s(?:than|thing|time|day|year|reason|step|example|question))")
_FATED = re.compile(r"\s(?:(?:more|other|later|also|had|has|was|were|is|are|been|since|then|has\snot|is\snot)\s){0,3}")
_LISTED = re.compile(r"(?:\band|\bor|,|\bincluding|\bplus|[(;:•|-])\s*$", re.I)


@cache
def _fates() -> re.Pattern[str]:
    """Verbs of what befalls people, as they stand behind those whom it befell."""
    return re.compile(rf"(?:{'|'.join(load('lang/en.toml')['counts_people']['behind'].split())})\b", re.I)


def _is_counted(number: Numeral, text: str) -> bool:
    """Whether the words next to `one` make it a count: `Two drowned. One burned`, `one of the three`, `one more`."""
    fated = _FATED.match(text, number.end)
    if fated and _fates().match(text, fated.end()):
        return True
    so_many = _ONE_OF_SO_MANY.match(text, number.end)
    if so_many and (text[so_many.end() : so_many.end() + 1].isdigit() or _is_number_word(text, so_many.end())):
        return True
    if _MORE.match(text, number.end):
        return True
    return bool(_ENDS.match(text, number.end) and _BEHIND_NAME.search(text, max(0, number.start - 24), number.start))


_WORD = re.compile(r"[a-z]+")


def _is_number_word(text: str, at: int) -> bool:
    word = _WORD.match(text, at)
    return word is not None and word[0] != "one" and word[0] in grammar_of().cardinal


def _is_article(number: Numeral, text: str) -> bool:
    """Whether `one` (or `zero`) is a pronoun or an article rather than a count."""
    before, behind = _one()
    end = _REPEAT.match(text, number.end)
    if end:
        return False
    if _ALL_BUT.search(text, max(0, number.start - 12), number.start):
        return False
    if before.search(text, max(0, number.start - 14), number.start) or behind.match(text, number.end):
        return True
    if _is_counted(number, text):
        return False
    if hedge_before(text, number.start):
        return False
    if _ONE_OF_THEM.match(text, number.end):
        return False
    part = _ONE_OF.match(text, number.end)
    if part:
        phrase = noun_phrase(text, part.end())
        words = text[phrase.start : phrase.end] if phrase else ""
        return phrase is None or not phrase.unit or bool(_SUPERLATIVE.search(words))
    if _suffers().search(text, max(0, number.start - 14), number.start):
        return False  # `killed one and injured four`, `up from one`
    phrase = noun_phrase(text, number.end, one=True)
    return phrase is None and not _LISTED.search(text, max(0, number.start - 12), number.start)

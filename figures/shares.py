"""The whole that a share is of: `12 per cent of the wells`, `a recovery rate of 44%`, `Most wells were dry (61%)`."""

from __future__ import annotations

import re

from figures.counting import Said, after_bracket, group_before
from figures.phrases import PARTITIVE, classes, is_singular, noun_phrase
from figures.subjects import (
    bracketed,
    change_before,
    is_how_many,
    is_inside_bracket,
    is_many,
    label,
    noun_before,
    proportion_before,
    rate_before,
    subject_before,
)

_NOTE = re.compile(r"\d{1,3}(?=\s[a-z])|[*†‡¹²³⁰-⁹]{1,3}")
_GLUED_OF = re.compile(r"(?<=[%\d])(?=of\s)")
_CHANGE = re.compile(
    r"(?:[\s-]points?)?\s(?:[^\W\d_-]+(?:-[^\W\d_]+)*\s)??"
    r"(?:increase|decrease|rise|drop|decline|reduction|fall|growth|surge|hike|change|jump|decrement|improvement)s?"
    r"\s(?:in|of|for|among)\s(?:the\s)?",
    re.I,
)
_THIS = re.compile(r"\W*(?:this|these|they|it)\s", re.I)
_SOME_NUMBER = re.compile(r"\d[\d,.]*(?:\s(?:hundred|thousand|million|billion))?\s(?=[^\W\d_])")
_THOSE = re.compile(r"\bthose\s$", re.I)
_PARTICIPLE = re.compile(r"[a-z]{3,}ed\b(?!\s[a-z]+s\b)")
_MOST = re.compile(r"\s(?:most|least)(?=\s)")
_FOR = re.compile(r"\s(?:for|among|amongst)\s(?:(?:all|the|these|those|other)\s)*", re.I)
_POSSESSED = frozenset(["person", "household", "case"])


def whole_of(text: str, start: int, end: int, said: Said) -> str:
    """The noun phrase of which text[start:end] is a share: behind it, before it, or said before; "" if not said."""
    note = _NOTE.match(text, end)
    end = note.end() if note else end
    return _behind(text, end) or _before(text, start, end, said) or _recalled(text, start, said)


def _behind(text: str, end: int) -> str:
    """`of the respondents`, `increase in prices`, `poor households`."""
    changed = _CHANGE.match(text, end)
    if changed:
        return _whole_phrase(text, changed.end())
    glued = _GLUED_OF.match(text, end)
    of = PARTITIVE.match(" " + text[end : end + 40]) if glued else PARTITIVE.match(text, after_bracket(text, end))
    if of is None and not text[end : end + 1].isspace():
        return ""
    most = _MOST.match(text, end)
    at = most.end() if most else end + of.end() - 1 if of and glued else of.end() if of else end
    if of:
        number = _SOME_NUMBER.match(text, at)
        at = number.end() if number else at
        those = _THOSE.search(text, end, at)
        named = _PARTICIPLE.match(text, at) if those else None
        if named:
            return named[0]
    phrase = noun_phrase(text, at, partitive=of is not None)
    if phrase and phrase.head.lower() in classes().rates:
        return text[phrase.start : phrase.end]
    if phrase and (of or phrase.unit or "-" in phrase.head or not is_singular(phrase.head)):
        return text[phrase.start : phrase.end]
    return ""


def _whole_phrase(text: str, at: int) -> str:
    """The noun phrase at `at`; of `the number of vessels` only `vessels`."""
    phrase = noun_phrase(text, at)
    of = PARTITIVE.match(text, phrase.end) if phrase and phrase.head.lower() in ("number", "numbers") else None
    phrase = noun_phrase(text, of.end()) if of else phrase
    return text[phrase.start : phrase.end] if phrase else ""


def _before(text: str, start: int, end: int, said: Said) -> str:
    """The label, bracketed noun, group, rate or subject that leads to the share."""
    named = label(text, start)
    if named and (named[0] or not said.whole()):
        return named[1]
    group = group_before(text, start)
    if group:
        return group[1]
    measured = rate_before(text, start) or change_before(text, start) or proportion_before(text, start)
    if measured:
        return measured
    enclosed = bracketed(text, start)
    if enclosed and enclosed[0] in _POSSESSED and is_many(enclosed[1]):
        return enclosed[1]
    among = _FOR.match(text, end)
    phrase = noun_phrase(text, among.end()) if among else None
    if phrase and phrase.unit in _POSSESSED:
        return text[phrase.start : phrase.end]
    subject = subject_before(text, start)
    return subject[1] if subject and not is_how_many(subject[1]) and (subject[0] or not said.whole()) else ""


def _recalled(text: str, start: int, said: Said) -> str:
    """What was said before: in this sentence, else the noun before, else in the sentence before."""
    whole = said.whole()
    if whole:
        return whole
    if _THIS.match(text):
        return said.whole_earlier()
    before = noun_before(text, start) if is_inside_bracket(text, start) else None
    return before[1] if before and is_many(before[1]) else ""

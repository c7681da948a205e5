"""What a number counts: the noun phrase behind it, the label before it, or what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from figures.lexicon import load
from figures.model import Quantity
from figures.numerals import Numeral
from figures.phrases import is_elliptic, noun_phrase, noun_unit
from figures.units import DURATIONS

_GAP = r"[\s\u00a0]+"
_OF = re.compile(
    rf"{_GAP}(?:(?:out|more|others?){_GAP})?of{_GAP}(?:(?:all|the|these|those|its|their|her|his|our|such|both|some){_GAP})*", re.I
)
_PRONOUN = re.compile(r"(?:them|whom|which|these|those|us|you|it|this|that)\b", re.I)
_HYPHENED = re.compile(r"[-‑–]([^\W\d_]{2,})")
_OLD = re.compile(r"[\s\u00a0-](?P<unit>year|month|week|day)s?(?:[\s-]olds?\b|\sof\sage\b|\sand\s(?:above|older|over|below)\b|\sor\s(?:older|younger)\b)", re.I)
_AGED = re.compile(
    r"\b(?:aged?|ages|age\sof|age\sgroups?(?:\sof)?|under\sage|below\sage|turned|children\s(?:under|below|over|above)(?:\sthe\sage\sof)?)"
    r"(?:\s(?:of|between|over|under|from|below|above))?\s$",
    re.I,
)
_NAMED_AGED = re.compile(r"[A-Z][\w’'.-]+, $")
_AFTER_AGE = re.compile(r",(?!\s?\d)|\sand\s(?:his|her)\b")
_GOES_BACK = re.compile(r"(?:of\s)?(?:whom|which|them|these|those)\b|others?\b|more\b(?!\sthan)", re.I)
_LABEL = re.compile(
    r"(?:^|[|;\t\n•▪■►]|\s[-–]\s|^[-*#•\s]+)[\s*_#-]*([^\W\d_][^|;:\t\n=]{1,80}?)[\s*_]*(?:\([^()]{0,40}\))?[\s*_]*[:=|\t–-][\s*_|=$€£]*(?:[^\W\d_]+\s){0,2}$"
)
_LABEL_AFTER = re.compile(r"^[\s*_#|-]*$")
_AMOUNT_OF = re.compile(
    r"\b(?:numbers?|total|figures?|count|population|caseload|estimates?|toll)\sof\s([^.;:,]{3,60}?)\s"
    r"(?:is|was|were|are|has|have|had|now|rose|rises|stood|stands|reached|reaches|increased|at|to|hit|from|fell|dropped|climbed|exceeds?|surpassed|since|in|by)\b[^.;:]{0,40}$",
    re.I,
)


@dataclass(slots=True)
class Said:
    """The quantities of a passage so far, for the ellipsis that goes back to them."""

    quantities: list[Quantity] = field(default_factory=list)

    def last(self) -> tuple[str, str]:
        """Unit and words of the last quantity that counts things."""
        for one in reversed(self.quantities):
            if one.unit_text and not is_measure(one.unit):
                return ("" if one.unit in ("percent", "fraction") else one.unit), one.unit_text
        return "", ""

    def last_of(self, units: frozenset[str]) -> tuple[str, str]:
        """The last that counts one of `units`."""
        for one in reversed(self.quantities):
            if one.unit in units:
                return one.unit, one.unit_text
        return "", ""


_MORTALS = frozenset(["person", "household", "animal", "case"])


def is_measure(unit: str) -> bool:
    """Whether `unit` measures (money, a duration, an age) and so is never what an ellipsis means."""
    return unit in DURATIONS or unit.startswith("age_") or unit == "ratio" or (len(unit) == 3 and unit.isupper())


def age_unit(number: Numeral, text: str, end: int) -> tuple[str, str] | None:
    """`age_year`, `age_month` and the words, if the number is an age: `aged 12`, `12 years old`, `Ali Hassan, 34,`."""
    old = _OLD.match(text, end)
    if old:
        return f"age_{old['unit'].lower()}", old[0].strip(" -\u00a0")
    if number.value >= 120:
        return None
    head = text[max(0, number.start - 40) : number.start]
    if _AGED.search(head):
        unit = re.match(r"[\s\u00a0-](year|month|week)s?\b", text[end : end + 8])
        return (f"age_{unit[1]}", unit[0].strip(" -\u00a0")) if unit else ("age_year", "")
    if number.spoken or number.kind != "plain" or not number.value.is_integer() or number.value < 1:
        return None
    if _NAMED_AGED.search(head) and _AFTER_AGE.match(text, end) and not _listed(text, number.start):
        return "age_year", ""
    return None


def _listed(text: str, start: int) -> bool:
    """Whether the comma before `start` belongs to a list of places with numbers: `Lome 12, Kara, 34, ...`."""
    return re.search(r"\d", text[max(0, start - 30) : start]) is not None


def counted(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """Unit and noun phrase, as written, of what the number that ends at `end` counts; "" where nothing says it."""
    hyphen = _HYPHENED.match(text, end)
    if hyphen:
        return _hyphened(hyphen[1], text, hyphen.end())
    of = _OF.match(text, end)
    if of:
        if _PRONOUN.match(text, of.end()):
            return said.last()
        phrase = noun_phrase(text, of.end())
        return (phrase.unit, text[phrase.start : phrase.end]) if phrase else ("", "")
    direct = _direct(text, end, number.value == 1)
    return direct or _unsaid(number, text, end, said)


def _hyphened(word: str, text: str, end: int) -> tuple[str, str]:
    low = word.lower()
    if low in ("strong", "member", "person", "man"):
        return "person", word
    return noun_unit(word), word


def _direct(text: str, end: int, one: bool) -> tuple[str, str] | None:
    after = text[end : end + 1]
    if not (after.isspace() or after.isalpha() or after in "*_\"”’'"):
        return None
    start = end
    while text[start : start + 1] in ("*", "_", '"', "”", "’"):
        start += 1
    phrase = noun_phrase(text, start, one=one)
    if phrase is None:
        return None
    words = text[phrase.start : phrase.end]
    if is_elliptic(words.split()[0]) and not (phrase.unit and " " in words):
        return None
    return phrase.unit, words


@cache
def _people() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a bare number people: a verb behind it, a verb before it."""
    table = load("lang/en.toml")["counts_people"]
    behind = re.compile(
        rf"[\s\u00a0*_]*(?:\(\w+\)\s)?(?:(?:{'|'.join(table['between'].split())}|[^\W\d_]+ly)\s)*(?:{'|'.join(table['behind'].split())})\b", re.I
    )
    before = re.compile(rf"\b(?:{'|'.join(table['before'].split())})(?:\s(?:to|of|at|by|with|as|from|up|about|around|some|nearly|over|an|another|least|most|more|than|estimated|almost|now|over))*\s$", re.I)
    return behind, before


_TO_PEOPLE = re.compile(r"\s(?:who|whom|to\s(?:flee|evacuate|leave|seek|abandon|safety|move|camps?|shelters?|hospitals?|be\sevacuated|their\sdeaths?)|from\stheir\shomes?|homeless|dead|others?\s(?:\w+ly\s)?(?:\w+ed|hurt))\b", re.I)


def _unsaid(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """No noun behind the number: its label, or what people and things were said before."""
    label = _LABEL.search(text, max(0, number.start - 130), number.start)
    if label:
        return label_unit(label[1]), label[1].strip(" *_#-")
    amount = _AMOUNT_OF.search(text, max(0, number.start - 130), number.start)
    if amount:
        return label_unit(amount[1]), amount[1]
    behind, before = _people()
    if behind.match(text, end, end + 80) or _TO_PEOPLE.match(text, end):
        unit, words = said.last()
        return (unit, words) if unit in _MORTALS or unit in ("house", "village") and not re.match(r"\s*(?:were\s)?(?:dead|killed|injured|hurt|wounded|missing)", text[end:end + 30]) else ("person", said.last_of(frozenset(["person"]))[1])
    if before.search(text, max(0, number.start - 60), number.start):
        return "person", ""
    return said.last()


def label_unit(words: str) -> str:
    """The unit that a label names: `Houses destroyed`, `Total displaced`, `people in need in Sudan`."""
    for part in (words.rpartition(",")[2], words):
        parts = re.findall(r"[^\W\d_][\w'-]*", part)
        for i, word in enumerate(parts):
            unit = noun_unit(word, parts[i - 1] if i else "")
            if unit and (i + 1 == len(parts) or not noun_unit(parts[i + 1], word)):
                return unit
        if any(is_elliptic(word) for word in parts):
            return "person"
    return ""

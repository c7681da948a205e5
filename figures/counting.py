"""What a number counts: the noun phrase behind it, the label before it, or what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from figures.lexicon import load
from figures.model import Quantity
from figures.number_words import Numeral
from figures.numerals import numbers_in
from figures.phrases import EARLIER, PARTITIVE, is_elliptic, is_singular, noun_phrase, noun_unit
from figures.subjects import (
    bracketed,
    is_inside_bracket,
    label,
    label_behind,
    label_unit,
    lasts,
    noun_before,
    rate_before,
    subject_before,
)
from figures.units import DURATIONS, SHARES, is_measure
from figures.whensaid import is_of_when

_PRONOUN = re.compile(r"(?:them|whom|which|these|those|us|you|it|this|that)\b", re.I)
_HYPHENED = re.compile(r"[-‑–]([^\W\d_]{2,})")
_OLD = re.compile(
    r"[\s\u00a0-](?P<unit>year|month|week|day)s?(?:[\s-]olds?\b|\sof\sage\b|\sand\s(?:above|older|over|below)\b|\sor\s(?:older|younger)\b)",
    re.I,
)
_OLD_STARTS = frozenset("yYmMwWdD")
_AGED = re.compile(
    r"\b(?:aged?|ages|age\sof|age\sgroups?(?:\sof)?|under\sage|below\sage|turned|(?:children|girls|boys|infants)\s(?:under|below|over|above)(?:\sthe\sage\sof)?)"
    r"(?:\s(?:of|between|over|under|from|below|above))?\s$",
    re.I,
)
_NEXT_WORD = re.compile(r"[\s\u00a0]([^\W\d_]+)\b")
_AGED_NOUN = re.compile(r"\b(children|girls|boys|infants|ages?)\s(?:[^\W\d_]+\s){1,4}$", re.I)
_LAST_WORD = re.compile(r"[^\W\d_]{2,8}$")
_AGE_UNIT = re.compile(r"[\s\u00a0-](year|month|week)s?\b")
_BEFORE_COMMA = re.compile(r"([^\W\d_]+), $")
_DIGIT = re.compile(r"\d")
_WHOM = re.compile(r"(?:whom|those)\b", re.I)
_NAMED_AGED = re.compile(r"[A-Z][\w’'.-]+, $")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+\s[A-Z][\w’'-]+, $")
_AFTER_AGE = re.compile(r",(?!\s?\d)|\sand\s(?:his|her)\b")
_GOES_BACK = re.compile(r"(?:of\s)?(?:whom|which|them|these|those)\b|others?\b|more\b(?!\sthan)", re.I)
_MEMORY = 40  # quantities: an ellipsis goes back no farther, and a page of bare numbers stays linear
_PERSON = frozenset(["person"])
# How long or large something was, or how much each got, is not what the next number counts: `300 m wide, buried 20`.
_SIZES = frozenset(
    ["km", "mile", "metre", "centimetre", "foot", "inch", "m2", "kilogram", "gram", "kilometre per hour"]
)
_MORTALS = frozenset(["person", "household", "animal", "case"])
_BRACKET = re.compile(r"[\s\u00a0]?\([^()]{1,70}\)|[)\]](?=[\s\u00a0]of\b)")
_SKIPPED = re.compile(r"[*_\"”’'+]{1,3}|[\s\u00a0]\([^()]{1,70}\)(?=[\s\u00a0][^\W\d_])")
_SECOND_COUNT = re.compile(r"\d[\s\u00a0]\([\d,. ]+$")  # `311,150 (2,747) deaths`
_OF = re.compile(
    r"[\s\u00a0]+of[\s\u00a0]+(?!(?:the|these|those|its|all|which|whom|less|more|each|about|an?\s(?:day|week|month|year|decade|century))\b)(?=[a-z])"
)
_PER = re.compile(r"[\s\u00a0]+per[\s\u00a0](?:[\d,]+[\s\u00a0])?(?!cent\b|in\b)[^\W\d_]+")
_AGES = r"(?:\d{1,2}|two|three|five|six|ten|twelve|eighteen)"
_OF_AGE = re.compile(
    rf"[\s\u00a0]+(?:(?:under|below|over|above|older\sthan|younger\sthan|aged)(?:\sthe)?(?:\sages?(?:\sof)?)?\s(?:under\s|over\s)?{_AGES}"
    rf"(?:\s?(?:[-–]|to)\s?{_AGES})?|(?:aged\s)?between(?:\sthe\sages\sof)?\s{_AGES}\s?(?:[-–]|to|and)\s?{_AGES})(?![\d,.]\d|\s?(?:%|per\scent|percent|people|[$€£]))(?:[\s-](?:years?|months?)\b)?(?:\sof\sage\b)?",
    re.I,
)
_TO_PEOPLE = re.compile(
    r"(?:\smore)?\s(?:who|whom|others?\s(?:[^\W\d_]+ly\s)?(?:[^\W\d_]+ed|hurt)|"
    r"to\s(?:flee|evacuate|leave|seek|abandon|safety|move|camps?|shelters?|hospitals?|be\sevacuated|their\sdeaths?)|"
    r"from\stheir\shomes?|homeless|dead|in\sneed)\b",
    re.I,
)
# `Of the reported cases, 159`, `Among the admitted patients (n=226), 44`
_POPULATION = re.compile(r"\bpopulation\s(?:of|is|was)\s(?:[^\W\d_]+\s){0,3}$", re.I)
_OTHERS = re.compile(r"[\s\u00a0]others\b", re.I)
_PREDICATE = re.compile(
    r"[\s\u00a0](?:\([^()]{1,12}\)[\s\u00a0])?(?:are|were|was)[\s\u00a0]", re.I
)  # `30,000 were refugees`
_OF_THESE = re.compile(r"\b(?:of|among|amongst)\s(?:these|those|them|which|whom)\b,?\s(?:[^\W\d_]+\s){0,3}$", re.I)
_OF_GROUP = re.compile(
    r"\b(?:of|among|amongst|out\sof)\s(?:(?:all|the|these|those|its|total|remaining)\s)+([^\W\d_][^,.;:()]{2,50})(?:\([^()]{0,20}\))?,\s(?:[^\W\d_]+\s){0,2}$",
    re.I,
)
# Words for what befell people: `29 deaths and 69 injured` counts no injured deaths.
_FATE = re.compile(
    r"\b(?:deaths?|fatalities|casualties|injuries|bodies|corpses|dead|killed|injured|wounded|toll|lives)$", re.I
)
_DEADLY = re.compile(
    r"\s*(?:(?:were|was|are|have|been|others?|more|also)\s)*(?:dead|killed|injured|hurt|wounded|missing|died)\b", re.I
)


@dataclass(slots=True)
class Said:
    """The quantities of a passage so far, for the ellipsis that goes back to them."""

    quantities: list[Quantity] = field(default_factory=list)
    earlier: list[Quantity] = field(default_factory=list)

    def enter(self) -> None:
        """Begin the next passage: what was said so far can only be meant by an explicit `these` or `of whom`."""
        if self.quantities:
            self.earlier, self.quantities = self.quantities, []

    def meant(self) -> tuple[str, str]:
        """What `these`, `them`, `which` go back to: this passage first, then the one before."""
        found = self.last()
        return found if found[0] or found[1] or not self.earlier else Said(self.earlier).last()

    def last(self) -> tuple[str, str]:
        """Unit and words of the last quantity that counts things; those of a known unit before others."""
        unknown = ""
        for one in reversed(self.quantities[-_MEMORY:]):
            if is_measure(one.unit) or one.unit in _SIZES or one.unit_text == "others":
                continue
            unit = one.unit if one.unit not in SHARES else label_unit(one.unit_text)
            if unit:
                return unit, one.unit_text
            unknown = unknown or one.unit_text
        return "", unknown

    def whole(self) -> str:
        """The words for what a share is of: the whole of the last share, else what was counted last.

        One thing is no whole: `at least one vulnerability (57%)` is a share of something said before.
        """
        recent = self.quantities[-_MEMORY:]
        for one in reversed(recent):
            if one.unit in SHARES and one.unit_text:
                return one.unit_text
        for one in reversed(recent):
            if one.unit and one.unit_text and one.value != 1 and not is_measure(one.unit):
                return one.unit_text
        return ""

    def whole_earlier(self) -> str:
        """The words for what a share is of in the passage before: `This was seen in Oru (30%)`."""
        return Said(self.earlier).whole()

    def last_of(self, units: frozenset[str]) -> tuple[str, str]:
        """The last that counts one of `units`."""
        for one in reversed(self.quantities[-_MEMORY:]):
            if one.unit in units:
                return one.unit, one.unit_text
        return "", ""


def age_unit(number: Numeral, text: str, end: int) -> tuple[str, str] | None:
    """`age_year`, `age_month` and the words, if the number is an age: `aged 12`, `12 years old`, `Ali Hassan, 34,`."""
    old = _OLD.match(text, end) if text[end + 1 : end + 2] in _OLD_STARTS else None
    if old:
        return f"age_{old['unit'].lower()}", old[0].strip(" -\u00a0")
    if number.value >= 120:
        return None
    head = text[max(0, number.start - 40) : number.start]
    if _may_age(head) and _AGED.search(head):
        unit = _AGE_UNIT.match(text[end : end + 8])
        return (f"age_{unit[1]}", unit[0].strip(" -\u00a0")) if unit else ("age_year", _aged_noun(head))
    if number.kind != "plain" or number.value % 1 or number.value < 1:
        return None
    if number.value > 1 and head.endswith(" of ") and _is_someone_of(head) and _NO_NOUN.match(text, end):
        return "age_year", ""
    if number.spoken:
        return None
    if _AFTER_AGE.match(text, end) and _is_name(head, text, number.start):
        return "age_year", ""
    return None


# `a farmer of 61`, `one girl of 5`, but `a mother of 4 children`, `a crew of 30`
_SOMEONE = re.compile(r"\b(?:an?|one|another|his|her)\s(?:[a-z-]+\s){0,2}([a-z-]+)\sof\s$", re.I)
# What follows an age: no noun that the number could count.
_NO_NOUN = re.compile(
    r"\s?(?:[,.;:)\]]|$)|\s(?:was|is|has|had|who|and|or|from|in|at|on|did|says|said|told|with|by|to|of|died|lost|came)\b"
)


def _is_someone_of(head: str) -> bool:
    """Whether the words before a number are those for one person and `of`."""
    found = _SOMEONE.search(head)
    return (
        found is not None
        and found[1].lower() not in _GROUPS
        and is_singular(found[1])
        and noun_unit(found[1]) == "person"
    )


# What no one person is, though people are counted in it.
_GROUPS = frozenset(
    {
        "crew", "staff", "team", "population", "majority", "minority", "force", "crowd", "party", "community",
        "personnel", "death", "injury", "fatality", "casualty", "loss", "killing", "murder", "arrest", "abduction",
        "infection", "case", "toll", "group", "total",
    }
)  # fmt: skip
_AGE_ENDS = frozenset(
    ["age", "aged", "ages", "of", "group", "groups", "turned", "under", "below", "over", "above", "between", "from"]
)


def _may_age(head: str) -> bool:
    """A quick look at the last word before the number: few are ages."""
    word = _LAST_WORD.search(head.rstrip()[-9:])
    return word is not None and word[0].lower() in _AGE_ENDS


def _aged_noun(head: str) -> str:
    """The noun that a bare age is said of: `children` of `children under 5`, `ages` of `the ages of 20 to 40`."""
    noun = _AGED_NOUN.search(head)
    return noun[1] if noun else ""


def _is_name(head: str, text: str, start: int) -> bool:
    """`Ali Hassan, 34,`, `the boy, 12,`: a person's name or a noun for one person before the comma."""
    if _FULL_NAME.search(head):
        return True
    word = _BEFORE_COMMA.search(head)
    if word and word[1].islower():
        return noun_unit(word[1]) == "person" and not word[1].endswith("s")
    return _NAMED_AGED.search(head) is not None and not _listed(text, start)


def _listed(text: str, start: int) -> bool:
    """Whether the comma before `start` belongs to a list of places with numbers: `Lome 12, Kara, 34, ...`."""
    return _DIGIT.search(text, max(0, start - 30), start) is not None


def counted(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """Unit and noun phrase, as written, of what the number that ends at `end` counts; "" where nothing says it."""
    first = text[end + 1 : end + 2]
    if text[end : end + 1] == " " and first.isalpha():  # a word follows, as it mostly does
        of, start = PARTITIVE.match(text, end) if first in "oOmM" else None, end
    else:
        hyphen = _HYPHENED.match(text, end)
        if hyphen:
            return _hyphened(hyphen[1])
        of, start = PARTITIVE.match(text, after_bracket(text, end)), _after_marks(text, end)
    if of and not is_of_when(text, of.end()):  # `twice the 1,200 of a year before`
        return _partitive(text, of, said)
    found = _direct(text, start, number.value == 1)
    if found is None:
        found = _unsaid(number, text, end, said)
        if found[0] in DURATIONS and not lasts(number.value, found[1]):
            return "", ""
    return found


def after_bracket(text: str, end: int) -> int:
    """Behind the bracket that parts a number from what it counts: `526 (49 per cent) of the cases`."""
    bracket = _BRACKET.match(text, end)
    return bracket.end() if bracket else end


def _partitive(text: str, of: re.Match[str], said: Said) -> tuple[str, str]:
    """`of the victims`, `of whom`, `of those killed`."""
    phrase = None if _PRONOUN.match(text, of.end()) else noun_phrase(text, of.end(), partitive=True)
    if phrase and not numbers_in(text[phrase.start : phrase.end])[1]:  # `one of these died eight days later`
        return phrase.unit, text[phrase.start : phrase.end]
    whom = _WHOM.search(text, of.start(), of.end() + 6)
    found = said.last_of(_PERSON) if whom else said.meant()
    if found[0] not in _MORTALS and not any(said.last()):
        found = "", ""  # `nine of them froze`, after a sentence that counts blankets
    return found if found[0] or not (whom or _people()[0].match(text, of.end() + 4)) else ("person", "")


def _hyphened(word: str) -> tuple[str, str]:
    low = word.lower()
    if low in ("strong", "member", "person", "man"):
        return "person", word
    return noun_unit(word), word


def _after_marks(text: str, end: int) -> int:
    """Behind the marks or the bracket that follow the number: `Thirty (30) new cases`, `7,000+ acres`."""
    if text[end : end + 1] == ")" and _SECOND_COUNT.search(text, max(0, end - 24), end):
        return end + 1
    skipped = _SKIPPED.match(text, end)
    return skipped.end() if skipped else end


def _direct(text: str, start: int, one: bool) -> tuple[str, str] | None:
    """The noun phrase that begins at `start`, right behind the number."""
    after = text[start : start + 1]
    if not (after.isspace() or after.isalpha()) or EARLIER.match(text, start):
        return None
    phrase = noun_phrase(text, start, one=one)
    if phrase is None:
        return None
    words = text[phrase.start : phrase.end]
    if not one and not phrase.unit and is_singular(phrase.head):
        return None  # `626 spontaneous`, `7 laboratory confirmed`: no noun that one can count
    if is_elliptic(words.split()[0]) and not (phrase.unit and " " in words):
        return None
    return phrase.unit, words + _of_what(text, phrase.end, phrase.unit)


def _of_what(text: str, end: int, unit: str) -> str:
    """What belongs to the noun: ` of wheat` of `tons of wheat`, ` under five` of `children under five`, ` per tap`."""
    more = _PER.match(text, end) or (_OF_AGE.match(text, end) if unit == "person" else None)
    if more:
        return more[0]
    of = None if unit in DURATIONS else _OF.match(text, end) if unit != "case" else PARTITIVE.match(text, end)
    phrase = noun_phrase(text, of.end()) if of else None
    return text[end : phrase.end] if phrase else ""


@cache
def _people() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a bare number people: a verb behind it, a verb before it."""
    table = load("lang/en.toml")["counts_people"]
    behind = re.compile(
        rf"[\s\u00a0*_]*(?:\(\w+\)\s)?(?:(?:{'|'.join(table['between'].split())}|[^\W\d_]+ly)\s)*(?:{'|'.join(table['behind'].split())})\b",
        re.I,
    )
    before = re.compile(
        rf"\b(?:{'|'.join(table['before'].split())})(?:\s(?:to|of|at|by|with|as|from|up|about|around|some|nearly|over|an|another|least|most|more|than|estimated|almost|now|over))*\s$",
        re.I,
    )
    return behind, before


def _unsaid(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """No noun behind the number: its label, the subject of its clause, or what was said before."""
    named = label(text, number.start)
    if named and (named[0] or not said.last()[0]):
        return named
    opening = label_behind(text, number.start, end)
    if opening:
        return opening
    predicate = _PREDICATE.match(text, end)
    told = noun_phrase(text, predicate.end()) if predicate else None
    if told and told.unit and not is_elliptic(text[told.start : told.end].split()[0]):
        return told.unit, text[told.start : told.end]
    enclosed = bracketed(text, number.start)
    if enclosed and (enclosed[0] or text[end : end + 1] in ")]" or not said.last()[1]):
        return enclosed
    if _OF_THESE.search(text, max(0, number.start - 40), number.start):
        found = said.meant()
        return found if found[0] in _MORTALS or not _people()[0].match(text, end, end + 80) else ("person", "")
    group = group_before(text, number.start)
    if group:
        return group
    behind, before = _people()
    if behind.match(text, end, end + 80) or _TO_PEOPLE.match(text, end):
        unit, words = _people_again(text, end, said)
        return unit, words or _fate(text, end)
    if before.search(text, max(0, number.start - 60), number.start):
        return "person", _fate(text, end)
    if _POPULATION.search(text, max(0, number.start - 40), number.start):
        return "person", "population"
    per = _PER.match(text, end)
    if per:
        return "", per[0].strip()
    rate = rate_before(text, number.start)
    if rate and (not said.quantities or number.value % 1):
        return "", rate
    last = said.last()
    others = _OTHERS.match(text, end)  # of what was counted, not of what stands before
    subject = None if others and last[0] else subject_before(text, number.start)
    if subject and (subject[0] or not said.quantities):
        return subject
    if last[0] in _MORTALS and number.value % 1:
        return "", ""  # `decreased from 5.4 to 5.1`: no one counts parts of people
    if last[0] or last[1] or subject:
        return last if last[0] or last[1] else subject or last
    inside = is_inside_bracket(text, number.start)
    found = (noun_before(text, number.start) if inside else None) or last
    # `thousands`, `millions` and `three others` with no noun anywhere are people.
    people = number.kind == "vague" or others
    return ("person", _fate(text, end)) if people and not found[0] and not found[1] else found


def group_before(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the group that the number is of: `Of the reported cases, 159`."""
    group = _OF_GROUP.search(text, max(0, start - 80), start)
    phrase = noun_phrase(text, group.start(1), partitive=True) if group else None
    return (phrase.unit, text[phrase.start : phrase.end]) if phrase else None


def _fate(text: str, end: int) -> str:
    """The word that stands for the people: `dead`, `injured`, `others`."""
    word = _NEXT_WORD.match(text, end)
    return word[1] if word and (is_elliptic(word[1]) or word[1].lower() == "others") else ""


def _people_again(text: str, end: int, said: Said) -> tuple[str, str]:
    """Whom a bare number with a verb counts: those said before, if they can be killed or flee, else people."""
    unit, words = said.last()
    if _DEADLY.match(text, end) and (unit not in ("person", "animal") or _FATE.search(words)):
        living = [one for one in said.quantities[-_MEMORY:] if one.unit == "person" and not _FATE.search(one.unit_text)]
        return "person", living[-1].unit_text if living else ""
    if unit in _MORTALS or (
        unit in ("house", "village", "") and words and not _DEADLY.match(text, end) and not _TO_PEOPLE.match(text, end)
    ):
        return unit or "person", words
    return "person", said.last_of(_PERSON)[1]

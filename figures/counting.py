"""What a number counts: the noun phrase behind it, the label before it, or what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from figures.lexicon import load
from figures.model import Quantity
from figures.numerals import Numeral
from figures.phrases import classes, is_elliptic, is_singular, noun_phrase, noun_unit
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
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+\s[A-Z][\w’'-]+, $")
_AFTER_AGE = re.compile(r",(?!\s?\d)|\sand\s(?:his|her)\b")
_GOES_BACK = re.compile(r"(?:of\s)?(?:whom|which|them|these|those)\b|others?\b|more\b(?!\sthan)", re.I)
_LABEL = re.compile(
    r"(?:^|[|;\t\n•▪■►(\[]|\s[-–]\s|^[-*#•\s]+)[\s*_#-]*([^\W\d_][^|;:\t\n=()\[\]]{1,80}?)[\s*_]*(?:\([^()]{0,40}\))?[\s*_]*[:=|\t–-][\s*_|=$€£]*(?:[^\W\d_]+\s){0,2}$"
)
_LABEL_AFTER = re.compile(r"^[\s*_#|-]*$")
_MEMORY = 40  # quantities: an ellipsis goes back no farther, and a page of bare numbers stays linear


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
        """Unit and words of the last quantity that counts things."""
        for one in reversed(self.quantities[-_MEMORY:]):
            if is_measure(one.unit):
                continue
            if one.unit in _SHARES:
                if one.unit_text:
                    return label_unit(one.unit_text), one.unit_text
            elif one.unit_text or one.unit:
                return one.unit, one.unit_text
        return "", ""

    def last_of(self, units: frozenset[str]) -> tuple[str, str]:
        """The last that counts one of `units`."""
        for one in reversed(self.quantities[-_MEMORY:]):
            if one.unit in units:
                return one.unit, one.unit_text
        return "", ""


_SHARES = frozenset(["percent", "fraction", "ratio"])
_PERSON = frozenset(["person"])
_MORTALS = frozenset(["person", "household", "animal", "case"])


def is_measure(unit: str) -> bool:
    """Whether `unit` measures (money, a duration, an age) and so is never what an ellipsis means."""
    return unit in DURATIONS or unit.startswith("age_") or is_currency(unit)


def is_currency(unit: str) -> bool:
    """Whether `unit` is an ISO 4217 code."""
    return len(unit) == 3 and unit.isupper()


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
    if _AFTER_AGE.match(text, end) and _is_name(head, text, number.start):
        return "age_year", ""
    return None


def _is_name(head: str, text: str, start: int) -> bool:
    """`Ali Hassan, 34,`, `the boy, 12,`: a person's name or a noun for one person before the comma."""
    if _FULL_NAME.search(head):
        return True
    word = re.search(r"([^\W\d_]+), $", head)
    if word and word[1].islower():
        return noun_unit(word[1]) == "person" and not word[1].endswith("s")
    return _NAMED_AGED.search(head) is not None and not _listed(text, start)


def _listed(text: str, start: int) -> bool:
    """Whether the comma before `start` belongs to a list of places with numbers: `Lome 12, Kara, 34, ...`."""
    return re.search(r"\d", text[max(0, start - 30) : start]) is not None


def counted(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """Unit and noun phrase, as written, of what the number that ends at `end` counts; "" where nothing says it."""
    hyphen = _HYPHENED.match(text, end)
    if hyphen:
        return _hyphened(hyphen[1])
    of = _OF.match(text, after_bracket(text, end))
    if of:
        return _partitive(text, of, said)
    direct = _direct(text, end, number.value == 1)
    return direct or _unsaid(number, text, end, said)


_BRACKET = re.compile(r"[\s\u00a0]?\([^()]{1,70}\)|[)\]](?=[\s\u00a0]of\b)")


def after_bracket(text: str, end: int) -> int:
    """Behind the bracket that parts a number from what it counts: `526 (49 per cent) of the cases`."""
    bracket = _BRACKET.match(text, end)
    return bracket.end() if bracket else end


def _partitive(text: str, of: re.Match[str], said: Said) -> tuple[str, str]:
    """`of the victims`, `of whom`, `of those killed`."""
    phrase = None if _PRONOUN.match(text, of.end()) else noun_phrase(text, of.end())
    if phrase:
        return phrase.unit, text[phrase.start : phrase.end]
    whom = re.compile(r"(?:whom|those)\b", re.I).search(text, of.start(), of.end() + 6)
    found = said.last_of(_PERSON) if whom else said.meant()
    return found if found[0] or not (whom or _people()[0].match(text, of.end() + 4)) else ("person", "")


def _hyphened(word: str) -> tuple[str, str]:
    low = word.lower()
    if low in ("strong", "member", "person", "man"):
        return "person", word
    return noun_unit(word), word


_SKIPPED = re.compile(r"[*_\"”’'+]{1,3}|[\s\u00a0]\([^()]{1,70}\)(?=[\s\u00a0][^\W\d_])")


_SECOND_COUNT = re.compile(r"\d[\s\u00a0]\([\d,. ]+$")  # `311,150 (2,747) deaths`


def _direct(text: str, end: int, one: bool) -> tuple[str, str] | None:
    """The noun phrase right behind the number, over marks and a bracket: `Thirty (30) new cases`, `7,000+ acres`."""
    skipped = _SKIPPED.match(text, end)
    start = skipped.end() if skipped else end
    if text[end : end + 1] == ")" and _SECOND_COUNT.search(text, max(0, end - 24), end):
        start = end + 1
    after = text[start : start + 1]
    if not (after.isspace() or after.isalpha()):
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


_WITH_OF = frozenset(["case"])


def _of_what(text: str, end: int, unit: str) -> str:
    """The ` of acute malnutrition` of `cases of acute malnutrition`, the ` of wheat` of `tons of wheat`."""
    of = _OF.match(text, end) if unit in _WITH_OF else None
    phrase = noun_phrase(text, of.end()) if of else None
    return text[end : phrase.end] if phrase else ""


@cache
def _people() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a bare number people: a verb behind it, a verb before it."""
    table = load("lang/en.toml")["counts_people"]
    behind = re.compile(
        rf"[\s\u00a0*_]*(?:\(\w+\)\s)?(?:(?:{'|'.join(table['between'].split())}|[^\W\d_]+ly)\s)*(?:{'|'.join(table['behind'].split())})\b", re.I
    )
    before = re.compile(rf"\b(?:{'|'.join(table['before'].split())})(?:\s(?:to|of|at|by|with|as|from|up|about|around|some|nearly|over|an|another|least|most|more|than|estimated|almost|now|over))*\s$", re.I)
    return behind, before


_TO_PEOPLE = re.compile(
    r"(?:\smore)?\s(?:who|whom|others?\s(?:[^\W\d_]+ly\s)?(?:[^\W\d_]+ed|hurt)|"
    r"to\s(?:flee|evacuate|leave|seek|abandon|safety|move|camps?|shelters?|hospitals?|be\sevacuated|their\sdeaths?)|"
    r"from\stheir\shomes?|homeless|dead)\b",
    re.I,
)
# `Of the reported cases, 159`, `Among the admitted patients (n=226), 44`
_PREDICATE = re.compile(r"[\s\u00a0](?:\([^()]{1,12}\)[\s\u00a0])?(?:are|were|was)[\s\u00a0]", re.I)  # `30,000 were refugees`
_OF_THESE = re.compile(r"\b(?:of|among|amongst)\s(?:these|those|them|which|whom)\b,?\s(?:[^\W\d_]+\s){0,3}$", re.I)
_OF_GROUP = re.compile(
    r"\b(?:of|among|amongst|out\sof)\s(?:(?:all|the|these|those|its|total|remaining)\s)+([^\W\d_][^,.;:()]{2,50})(?:\([^()]{0,20}\))?,\s(?:[^\W\d_]+\s){0,2}$",
    re.I,
)
_DEADLY = re.compile(r"\s*(?:(?:were|was|are|have|been|others?|more|also)\s)*(?:dead|killed|injured|hurt|wounded|missing|died)\b", re.I)


def _unsaid(number: Numeral, text: str, end: int, said: Said) -> tuple[str, str]:
    """No noun behind the number: its label, the subject of its clause, or what was said before."""
    named = label(text, number.start)
    if named and (named[0] or not said.last()[0]):
        return named
    predicate = _PREDICATE.match(text, end)
    told = noun_phrase(text, predicate.end()) if predicate else None
    if told and told.unit and not is_elliptic(text[told.start : told.end].split()[0]):
        return told.unit, text[told.start : told.end]
    enclosed = bracketed(text, number.start)
    if enclosed and (enclosed[0] or not said.last()[1]):
        return enclosed
    if _OF_THESE.search(text, max(0, number.start - 40), number.start):
        return said.meant()
    group = _OF_GROUP.search(text, max(0, number.start - 80), number.start)
    if group and (phrase := noun_phrase(text, group.start(1))):
        return phrase.unit, text[phrase.start : phrase.end]
    behind, before = _people()
    if behind.match(text, end, end + 80) or _TO_PEOPLE.match(text, end):
        return _people_again(text, end, said)
    if before.search(text, max(0, number.start - 60), number.start):
        return "person", ""
    subject = subject_before(text, number.start)
    if subject and (subject[0] or not said.quantities):
        return subject
    last = said.last()
    if last[0] or last[1] or subject:
        return last if last[0] or last[1] else subject or last
    inside = _OPENING.search(text, max(0, number.start - 24), number.start)
    return (noun_before(text, number.start) if inside else None) or last


_CODE = re.compile(r"[(\[]([A-Z][A-Za-z-]{1,9}),?[\s\u00a0]$")  # `(CFR, 4.8%)`


def label(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the label that leads to the number: `Killed: 12`, `(CFR, 4.8%)`."""
    found = _LABEL.search(text, max(0, start - 130), start) or _CODE.search(text, max(0, start - 16), start)
    if found is None:
        return None
    words = found[1].strip(" *_#-")
    last = words.rpartition(",")[2].rpartition("&")[2].strip()
    if last != words and (label_unit(last) or any(c.isdigit() for c in words)):
        words = last
    return label_unit(words), words


_OPENING = re.compile(r"[\s\u00a0]?[(\[][\s\u00a0]?(?:[^\W\d_]+\s|n\s?=\s?|[<>≥≤~])?$")
_BACK = re.compile(r"[^\W_][\w’'‑-]*(?:\s\([A-Z][A-Za-z]{1,9}\))?")


def bracketed(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the noun right before the bracket that holds the number: `displaced women (549`."""
    opening = _OPENING.search(text, max(0, start - 24), start)
    if opening is None:
        return None
    words = [match for match in _BACK.finditer(text, max(0, opening.start() - 90), opening.start())]
    if not words or words[-1].end() != opening.start():
        return None
    return _backward(text, words, len(words) - 1)


def noun_before(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the last known noun of the sentence before `start`, in its nearest 120 characters."""
    words = [match for match in _BACK.finditer(text, max(0, start - 120), start)]
    for i in range(len(words) - 1, -1, -1):
        found = _backward(text, words, i)
        if found and found[0] and not is_measure(found[0]):
            return found
    return None


def _backward(text: str, words: list[re.Match[str]], last: int) -> tuple[str, str] | None:
    """The noun phrase that ends with words[last], if that is a plural or known noun."""
    head = words[last][0].split(" (")[0]
    low = head.lower()
    unit = noun_unit(head, words[last - 1][0] if last else "")
    if not unit and (head[0].isupper() or not low.endswith("s") or low in classes().stops | classes().verbs):
        return None
    first = last
    while first and last - first < 4:
        before = words[first - 1]
        gap = text[before.end() : words[first].start()]
        if not gap.isspace() or before[0].lower() in classes().stops | classes().fillers or before[0][0].isdigit():
            break
        if before[0].lower() in classes().verbs and not before[0].lower().endswith("ed"):
            break
        first -= 1
    return unit, text[words[first].start() : words[last].end()]


def _people_again(text: str, end: int, said: Said) -> tuple[str, str]:
    """Whom a bare number with a verb counts: those said before, if they can be killed or flee, else people."""
    unit, words = said.last()
    if _DEADLY.match(text, end) and unit not in ("person", "animal"):
        return "person", said.last_of(_PERSON)[1]
    if unit in _MORTALS or (unit in ("house", "village", "") and words and not _DEADLY.match(text, end) and not _TO_PEOPLE.match(text, end)):
        return unit or "person", words
    return "person", said.last_of(_PERSON)[1]


_CLAUSE = re.compile(r"(?:[.;:!?()\[\]|]|,\s(?!\d)|[–—])\s*")
_LINKING = re.compile(
    r"\b(?:is|was|are|were|be|been|at|to|by|from|with|of|reach(?:ed|es|ing)?|remain(?:s|ed)?|hit|exceed(?:s|ed|ing)?|surpass(?:ed|es)?|"
    r"total(?:s|led|ed|ling)?|number(?:s|ed|ing)?|as|averaged?|averaging|over|than|least|about|around|nearly|almost|approximately|some|only|under|below|near|estimated)"
    r"[\s\u00a0]*[$€£]?$",
    re.I,
)
_COUNT = re.compile(r"(?<![\w-])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*+(?!\d|st|nd|rd|th|\s[A-Z])")


def subject_before(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the subject of the clause, where a linking word leads to the number: `the toll rose to`."""
    if not _LINKING.search(text, max(0, start - 24), start):
        return None
    floor = max(0, start - 150)
    cut = floor
    for mark in _CLAUSE.finditer(text, floor, start):
        cut = mark.end()
    clause = text[cut:start]
    if _COUNT.search(clause[-60:]) or len(clause) < 8:
        return None
    verb = _VERB.search(clause)
    if verb is None:
        return None
    words = _subject(clause[: verb.start()])
    return (label_unit(words), words) if words else None


_VERB = re.compile(
    r"\s(?:is|was|are|were|has|have|had|will|would|could|may|might|be|remain(?:s|ed)?|rose|rises?|risen|reach(?:es|ed)?|stood|stands|fell|falls|dropped|drops?|"
    r"climbed|climbs?|jumped|increased|increases|decreased|decreases|declined|declines|grew|grows|hit|exceed(?:s|ed)?|surpassed|totalled|totaled|totals?|"
    r"numbered|amounted|averaged|passed|topped|soared|went|to|at|by)\s",
    re.I,
)
_LEAD = re.compile(r"^(?:and|but|while|as|that|with|where|when|whereas|bringing|taking|putting|raising|said|the|a|an|its|their|this|these|in|of|total|overall|both)\s", re.I)
_SHARE_OF = frozenset("number numbers total proportion share percentage majority figure count rest tally".split())


_THAT = re.compile(r"\b(?:that|whether|while|where|whereas)\s", re.I)


def _subject(words: str) -> str:
    """The noun phrase that the clause begins with: `cases of cholera`; of `the number of people` only `people`."""
    words = _THAT.split(words.strip())[-1]
    while lead := _LEAD.match(words):
        words = words[lead.end() :]
    phrase = noun_phrase(words, 0)
    if phrase is None or phrase.start > 24:
        return ""
    of = _OF.match(words, phrase.end)
    whole = noun_phrase(words, of.end()) if of else None
    if whole is None:
        return words[phrase.start : phrase.end]
    return words[whole.start if phrase.head.lower() in _SHARE_OF else phrase.start : whole.end]


def label_unit(words: str) -> str:
    """The unit that a label names: `Houses destroyed`, `Total displaced`, `people in need in Sudan`."""
    for part in (words.rpartition(",")[2], words):
        parts = re.findall(r"[^\W\d_][\w'-]*", part)
        for i, word in enumerate(parts):
            unit = noun_unit(word, parts[i - 1] if i else "")
            if unit and (i + 1 == len(parts) or not noun_unit(parts[i + 1], word)):
                return unit
        if any(is_elliptic(word) or word.lower() == "toll" for word in parts):
            return "person"
    return ""

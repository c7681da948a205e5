"""Where the noun stands when it does not follow its number: a label, a bracket, the subject of the clause."""

from __future__ import annotations

import re

from figures.number_words import grammar_of, letters
from figures.phrases import PARTITIVE, classes, is_elliptic, noun_phrase, noun_unit, whole_run
from figures.units import DURATIONS, is_measure

_LABEL = re.compile(
    r"(?:^|[|;\t\n•▪■►(\[]|\s[-–]\s|^[-*#•\s]{1,20})[\s*_#-]{0,20}([^\W\d_][^|;:\t\n=()\[\]]{1,80}?)[\s*_]{0,9}(?:\([^()]{0,40}\))?[\s*_]{0,9}[:=|\t\n–-][\s*_|=$€£]{0,20}(?:[^\W\d_]+\s){0,2}$"
)
_LABEL_WORD = re.compile(r"(?<![\w.,])[^\W\d_][\w'-]+")  # not the `M` of `58.4M`, nor the `m` of `a.m.`
_SEPARATOR = re.compile(r"[:=|\t\n–-]")  # every label ends in one of these
_LETTER = re.compile(r"[^\W\d_]")
_MARK = re.compile(r"[\s\u00a0]?[-–—:|�][\s\u00a0]+(?=[^\W\d_])")
_CODE = re.compile(r"[(\[]([A-Z][A-Za-z-]{1,9}),?[\s\u00a0]$")  # `(CFR, 4.8%)`
_OPENING = re.compile(
    r"[\s\u00a0]?[(\[][\s\u00a0]?(?:(?!(?:target|goal|plan|capacity)\s)[^\W\d_]+\s|n\s?=\s?|[<>≥≤~])?$"
)
_BACK = re.compile(r"[^\W_][\w’'‑-]*(?:\s\([A-Z][A-Za-z]{1,9}\))?")
_CLAUSE = re.compile(r"(?:[.;:!?()\[\]|]|,\s(?!\d)|[–—])\s*")
_LINKING = re.compile(
    r"\b(?:is|was|are|were|be|been|at|to|by|from|with|of|reach(?:ed|es|ing)?|remain(?:s|ed)?|hit|exceed(?:s|ed|ing)?|surpass(?:ed|es)?|"
    r"total(?:s|led|ed|ling)?|number(?:s|ed|ing)?|as|averaged?|averaging|over|than|least|about|around|nearly|almost|approximately|some|only|under|below|near|estimated)"
    r"[\s\u00a0]*[$€£]?$",
    re.I,
)
_COUNT = re.compile(r"(?<![\w-])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*+(?!\d|st|nd|rd|th|\s[A-Z])")
_VERB = re.compile(
    r"\s(?:is|was|are|were|has|have|had|will|would|could|may|might|be|remain(?:s|ed)?|rose|rises?|risen|reach(?:es|ed)?|stood|stands|fell|falls|dropped|drops?|"
    r"climbed|climbs?|jumped|increased|increases|decreased|decreases|declined|declines|grew|grows|hit|exceed(?:s|ed)?|surpassed|totalled|totaled|totals|"
    r"numbered|amounted|averaged|passed|topped|soared|went|to|at|by)\s",
    re.I,
)
_LEAD = re.compile(
    r"^(?:and|but|while|as|that|with|where|when|whereas|bringing|taking|putting|raising|said|the|a|an|its|their|this|these|in|of|total|overall|both)\s",
    re.I,
)
_SHARE_OF = frozenset(
    ["number", "numbers", "total", "proportion", "share", "percentage", "majority", "figure", "count", "rest", "tally"]
)
_LINK = re.compile(
    r"(?:[(\[][\s\u00a0]?[<>≥≤=~]?|\b(?:of|at|is|was|are|were|to|by|from|around|about|over|nearly|almost|above|below|the|reached|exceeds?)\s|\w\s|[<>≥≤=~:]\s?)$"
)
# `Last week was worse: 450 fled`, `this month it is 5,100`, `five days ago it stood at 832,000`: when, not what.
_TIME = r"(?:days?|nights?|weeks?|months?|years?|hours?|quarter|season|time)"
_WHEN = re.compile(
    rf"(?:(?:last|this|next|each|every|that|previous|past|first)\s(?:[^\W_]+\s)?{_TIME}\b(?:\sof\s[^\W\d_]+)?"
    rf"|(?:the\s)?[^\W_]+(?:\s[^\W_]+)?\s{_TIME}\s(?:ago|before|earlier|later|on)\b),?\s?",
    re.I,
)
# A label with one of these tells when: `losses, last 24 hours`, `average per day this week`, `to this day`.
_WHEN_LABEL = re.compile(
    rf"\d|\bago\b|\b(?:an?|at|by)\s{_TIME}\b|^by\s"
    rf"|\b(?:last|this|next|each|every|previous|past|per|same|first|since|in\sthe|during)\b.*\b{_TIME}\b",
    re.I,
)
_THAT = re.compile(r"\b(?:that|whether|while|where|whereas)\s", re.I)


def label(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the label that leads to the number: `Killed: 12`, `(CFR, 4.8%)`."""
    floor = max(0, start - 130)
    found = _SEPARATOR.search(text, floor, start) and _LABEL.search(text, floor, start)
    found = found or _CODE.search(text, max(0, start - 16), start)
    if found is None:
        return None
    words = found[1].strip(" *_#-")
    last = words.rpartition(",")[2].rpartition("&")[2].strip()
    if last != words and (label_unit(last) or any(c.isdigit() for c in words)):
        words = last
    return None if _WHEN.match(words) else (_label_unit(words), words)


def _label_unit(words: str) -> str:
    """The unit that a label names, which is no time where the label says when."""
    unit = label_unit(words)
    return "" if unit in DURATIONS and is_when(words) else unit


def is_when(words: str) -> bool:
    """Whether the words of a label tell when: `losses, last 24 hours`."""
    return _WHEN_LABEL.search(words) is not None


_LONGEST_TIME = 400  # days, hours or years, of which more are seldom counted


def lasts(value: float, words: str) -> bool:
    """Whether a bare number counts the times that `words` name: `Days: 40`, not `previous week: 1,605`."""
    return value <= _LONGEST_TIME and words.lower().endswith("s") and not is_when(words)


_OPENS = 60  # characters: bullets, signs and brackets; a number farther on does not open its line


def label_behind(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Unit and words of the label behind a number that opens its line: `12,000 - the number of people who fled`."""
    mark = _MARK.match(text, end) if start <= _OPENS else None
    if mark and _LETTER.search(text, 0, start):
        return None
    words = _subject(_THAT.split(text[mark.end() : mark.end() + 80])[0]) if mark else ""
    return (label_unit(words), words) if words else None


def bracketed(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the noun right before the bracket that holds the number: `displaced women (549`."""
    opening = _OPENING.search(text, max(0, start - 24), start)
    if opening is None:
        return None
    words = list(_BACK.finditer(text, max(0, opening.start() - 90), opening.start()))
    if not words or words[-1].end() != opening.start():
        return None
    return _backward(text, words, len(words) - 1)


def is_inside_bracket(text: str, start: int) -> bool:
    """Whether the number at `start` opens a bracket."""
    return _OPENING.search(text, max(0, start - 24), start) is not None


def is_many(words: str) -> bool:
    """Whether the noun phrase `words` ends in a plural, so that a share can be taken of it."""
    low = words.rpartition(")")[0].rpartition(" (")[0].lower() or words.lower()
    return low.endswith("s") or low.rpartition(" ")[2] in classes().plurals | classes().collective


def noun_before(text: str, start: int) -> tuple[str, str] | None:
    """Unit and words of the last known noun of the sentence before `start`, in its nearest 120 characters."""
    words = list(_BACK.finditer(text, max(0, start - 120), start))
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
    if is_measure(unit) or low in classes().stops:
        return None
    if head[0].isupper() and unit and not head.endswith("s") and last and words[last - 1][0][0].isupper():
        return None  # `Gumsu Clinic (2)` is where, not what
    if not unit and (head[0].isupper() or not low.endswith("s") or low in classes().verbs):
        return None
    return unit, text[words[_first_of(text, words, last)].start() : words[last].end()]


def _first_of(text: str, words: list[re.Match[str]], last: int) -> int:
    """The first word of the noun phrase that ends with words[last]."""
    known = classes()
    first = last
    while first and last - first < 4:
        before = words[first - 1]
        low = before[0].lower()
        gap = text[before.end() : words[first].start()]
        if not gap.isspace() or low in known.stops or low in known.fillers or low[0].isdigit():
            break
        if low in known.verbs and not low.endswith("ed"):
            break
        first -= 1
    return first


def rate_before(text: str, start: int) -> str:
    """The rate that the number measures: `a recovery rate of 44%`, `the prevalence of wasting is 9%`; "" if none."""
    known = classes()
    if known.rates_plain.isdisjoint(letters(text[max(0, start - 110) : start]).split()):
        return ""
    words = list(_BACK.finditer(text, max(0, start - 110), start))
    last = len(words) - 1
    while last >= 0 and words[last][0].lower() not in known.rates:
        low = words[last][0].lower()
        if low[0].isdigit() or (low in known.verbs and low not in known.changing):
            return ""
        last -= 1
    if last > 1 and words[last - 1][0] == "of" and words[last - 2][0].lower() in known.rates:
        last -= 2  # `the prevalence of wasting`
    end = words[last].end() if last >= 0 else start
    if last < 0 or _BREAK.search(text, end, start) or not (_LINK.search(text, end, start) or text[end:start].isspace()):
        return ""
    of = PARTITIVE.match(text, end)
    first = words[_first_of(text, words, last)].start()
    if of is None:
        return text[first:end]
    phrase = noun_phrase(text, of.end(), partitive=True)
    stop = phrase.end if phrase else (whole_run(text, of.end()) or (end, end))[1]
    return text[first : stop if stop <= start else end]


_BREAK = re.compile(r"[;:.!?|\d]")
_CHANGE = re.compile(
    r"\b(?:increase|decrease|rise|drop|decline|reduction|fall|growth|surge|change|improvement)s?\s(?:in|of)\s"
)
_PROPORTION = re.compile(r"\b(?:proportion|percentage|share|majority|most|number)s?\sof\s")


def change_before(text: str, start: int) -> str:
    """What rose or fell by the number: `an increase in prices from 30%`; "" if nothing did."""
    return _last_named(_CHANGE, text, max(0, start - 90), start)


def proportion_before(text: str, start: int) -> str:
    """The noun of `the proportion of households that ... (39%)`; "" if there is none."""
    return _last_named(_PROPORTION, text, max(0, start - 200), start)


def _last_named(pattern: re.Pattern[str], text: str, floor: int, start: int) -> str:
    low = text[floor:start].lower()
    if "of" not in low and "in" not in low:
        return ""
    found = list(pattern.finditer(low))
    phrase = noun_phrase(text, floor + found[-1].end(), partitive=True) if found and len(low) == start - floor else None
    return text[phrase.start : phrase.end] if phrase and phrase.end <= start else ""


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
    when = _WHEN.match(clause)
    words = _subject(clause[when.end() if when else 0 : verb.start()])
    low = words.lower()
    if not words or low in classes().stops or words[0].isdigit() or low.encode() in grammar_of().words:
        return None
    return label_unit(words), words


def is_how_many(words: str) -> bool:
    """Whether `words` only say that something is counted: `number`, `share`."""
    return words.lower() in _SHARE_OF


def _subject(words: str) -> str:
    """The noun phrase that the clause begins with: `cases of cholera`; of `the number of people` only `people`."""
    words = _THAT.split(words.strip())[-1]
    while lead := _LEAD.match(words):
        words = words[lead.end() :]
    span = whole_run(words, 0)
    if span is None or span[0] > 24:
        return ""
    start, end = span
    of = PARTITIVE.match(words, end)
    whole = noun_phrase(words, of.end(), partitive=True) if of else None
    if whole is None:
        return words[start:end]
    return words[whole.start if words[start:end].rpartition(" ")[2].lower() in _SHARE_OF else start : whole.end]


_WHEREIN = re.compile(r"(?:in|at|on|without|under|inside|outside|near|out of|with)\s", re.I)  # `In shelters: 4,912`


def starts_wherein(words: str) -> bool:
    """Whether the words of a label tell where or how those are who are counted, not what they are."""
    return _WHEREIN.match(words) is not None


def label_unit(words: str) -> str:
    """The unit that a label names: `Houses destroyed`, `Total displaced`, `people in need in Sudan`."""
    if starts_wherein(words):
        return ""
    for part in (words.rpartition(",")[2], words):
        parts = _LABEL_WORD.findall(part)
        for i, word in enumerate(parts):
            unit = noun_unit(word, parts[i - 1] if i else "")
            last = i + 1 == len(parts) or is_elliptic(parts[i + 1])  # `Livestock dead`
            if unit and (last or not noun_unit(parts[i + 1], word)):
                return unit
        if any(is_elliptic(word) or word.lower() == "toll" for word in parts):
            return "person"
    return ""

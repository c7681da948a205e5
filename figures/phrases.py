"""The noun phrase that a number counts: words up to the head noun, by closed word classes and the lexicon of units.

There is no tagger: a noun phrase ends at punctuation, at a word of a closed class (preposition, verb, ...), and after
its head, which is the first plural or known noun that no other noun follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from figures import gazetteer
from figures.lexicon import load
from figures.units import LENGTHS_AND_WEIGHTS, nouns
from figures.whensaid import says_when

_WORD = re.compile(
    r"[\s\u00a0]*((?:[A-Z]\.){2,}(?=\s[a-z])|[^\W_][\w\u00ad]*(?:['’\-‑/&][^\W_][\w\u00ad]*|\.[A-Za-z]\w*|['’](?=\s))*)"
)
_ACRONYM = re.compile(r"[\s\u00a0]\([A-Z][A-Za-z&/-]{1,9}s?\)")
_LINK = re.compile(
    r"[\s\u00a0]+(?:and|or|&)[\s\u00a0]+|,[\s\u00a0]+(?=[^\W\d_]+[\s\u00a0]+(?:and|or)[\s\u00a0])|/(?=[a-z])"
)
_NEXT = re.compile(r"(?:[\s\u00a0]+(?:and|or|&)|,)[\s\u00a0]+([^\W\d_][\w’'-]*)(?:[\s\u00a0]+([^\W\d_][\w’'-]*))?")
_GAP = r"[\s\u00a0]+"
_WHOLE = "all the these those its their her his our such both some"
# `rose from 310 a year before`: no 310 years
EARLIER = re.compile(
    r"[\s\u00a0](?:an?|one)\s(?:day|week|month|year|decade)\s(?:ago|before|earlier|previously)\b", re.I
)
# `of the`, `out of all the`: what follows is the whole of which the number before is a part.
PARTITIVE = re.compile(rf"{_GAP}(?:(?:out|more|others?){_GAP})?of{_GAP}(?:(?:{'|'.join(_WHOLE.split())}){_GAP})*", re.I)
_LONGEST = 8  # words
_NATIONALITY = re.compile(r"[A-Z][a-z]+(?:[aeiy]ans|ians|[a-z]is|[a-z]{2}ese|ans|men|women)$")
_ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:an|ian|ese|ish|i|ic)$")
_NOT_PLURAL = ("ss", "us", "is", "'s", "’s")
_POSSESSIVE = ("'s", "’s", "'", "’")
_MIXED = frozenset(["house", "building"])


class Word(NamedTuple):
    """A word of the text, in small letters too, with its offsets."""

    text: str
    low: str
    start: int
    end: int


class NounPhrase(NamedTuple):
    """text[start:end], its head noun and the unit of the head ("" if the lexicon has none)."""

    start: int
    end: int
    head: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Classes:
    stops: frozenset[str]
    names: frozenset[str]
    fillers: frozenset[str]
    verbs: frozenset[str]
    finite: frozenset[str]
    attributive: frozenset[str]
    elliptic: frozenset[str]
    plurals: frozenset[str]
    collective: frozenset[str]
    rates: frozenset[str]
    rates_plain: frozenset[bytes]  # the same, as `letters` gives them
    changing: frozenset[str]


@cache
def classes() -> _Classes:
    """The closed word classes of the language."""
    language = load("lang/en.toml")
    phrase = {name: frozenset(words.split()) for name, words in language["phrase"].items()}
    closed = ("prepositions", "conjunctions", "pronouns", "auxiliaries", "adverbs", "determiners")
    calendar = language["weekdays"].split() + language["months"].split()
    return _Classes(
        stops=frozenset().union(*(phrase[name] for name in closed)),
        names=frozenset(name.capitalize() for name in calendar if len(name) > 3),
        fillers=phrase["determiners"] | phrase["fillers"],
        verbs=phrase["verbs"] | phrase["finite"],
        finite=phrase["finite"],
        attributive=phrase["attributive"],
        elliptic=phrase["elliptic"],
        plurals=phrase["plurals"],
        collective=phrase["collective"],
        rates=phrase["rates"],
        rates_plain=frozenset(word.encode() for word in phrase["rates"]),
        changing=phrase["changing"],
    )


def is_elliptic(word: str) -> bool:
    """Whether a number right before `word` counts people although no noun is said: `12 dead`, `51 were killed`."""
    return word.lower() in classes().elliptic


def noun_unit(head: str, before: str = "") -> str:
    """The unit of a head noun, given the word before it: `centres` after `health` is a health facility."""
    table = nouns()
    low = head.lower()
    if head.isupper() and low in table and head in gazetteer.countries().named:
        return ""  # `CAR | 17,920`: the republic, no vehicle
    found = (before and table.get(f"{before.lower()} {low}")) or table.get(low)
    if found:
        return found
    if "/" in low and low[-1].isalpha() and (found := table.get(low.partition("/")[0])):
        return found  # `days/week`, `men/women`, but no `deaths/10,000`
    if "-" in low and (found := table.get(low.rpartition("-")[2])):
        return found
    return "person" if _NATIONALITY.match(head) or _people_name(head, before) else ""


def _people_name(head: str, before: str) -> bool:
    """`Crimean Tatars`, `Yazidis`: a plural name that the lexicon lacks, after an adjective of place or alone."""
    if not (head[0].isupper() and head.endswith("s") and len(head) > 3 and head[1:].islower()):
        return False
    return not before or bool(_ADJECTIVE.match(before))


def noun_phrase(text: str, start: int, *, one: bool = False, partitive: bool = False) -> NounPhrase | None:
    """The noun phrase that begins at `start`, after white space; None where a verb or punctuation comes first.

    `one` says that the number is 1, so that the head is a singular, `partitive` that `of the` stands before.
    """
    words = _without_fillers(_run(text, start))
    if not words or words[0].low.isdigit() or says_when(text, start, words[0].low):
        return None
    if len(words) == 2 and (unit := _plain_unit(words[0].low)) and words[1].low in _closing():
        return NounPhrase(words[0].start, words[0].end, words[0].text, unit)  # `51 people were`
    if words[0].low in _phrases_of() and (found := _phrases_of()[words[0].low].match(text, words[0].start)):
        return NounPhrase(found.start(), found.end(), found[0], nouns()[found[0].lower()])
    words = _until_stop(words, partitive)
    head = _head(words, one) if words else None
    if head is None:
        joined = _joined_modifier(text, words[-1].end, one) if words else None
        return NounPhrase(words[0].start, joined.end, joined.head, joined.unit) if joined else None
    word = words[head]
    unit = _unit_at(words, head)
    if (not one and not _plural_form(word.low)) or (not unit and not is_plural(word)):
        joined = _joined_modifier(text, word.end, one)
        if joined:
            return NounPhrase(words[0].start, joined.end, joined.head, joined.unit)
    end, unit = _coordinated(text, word.end, unit)
    acronym = _ACRONYM.match(text, end)
    return NounPhrase(words[0].start, acronym.end() if acronym else end, word.text, unit)


@cache
def _phrases_of() -> dict[str, re.Pattern[str]]:
    """What the units' phrases with `of` look like, by their first word: `head of cattle`."""
    firsts: dict[str, list[str]] = {}
    for name in nouns():
        if " of " in name:
            firsts.setdefault(name.partition(" ")[0], []).append(name)
    return {
        first: re.compile(rf"(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.I)
        for first, names in firsts.items()
    }


@lru_cache(maxsize=4096)
def _plain_unit(word: str) -> str:
    """The unit of a plural noun that can be no verb and no modifier, in small letters; "" for other words."""
    known = classes()
    if not _plural_form(word) or word.endswith(_NOT_PLURAL) or word in known.stops | known.verbs | known.elliptic:
        return ""
    return nouns().get(word, "")


@cache
def _closing() -> frozenset[str]:
    """Words that end a noun phrase and join no second noun to it."""
    return classes().stops - classes().fillers - {"and", "or"}


def _unit_at(words: list[Word], head: int) -> str:
    """The unit of the head noun; `displaced population` has that of the word before."""
    before = words[head - 1].text if head else ""
    unit = noun_unit(words[head].text, before)
    return noun_unit(before) if before and not unit and words[head].low in classes().collective else unit


def whole_run(text: str, start: int) -> tuple[int, int] | None:
    """Where all the words of a subject stand, singular ones too: `bed occupancy`, `average retail price`."""
    words = _without_fillers(_run(text, start))
    words = _until_stop(words, partitive=True) if words else words
    return (words[0].start, words[-1].end) if words else None


def _run(text: str, start: int) -> list[Word]:
    """The words from `start` on, up to punctuation, or past the phrase by one word."""
    known = classes()
    words: list[Word] = []
    at = start
    for i in range(_LONGEST + 4):
        match = _WORD.match(text, at)
        if match is None or (i and match.start(1) == at):
            break
        word, at = match[1], match.end()
        low = word.lower()
        words.append(Word(word, low, match.start(1), at))
        if i and low in known.stops and low not in known.fillers:
            break
    return words


def _without_fillers(words: list[Word]) -> list[Word]:
    """Without `the`, `other`, `more` in front; `more than` is no filler."""
    fillers = classes().fillers
    at = 0
    while at < len(words) and words[at].low in fillers and not _is_acronym(words[at].text):
        at += 1
    return [] if at < len(words) and words[at].low == "than" else words[at:]


def _joined_modifier(text: str, end: int, one: bool) -> NounPhrase | None:
    """`regime and rebel fighters`, `Daish (ISIS) militants`: the head stands behind the conjunction or bracket."""
    acronym = _ACRONYM.match(text, end)
    link = acronym or (None if one else _LINK.match(text, end))
    if link is None:
        return None
    second = noun_phrase(text, link.end(), one=one)
    return second if second and second.unit else None


def _is_acronym(word: str) -> bool:
    """`IS`, `US`, `WHO`: capitals that would be closed-class words in small letters."""
    return len(word) > 1 and word.isupper()


def _until_stop(words: list[Word], partitive: bool) -> list[Word]:
    known = classes()
    for i, word in enumerate(words[:_LONGEST]):
        if (word.low in known.stops and not _is_acronym(word.text)) or word.text in known.names:
            return words[:i]
        if word.low in known.verbs and not (
            _is_noun(words, i)
            or _is_only_plural(words, i)
            or _is_modifier(words, i)
            or (partitive and not i and _describes(words))
        ):
            return words[:i]
        if word.low.endswith("ly") and i + 1 < len(words) and _ends_at_adverb(words, i):
            return words[:i]
        if i and word.low.replace(",", "").isdigit():
            return words[:i]
    return words[:_LONGEST]


def _is_only_plural(words: list[Word], i: int) -> bool:
    """`155 talk shows`: the number asks for a plural, and no word before is one, so the verb form is a noun."""
    low = words[i].low
    if not i or not low.endswith("s") or low.endswith("ss") or len(low) < 5:
        return False
    return not any(is_plural(word) or noun_unit(word.text) or is_participle(word) for word in words[:i])


def _is_noun(words: list[Word], i: int) -> bool:
    """Whether the verb form words[i] is a noun here: `eight lives`, `40 host families`."""
    if i == 0 and words[i].low in nouns():
        return True
    return words[i].low in classes().attributive and i + 1 < len(words) and bool(noun_unit(words[i + 1].text))


def _describes(words: list[Word]) -> bool:
    """Whether the verb form behind `of the` describes the next word: `of the affected population`."""
    known = classes()
    return is_participle(words[0]) and len(words) > 1 and words[1].low not in known.stops | known.verbs


def _ends_at_adverb(words: list[Word], i: int) -> bool:
    """`20 completely destroyed`, against `20 internally displaced people`."""
    return len(words[i].low) > 4 and is_participle(words[i + 1]) and not _is_modifier(words, i + 1)


def _is_modifier(words: list[Word], i: int) -> bool:
    """Whether the verb form words[i] stands before the noun that it describes: `displaced people`."""
    low = words[i].low
    if not low.endswith(("ed", "ing", "en", "wn")) and low not in ("hurt", "lost", "burnt"):
        return False
    if low in classes().finite:
        return False
    if any(noun_unit(word.text) or is_plural(word) for word in words[:i]):
        return False
    known = classes()
    for word in words[i + 1 : i + 5]:
        if word.low in known.stops or (word.low in known.verbs and not word.low.endswith("ed")):
            return False
        if noun_unit(word.text) or is_plural(word):
            return True
    return False


def is_plural(word: Word) -> bool:
    """Whether the word looks like a plural noun."""
    low = word.low
    if len(low) > 2 and word.text[-1] == "s" and word.text[:-1].isupper() and low.isalpha():
        return True  # `KIs`, `PHCs`
    return len(low) > 3 and low.endswith("s") and not low.endswith(_NOT_PLURAL) and low not in classes().stops


def is_singular(head: str) -> bool:
    """Whether a head that the lexicon lacks has no plural form: hardly a noun that a number counts."""
    low = head.lower()
    return head.islower() and not low.endswith("s") and low not in classes().plurals


def is_participle(word: Word) -> bool:
    """Whether the word is a verb form, by its ending or by the list."""
    return (word.low.endswith(("ed", "ing")) and len(word.low) > 4) or word.low in classes().verbs


def _head(words: list[Word], one: bool) -> int | None:
    """The place of the head noun in `words`, or None if the words hold no noun."""
    for i, word in enumerate(words):
        if word.text.endswith(_POSSESSIVE):
            continue
        known = word.low in nouns() or bool(_NATIONALITY.match(word.text))
        if not (is_plural(word) or (known and (one or _plural_form(word.low)))):
            continue
        if i + 1 < len(words) and (_goes_on(word.low, words[i + 1], one) or _in_name(word, words[i + 1])):
            continue
        return i
    return _last_noun(words)


def _plural_form(low: str) -> bool:
    return low.endswith("s") or low in classes().plurals


def _in_name(word: Word, following: Word) -> bool:
    """`United States Forest Service firefighters`: a plural inside a name is no head."""
    return word.text[0].isupper() and following.text[0].isupper() and word.low not in nouns()


def _goes_on(low: str, following: Word, one: bool) -> bool:
    """Whether a further noun follows the noun `low`, which then only describes it: `police officers`."""
    known = classes()
    if following.low in known.collective:
        return True
    if nouns().get(low) in LENGTHS_AND_WEIGHTS or following.low in known.verbs or following.low in known.elliptic:
        return False
    if following.low in nouns() and (one or _plural_form(following.low)):
        return True
    return is_plural(following) and (low not in nouns() or not low.endswith("s"))


def _last_noun(words: list[Word]) -> int | None:
    """No plural: the last known noun, else the word before the first participle, else the last word."""
    for i in range(len(words) - 1, -1, -1):
        if words[i].low in nouns() and words[i].low not in classes().elliptic:
            return i
    for i, word in enumerate(words):
        if i and is_participle(word):
            return i - 1
    if is_participle(words[0]) and len(words) == 1:
        return None
    return len(words) - 1


def _coordinated(text: str, end: int, unit: str) -> tuple[int, str]:
    """The end and unit of `women and girls`, `refugees, migrants and returnees`: nouns of the same unit, joined.

    Homes and shops together are `building`, the guide's word for a mixture.
    """
    while unit and (match := _NEXT.match(text, end)):
        first, second = match[1], match[2] or ""
        units = _MIXED if unit in _MIXED else frozenset([unit])
        if _same(first, units) and not (second and _plural_form(second.lower()) and noun_unit(second, first)):
            stop, word = match.end(1), first
        elif second and _same(second, units, first) and _may_describe(first):
            stop, word = match.end(2), second
        else:
            break
        if match[0].startswith(",") and _coordinated(text, stop, unit)[0] == stop:
            break
        unit = unit if noun_unit(word) == unit else "building"
        end = stop
    return end, unit


def _may_describe(word: str) -> bool:
    low = word.lower()
    return low not in classes().stops and low not in classes().verbs


def _same(word: str, units: frozenset[str], before: str = "") -> bool:
    low = word.lower()
    return low not in classes().elliptic and _plural_form(low) and noun_unit(word, before) in units

"""Numbers of a passage with their unit, hedge and the noun phrase they count; or the reason why a number is none."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from figures.lexicon import load
from figures.model import Passage, Qualifier, Quantity, Rejection
from figures.names import Named, named
from figures.numerals import Numeral, numerals
from figures.phrases import NounPhrase, is_elliptic, noun_phrase, noun_unit
from figures.units import DURATIONS, is_money, money_after, money_before

_HINT = re.compile(r"\d|[½¼¾]")
_PERCENT = re.compile(
    r"[\s\u00a0]?(?:%{1,2}|percentage(?=\spoints?\b)|per[\s-]?cent(?:age)?\b|percent\b|pct\b|٪)", re.I
)
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d$")
_AGED = re.compile(
    r"\b(?:aged?|ages|aged\s(?:between|from|over|under)|age\s(?:group\s)?of|age\s(?:group|between)|under\sage|under\sthe\sage\sof|years?\sof\sage|turning)\s(?:of\s|between\s|over\s|under\s)?$",
    re.I,
)
_OLD = re.compile(r"[\s-](?:(?P<unit>year|month|week|day)s?(?:[\s-]olds?\b|\sof\sage\b))", re.I)
_HYPHENED = re.compile(r"[-‑]([^\W\d_]+)")
_OF = re.compile(
    r"[\s\u00a0]+(?:out[\s\u00a0]+)?of[\s\u00a0]+(?:(?:all|the|these|those|its|their|her|his|our|such|them|whom|which|both|them)[\s\u00a0]+)*",
    re.I,
)
_PRONOUN = re.compile(r"(?:them|whom|which|these|those|us|you|it)\b", re.I)
_SPACE = " \t\n\r\u00a0\u2007\u2009\u202f*_"


def recognise(passage: Passage) -> list[Quantity | Rejection]:
    """Every number of `passage` in reading order: a quantity, or a rejection that says why it counts nothing.

    Offsets are those of the document. Rejections: `date`, `year`, `clock`, `name`, `page`, `ordinal`, `phone`,
    `version`, `list_marker`, `article`, `repeat`.
    """
    text = passage.text
    masked, names = named(text)
    found: list[Quantity | Rejection] = [_rejected(one, text, passage.start) for one in names]
    said: list[Quantity] = []
    for number in numerals(masked, is_money):
        one = _quantity(number, masked, passage, said)
        found.append(one)
        if isinstance(one, Quantity):
            said.append(one)
    if names:
        found.sort(key=lambda one: one.start if isinstance(one, Quantity) else one.quantity.start)
    return found


def _rejected(one: Named, text: str, offset: int) -> Rejection:
    quantity = Quantity(
        one.start + offset, one.end + offset, text[one.start : one.end], one.value, one.value, one.value
    )
    return Rejection(quantity, one.reason)


def _quantity(number: Numeral, text: str, passage: Passage, said: list[Quantity]) -> Quantity | Rejection:
    bare = _plain(number, text, passage)
    reason = _reason(number, text)
    if reason:
        return Rejection(bare, reason)
    return _measured(number, bare, text, passage, said)


def _plain(number: Numeral, text: str, passage: Passage) -> Quantity:
    return Quantity(
        number.start + passage.start, number.end + passage.start, passage.text[number.start : number.end],
        number.value, number.low, number.high, _kind_qualifier(number),
    )  # fmt: skip


def _kind_qualifier(number: Numeral) -> Qualifier:
    return "range" if number.kind == "range" else "vague" if number.kind == "vague" else "exact"


# --- numbers that count nothing

_LETTER_BEFORE = re.compile(r"(?:[^\W\d_][-‑–]?|[./])$")
_NUMBERED = re.compile(r"(?:#|№)\s?$")


def _reason(number: Numeral, text: str) -> str:
    """Why the number counts nothing, or ""."""
    if number.kind in ("ordinal", "repeat"):
        return number.kind
    if number.spoken:
        return _spoken_reason(number, text)
    if _YEAR_NUMBER.match(text[number.start : number.end]) and _is_year(number, text):
        return "year"
    if is_money(text, number.start):
        return ""
    before = text[max(0, number.start - 14) : number.start]
    glued = re.search(r"([^\W_]+)([-‑]?)$", before)
    if glued and not _runs_into(glued[1], glued[2]):
        return "name"
    if _NUMBERED.search(before):
        return "name"
    after = text[number.end : number.end + 2]
    if after[:1].isalpha() and after[:1].isupper() and not after[1:2].isalpha() and number.end - number.start < 4:
        return "name"  # 4B, 12A
    return ""


def _runs_into(word: str, hyphen: str) -> bool:
    """Whether `word`, glued to the digits behind it, is a word of its own: `of12`, `to999`; not `M5`, `COVID-19`."""
    if hyphen:
        return False
    return word.islower() and word in _glue_words()


@cache
def _glue_words() -> frozenset[str]:
    phrase = load("lang/en.toml")["phrase"]
    return frozenset((phrase["prepositions"] + " " + phrase["conjunctions"] + " " + phrase["auxiliaries"]).split())


_YEAR_NOUNS = frozenset(
    [
        "person",
        "household",
        "house",
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


def _is_year(number: Numeral, text: str) -> bool:
    """A bare 1900-2099 is a year unless a hedge or a currency stands before it, or a counted noun after it."""
    if number.kind != "plain":
        return False
    if money_before(text, number.start) or money_after(text, number.end) or _PERCENT.match(text, number.end):
        return False
    qualifier, _, _ = _hedge_before(text, number.start)
    if qualifier in ("at_least", "at_most"):
        return False
    before = text[max(0, number.start - 16) : number.start].lower()
    if re.search(
        r"\b(?:in|since|by|of|from|the|during|until|for|early|late|mid|and|to|before|after|between|through|year)[\s-]$",
        before,
    ) and not before.endswith("total of "):
        phrase = noun_phrase(text, number.end)
        return not (
            phrase
            and phrase.unit in _YEAR_NOUNS
            and text[phrase.start : phrase.end].count(" ") < 1
            and not before.endswith("the ")
        )
    phrase = noun_phrase(text, number.end)
    return not (phrase and phrase.unit in _YEAR_NOUNS)


_ONE_PRONOUN = re.compile(
    r"(?:\b(?:no|any|every|some|each|the|this|that|which|another|last|first|only|each|such|single|day|dear|loved|little|square|number|either|other|new|good|big)[\s-])$",
    re.I,
)
_ONE_AFTER = re.compile(
    r"\s(?:of\s(?:the|these|those|its|their|his|her|our|my|many|several|a|(?:\w+['’]s))\b|day\b|another\b|side\b|hand\b|thing\b|way\b|is\b|can\b|could\b|must\b|should\b|would\b|may\b|might\b|that\b|who\b|which\b|where\b|to\b|in\b|for\b|with\b|on\b|at\b|from\b|or\sthe\b|after\b)|[-‑](?:off|sided|way|time|on|stop)|['’]s\b|[,.;:)]|$",
    re.I,
)
_PEOPLE_OF = re.compile(r"\sof\s(?:the|these|those|its|their|his|her|our)\s", re.I)


def _spoken_reason(number: Numeral, text: str) -> str:
    if number.value == 1 and number.kind == "plain":
        before = text[max(0, number.start - 10) : number.start]
        if _ONE_PRONOUN.search(before):
            return "article"
        if _hedge_before(text, number.start)[0] in ("at_least", "at_most"):
            return ""
        if _ONE_AFTER.match(text, number.end):
            return "article"
    if (
        number.value == 0
        and number.kind == "plain"
        and re.match(r"[\s-](?:tolerance|sum|in\b|hour)", text[number.end : number.end + 10])
    ):
        return "article"
    return ""


# --- hedges


@cache
def _hedges() -> dict[str, Qualifier]:
    table = load("lang/en.toml")["hedge"]
    return {phrase: qualifier for qualifier, phrases in table.items() for phrase in phrases}


@cache
def _hedge_pattern() -> re.Pattern[str]:
    signs_ = "|".join(re.escape(h) for h in _hedges() if not h[0].isalpha())
    words = "|".join(re.escape(h) for h in sorted(_hedges(), key=len, reverse=True) if h[0].isalpha())
    return re.compile(
        rf"(?:(?<![^\W_])({words})|({signs_}))[\s\u00a0*_]*(?:(?:an?|the|another|(?:an|a)\s(?:additional|further|estimated)|additional|further)[\s\u00a0]+)?$",
        re.I,
    )


@cache
def _after_pattern() -> tuple[re.Pattern[str], dict[str, Qualifier]]:
    table = load("lang/en.toml")["hedge_after"]
    found: dict[str, Qualifier] = {phrase: qualifier for qualifier, phrases in table.items() for phrase in phrases}
    words = "|".join(re.escape(h) for h in sorted(found, key=len, reverse=True))
    return re.compile(rf"[\s\u00a0]?({words})(?![^\W_])", re.I), found


def _hedge_before(text: str, start: int) -> tuple[Qualifier | None, str, int]:
    """Qualifier, words and start of the hedge that touches the number at `start`."""
    floor = max(0, start - 36)
    match = None
    window = text[floor:start]
    # The leftmost match is the longest phrase that ends at the number.
    match = _hedge_pattern().search(window)
    if match is None:
        return None, "", start
    words = match[1] or match[2]
    return _hedges()[words.lower()], words, floor + match.start()


# --- unit and noun phrase


def _measured(number: Numeral, bare: Quantity, text: str, passage: Passage, said: list[Quantity]) -> Quantity:
    quantity = _with_unit(number, bare, text, passage, said)
    start = number.start
    money = money_before(text, start)
    if money:
        start = money[1]
    qualifier, words, _ = _hedge_before(text, start)
    tail, after = _after_pattern()
    if words and text[:start].rstrip().lower().endswith("estimated"):
        words = words
    behind = tail.match(text, quantity.end - passage.start)
    if behind is None and quantity.unit_text:
        at = text.find(quantity.unit_text, number.end)
        behind = tail.match(text, at + len(quantity.unit_text)) if 0 <= at < number.end + 40 else None
    if behind and qualifier in (None, "exact", "about"):
        qualifier = after[behind[1].lower()]
        words = f"{words} {behind[1]}".strip() if words else behind[1]
    return _qualified(quantity, qualifier, words)


def _qualified(quantity: Quantity, qualifier: Qualifier | None, words: str) -> Quantity:
    if qualifier is None:
        return quantity
    quantity = replace(quantity, modifier=words)
    if quantity.qualifier == "range":
        return quantity
    if quantity.qualifier == "vague":
        return quantity
    if qualifier == "at_least":
        return replace(quantity, qualifier=qualifier, high=None)
    if qualifier == "at_most":
        return replace(quantity, qualifier=qualifier, low=None)
    return replace(quantity, qualifier=qualifier)


def _with_unit(number: Numeral, bare: Quantity, text: str, passage: Passage, said: list[Quantity]) -> Quantity:
    percent = _PERCENT.match(text, number.end)
    if percent:
        return _percentage(number, bare, percent.end(), text, passage, said)
    money = money_before(text, number.start)
    if money:
        return replace(bare, unit=money[0], unit_text=text[money[1] : number.start].strip(_SPACE))
    money = money_after(text, number.end)
    if money:
        return replace(bare, unit=money[0], unit_text=text[number.end : money[1]].strip(_SPACE + "-"))
    if number.kind == "ratio":
        phrase = noun_phrase(text, number.end)
        return replace(bare, unit="ratio", unit_text=text[phrase.start : phrase.end] if phrase else "")
    age = _age(number, bare, text)
    if age:
        return age
    if number.kind == "fraction":
        return replace(bare, unit="fraction", unit_text=_counted(number, text, said)[1])
    unit, words = _counted(number, text, said)
    if number.dotted and unit and unit not in _CONTINUOUS:
        bare = replace(bare, value=bare.value * 1000, low=bare.value * 1000, high=bare.value * 1000)
    return replace(bare, unit=unit, unit_text=words)


_CONTINUOUS = (
    frozenset(["km", "mile", "metre", "tonne", "kilogram", "hectare", "acre", "km2", "mi2", "litre", "m3", "percent"])
    | DURATIONS
)


def _percentage(
    number: Numeral, bare: Quantity, end: int, text: str, passage: Passage, said: list[Quantity]
) -> Quantity:
    words = ""
    of = _OF.match(text, end)
    if of and not _PRONOUN.match(text, of.end()):
        phrase = noun_phrase(text, of.end())
        words = text[phrase.start : phrase.end] if phrase else ""
    elif text[end : end + 1] in (" ", "\u00a0"):
        phrase = noun_phrase(text, end)
        words = text[phrase.start : phrase.end] if phrase else ""
    words = words or _said_before(said)[1]
    return replace(
        bare, end=end + passage.start, text=passage.text[number.start : end], unit="percent", unit_text=words
    )


def _age(number: Numeral, bare: Quantity, text: str) -> Quantity | None:
    old = _OLD.match(text, number.end)
    if old:
        return replace(bare, unit=f"age_{old['unit'].lower()}", unit_text=old[0].strip(" -"))
    head = text[max(0, number.start - 24) : number.start]
    if number.value < 120 and _AGED.search(head):
        unit = re.match(r"[\s-](year|month|week)s?\b", text[number.end : number.end + 8])
        return replace(bare, unit=f"age_{unit[1]}" if unit else "age_year", unit_text=unit[0].strip() if unit else "")
    apposition = re.search(r"[^\W\d_]{2,}, $", head) and re.match(
        r",(?!\d)| and (?:his|her)\b", text[number.end : number.end + 9]
    )
    if (
        apposition
        and 0 < number.value < 110
        and number.value == int(number.value)
        and re.search(r"[A-Z][\w’'-]+, $", head)
        and not number.spoken
    ):
        return replace(bare, unit="age_year")
    return None


def _counted(number: Numeral, text: str, said: list[Quantity]) -> tuple[str, str]:
    """Unit and words of what the number counts: behind it, in its label, or said before."""
    one = number.value == 1
    end = number.end
    hyphen = _HYPHENED.match(text, end)
    if hyphen:
        word = hyphen[1].lower()
        if word in ("strong", "member", "person", "man"):
            return "person", hyphen[1]
        return noun_unit(word), hyphen[1]
    of = _OF.match(text, end)
    if of:
        if _PRONOUN.match(text, of.end()) or text[of.start() : of.end()].strip().lower().endswith(
            ("them", "whom", "which")
        ):
            return _said_before(said)
        phrase = noun_phrase(text, of.end())
        if phrase:
            return phrase.unit, text[phrase.start : phrase.end]
        return "", ""
    phrase = _direct(text, end, one)
    if phrase:
        return phrase.unit, text[phrase.start : phrase.end]
    return _unsaid(number, text, said)


def _direct(text: str, end: int, one: bool) -> NounPhrase | None:
    after = text[end : end + 1]
    if not (after.isspace() or after.isalpha() or after in "*_"):
        return None
    phrase = noun_phrase(text, end, one=one)
    if phrase is None:
        return None
    words = text[phrase.start : phrase.end]
    if is_elliptic(words.split()[0]) and not (phrase.unit and " " in words):
        return None
    return phrase


_COUNTS_PEOPLE = re.compile(
    r"[\s*_]*(?:(?:of\swhom|who|have|has|had|were|was|are|is|being|been|be|also|still|more|others?|reported|reportedly|confirmed|now|people)\s)*(?:\w+ly\s)?([^\W\d_]+)",
    re.I,
)
_LABEL = re.compile(
    r"(?:^|[|;,\t\n•]|[-–]\s)\s*([^\W\d_][^|;,:\t\n=]{1,60}?)[\s*_]*(?:\([^()]{0,40}\))?[\s*_]*[:=|\t][\s*_|]*(?:[^\W\d_]+\s){0,2}$"
)
_TOLL = re.compile(r"\b(?:toll|deaths|dead|killed|casualties|injured|wounded|missing)\b[^.;]{0,40}$", re.I)


def _unsaid(number: Numeral, text: str, said: list[Quantity]) -> tuple[str, str]:
    follows = _COUNTS_PEOPLE.match(text, number.end, number.end + 60)
    label = _LABEL.search(text, max(0, number.start - 110), number.start)
    if label:
        words = label[1].strip(" *_#")
        return _label_unit(words), words
    before = _said_before(said)
    if follows and is_elliptic(follows[1]):
        return before if before[0] else ("person", "")
    if _TOLL.search(text, max(0, number.start - 60), number.start):
        return before if before[0] in ("person", "case") else ("person", "")
    return before


def _label_unit(words: str) -> str:
    parts = re.findall(r"[^\W\d_][\w'-]*", words)
    for i, word in enumerate(parts):
        if is_elliptic(word):
            return "person"
        unit = noun_unit(word, parts[i - 1] if i else "")
        if unit and (i + 1 == len(parts) or not noun_unit(parts[i + 1], word)):
            return unit
    return ""


def _said_before(said: list[Quantity]) -> tuple[str, str]:
    """Unit and words of the last quantity of the passage that counts things: what an ellipsis goes back to."""
    for one in reversed(said):
        if (
            one.unit in DURATIONS
            or one.unit.startswith("age_")
            or one.unit in ("ratio",)
            or (len(one.unit) == 3 and one.unit.isupper())
        ):
            continue
        if one.unit_text:
            return ("" if one.unit in ("percent", "fraction") else one.unit), one.unit_text
    return "", ""

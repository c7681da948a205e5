"""Numbers of a passage with their unit, hedge and the noun phrase they count; or the reason why a number is none."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import ModuleType

from figures.columns import barred, led
from figures.counting import Said, age_unit, counted
from figures.hedges import Hedge, hedge_before, hedge_behind, hedged
from figures.lexicon import load
from figures.making import quickly
from figures.model import Passage, Qualifier, Quantity, Rejection
from figures.names import Named, named
from figures.number_words import Numeral
from figures.numerals import numbers_in, numerals
from figures.rolls import parted
from figures.series import share_wholes
from figures.shares import whole_of
from figures.uncounted import reason_against
from figures.units import DURATIONS, SHARES, is_currency, is_measure, is_money, money_after, money_before

_PERCENT = re.compile(
    r"[\s\u00a0]?(?:%{1,2}|percentage(?=\spoints?\b)|per[\s-]?cent(?:age)?(?![^\W\d_])|percent(?![^\W\d_])|pct\b|٪)",
    re.I,
)
_PERCENT_STARTS = frozenset("%pP٪")
_SHARED = re.compile(
    r"[\s\u00a0]*(?:%|per\scent|percent)?(?:,|[\s\u00a0]+(?:to|and|or|of|out\sof)|[\s\u00a0]*[-–/])(?:[\s\u00a0]+(?:and|or|to|the|these|those|all|its|a|total|of|further|another|[^\W\d_]+ly|[^\W\d_]+['’]s))*[\s\u00a0]*(?:[$€£]|[A-Z]{2,3}\$?)?[\s\u00a0]*$",
    re.I,
)
_NOTE = re.compile(r"[\d¹²³⁰-⁹*†‡]{1,3}")
# A price: `SYP 1,640 per kg`
_RATE = re.compile(r"[\s\u00a0]?((?:per|/)(?:\s?(?:a|an|one)\s|\s?)[^\W\d_]+)\b")
_CONTINUOUS = frozenset(["km", "mile", "metre", "kilogram", "acre", "km2", "mi2", "m3", "percent"]) | DURATIONS
_INDIAN = re.compile("lakh|crore|lac", re.I)  # scales of the rupee of India
_EDGES = " \t\n\r\u00a0\u2007\u2009\u202f*_-"


_quantity, _rejection = quickly(Quantity), quickly(Rejection)


def recognise(passage: Passage, said: Said | None = None) -> list[Quantity | Rejection]:
    """Every number of `passage` in reading order: a quantity, or a rejection that says why it counts nothing.

    Offsets are those of the document. Reasons: `date`, `year`, `clock`, `name`, `page`, `ordinal`, `phone`, `version`,
    `list_marker`, `article`, `repeat`, `note`, `url`. `said`, if given, holds what the passages before counted, for
    an ellipsis that goes back over the full stop (`Of these, 40 were children`), and is added to.
    """
    return recognised([passage], said)[0]


def recognised(read: Sequence[Passage], said: Said | None = None) -> list[list[Quantity | Rejection]]:
    """The numbers of each passage of `read`, which follow one another, as `recognise` gives them.

    Each step goes over all passages before the next, which is quicker than all steps for each.
    """
    said = Said() if said is None else said
    looked = [numbers_in(passage.text) for passage in read]
    holding = [nth for nth, (digits, spoken) in enumerate(looked) if digits or spoken]  # most passages hold no number
    read = [_parted(passage) if any(numbers) else passage for passage, numbers in zip(read, looked, strict=True)]
    masked = [named(parted(read[nth].text)) if looked[nth][0] else (read[nth].text, []) for nth in holding]
    found = [list(numerals(text, is_money, looked[nth][1])) for nth, (text, _) in zip(holding, masked, strict=True)]
    told: list[list[Quantity | Rejection]] = [[] for _ in read]
    for nth, names, numbers in zip(holding, masked, found, strict=True):
        told[nth] = _read_all(read[nth], *names, numbers, said)
    return told


def _parted(passage: Passage) -> Passage:
    """A passage with bars between cells that only spaces part, and colons where dots or spaces lead to a number, in a
    text of the same length."""
    text = passage.text
    seen = barred(text) if passage.kind == "row" else led(text)
    return passage if seen == text else replace(passage, text=seen)


def _read_all(
    passage: Passage, masked: str, names: list[Named], numbers: list[Numeral], said: Said
) -> list[Quantity | Rejection]:
    said.enter()
    found: list[Quantity | Rejection] = [_rejected(one, passage.text, passage.start) for one in names]
    for number in numbers:
        one = _read(number, passage, masked, said)
        found.append(one)
        if isinstance(one, Quantity):
            said.quantities.append(one)
    if len(found) > 1:
        _share_units(found, passage)
        _share_money(found, passage)
        share_wholes(found, passage)
        _give_ages(found, passage)
    if names:
        found.sort(key=_start)
    return found


def _start(one: Quantity | Rejection) -> int:
    return one.start if isinstance(one, Quantity) else one.quantity.start


def _rejected(one: Named, text: str, offset: int) -> Rejection:
    value = one.value
    return _rejection(
        _quantity(one.start + offset, one.end + offset, text[one.start : one.end], value, value, value), one.reason
    )


_KINDS: dict[str, Qualifier] = {"range": "range", "vague": "vague"}


def _read(number: Numeral, passage: Passage, masked: str, said: Said) -> Quantity | Rejection:
    text, offset, start = passage.text, passage.start, number.start
    kind = _KINDS.get(number.kind, "exact")
    money = money_before(text, start)
    parts = text if text[start - 1 : start] == masked[start - 1 : start] else masked  # `Lagos-54` in a list of places
    reason = reason_against(number, parts, money=money is not None)
    if reason:
        words = text[start : number.end]
        bare = _quantity(start + offset, number.end + offset, words, number.value, number.low, number.high, kind)
        return _rejection(bare, reason)
    unit, noun, end, counts = _unit_of(number, money, text, masked, said)
    value, low, high = number.value, number.low, number.high
    if number.dotted and unit != "percent" and _is_thousands(text[start : number.end], unit if counts else ""):
        value = low = high = round(value * 1000, 3)
    qualifier, modifier = hedged(kind, hedge_before(text, money[1] if money else start), _behind(text, end, noun))
    return _quantity(
        start + offset, end + offset, text[start:end], value,
        None if qualifier == "at_most" else low, None if qualifier == "at_least" else high,
        qualifier, modifier, unit, noun,
    )  # fmt: skip


def _behind(text: str, end: int, noun: str) -> Hedge | None:
    """The hedge behind the number, or behind its noun: `20 huts or more`."""
    hedge = hedge_behind(text, end)
    if hedge or not noun:
        return hedge
    at = text.find(noun, end, end + 60)
    return hedge_behind(text, at + len(noun)) if at >= 0 else None


def _is_thousands(words: str, counted: str) -> bool:
    """Whether the point stands between thousands: no one writes three zeros behind a decimal point (`30.000 euros`),
    nor counts parts of a house (`19.450 houses`). `counted` is the unit of what is counted, or ""."""
    return words.endswith("000") or bool(counted and counted not in _CONTINUOUS and counted != "tonne")


def _unit_of(
    number: Numeral, money: tuple[str, int] | None, text: str, masked: str, said: Said
) -> tuple[str, str, int, bool]:
    """Unit and words of what the number measures or counts, where its span ends, and whether it counts things."""
    start, end = number.start, number.end
    percent = None if _PERCENT_STARTS.isdisjoint(text[end : end + 2]) else _PERCENT.match(text, end)
    if percent:
        return "percent", whole_of(text, start, percent.end(), said), percent.end(), False
    if money:
        code = "INR" if money[0] == "XXX" and _INDIAN.search(text, start, end) else money[0]
        rate = _RATE.match(text, end)
        return code, rate[1] if rate else text[money[1] : start].strip(_EDGES), end, False
    money = money_after(text, end)
    if money:
        rate = _RATE.match(text, money[1])
        return money[0], text[end : rate.end() if rate else money[1]].strip(_EDGES), end, False
    return _counted(number, text, masked, said)


def _counted(number: Numeral, text: str, masked: str, said: Said) -> tuple[str, str, int, bool]:
    """As `_unit_of`, for a number without currency and per cent sign."""
    end = _after_note(text, masked, number.end)
    more = hedge_behind(text, end)
    if more and more.words[0].isalpha():
        end += len(more.words) + 1
    measure = _measure(text, number.start, end)
    if measure:
        return *measure, number.end, False
    if number.kind in ("ratio", "fraction"):
        return number.kind, whole_of(text, number.start, end, said), number.end, False
    unit, words = age_unit(number, text, end) or counted(number, text, end, said)
    return unit, words, number.end, True


_MAGNITUDE = re.compile(r"[\s-]?magnitude\b|\son\sthe\s(?:[^\W\d_]+\s)?Richter", re.I)


# The letters next to a magnitude, for a quick look; "" stands at the ends of a text.
_BEFORE_SIZE, _SIZE = frozenset("eEfF"), frozenset("mMoOaA")
_MAGNITUDE_BEFORE = re.compile(r"\bmagnitude[\s-](?:of[\s])?$", re.I)


@cache
def _surfaces() -> re.Pattern[str]:
    surfaces = sorted(load("measures.toml")["surfaces"], key=len, reverse=True)
    return re.compile(rf"[\s\u00a0-]?({'|'.join(re.escape(surface) for surface in surfaces)})(?![^\W_]|/)")


def _measure(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Unit and words of a unit of measure that our own lexicon lacks: `km/h`, `mm`, `MW`."""
    if text[start - 2 : start - 1] in _BEFORE_SIZE or text[end + 1 : end + 2] in _SIZE:
        magnitude = _MAGNITUDE.match(text, end) or _MAGNITUDE_BEFORE.search(text, max(0, start - 16), start)
        if magnitude:
            return "magnitude", "magnitude"
    surface = _surfaces().match(text, end)
    unit = _measure_unit(surface[1]) if surface else ""
    return (unit, surface[1]) if surface and unit else None


@cache
def _measure_unit(surface: str) -> str:
    """The name that quantulum3 has for the unit written `surface`, or "" if it does not read it as one unit.

    Asked once for each word of measure, so its 40 ms a page are paid once.
    """
    found = _quantulum().parse(f"It was 12 {surface}.")
    if len(found) != 1 or found[0].value != 12 or found[0].surface != f"12 {surface}":
        return ""
    name: str = found[0].unit.name
    return "" if name == "dimensionless" else name


def _quantulum() -> ModuleType:
    """quantulum3's parser, its classifier switched off.

    Its import takes seconds, nearly all of them inflect's, whose functions typeguard rewrites at import to check the
    types of their arguments. Nothing here needs that check, so typeguard is left out while inflect loads.
    """
    import sys

    typeguard = sys.modules.get("typeguard")
    idle = ModuleType("typeguard")
    idle.__dict__["typechecked"] = lambda function: function
    sys.modules["typeguard"] = idle
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that scikit-learn is missing
            import inflect  # noqa: F401 - quantulum3 loads it at its first parse
            from quantulum3 import classifier, parser
    finally:
        if typeguard is None:
            del sys.modules["typeguard"]
        else:
            sys.modules["typeguard"] = typeguard
    classifier.USE_CLF = False
    checked: ModuleType = parser
    return checked


def _after_note(text: str, masked: str, end: int) -> int:
    """Where the number ends with the note mark that sticks to it."""
    note = _NOTE.match(text, end) if text[end : end + 1] != " " else None
    return note.end() if note and not masked[end : note.end()].isdigit() else end


def _share_units(found: list[Quantity | Rejection], passage: Passage) -> None:
    """`from 600 to 800 families`, `12 of the 34 villages`: the noun behind the second number counts for both."""
    text, offset = passage.text, passage.start
    following: Quantity | None = None
    for i in range(len(found) - 1, -1, -1):
        one = found[i]
        if not isinstance(one, Quantity):
            continue
        if following is not None and following.start - one.end <= _NEAR and _shares(one, following, text, offset):
            one = found[i] = replace(one, unit=following.unit, unit_text=following.unit_text)
        following = one


_OLDEST = 120  # years; not reached
_MOST_AGES = 6  # of one group: more are told in another way
_AGES = re.compile(r"(?: [^\W\d_]+){1,2}(?:, | \()")  # after `Two women`, with its noun
_NEXT_AGE = re.compile(r"(?:, |,? and )")
_AGES_END = re.compile(r"[,.)]")


def _give_ages(found: list[Quantity | Rejection], passage: Passage) -> None:
    """`Two women, 64 and 71, died`: as many small numbers right behind as people were counted are their ages."""
    text, offset = passage.text, passage.start
    for i, one in enumerate(found):
        if not isinstance(one, Quantity) or one.unit != "person" or not 2 <= one.value <= _MOST_AGES:
            continue
        count = int(one.value)
        ages = [age for age in found[i + 1 : i + 1 + count] if isinstance(age, Quantity) and age.value < _OLDEST]
        if len(ages) < count or not _AGES.fullmatch(text, one.end - offset, ages[0].start - offset):
            continue
        gaps = (_NEXT_AGE.fullmatch(text, a.end - offset, b.start - offset) for a, b in pairwise(ages))
        if all(gaps) and _AGES_END.match(text, ages[-1].end - offset):
            found[i + 1 : i + 1 + count] = [replace(age, unit="age_year", unit_text="") for age in ages]


_LARGEST_SHARE = 100  # a larger number is no per cent
_NEAR = 40  # characters: two numbers further apart share no noun
_IN_LIST = re.compile(r"(?:,|[\s\u00a0]+(?:and|or|to|of|out\sof))(?:[\s\u00a0]+and)?[\s\u00a0]+$")


def _share_money(found: list[Quantity | Rejection], passage: Passage) -> None:
    """`AFN 105, 100 and 98 per kg`: the currency said once holds for the list, and so does the price's measure."""
    before: Quantity | None = None
    for i, one in enumerate(found):
        if not isinstance(one, Quantity):
            continue
        if before and not one.unit and is_currency(before.unit) and not _stated(one, passage):
            gap = passage.text[before.end - passage.start : one.start - passage.start]
            if len(gap) < 8 and _IN_LIST.match(gap):
                rate = _RATE.match(passage.text, one.end - passage.start)
                one = found[i] = replace(one, unit=before.unit, unit_text=rate[1] if rate else before.unit_text)
                if rate:
                    _share_rate(found, i, before)
        before = one


def _share_rate(found: list[Quantity | Rejection], last: int, before: Quantity) -> None:
    """Give the numbers before found[last] that share its currency its measure too."""
    rated = found[last]
    for i in range(last - 1, max(-1, last - 9), -1):
        one = found[i]
        if not isinstance(one, Quantity) or not isinstance(rated, Quantity) or one.unit_text != before.unit_text:
            return
        found[i] = replace(one, unit_text=rated.unit_text)


def _stated(one: Quantity, passage: Passage) -> bool:
    """Whether the words that the number counts stand right behind it."""
    at = one.end - passage.start
    return (
        bool(one.unit_text)
        and not one.unit_text.startswith("per")
        and passage.text.find(one.unit_text, at, at + len(one.unit_text) + 12) >= 0
    )


def _shares(one: Quantity, following: Quantity, text: str, offset: int) -> bool:
    if one.unit in SHARES:
        if following.unit != one.unit:
            return False
    elif is_measure(one.unit):
        return False
    gap = text[one.end - offset : following.start - offset]
    if following.unit == "percent" and not one.unit and gap == " to ":
        return True  # `from 10 to 20 per cent`
    if following.unit in SHARES and one.unit not in SHARES and one.value > _LARGEST_SHARE:
        return False  # `22.8 million, 55 per cent of Afghans`, `80,000, four fifths of the town`
    if not following.unit_text or not _SHARED.match(gap):
        return False
    stated = text.find(
        following.unit_text, following.end - offset, following.end - offset + len(following.unit_text) + 24
    )
    return stated >= 0

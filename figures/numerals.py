"""The number grammar: digits, words, scales, fractions, ranges and vague words, with their values.

`numerals(text)` finds every numeral of a text in one pass over a compiled pattern and reads on from each hit with
small bounded patterns, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from figures.lexicon import load

Kind = Literal["plain", "range", "vague", "fraction", "ratio", "ordinal", "repeat"]

SPACE = r"[ \t\u00a0\u2007\u2009\u200a\u202f]"
_THIN = "\u00a0\u2007\u2009\u200a\u202f "
_LONGEST = 30  # characters; a longer run of digits is no count of anything


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number expression of a text, without its hedge and its currency.

    `scale` is the factor of a last scale word (1 when there is none), `spoken` is true for words, `dotted` for a form
    such as `19.450` that is thousands in one country and a decimal in another; `value` then takes it as a decimal.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    kind: Kind = "plain"
    scale: float = 1
    spoken: bool = False
    dotted: bool = False


def _any(words: list[str] | dict[str, float]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _by_letter(words: list[str]) -> str:
    """The alternatives grouped by first letter, of either case: the engine skips a group by one look at a letter."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"[{letter}{letter.upper()}](?:{'|'.join(tails)})" for letter, tails in sorted(groups.items()))


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled patterns and tables of one language."""

    words: frozenset[str]  # one of these must be there before `start` is searched for: far quicker in most sentences
    start: re.Pattern[str]
    spoken: re.Pattern[str]
    scaled: re.Pattern[str]
    halves: re.Pattern[str]
    fraction: re.Pattern[str]
    fraction_of: re.Pattern[str]
    vague: re.Pattern[str]
    cardinal: dict[str, float]
    scale: dict[str, float]
    suffix: dict[str, float]
    parts: dict[str, float]
    vagues: dict[str, tuple[float, float]]


@cache
def _grammar() -> _Grammar:
    words = load("lang/en.toml")
    cardinal: dict[str, float] = words["cardinal"]
    scale: dict[str, float] = words["scale"]
    parts: dict[str, float] = words["fraction"]
    vagues = {name: (float(low), float(high)) for name, (low, high) in words["vague"].items()}
    ones = _any([word for word, value in cardinal.items() if 0 < value < 10])
    teens = _any([word for word, value in cardinal.items() if value < 20])
    tens = _any([word for word, value in cardinal.items() if value >= 20])
    small = rf"(?:(?:{tens})(?:[\s-]?(?:{ones})(?![a-z]))?|(?:{teens}))"
    hundreds = rf"{small}(?:[\s-]hundred(?:(?:\s+and\s+|[\s-]){small})?)?"
    # A scale may be broken by soft hyphens where a page was set in columns.
    factor = "|".join("\u00ad?".join(word) for word in sorted([*scale, "hundreds", "thousands"], key=len, reverse=True))
    spoken = rf"{hundreds}(?:(?:[\s-](?:{factor})){{1,2}}(?:,?\s(?:and\s)?{hundreds}(?:[\s-](?:{factor}))?){{0,3}})?(?![^\W\d_])"
    alone = [*cardinal, *scale, *(name for name in vagues if " " not in name), "tens", *parts, "couple", *_ORDINALS]
    joined = [first + last for first in tens.split("|") for last in ones.split("|")]  # `seventyfour`
    lone = _by_letter([*alone, *joined])
    return _Grammar(
        words=frozenset([*alone, *joined]),
        # Words in capitals come out too: the tails match in any case.
        start=re.compile(rf"[\d½¼¾⅓⅔]|(?<![^\W_])(?i:{lone})(?![^\W\d_])"),
        spoken=re.compile(spoken, re.I),
        scaled=re.compile(rf"[\s\u00a0\u202f]?-?\s?({factor})(?![^\W\d_])", re.I),
        halves=re.compile(rf"[\s-]and[\s-]a[\s-](half|quarter)(?:[\s-]({factor}))?(?![^\W\d_])", re.I),
        fraction=re.compile(r"(?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|tenth)s?(?![^\W\d_])", re.I),
        fraction_of=re.compile(rf"\s(?:of\s)?an?\s({factor})(?![^\W\d_])", re.I),
        vague=re.compile(
            rf"(?:{_any(list(vagues))})(?:\s(?:of|and)\s(?:{_any(['thousand', 'million', 'billion'])})s?)?(?![^\W\d_])|tens\sof\s(?:thousand|million|billion)s?(?![^\W\d_])",
            re.I,
        ),
        cardinal=cardinal,
        scale={**scale, "hundreds": 100, "thousands": 1000},
        suffix=words["suffix"],
        parts=parts,
        vagues=vagues,
    )


_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_ORDINALS = [
    "first",
    "second",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "hundredth",
]
_DIGITS = re.compile(
    r"(?P<indian>\d{1,2}(?:,\d{2})+,\d{3}(?!\d))"
    r"|(?P<comma>\d{1,3}(?:[,'’]\d{3})+(?!\d)(?:\.\d+)?)"
    r"|(?P<dots>\d{1,3}(?:\.\d{3}){2,}(?!\d))"
    rf"|(?P<space>\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?![\d,.]*\d))"
    r"|(?P<gap>(?<!\d,[  ])[1-9]\d{0,2},[  ]\d{3}(?![\d,.]*\d)(?!(?:,[  ]?|,?[  ](?:and|or)[  ])\d))"
    r"|(?P<plain>\d+(?:[.·]\d+|,\d{1,2}(?!\d))?)"
)
_ORDINAL_MARK = re.compile(r"(?:st|nd|rd|th)(?![^\W\d_])", re.I)
_SUFFIX = re.compile(r"(\*?[ \u00a0]?)(trn|tn|bn|mn|mil|cr|[kKmMbB])(?![^\W_]|[²³]|/s)")
_METRE = re.compile(
    r"\s?(?:high|deep|tall|long|wide|above|below|away|from|in\s(?:height|depth|length)|wave|swell|surge|of\s(?:water|rain|snow))|[-/²³]",
    re.I,
)
_COUNTED = re.compile(r"\s(?:people|persons|individuals|children|women|families|households|refugees|[A-Z]{3}\b)")
_JOIN = re.compile(
    r"(?:\s?(?:%|percent|per cent))?(?:\s?[-–—−‒]\s?|\s(?P<word>to|and|or)\s|(?P<to>(?<=[\d%])to|\sto)(?=\d))(?:(?:US|A|C|NZ)?[$€£₹₱]\s?)?",
    re.I,
)
_BETWEEN = re.compile(r"between\s(?:\S{0,4}[$€£₹₱]\s?|[A-Z]{3}\s?|about\s|some\s|an estimated\s)?$", re.I)
_FROM = re.compile(
    r"(?P<wide>rang\w+\s|anywhere\s|estimates\s|vary\s|varying\s)?from\s(?:\S{0,4}[$€£₹₱]\s?|[A-Z]{3}\s?|about\s|some\s|nearly\s|an average of\s|only\s)?$",
    re.I,
)
_RATIO = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?", re.I)
_SLASH = re.compile(r"[:/](\d+(?:\.\d+)?)(?![\d/:])")
_BEFORE_SCALE = re.compile(r"(?:(?:an?|the\s(?:past|last))\s)?(few|several|couple\sof|couple)\s$|\b(a|an)[\s-]$", re.I)
_ARTICLE = re.compile(r"\b(?:an?|one|two|three|four|five)[\s-]$", re.I)
_HALF_AFTER = re.compile(r"\s(?:of|the|a|an|all|its|their|our)\b|[\s-]?(?:%|[,;.)]|$)|\s\(", re.I)
_BAD_HALF = re.compile(r"(?:first|second|last|latter|other|former|next|1st|2nd|third|fourth|and\sa)[\s-]$", re.I)
_BRACKETED = re.compile(r"\s\(\s?(?:(\d[\d,. ]*)|([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,6}))\s?\)")
_QUARTERS = re.compile(r"(?:first|last|next|past|previous)\s$", re.I)
_GLUED = re.compile(r"(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)\w{3,5}")
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_RANGE_SPREAD = 10  # `two or three`, `5 or 10`; beyond it `or` joins two different things


def _no_money(text: str, start: int) -> bool:
    return False


def numerals(text: str, is_money: Callable[[str, int], bool] = _no_money) -> Iterator[Numeral]:
    """Every numeral of `text` in reading order; they never overlap.

    `is_money(text, start)` says whether a currency stands right before `start`: it makes `2 m` two million.
    Ordinals come out as kind `ordinal`, the `(19)` of `nineteen (19)` as kind `repeat`, so that the caller can say
    why they are no quantity. A run of more than 30 digits is skipped.
    """
    grammar = _grammar()
    spoken = not grammar.words.isdisjoint(_LETTERS.findall(text.lower()))
    start = grammar.start if spoken else _DIGIT
    at = 0
    while hit := start.search(text, at):
        found = _from_digits(text, hit.start(), is_money) if hit[0].isdigit() else _from_words(text, hit, at)
        if found is None:
            at = _after(text, hit)
            continue
        found = _joined(text, found, is_money)
        yield found
        at = found.end
        if found.kind == "ratio" and (second := _of_ratio(text, found)):
            yield second
            at = second.end
        again = _repeated(text, found)
        if again:
            yield again
            at = again.end


def _of_ratio(text: str, first: Numeral) -> Numeral | None:
    """The five of `one in five`."""
    link = _RATIO.match(text, first.end)
    second = _amount_at(text, link.end(), _no_money) if link else None
    return replace(second, kind="ratio") if second else None


def _after(text: str, hit: re.Match[str]) -> int:
    """Where to go on after a hit that is no numeral: behind the whole run of digits, or behind the word."""
    if not hit[0].isdigit():
        return hit.end()
    digits = _DIGITS.match(text, hit.start())
    return digits.end() if digits else hit.end()


def _from_digits(text: str, start: int, is_money: Callable[[str, int], bool]) -> Numeral | None:
    match = _DIGITS.match(text, start)
    if match is None or match.end() - start > _LONGEST:
        return None
    end, raw = match.end(), match[0]
    if match["plain"] and (mark := _ORDINAL_MARK.match(text, end)):
        return _numeral(start, mark.end(), float(raw.replace(",", ".").replace("·", ".")), kind="ordinal")
    value = _digit_value(match)
    if text[end : end + 1] in _GLYPHS:
        value, end = value + _GLYPHS[text[end]], end + 1
    dotted = bool(match["plain"]) and len(raw) > 4 and raw[-4] == "." and raw[0] != "0" and len(raw) < 8
    return _scaled(text, _numeral(start, end, value, dotted=dotted), is_money)


def _digit_value(match: re.Match[str]) -> float:
    raw = match[0]
    if match["plain"]:
        return float(raw.replace(",", ".").replace("·", "."))
    if match["dots"]:
        return float(raw.replace(".", ""))
    return float("".join(c for c in raw if c.isdigit() or c == "."))


def _numeral(start: int, end: int, value: float, **more: object) -> Numeral:
    return Numeral(start, end, value, value, value, **more)  # type: ignore[arg-type]


def _times(number: Numeral, factor: float, end: int) -> Numeral:
    value = round(number.value * factor, 6)
    return replace(number, end=end, value=value, low=value, high=value, scale=factor, dotted=False)


def _scaled(text: str, number: Numeral, is_money: Callable[[str, int], bool]) -> Numeral:
    """`number` with the scale words, halves or suffix letter that follow it."""
    grammar = _grammar()
    half = grammar.halves.match(text, number.end)
    if half:
        factor = grammar.scale[_plain(half[2])] if half[2] else 1.0
        whole = replace(number, value=number.value + grammar.parts[half[1].lower()])
        return _times(whole, factor, half.end())
    factor, end = 1.0, number.end
    for _ in range(2):
        scale = grammar.scaled.match(text, end)
        if scale is None:
            break
        factor, end = factor * grammar.scale[_plain(scale[1])], scale.end()
    if factor > 1:
        grown = _times(number, factor, end)
        half = grammar.halves.match(text, end)
        if half and not half[2]:
            return replace(_times(grown, 1 + grammar.parts[half[1].lower()] / number.value, half.end()), scale=factor)
        return grown
    return _suffixed(text, number, is_money)


def _plain(word: str) -> str:
    return word.lower().replace("\u00ad", "")


def _suffixed(text: str, number: Numeral, is_money: Callable[[str, int], bool]) -> Numeral:
    suffix = _SUFFIX.match(text, number.end)
    if suffix is None or number.scale != 1:
        return number
    gap, letter = suffix[1], suffix[2]
    if not is_money(text, number.start):
        if gap and letter in ("m", "k", "b", "K", "mil", "cr", "tn") and not _COUNTED.match(text, suffix.end()):
            return number
        if letter == "m" and _METRE.match(text, suffix.end()):
            return number
        if letter in ("b", "B", "mil", "tn") and not gap and number.value >= 1000:
            return number
        if gap and letter in "MB" and number.value >= 1000:
            return number
    return _times(number, _grammar().suffix[letter.lower()], suffix.end())


def _from_words(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    grammar, word, start = _grammar(), hit[0].lower(), hit.start()
    if word in _GLYPHS:
        return _scaled(text, _numeral(start, hit.end(), _GLYPHS[word], kind="fraction"), _no_money)
    if word in grammar.cardinal or _GLUED.fullmatch(word):
        return _from_cardinal(text, start)
    if word in grammar.scale and word not in grammar.vagues:
        return _from_bare_scale(text, hit, floor)
    if word == "couple":
        return _couple(text, hit, floor)
    if word in grammar.vagues or word == "tens":
        return _vague(text, hit, floor)
    if word in grammar.parts:
        return _fraction(text, hit, floor)
    return _numeral(start, hit.end(), 0.0, kind="ordinal", spoken=True)


def _from_cardinal(text: str, start: int) -> Numeral | None:
    grammar = _grammar()
    match = grammar.spoken.match(text, start)
    if match is None:
        return None
    value, scale, end = _spoken_value(match[0])
    number = replace(_numeral(start, start + end, value, spoken=True), scale=scale)
    part = grammar.fraction.match(text, number.end + 1) if text[number.end : number.end + 1] in ("-", " ") else None
    if (
        part
        and value < 20
        and not _QUARTERS.search(text, max(0, start - 10), start)
        and (part[0].lower() != "half" or value == 1)
        and (value == 1 or part[0].lower().endswith("s") or part[0].lower() == "third")
    ):
        return _fraction_value(text, start, part, value)
    if scale == 1:
        return _scaled(text, number, _no_money)
    half = grammar.halves.match(text, number.end)
    if half and not half[2]:
        return replace(_times(number, 1 + grammar.parts[half[1].lower()] * scale / value, half.end()), scale=scale)
    return number


def _spoken_value(words: str) -> tuple[float, float, int]:
    """Value, last scale and length of `four hundred and ninety thousand, two hundred`."""
    grammar = _grammar()
    total = group = 0.0
    last = scale = float("inf")
    end = 0
    for token in re.finditer(r"[^\W\d_\u00ad]+(?:\u00ad[^\W\d_]+)*", words):
        word = _plain(token[0])
        if word == "and":
            continue
        factor = grammar.scale.get(word)
        if factor is None:
            group += _cardinal(word)
            scale = 1
        elif factor == 100:
            group, scale = max(group, 1) * 100, 100
        elif factor < last:
            total, group, last, scale = total + max(group, 1) * factor, 0.0, factor, factor
        elif total and not group:
            total, scale = total * factor, factor  # hundred thousand million
        else:
            # `five million and two million` is two numbers: stop before the second.
            return total, last, end
        if factor is not None or total == 0 or group < last:
            end = token.end()
    return total + group, (scale if scale != float("inf") else 1), len(words)


def _cardinal(word: str) -> float:
    cardinal = _grammar().cardinal
    if word in cardinal:
        return cardinal[word]
    # `seventyfour`
    return next(
        value + cardinal[word[len(tens) :]] for tens, value in cardinal.items() if value >= 20 and word.startswith(tens)
    )


def _from_bare_scale(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    """`a million`, `a few thousand`, `several dozen`, or `hundred` alone."""
    grammar, word = _grammar(), hit[0].lower()
    before = _BEFORE_SCALE.search(text, max(floor, hit.start() - 20), hit.start())
    few = before and before[1]
    start = before.start(1) if before and not before[2] else before.start() if before else hit.start()
    if before:
        start = before.start()
    factor, end = grammar.scale[word], hit.end()
    scale = grammar.scaled.match(text, end)
    if scale:
        factor, end = factor * grammar.scale[_plain(scale[1])], scale.end()
    if few:
        if few.lower().startswith("couple"):
            return Numeral(start, end, 2 * factor, 2 * factor, 2 * factor, "vague", factor, True)
        low = factor * 2
        return Numeral(start, end, low, low, _vague_high(factor), "vague", factor, True)
    if not before and word in ("lac", "lakhs", "lac", "mio", "mln", "bln"):
        return None
    number = replace(_numeral(start, end, factor, spoken=True), scale=factor)
    half = grammar.halves.match(text, end)
    if half and not half[2]:
        return replace(_times(number, 1 + grammar.parts[half[1].lower()], half.end()), scale=factor)
    more = re.compile(r"\s(?:and\s)?").match(text, end)
    rest = grammar.spoken.match(text, more.end()) if more else None
    if rest and factor >= 100 and _spoken_value(rest[0])[0] < factor and before:
        return replace(_numeral(start, rest.end(), factor + _spoken_value(rest[0])[0], spoken=True), scale=1)
    return number


def _vague_high(factor: float) -> float:
    """The high end of `a few thousand`, `several dozen`: one below ten of them (99 for dozens, as the guide has it)."""
    return 99.0 if factor == 12 else factor * 10 - 1


def _couple(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    article = re.compile(r"\ba\s$", re.I).search(text, max(floor, hit.start() - 3), hit.start())
    after = re.compile(r"\s(?:of\s)?(?:(hundred|thousand|million|dozen)\b)?|(?=\s)", re.I).match(text, hit.end())
    if article is None or after is None:
        return None
    if after[1]:
        factor = _grammar().scale[after[1].lower()]
        return Numeral(article.start(), after.end(1), 2 * factor, 2 * factor, 2 * factor, "vague", factor, True)
    if not text.startswith(" of", hit.end()):
        return None
    return Numeral(article.start(), hit.end(), 2, 2, 2, "vague", 1, True)


_NO_SCORES = re.compile(r"(?:severity|average|mean|test|index|their|its|the|exam|risk|\))\s$", re.I)


def _vague(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    grammar = _grammar()
    match = grammar.vague.match(text, hit.start())
    if match is None:
        return None
    words = re.sub(r"\s+(?:of|and)\s+", " of ", match[0].lower())
    if words == "scores" and (
        not text.startswith(" of ", match.end()) or _NO_SCORES.search(text, max(floor, hit.start() - 12), hit.start())
    ):
        return None
    bounds = grammar.vagues.get(words) or grammar.vagues.get(words + "s")
    if bounds is None:
        first, _, second = words.partition(" of ")
        low, high = grammar.vagues[first]
        factor = grammar.scale[second.rstrip("s")]
        bounds = (low * factor, high * factor)
    return Numeral(hit.start(), match.end(), bounds[0], *bounds, "vague", 1, True)


def _fraction(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    """`half of`, `half a million`, `a third of`; `the third` is an ordinal, `the second half` nothing."""
    word, start = hit[0].lower(), hit.start()
    article = _ARTICLE.search(text, max(floor, start - 6), start)
    if word == "half":
        if _BAD_HALF.search(text, max(0, start - 8), start):
            return None
        if not (_grammar().fraction_of.match(text, hit.end()) or _HALF_AFTER.match(text, hit.end())):
            return None
        return _fraction_value(text, start, hit, 1.0)
    if article is None:
        ordinal = word in ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "tenth")
        return _numeral(start, hit.end(), 0.0, kind="ordinal", spoken=True) if ordinal else None
    if word.startswith("quarter") and not text.startswith((" of", " million"), hit.end()):
        return None
    # The article stays outside `a third of the homes`, inside `a quarter of a million`.
    inside = _grammar().fraction_of.match(text, hit.end())
    return _fraction_value(text, article.start() if inside else start, hit, 1.0)


def _fraction_value(text: str, start: int, part: re.Match[str], times: float) -> Numeral:
    grammar = _grammar()
    value = times * grammar.parts[part[0].lower()]
    whole = grammar.fraction_of.match(text, part.end())
    if whole:
        factor = grammar.scale[_plain(whole[1])]
        return replace(_numeral(start, whole.end(), round(value * factor, 6), spoken=True), scale=factor)
    return _numeral(start, part.end(), value, kind="fraction", spoken=True)


def _joined(text: str, first: Numeral, is_money: Callable[[str, int], bool]) -> Numeral:
    """`first`, or the range or ratio that begins with it."""
    if first.kind not in ("plain", "vague"):
        return first
    ratio = _ratio(text, first)
    if ratio:
        return ratio
    join = _JOIN.match(text, first.end)
    if join is None:
        return first
    second = _amount_at(text, join.end(), is_money)
    if second is None or second.kind not in ("plain", "vague") or not _joins(text, first, join, second):
        return _reach_back(text, first, join, second)
    low, high = _reached(first, second), second.high
    if low >= high or first.kind != second.kind:
        return first
    middle = low if first.kind == "vague" else (low + high) / 2
    kind: Kind = "vague" if first.kind == "vague" else "range"
    return Numeral(first.start, second.end, middle, low, high, kind, second.scale, first.spoken and second.spoken)


def _amount_at(text: str, start: int, is_money: Callable[[str, int], bool]) -> Numeral | None:
    hit = _grammar().start.match(text, start)
    if hit is None:
        article = re.compile(r"an?\s(?=million|hundred|thousand|dozen)", re.I).match(text, start)
        hit = _grammar().start.match(text, article.end()) if article else None
    if hit is None:
        return None
    return _from_digits(text, start, is_money) if hit[0].isdigit() else _from_words(text, hit, start)


def _is_year(text: str, number: Numeral) -> bool:
    """`by 2020 to 334,999`: a year begins no range of counts."""
    return 1900 <= number.value < 2100 and text[number.start : number.end].isdigit()


def _joins(text: str, first: Numeral, join: re.Match[str], second: Numeral) -> bool:
    word = (join["word"] or join["to"] or "").strip().lower()
    if _is_year(text, first) != _is_year(text, second):
        return False
    head = text[max(0, first.start - 40) : first.start]
    if word == "and":
        return bool(_BETWEEN.search(head))
    if word == "or":
        return first.spoken == second.spoken and second.high <= first.value * _RANGE_SPREAD
    if word == "to":
        start = _FROM.search(head)
        return _BETWEEN.search(head) is not None or start is None or start["wide"] is not None
    # `1-2-3` is a telephone number or a score.
    return text[second.end : second.end + 2][:1] not in "-–" or not text[second.end + 1 : second.end + 2].isdigit()


def _reached(first: Numeral, second: Numeral) -> float:
    """The low end of a range whose scale is said once: `2-3 million`, `5-8,000`."""
    if first.scale == 1 and second.scale > 1 and first.value < second.high / second.scale:
        return first.value * second.scale
    if not first.spoken and first.value < 1000 <= second.value and second.scale == 1:
        if second.value % 1000 == 0 and first.value < second.value / 1000 and first.value >= second.value / 20000:
            return first.value * 1000
    return first.low


def _reach_back(text: str, first: Numeral, join: re.Match[str], second: Numeral | None) -> Numeral:
    """`from 5 to 7 million` is two numbers that share their scale."""
    shared = (join["word"] or "").lower() == "to" and second is not None and first.kind == "plain"
    if not shared or second is None or first.scale != 1 or second.scale < 1000:
        return first
    if not 1 <= first.value < second.value / second.scale * 10 or first.value >= 1000:
        return first
    value = first.value * second.scale
    return replace(first, value=value, low=value, high=value)


def _ratio(text: str, first: Numeral) -> Numeral | None:
    """`50:50`, `7.5/10` as one; the first number of `one in five` and `nine out of ten` with kind `ratio`.

    Of the latter the second number follows as a numeral of its own.
    """
    slash = None if first.spoken or first.value >= 1000 else _SLASH.match(text, first.end)
    if slash:
        whole = float(slash[1])
        share = first.value / whole if whole else 0.0
        return Numeral(first.start, slash.end(), share, share, share, "ratio") if whole else None
    if first.kind != "plain" or first.value > 9 or not first.value.is_integer():
        return None
    match = _RATIO.match(text, first.end)
    second = _amount_at(text, match.end(), _no_money) if match else None
    if match is None or second is None or second.kind != "plain" or first.spoken != second.spoken:
        return None
    if not first.value < second.value <= 1000 or (second.value > 10 and second.value % 5):
        return None
    if "out" in match[0].lower() and not (first.spoken and second.value in (3, 4, 5, 10)):
        return None
    return replace(first, kind="ratio")


def _repeated(text: str, found: Numeral) -> Numeral | None:
    """The `(19)` of `nineteen (19)`, or the `(nineteen)` of `19 (nineteen)`."""
    match = _BRACKETED.match(text, found.end) if found.kind == "plain" else None
    if match is None or bool(match[1]) != found.spoken:
        return None
    group = 1 if match[1] else 2
    if group == 1:
        digits = _DIGITS.match(text, match.start(1))
        same = digits is not None and _digit_value(digits) == found.value
    else:
        words = _grammar().spoken.fullmatch(match[2])
        same = words is not None and _spoken_value(words[0])[0] == found.value
    return _numeral(match.start(group), match.end(group), found.value, kind="repeat") if same else None

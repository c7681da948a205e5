"""Numbers in words: cardinals, scales, fractions and vague words, with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from figures.lexicon import load

Kind = Literal["plain", "range", "vague", "fraction", "ratio", "ordinal", "repeat"]


class Numeral(NamedTuple):
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


# Small ASCII letters for letters of either case, zero for digits, spaces for all else: the quickest way to the words
# of a text, and to whether it has a digit (`?` stands for what is not ASCII).
_ALPHABET = bytes(c | 32 if chr(c).isalpha() else 48 if chr(c).isdigit() else 32 for c in range(128)).ljust(256)


def letters(text: str) -> bytes:
    """The letters of `text` in small ASCII, with zeros for its digits and spaces for all else."""
    return text.encode("ascii", "replace").translate(_ALPHABET)


def _any(words: list[str] | dict[str, float]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _by_letter(words: list[str]) -> str:
    """The alternatives, in any case, by their first letter: the engine skips a group by one look at that letter."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"[{letter}{letter.upper()}](?i:{'|'.join(tails)})" for letter, tails in sorted(groups.items()))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns and tables of one language."""

    words: frozenset[bytes]  # one of these must be there before `start` is searched for: far quicker in most sentences
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


_BEFORE_SCALE = re.compile(r"(?:(?:an?|the\s(?:past|last))\s)?(few|several|couple\sof|couple)\s$|\b(a|an)[\s-]$", re.I)
_ARTICLE = re.compile(r"\b(?:an?|one|two|three|four|five)[\s-]$", re.I)
_HALF_AFTER = re.compile(r"\s(?:of|the|a|an|all|its|their|our)\b|[\s-]?(?:%|[,;.)]|$)|\s\(", re.I)
_BAD_HALF = re.compile(r"(?:first|second|last|latter|other|former|next|1st|2nd|third|fourth|and\sa)[\s-]$", re.I)
_HEDGED = re.compile(r"\b(?:nearly|almost|around|about|over|than|least|roughly|approximately)\s$", re.I)
_QUARTERS = re.compile(r"(?:first|last|next|past|previous)\s$", re.I)
_TOKEN = re.compile(r"[^\W\d_\u00ad]+(?:\u00ad[^\W\d_]+)*")
_AND = re.compile(r"\s(?:and\s)?")
_A = re.compile(r"\ba\s$", re.I)
_OF = re.compile(r"\s+(?:of|and)\s+")
_COUPLE_OF = re.compile(r"\s(?:of\s)?(?:(hundred|thousand|million|dozen)\b)?|(?=\s)", re.I)
_GLUED = re.compile(r"(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)\w{3,5}")
GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_NO_SCORES = re.compile(r"(?:severity|average|mean|test|index|their|its|the|exam|risk|\))\s$", re.I)


@cache
def grammar_of() -> Grammar:
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
    rest = rf"(?:,?\s(?:and\s)?{hundreds}(?:[\s-](?:{factor}))?){{0,3}}"
    spoken = rf"{hundreds}(?:(?:[\s-](?:{factor})){{1,2}}{rest})?(?![^\W\d_])"
    alone = [
        *cardinal,
        *scale,
        *(name for name in vagues if " " not in name),
        "tens",
        *parts,
        "couple",
        *words["ordinals"].split(),
    ]
    joined = [first + last for first in tens.split("|") for last in ones.split("|")]  # `seventyfour`
    lone = _by_letter([*alone, *joined])
    return Grammar(
        words=frozenset(word.encode() for word in [*alone, *joined]),
        start=re.compile(rf"[\d½¼¾⅓⅔]|(?<![^\W_])(?:{lone})(?![^\W\d_])"),
        spoken=re.compile(spoken, re.I),
        scaled=re.compile(rf"[\s\u00a0\u202f]?-?\s?({factor})(?![^\W\d_])", re.I),
        halves=re.compile(rf"[\s-]and[\s-]a[\s-](half|quarter)(?:[\s-]({factor}))?(?![^\W\d_])", re.I),
        fraction=re.compile(r"(?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|tenth)s?(?![^\W\d_])", re.I),
        fraction_of=re.compile(rf"\s(?:of\s)?an?\s({factor})(?![^\W\d_])", re.I),
        vague=re.compile(
            rf"(?:(?:{_any(list(vagues))})(?:\s(?:of|and)\s(?:thousand|million|billion)s?)?"
            r"|tens\sof\s(?:thousand|million|billion)s?)(?![^\W\d_])",
            re.I,
        ),
        cardinal=cardinal,
        scale={**scale, "hundreds": 100, "thousands": 1000},
        suffix=words["suffix"],
        parts=parts,
        vagues=vagues,
    )


# A quick look at the next letter: most numbers have no scale.
_MAY_SCALE = re.compile(r"[\s\u00a0\u202f-]{0,3}[htmbdlcHTMBDLCaA]")


def with_scale(text: str, number: Numeral) -> Numeral:
    """`number` with the scale words and halves that follow it: `2 and a half million`, `3 lakh crore`."""
    if not _MAY_SCALE.match(text, number.end):
        return number
    grammar = grammar_of()
    half = grammar.halves.match(text, number.end)
    if half:
        factor = grammar.scale[_plain(half[2])] if half[2] else 1.0
        whole = number._replace(value=number.value + grammar.parts[half[1].lower()])
        return times(whole, factor, half.end())
    factor, end = 1.0, number.end
    for _ in range(2):
        scale = grammar.scaled.match(text, end)
        if scale is None:
            break
        factor, end = factor * grammar.scale[_plain(scale[1])], scale.end()
    if factor > 1:
        grown = times(number, factor, end)
        half = grammar.halves.match(text, end)
        if half and not half[2]:
            return times(grown, 1 + grammar.parts[half[1].lower()] / number.value, half.end())._replace(scale=factor)
        return grown
    return number


def numeral(start: int, end: int, value: float, **more: object) -> Numeral:
    return Numeral(start, end, value, value, value, **more)  # type: ignore[arg-type]


def times(number: Numeral, factor: float, end: int) -> Numeral:
    value = round(number.value * factor, 6)
    return Numeral(number.start, end, value, value, value, number.kind, factor, number.spoken)


def _plain(word: str) -> str:
    return word.lower().replace("\u00ad", "")


def from_words(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    grammar, word, start = grammar_of(), hit[0].lower(), hit.start()
    if word in GLYPHS:
        return with_scale(text, numeral(start, hit.end(), GLYPHS[word], kind="fraction"))
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
    return numeral(start, hit.end(), 0.0, kind="ordinal", spoken=True)


def _from_cardinal(text: str, start: int) -> Numeral | None:
    grammar = grammar_of()
    match = grammar.spoken.match(text, start)
    if match is None:
        return None
    value, scale, end = spoken_value(match[0])
    number = Numeral(start, start + end, value, value, value, "plain", scale, spoken=True)
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
        return with_scale(text, number)
    half = grammar.halves.match(text, number.end)
    if half and not half[2]:
        return times(number, 1 + grammar.parts[half[1].lower()] * scale / value, half.end())._replace(scale=scale)
    return number


def spoken_value(words: str) -> tuple[float, float, int]:
    """Value, last scale and length of `four hundred and ninety thousand, two hundred`."""
    grammar = grammar_of()
    total = group = 0.0
    last = scale = float("inf")
    end = 0
    for token in _TOKEN.finditer(words):
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
    cardinal = grammar_of().cardinal
    if word in cardinal:
        return cardinal[word]
    # `seventyfour`
    return next(
        value + cardinal[word[len(tens) :]] for tens, value in cardinal.items() if value >= 20 and word.startswith(tens)
    )


def _from_bare_scale(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    """`a million`, `a few thousand`, `several dozen`, or `hundred` alone."""
    grammar, word = grammar_of(), hit[0].lower()
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
    number = Numeral(start, end, factor, factor, factor, "plain", factor, spoken=True)
    half = grammar.halves.match(text, end)
    if half and not half[2]:
        return times(number, 1 + grammar.parts[half[1].lower()], half.end())._replace(scale=factor)
    more = _AND.match(text, end)
    rest = grammar.spoken.match(text, more.end()) if more else None
    if rest and factor == 100 and before:
        value, scale_of_rest, _ = spoken_value(rest[0])
        if scale_of_rest > 1 and value < 100 * scale_of_rest:  # `a hundred and thirty-five thousand`
            whole = 100 * scale_of_rest + value
            return numeral(start, rest.end(), whole, spoken=True)._replace(scale=scale_of_rest)
    if rest and factor >= 100 and spoken_value(rest[0])[0] < factor and before:
        return numeral(start, rest.end(), factor + spoken_value(rest[0])[0], spoken=True)._replace(scale=1)
    return number


def _vague_high(factor: float) -> float:
    """The high end of `a few thousand`, `several dozen`: one below ten of them (99 for dozens, as the guide has it)."""
    return 99.0 if factor == 12 else factor * 10 - 1


def _couple(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    article = _A.search(text, max(floor, hit.start() - 3), hit.start())
    after = _COUPLE_OF.match(text, hit.end())
    if article is None or after is None:
        return None
    if after[1]:
        factor = grammar_of().scale[after[1].lower()]
        return Numeral(article.start(), after.end(1), 2 * factor, 2 * factor, 2 * factor, "vague", factor, True)
    if not text.startswith(" of", hit.end()):
        return None
    return Numeral(article.start(), hit.end(), 2, 2, 2, "vague", 1, True)


def _vague(text: str, hit: re.Match[str], floor: int) -> Numeral | None:
    grammar = grammar_of()
    match = grammar.vague.match(text, hit.start())
    if match is None:
        return None
    words = _OF.sub(" of ", match[0].lower())
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
        if not (
            grammar_of().fraction_of.match(text, hit.end())
            or _HALF_AFTER.match(text, hit.end())
            or _HEDGED.search(text, max(0, start - 16), start)
        ):
            return None
        return _fraction_value(text, start, hit, 1.0)
    if article is None:
        ordinal = word in ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "tenth")
        return numeral(start, hit.end(), 0.0, kind="ordinal", spoken=True) if ordinal else None
    if word.startswith("quarter") and not text.startswith((" of", " million"), hit.end()):
        return None
    # The article stays outside `a third of the homes`, inside `a quarter of a million`.
    inside = grammar_of().fraction_of.match(text, hit.end())
    return _fraction_value(text, article.start() if inside else start, hit, 1.0)


def _fraction_value(text: str, start: int, part: re.Match[str], parts: float) -> Numeral:
    grammar = grammar_of()
    value = parts * grammar.parts[part[0].lower()]
    whole = grammar.fraction_of.match(text, part.end())
    if whole:
        factor = grammar.scale[_plain(whole[1])]
        return numeral(start, whole.end(), round(value * factor, 6), spoken=True)._replace(scale=factor)
    return numeral(start, part.end(), value, kind="fraction", spoken=True)

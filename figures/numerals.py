"""The number grammar: digits, words, scales, fractions, ranges and vague words, with their values.

`numerals(text)` finds every numeral of a text in one pass over a compiled pattern and reads on from each hit with
small bounded patterns, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from figures.lexicon import load
from figures.number_words import (
    GLYPHS,
    Kind,
    Numeral,
    from_words,
    grammar_of,
    letters,
    numeral,
    spoken_value,
    times,
    with_scale,
)

SPACE = r"[ \t\u00a0\u2007\u2009\u200a\u202f]"
_THIN = "\u00a0\u2007\u2009\u200a\u202f "
_MARKS = str.maketrans("", "", f",'’{_THIN}")  # between thousands
_LONGEST = 30  # characters; a longer run of digits is no count of anything
# Repeats are bounded, at more than that, so that a text of nothing but digits and marks costs no more than any other.
_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_ASCII_DIGIT = re.compile(r"[0-9]")  # twice as quick where there are no others
_DIGITS = re.compile(
    r"(?P<indian>\d{1,2}(?:,\d{2}){1,12},\d{3}(?!\d))"
    r"|(?P<comma>\d{1,3}(?:[,'’]\d{3}){1,12}(?!\d)(?:\.\d{1,40})?)"
    r"|(?P<dots>\d{1,3}(?:\.\d{3}){2,12}(?!\d))"
    rf"|(?P<space>(?<!\d[ ])[1-9]\d{{0,2}}(?:[{_THIN}]\d{{3}}){{1,12}}(?![\d,.]{{0,40}}\d|[ ]\d{{1,2}}[ ]\d))"
    r"|(?P<gap>(?<!\d,[  ])"
    r"(?:(?<![Oo]f the )(?<![Oo]f these )(?<![Oo]f those )[1-9]\d{0,2},[  ]\d{3}|[1-9]\d{0,2},[  ]000)"
    r"(?![\d,.]{0,40}\d)(?!(?:,[  ]?|,?[  ](?:and|or)[  ])\d|[  ]of[  ](?:them|whom|these|those|which)\b))"
    r"|(?P<plain>\d{1,40}(?:[.·]\d{1,40}|,\d{1,2}(?!\d))?)"
)
_ORDINAL_MARK = re.compile(r"(?:st|nd|rd|th)(?![^\W\d_])", re.I)
_SUFFIX = re.compile(r"(\*?[ \u00a0]?|-(?=[MB]\b))(trn|tn|bn|mn|mil|cr|[kKmMbB])(?![^\W_]|[²³]|/s)")
_METRE = re.compile(
    r"\s?(?:high|deep|tall|long|wide|above|below|away|from|in\s(?:height|depth|length)|wave|swell|surge|of\s(?:water|rain|snow))|[-/²³]",
    re.I,
)
# `$8 m of 12.4 m`, `9.8 m people affected, 1.1 m farming households`
_MILLIONS = (
    r"(?:[$€£]|\b[A-Z]{2,3}\$?)\s?\d[\d,.]*\s?(?:mn?|million|bn?|billion)\b|\d m (?:people|persons|children)\b"
    r"|\d million\b|\(?(?:USD?|EUR|GBP|CHF)[),\s]|\$\$"
)
_COUNTED = re.compile(r"\s(?:people|persons|individuals|children|women|families|households|refugees|[A-Z]{3}\b)")
_JOIN = re.compile(
    r"(?:\s?(?:%|percent|per cent))?"
    r"(?:\s?[-–—−‒]\s?|\s(?P<word>to|and|or)\s|(?P<to>(?<=[\d%])to|\sto)(?=\d))"
    r"(?:(?:US|A|C|NZ)?[$€£₹₱]\s?)?",
    re.I,
)
_BETWEEN = re.compile(r"between\s(?:\S{0,4}[$€£₹₱]\s?|[A-Z]{3}\s?|about\s|some\s|an estimated\s)?$", re.I)
_FROM = re.compile(
    r"(?P<wide>rang\w+\s|anywhere\s|estimates\s(?:of\s[^\W\d_]+\s(?:[^\W\d_]+\s)?)?(?:run\s|go\s|vary\s|range\s)?|estimated\s|vary\s|varying\s)?from\s"
    r"(?:\S{0,4}[$€£₹₱]\s?|[A-Z]{3}\s?|about\s|some\s|nearly\s|an average of\s|only\s)?$",
    re.I,
)
_RATIO = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?", re.I)
_SLASH = re.compile(r"[:/](\d+(?:\.\d+)?)(?![\d/:])")
_BRACKETED = re.compile(r"\s\(\s?(?:(\d[\d,. ]*)|([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,6}))\s?\)")
_ARTICLE = re.compile(r"an?\s(?=million|hundred|thousand|dozen)", re.I)
_PERCENT = re.compile(r"\s?(?:%|percent|per cent)", re.I)
_STEP_SPREAD = 3  # beyond it the second of two numbers is what the first has led to
_RANGE_SPREAD = 10  # `two or three`, `5 or 10`; beyond it `or` joins two different things


def _no_money(text: str, start: int) -> bool:
    return False


def numbers_in(text: str) -> tuple[bool, frozenset[bytes]]:
    """Whether `text` holds a digit, and the number words it holds: a quick look, as most sentences hold none."""
    plain = letters(text)
    digits = b"0" in plain or (not text.isascii() and _DIGIT.search(text) is not None)
    words = (plain.replace(b"0", b" ") if digits else plain).split()
    return digits, grammar_of().words.intersection(words)


class _Hits:
    """Where numerals of a text may begin: at its digits, and at its number words, which are looked up one by one."""

    def __init__(self, text: str, words: Iterable[bytes], digit: re.Pattern[str]) -> None:
        self.text = text
        self._digit = digit
        self.digit = digit.search(text)  # the next one, kept so that a page of words is read only once
        low = text.lower()
        low = low if len(low) == len(text) else text
        self.words = sorted({at for word in words for at in _places(low, word.decode())}, reverse=True)

    def after(self, at: int) -> re.Match[str] | None:
        """The first hit from `at` on."""
        if self.digit and self.digit.start() < at:
            self.digit = self._digit.search(self.text, at)
        digit = self.digit
        while self.words and (digit is None or self.words[-1] < digit.start()):
            place = self.words[-1]
            word = grammar_of().start.match(self.text, place) if place >= at else None
            if word:
                return word
            self.words.pop()
        return digit


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def numerals(
    text: str, is_money: Callable[[str, int], bool] = _no_money, spoken: frozenset[bytes] | None = None
) -> Iterator[Numeral]:
    """Every numeral of `text` in reading order; they never overlap. `spoken` has its number words.

    `is_money(text, start)` says whether a currency stands right before `start`: it makes `2 m` two million.
    Ordinals come out as kind `ordinal`, the `(19)` of `nineteen (19)` as kind `repeat`, so that the caller can say
    why they are no quantity. A run of more than 30 digits is skipped.
    """
    spoken = numbers_in(text)[1] if spoken is None else spoken
    digit = _ASCII_DIGIT if text.isascii() else _DIGIT
    after = _Hits(text, spoken, digit).after if spoken else partial(digit.search, text)
    alone = _alone().match
    at = 0
    while hit := after(at):
        found = _from_digits(text, hit.start(), is_money) if hit[0].isdigit() else from_words(text, hit, at)
        if found is None:
            at = _after(text, hit)
            continue
        if alone(text, found.end):
            yield found
            at = found.end
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
    return second._replace(kind="ratio") if second else None


def _after(text: str, hit: re.Match[str]) -> int:
    """Where to go on after a hit that is no numeral: behind the whole run of digits, or behind the word."""
    if not hit[0].isdigit():
        return hit.end()
    digits = _DIGITS.match(text, hit.start())
    return digits.end() if digits else hit.end()


def _from_digits(text: str, start: int, is_money: Callable[[str, int], bool]) -> Numeral | None:
    """The numeral that begins with the digits at `start`, with its scale."""
    number = _digits_at(text, start)
    if number is None or number.kind == "ordinal" or _alone().match(text, number.end):
        return number
    grown = with_scale(text, number)
    return grown if grown is not number else _suffixed(text, number, is_money)


@cache
def _alone() -> re.Pattern[str]:
    """What follows most numbers: a word in small letters that neither makes them greater nor leads to another."""
    grammar = grammar_of()
    joining = [*grammar.scale, *grammar.suffix, "to", "and", "or", "in", "out", "per", "percent"]
    return re.compile(rf"\s(?!(?:{'|'.join(joining)})(?![^\W_]))[a-z]+(?![\w\u00ad])")


def _digits_at(text: str, start: int) -> Numeral | None:
    """The digits at `start` with their marks and glyph, or the ordinal that they are."""
    match = _DIGITS.match(text, start)
    if match is None or match.end() - start > _LONGEST:
        return None
    end, raw = match.end(), match[0]
    if match["plain"] and (mark := _ORDINAL_MARK.match(text, end)):
        return numeral(start, mark.end(), float(raw.replace(",", ".").replace("·", ".")), kind="ordinal")
    value = _digit_value(match)
    if text[end : end + 1] in GLYPHS:
        value, end = value + GLYPHS[text[end]], end + 1
    dotted = bool(match["plain"]) and len(raw) > 4 and raw[-4] == "." and raw[0] != "0" and len(raw) < 8
    return Numeral(start, end, value, value, value, dotted=dotted)


def _digit_value(match: re.Match[str]) -> float:
    raw, kind = match[0], match.lastgroup
    if kind == "plain":
        return float(raw if raw.isdigit() else raw.replace(",", ".").replace("·", "."))
    if kind == "dots":
        return float(raw.replace(".", ""))
    return float(raw.translate(_MARKS))


@cache
def _millions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes `m` millions, and what makes it metres, in the words before the number."""
    words = load("lang/en.toml")["m"]
    money, length = ("|".join(words[kind].split()) for kind in ("money", "length"))
    return re.compile(rf"{_MILLIONS}|\b(?:{money})\b", re.I), re.compile(rf"\b(?:{length})\W*$", re.I)


def _tells_of_millions(before: str) -> bool:
    millions, length = _millions()
    return millions.search(before) is not None and length.search(before) is None


def _suffixed(text: str, number: Numeral, is_money: Callable[[str, int], bool]) -> Numeral:
    suffix = _SUFFIX.match(text, number.end)
    if suffix is None or number.scale != 1:
        return number
    gap, letter = suffix[1], suffix[2]
    if not is_money(text, number.start):
        if gap == "-":
            return number  # `P3.1-B` is money, and `MiG 29-M` no number of things
        if gap and letter in ("m", "k", "b", "mil", "cr", "tn") and not _COUNTED.match(text, suffix.end()):
            before = text[max(0, number.start - 200) : number.start]
            if letter != "m" or not _tells_of_millions(before):
                return number
        if letter == "m" and _METRE.match(text, suffix.end()):
            return number
        if letter in ("b", "B", "mil", "tn") and not gap and number.value >= 1000:
            return number
        if gap and letter in "MB" and number.value >= 1000:
            return number
    return times(number, grammar_of().suffix[letter.lower()], suffix.end())


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
    hit = grammar_of().start.match(text, start)
    if hit is None:
        article = _ARTICLE.match(text, start)
        hit = grammar_of().start.match(text, article.end()) if article else None
    if hit is None:
        return None
    return _from_digits(text, start, is_money) if hit[0].isdigit() else from_words(text, hit, start)


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
    if word == "to" and not _is_step(text, first, join, second):
        start = _FROM.search(head)
        return _BETWEEN.search(head) is not None or start is None or start["wide"] is not None
    if word == "to":
        return False
    # `1-2-3` is a telephone number or a score.
    return text[second.end : second.end + 2][:1] not in "-–" or not text[second.end + 1 : second.end + 2].isdigit()


@cache
def _steps() -> re.Pattern[str]:
    words = "|".join(load("lang/en.toml")["phrase"]["steps"].split())
    return re.compile(
        rf"\b(?:{words}),?\s(?:by\s)?(?:about\s|some\s|nearly\s|almost\s|another\s|just\s|more\sthan\s|over\s)?(?:\S{{0,4}}[$€£₹₱]\s?)?$",
        re.I,
    )


def _digits(value: float) -> int:
    """How many digits a number has before its last zeros: 2 for 1,900 and 3 for 312."""
    return len(f"{value:.0f}".rstrip("0"))


def _is_of_share(join: re.Match[str]) -> bool:
    """Whether the first of two joined numbers is a per cent: `18 per cent to`."""
    return join[0].lstrip()[:1] in ("%", "p", "P")


def _is_step(text: str, first: Numeral, join: re.Match[str], second: Numeral) -> bool:
    """`rose by 12 to 207`, `18 per cent to 6.1 million`: how much, and up to what. `Rose by 10 to 15` is a range."""
    if _is_of_share(join) and not _PERCENT.match(text, second.end):
        return True
    # The ends of a range are about as large, as round, and written alike.
    uneven = second.high > _STEP_SPREAD * first.value or first.spoken != second.spoken or _digits(second.value) > 2
    return uneven and _steps().search(text, max(0, first.start - 40), first.start) is not None


def _reached(first: Numeral, second: Numeral) -> float:
    """The low end of a range whose scale is said once: `2-3 million`, `5-8,000`."""
    if first.scale == 1 and second.scale > 1 and first.value < second.high / second.scale:
        return first.value * second.scale
    thousands = second.value / 1000
    short = not first.spoken and second.scale == 1 and thousands.is_integer() and thousands >= 1
    return first.value * 1000 if short and thousands / 20 <= first.value < thousands else first.low


def _reach_back(text: str, first: Numeral, join: re.Match[str], second: Numeral | None) -> Numeral:
    """`from 5 to 7 million` is two numbers that share their scale."""
    plain = first.kind == "plain" and not _is_of_share(join)
    shared = (join["word"] or "").lower() == "to" and second is not None and plain
    if not shared or second is None or first.scale != 1 or second.scale < 1000:
        return first
    if not 1 <= first.value < second.value / second.scale * 10 or first.value >= 1000:
        return first
    value = first.value * second.scale
    return first._replace(value=value, low=value, high=value)


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
    return first._replace(kind="ratio")


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
        words = grammar_of().spoken.fullmatch(match[2])
        same = words is not None and spoken_value(words[0])[0] == found.value
    return numeral(match.start(group), match.end(group), found.value, kind="repeat") if same else None

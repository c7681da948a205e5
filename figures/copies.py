"""Whether two texts are copies of one story, by their words, numbers, days and names.

Outlets cut a story, give it another headline, put lines of their own around it and change words; its numbers stay. The
next report of a series keeps the words and changes the numbers. So the texts must share enough runs of words, and where
both say the same words around a number, they must say the same number.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from figures.stories import LEAST_WORDS, MOST_CHARACTERS, SHINGLE, words

# What stands for a number, a day of the week, a month and a name, so that the words around it can be compared.
_NUMBER, _WEEKDAY, _MONTH = "#", "#weekday", "#month"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Without `may` and `march`, which are words.
_MONTHS = (
    "january", "february", "april", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = dict.fromkeys(_WEEKDAYS, _WEEKDAY) | dict.fromkeys(_MONTHS, _MONTH)
_DIGITS = re.compile(r"\d{1,15}(?:[.,]\d{1,15}){0,9}")
_STOPS = frozenset(".!?:\n")
_WORD = re.compile(r"[^\W_]+(?:[.,:'’][^\W_]+)*|[.!?:\n]")
_BREAK = "¶"  # the end of a line
_MARKS = frozenset([_NUMBER, _WEEKDAY, _MONTH, _BREAK])
_LONGEST_NAME = 40  # characters that are compared
_MOST_PARAGRAPHS = 200  # that are compared each with each
_ROW = 8  # words; a line of so many at most is compared whole: `Deaths confirmed: 83`

# So many numbers in digits that differ in the same words are no matter of spelling (`1.2m`, `1,200,000`) nor of lines
# that a page adds, so that the numbers need not be read: it takes a tenth of the time.
ENOUGH_CHANGED = 3

# A line that a page adds, the numbers of which say nothing of the story: when it was put up, how long it takes to read.
_FURNITURE = re.compile(
    r"^[^\S\n]{0,20}(?:last |first |originally )?(?:published|updated|posted|modified|©|\(c\)|copyright)\b[^\n]{0,80}$"
    r"|^[^\n]{0,40}\b(?:\d{1,6} min(?:ute)?s? read|comments? ?\(\d{1,6}\)|\d{1,6} (?:comments?|shares?))\b[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)

# Chosen on the pairs of tests/stories, see docs/decisions/stories.md.
LEAST_SHARE = 0.4  # of the runs of words of the shorter text
LEAST_NAMES = 0.5  # of the names that stand in the same words in both texts
MOST_DAYS = 7  # between the days of publication; outlets print a story within the week
ALIKE = 0.5  # two spellings of a name: Kharkiv, Kharkov
# Two reports share only a frame (`About us`, `This report is produced by`) where what they share is hardly found in the
# first half of either, or where few numbers are in both. Of the longer text as much counts as the shorter one has.
LEAST_OPENING = (0.4, 0.1)  # of the runs of the first half of the shorter text, of the longer one
LEAST_NUMBERS, ENOUGH_NUMBERS = 0.4, 5  # of the different numbers of the shorter text, where there are so many
SAME_PARAGRAPH = 0.5  # of the words of the shorter of two paragraphs that tell the same in other words
MOST_OTHER = 1  # numbers that both texts have of their own in such paragraphs: one may be miles for kilometres

# What an agency writes over a story that it had to mend.
_CORRECTION = re.compile(r"\b(?:correct(?:s|ed|ing|ion)|clarifi(?:es|ed|cation)|amended)\b", re.IGNORECASE)

# A page that was written anew keeps some of its words; two reports put under one address share fewer.
LEAST_OF_PAGE = 0.15


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts compare. `share` is the part of the shorter text's runs of words that the longer one has too.

    `shared` are the numbers that both say, `changed` pairs of numbers (or days) that stand in the same words, `renamed`
    pairs of names that do; `names` counts the names that stand in the same words, changed or not. `others` are the
    numbers that each has of its own where both tell the same in other words; of the two lists the shorter counts.
    `is_corrected` says that one text calls itself a correction and the other does not, `is_frame` that what they share
    is only the frame that an agency puts around its reports.
    """

    share: float
    shared: tuple[float, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    names: int = 0
    others: int = 0
    is_corrected: bool = False
    is_frame: bool = False

    @property
    def is_copy(self) -> bool:
        """Whether the two tell one story with the same facts."""
        return not self.reason

    @property
    def reason(self) -> str:
        """Why the two are no copies, in words; "" for copies."""
        if self.share < LEAST_SHARE:
            return "too few words in common"
        if self.changed:
            return "other numbers or days in the same words"
        if self.is_frame:
            return "a frame in common, and hardly a number"
        if self.others > MOST_OTHER:
            return "other numbers in sentences that tell the same"
        if len(self.renamed) >= 2 and len(self.renamed) > (1 - LEAST_NAMES) * self.names:
            return "other names in the same words"
        if self.renamed and self.is_corrected:
            return "a correction"
        return ""


class Telling:
    """A text made ready to be compared with others. Its parts are made when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text[:MOST_CHARACTERS]

    @cached_property
    def words(self) -> list[str]:
        """Its words and numbers as written, in small letters."""
        return words(self.text)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Its runs of three words as they are, quick to get."""
        return frozenset(zip(*(self.words[at:] for at in range(SHINGLE)), strict=False))

    @cached_property
    def said_where(self) -> dict[tuple[str, ...], str]:
        """Its numbers in digits by the two words before and the two after, where those are there once; quick to get."""
        said, found = self.words, {}
        for at in [at for at, word in enumerate(said[:-2]) if word[0] in "0123456789" and at >= 2]:
            key = (said[at - 2], said[at - 1], said[at + 1], said[at + 2])
            found[key] = "" if key in found else said[at].replace(",", "")
        return {key: number for key, number in found.items() if number}

    @cached_property
    def digits(self) -> frozenset[str]:
        """Its different numbers in digits, quick to get."""
        return frozenset(_DIGITS.findall(self.text))

    @cached_property
    def facts(self) -> _Facts:
        """Its words with the numbers, days and names among them."""
        return _Facts(self.text)


class _Facts:
    """The words of a text; `values` and `names` say what stands at their places."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.values: dict[int, float | str] = {}
        self.names: dict[int, str] = {}
        self.breaks: list[int] = []  # places of the ends of lines
        at = 0
        for start, end, value in _numbers(text):
            self._take_words(text, at, start)
            self.values[len(self.words)] = value
            self.words.append(_NUMBER)
            at = max(at, end)
        self._take_words(text, at, len(text))
        self.plain = list(accumulate([word not in _MARKS for word in self.words], initial=0))
        said = [word for word in self.words if word != _BREAK]
        self.told = list(zip(*(said[at:] for at in range(SHINGLE)), strict=False))  # its runs in their order
        self.runs = frozenset(self.told)
        self.numbers = frozenset(value for value in self.values.values() if not isinstance(value, str))

    def around(self, places: dict[int, float | str] | dict[int, str]) -> dict[tuple[str, ...], set[float | str]]:
        """What stands where: the words around each of `places`, with all that is said in those words."""
        found: dict[tuple[str, ...], set[float | str]] = {}
        for place, value in places.items():
            for key in self.settings(place):
                found.setdefault(key, set()).add(value)
        return found

    @cached_property
    def paragraphs(self) -> list[tuple[frozenset[str], frozenset[float]]]:
        """The words and the numbers of each paragraph that has both; the rows of tables are compared as such."""
        found, start = [], 0
        for end in [*(place for place, word in enumerate(self.words) if word == _BREAK), len(self.words)]:
            said = frozenset(word for word in self.words[start:end] if len(word) > 3)  # without `of`, `the`
            values = (self.values.get(place) for place in range(start, end))
            numbers = frozenset(value for value in values if value is not None and not isinstance(value, str))
            if len(said) >= _ROW and numbers:
                found.append((said, numbers))
            start = end + 1
        return found[:_MOST_PARAGRAPHS]

    @cached_property
    def values_around(self) -> dict[tuple[str, ...], set[float | str]]:
        return self.around(self.values)

    @cached_property
    def names_around(self) -> dict[tuple[str, ...], set[float | str]]:
        return self.around(self.names)

    def settings(self, place: int) -> list[tuple[str, ...]]:
        """The words around `place`: a short line whole, else three before, three after, and two on each side.

        They stay within the line and have at least three words, else they would be found everywhere.
        """
        said, plain = self.words, self.plain
        kind = said[place] if place in self.values else "name"
        start, end = self._line(place)
        found: list[tuple[str, ...]] = []
        if end - start <= _ROW and plain[end] - plain[start] > plain[place + 1] - plain[place]:
            found.append((kind, "row", *said[start:place], "", *said[place + 1 : end]))
        for before, after in ((3, 0), (0, 3), (2, 2)):
            left, right = max(start, place - before), min(end, place + 1 + after)
            if plain[place] - plain[left] + plain[right] - plain[place + 1] >= 3:
                found.append((kind, *said[left:place], "", *said[place + 1 : right]))
        return found

    def _line(self, place: int) -> tuple[int, int]:
        at = bisect(self.breaks, place)
        return self.breaks[at - 1] + 1 if at else 0, self.breaks[at] if at < len(self.breaks) else len(self.words)

    def _take_words(self, text: str, start: int, end: int) -> None:
        said = self.words
        opens = start == 0  # whether a capital here is only that of a sentence
        for written in _WORD.findall(text, start, end):
            if written in _STOPS:
                opens = True
                if written == "\n" and said and said[-1] != _BREAK:
                    self.breaks.append(len(said))
                    said.append(_BREAK)
                continue
            word = written.casefold()
            if word in _DAYS:
                self.values[len(said)] = word
                word = _DAYS[word]
            elif word != written and not opens and written[0].isupper():
                self.names[len(said)] = word[:_LONGEST_NAME]
            opens = False
            said.append(word)


def compare(one: Telling, other: Telling) -> Likeness:
    """How the two texts compare, whichever comes first."""
    rough = rough_share(one, other)
    if rough < LEAST_SHARE / 2:  # the numbers are not looked at where the words differ anyway
        return Likeness(rough)
    if _other_digits(one.digits, other.digits):
        return Likeness(rough, is_frame=True)
    if len(changed := _plainly_changed(one.said_where, other.said_where)) >= ENOUGH_CHANGED:
        return Likeness(rough, changed=tuple(changed))
    shorter, longer = sorted((one.facts, other.facts), key=lambda facts: (len(facts.runs), facts.words))
    share = _share(shorter.runs, longer.runs)
    changed, _ = _differing(shorter.values, shorter, longer.values_around)
    if share < LEAST_SHARE or changed:  # that decides it
        return Likeness(share, changed=tuple(dict.fromkeys(changed)))
    renamed, kept = _renamed(shorter, longer)
    return Likeness(
        share=share,
        shared=tuple(sorted(shorter.numbers & longer.numbers)),
        renamed=tuple(dict.fromkeys(renamed)),
        names=kept + len(set(renamed)),
        others=_others(shorter, longer),
        is_frame=_is_frame(shorter, longer),
        is_corrected=bool(_CORRECTION.search(one.text)) is not bool(_CORRECTION.search(other.text)),
    )


def rough_share(one: Telling, other: Telling) -> float:
    """The part of the shorter text's runs of words that the other has too, the numbers in them as written."""
    return _share(*sorted((one.runs, other.runs), key=len))


def near_in_time(one: date | None, other: date | None) -> bool:
    """Whether two days of publication allow a copy. An unknown day allows everything."""
    return one is None or other is None or abs((one - other).days) <= MOST_DAYS


def is_version(one: Telling, other: Telling, titles: tuple[str | None, str | None]) -> bool:
    """Whether two texts of one address are versions of one page, not two reports put under one address.

    The same text under another title is no version, nothing that it says was replaced; nor is another line or two
    under another title.
    """
    if one.text == other.text:
        return False
    first, second = titles
    if first and first == second:
        return True
    fewer, more = sorted((set(words(one.text)), set(words(other.text))), key=len)
    if first and second and len(fewer) < LEAST_WORDS:
        return False
    return rough_share(one, other) >= LEAST_OF_PAGE or (
        len(fewer) < LEAST_WORDS and len(fewer & more) >= len(fewer) / 2
    )


def _differing(
    places: dict[int, float | str] | dict[int, str], facts: _Facts, there: dict[tuple[str, ...], set[float | str]]
) -> tuple[list[tuple[str, str]], int]:
    """Pairs of what the one says and the other says in the same words, and how many things both say so."""
    differing, kept = [], set()
    for place, value in places.items():
        said = [there[key] for key in facts.settings(place) if key in there]
        if any(value in values for values in said):
            kept.add(value)
        elif said:
            differing.append((_shown(value), _shown(min(said[0], key=_shown))))
    return differing, len(kept)


def _renamed(shorter: _Facts, longer: _Facts) -> tuple[list[tuple[str, str]], int]:
    """Pairs of names that stand in the same words, and how many names both say so; quick where none is missing."""
    said = set(shorter.names.values())
    if said <= set(longer.names.values()):
        return [], len(said)
    renamed, kept = _differing(shorter.names, shorter, longer.names_around)
    return [pair for pair in renamed if not _alike(*pair)], kept


def _alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one, or one the beginning of the other."""
    begins = one.startswith(other) or other.startswith(one)
    first, second = sorted((one, other))  # the ratio depends on which comes first
    return begins or SequenceMatcher(None, first, second).ratio() >= ALIKE


def _other_digits(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether so few numbers are in both that they need not be read: it takes a tenth of the time for most reports."""
    fewer = min(len(one), len(other))
    return fewer >= 2 * ENOUGH_NUMBERS and len(one & other) < LEAST_NUMBERS / 2 * fewer


def _plainly_changed(one: dict[tuple[str, ...], str], other: dict[tuple[str, ...], str]) -> list[tuple[str, str]]:
    """Pairs of numbers in digits that stand in the same words. The next report of a series has many."""
    return sorted((one[key], other[key]) for key in one.keys() & other.keys() if one[key] != other[key])


def _is_frame(shorter: _Facts, longer: _Facts) -> bool:
    half = max(1, len(shorter.told) // 2)
    ours = sum(map(longer.runs.__contains__, shorter.told[:half])) / half
    theirs = sum(map(shorter.runs.__contains__, longer.told[:half])) / half
    few = len(shorter.numbers & longer.numbers) < LEAST_NUMBERS * len(shorter.numbers)
    return (ours < LEAST_OPENING[0] and theirs < LEAST_OPENING[1]) or (few and len(shorter.numbers) >= ENOUGH_NUMBERS)


def _others(shorter: _Facts, longer: _Facts) -> int:
    """How many numbers each text has of its own in paragraphs that tell the same; of the two counts the smaller."""
    ours: set[float] = set()
    theirs: set[float] = set()
    for said, numbers in shorter.paragraphs:
        if numbers <= longer.numbers:
            continue
        near = [(len(said & more) / min(len(said), len(more)), more, found) for more, found in longer.paragraphs]
        overlap, _, found = max(near, key=lambda one: one[0], default=(0.0, said, numbers))
        if overlap >= SAME_PARAGRAPH:
            ours |= numbers - longer.numbers
            theirs |= found - shorter.numbers
    return min(len(ours), len(theirs))


def _share(fewer: frozenset[tuple[str, ...]], more: frozenset[tuple[str, ...]]) -> float:
    return len(fewer & more) / len(fewer) if fewer else 0.0


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.15g}"


def _numbers(text: str) -> Iterator[tuple[int, int, float]]:
    """The numbers of `text` with their offsets, those of the lines that a page adds left out."""
    from figures.numerals import numerals

    lines = _FURNITURE.finditer(text)
    added = next(lines, None)
    for number in numerals(text):
        while added and added.end() <= number.start:
            added = next(lines, None)
        if number.kind != "ratio" and not (added and added.start() <= number.start):
            yield number.start, number.end, number.value

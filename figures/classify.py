"""Quantities of a passage to figures, or to named rejections.

A number is first tried against the reasons that settle it by its unit alone (a percentage, an age, a duration). What
is left gets a category, or none, from the cues around it: how each stands to the number is a feature, and the trained
weights say how much it speaks for its category.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import compress, islice
from math import exp
from typing import Any, NamedTuple

from figures import lexicon
from figures.changes import is_of_none, is_speaker, is_whole, told_together
from figures.cues import Hit, hits, index
from figures.features import Before, Described, Features, Scene, describe, follow, unit_class
from figures.making import quickly
from figures.model import Document, Figure, Passage, Quantity, Rejection
from figures.numerals import numbers_in
from figures.questions import Question
from figures.rolls import heads_of, in_runs
from figures.sentences import CONTENT, Sentence, sentence
from figures.subjects import lasts
from figures.tables import Cell, Table, currency_of, label_before, unit_of
from figures.units import DURATIONS, SHARES
from figures.weights import NONE, Weights, weights
from figures.wholewords import spelt

# Units that no category counts, and the reason they give.
UNIT_REASONS = {
    "percent": "percentage",
    "age_year": "age",
    "age_month": "age",
    "age_week": "age",
    "age_day": "age",
}
REASONS = {
    "date": "a date",
    "year": "a year",
    "clock": "a time of day",
    "name": "part of a name",
    "page": "a page or report number",
    "ordinal": "a rank or an ordinal",
    "phone": "a telephone number",
    "version": "a version or section number",
    "list_marker": "the number of a list item",
    "article": "one as a pronoun or article",
    "repeat": "the number before it, told again",
    "note": "a footnote mark",
    "url": "part of a web address",
    "percentage": "a percentage or ratio",
    "age": "an age",
    "zero": "counts nothing",
    "measure": "a measure such as a duration, distance or temperature",
    "money": "money that is not humanitarian aid or damage",
    "not_counted": "counts something that is no humanitarian figure",
    "whole": "what others are a part of",
    "doubtful": "no category is likely enough",
}


# A category is told that is likelier than this, so much likelier than the next one, and where it is less likely than
# that the number is no figure at all. Found on labelled articles that nothing was learned from: a bar for the
# likelihood of the category alone costs figures whose rest is spread thinly over many others.
LEAST = 0.3
AHEAD = 1.25
NO_FIGURE = 0.3
_TOPIC_STEPS = (2, 4, 7, 11, 16, 24)  # different cue words in a document
_PAGE = 80  # words; a shorter text says little of its topic by how many cue words it holds


Number = Quantity | Rejection


class _Asked(NamedTuple):
    """A passage with its numbers. `scenes` has None for each number that its unit settles; it is empty if all are."""

    passage: Passage
    found: list[Number]
    scenes: list[Scene | None]


class _Heading(NamedTuple):
    """What a heading says: the lemmas that mean something, and the categories that it names."""

    lemmas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class _Said(NamedTuple):
    """The scores of the labels for a number, and its unit."""

    scores: list[float]
    unit: str

    def with_other(self, other: _Said) -> _Said:
        """What two numbers say together that are of one category: the mean, as each says as much as the other."""
        scores = [(one + another) / 2 for one, another in zip(self.scores, other.scores, strict=True)]
        return _Said(scores, self.unit or other.unit)


@dataclass(slots=True)
class Reading:
    """One document being read: its topic, and the verdicts so far."""

    document: Document
    topic: str = ""
    headings: dict[str, _Heading] = field(default_factory=lambda: {"": _Heading()})
    table: Table = field(default_factory=Table)
    before: Before = field(default_factory=Before)
    question: Question = field(default_factory=Question)

    def classify(self, read: Sequence[tuple[Passage, list[Number]]]) -> list[list[Figure | Rejection]]:
        """A verdict for each number of each passage, in reading order."""
        described, known = self.described(read), weights()
        sums = iter(known.sums([one.features.open for _, numbers in described for _, one in numbers if one]))
        return [self._judged(passage, numbers, sums, known) if numbers else [] for passage, numbers in described]

    def described(
        self, read: Sequence[tuple[Passage, list[Number]]]
    ) -> list[tuple[Passage, list[tuple[Number, Described | None]]]]:
        """Each number of each passage with its features, or None where its unit settles it.

        Call `follow` before each verdict and `note` after it, `enter` at each passage.
        """
        self.table.runs = in_runs(passage for passage, _ in read)
        asked = [self._asked(passage, found) for passage, found in read]
        rows = [sentence(one.passage, one.found) if one.scenes else None for one in asked]
        cues = [hits(row) if row else [] for row in rows]
        return [
            (one.passage, _described(one, row, of) if one.found else [])
            for one, row, of in zip(asked, rows, cues, strict=True)
        ]

    def enter(self) -> None:
        """Begin the next passage."""
        self.before.at = -1

    def follow(self, number: Described) -> tuple[str, ...]:
        """Give a number the features that say what the numbers before it were; return the open ones."""
        return follow(number, self.before)

    def note(self, number: Described, category: str) -> None:
        """Take note of the verdict on a number: "" for none."""
        before = self.before
        before.category, before.at, before.unit = category, number.at, number.unit
        if category:
            before.figure, before.figure_unit = category, number.unit

    def _asked(self, passage: Passage, found: list[Number]) -> _Asked:
        self.question.enter(passage, bool(found))
        if not found:  # most passages hold no number
            self.table.enter(passage, False)
            return _Asked(passage, found, [])
        self.table.enter(passage, not all(isinstance(one, Rejection) for one in found))
        numbers: list[Number] = []
        scenes: list[Scene | None] = []
        for one in found:
            scene = None
            if isinstance(one, Quantity):
                one = self._with_unit(one, passage)
                scene = None if _plain_reason(one) else self._scene(passage, one)
            numbers.append(one)
            scenes.append(scene)
        return _Asked(passage, numbers, scenes if any(scenes) else [])

    def _scene(self, passage: Passage, number: Quantity) -> Scene:
        topic, heading = self.topic or self._set_topic(), self._heading(passage.section)
        cell = self._cell(number)
        if cell is None:
            told = self._heading(label_before(passage, number.start) or self.question.words).categories
            named = heading.categories if told or not self.table.is_roll else ()  # a roll of several kinds counts none
            return Scene(topic, passage.kind, heading.lemmas, named, told=told)
        section, column, label = (self._heading(words).categories for words in (cell.caption, cell.column, cell.label))
        return Scene(topic, passage.kind, heading.lemmas, section, column, label)

    def _judged(
        self, passage: Passage, numbers: list[tuple[Number, Described | None]], sums: Iterator[Any], known: Weights
    ) -> list[Figure | Rejection]:
        """The verdicts on the numbers of a passage. `sums` has what their features sum up to, number for number."""
        self.enter()
        verdicts: list[Figure | Rejection] = []
        pairs = told_together(passage, [number for number, described in numbers if described])
        said: list[_Said] = []  # of the numbers with features: what their features say, before they are compared
        left = [(next(sums), described) for _, described in numbers if described]
        for number, described in numbers:
            if isinstance(number, Rejection):
                verdicts.append(number)
                continue
            if described is None:
                verdicts.append(Rejection(number, _plain_reason(number)))
                continue
            nth = len(said)
            summed, added = left[nth][0], self.follow(described)
            if added:
                summed = known.with_more(summed, added)
            said.append(_Said(known.scores_of(summed, described.features.tied), number.unit))
            scores, unit = said[nth]
            if nth in pairs.like:
                scores, unit = said[pairs.like[nth]]
            elif nth in pairs.seconds:
                scores, unit = said[nth].with_other(said[nth - 1])
            elif nth in pairs.firsts:
                row, next_one = left[nth + 1]
                scores, unit = said[nth].with_other(_Said(known.scores_of(row, next_one.features.tied), next_one.unit))
            number = number if unit == number.unit else replace(number, unit=unit)
            verdict = _verdict(number, likeliest(scores, unit, known), passage)
            if isinstance(verdict, Figure):
                verdict = _checked(passage, verdicts[-1] if verdicts else None, number, verdict)
            self.note(described, verdict.category if isinstance(verdict, Figure) else "")
            verdicts.append(verdict)
        return verdicts

    def _set_topic(self) -> str:
        """How many different cue words the document holds; sport and business pages hold few."""
        words = spelt(self.document.text)
        count = len(index().words & words.words)
        bucket = next((i for i, limit in enumerate(_TOPIC_STEPS) if count <= limit), len(_TOPIC_STEPS))
        self.topic = f"{bucket}" if words.total >= _PAGE else f"short{min(bucket, 2)}"
        return self.topic

    def _heading(self, words: str) -> _Heading:
        """What `words` say, such as those of a heading or of a column's head."""
        if words not in self.headings:
            self.headings[words] = _heading(words)
        return self.headings[words]

    def _cell(self, number: Quantity) -> Cell | None:
        """The cell of a number. None for that of a roll whose head names no category that fits its unit, or several."""
        cell = self.table.cell(number.start)
        if cell is None or not self.table.is_roll:
            return cell
        if self._heading(cell.label).categories or unit_of(cell.label) not in ("", "person"):
            return None
        return next((cell._replace(column=one) for one in heads_of(cell.column) if self._counts_one(one, number)), None)

    def _counts_one(self, head: str, number: Quantity) -> bool:
        """Whether the head of a roll names just one category that counts things of the number's unit."""
        return sum(allowed(number.unit or unit_of(head), self._heading(head).categories)) == 1

    def _with_unit(self, one: Quantity, passage: Passage) -> Quantity:
        """A number without a unit takes that of its column's head, of its row's label, or of the label before it.

        The currency of its column's head is that of any number but a share.
        """
        cell = self._cell(one)
        if cell and one.unit not in SHARES:
            currency, scale = currency_of(cell.column)
            if currency:
                return _in_currency(one, currency, scale)
        if one.unit:
            return one
        places = (cell.column, cell.label) if cell else (label_before(passage, one.start) or self.question.words,)
        unit = next((unit for words in places if (unit := unit_of(words) or self._unit_named(words))), "")
        if not cell and unit_class(unit) not in _countable() and not _is_measured(one, places[0]):
            return one
        return replace(one, unit=unit) if unit else one

    def _unit_named(self, words: str) -> str:
        """What the one category that `words` name counts first: `Killed` gives person; else ""."""
        named = self._heading(words).categories
        unit = lexicon.categories()[named[0]].units[0] if len(named) == 1 else ""
        return "" if unit == "money" else unit


def _in_currency(one: Quantity, currency: str, scale: float) -> Quantity:
    low, high = (None if bound is None else bound * scale for bound in (one.low, one.high))
    return replace(one, unit=currency, value=one.value * scale, low=low, high=high)


def _is_measured(one: Quantity, label: str) -> bool:
    """Whether a number is what its label measures: `Rain (mm): 40`, not `In six months: 50,000`."""
    if any(numbers_in(label)):
        return False
    return unit_of(label) not in DURATIONS or lasts(one.value, label)


def _described(one: _Asked, row: Sentence | None, cues: list[Hit]) -> list[tuple[Number, Described | None]]:
    if row is None:
        return [(number, None) for number in one.found]
    if one.passage.kind == "sentence" and not set(row.tags) - {"NUM", "DATE", "P"}:
        # A number that stands alone says nothing of what it counts.
        bare = (number if isinstance(number, Rejection) else Rejection(number, "not_counted") for number in one.found)
        return [(number, None) for number in bare]
    return [
        (number, None if scene is None or isinstance(number, Rejection) else describe(number, at, row, cues, scene))
        for number, scene, at in zip(one.found, one.scenes, row.positions, strict=True)
    ]


def _heading(words: str) -> _Heading:
    row = sentence(Passage(0, len(words), words), [])
    lemmas = dict.fromkeys(lemma for lemma, tag in zip(row.lemmas, row.tags, strict=True) if tag in CONTENT)
    named = {hit.cue.category for hit in hits(row) if not hit.cue.weak}
    return _Heading(tuple(lemmas)[:12], tuple(sorted(named)))


_figure = quickly(Figure)


def _verdict(quantity: Quantity, likely: Likely, passage: Passage) -> Figure | Rejection:
    if likely.label == NONE:
        return Rejection(quantity, "money" if unit_class(quantity.unit) == "money" else "not_counted")
    if likely.is_doubtful:
        return Rejection(quantity, "doubtful")
    return _figure(
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        modifier=quantity.modifier,
        category=likely.label,
        unit=quantity.unit or lexicon.categories()[likely.label].units[0],
        group=quantity.unit_text,
        passage=passage.text,
        passage_start=passage.start,
        confidence=round(likely.share, 3),
        rule="weights",
    )


# `Only $31 million of the $88 million has come in`: of money that is given the whole is what was asked for.
_GIVEN = frozenset({"funding_received", "funding_pledged"})


def _checked(
    passage: Passage, part: Figure | Rejection | None, number: Quantity, verdict: Figure
) -> Figure | Rejection:
    """A verdict, but for what a part that has suffered was taken from, of which none has, or who is cited."""
    of_part = isinstance(part, Figure) and part.category == verdict.category and is_whole(passage, part, verdict)
    if of_part and verdict.category in _GIVEN:
        return replace(verdict, category="funding_required")
    if of_part or is_of_none(passage, verdict):
        return Rejection(number, "whole")
    return Rejection(number, "not_counted") if is_speaker(passage, verdict) else verdict


class Likely(NamedTuple):
    """The likeliest label of a number and its probability, with those of the next category and of no figure."""

    label: str
    share: float
    beside: float
    none: float

    @property
    def is_doubtful(self) -> bool:
        """Whether the label is a category that is not likely enough to be told."""
        return self.share < LEAST or self.share < AHEAD * self.beside or self.none > NO_FIGURE


_NOTHING = 14.0  # a score this far below the top has less than a millionth of its share


def judged(features: Features, unit: str, known: Weights) -> Likely:
    """What a number with these features and this unit most likely is."""
    return likeliest(known.scores(features), unit, known)


def likeliest(scores: list[float], unit: str, known: Weights) -> Likely:
    """What a number with these scores and this unit most likely is. The first label is that of no figure."""
    fine = allowed(unit, known.labels)
    scores = list(compress(scores, fine))
    top = max(scores)
    label = next(islice(compress(known.labels, fine), scores.index(top), None))
    share = 1 / sum([exp(score - top) for score in scores if score > top - _NOTHING])
    none, *others = scores
    if label != NONE:
        others.remove(top)
    return Likely(label, share, share * exp(max(others) - top) if others else 0.0, share * exp(none - top))


@cache
def allowed(unit: str, labels: tuple[str, ...]) -> list[bool]:
    """For each label whether its category counts things of `unit`; an unknown unit fits all but money."""
    kind = unit_class(unit)
    categories = lexicon.categories()
    if not kind:
        return [label == NONE or categories[label].units[0] != "money" for label in labels]
    return [label == NONE or kind in categories[label].units for label in labels]


@cache
def _countable() -> frozenset[str]:
    return frozenset(unit for category in lexicon.categories().values() for unit in category.units)


def _plain_reason(quantity: Quantity) -> str:
    """Why its unit, or that it is zero, makes the number no figure whatever the text says, or ""."""
    unit = quantity.unit
    if not unit or unit_class(unit) in _countable():
        return "zero" if quantity.value == 0 else ""
    return UNIT_REASONS.get(unit, "measure")

"""Quantities of a passage to figures, or to named rejections.

A number is first tried against the reasons that settle it by its unit alone (a percentage, an age, a duration). What
is left gets a category, or none, from the cues around it: how each stands to the number is a feature, and the trained
weights say how much it speaks for its category.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from figures import lexicon
from figures.clauses import CONTENT, sentence
from figures.cues import hits, index
from figures.features import Features, Scene, describe, unit_class
from figures.model import Document, Figure, Passage, Quantity, Rejection
from figures.tables import Table, label_before, unit_of
from figures.weights import NONE, Weights, probabilities, weights
from figures.wholewords import lowered

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
    "measure": "a measure such as a duration, distance or temperature",
    "money": "money that is not humanitarian aid or damage",
    "not_counted": "counts something that is no humanitarian figure",
    "doubtful": "no category is likely enough",
}


# A category less likely than this is not told: of such figures on labelled articles that nothing was learned from, more
# are wrong than right.
DOUBT = 0.28
_TOPIC_STEPS = (2, 4, 7, 11, 16, 24)  # different cue words in a document
_PAGE = 80  # words; a shorter text says little of its topic by how many cue words it holds


@dataclass(slots=True)
class Reading:
    """One document being read: its topic, and the verdicts so far."""

    document: Document
    topic: str = ""
    before: str = ""
    before_unit: str = ""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    table: Table = field(default_factory=Table)
    scene: Scene = field(default_factory=Scene)
    at: int = -1

    def classify(self, passage: Passage, found: list[Quantity | Rejection]) -> list[Figure | Rejection]:
        """A verdict for each number of `passage`, in reading order."""
        if not found:  # most passages hold no number
            self.table.enter(passage, False)
            return []
        verdicts: list[Figure | Rejection] = []
        for number, features in self.described(passage, found):
            if isinstance(number, Rejection) or features is None:
                verdicts.append(number if isinstance(number, Rejection) else Rejection(number, _unit_reason(number)))
                continue
            verdict = self._verdict(number, features, passage)
            self.note(number, verdict.category if isinstance(verdict, Figure) else "")
            verdicts.append(verdict)
        return verdicts

    def described(
        self, passage: Passage, found: list[Quantity | Rejection]
    ) -> Iterator[tuple[Quantity | Rejection, Features | None]]:
        """Each number with its features, or None where its unit settles it. Call `note` after each verdict."""
        self.table.enter(passage, any(isinstance(one, Quantity) for one in found))
        found = [self._with_unit(one, passage) for one in found]
        settled = [isinstance(one, Rejection) or bool(_unit_reason(one)) for one in found]
        if all(settled):
            for one in found:
                yield one, None
            return
        row = sentence(passage, found)
        if passage.kind == "sentence" and not set(row.tags) - {"NUM", "DATE", "P"}:
            # A number that stands alone says nothing of what it counts.
            for one in found:
                yield one if isinstance(one, Rejection) else Rejection(one, "not_counted"), None
            return
        cues = hits(row)
        self.scene = Scene(
            topic=self.topic or self._set_topic(),
            kind=passage.kind,
            before=self.before,
            before_unit=self.before_unit,
            heading=_content(passage.section),
        )
        for one, at, done in zip(found, row.positions, settled, strict=True):
            if done or isinstance(one, Rejection):
                yield one, None
                continue
            self.at = at
            cell = self.table.cell(one.start)
            self.scene.column = self._named(cell.column) if cell else ()
            self.scene.label = self._named(cell.label) if cell else ()
            self.scene.section = self._named(cell.caption if cell else passage.section)
            yield one, describe(one, at, row, cues, self.scene)

    def note(self, quantity: Quantity, category: str) -> None:
        """Take note of the verdict on the number last described: "" for none."""
        scene = self.scene
        scene.previous, scene.previous_at, scene.previous_unit = category, self.at, unit_class(quantity.unit)
        if category:
            self.before, self.before_unit = category, unit_class(quantity.unit)

    def _verdict(self, quantity: Quantity, features: Features, passage: Passage) -> Figure | Rejection:
        category, sure = judged(features, quantity.unit, weights())
        if category == NONE:
            return Rejection(quantity, "money" if unit_class(quantity.unit) == "money" else "not_counted")
        if sure < DOUBT:
            return Rejection(quantity, "doubtful")
        return Figure(
            start=quantity.start,
            end=quantity.end,
            text=quantity.text,
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            qualifier=quantity.qualifier,
            modifier=quantity.modifier,
            category=category,
            unit=quantity.unit or lexicon.categories()[category].units[0],
            group=quantity.unit_text,
            passage=passage.text,
            passage_start=passage.start,
            confidence=round(sure, 3),
            rule="weights",
        )

    def _set_topic(self) -> str:
        """How many different cue words the document holds; sport and business pages hold few."""
        words = lowered(self.document.text).split()
        count = len(index().words.intersection(words))
        bucket = next((i for i, limit in enumerate(_TOPIC_STEPS) if count <= limit), len(_TOPIC_STEPS))
        self.topic = f"{bucket}" if len(words) >= _PAGE else f"short{min(bucket, 2)}"
        return self.topic

    def _named(self, words: str) -> tuple[str, ...]:
        """The categories that `words` name, such as a heading's."""
        if words not in self.names:
            self.names[words] = _categories_named(words) if words else ()
        return self.names[words]

    def _with_unit(self, one: Quantity | Rejection, passage: Passage) -> Quantity | Rejection:
        """A number without a unit takes that of its column's head, of its row's label, or of the label before it."""
        if not isinstance(one, Quantity) or one.unit:
            return one
        cell = self.table.cell(one.start)
        places = (cell.column, cell.label) if cell else (label_before(passage, one.start),)
        unit = next((unit for words in places if (unit := unit_of(words) or self._unit_named(words))), "")
        return replace(one, unit=unit) if unit else one

    def _unit_named(self, words: str) -> str:
        """What the one category that `words` name counts first: `Killed` gives person; else ""."""
        named = self._named(words)
        unit = lexicon.categories()[named[0]].units[0] if len(named) == 1 else ""
        return "" if unit == "money" else unit


@lru_cache(maxsize=4096)
def _content(words: str) -> tuple[str, ...]:
    """The lemmas of a heading that mean something."""
    row = sentence(Passage(0, len(words), words), [])
    return tuple(dict.fromkeys(lemma for lemma, tag in zip(row.lemmas, row.tags, strict=True) if tag in CONTENT))[:12]


def judged(features: Features, unit: str, known: Weights) -> tuple[str, float]:
    """The likeliest label of a number with these features and this unit, and its probability."""
    shares = probabilities(known.scores(features), allowed(unit, known.labels))
    sure = max(shares)
    return known.labels[shares.index(sure)], sure


def _categories_named(text: str) -> tuple[str, ...]:
    row = sentence(Passage(0, len(text), text), [])
    return tuple(sorted({hit.cue.category for hit in hits(row) if not hit.cue.weak}))


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


def _unit_reason(quantity: Quantity) -> str:
    """Why the unit alone makes the number no figure, or ""."""
    unit = quantity.unit
    if not unit or unit_class(unit) in _countable():
        return ""
    return UNIT_REASONS.get(unit, "measure")

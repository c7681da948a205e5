"""What is known of a number in its sentence, as named features that the trained weights score.

Two kinds. `open` features are words and shapes, scored for each category apart (`head=people`, `right=flee/act`).
`tied` features say how a cue of a category stands to the number (`verb:right-passive`) and are scored alike for
every category, so a new word in the lexicon works without new training.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from figures.clauses import Governor, Phrase, above, infinitive, left, paired, phrase, right, subject, told_of
from figures.cues import Cue, Hit, Kind
from figures.model import Quantity
from figures.remembered import Remembered
from figures.sentences import Sentence

_WINDOW = 7
_FAR = 24  # words; what stands farther off in a long sentence, mostly a list, means another number
_start = itemgetter(0)
_MONEY = "money"
NONE = "none"


@dataclass(slots=True)
class Scene:
    """What surrounds a number: the document's topic, the kind of its passage, and what its heading and cell say."""

    topic: str = "0"
    kind: str = "sentence"
    heading: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Before:
    """The verdicts so far ("" for none): on the last number of the passage, which stands `at` a word of it (-1 where
    there was none yet), and on the last number that was a figure. Each with its unit."""

    category: str = ""
    at: int = -1
    unit: str = ""
    figure: str = ""
    figure_unit: str = ""


@dataclass(slots=True)
class Features:
    """`open` names features of the number; `tied` maps a category to the features of its cues."""

    open: list[str] = field(default_factory=list)
    tied: dict[str, list[str]] = field(default_factory=dict)


class Described(NamedTuple):
    """A number at a position of its sentence with its features. `own` says whether a cue of its own speaks for it."""

    features: Features
    row: Sentence
    at: int
    unit: str
    own: bool


def unit_class(unit: str) -> str:
    """`money` for any currency code, else the unit."""
    return _MONEY if len(unit) == 3 and unit.isupper() else unit


_PEOPLE = frozenset(("person", "household"))
_THINGS = frozenset(
    (
        "house",
        "building",
        "school",
        "health_facility",
        "bridge",
        "vehicle",
        "weapon",
        "village",
        "hectare",
        "acre",
        "animal",
    )
)


def kin_of(unit: str) -> str:
    """The kind of thing that a unit is: people, things, money, or the unit itself."""
    return "people" if unit in _PEOPLE else "thing" if unit in _THINGS else unit


def _within(cues: list[Hit], at: int) -> list[Hit]:
    """The cues, which stand in reading order, that are near enough to mean the number at `at`."""
    return cues[bisect_left(cues, at - _FAR, key=_start) : bisect_left(cues, at + _FAR, key=_start)]


def describe(quantity: Quantity, at: int, row: Sentence, cues: list[Hit], scene: Scene) -> Described:
    """The number at position `at` of the sentence with its features, but for those that `follow` gives it."""
    counted = phrase(row, at)
    after, before = right(row, counted.end), left(row, at)
    subject_of = subject(row, before.position) if before.position >= 0 else _NOWHERE
    unit = unit_class(quantity.unit)
    features = Features([*_scene_names(scene.topic, scene.kind, scene.heading, unit), *_form(quantity, unit)])
    features.open += _governed(unit, row, counted, after, before, subject_of)
    features.open += _beside(row, at, counted.end)
    features.open += _around(row, at)
    if row.countries:
        features.open += _whither(row, at, after)
    own = _tie_cues(features, unit, at, row, counted, after, before, subject_of, _within(cues, at))
    if scene.section or scene.column or scene.label or scene.told:
        _tie_scene(features, scene, own)
    features.open = list(dict.fromkeys(features.open))
    return Described(features, row, at, unit, own)


def follow(number: Described, before: Before) -> tuple[str, ...]:
    """Give a number the features that say what the numbers before it were; return the open ones."""
    features, row, at, unit, own = number
    led = "own" if own else "bare"
    if before.at >= 0:
        link, category = _link(row, before.at, at), before.category
        same = "same" if unit == before.unit else "other"
        features.tied.setdefault(category or NONE, []).extend(
            (f"previous:{link}/{same}/{led}", f"previous/{same}/{led}", f"previous:{link}/{led}")
        )
        added = (f"list={link}/{'some' if category else NONE}/{unit}", f"previous={category}/{unit}")
        features.open += added
        return added
    if before.figure:
        same = "same" if unit == before.figure_unit else "other"
        features.tied.setdefault(before.figure, []).append(f"before/{same}/{led}")
    return ()


_NOWHERE = (-1, -1)


def _form(quantity: Quantity, unit: str) -> tuple[str, str]:
    form = "digit" if quantity.text[:1].isdigit() else "word"
    return f"size={bisect_right(_SIZES, quantity.value)}/{unit}", f"form={form}/{quantity.qualifier}"


_SIZES = tuple(10.0**power for power in range(1, 10))


def _governed(
    unit: str, row: Sentence, counted: Phrase, after: Governor, before: Governor, subject_of: tuple[int, int]
) -> list[str]:
    """The words that the number counts and those that govern it."""
    lemmas, kin = row.lemmas, kin_of(unit)
    led, leads, link = after.lemma, before.lemma, before.link
    names = [
        f"head={lemmas[counted.head] if counted.head >= 0 else ''}",
        f"right={led}",
        f"right={led}/{voice_of(after, counted)}",
        f"right={led}/{kin}",
        f"right-aux={after.auxiliary}/{kin}",
        f"left={leads}/{link}",
        f"left={leads}/{kin}",
        f"left={leads}/{before.auxiliary}",
        f"noun={before.noun}/{link}",
        f"link={link}/{unit}",
    ]
    for position in counted.modifiers:
        names.append(f"modifier={lemmas[position]}")
    if further := infinitive(row, after):
        names.append(f"right-to={further}")
    if upper := above(row, before):
        names.append(f"above={upper}/{kin}")
    if before.position >= 0 and (chief := told_of(row, *subject_of)) >= 0:
        names.append(f"subject={lemmas[chief]}")
    return names


def _beside(row: Sentence, at: int, end: int) -> tuple[str, ...]:
    """The words next to the number, and next to its noun phrase, which ends at `end`."""
    words, n = row.words, len(row.words)
    behind = words[end] if end < n else "$"
    return (
        f"w-1={words[at - 1] if at >= 1 else '^'}",
        f"w+1={words[at + 1] if at + 1 < n else '$'}",
        f"w-2={words[at - 2] if at >= 2 else '^'}",
        f"w+2={words[at + 2] if at + 2 < n else '$'}",
        f"after={behind}",
        f"after2={behind}_{words[end + 1] if end + 1 < n else '$'}",
    )


@lru_cache(maxsize=256)
def _scene_names(topic: str, kind: str, heading: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """The features that all numbers of this unit have in a passage of this kind under this heading."""
    own = ("bias", f"unit={unit}", f"kind={kind}/{unit}", f"topic={topic}", f"topic={topic}/{unit}")
    return tuple(map(intern, (*own, *(f"heading~{word}" for word in heading))))


def _around(row: Sentence, at: int) -> list[str]:
    """The words that mean something: near on the left, far on either side, near on the right.

    Names only near: one that stands far off tells of the place or the people, and with it the weights remember a text.
    """
    lemmas, tags, content = row.lemmas, row.tags, row.content
    here = bisect_left(content, at)
    left_ = bisect_left(content, at - _WINDOW, 0, here)
    right_ = bisect_left(content, at + _WINDOW + 1, here)
    edge = bisect_left(content, at + _WINDOW + 2, right_)  # the word between is both near and far
    far_left, far_right = bisect_left(content, at - _FAR, 0, left_), bisect_left(content, at + _FAR + 1, edge)
    found = [_WORDS[lemmas[position]][0] for position in content[left_:here]]
    far = content[far_left:left_] + content[right_:far_right]
    found += [_WORDS[lemmas[position]][1] for position in far if tags[position] != "NAME"]
    found += [_WORDS[lemmas[position]][2] for position in content[here:edge]]
    return found


_NEAR = 12  # words


def _whither(row: Sentence, at: int, after: Governor) -> list[str]:
    """Which way the words behind the number lead to a country: `fled to Uganda`, where `fled to Gulu` crosses none."""
    ways = [way for position, way in row.countries if at < position <= at + _NEAR and way]
    return [f"country={ways[0]}", f"country={ways[0]}/{after.lemma}"] if ways else []


def _names_of(lemma: str) -> tuple[str, str, str]:
    """The features of a word near on the left, far, and near on the right."""
    return intern(f"l~{lemma}"), intern(f"far~{lemma}"), intern(f"r~{lemma}")


_WORDS = Remembered(_names_of)


def voice_of(verb: Governor, counted: Phrase) -> str:
    """How the counted phrase stands to the verb on its right: passive, participle, active, relative, predicate."""
    if verb.position < 0:
        return "none"
    if verb.tag not in ("VB", "VBZ", "VED", "VING"):
        return "predicate"
    if verb.auxiliary == "be":
        return "passive" if verb.tag == "VED" else "active"
    if verb.tag == "VED" and not verb.auxiliary:
        return "participle" if verb.position == counted.end else "past"
    return "active"


def _tie_cues(
    features: Features,
    unit: str,
    at: int,
    row: Sentence,
    counted: Phrase,
    after: Governor,
    before: Governor,
    subject_of: tuple[int, int],
    cues: list[Hit],
) -> bool:
    """Tie the cues to the number; return whether one of them governs it or stands in its noun phrase."""
    if not cues:
        return False
    nearest_left = max([end for _, end, _ in cues if end <= at], default=-1)
    nearest_right = next((start for start, _, _ in cues if start > at), -1)
    related: list[tuple[Cue, str, bool, bool]] = []
    own = False
    for hit in cues:
        start, end, cue = hit
        relation = _relation(hit, at, row, counted, after, before, subject_of)
        fits = not cue.units or unit in cue.units
        own = own or (fits and relation[0] not in "LR")
        related.append((cue, relation, fits, end == nearest_left or start == nearest_right))
    opened = features.open
    tied: dict[str, dict[str, None]] = {}
    for cue, relation, fits, nearest in related:
        category = cue.category
        if relation[0] not in "LR":
            opened.append(f"own={category}")
        if nearest:
            opened.append(f"near={category}")
        names = _tied_names(cue.kind, relation, own, fits, cue.weak, nearest)
        if category in tied:
            tied[category].update(names)
        else:
            tied[category] = names.copy()
    features.tied = {category: [*found] for category, found in tied.items()}
    return own


@lru_cache(maxsize=16384)
def _tied_names(kind: Kind, relation: str, own: bool, fits: bool, weak: bool, nearest: bool) -> dict[str, None]:
    """The features, each once, of a cue that stands in `relation` to a number, and may be the one nearest to it.

    `own` says whether the number has a cue of its own, beside which one further away says less.
    """
    far = "+" if own and relation[0] in "LR" else ""
    wrong = "" if fits else "!"
    name = f"{kind}:{relation}{far}{wrong}{'~' if weak else ''}"
    coarse = f"{kind}:{relation.split('/')[0]}{far}"
    names = [name, coarse + wrong]
    if relation.startswith("subject"):  # whatever leads on to the number
        names.append(f"{kind}:subject{wrong}")
    if nearest:
        names += (f"nearest:{name}", f"nearest:{coarse}")
    return dict.fromkeys(names)


def _relation(
    hit: Hit, at: int, row: Sentence, counted: Phrase, after: Governor, before: Governor, subject_of: tuple[int, int]
) -> str:
    """How the cue stands to the number."""
    kind, counts = hit.cue.kind, hit.cue.counts
    if hit.start <= after.position < hit.end:
        voice = voice_of(after, counted)
        if kind == "verb":
            return f"right-{voice}/{counts}/{after.crossed[:2]}"
        return f"right-{kind}/{after.crossed[:2]}"
    if hit.start <= before.position < hit.end:
        return (
            f"left-{before.link or 'object'}/{counts}/{'be' if before.auxiliary == 'be' else ''}/{before.crossed[:2]}"
        )
    if hit.start <= counted.head < hit.end:
        return "head"
    if at < hit.start < counted.end:
        return "modifier"
    if hit.start == counted.end:
        return f"post/{counts}"
    if subject_of[0] <= hit.start < subject_of[1]:
        return f"subject-{before.link or 'object'}/{before.crossed[:2]}"
    return _distance(hit, at, row, after)


def _distance(hit: Hit, at: int, row: Sentence, after: Governor) -> str:
    at = paired(row, at) if hit.start < at else at
    if hit.start > at:
        side, gap, start, end = "R", hit.start - at, at + 1, hit.start
        chained = 0 <= after.position < hit.start and hit.start - after.position <= 4
    else:
        side, gap, start, end = "L", at - hit.end, hit.end, at
        chained = False
    # `from the affected areas` speaks of the areas.
    attributive = hit.cue.kind in ("adjective", "verb") and row.tags[hit.end - 1] in ("ADJ", "VED")
    mark = "e" if attributive and hit.end < len(row.tags) and row.tags[hit.end] in ("NOUN", "NAME") else ""
    mark += "n" if _any_in(row.numbers, start, end) else ""
    mark += "b" if _any_in(row.breaks, start, end) else ""
    mark += ":" if _any_in(row.colons, start, end) else ""
    if chained and not mark:
        return f"chain/{hit.cue.counts}"
    reach = 1 if gap <= 1 else 3 if gap <= 3 else 6 if gap <= 6 else 12 if gap <= 12 else 99
    return f"{side}{reach}{mark}/{hit.cue.counts if hit.cue.kind in ('verb', 'phrase') else ''}"


def _any_in(positions: list[int], start: int, end: int) -> bool:
    if not positions:
        return False
    first = bisect_left(positions, start)
    return first < len(positions) and positions[first] < end


def _tie_scene(features: Features, scene: Scene, own: bool) -> None:
    """Tie what the section and the cell name."""
    tied = features.tied
    for category in scene.section:
        tied.setdefault(category, []).append(f"section/{scene.kind}/{'own' if own else 'bare'}")
    for place, categories in (("column", scene.column), ("label", scene.label)):
        for category in categories:
            tied.setdefault(category, []).append(place)
            features.open.append(f"{place}={category}")
    for category in scene.told:
        tied.setdefault(category, []).append(f"told/{'own' if own else 'bare'}")
        features.open.append(f"told={category}")


def _link(row: Sentence, start: int, end: int) -> str:
    """What joins two numbers of a sentence: `and`, `,`, `including`, `(`, a verb between, or far apart."""
    verb = "" if _VERBAL.isdisjoint(row.tags[start + 1 : end]) else "v"
    if end - start > 13:
        return verb + "far"
    marks = [word[:2] for word in row.words[start + 1 : end] if word in _JOINING]
    return verb + "".join(marks[-3:])


_VERBAL = frozenset(("VB", "VBZ", "VED", "VING", "BE"))
_JOINING = frozenset(("and", ",", "including", "of", "(", ";", ":", "or", "from", "to", "but", "while"))

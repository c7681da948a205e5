"""What is known of a number in its sentence, as named features that the trained weights score.

Two kinds. `open` features are words and shapes, scored for each category apart (`head=people`, `right=flee/act`).
`tied` features say how a cue of a category stands to the number (`verb:right-passive`) and are scored alike for
every category, so a new word in the lexicon works without new training.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from sys import intern

from figures.clauses import Governor, Phrase, Sentence, above, head_of, infinitive, left, paired, phrase, right, subject
from figures.cues import Cue, Hit, Kind
from figures.model import Quantity

_WINDOW = 7
_FAR = 100  # words; in longer sentences, mostly lists without a full stop, a cue beyond means another number
_start = itemgetter(0)
_FAR = 24
_MONEY = "money"
NONE = "none"


@dataclass(slots=True)
class Scene:
    """What the document said before: its section, its topic, and the verdicts so far ("" for none)."""

    topic: str = "0"
    section: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    kind: str = "sentence"
    heading: tuple[str, ...] = ()
    previous: str = ""
    previous_at: int = -1
    previous_unit: str = ""
    before: str = ""
    before_unit: str = ""


@dataclass(slots=True)
class Features:
    """`open` names features of the number; `tied` maps a category to the features of its cues."""

    open: list[str] = field(default_factory=list)
    tied: dict[str, list[str]] = field(default_factory=dict)


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


def describe(quantity: Quantity, at: int, row: Sentence, cues: list[Hit], scene: Scene) -> Features:
    """The features of the number at position `at` of the sentence."""
    counted = phrase(row, at)
    verb_right, verb_left = right(row, counted.end), left(row, at)
    features = Features()
    unit = unit_class(quantity.unit)
    features.open = list(_open(quantity, unit, at, row, counted, verb_right, verb_left, scene))
    own = _tie_cues(features, unit, at, row, counted, verb_right, verb_left, _within(cues, at))
    _tie_scene(features, at, row, scene, unit, own)
    features.open = list(dict.fromkeys(features.open))
    return features


def _open(
    quantity: Quantity,
    unit: str,
    at: int,
    row: Sentence,
    counted: Phrase,
    after: Governor,
    before: Governor,
    scene: Scene,
) -> Iterator[str]:
    lemmas, words, n = row.lemmas, row.words, len(row.words)
    yield from _scene_names(scene.topic, scene.kind, scene.heading, unit)
    yield f"size={_size(quantity.value)}/{unit}"
    yield f"form={'digit' if quantity.text[:1].isdigit() else 'word'}/{quantity.qualifier}"
    head = lemmas[counted.head] if counted.head >= 0 else ""
    yield f"head={head}"
    for position in counted.modifiers:
        yield f"modifier={lemmas[position]}"
    voice = voice_of(after, counted)
    yield f"right={after.lemma}"
    yield f"right={after.lemma}/{voice}"
    kin = kin_of(unit)
    yield f"right={after.lemma}/{kin}"
    yield f"right-aux={after.auxiliary}/{kin}"
    yield f"left={before.lemma}/{before.link}"
    yield f"left={before.lemma}/{kin}"
    further = infinitive(row, after)
    if further:
        yield f"right-to={further}"
    upper = above(row, before)
    if upper:
        yield f"above={upper}/{kin}"
    yield f"left={before.lemma}/{before.auxiliary}"
    yield f"noun={before.noun}/{before.link}"
    yield f"link={before.link}/{unit}"
    if before.position >= 0:
        chief = head_of(row, *subject(row, before.position))
        if chief >= 0:
            yield f"subject={lemmas[chief]}"
    for offset in (1, 2):
        yield f"w-{offset}={words[at - offset] if at >= offset else '^'}"
        yield f"w+{offset}={words[at + offset] if at + offset < n else '$'}"
    end = counted.end
    yield f"after={words[end] if end < n else '$'}"
    yield f"after2={words[end] if end < n else '$'}_{words[end + 1] if end + 1 < n else '$'}"
    yield from _around(row, at)


@lru_cache(maxsize=4096)
def _scene_names(topic: str, kind: str, heading: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """The features that all numbers of this unit have in a passage of this kind under this heading."""
    own = ("bias", f"unit={unit}", f"kind={kind}/{unit}", f"topic={topic}", f"topic={topic}/{unit}")
    return tuple(map(intern, (*own, *(f"heading~{word}" for word in heading))))


def _around(row: Sentence, at: int) -> Iterator[str]:
    """The words that mean something: near on the left, far on either side, near on the right."""
    lemmas, content = row.lemmas, row.content
    limits = (at - _FAR, at - _WINDOW, at, at + 1, at + _WINDOW + 1, at + _WINDOW + 2, at + _FAR + 1)
    far_left, left_, here, right_, far_right, right_end, end = [bisect_left(content, limit) for limit in limits]
    for position in content[left_:here]:
        yield _word_names(lemmas[position])[0]
    for position in content[far_left:left_] + content[far_right:end]:
        yield _word_names(lemmas[position])[1]
    for position in content[right_:right_end]:
        yield _word_names(lemmas[position])[2]


@lru_cache(maxsize=65536)
def _word_names(lemma: str) -> tuple[str, str, str]:
    """The features of a word near on the left, far, and near on the right."""
    return intern(f"l~{lemma}"), intern(f"far~{lemma}"), intern(f"r~{lemma}")


def _size(value: float) -> str:
    size = 0
    while value >= 10 and size < 9:
        value /= 10
        size += 1
    return str(size)


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
    cues: list[Hit],
) -> bool:
    """Tie the cues to the number; return whether one of them governs it or stands in its noun phrase."""
    nearest_left = max([hit.end for hit in cues if hit.end <= at], default=-1)
    nearest_right = next((hit.start for hit in cues if hit.start > at), -1)
    subject_of = subject(row, before.position) if before.position >= 0 else (-1, -1)
    # What stands at the same words in the same way stands alike to the number.
    known: dict[tuple[int, int, Kind, str], str] = {}
    related: list[tuple[Cue, str, bool, bool]] = []
    own = False
    for hit in cues:
        start, end, cue = hit
        alike = (start, end, cue.kind, cue.counts)
        relation = known.get(alike)
        if relation is None:
            relation = known[alike] = _relation(hit, at, row, counted, after, before, subject_of)
        fits = not cue.units or unit in cue.units
        own = own or (fits and relation[0] not in "LR")
        related.append((cue, relation, fits, end == nearest_left or start == nearest_right))
    opened: list[str] = []
    for cue, relation, fits, nearest in related:
        category = cue.category
        names = _tied_names(cue.kind, relation, own, fits, cue.weak)
        tied = features.tied.setdefault(category, [])
        if relation[0] not in "LR":
            opened.append(f"own={category}")
        if nearest:
            tied += names
            opened.append(f"near={category}")
        else:
            tied += names[:2]
    features.open += opened
    for category, tied in features.tied.items():
        features.tied[category] = list(dict.fromkeys(tied))
    return own


@lru_cache(maxsize=16384)
def _tied_names(kind: Kind, relation: str, own: bool, fits: bool, weak: bool) -> tuple[str, str, str, str]:
    """The features of a cue that stands in `relation` to a number: the last two for the cue nearest to it.

    `own` says whether the number has a cue of its own, beside which one further away says less.
    """
    far = "+" if own and relation[0] in "LR" else ""
    wrong = "" if fits else "!"
    name = f"{kind}:{relation}{far}{wrong}{'~' if weak else ''}"
    coarse = f"{kind}:{relation.split('/')[0]}{far}"
    return name, coarse + wrong, f"nearest:{name}", f"nearest:{coarse}"


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


def _tie_scene(features: Features, at: int, row: Sentence, scene: Scene, unit: str, own: bool) -> None:
    """Tie what the section names and what the numbers before were."""
    tied = features.tied
    led = "own" if own else "bare"
    for category in scene.section:
        tied.setdefault(category, []).append(f"section/{scene.kind}/{led}")
    for place, categories in (("column", scene.column), ("label", scene.label)):
        for category in categories:
            tied.setdefault(category, []).append(place)
            features.open.append(f"{place}={category}")
    if scene.previous_at >= 0:
        link = _link(row, scene.previous_at, at)
        same = "same" if unit == scene.previous_unit else "other"
        features.open.append(f"list={link}/{'some' if scene.previous else NONE}/{unit}")
        features.open.append(f"previous={scene.previous}/{unit}")
        tied.setdefault(scene.previous or NONE, []).extend(
            (f"previous:{link}/{same}/{led}", f"previous/{same}/{led}", f"previous:{link}/{led}")
        )
    elif scene.before:
        same = "same" if unit == scene.before_unit else "other"
        tied.setdefault(scene.before, []).append(f"before/{same}/{led}")


def _link(row: Sentence, start: int, end: int) -> str:
    """What joins two numbers of a sentence: `and`, `,`, `including`, `(`, a verb between, or far apart."""
    between = range(start + 1, end)
    words = [row.words[position] for position in between]
    verb = any(row.tags[position] in ("VB", "VBZ", "VED", "VING", "BE") for position in between)
    marks = [
        word
        for word in words
        if word in ("and", ",", "including", "of", "(", ";", ":", "or", "from", "to", "but", "while")
    ]
    return ("v" if verb else "") + ("".join(mark[:2] for mark in marks[-3:]) if len(words) <= 12 else "far")

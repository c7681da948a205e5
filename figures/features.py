"""What is known of a number in its sentence, as named features that the trained weights score.

Two kinds. `open` features are words and shapes, scored for each category apart (`head=people`, `right=flee/act`).
`tied` features say how a cue of a category stands to the number (`verb:right-passive`) and are scored alike for
every category, so a new word in the lexicon works without new training.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from figures.clauses import Governor, Phrase, Sentence, above, head_of, infinitive, left, paired, phrase, right, subject
from figures.cues import Cue, Hit
from figures.model import Quantity

_WINDOW = 7
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
    opening: tuple[str, ...] = ()
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


def describe(quantity: Quantity, at: int, row: Sentence, cues: list[Hit], scene: Scene) -> Features:
    """The features of the number at position `at` of the sentence."""
    counted = phrase(row, at)
    verb_right, verb_left = right(row, counted.end), left(row, at)
    features = Features()
    unit = unit_class(quantity.unit)
    features.open = list(_open(quantity, unit, at, row, counted, verb_right, verb_left, scene))
    own = _tie_cues(features, unit, at, row, counted, verb_right, verb_left, cues)
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
    yield "bias"
    yield f"unit={unit}"
    yield f"size={_size(quantity.value)}/{unit}"
    yield f"form={'digit' if quantity.text[:1].isdigit() else 'word'}/{quantity.qualifier}"
    yield f"kind={scene.kind}/{unit}"
    yield f"topic={scene.topic}"
    yield f"topic={scene.topic}/{unit}"
    for word in scene.heading:
        yield f"heading~{word}"
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
    for position in range(max(0, at - _WINDOW), at):
        if row.tags[position] in CONTENT:
            yield f"l~{lemmas[position]}"
    for position in range(max(0, at - 24), min(n, at + 25)):
        if row.tags[position] in CONTENT and abs(position - at) > _WINDOW:
            yield f"far~{lemmas[position]}"
    for position in range(at + 1, min(n, at + 2 + _WINDOW)):
        if row.tags[position] in CONTENT:
            yield f"r~{lemmas[position]}"


CONTENT = frozenset(("NOUN", "NAME", "ADJ", "VB", "VBZ", "VED", "VING", "ADV"))


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
    nearest_left = max((hit.end for hit in cues if hit.end <= at), default=-1)
    nearest_right = min((hit.start for hit in cues if hit.start > at), default=-1)
    subject_of = subject(row, before.position) if before.position >= 0 else (-1, -1)
    related = [(hit, _relation(hit, at, row, counted, after, before, subject_of)) for hit in cues]
    own = any(relation[0] not in "LR" and _fits(hit.cue, unit) for hit, relation in related)
    for hit, relation in related:
        cue = hit.cue
        far = "+" if own and relation[0] in "LR" else ""
        wrong = "" if _fits(cue, unit) else "!"
        name = f"{cue.kind}:{relation}{far}{wrong}{'~' if cue.weak else ''}"
        coarse = f"{cue.kind}:{relation.split('/')[0]}{far}"
        tied = features.tied.setdefault(cue.category, [])
        tied += [name, coarse + wrong]
        if relation[0] not in "LR":
            features.open.append(f"own={cue.category}")
        if hit.end == nearest_left or hit.start == nearest_right:
            tied += [f"nearest:{name}", f"nearest:{coarse}"]
            features.open.append(f"near={cue.category}")
    for category, tied in features.tied.items():
        features.tied[category] = list(dict.fromkeys(tied))
    return own


def _fits(cue: Cue, unit: str) -> bool:
    return not cue.units or unit in cue.units


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
        side, gap, between = "R", hit.start - at, range(at + 1, hit.start)
        chained = 0 <= after.position < hit.start and hit.start - after.position <= 4
    else:
        side, gap, between = "L", at - hit.end, range(hit.end, at)
        chained = False
    numbers = broken = colon = 0
    for position in between:
        tag, word = row.tags[position], row.words[position]
        numbers += tag == "NUM"
        broken |= word in ";.|•" or tag in ("SUB", "REL")
        colon |= word == ":"
    # `from the affected areas` speaks of the areas.
    attributive = hit.cue.kind in ("adjective", "verb") and row.tags[hit.end - 1] in ("ADJ", "VED")
    elsewhere = attributive and hit.end < len(row.tags) and row.tags[hit.end] in ("NOUN", "NAME")
    mark = ("e" if elsewhere else "") + ("n" if numbers else "") + ("b" if broken else "") + (":" if colon else "")
    if chained and not mark:
        return f"chain/{hit.cue.counts}"
    reach = 1 if gap <= 1 else 3 if gap <= 3 else 6 if gap <= 6 else 12 if gap <= 12 else 99
    return f"{side}{reach}{mark}/{hit.cue.counts if hit.cue.kind in ('verb', 'phrase') else ''}"


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

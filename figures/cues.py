"""The cues of the categories, from `lexicon/category/*.toml`, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from figures import lexicon
from figures.grammar import inflections, plural
from figures.sentences import Sentence

Kind = Literal["verb", "nominal", "noun", "adjective", "total", "phrase"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a category. `counts` says which side of a verb or phrase is counted."""

    category: str
    kind: Kind
    counts: str
    weak: bool
    units: tuple[str, ...]
    modality: str


class Hit(NamedTuple):
    """A cue at words `start` to `end` of a sentence."""

    start: int
    end: int
    cue: Cue


class Index(NamedTuple):
    """Cues of one word, by the word, and of several, by the first word and then the second: many begin with `in`."""

    single: dict[str, list[Cue]]
    several: dict[str, dict[str, list[tuple[list[str], Cue]]]]
    words: frozenset[str]
    firsts: frozenset[str]


@cache
def index() -> Index:
    """Every cue of every category, in all its forms. `words` are cues themselves, with `firsts` cues begin."""
    single: dict[str, list[Cue]] = {}
    several: dict[str, dict[str, list[tuple[list[str], Cue]]]] = {}
    for category in lexicon.categories():
        for entry in lexicon.load(f"category/{category}.toml").get("cue", ()):
            for kind, form in _forms(entry):
                cue = _cue(category, kind, entry)
                first, *rest = form.lower().split()
                if rest:
                    several.setdefault(first, {}).setdefault(rest[0], []).append(([first, *rest], cue))
                else:
                    single.setdefault(first, []).append(cue)
    return Index(single, several, frozenset(single), frozenset(single | several))


def _cue(category: str, kind: Kind, entry: dict[str, Any]) -> Cue:
    return Cue(
        category=category,
        kind=kind,
        counts=entry.get("counts", "either"),
        weak=entry.get("strength") == "weak",
        units=tuple(entry.get("units", ())),
        modality=entry.get("modality", ""),
    )


def _forms(entry: dict[str, Any]) -> list[tuple[Kind, str]]:
    """Every surface form of one cue entry, with its kind."""
    if "verb" in entry:
        verb, *particles = entry["verb"].split()
        forms: list[tuple[Kind, str]] = [("verb", " ".join([form, *particles])) for form, _ in inflections(verb)]
        nominals = _numbers(entry, entry["nominal"]) if "nominal" in entry else []
        return [*forms, *(("nominal", form) for form in nominals)]
    if "noun" in entry:
        return [("noun", form) for form in _numbers(entry, entry["noun"])]
    if "adjective" in entry:
        return [("adjective", entry["adjective"])]
    if "total" in entry:
        return [("total", form) for form in _numbers(entry, entry["total"])]
    return [("phrase", entry["phrase"])]


def _numbers(entry: dict[str, Any], noun: str) -> list[str]:
    """A noun phrase in singular and plural."""
    *before, head = noun.split()
    return list(dict.fromkeys([noun, entry.get("plural", " ".join([*before, plural(head)]))]))


def hits(row: Sentence) -> list[Hit]:
    """Every cue of the sentence, in reading order. A cue inside a longer one of the same category is dropped.

    Cues that stand joined and together mean another category (`killed or injured`) are one cue of that, and in the
    sentence their words get its lemma, so that what governs the number is neither of the two.
    """
    single, several, _, firsts = index()
    words = row.words
    found: list[Hit] = []
    long: list[Hit] = []
    for at in [at for at, word in enumerate(words) if word in firsts]:
        word = words[at]
        following = several.get(word)
        if following is not None and at + 1 < len(words):
            for form, cue in following.get(words[at + 1], ()):
                if words[at : at + len(form)] == form:
                    long.append(Hit(at, at + len(form), cue))
                    found.append(long[-1])
        if word in single:
            found += [Hit(at, at + 1, cue) for cue in single[word]]
    found = _outermost(found, long) if long else found
    return _joined(found, row) if len(found) > 1 else found


def _outermost(found: list[Hit], long: list[Hit]) -> list[Hit]:
    """The hits that stand inside none of the `long` ones of their category."""
    covering: dict[tuple[str, int], list[Hit]] = {}
    for hit in long:
        for position in range(hit.start, hit.end):
            covering.setdefault((hit.cue.category, position), []).append(hit)
    return [hit for hit in found if not _inside(hit, covering.get((hit.cue.category, hit.start), ()))]


_JOINTS = frozenset((",", "or", "and", "/", "&", "+"))


def _joined(found: list[Hit], row: Sentence) -> list[Hit]:
    joins, chains = _joins(), list[list[Hit]]()
    for hit in found:
        if hit.cue.weak or hit.cue.category not in joins or (chains and hit.start < chains[-1][-1].end):
            continue
        if chains and _are_joined(chains[-1][-1], hit, row.words):
            chains[-1].append(hit)
        else:
            chains.append([hit])
    mixed = [chain for chain in chains if len({hit.cue.category for hit in chain}) > 1]
    wholes = [whole for chain in mixed if (whole := _whole(chain, row))]
    if not wholes:
        return found
    joined = {at for start, end, _ in wholes for at in range(start, end)}
    kept = [hit for hit in found if hit.cue.category not in joins or hit.start not in joined]
    return sorted([*kept, *wholes], key=lambda hit: hit.start)


def _whole(chain: list[Hit], row: Sentence) -> Hit | None:
    """The one cue that the cues of `chain` make, whose words get its lemma; None where each has a number of its own."""
    start, end = chain[0].start, chain[-1].end
    if row.words[chain[-1].start - 1] == "," or _has_each(row, start, end):
        return None
    category, lemma = _joins()[chain[0].cue.category]
    for hit in chain:
        row.lemmas[hit.start : hit.end] = [lemma] * (hit.end - hit.start)
    return Hit(start, end, replace(chain[0].cue, category=category, units=(), modality=""))


def _has_each(row: Sentence, start: int, end: int) -> bool:
    """Whether each of the joined cues has a number of its own: `left 8 dead and injured at least 12`."""
    if "or" in row.words[start:end] or "NUM" not in row.tags[max(start - _BESIDE, 0) : start]:
        return False
    after = row.tags[end : end + _BESIDE]
    between = range(end, end + after.index("NUM")) if "NUM" in after else None
    return between is not None and all(
        row.tags[at] not in ("P", "CC") and (row.tags[at] != "PREP" or row.words[at] in _HEDGING) for at in between
    )


_BESIDE = 4  # words
_HEDGING = frozenset(("at", "up", "to", "about", "around"))  # prepositions of `at least 12`; `in two days` counts none


def _are_joined(one: Hit, other: Hit, words: list[str]) -> bool:
    between = words[one.end : other.start]
    alike = _joins()[one.cue.category] == _joins()[other.cue.category]
    return alike and 0 < len(between) < 4 and _JOINTS.issuperset(between)


@cache
def _joins() -> dict[str, tuple[str, str]]:
    """By category, that of which it is a part where its cues stand joined with those of another, and its lemma."""
    tables = {name: lexicon.load(f"category/{name}.toml") for name in lexicon.categories()}
    return {part: (name, table["joined_as"]) for name, table in tables.items() for part in table.get("joins", ())}


def _inside(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.end <= other.end and other.end - other.start > hit.end - hit.start for other in others)

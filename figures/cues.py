"""The cues of the categories, from `lexicon/category/*.toml`, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    """Every cue of the sentence, in reading order. A cue inside a longer one of the same category is dropped."""
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
    return _outermost(found, long) if long else found


def _outermost(found: list[Hit], long: list[Hit]) -> list[Hit]:
    """The hits that stand inside none of the `long` ones of their category."""
    covering: dict[tuple[str, int], list[Hit]] = {}
    for hit in long:
        for position in range(hit.start, hit.end):
            covering.setdefault((hit.cue.category, position), []).append(hit)
    return [hit for hit in found if not _inside(hit, covering.get((hit.cue.category, hit.start), ()))]


def _inside(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.end <= other.end and other.end - other.start > hit.end - hit.start for other in others)

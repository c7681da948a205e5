"""The cues of the categories, from `lexicon/category/*.toml`, and where they stand in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from figures import lexicon
from figures.clauses import Sentence
from figures.grammar import inflections, plural

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
    """Cues by their first word: of one word, and of several."""

    single: dict[str, list[Cue]]
    several: dict[str, list[tuple[list[str], Cue]]]


@cache
def index() -> Index:
    """Every cue of every category, by its first word, in all its forms."""
    single: dict[str, list[Cue]] = {}
    several: dict[str, list[tuple[list[str], Cue]]] = {}
    for category in lexicon.categories():
        for entry in lexicon.load(f"category/{category}.toml").get("cue", ()):
            for kind, form in _forms(entry):
                cue = _cue(category, kind, entry)
                first, *rest = form.lower().split()
                if rest:
                    several.setdefault(first, []).append(([first, *rest], cue))
                else:
                    single.setdefault(first, []).append(cue)
    return Index(single, several)


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
    single, several = index()
    found: list[Hit] = []
    words = row.words
    for at, word in enumerate(words):
        for form, cue in several.get(word, ()):
            if words[at : at + len(form)] == form:
                found.append(Hit(at, at + len(form), cue))
        for cue in single.get(word, ()):
            found.append(Hit(at, at + 1, cue))
    if any(hit.end - hit.start > 1 for hit in found):
        found = [hit for hit in found if not _inside(hit, found)]
    return found


def _inside(hit: Hit, found: list[Hit]) -> bool:
    return any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
        for other in found
        if other.cue.category == hit.cue.category
    )

"""A light guess at the part of speech of English words, from the closed classes and verbs in `lexicon/grammar.toml`.

Tags: DET PREP CC SUB REL BE HAVE MOD DO NEG PRON ADV ADJ NOUN NAME VB VBZ VED VING NUM DATE P (punctuation).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from figures import lexicon

_CLASSES = {
    "determiner": "DET",
    "preposition": "PREP",
    "coordinator": "CC",
    "subordinator": "SUB",
    "relative": "REL",
    "be": "BE",
    "have": "HAVE",
    "modal": "MOD",
    "do": "DO",
    "negation": "NEG",
    "pronoun": "PRON",
    "adverb": "ADV",
    "adjective": "ADJ",
    "noun": "NOUN",
}
_VOWELS = "aeiou"


class Words(NamedTuple):
    """`tags`: closed-class words to tags. `forms`: verb forms to (lemma, VB, VBZ, VED or VING)."""

    tags: dict[str, str]
    forms: dict[str, tuple[str, str]]


@cache
def words() -> Words:
    """The closed classes and the verb forms, loaded on first use."""
    table = lexicon.load("grammar.toml")
    irregular = irregular_forms()
    forms: dict[str, tuple[str, str]] = {}
    for lemma in [*table["verbs"].split(), *irregular, *_cue_verbs()]:
        for form, tag in inflections(lemma):
            forms.setdefault(form, (lemma, tag))
    tags: dict[str, str] = {}
    for name, tag in _CLASSES.items():
        for word in table[name].split():
            tags.setdefault(word, tag)
    return Words(tags, forms)


@cache
def hedges() -> frozenset[str]:
    """The words that may stand between a number and the words that govern it: `more than`, `an estimated`."""
    return frozenset(lexicon.load("grammar.toml")["hedge"].split())


@cache
def hearsay() -> frozenset[str]:
    """The verbs of saying and believing: `are believed to have been killed`."""
    return frozenset(lexicon.load("grammar.toml")["hearsay"].split())


@cache
def asides() -> tuple[frozenset[str], frozenset[str]]:
    """The words that an insertion about who says so begins with, and those that it ends with."""
    table = lexicon.load("grammar.toml")
    said = {form for verb in hearsay() for form, tag in inflections(verb) if tag in ("VB", "VBZ", "VED")}
    return frozenset(table["aside"].split()), frozenset(said)


def _cue_verbs() -> list[str]:
    """The first word of every verb cue of the categories."""
    tables = (lexicon.load(f"category/{name}.toml") for name in lexicon.names("category"))
    return [entry["verb"].split()[0] for table in tables for entry in table.get("cue", ()) if "verb" in entry]


@cache
def irregular_forms() -> dict[str, list[str]]:
    """Irregular verbs: lemma to its forms other than the lemma."""
    return {lemma: forms.split() for lemma, forms in lexicon.load("grammar.toml")["irregular"].items()}


@cache
def irregular_pasts() -> frozenset[str]:
    """`lay`, `spent`, `told`: past forms that their spelling does not show, but for nouns and adjectives."""
    tags = words().tags
    forms = (form for forms in irregular_forms().values() for form in forms if not form.endswith(("s", "ing")))
    return frozenset(form for form in forms if tags.get(form) not in ("NOUN", "ADJ"))


def inflections(lemma: str) -> list[tuple[str, str]]:
    """The forms of a verb with their tags: `displace` → displace VB, displaces VBZ, displaced VED, displacing VING."""
    listed = irregular_forms().get(lemma)
    if listed:
        forms = [(form, _form_tag(form)) for form in listed]
        return [(lemma, "VB" if lemma not in listed else "VED"), *forms]
    return [(lemma, "VB"), (_third_person(lemma), "VBZ"), (_with_ed(lemma), "VED"), (_with_ing(lemma), "VING")]


def _form_tag(form: str) -> str:
    if form.endswith("ing"):
        return "VING"
    return "VBZ" if form.endswith("s") and not form.endswith("ss") else "VED"


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return (lemma + lemma[-1] if _doubles(lemma) else lemma) + "ed"


def _with_ing(lemma: str) -> str:
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye")):
        return lemma[:-1] + "ing"
    return (lemma + lemma[-1] if _doubles(lemma) else lemma) + "ing"


def _doubles(lemma: str) -> bool:
    """Whether the last consonant doubles: `trap`, `commit`; not `visit`, `flood`, `shelter`."""
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in lemma) == 1 or lemma.endswith(("mit", "fer", "cur", "pel", "nap"))


def plural(noun: str) -> str:
    """The plural by rule: `family` → families, `death` → deaths, `crash` → crashes."""
    if noun.endswith("y") and len(noun) > 1 and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


@lru_cache(maxsize=65536)
def guess(word: str, capital: bool) -> tuple[str, str]:
    """The tag and lemma of one lower-case word, seen alone."""
    tags, forms = words()
    tag = tags.get(word)
    if tag:
        return tag, word
    form = forms.get(word)
    if form and not (capital and form[1] in ("VB", "VBZ")):
        return form[1], form[0]
    if capital:
        return "NAME", word
    return _by_suffix(word)


def _by_suffix(word: str) -> tuple[str, str]:
    if word.endswith("ly") and len(word) > 4:
        return "ADV", word
    if word.endswith("ed") and len(word) > 4:
        return "VED", word[:-2]
    if word.endswith("ing") and len(word) > 5:
        return "VING", word[:-3]
    if word.endswith(("ful", "less", "ous", "able", "ible", "ical", "ive", "ary")) and len(word) > 6:
        return "ADJ", word
    return "NOUN", singular(word)


def singular(noun: str) -> str:
    """A rough singular: `families` → family, `deaths` → death; words in -ss and -us stay."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun

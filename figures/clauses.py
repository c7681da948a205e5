"""For each number of a sentence, the words that it counts and the words that govern it.

No parser: a number's noun phrase runs right from it, its verb is the nearest one to the right of that phrase (the
phrase is its subject) or to the left of the number (its object), up to the end of the clause.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from figures.grammar import asides, hedges
from figures.lexicon import load
from figures.sentences import Sentence

_VERBS = frozenset(("VB", "VBZ", "VED", "VING"))
_STOP = frozenset(";:.!?|•·")
REACH = 24  # words that a governor may stand away; longer clauses are rare and misread more often than read


@dataclass(slots=True)
class Phrase:
    """The noun phrase that a number counts: `head` is a position or -1; `end` is the position after the phrase."""

    head: int
    end: int
    modifiers: list[int]


@dataclass(slots=True)
class Governor:
    """The verb that governs a number. `position` is -1 where none was found.

    `auxiliary` is `be`, `have`, `mod`, `to` or ""; `link` is the preposition nearest to the number (left side);
    `crossed` says what lies between: another number, a comma, a relative pronoun, a conjunction.
    """

    position: int = -1
    lemma: str = ""
    tag: str = ""
    auxiliary: str = ""
    link: str = ""
    noun: str = ""
    crossed: str = ""


def phrase(row: Sentence, at: int) -> Phrase:
    """The noun phrase right of the number at position `at`."""
    words, tags = row.words, row.tags
    n = len(words)
    j = after_bracket(row, at + 1)
    while j < n and (words[j] in ("of", "more", "other", "additional", "further", "new") or tags[j] == "DET"):
        j += 1
    head, modifiers = -1, []
    while j < n:
        tag = tags[j]
        if tag in ("NOUN", "NAME"):
            if head >= 0:
                modifiers.append(head)
            head = j
        elif head < 0 and (tag == "ADJ" or (tag in _MODIFIER and j + 1 < n and tags[j + 1] in _AFTER_MODIFIER)):
            modifiers.append(j)
        elif head < 0 and modifiers and words[j] in ("and", "or", ",", "-") and j + 1 < n and tags[j + 1] == "ADJ":
            pass
        else:
            break
        j += 1
    return Phrase(head, j, modifiers)


def after_bracket(row: Sentence, at: int) -> int:
    """Behind the bracket that opens at `at`, if it is short: `nine (9) doctors`, `526 (49%) cases`; else `at`."""
    if at < len(row.words) and row.words[at] == "(":
        for k in range(at + 1, min(len(row.words), at + _BRACKET)):
            if row.words[k] == ")":
                return k + 1
    return at


_BRACKET = 7  # words; a longer bracket is a remark of its own
_MODIFIER = frozenset(("VED", "VING", "ADV"))
_AFTER_MODIFIER = frozenset(("NOUN", "NAME", "ADJ", "VED", "VING"))


def is_attribute(row: Sentence, k: int) -> bool:
    """Whether the participle at `k` describes the noun after it: `the affected areas`, `sheds or ruined houses`."""
    tags = row.tags
    if not 0 < k < len(tags) - 1 or tags[k + 1] not in ("NOUN", "NAME", "ADJ"):
        return False
    before = k - 1
    while before > 0 and tags[before] == "ADV":
        before -= 1
    if row.words[before] == "or" and before and tags[before - 1] == "NOUN":
        return True
    return tags[before] in ("DET", "PREP", "ADJ", "NUM")


def subject(row: Sentence, verb: int) -> tuple[int, int]:
    """Where the subject of the verb at `verb` stands: from the start of its clause up to the verb group."""
    tags, words = row.tags, row.words
    end = verb
    while end > 0 and tags[end - 1] in _VERB_GROUP:
        end -= 1
    start = end
    while start > 0 and end - start < REACH:
        tag, word = tags[start - 1], words[start - 1]
        if word in _SINCE and _is_when(row, start, end):
            start -= 1  # `the number of people displaced since January has reached`
            continue
        if word in _STOP or tag in ("SUB", "REL") or (word == "," and tags[start] == "CC"):
            break
        if tag in ("VB", "VBZ", "BE", "HAVE", "MOD") or (tag in ("VED", "VING") and _is_finite(row, start - 1)):
            break
        start -= 1
    return start, end


_SINCE = frozenset(("since", "until", "till", "before", "after"))


@cache
def _times() -> frozenset[str]:
    return frozenset(
        [*load("lang/en.toml")["months"].split(), "start", "beginning", "onset", "outbreak", "last", "then"]
    )


def _is_when(row: Sentence, start: int, end: int) -> bool:
    """Whether the words between `since` and the verb are a time: `since January`, `since the start of the year`."""
    first = start + 1 if start < end and row.tags[start] == "DET" else start
    if first >= end or "," in row.words[first:end]:
        return False
    return row.tags[first] == "DATE" or row.words[first] in _times()


_VERB_GROUP = frozenset(("BE", "HAVE", "MOD", "ADV", "NEG", "DO"))


def _is_finite(row: Sentence, k: int) -> bool:
    """Whether the past form at `k` is the verb of its clause: `officials said the toll`, not `people displaced by`."""
    if is_attribute(row, k) or row.tags[k] == "VING":
        return False
    after = row.tags[k + 1] if k + 1 < len(row.tags) else "P"
    return after in ("DET", "NAME", "NUM", "PRON", "REL", "NOUN")


def head_of(row: Sentence, start: int, end: int) -> int:
    """The head of the first noun phrase between `start` and `end`, or -1."""
    head = -1
    for k in range(start, end):
        if row.tags[k] in ("NOUN", "NAME"):
            head = k
        elif head >= 0:
            break
    return head


# `the number of people in shelters fell`: what fell is people.
_HOW_MANY = frozenset(("number", "total", "count", "tally", "figure", "share", "proportion", "estimate", "rest"))


def told_of(row: Sentence, start: int, end: int) -> int:
    """The head of what is told of between `start` and `end`, or -1: of `the number of people` the people."""
    head = head_of(row, start, end)
    if head >= 0 and row.lemmas[head] in _HOW_MANY and head + 1 < end and row.words[head + 1] == "of":
        further = head_of(row, head + 2, end)
        return further if further >= 0 else head
    return head


def right(row: Sentence, start: int) -> Governor:
    """The verb right of position `start` (the end of a noun phrase) in the same clause."""
    words, tags = row.words, row.tags
    auxiliary, crossed = "", ""
    k = start - 1
    stop = min(len(words), start + REACH)
    while (k := k + 1) < stop:
        tag, word = tags[k], words[k]
        if word == "(":
            k = _closing(words, k)
            continue
        if word in _STOP or word == ")" or (tag == "SUB" and k > start):
            break
        if k == start and word.endswith("ing") and _is_told_of(row, k, stop):
            continue
        if tag == "ADJ" and k == start:
            return Governor(k, row.lemmas[k], tag, auxiliary, "", "", crossed)
        if tag == "REL":
            crossed += "r"
        elif tag == "BE":
            auxiliary = "be"
        elif tag == "HAVE":
            auxiliary = auxiliary or "have"
        elif tag == "MOD":
            auxiliary = "mod"
        elif tag == "VED" and is_attribute(row, k):
            continue
        elif tag in _LEADING and _leads_on(row, k, auxiliary, crossed, stop):
            auxiliary = ""
        elif tag in _VERBS or (auxiliary == "be" and tag in ("ADJ", "NOUN", "NUM")):
            return Governor(k, row.lemmas[k], tag, auxiliary, "", "", crossed)
        elif tag == "NUM":
            crossed += "" if "n" in crossed else "n"
        elif word == ",":
            crossed += "" if "c" in crossed else "c"
        elif tag == "CC":
            crossed += "" if "a" in crossed else "a"
        elif tag == "PREP":
            crossed += "" if "p" in crossed else "p"
    return Governor(auxiliary=auxiliary, crossed=crossed)


_LEADING = frozenset(("VED", "VB", "ADJ"))


def _leads_on(row: Sentence, k: int, auxiliary: str, crossed: str, stop: int) -> bool:
    """Whether the past form at `k` only leads to the verb that counts.

    `are believed to have been killed` tells of killed; in `members of a charity run by nuns were kidnapped` the nuns
    run the charity.
    """
    following = row.words[k + 1] if k + 1 < len(row.words) else ""
    if auxiliary == "be":
        return following == "to" and row.words[k] in asides()[1]
    return not auxiliary and "p" in crossed and following == "by" and "BE" in row.tags[k + 1 : stop]


def _is_told_of(row: Sentence, k: int, stop: int) -> bool:
    """Whether the form in -ing at `k` only tells of who the people are: `residents living in huts had moved away`."""
    for j in range(k + 1, stop):
        if row.tags[j] in ("BE", "HAVE"):
            return True
        if row.words[j] in _STOP or (row.tags[j] in _NEW_CLAUSE and not _joins_nouns(row, j)):
            return False
    return False


_NEW_CLAUSE = frozenset(("SUB", "REL", "CC", "NUM", "PRON"))


def _joins_nouns(row: Sentence, k: int) -> bool:
    """Whether the word at `k` only joins two nouns: `living in huts or rundown houses`. A comma begins a clause."""
    joined = k + 1 < len(row.tags) and row.tags[k + 1] in _JOINED
    return row.tags[k] == "CC" and joined and row.words[k - 1] != ","


_JOINED = frozenset(("ADJ", "NOUN", "DET", "VED"))


def _closing(words: list[str], at: int) -> int:
    """Where the bracket that opens at `at` closes; `at` itself where it does not: what it holds is passed over."""
    return next((k for k in range(at + 1, min(len(words), at + REACH)) if words[k] == ")"), at)


def _opening(words: list[str], at: int) -> int:
    """Where the bracket that closes at `at` opens; `at` itself where it does not."""
    return next((k for k in range(at - 1, max(-1, at - REACH), -1) if words[k] == "("), at)


def paired(row: Sentence, at: int) -> int:
    """Where to look left from: the second number of `from 44 to 39` looks left from the first one's `from`."""
    words, tags = row.words, row.tags
    if at >= 3 and words[at - 1] in ("to", "and") and tags[at - 2] == "NUM" and words[at - 3] in ("from", "between"):
        return at - 3
    return at


# What follows one of these is no object of the verb before it: `91 homes damaged and six homes destroyed`.
_AFTERTHOUGHT = frozenset(("and", "or", ",", "while"))


def left(row: Sentence, at: int) -> Governor:
    """The verb left of the number at position `at` in the same clause, with the preposition and noun nearest to it."""
    words, tags = row.words, row.tags
    skipped = hedges()
    k = paired(row, at) - 1
    while k >= 0 and words[k] in skipped and (words[k] not in ("to", "of") or words[k - 1] in ("up", "total", "close")):
        k -= 1
    link = noun = crossed = ""
    stop = max(-1, k - REACH)
    while k > stop:
        tag, word = tags[k], words[k]
        if word == ")":
            k = _opening(words, k) - 1
            continue
        if word in _STOP or tag == "SUB":
            break
        if tag in _VERBS and not (tag == "VED" and is_attribute(row, k)):
            if tag == "VED" and k + 1 < at and words[k + 1] in _AFTERTHOUGHT:
                break
            return Governor(k, row.lemmas[k], tag, _auxiliary(row, k), link, noun, crossed)
        if tag == "PREP":
            link = link or word
        elif tag == "NOUN":
            noun = noun or row.lemmas[k]
        elif tag in ("REL", "BE", "HAVE"):
            if tag == "BE":
                return Governor(k, "be", tag, "", link, noun, crossed)
            crossed += "r" if tag == "REL" and "r" not in crossed else ""
        elif tag == "NUM":
            crossed += "" if "n" in crossed else "n"
        elif word == ",":
            crossed += "" if "c" in crossed else "c"
        elif tag == "CC":
            crossed += "" if "a" in crossed else "a"
        k -= 1
    return Governor(link=link, noun=noun, crossed=crossed)


def infinitive(row: Sentence, verb: Governor) -> str:
    """The lemma of the verb that a governor on the right leads to: `were forced to flee` gives flee; else ""."""
    at = verb.position + 1
    if verb.position < 0 or at + 1 >= len(row.words) or row.words[at] != "to":
        return ""
    return next((row.lemmas[k] for k in range(at + 1, min(at + 4, len(row.words))) if row.tags[k] in _VERBS), "")


def above(row: Sentence, verb: Governor) -> str:
    """The lemma of the verb that leads to a governor on the left: `plans to reach` gives plan; else ""."""
    if verb.auxiliary != "to":
        return ""
    stop = max(-1, verb.position - 7)
    return next((row.lemmas[k] for k in range(verb.position - 1, stop, -1) if row.tags[k] in _VERBS), "")


def _auxiliary(row: Sentence, k: int) -> str:
    """What stands before the verb at `k`: `be` (passive or going on), `to`, `mod`, `have` or nothing."""
    for j in range(k - 1, max(-1, k - 4), -1):
        tag = row.tags[j]
        if tag == "BE":
            return "be"
        if tag == "HAVE":
            return "have"
        if tag == "MOD":
            return "mod"
        if row.words[j] == "to":
            return "to"
        if tag not in ("ADV", "NEG"):
            return ""
    return ""

"""A sentence with its numbers as a row of tagged words, and for each number the words that govern it.

No parser: a number's noun phrase runs right from it, its verb is the nearest one to the right of that phrase (the
phrase is its subject) or to the left of the number (its object), up to the end of the clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from figures.grammar import guess, hedges
from figures.model import Passage, Quantity, Rejection
from figures.remembered import Remembered

# A plain word first: it is the usual one, and quicker to match than the letters of all alphabets.
_WORD = re.compile(r"[a-zA-Z]++(?![^\W\d_]|['’\-][^\W\d_])|[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,]\d+)*\w*|[^\s\w]|_")
_VERBS = frozenset(("VB", "VBZ", "VED", "VING"))
_PREDICATE = frozenset(("VBZ", "VED", "BE", "HAVE", "MOD"))
_STOP = frozenset(";:.!?|•·")
_BREAKS = frozenset(";.|•")
CONTENT = frozenset(("NOUN", "NAME", "ADJ", "VB", "VBZ", "VED", "VING", "ADV"))
REACH = 24  # words that a governor may stand away; longer clauses are rare and misread more often than read


@dataclass(slots=True)
class Sentence:
    """`words` lower-case, `lemmas` and `tags` run side by side; `positions` are those of the numbers asked for.

    Where the words stand that mean something (`content`), the counts (`numbers`), the marks and words that end a clause
    (`breaks`) and the colons is noted once, for it is asked anew for each number and each cue.
    """

    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    content: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    colons: list[int] = field(default_factory=list)


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


def sentence(passage: Passage, found: list[Quantity | Rejection]) -> Sentence:
    """The words of `passage`, each number one word."""
    told: list[_Told] = []
    positions: list[int] = []
    at = 0
    text, base = passage.text, passage.start
    for one in found:
        number, tag = (one.quantity, "DATE") if isinstance(one, Rejection) else (one, "NUM")
        _tell(told, text, at, number.start - base)
        positions.append(len(told))
        word = number.text.lower()
        told.append((word, word, tag))
        at = max(at, number.end - base)
    _tell(told, text, at, len(text))
    words, lemmas, tags = map(list, zip(*told, strict=True)) if told else ([], [], [])
    row = Sentence(words, lemmas, tags, positions)
    _settle(row)
    _note(row)
    return row


_Told = tuple[str, str, str]


def _tell(told: list[_Told], text: str, start: int, end: int) -> None:
    """Add the words of text[start:end], each with its lemma and tag."""
    surfaces = _WORD.findall(text, start, end)
    if not surfaces:
        return
    first = len(told)
    told += map(_WORDS.__getitem__, surfaces)
    if start == 0 and text.startswith(surfaces[0]):
        told[first] = _alone(surfaces[0], first=True)


def _alone(surface: str, first: bool = False) -> _Told:
    """The word, lemma and tag of a surface seen alone. The capital of the `first` word of a passage says nothing."""
    if not surface[0].isalpha():
        return surface, surface, "DATE" if surface[0].isdigit() else "P"
    word = surface.lower().replace("’", "'").removesuffix("'s")
    tag, lemma = guess(word, surface[0].isupper() and not first and not surface.isupper())
    return word, lemma, tag


_WORDS = Remembered(_alone)


def _note(row: Sentence) -> None:
    """Note where the words stand that are asked for again and again."""
    words, tags = row.words, row.tags
    row.content = [position for position, tag in enumerate(tags) if tag in CONTENT]
    row.numbers = [position for position in row.positions if tags[position] == "NUM"]
    for position in [position for position, tag in enumerate(tags) if tag in _ENDING]:
        if words[position] == ":":
            row.colons.append(position)
        elif tags[position] != "P" or words[position] in _BREAKS:
            row.breaks.append(position)


_ENDING = frozenset(("P", "SUB", "REL"))
# The tags that may change by what stands round a word; `as` has the last.
_UNSETTLED = frozenset(("VB", "VBZ", "DET", "SUB"))


def _settle(row: Sentence) -> None:
    """Base and -s forms are verbs only where a verb can stand: `attacks` is a noun after `the`, a verb after `who`."""
    tags, words = row.tags, row.words
    for i in [i for i, tag in enumerate(tags) if tag in _UNSETTLED]:
        tag = tags[i]
        if words[i] == "as" and i + 1 < len(tags) and tags[i + 1] in ("NUM", "DET", "NAME"):
            tags[i] = "PREP"
        if tag == "DET" and words[i] == "that" and i + 1 < len(tags) and tags[i + 1] in _PREDICATE:
            tags[i] = "REL"
        if tag not in ("VB", "VBZ"):
            continue
        before = tags[i - 1] if i else "P"
        after = tags[i + 1] if i + 1 < len(tags) else "P"
        if tag == "VBZ" and _follows_number(tags, i):
            tags[i] = "NOUN"
            continue
        if before in ("MOD", "DO", "PRON", "REL", "NEG") or (i and words[i - 1] == "to"):
            continue
        if before == "ADV" and after in ("DET", "NUM", "PREP", "NOUN", "NAME", "ADJ"):
            continue
        if before in ("NOUN", "NAME") and after in ("DET", "NUM", "PRON", "ADV", "PREP", "SUB", "REL"):
            continue
        if before == "CC" and after in ("DET", "NUM", "PRON"):
            continue
        tags[i] = "NOUN"


def _follows_number(tags: list[str], i: int) -> bool:
    """`268 transitional shelters`: what a number counts is a plural, which no verb in -s agrees with."""
    k = i - 1
    while k >= 0 and tags[k] in ("ADJ", "NOUN", "ADV"):
        k -= 1
    return k >= 0 and tags[k] == "NUM"


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
    """Whether the participle at `k` describes the noun after it: `from the affected areas`."""
    tags = row.tags
    if not 0 < k < len(tags) - 1 or tags[k + 1] not in ("NOUN", "NAME", "ADJ"):
        return False
    before = k - 1
    while before > 0 and tags[before] == "ADV":
        before -= 1
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
        if word in _STOP or tag in ("SUB", "REL") or (word == "," and tags[start] == "CC"):
            break
        if tag in ("VB", "VBZ", "BE", "HAVE", "MOD") or (tag in ("VED", "VING") and _is_finite(row, start - 1)):
            break
        start -= 1
    return start, end


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

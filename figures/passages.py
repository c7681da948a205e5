"""Document to passages: sentences, headings, list items and table rows, with exact offsets.

One pass over the lines, one over the sentence ends of each paragraph; linear in the text whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from figures.columns import column_mark, is_led, parts_of
from figures.lexicon import load
from figures.making import quickly
from figures.model import Document, Passage, PassageKind
from figures.rolls import entry, is_entry
from figures.subjects import label_unit

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_RARE_BREAKS = "\r\v\f\x85\u2028\u2029"
_ITEM = re.compile(
    r"\s*(?:[-*•●▪■◦○‣➢➤✓►–—o·]\s+|[•●▪■◦○‣➢➤✓►]\s*|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s+(?=[^\d\s]))"
)
_MARKED_HEADING = re.compile(r"\s*(?:#{1,6}\s+\S|\*\*[^*]{2,150}\*\*\s*:?\s*$)")
_HEADING_MARKS = frozenset("#*")
# A sentence may end here: the mark, closing quotes and brackets, bracketed or raised note marks.
_END = re.compile(
    r"[.!?…]+[\"'”’»)\]*]*(?:\[\d{1,3}\]|[¹²³⁴-⁹])*(?:\s+|(?<=[a-z)\]”’\"%][.!?])(?=[A-Z][a-z])|(?<=[a-z)”’\"][.])(?=\d{1,3}\s+[A-Z\d]))"
    r"|(?<=[a-z)\]\d%])[.!?][\"'”’»)]*(?=[A-Z][a-z]{2})|(?<=\s)[•●▪■◦‣➢➤►]\s+|[。！？؟।]\s*"
)
_MARK = re.compile(r"[.!?…•●▪■◦‣➢➤►。！？؟।]")  # every end begins with one of these
_NOTE = re.compile(r"\d{1,3}(?=\s+[A-Z\d“\"(])")
_WORD_BREAK = re.compile(r".*[\s(\[“\"'‘/]", re.S)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LONGEST_WORD = 30  # characters
_STARTS_LOW = re.compile(r"\s*[a-zà-öø-ÿ&%]")
_HANGING = re.compile(
    r"(?:[,–-]|\b(?:of|the|a|an|and|or|in|to|for|with|from|by|at|on|than|about|some|over|nearly|least|their|its|"
    r"were|was|are|is|have|has|had|\d[\d,. ]*))\s*$",
    re.I,
)
_WRAPPED = 60  # characters: a line this long with no full stop runs on into the next
_HEADING = 140  # characters: a longer line with no full stop is no heading


_passage = quickly(Passage)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load("lang/en.toml")["abbreviations"].split())


def passages(document: Document) -> Iterator[Passage]:
    """The passages of `document` in reading order; `passage.text == document.text[passage.start:passage.end]`."""
    text = document.text
    index, section = 0, ""
    for start, end, kind in _parted(text, _paired(text, _blocks(text))):
        whole = kind in ("row", "heading") or (kind == "item" and is_led(text[start:end]))
        for a, b in ((start, end),) if whole else _sentences(text, start, end):
            words = text[a:b].lstrip()
            a, words = b - len(words), words.rstrip()
            if not words:
                continue
            if kind == "heading":
                section = words.strip("#* :")
            yield _passage(a, a + len(words), words, kind, index, "" if kind == "heading" else section)
            index += 1


def _blocks(text: str) -> Iterator[tuple[int, int, PassageKind]]:
    """Lines, with the lines of a paragraph that was set to a fixed width joined."""
    start = end = -1
    kind: PassageKind = "sentence"
    for at, line in _lines(text):
        if line.isspace():
            if start >= 0 and text.count("\n", end, at):
                yield start, end, _final(text, start, end, kind)
                start = -1
            continue
        own = _kind(line)
        if own == "sentence" and _is_tabular(text, at, line):
            own = "row"
        if start >= 0:
            if own == "sentence" and kind != "row" and _runs_on(text, start, end, at, line):
                end = at + len(line)
                continue
            yield start, end, _final(text, start, end, kind)
        start, end, kind = at, at + len(line), own
    if start >= 0:
        yield start, end, _final(text, start, end, kind)


# Columns that spaces or the marks of a list part: a name, and two numbers or more; above them their heads.
_CELL = re.compile(r"(?:[A-Z]{0,3}[$€£] ?|[<>~])?\d[\d.,\u00a0]*(?: ?(?:[KMB]|million|%))?|[-–—]|n/?a", re.I)
_HEADS_CELL = re.compile(r"[^.;:!?]{0,44}|[^.;:!?]{0,20}\.[^.;:!?]{0,20}")


def _is_tabular(text: str, at: int, line: str) -> bool:
    """Whether a line is a row of a table whose columns no bars part, or the heads right above such a row."""
    if len(line) > (_WIDEST if "  " in line else _WIDEST_LIST):
        return False
    mark = column_mark(line)
    if not mark or mark == "|":
        return False
    cells = parts_of(line, mark)
    if len(cells) > 2 and all(map(_CELL.fullmatch, cells[1:])):
        return mark == "  " or len(cells) > 3 or _beside_row(text, at, len(cells), mark)
    if not all(map(_HEADS_CELL.fullmatch, cells)) or any(map(_CELL.fullmatch, cells)):
        return False
    below = text[at + len(line) : at + len(line) + _WIDEST].strip("\n").partition("\n")[0]
    return _is_row_of(below, len(cells), mark)


def _beside_row(text: str, at: int, count: int, mark: str) -> bool:
    """Whether the line above or below one of `count` cells has as many: three in one line may be an enumeration."""
    above = text[max(0, at - _WIDEST) : at].rstrip("\n").rpartition("\n")[2]
    end = text.find("\n", at)
    below = text[end + 1 : end + 1 + _WIDEST].partition("\n")[0] if end >= 0 else ""
    return any(len(parts_of(line, mark)) == count for line in (above, below))


def _is_row_of(line: str, count: int, mark: str) -> bool:
    """Whether a line has numbers in all of its cells but the first, and is as long as a header of `count` cells, or by
    one longer: the corner may be empty."""
    cells = parts_of(line, mark)
    return len(cells) >= 3 and len(cells) - count in (0, 1) and all(map(_CELL.fullmatch, cells[1:]))


_WIDEST = 300  # characters of a row
_WIDEST_LIST = 120  # of one whose cells are parted as items of a list are


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with where each starts."""
    if any(map(text.__contains__, _RARE_BREAKS)):
        for match in _LINE.finditer(text):
            yield match.start(), match[0]
        return
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, line
        start += len(line) + 1


_Block = tuple[int, int, PassageKind]
# `Deaths 34 Injured 120 Houses destroyed 410`: labels, each before its number. A scale is taken or not, once for all.
_PAIR = (
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\s)"
    r"[^\W\d_a-z][^\W\d_]{0,20}+(?:[\s/+-]{1,2}+[^\W\d_]{1,20}+){0,4}\s"
    r"(?!(?:19|20)\d\d\b)(?:[A-Z]{0,3}[$€£]\s?|[A-Z]{3}\s)?\d[\d.,]{0,12}(?<![.,])"
    r"(?:\s?(?:(?:[KMB]|million|thousand|billion)\b|%))?+"
)
_PAIRS = re.compile(rf"\s{{0,9}}{_PAIR}(?:\s{{1,9}}+{_PAIR}){{1,40}}\s{{0,9}}")
_ONE_PAIR = re.compile(_PAIR)
_LONGEST_PAIRS = 300  # characters of a line


def _parted(text: str, blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Each pair of a line of labels and numbers by itself."""
    for start, end, kind in blocks:
        if kind == "row" or end - start > _LONGEST_PAIRS or not _PAIRS.fullmatch(text, start, end):
            yield start, end, kind
        else:
            for pair in _ONE_PAIR.finditer(text, start, end):
                yield pair.start(), pair.end(), "item"


_BARE = re.compile(
    r"[\s*_#>|•-]*(?:(?i:over|some|about|nearly|around|almost|approx|total|only|just|rs|us|[a-z]{1,3})\s)?"
    r"(?:[A-Z]{0,3}[$€£]\s?|[A-Z]{3}\s)?\d[\d.,\u00a0\u202f ]{0,16}"
    r"(?:\s?(?:[KMBkmb]|[mb]n|thousand|million|billion)\b)?[\s*_+%]*$"
)
_LABEL = 100  # characters; a longer line is no label of a number
# `Deaths: 34`, `Families displaced – 2,310 persons`: a number with its label, and no heading of what follows.
_LABELLED = re.compile(
    r"[\s*_>•-]*[^\W\d_][^\d:\n]{1,60}(?::|=|\s[–—-])\s*\W{0,4}(?:[^\W\d]+\s){0,3}"
    r"(?:[A-Z]{0,3}[$€£]\s?|[A-Z]{3}\s)?\d[\d.,\u00a0\u202f ]{0,16}(?:\s?[^\W\d_]+){0,2}[\s*_+%]*$"
)
# `201,300 households`, `**16,900** new arrivals in November`: no heading either.
_COUNTED = re.compile(
    r"\s*\*\*[^*\d]{0,6}\d[\d.,KMBkmb ]{0,16}\*\*|"
    r"[\s*_>•-]*(?:US\$\s?|[$€£]\s?|[A-Z]{3}\s)?\d[\d.,\u00a0\u202f ]{0,16}(?:[KMBkmb]|[mb]n)?[*_]*"
    r"(?:\s[^\W\d_][\w'’-]*){1,3}[\s*_]*$"
)


def _paired(text: str, blocks: Iterator[_Block]) -> Iterator[_Block]:
    """`22.2 million` on a line of its own is one row with the line that says what it counts, before or after it."""
    held: _Block | None = None
    for block in blocks:
        if held is None:
            held = block
        elif _is_pair(text, held, block):
            yield held[0], block[1], "row"
            held = None
        else:
            yield held
            held = block
    if held is not None:
        yield held


def _is_pair(text: str, first: _Block, second: _Block) -> bool:
    if "row" in (first[2], second[2]) or second[1] - first[0] > 2 * _LABEL:
        return False
    if text.count("\n", first[1], second[0]) > 2:
        return False
    one, two = text[first[0] : first[1]], text[second[0] : second[1]]
    if _BARE.match(one):
        return not any(c.isdigit() for c in two)
    if not _BARE.match(two) or any(c.isdigit() for c in one) or one.isupper() or one.lstrip()[:1] in "#*":
        return False
    return bool(label_unit(one))


def _kind(line: str) -> PassageKind:
    if _ITEM.match(line):
        return "item"
    if ("|" in line or "\t" in line) and ("\t" in line.strip() or line.count("|") > 1 or " | " in line):
        return "row"
    if is_led(line):
        return "item"
    return "heading" if line.lstrip()[:1] in _HEADING_MARKS and _MARKED_HEADING.match(line) else "sentence"


def _final(text: str, start: int, end: int, kind: PassageKind) -> PassageKind:
    """A short line that ends in no full stop, and has no blank-free neighbour that it runs into, is a heading."""
    if kind != "sentence" or end - start > _HEADING:
        return kind
    if _LABELLED.match(text[start:end]) or _COUNTED.match(text[start:end]) or _is_rolled(text, start, end):
        return "item"
    last = text[start:end].rstrip("\"'”’)]* \u00a0")[-1:]
    if last in ".!?…,;" or not last:
        return kind
    return "heading"


def _is_rolled(text: str, start: int, end: int) -> bool:
    """Whether a line is one of a roll; only its neighbours with no empty line between are looked at."""
    above = text[max(0, start - _HEADING) : start].rstrip("\n\r").rpartition("\n")[2]
    below = text[end : end + _HEADING].lstrip(" \t\r").removeprefix("\n").partition("\n")[0]
    return is_entry(text[start:end].rstrip(), above.strip(), below.strip())


def _runs_on(text: str, start: int, end: int, at: int, following: str) -> bool:
    """Whether the line `following`, which starts at `at`, belongs to the same paragraph."""
    gap = text[end:at]
    if gap.count("\n") > 1 or gap.count("\r") > 1 or "\f" in gap or "\u2029" in gap:
        return False
    tail = text[max(start, end - 40) : end].rstrip()
    if tail[-1:] in ".!?…:":
        return tail[-1:] != ":" and end - start > _WRAPPED and _STARTS_LOW.match(following) is not None
    if end - start < _WRAPPED and _BARE.match(text[start:end]):
        return False
    if _STARTS_LOW.match(following):
        return True
    line_start = max(start, text.rfind("\n", start, end) + 1)
    if end - line_start < _LABEL and _LABELLED.match(text[line_start:end]):
        return False
    if _LABELLED.match(following):
        return False
    if _HANGING.search(tail):
        return not (entry(text[line_start:end].rstrip()) and entry(following.rstrip()))
    return end - line_start >= _WRAPPED


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of text[start:end]."""
    begin = at = start
    for sign in _MARK.finditer(text, start, end):
        here = sign.start()
        mark = _END.match(text, here, end) if here >= at else None
        if mark is None:
            continue
        at = cut = mark.end()
        if _splits(text, begin, here, cut):
            note = _NOTE.match(text, cut) if not text[cut - 1 : cut].isspace() else None
            if note:
                cut = note.end()
            yield begin, cut
            begin = cut
    if begin < end:
        yield begin, end


def _splits(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether the mark text[stop:end] ends a sentence: none ends after an abbreviation or before a small letter."""
    following = text[end : end + 1]
    if following.islower():
        return False
    if not following or text[stop] != "." or text[stop + 1] == ".":
        return True
    floor = max(begin, stop - _LONGEST_WORD - 1)
    before = _WORD_BREAK.match(text, floor, stop)
    word = before.end() if before else max(floor, stop - _LONGEST_WORD)
    last = text[word:stop]
    if not last:
        return True
    if last.lower() in _abbreviations():
        # `No.`, `U.S.`: a sentence may end in some, but far more often it goes on.
        return last.lower() in ("inc", "ltd", "corp", "etc", "a.m", "p.m") and following.isupper()
    if len(last) == 1 and last.isalpha():
        return False
    if "." in last and _INITIALS.fullmatch(last):
        return text[end : end + 4] in ("The ", "In t", "It i", "But ")
    # `1. First item; 2. Second item`: the number is a mark of a list. `Missing: 3. Homes burnt: 12`: it is none.
    opens = word == begin or text[word - 2] in ";." or (text[word - 2] == ":" and last in ("1", "01"))
    return not (last.isdigit() and len(last) < 3 and opens)

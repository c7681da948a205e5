"""Sheets as plain text, cells apart by commas, semicolons, tabs or bars: of articles or of figures."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace

from figures.decode import decode, what_binary
from figures.model import Document
from figures.readers import _sheets
from figures.sources import HEAD_BYTES, Failure, Notice, Source, Unreadable, too_large

FORMAT = "csv"
SUFFIXES = (".csv", ".tsv", ".tab")
ORDER = 45

_SIGNS = ",;\t|"
# A first line of this kind shows a sheet of articles whatever the file is called.
_OF_ARTICLES = re.compile(
    rb'"?(?:id|no|date|published\w*|title|headline|url|link|source|text|body|content)"?[,;\t|]'
    rb'[^\n]{0,400}\b(?:text|body|content|full_?text|title|headline)"?[,;\t|\r\n]',
    re.IGNORECASE,
)


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the suffix says so and it is text, or its first line names the columns of articles."""
    if what_binary(head) is not None:
        return False
    start = head.removeprefix(b"\xef\xbb\xbf")
    return suffix in SUFFIXES or (suffix in (".txt", "") and _OF_ARTICLES.match(start) is not None)


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """A document a row where it has a column of text, else one with all rows. Raises Unreadable."""
    with source.open() as stream:
        start = stream.read(16 * HEAD_BYTES)
    cut = start.rfind(b"\n") + 1 if len(start) == 16 * HEAD_BYTES else len(start)
    sample, guess = decode(start[: cut or len(start)], source.origin, source.charset)
    if guess is not None:
        yield Notice(source.origin, f"not UTF-8: read as {guess}, which is a guess")
    sign = "\t" if source.suffix in (".tsv", ".tab") and "\t" in sample else _sign(sample)
    csv.field_size_limit(max(source.limit, 1))
    name = re.sub(r"[-_\s]+", " ", os.path.splitext(os.path.basename(source.name))[0]).strip()
    empty = True
    for one in _sheets.documents(source, _rows(source, sign, guess), FORMAT):
        empty = False
        yield one if not isinstance(one, Document) or one.title else replace(one, title=name or None)
    if empty:
        raise Unreadable(source.origin, "no words in it")


def _sign(sample: str) -> str:
    """What stands between the cells. The library's guess is believed where the first line has that sign at all."""
    lines = sample[:HEAD_BYTES].split("\n")
    first = next((line for line in lines if line.strip()), "")
    try:
        guess = csv.Sniffer().sniff("\n".join(lines[:20]), _SIGNS).delimiter
    except csv.Error:
        guess = ""
    counted = max(_SIGNS, key=first.count)
    return guess if guess and first.count(guess) * 2 > first.count(counted) else counted


def _rows(source: Source, sign: str, guess: str | None) -> Iterator[list[str]]:
    """The rows, read line by line, so that memory does not grow with the file. Raises Unreadable for a broken one."""
    reader = csv.reader(_lines(source, guess), delimiter=sign)
    try:
        yield from reader
    except csv.Error as error:
        told = too_large(source.limit) if "field larger" in str(error) else str(error)
        raise Unreadable(source.origin, f"broken at line {reader.line_num}: {told}") from None


def _lines(source: Source, guess: str | None) -> Iterator[str]:
    with source.open() as stream:
        head = stream.read(4)
    if b"\x00" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # two bytes a letter: lines cannot be cut from bytes
        text, _ = decode(source.raw(), source.origin, source.charset)
        yield from io.StringIO(text, newline="")
        return
    with source.open() as stream:
        number = 0
        while line := stream.readline(source.limit + 1):
            number += 1
            if len(line) > source.limit:
                raise Unreadable(source.origin, f"broken at line {number}: {too_large(source.limit)}")
            yield _decoded(line, guess, source.charset)


def _decoded(line: bytes, guess: str | None, declared: str | None) -> str:
    try:
        return line.decode("utf-8-sig").replace("\x00", " ")
    except UnicodeDecodeError:
        pass
    for encoding in (declared, guess):
        try:
            return line.decode((encoding or "").replace("windows-", "cp")).replace("\x00", " ")
        except (LookupError, UnicodeDecodeError):
            continue
    return line.decode("utf-8", errors="replace").replace("\x00", " ")

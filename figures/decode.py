"""Bytes to text: which encoding, and clean characters."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from figures.sources import Unreadable

# Longest first: the mark of UTF-32 starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What files that are no text start with, from the registry of file signatures (Wikipedia, List of file signatures).
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "a rich text file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound, film or picture file"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LETTER = re.compile(r"[^\W\d_]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_PLAIN = bytes(range(128))
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_MENDED = "UTF-8 with broken characters"

# Windows-1252 leaves these five bytes undefined; in text of other encodings they are letters.
_NOT_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Capital letters and signs that Windows-1252 text hardly ever has next to a small letter, and misread text always has.
_IMPLAUSIBLE = re.compile(r"[a-z][À-ÖØ-ÞŠŽŸ¡¢¤¦¬¯±²³µ¶¸¹¼½¾¿×÷ˆ†‡]|[¡¢¤¥¦§¨©¬®¯°±´¶¸¹º»¼½¾¿]{2}")


@lru_cache(maxsize=1)  # one reader after the other asks
def what_binary(head: bytes) -> str | None:
    """What `head`, the first bytes of a file, show it to be where it is no text, in words; else None."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    if head.startswith(tuple(mark for mark, _ in _MARKS)) or _wide(head):
        return None
    if b"\x00" in head:
        return "binary (NUL bytes)"
    return "binary (control characters)" if len(_CONTROL.findall(head)) * 50 > len(head) else None


def decode(raw: bytes, origin: str, declared: str | None = None) -> tuple[str, str | None]:
    """The text of `raw`, and the encoding where it had to be guessed (None where it is sure).

    `declared` is what a server or a page says of itself, believed where the bytes are no UTF-8. Raises Unreadable.
    """
    if (what := what_binary(raw[:4096])) is not None:
        raise Unreadable(origin, f"not a text: {what}")
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None) or _wide(raw[:4096])
    if marked is not None:
        return clean(_strict(raw, marked, origin)), None
    if b"\x00" in raw:
        raise Unreadable(origin, "not a text: binary (NUL bytes)")
    try:
        return clean(raw.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    if declared is not None and (text := _believed(raw, declared)) is not None:
        return clean(text), None
    text, encoding = _guessed(raw, origin)
    return clean(text), encoding


def clean(text: str) -> str:
    """`text` with line ends as `\\n`, and without what no database or terminal takes: NUL and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ").removeprefix("\ufeff")
    return _SURROGATE.sub("\ufffd", text)


def has_words(text: str) -> bool:
    """Whether there is any letter in `text`."""
    return _LETTER.search(text) is not None


def _strict(raw: bytes, encoding: str, origin: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(origin, f"broken {encoding.upper()}: the bytes do not fit the mark at their start") from None


def _believed(raw: bytes, declared: str) -> str | None:
    try:
        return raw.decode(declared)
    except (LookupError, UnicodeDecodeError):
        return None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: English in it has a NUL in every second place and nowhere else."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if len(head) < 16 or max(even, odd) < 0.7 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(raw: bytes, origin: str) -> tuple[str, str]:
    """The likeliest text of bytes that are no UTF-8, and its encoding."""
    # Whole letters of several bytes are hardly ever chance: it is UTF-8, and some bytes of it were lost.
    mended = raw.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    if broken * 100 <= len(mended) and len(_BEYOND_ASCII.findall(mended)) > 3 * broken:
        return mended, _MENDED
    if not _NOT_1252.search(raw):
        text = raw.decode("cp1252")
        # Most files that are not UTF-8 are this one, and on a short text a statistical guess is often absurd.
        if not _IMPLAUSIBLE.search(text) and len(raw.translate(None, _PLAIN)) * 5 < len(raw):
            return text, "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:1_000_000]).best()
    if best is not None and best.encoding not in ("ascii", "utf_8") and best.chaos < 0.2:
        text = raw.decode(best.encoding, errors="replace")
        if "\ufffd" not in text:
            return text, best.encoding.replace("_", "-")
    if broken * 100 > len(mended):
        raise Unreadable(origin, "not a text, or in an encoding that cannot be told")
    return mended, _MENDED

"""The signature of a text, by which other copies of its story are found among all documents without reading them.

Three MinHash signatures of runs of three words: of the whole text and of two lengths of its beginning. A copy that was
cut at the end differs much from the whole, but little from the beginning. Each is cut into bands of three slots; two
texts that share a band are worth comparing (figures/copies.py). All three use the same bands, so that the whole of a
short copy meets the beginning of a long one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import sqrt
from struct import pack

_WORD = re.compile(r"[^\W_]++(?:[.,:'’][^\W_]++)*+")

# A text of fewer words is a line such as `Three people were killed in shelling of Lypa`, which every day may say anew.
LEAST_WORDS = 30
# A report of fifty pages. What comes after is not looked at, so that a book costs no more time and memory than that.
MOST_CHARACTERS = 100_000
SHINGLE = 3  # words in a run

# Measured on the pairs of tests/stories, short as they are and lengthened to 3,000 characters: of the copies 98.4% and
# 99.0% share a band, and of 34,540 pairs of other stories none. Without the beginnings it is 80% of the long ones; two
# slots a band find as many with half the bands, but then a twentieth of all reports made of stock sentences meet.
_SLOTS, _BAND = 128, 3
_PARTS: tuple[tuple[int | None, int], ...] = ((None, 32), (40, 16), (120, 12))  # words of the beginning, bands
_SEED = 7
_KEPT = 64  # slots of the whole text that are kept, to estimate the share of two texts
_SURE = 1.5  # standard deviations; on the pairs of tests/stories none of a larger bar's copies is lost
# A band is hashed as a sum modulo a prime, each part times a number of its own (any will do, so that they are large).
_MERSENNE = 2**61 - 1
_MIX = (1_907_347_219_358_173_321, 703_518_330_091_245_787, 1_320_977_448_013_662_959, 244_902_315_688_120_403)
# Few bits, so that the table of bands stays small. Among a million documents, two that have nothing in common meet once
# or twice for each document, and their signatures tell them apart.
_BITS = 2**31 - 1
_MAKER = "2"  # changes whenever the same text would get other bands


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text: `words` counts them, `slots` are the first of its MinHash (32 bits each, little-endian).

    `bands` are numbers below 2^31. A text of fewer than LEAST_WORDS words has neither. Signatures compare only with
    those of the same `scheme`.
    """

    scheme: str
    words: int
    slots: bytes
    bands: tuple[int, ...]


@cache
def scheme() -> str:
    """What made the signatures of this program: other signatures cannot be compared with them."""
    from rensa import RMinHash

    return f"{_MAKER}.{RMinHash.ALGORITHM_VERSION}"


def signature(text: str) -> Signature:
    """The signature of `text`: the same on every machine. Takes 0.2 ms for 3,000 characters."""
    found = words(text)
    if len(found) < LEAST_WORDS:
        return Signature(scheme(), len(found), b"", ())
    runs = list(map(" ".join, zip(found, found[1:], found[2:], strict=False)))
    bands: dict[int, None] = {}
    kept: list[int] = []
    for length, number in _PARTS:
        if length is None or length * 1.3 < len(found):  # a beginning that is nearly the whole adds nothing
            slots = _minhash(runs if length is None else runs[: length - SHINGLE + 1])
            bands |= dict.fromkeys(_bands(slots, number))
            kept = kept or slots[:_KEPT]
    return Signature(scheme(), len(found), pack(f"<{_KEPT}I", *kept), tuple(bands))


def words(text: str) -> list[str]:
    """The words and numbers of `text` in small letters, as far as texts are compared."""
    return _WORD.findall(text[:MOST_CHARACTERS].casefold())


def may_share(one: Signature, other: Signature, least: float) -> bool:
    """Whether the longer of two texts may hold the share `least` of the shorter one's runs, from 0 to 1.

    Slots that are alike tell the share but roughly: of pairs that share just so much one in fifteen has fewer than is
    asked for here. The slots of a text that fills a small part of the other are alike by chance or not at all, so of
    those hardly any is turned down.
    """
    if not one.slots or not other.slots:
        return False
    # Where the slots differ the bits do: as one number it takes a fifth of the time of a look at each slot.
    differing = int.from_bytes(one.slots, "little") ^ int.from_bytes(other.slots, "little")
    same = memoryview(differing.to_bytes(len(one.slots), "little")).cast("I").tolist().count(0)
    both = least * min(one.words, other.words)
    part = both / (one.words + other.words - both)  # of all their runs, the ones in both
    return same >= _KEPT * part - _SURE * sqrt(_KEPT * part * (1 - part))


def _minhash(runs: list[str]) -> list[int]:
    from rensa import RMinHash

    found = RMinHash(num_perm=_SLOTS, seed=_SEED)
    found.update(runs)
    slots: list[int] = found.digest()
    return slots


def _bands(slots: list[int], number: int) -> list[int]:
    """The first bands as numbers below 2^31, in which the place of the band counts too."""
    bands = zip(slots[::_BAND], slots[1::_BAND], slots[2::_BAND], range(number), strict=False)
    return [
        (one * _MIX[0] + two * _MIX[1] + three * _MIX[2] + at * _MIX[3]) % _MERSENNE & _BITS
        for one, two, three, at in bands
    ]

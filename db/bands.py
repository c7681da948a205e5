"""The bands of signatures: which documents share one.

A band is a number that might be any, so each of a document's sixty goes to another page of the table, and soon hardly
a page that is wanted is still in memory. So the bands of new documents are held in memory first, and kept as one row
for each document. Those of many are then put among the others in their order, each page once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat
from struct import pack, unpack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_IN_BAND = 200  # documents looked at of those that share one band, the newest first: a form that thousands fill in
MOST_SHARING = 2_000  # documents looked at in one go, those that share several bands counted as often
MOST_FRESH = 1_000  # documents whose bands are held in memory: some 5 MB
MOST_BANDS = 60  # of one document

# Bytes of the sieve, 4 MB: of a band that is not among those of 50,000 documents it says so 11 times in 12. The upper
# 22 bits of a band, which has 31, give the byte, the lower ones the bit in it.
_SIEVE = 1 << 22
_PLACE = 31 - 22


class Bands:
    """The tables of bands, kept by the one who writes the documents, in its transactions."""

    def __init__(self, db: Database) -> None:
        self._db = db.conn
        self._version: Any = None
        self._fresh = _Fresh()
        self._sieve: _Sieve | None = None  # of the bands in the table; None where they are not known

    def add(self, document: int, bands: Sequence[int]) -> None:
        """Keep the bands of a document."""
        fresh = self._known()
        self._db.execute("insert into fresh_bands values (?, ?)", [document, pack(f"<{len(bands)}I", *bands)])
        fresh.add(document, bands)
        if fresh.documents >= MOST_FRESH:
            if self._sieve is not None:
                self._sieve.add(fresh.bands())
            self._settle(fresh.pairs())
            self._db.execute("delete from fresh_bands")
            self._fresh = _Fresh()

    def _settle(self, pairs: Sequence[int]) -> None:
        # Half the time of executemany(), which asks Python for every row.
        row = "insert or ignore into bands select value >> 32, value & 0xffffffff from json_each(?)"
        for at in range(0, len(pairs), 10_000):
            self._db.execute(row, [str(pairs[at : at + 10_000])])

    def sharing(self, bands: Sequence[int]) -> Counter[int]:
        """How many bands the documents share that share any."""
        fresh = self._known()
        older = self._older(bands if self._sieve is None else self._sieve.held(bands))
        found = fresh.having(bands)
        if len(found) + len(older) < MOST_SHARING:
            return Counter(found + [document for (document,) in older])
        # A form. Then a band at a time, which takes longer where most are alone.
        return Counter(document for band in bands for document in self._newest(band))

    def _older(self, bands: Sequence[int]) -> list[tuple[int]]:
        if not bands:
            return []
        marks = ", ".join("?" * MOST_BANDS)  # always as many, or SQLite would read the statement anew
        return self._db.execute(
            f"select document from bands where band in ({marks}) limit {MOST_SHARING}",
            [*bands, *repeat(None, MOST_BANDS - len(bands))],
        ).fetchall()

    def clear(self) -> None:
        """Forget all bands."""
        self._db.execute("delete from fresh_bands")
        self._db.execute("delete from bands")
        self.forget()

    def forget(self) -> None:
        """What is held in memory may differ from what is stored, as a transaction was rolled back."""
        self._version = None

    def _newest(self, band: int) -> list[int]:
        found = sorted(self._known().having([band]), reverse=True)[:MOST_IN_BAND]
        a_band = f"select document from bands where band = ? order by document desc limit {MOST_IN_BAND - len(found)}"
        return found + [document for (document,) in self._db.execute(a_band, [band])]

    def _known(self) -> _Fresh:
        """The fresh bands, read anew where another program has written into the database since."""
        ((version,),) = self._db.execute("pragma data_version")
        if version != self._version:
            self._version, self._fresh = version, _Fresh()
            self._sieve = None if self._db.execute("select 1 from bands limit 1").fetchall() else _Sieve()
            for document, raw in self._db.execute("select document, bands from fresh_bands"):
                self._fresh.add(document, unpack(f"<{len(raw) // 4}I", raw))
        return self._fresh


class _Sieve:
    """Which bands may be in the table. Most are those of one document, and need not be looked for."""

    def __init__(self) -> None:
        self._bits = bytearray(_SIEVE)

    def add(self, bands: Iterable[int]) -> None:
        bits = self._bits
        for band in bands:
            bits[band >> _PLACE] |= 1 << (band & 7)

    def held(self, bands: Iterable[int]) -> list[int]:
        """Those that may be there: all that are, and few others."""
        bits = self._bits
        return [band for band in bands if bits[band >> _PLACE] >> (band & 7) & 1]


class _Fresh:
    """Bands in memory, and which documents have them. Most have one, so only others have a list."""

    def __init__(self) -> None:
        self.documents = 0
        self._one: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def add(self, document: int, bands: Sequence[int]) -> None:
        self.documents += 1
        new = dict.fromkeys(bands, document)
        for band in self._one.keys() & bands:
            del new[band]
            self._more.setdefault(band, []).append(document)
        self._one.update(new)

    def having(self, bands: Sequence[int]) -> list[int]:
        """The documents that have any of the bands, as often as they share one."""
        shared = self._one.keys() & bands
        found = [self._one[band] for band in shared]
        for band in shared & self._more.keys():
            found += self._more[band]
        return found

    def bands(self) -> Iterable[int]:
        return self._one

    def pairs(self) -> list[int]:
        """Each band with each of its documents, as one number of which the document is the lower half, in order."""
        pairs = [band << 32 | document for band, document in self._one.items()]
        pairs += [band << 32 | document for band, some in self._more.items() for document in some]
        return sorted(pairs)

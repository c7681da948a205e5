"""Which stored documents tell one story, and which is a newer version of which page.

Two documents tell one story where figures.copies says so, or where a chain of such pairs joins them: that does not
depend on the order in which they came. Pairs are looked for through the bands of their signatures (db/bands.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from db.bands import Bands
from db.failures import storable
from figures.copies import LEAST_SHARE, MOST_DAYS, Telling, compare, is_version
from figures.stories import Signature, may_share, scheme, signature

if TYPE_CHECKING:
    from sqlite_utils import Database

    from figures.model import Document

# Days that a source states. One that was only set for a whole folder says nothing of how near two texts are in time.
KNOWN_DAYS = ("option", "metadata", "text")

MOST_COMPARED = 20  # texts that one document is compared with, the likeliest first
MOST_VERSIONS = 20  # of one page that are compared, the newest
# Of texts that are kept ready for the next comparison, as a series is compared with its own last reports: about 20 MB.
KEPT_CHARACTERS = 200_000
BATCH = 200  # older documents placed in one transaction


class _Row(NamedTuple):
    """A document as far as stories need it."""

    number: int
    id: str
    day: date | None
    title: str | None
    text: str


class Stories:
    """The tables of stories, kept by the one who writes the documents, in its transactions."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.bands = Bands(db)
        # By id of the document, as after a transaction that failed the next one gets the same number. The one that was
        # used last is at the end.
        self._kept: dict[str, Telling] = {}
        self._kept_characters = 0

    def place(self, key: str, document: Document, made: Signature | None = None) -> None:
        """Find the story of the stored document `key`, and what its page said before. `made` is its signature.

        To be called again when its day has changed.
        """
        ((number, day),) = self._rows(f"select number, {_DAY} from documents where id = ?", key)
        known = self._rows("select day from signatures where document = ? and scheme = ?", number, scheme())
        if not known:
            self.place_new(number, key, day, document, made)
            return
        is_new_there = self._see(number, document)
        if known != [(day,)]:
            self.db.execute("update signatures set day = ? where document = ?", [day, number])
            self._join_again(key)
        if is_new_there or known != [(day,)]:
            self._replace(number, key)

    def place_new(self, number: int, key: str, day: str | None, document: Document, made: Signature | None) -> None:
        """Find the story of a document that was never placed. `day` is its day of publication, where it is known."""
        self._see(number, document)
        made = made if made and made.scheme == scheme() else signature(document.text)
        self._keep(number, day, made)
        is_new = self._begin(key, f"{day or _NO_DAY} {storable(document.origin)} {key}")
        self._join(number, key, day, made, document.text, settled=is_new)
        if not is_new or page(document.url):  # else it is on no page, and there is nothing that it could replace
            self._replace(number, key)

    def see(self, key: str, document: Document) -> None:
        """Note that the document `key`, which is stored, was found once more, at the place that `document` names."""
        ((number,),) = self._rows("select number from documents where id = ?", key)
        if self._see(number, document):
            self._replace(number, key)

    def is_seen(self, key: str, document: Document) -> bool:
        """Whether it is noted that `key` was found there."""
        which = "document = (select number from documents where id = ?) and origin = ?"
        return bool(self._rows(f"select 1 from sightings where {which}", key, storable(document.origin)))

    def forget(self) -> None:
        """A transaction was rolled back: what is known of the tables may be wrong."""
        self.bands.forget()

    def left(self) -> list[tuple[str, int]]:
        """Some documents, with their numbers, that have no signature of this program: those of an older database."""
        if self._rows("select 1 from signatures where scheme <> ? limit 1", scheme()):
            self.bands.clear()
            self.db.execute("delete from signatures")
        # The numbers are compared first: they are all there in a database that is up to date, and quickly counted.
        if self._rows("select (select count(*) from documents) = (select count(*) from signatures)") == [(1,)]:
            return []
        return self._rows(
            "select id, number from documents where number not in (select document from signatures) "
            f"order by number limit {BATCH}"
        )

    def place_older(self, left: Sequence[tuple[str, int]]) -> None:
        """Find the stories of documents that were stored by an older version."""
        from figures.model import Document

        for key, number in left:
            row = self._read(number)
            (found,) = self._rows("select origin, url, publisher from documents where id = ?", key)
            origin, url, publisher = found
            self.place(key, Document(row.text, origin=origin, url=url, publisher=publisher))

    def _see(self, number: int, document: Document) -> bool:
        row = [number, storable(document.origin), document.url, document.publisher, page(document.url)]
        return bool(self._change("insert or ignore into sightings values (?, ?, ?, ?, ?, null)", *row))

    def _keep(self, number: int, day: str | None, made: Signature) -> None:
        row = [number, made.scheme, day, made.words, made.slots]
        self._change("insert into signatures values (?, ?, ?, ?, ?)", *row)
        self.bands.add(number, made.bands)

    def _begin(self, key: str, rank: str) -> bool:
        """Make the document a story of its own, if it is in none, and say whether it was."""
        return bool(self._change("insert or ignore into stories values (?, ?, ?, null)", key, key, rank))

    def _join(
        self, number: int, key: str, day: str | None, made: Signature, text: str, *, settled: bool = False
    ) -> None:
        """Make one story of all that the document, with its day, signature and text, is a copy of a member of.

        `settled`: it is a story of its own with its rank.
        """
        joined = {key if settled else self._story(key)}
        compared = 0
        for other in self._likely(number, day, made):
            ((other_key, story),) = self._rows(
                "select id, story_id from documents join stories on document_id = id where number = ?", other
            )
            if story in joined:
                continue
            if compare(self._telling(number, key, text), self._telling(other, other_key)).is_copy:
                joined.add(story)
            compared += 1
            if compared == MOST_COMPARED:
                break
        if not settled or len(joined) > 1:
            self._settle(sorted(joined), key)

    def _join_again(self, key: str) -> None:
        """Take the story of the document apart and join its members anew, as one of them has another day now."""
        members = self._rows(
            "select number, id from documents where id in (select document_id from stories where story_id = ?) "
            "order by number",
            self._story(key),
        )
        for _, member in members:
            self.db.execute("update stories set story_id = document_id where document_id = ?", [member])
        for number, member in members:
            ((day,),) = self._rows("select day from signatures where document = ?", number)
            text = self._read(number).text
            self._join(number, member, day, signature(text), text)

    def _likely(self, number: int, day: str | None, made: Signature) -> Iterator[int]:
        """The documents to compare with, likeliest first: they share a band and seem to share text, near in time."""
        shared = self.bands.sharing(made.bands)
        del shared[number]
        if not shared:
            return
        ranked = sorted(self._near(day, shared), key=lambda one: (-shared[one], one))
        for at in range(0, len(ranked), MOST_COMPARED):
            for other, its in self._signatures(ranked[at : at + MOST_COMPARED]):
                if may_share(made, its, LEAST_SHARE):
                    yield other

    def _near(self, day: str | None, others: Iterable[int]) -> Iterable[int]:
        """Those of the others that are near that day, as near_in_time() has it."""
        if day is None:
            return others
        # Few are near where there are many, so their days are looked up apart: an index of them stays in memory.
        first, last = (date.fromisoformat(day) + timedelta(days=days) for days in (-MOST_DAYS, MOST_DAYS))
        near = self._rows(
            "select document from signatures indexed by days_of_signatures "
            "where document in (select value from json_each(?)) and (day is null or day between ? and ?)",
            str(list(others)), first.isoformat(), last.isoformat(),
        )  # fmt: skip
        return [other for (other,) in near]

    def _signatures(self, numbers: Sequence[int]) -> list[tuple[int, Signature]]:
        """The signatures of at most MOST_COMPARED documents."""
        marks = ", ".join("?" * MOST_COMPARED)  # always as many, or SQLite would read the statement anew
        rows = self._rows(
            f"select document, scheme, words, slots from signatures where document in ({marks})",
            *numbers, *[None] * (MOST_COMPARED - len(numbers)),
        )  # fmt: skip
        found = {number: (number, Signature(made, words, slots, ())) for number, made, words, slots in rows}
        return [found[number] for number in numbers]

    def _settle(self, joined: Sequence[str], key: str) -> None:
        """Make one story of the stories `joined`, named after its first document. `key` is new or has a new rank."""
        self._rank(key)
        marks = ", ".join("?" * len(joined))
        ((head,),) = self._rows(
            f"select document_id from stories where story_id in ({marks}) order by rank limit 1", *joined
        )
        self.db.execute(
            f"update stories set story_id = ? where story_id in ({marks}) and story_id <> ?", [head, *joined, head]
        )

    def _rank(self, key: str) -> None:
        """Set where the document stands in its story: replaced ones come last, else by day, origin and id."""
        self.db.execute(
            f"""update stories set rank = (
                select case when stories.newer_id is null then '' else 'replaced ' end || coalesce({_DAY}, '{_NO_DAY}')
                    || ' ' || (select min(origin) from sightings where document = number) || ' ' || id
                from documents where id = stories.document_id
            ) where document_id = ?""",
            [key],
        )

    def _replace(self, number: int, key: str) -> None:
        """See for each page of the document which version is the newest, and where the document stands in its story."""
        pages = self._rows("select distinct page from sightings where document = ? and page <> ''", number)
        for (name,) in pages:
            for changed in self._versions(name):
                self._show_newest(changed)
        if pages or len(self._rows("select 1 from sightings where document = ? limit 2", number)) > 1:
            self._settle([self._story(key)], key)

    def _versions(self, name: str) -> list[int]:
        """Note the newest version of each document on a page. Returns the documents for which that has changed."""
        rows = self._rows(
            f"select document, newer_id, (select {_DAY} from documents where number = document) from sightings "
            f"where page = ? and page <> '' order by page desc, document desc limit {MOST_VERSIONS}",
            name,
        )
        # The later one is newer; where all days are known, the one of the later day.
        all_known = all(day for _, _, day in rows)
        rows.sort(key=lambda row: (row[2] if all_known else "", row[0]), reverse=True)
        changed = []
        for at, (number, known, _) in enumerate(rows):
            newer = (self._read(other).id for other, _, _ in rows[:at] if self._is_version(number, other))
            newest = next(newer, None)
            if newest != known:
                update = "update sightings set newer_id = ? where page = ? and document = ?"
                self.db.execute(update, [newest, name, number])
                changed.append(number)
        return changed

    def _is_version(self, one: int, other: int) -> bool:
        first, second = self._read(one), self._read(other)
        tellings = (self._telling(one, first.id), self._telling(other, second.id))
        return is_version(*tellings, (first.title, second.title))

    def _show_newest(self, number: int) -> None:
        """A document is replaced when it is on every page that it was found on."""
        ((newest,),) = self._rows(
            "select case when count(*) = count(newer_id) then max(newer_id) end from sightings "
            "where document = ? and page <> ''",
            number,
        )
        key = self._read(number).id
        self.db.execute("update stories set newer_id = ? where document_id = ?", [newest, key])
        self._settle([self._story(key)], key)

    def _story(self, key: str) -> str:
        ((story,),) = self._rows("select story_id from stories where document_id = ?", key)
        return str(story)

    def _read(self, number: int) -> _Row:
        ((key, day, title, text),) = self._rows(
            f"select id, {_DAY}, title, text from documents where number = ?", number
        )
        return _Row(number, key, day and date.fromisoformat(day), title, text)

    def _telling(self, number: int, key: str, text: str | None = None) -> Telling:
        """The document ready to be compared. `text` is its text where that is at hand."""
        telling = self._kept.pop(key, None)
        if telling is None:
            telling = Telling(self._read(number).text if text is None else text)
            self._kept_characters += len(telling.text)
            while self._kept and self._kept_characters > KEPT_CHARACTERS:
                self._kept_characters -= len(self._kept.pop(next(iter(self._kept))).text)
        self._kept[key] = telling
        return telling

    def _change(self, sql: str, *values: Any) -> int:
        """How many rows were changed."""
        return self.db.conn.execute(sql, values).rowcount

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.db.conn.execute(sql, values).fetchall()


_NO_DAY = "9999"  # sorts after all days
_DAY = f"case when date_source in {KNOWN_DAYS} then published end"


def page(url: str | None) -> str:
    """The address of a page without what changes from one link to it to the next; "" where it is none of the web."""
    from urllib.parse import urldefrag, urlsplit

    if not url or not url.lower().startswith(("http://", "https://")):
        return ""
    from courlan import normalize_url  # takes a tenth of a second to load

    try:
        parts = urlsplit(urldefrag(normalize_url(url)).url)
    except ValueError:
        return ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")

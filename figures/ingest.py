"""Sources to the database: read, extract, store, one document at a time, and nothing lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from figures import __version__
from figures.model import Document, Figure
from figures.pipeline import extract
from figures.readers import documents, known
from figures.sources import MAX_BYTES, TIMEOUT, Failure, Notice, Source, one_line, walk

if TYPE_CHECKING:
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come. `sources` of `total` are done; `documents` and `failed` are counted so far."""

    sources: int
    total: int
    documents: int
    failed: int
    origin: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest did. `failures` and `notices` are pairs of origin and reason, in the order in which they came up.

    `new` documents were stored, `unchanged` ones were there before, `re_extracted` ones were there from another version
    or with another day. `figures_by_category` counts the figures of new and re-extracted documents.
    """

    new: int = 0
    unchanged: int = 0
    re_extracted: int = 0
    failed: int = 0
    figures_by_category: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)


def ingest(
    sources: Sequence[str | Path],
    store: Store,
    *,
    date: date | None = None,
    default_date: date | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read `sources` (paths, folders, URLs, `-`), extract the figures of each document, and put them into `store`.

    `date` is the publication day of all, whatever they say; `default_date` that of those that say none. `max_bytes` is
    the most that one document may have, `timeout` the seconds for one page from the web, `columns` names the columns of
    sheets (`text`, `title`, `date`, `url`). What cannot be read is stored as a failure, with its reason, and the rest
    goes on. Raises DatabaseError where the database cannot be written; what was stored until then stays.
    """
    run = _Run(store, date, default_date, progress)
    found = list(walk(sources, known, timeout=timeout, limit=max_bytes, columns=columns))
    run.total = sum(isinstance(one, Source) for one in found)
    store.begin_run(__version__, [str(source) for source in sources])
    try:
        for one in found:
            run.take(one)
    finally:
        store.finish_run(run.counts())
    return run.summary()


class _Run:
    """One ingest on its way: what it was told and what it has counted."""

    def __init__(
        self, store: Store, option: date | None, default: date | None, progress: Callable[[Progress], None] | None
    ) -> None:
        self.store = store
        self.option = option
        self.default = default
        self.progress = progress
        self.total = 0
        self.done = 0
        self.outcomes: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.failures: list[tuple[str, str]] = []
        self.notices: list[tuple[str, str]] = []

    def take(self, found: Source | Failure | Notice) -> None:
        """Read a source to its end, or note what was found in its place."""
        if not isinstance(found, Source):
            self._put(found)
            return
        for one in documents(found, option=self.option, default=self.default):
            self._put(one)
            self._tell(found.origin)
        self.done += 1
        self._tell(found.origin)

    def counts(self) -> dict[str, int]:
        """The documents by what became of them."""
        return {
            "new": self.outcomes["new"],
            "unchanged": self.outcomes["unchanged"],
            "re-extracted": self.outcomes["re-extracted"],
            "failed": len(self.failures),
            "figures": self.categories.total(),
        }

    def summary(self) -> Summary:
        """What was done so far."""
        return Summary(
            new=self.outcomes["new"],
            unchanged=self.outcomes["unchanged"],
            re_extracted=self.outcomes["re-extracted"],
            failed=len(self.failures),
            figures_by_category=dict(sorted(self.categories.items())),
            failures=self.failures,
            notices=self.notices,
        )

    def _put(self, one: Document | Failure | Notice) -> None:
        if isinstance(one, Document):
            self._store(one)
        elif isinstance(one, Failure):
            self._fail(one.origin, one.reason)
        else:
            self.notices.append((one.origin, one.reason))

    def _store(self, document: Document) -> None:
        document = self.store.dated(document)
        if self.store.has(document):
            self.store.seen(document)
            self.outcomes["unchanged"] += 1
            return
        # The boundary where everything is caught: a text that breaks the extractor must not cost the others.
        try:
            figures = _figures(document)
        except Exception as error:
            self._fail(
                document.origin, f"the extractor broke on it ({type(error).__name__}: {one_line(str(error))})"[:300]
            )
            return
        try:
            outcome = self.store.add(document, figures)
        except ValueError as error:
            self._fail(document.origin, one_line(str(error))[:300])
            return
        self.outcomes[outcome] += 1
        self.categories.update(figure.category for figure in figures if outcome != "unchanged")

    def _fail(self, origin: str, reason: str) -> None:
        self.failures.append((origin, reason))
        self.store.fail(origin, reason)

    def _tell(self, origin: str) -> None:
        if self.progress is not None:
            documents = sum(self.outcomes.values())
            self.progress(Progress(self.done, self.total, documents, len(self.failures), origin))


def _figures(document: Document) -> list[Figure]:
    return extract(document.text, published=document.published, title=document.title, language=document.language)

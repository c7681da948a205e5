"""The pages of an ingest: asked for only where they changed, and with `follow` those that feeds point to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from figures.sources import Failure, Notice, Source, Unreadable, one_line
from figures.web.links import MOST_LINKS, Link, links
from figures.web.turns import host_of

if TYPE_CHECKING:
    from db.pages import Pages
    from figures.web.fetch import Validators, Web

_FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that is as it was when its `documents` were stored."""

    origin: str
    documents: int


@dataclass(slots=True)
class _Visit:
    """A page on its way to the database. Its bytes are in a file, for other processes to read."""

    validators: Validators
    links: list[Link]
    stamp: str
    kept: Path
    documents: int = 0
    failures: int = 0


class Visits:
    """Asks for the pages of one ingest, each once.

    `follow` asks for the pages that feeds point to as well, but for those that `skip` says to leave out.
    """

    def __init__(
        self,
        web: Web,
        pages: Pages,
        *,
        follow: bool = False,
        skip: Callable[[Link], bool] | None = None,
    ) -> None:
        self.web = web
        self.pages = pages
        self.follow = follow
        self.skip = skip or (lambda link: False)
        self._columns: Mapping[str, str] = {}  # the user's names for the columns of sheets
        self._asked: set[str] = set()
        self._pointed: dict[str, deque[Link]] = {}  # by host
        self._waiting: Callable[[], AbstractContextManager[object]] = nullcontext
        self._open: dict[str, _Visit] = {}
        self._folder: TemporaryDirectory[str] | None = None  # goes when this object goes, whatever happens

    def sources(
        self,
        found: Iterable[Source | Failure | Notice],
        waiting: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Iterator[Source | Failure | Notice | Unchanged]:
        """`found`, with the bytes of its pages, and at the end the pages that its feeds point to.

        Those of different hosts take turns, so that the time that one host is left alone is spent on the others.
        `waiting` is entered for as long as an answer, or the turn to ask, is waited for.
        """
        self._waiting = waiting
        for one in found:
            if not isinstance(one, Source):
                yield one
            elif one.later is None:
                yield one
                if self.follow and one.suffix in _FEED_SUFFIXES:
                    yield from self._point(one.origin, self._links(one))
            else:
                self._columns = one.columns
                yield from self._feed(one.origin)
        while self._pointed:
            host = min(self._pointed, key=self.web.turns.due)
            link = self._pointed[host].popleft()
            if not self._pointed[host]:
                del self._pointed[host]
            yield from self._page(link)

    def stored(self, origin: str) -> None:
        """Note that the document `origin`, a page or a part of one, is in the database."""
        if (visit := self._visit(origin)) is not None:
            visit.documents += 1

    def failed(self, origin: str) -> None:
        """Note that `origin`, a page or a part of one, could not be read or stored."""
        if (visit := self._visit(origin)) is not None:
            visit.failures += 1

    def done(self, source: Source) -> None:
        """Note that `source` was read to its end. What gave a failure is asked for in full the next time."""
        visit = self._open.pop(source.origin, None)
        if visit is None:
            return
        visit.kept.unlink(missing_ok=True)
        if not visit.failures:
            self.pages.read(source.origin, visit.validators, visit.documents, links=visit.links, stamp=visit.stamp)

    def _visit(self, origin: str) -> _Visit | None:
        while origin and origin not in self._open:  # page.zip#reports.jsonl#12
            origin = origin[: max(origin.rfind("#"), 0)]
        return self._open.get(origin)

    def _feed(self, url: str) -> Iterator[Source | Failure | Notice | Unchanged]:
        for got in self._page(Link(url)):
            pointed = self._open[url].links if isinstance(got, Source) else []
            yield got
            if isinstance(got, Source):
                yield from self._point(url, pointed)
            elif isinstance(got, Unchanged):
                yield from self._point(url, self.pages.links(url))

    def _page(self, link: Link) -> Iterator[Source | Failure | Unchanged]:
        if link.url in self._asked:
            return
        self._asked.add(link.url)
        try:
            with self._waiting():
                answer = self.web.get(link.url, self.pages.validators(link.url))
        except Unreadable as error:
            yield Failure(error.origin, error.reason)
            return
        # The boundary where everything is caught: an answer that breaks what takes it must not cost the others.
        except Exception as error:
            words = f"asking for it broke down ({type(error).__name__}: {one_line(str(error))})"
            yield Failure(link.url, words[:300])
            return
        if answer.source is None:
            self.pages.unchanged(link.url, link.stamp)
            yield Unchanged(link.url, self.pages.documents(link.url))
            return
        kept = self._keep(answer.source)
        modified = link.published or answer.source.modified
        source = replace(answer.source, open=partial(_bytes, kept), modified=modified, columns=self._columns)
        self._open[link.url] = _Visit(answer.validators, self._links(source), link.stamp, kept)
        yield source

    def _keep(self, source: Source) -> Path:
        self._folder = self._folder or TemporaryDirectory(prefix="figures-")
        kept = Path(self._folder.name, str(len(self._asked)))
        kept.write_bytes(source.raw())
        return kept

    def _links(self, source: Source) -> list[Link]:
        try:
            return links(source)
        except (Unreadable, OSError):  # its reader will say so
            return []

    def _point(self, feed: str, pointed: list[Link]) -> Iterator[Notice]:
        if not self.follow:
            return
        if len(pointed) > MOST_LINKS:
            yield Notice(feed, f"points to {len(pointed):,} pages: the first {MOST_LINKS:,} are asked for")
        for link in pointed[:MOST_LINKS]:
            if not self.skip(link):
                self._pointed.setdefault(host_of(link.url), deque()).append(link)


def _bytes(path: Path) -> IO[bytes]:
    return path.open("rb")

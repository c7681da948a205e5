"""The reports: one module each, found by listing this folder. A report has a `TITLE` and `build(db, out)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its name on the command line, its title, and what builds it."""

    name: str
    title: str
    build: Callable[[Path, Path], list[Path]]


class UnknownReportError(ValueError):
    """A report was asked for by a name that no module here has."""


def available() -> dict[str, Report]:
    """Every report by name, in alphabetical order. A module without `TITLE` is no report."""
    found = {}
    for info in sorted(iter_modules(__path__), key=lambda one: one.name):
        module = import_module(f"{__name__}.{info.name}")
        if hasattr(module, "TITLE"):
            found[info.name] = Report(info.name, module.TITLE, module.build)
    return found


def build(names: Sequence[str], db_path: Path, out: Path) -> list[Path]:
    """Build the named reports, or all of them when `names` is empty, from `db_path` into the folder `out`.

    Returns the files written. Raises UnknownReportError for a name that is not here, and db.errors.DatabaseError where
    there is no database of figures.
    """
    from db.errors import DatabaseError

    reports = available()
    unknown = [name for name in names if name not in reports]
    if unknown:
        raise UnknownReportError(f"no report is called {unknown[0]!r}; there are: {', '.join(reports)}")
    if not db_path.is_file():
        raise DatabaseError(db_path, "no such database")
    out.mkdir(parents=True, exist_ok=True)
    return [path for name in (names or reports) for path in reports[name].build(db_path, out)]

"""The words of the field, loaded from the TOML files beside this module. Data, not code.

`category/*.toml` hold one category each, `lang/*.toml` the words of a language. Every file may carry `[[example]]`
tables, which the tests run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from figures.model import Measure


@dataclass(frozen=True, slots=True)
class Category:
    """One row of the table of categories. `units` are the units that fit; `money` stands for every currency code."""

    name: str
    label: str
    meaning: str
    family: str
    order: int
    measure: Measure
    units: tuple[str, ...]
    hxl: str
    idmc: str


@cache
def load(path: str) -> dict[str, Any]:
    """The TOML file at `path` below this folder, such as `category/killed.toml`, without its examples.

    Raises FileNotFoundError, or tomllib.TOMLDecodeError with the file's name.
    """
    # Examples stand last and are for tests and training; parsing them would take two thirds of the time.
    return _parsed(path, files(__name__).joinpath(path).read_text(encoding="utf-8").partition("\nexample = [")[0])


def examples(path: str) -> list[dict[str, Any]]:
    """The examples of the TOML file at `path`: tables with `text` and `want`."""
    found: list[dict[str, Any]] = _parsed(path, files(__name__).joinpath(path).read_text(encoding="utf-8")).get(
        "example", []
    )
    return found


def _parsed(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise tomllib.TOMLDecodeError(f"{path}: {error}") from None


def names(folder: str) -> Iterator[str]:
    """The names, without `.toml`, of the files in `folder`, sorted."""
    entries = (entry.name for entry in files(__name__).joinpath(folder).iterdir())
    return iter(sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml")))


@cache
def categories() -> dict[str, Category]:
    """Every category by name, in the order of the guide."""
    found = [_category(name, load(f"category/{name}.toml")) for name in names("category")]
    return {category.name: category for category in sorted(found, key=lambda c: c.order)}


def _category(name: str, table: dict[str, Any]) -> Category:
    measure = table["measure"]
    if measure not in get_args(Measure):
        raise ValueError(f"category/{name}.toml: measure {measure!r} is not one of {get_args(Measure)}")
    return Category(
        name=name,
        label=table["label"],
        meaning=table["meaning"],
        family=table["family"],
        order=table["order"],
        measure=measure,
        units=tuple(table["units"]),
        hxl=table["hxl"],
        idmc=table["idmc"],
    )

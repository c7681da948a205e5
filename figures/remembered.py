"""What is worked out once: of each word, and of each object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """The answers of `work`, by what it is asked; all are forgotten when they become too many.

    A look-up is a look-up in a dict and nothing more: to note which answer was used last, as `lru_cache` does, costs
    more than the look-up itself, and these are made for every word of a text.
    """

    def __init__(self, work: Callable[[Key], Value], most: int = 50_000) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._work(key)
        return value


class cached_property(Generic[Value]):  # noqa: N801 - it stands for functools.cached_property
    """As that of functools, without the lock that Python 3.11 takes for every value."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> cached_property[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> cached_property[Value] | Value:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value

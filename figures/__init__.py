"""figures: humanitarian figures out of news and situation reports.

>>> import figures
>>> [f.value for f in figures.extract("Officials said 1,200 people fled the town.")]
[1200]
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from figures.model import Document, Explained, Figure, Passage, Quantity
from figures.web.manners import Manners

if TYPE_CHECKING:
    from figures.pipeline import explain, extract, quantities
    from figures.readers import read

__version__ = "0.8.0"
__all__ = [
    "Document", "Explained", "Figure", "Manners", "Passage", "Quantity", "explain", "extract", "quantities", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load the extractor and the readers when they are first asked for, so that `import figures` stays quick."""
    if name in ("extract", "explain", "quantities"):
        from figures import pipeline

        return getattr(pipeline, name)
    if name == "read":
        from figures.readers import read

        return read
    raise AttributeError(f"module 'figures' has no attribute {name!r}")


class _Package(ModuleType):
    """Keeps `figures.quantities` the function: importing the submodule of that name would put itself in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "quantities" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

"""Questions that the sentences after them answer: `How many have fled? The ministry says 1,200.`"""

from __future__ import annotations

import re
from dataclasses import dataclass

from figures.model import Passage

_HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_ANSWERS = 2  # passages after a question that may answer it


@dataclass(slots=True)
class Question:
    """The words of the question that the passage being read may answer; "" where there is none."""

    words: str = ""
    _left: int = 0

    def enter(self, passage: Passage, numbers: bool) -> None:
        """Take note of the next passage. A question that holds numbers of its own is none to be answered."""
        self._left -= 1
        if self._left < 0 or passage.kind == "heading":
            self.words = ""
        if not numbers and passage.text.endswith("?") and _HOW_MANY.search(passage.text):
            self.words, self._left = passage.text, _ANSWERS

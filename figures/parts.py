"""Parts and wholes: `1,200 people, including 300 children`. Each part is linked to the figure that it is within."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from figures.model import Figure, Quantity, Rejection
from figures.partwords import BE, fits, is_light, verbs, words
from figures.wholewords import index, lowered

_FAR = 400  # characters from an earlier sentence's number to the word that recalls it
_LONGEST = 90  # characters from `including` to the number that it opens
_DEEPEST = 8  # parts of parts of parts
_NEAR = 40  # figures of one passage between a part and its whole
_LARGE = 100  # a sum that comes out by chance is hardly ever this large
_IN_ALL = re.compile(r"\s(?:[\w-]+\s){0,2}(?:in all|altogether|in total)\b")
_FEW = 0.5  # a list behind a colon that holds less than this of the number before it counts something else


def link_parts(figures: Sequence[Figure]) -> list[Figure]:
    """`figures`, those of one document in reading order, with `part_of` set where the words make one a part of another.

    A part is never larger than its whole, nor its own whole by way of others.
    """
    if len(figures) < 2:
        return list(figures)
    wholes: dict[int, int] = {}
    for _, group in groupby(range(len(figures)), key=lambda at: figures[at].passage_start):
        _Links(figures, wholes).link(list(group))
    _link_items(figures, wholes)
    return [replace(one, part_of=wholes[at]) if at in wholes else one for at, one in enumerate(figures)]


def with_doubted_parts(verdicts: Sequence[Figure | Rejection]) -> list[Figure | Rejection]:
    """The verdicts on one passage, in which a doubted number that the words make a part has its whole's category.

    `1,200 families fled, 300 of them to Erbil`: by its own words nobody could say what befell the 300.
    """
    doubted = {nth for nth, one in enumerate(verdicts) if isinstance(one, Rejection) and one.reason == "doubtful"}
    if not doubted or not any(isinstance(one, Figure) for one in verdicts):
        return list(verdicts)
    tried = {nth: one for nth, one in enumerate(verdicts) if isinstance(one, Figure)}
    tried |= {nth: _as_part(number, _nearest(verdicts, nth)) for nth in doubted if (number := _number(verdicts[nth]))}
    order = sorted(tried)
    linked = link_parts([tried[nth] for nth in order])
    kept: dict[int, Figure] = {}
    for place, nth in enumerate(order):
        whole = linked[place].part_of
        if nth in doubted and whole is not None and order[whole] not in doubted:
            kept[nth] = replace(tried[nth], category=linked[whole].category)
    return [kept.get(nth, one) for nth, one in enumerate(verdicts)]


def _number(verdict: Figure | Rejection) -> Quantity | None:
    return verdict.quantity if isinstance(verdict, Rejection) else None


def _nearest(verdicts: Sequence[Figure | Rejection], nth: int) -> Figure:
    """The last figure before a number, else the first behind it."""
    before = (one for one in reversed(verdicts[:nth]) if isinstance(one, Figure))
    return next(before, None) or next(one for one in verdicts[nth:] if isinstance(one, Figure))


def _as_part(number: Quantity, of: Figure) -> Figure:
    return replace(
        of, start=number.start, end=number.end, text=number.text, value=number.value, low=number.low,
        high=number.high, qualifier=number.qualifier, modifier=number.modifier, unit=number.unit or of.unit,
        group=number.unit_text, confidence=None, rule="part",
    )  # fmt: skip


class _Links:
    """Finds the parts among the figures of one passage. `wholes` is filled: part to whole, by place in `figures`."""

    def __init__(self, figures: Sequence[Figure], wholes: dict[int, int]) -> None:
        self._figures = figures
        self._wholes = wholes
        self._has_parts: set[int] = set()

    def link(self, group: list[int]) -> None:
        self._group = group
        first = self._figures[group[0]]
        self._text = lowered(first.passage)
        known, present = words(), index(first.passage)
        self._opens = not known.opening_marks.isdisjoint(present)
        self._follows = not known.following_marks.isdisjoint(present)
        self._names = not known.names.isdisjoint(present)
        self._by = first.passage_start
        self._listed: _List | None = None
        for nth in range(len(group)):
            self._link_one(nth)
        self._link_sums()
        self._link_bracket()

    def _link_one(self, nth: int) -> None:
        at = self._group[nth]
        for find in (self._of_next, self._of_opening, self._opened, self._followed, self._named):
            whole = find(nth)
            if whole is not None and self._put(at, whole):
                return

    def _put(self, part: int, whole: int) -> bool:
        if part == whole or not self._is_above(whole, part) or not fits(self._figures[part], self._figures[whole]):
            return False
        self._wholes.setdefault(part, whole)
        self._has_parts.add(whole)
        return True

    def _is_above(self, whole: int, part: int) -> bool:
        """Whether `whole` is not, by way of others, itself within `part`; deeper nesting than a text has is no link."""
        at = whole
        for _ in range(_DEEPEST):
            above = self._wholes.get(at)
            if above is None:
                return True
            if above == part:
                return False
            at = above
        return False

    def _start(self, at: int) -> int:
        return self._figures[at].start - self._by

    def _end(self, at: int) -> int:
        return self._figures[at].end - self._by

    def _between(self, left: int, right: int) -> str:
        return self._text[self._end(left) : self._start(right)]

    def _of_next(self, nth: int) -> int | None:
        """`300 [children] of the 1,200 people`: the whole stands behind."""
        if nth + 1 == len(self._group):
            return None
        at, following = self._group[nth], self._group[nth + 1]
        if self._figures[at].unit != self._figures[following].unit:
            return None
        return following if words().whole_of.fullmatch(self._between(at, following)) else None

    def _of_opening(self, nth: int) -> int | None:
        """`Of the 1,200 people displaced, 300 are children and 400 women`: a whole that opened the sentence."""
        at = self._group[nth]
        for before in range(nth - 1, max(-1, nth - 1 - _NEAR), -1):
            whole = self._group[before]
            left = self._end(self._group[before - 1]) if before else 0
            if words().among.search(self._text[left : self._start(whole)]):
                between = self._between(whole, at)
                if ";" in between or self._is_besides(nth):
                    return None
                return whole
        return None

    def _is_besides(self, nth: int) -> bool:
        """`another 20 people`, `20 others`: on top of what was counted."""
        at = self._group[nth]
        before = self._text[max(0, self._start(at) - 24) : self._start(at)]
        behind = re.match(r"(?:\s[\w-]+){0,2}", self._text[self._end(at) :])
        near = re.split(r"[,;:.]|\band\b", before)[-1]
        return bool(words().besides.search(near) or (behind and words().besides.search(behind[0])))

    def _opened(self, nth: int) -> int | None:
        """`including 300 children and 40 women`: opened by a word before, or going on with the list that it opened."""
        at = self._group[nth]
        left = self._end(self._group[nth - 1]) if nth else 0
        between = self._text[left : self._start(at)]
        cue = next(reversed([*words().opens.finditer(between)]), None) if self._opens else None
        # `tens of millions of them, saving millions`: those words belong to the number before.
        if cue is None or (nth and left + cue.end() <= self._followed_to(nth - 1)):
            if self._listed and self._listed.goes_on(self, nth, between):
                self._listed.count += 1
                return self._listed.whole
            self._listed = None
            return None
        self._listed = None
        hidden = any(one.end() > cue.start() for one in words().hides.finditer(between))
        if hidden or len(between) - cue.end() > _LONGEST or not is_light(between[cue.end() :]):
            return None
        whole = self._whole(nth, cue[0] in words().recalls, left + cue.start())
        if whole is not None:
            self._listed = _List(whole, cue[0])
        return whole

    def _followed(self, nth: int) -> int | None:
        """`12 of them children`."""
        at = self._group[nth]
        if not self._followed_to(nth):
            return None
        whole = self._whole(nth, True, self._start(at))
        # `12 of them children, three of them women`: the second counts out of the same whole.
        if whole in self._wholes and whole in self._group and self._followed_to(self._group.index(whole)):
            return self._wholes[whole]
        return whole

    def _followed_to(self, nth: int) -> int:
        """Where `of them` behind a number ends, 0 where there is none that belongs to it."""
        if not self._follows:
            return 0
        at, end = self._group[nth], len(self._text)
        if nth + 1 < len(self._group):
            end = self._start(self._group[nth + 1])
        match = words().follows.match(self._text, self._end(at), end)
        # `5 million people of whom 3 million fled`: they lead to the next number.
        if match is None or (end < len(self._text) and words().hedged.fullmatch(self._text, match.end(), end)):
            return 0
        return match.end()

    def _named(self, nth: int) -> int | None:
        """`three of the dead`, `12 children were among the wounded`: the last number of that category."""
        if not self._names:
            return None
        at = self._group[nth]
        end = self._start(self._group[nth + 1]) if nth + 1 < len(self._group) else len(self._text)
        match = words().named.match(self._text, self._end(at), end)
        category = words().of_category[match[1]] if match else self._named_before(nth)
        if not category:
            return None
        for before in self._earlier(nth, self._start(at)):
            one = self._figures[before]
            if one.category == category and before not in self._wholes and self._figures[at].value < one.value:
                return before
        return None

    def _named_before(self, nth: int) -> str:
        """The category of `among the dead were 12 children`, "" where it is not said so."""
        left = self._end(self._group[nth - 1]) if nth else 0
        match = words().named_before.search(self._text, left, self._start(self._group[nth]))
        return words().of_category[match[1]] if match else ""

    def _earlier(self, nth: int, cue: int) -> Iterator[int]:
        """The figures before `cue`, nearest first: of the passage, then of the text just before it."""
        yield from reversed(self._group[max(0, nth - _NEAR) : nth])
        for at in range(self._group[0] - 1, -1, -1):
            if self._by + cue - self._figures[at].end > _FAR:
                return
            yield at

    def _whole(self, nth: int, recalls: bool, cue: int) -> int | None:
        """The nearest figure before that the part fits: one of its own category first."""
        part = self._figures[self._group[nth]]
        here = [
            at
            for at in reversed(self._group[max(0, nth - _NEAR) : nth])
            if fits(part, self._figures[at]) and not self._shut(at, cue)
        ]
        for at in here:
            if self._figures[at].category == part.category:
                return at
        if here:
            return here[0]
        # `a loan of $120 million, of which 9 has been paid`: a number of the sentence is meant, though it is no figure.
        if nth or not recalls or any(map(str.isdigit, self._text[:cue])):
            return None
        for at in self._earlier(nth, cue):
            one = self._figures[at]
            if at not in self._wholes and one.category == part.category and fits(part, one) and part.value < one.value:
                return at
        return None

    def _shut(self, at: int, cue: int) -> bool:
        """Whether a figure stands in brackets that end before `cue`: `929 (as against 1,064), of whom 366`."""
        between = self._text[self._end(at) : cue]
        return between.count(")") > between.count("(")

    def _link_sums(self) -> None:
        """`1,200 fled: 700 to Duhok and 500 to Erbil`, and the same with the whole at the end."""
        for nth, whole in enumerate(self._group):
            if whole in self._wholes:
                continue
            after = self._run(whole, self._group[nth + 1 : nth + 1 + _NEAR])
            before = self._run(whole, self._group[max(0, nth - _NEAR) : nth][::-1])
            if max(len(after), len(before)) < 2:
                continue
            found = self._addends(whole, after, self._lead(whole, after)) or (
                self._addends(whole, before, "sum" if self._is_sum(whole) else "")
            )
            for part in found:
                self._put(part, whole)

    def _run(self, whole: int, others: Sequence[int]) -> list[int]:
        """The figures next to a whole that count the same, none of them linked yet."""
        run: list[int] = []
        for at in others:
            one, of = self._figures[at], self._figures[whole]
            if at in self._wholes or at in self._has_parts or (one.unit, one.category) != (of.unit, of.category):
                break
            run.append(at)
        return run

    def _lead(self, whole: int, run: Sequence[int]) -> str:
        """What leads from a whole to a list behind it: `colon` (or a dash), `bracket`, `comma`, else ""."""
        between = self._between(whole, run[0]) if run else ""
        # `Tripoli (322), Zwara (111)`: a list of its own.
        if ";" in between or ". " in between or ")" in between.partition("(")[0]:
            return ""
        if re.search(r":\s|[—–]|\s-\s", between):
            return "colon"
        return "bracket" if "(" in between else "comma" if "," in between else ""

    def _is_sum(self, whole: int) -> bool:
        around = self._text[max(0, self._start(whole) - 40) : self._start(whole)]
        behind = self._text[self._end(whole) : self._end(whole) + 24]
        return bool(words().sums.search(around) or _IN_ALL.match(behind))

    def _addends(self, whole: int, run: Sequence[int], lead: str) -> Sequence[int]:
        """The figures of `run` that add up to the whole: exactly, or behind a colon nearly."""
        of = self._figures[whole].value
        total = 0.0
        for count, at in enumerate(run, 1):
            total += self._figures[at].value
            told_apart = all(self._tells(one, whole) for one in run[:count]) or self._placed_apart(whole, run[:count])
            large = of >= _LARGE or lead in ("colon", "bracket", "sum") or told_apart
            if count > 1 and lead and large and abs(total - of) <= 1e-9 * of:
                return run[:count]
        if lead not in ("colon", "bracket") or len(run) < 2 or not _FEW * of <= total <= of:
            return ()
        outside = lead == "bracket" and ")" in self._between(whole, run[-1])
        return () if outside or any(self._is_besides(self._group.index(at)) for at in run) else run

    def _tells(self, part: int, whole: int) -> bool:
        """Whether a number says whom it counts, and not just whom the whole does."""
        return self._figures[part].facets not in ((), self._figures[whole].facets)

    def _placed_apart(self, whole: int, run: Sequence[int]) -> bool:
        """`3 dead, one in Sud-Est, 2 in Port-au-Prince`: the parts are told by their places, the whole has none."""
        places = {self._figures[at].place for at in run}
        return len(places) == len(run) and "" not in places and not _PLACED.search(self._between(whole, run[0]))

    def _link_bracket(self) -> None:
        """`51 people (12 children)`: a smaller number in brackets that says whom it counts."""
        for left, right in zip(self._group, self._group[1:], strict=False):
            whole, part = self._figures[left], self._figures[right]
            if right in self._wholes or (whole.category, whole.unit) != (part.category, part.unit):
                continue
            opened = re.fullmatch(r"(?:\s[\w-]+){0,3}\s\((?:\w+\s){0,2}", self._between(left, right))
            if opened and self._tells(right, left) and part.value < whole.value:
                self._put(right, left)


_PLACED = re.compile(r"\b(?:in|at|near|from|on|across)\b")


@dataclass(slots=True)
class _List:
    """A list of parts that a word has opened."""

    whole: int
    cue: str
    count: int = 1

    @property
    def is_inclusion(self) -> bool:
        """Whether no clause of its own was opened: `including`, not `of whom`."""
        return self.cue.startswith(("inclu", "compr", "consist", "compos", "made"))

    def goes_on(self, links: _Links, nth: int, between: str) -> bool:
        """Whether figure `nth`, `between` characters behind the last part, is the next one of the list."""
        figures, group = links._figures, links._group
        part, last = figures[group[nth]], figures[group[nth - 1]]
        if re.search(r"[;:()]|\.\s|\bwh(?:o|ich|ile|ere)\b|\bbut\b", between):
            return False
        joined = re.search(r"(,?)\s*(?:and|plus|as well as|along with)\s[^,]*$|,[^,]*$|/\s*$", between)
        # `of whom 12 were children, and 30 were hurt`: the comma ends what was opened.
        if not joined or (part.category != last.category and (joined[1] or self.is_inclusion)):
            return False
        if not self.is_inclusion:
            # `of whom 300 were women and 40 were men`
            return verbs(between) <= BE and not links._is_besides(nth)
        # `, including 12 children, and 30 were hurt`: the comma ends what was opened, unless the list is longer.
        if joined[1] and self.count == 1 and not part.facets:
            return False
        end = links._end(group[nth])
        phrase = re.match(r"(?:\s[\w-]+){0,4}", links._text[end : end + 60])
        return not verbs(between) and not (phrase and verbs(phrase[0]))


def _link_items(figures: Sequence[Figure], wholes: dict[int, int]) -> None:
    """`1,200 people fled:` with a list of items below, one number each."""
    for whole, one in enumerate(figures):
        if whole in wholes or not one.passage.rstrip().endswith(":"):
            continue
        run, end = [], one.passage_start + len(one.passage)
        for at in range(whole + 1, min(len(figures), whole + 1 + _NEAR)):
            item = figures[at]
            if item.passage_start - end > 8 or (item.unit, item.category) != (one.unit, one.category) or at in wholes:
                break
            run.append(at)
            end = item.passage_start + len(item.passage)
        total = sum(figures[at].value for at in run)
        if len(run) > 1 and _FEW * one.value <= total <= one.value:
            wholes.update(dict.fromkeys(run, whole))

"""Which figure is a part of which: own passages, each number labelled with its whole."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures import lexicon
from figures.context import Scene
from figures.model import Document, Figure
from figures.parts import link_parts
from figures.partwords import fits
from figures.passages import passages as split

MARKED = re.compile(r"\[([^\]=]+?)(?:=(\d+))? ([a-z_]+)(?:/(\w+))?(?: <(\d+))?\]")
Pairs = set[tuple[str, str, str]]
PASSAGES = [
    block
    for part in re.split(r"\n\s*\n", (Path(__file__).parent / "parts.txt").read_text(encoding="utf-8"))
    if (block := "\n".join(line for line in part.splitlines() if not line.startswith("//")))
]


def labelled(marked: str) -> tuple[str, list[Figure], Pairs]:
    """The text, its numbers as figures that know nothing of each other, and the parts with their wholes."""
    text, spans, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), match))
        text += match[1]
        at = match.end()
    text += marked[at:]
    found, scene = [], Scene(Document(text))
    for start, match in spans:
        passage = next(one for one in split(Document(text)) if one.start <= start < one.end)
        value = float(match[2] or re.sub(r"[^\d.]", "", match[1]))
        bare = Figure(
            start, start + len(match[1]), match[1], value, value, value, "exact", match[3], match[4] or "person",
            passage=passage.text, passage_start=passage.start,
        )  # fmt: skip
        found.append(scene.complete(bare))
    pairs = {(text, match[1], found[int(match[5]) - 1].text) for _, match in spans if match[5]}
    return text, found, pairs


def pairs(text: str, found: list[Figure]) -> Pairs:
    return {(text, one.text, found[one.part_of].text) for one in found if one.part_of is not None}


def ratios(got: Pairs, want: Pairs) -> tuple[float, float]:
    """Precision and recall."""
    return len(got & want) / len(got), len(got & want) / len(want)


def test_there_are_enough_passages() -> None:
    assert len(PASSAGES) >= 75
    assert sum(not labelled(one)[2] for one in PASSAGES) >= 20


def test_parts_are_linked_where_the_numbers_are_known() -> None:
    got, want = set(), set()
    for text, found, pairs_wanted in map(labelled, PASSAGES):
        got |= pairs(text, link_parts(found))
        want |= pairs_wanted
    precision, recall = ratios(got, want)
    assert precision >= 0.97, sorted(got - want)
    assert recall >= 0.95, sorted(want - got)


def test_parts_are_linked_in_what_the_program_reads() -> None:
    got, want = set(), set()
    for text, _, pairs_wanted in map(labelled, PASSAGES):
        got |= pairs(text, figures.extract(text, published=date(2024, 5, 1)))
        want |= pairs_wanted
    precision, recall = ratios(got, want)
    assert precision >= 0.95, sorted(got - want)
    assert recall >= 0.78, sorted(want - got)


TABLE = lexicon.load("context/parts.toml")


@pytest.mark.parametrize("example", TABLE["example"], ids=lambda row: row["text"][:50])
def test_the_examples_of_parts(example: dict[str, object]) -> None:
    found = figures.extract(str(example["text"]), published=date(2024, 5, 1))
    assert [f"{one.text} of {found[one.part_of].text}" for one in found if one.part_of is not None] == example["want"]


def marked_pairs(marked: str) -> list[tuple[str, str]]:
    text, found, _ = labelled(marked)
    return sorted((part, whole) for _, part, whole in pairs(text, link_parts(found)))


@pytest.mark.parametrize("word", TABLE["opens"])
def test_every_word_that_opens_a_list(word: str) -> None:
    assert marked_pairs(f"The storm drove out [1,200 displaced] people, {word} [300 displaced] children.") == [
        ("300", "1,200")
    ]


@pytest.mark.parametrize("word", TABLE["recalls"])
def test_every_word_that_recalls_a_number(word: str) -> None:
    assert marked_pairs(f"The storm drove out [1,200 displaced] people. They {word} [300 displaced] children.") == [
        ("300", "1,200")
    ]


@pytest.mark.parametrize("word", TABLE["hides"])
def test_every_word_that_leaves_out(word: str) -> None:
    assert marked_pairs(f"The storm drove out [1,200 displaced] people, {word} [300 displaced] children.") == []


@pytest.mark.parametrize("word", TABLE["follows"])
def test_every_word_behind_a_part(word: str) -> None:
    assert marked_pairs(f"The storm drove out [1,200 displaced] people, [300 displaced] {word} children.") == [
        ("300", "1,200")
    ]


@pytest.mark.parametrize("word", TABLE["sums"])
def test_every_word_of_a_sum(word: str) -> None:
    text = f"It drove out [700 displaced] in Dondo and [500 displaced] in Buzi, {word} [1,200 displaced]."
    assert marked_pairs(text) == [("500", "1,200"), ("700", "1,200")]


@pytest.mark.parametrize("word", TABLE["besides"])
def test_every_word_of_what_comes_on_top(word: str) -> None:
    text = f"Of the [1,200 displaced] people, [300 displaced] are children; then {word} [100 displaced] people left."
    assert marked_pairs(text.replace(";", ",")) == [("300", "1,200")]


@pytest.mark.parametrize("word", TABLE["of_category"])
def test_every_word_for_a_category(word: str) -> None:
    category = TABLE["of_category"][word]
    text = f"They counted [51 {category}] in all. [Three=3 {category}] of the {word} were children."
    assert marked_pairs(text) == [("Three", "51")]


def test_a_part_larger_than_its_whole_is_not_linked() -> None:
    assert marked_pairs("The raid killed [51 killed] people, including [60 killed] children.") == []
    assert marked_pairs("The raid hit [51 displaced/household] families, including [60 displaced] children.") == [
        ("60", "51")
    ]


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["killed", "displaced"])), max_size=7), st.data())
def test_no_part_is_larger_than_its_whole_nor_within_itself(
    numbers: list[tuple[int, str]], data: st.DataObject
) -> None:
    joins = st.sampled_from([", including ", " of the ", " of them and ", ": ", ". Among them were ", " (", ", ", ") "])
    marked = "".join(f"[{value} {category}] people{data.draw(joins)}" for value, category in numbers)
    _, found, _ = labelled(marked)
    linked = link_parts(found)
    assert [(one.start, one.value) for one in linked] == [(one.start, one.value) for one in found]
    for at, one in enumerate(linked):
        seen = {at}
        while one.part_of is not None:
            assert one.part_of not in seen
            assert fits(one, linked[one.part_of])
            seen.add(one.part_of)
            one = linked[one.part_of]


def test_parts_in_their_places_are_parts_of_a_whole_that_has_none() -> None:
    found = figures.extract("At least 3 dead, one in Sud-Est (fallen tree), 2 in Port-au-Prince (landslide).")
    assert [one.part_of for one in found] == [None, 0, 0]
    found = figures.extract("Three people died in Homs, one in Aleppo and two in Idlib.")
    assert [one.part_of for one in found] == [None, None, None]

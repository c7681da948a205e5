"""Whom a number counts: the facets of the counted group, and the nations of its people."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from scenes import completed

import figures
from figures import lexicon
from figures.facets import facets
from figures.model import FACETS, Facet

TABLE = "context/facets.toml"


@pytest.mark.parametrize("example", lexicon.load(TABLE)["example"], ids=lambda row: row["text"][:50])
def test_the_examples_of_facets(example: dict[str, Any]) -> None:
    figure = completed(example["text"], "14", example.get("category", "killed"), example.get("unit", "person"))
    assert [*figure.facets, *figure.nationality] == example["want"]


def test_the_lexicon_has_every_facet_once() -> None:
    assert [row["name"] for row in lexicon.load(TABLE)["facet"]] == list(FACETS) == list(get_args(Facet))


WORDS = [(row["name"], word) for row in lexicon.load(TABLE)["facet"] for word in row["words"]]


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_every_word_gives_its_facet(name: Facet, word: str) -> None:
    assert name in facets(f"{word} from the hills")


HIDDEN = [(row["name"], word) for row in lexicon.load(TABLE)["facet"] for word in row["not"]]


@pytest.mark.parametrize(("name", "word"), HIDDEN)
def test_every_trap_hides_its_facet(name: Facet, word: str) -> None:
    assert name not in facets(word)


@pytest.mark.parametrize(
    ("group", "want"),
    [
        ("Chairmen and women", ("women",)),
        ("the soldiers' wives", ("women",)),
        ("boys’ schools", ()),
        ("Children", ("children",)),
        ("mostly civilians", ()),
        ("women, many children", ("women",)),
        ("", ()),
    ],
)
def test_facets_are_whole_words_that_own_nothing(group: str, want: tuple[str, ...]) -> None:
    assert facets(group) == want


def test_an_ellipsis_counts_the_same_people() -> None:
    text = "The strike killed 38 Syrian children and wounded 12 more."
    assert [(one.facets, one.nationality) for one in figures.extract(text)] == [(("children",), ("SYR",))] * 2


def test_things_have_no_facets() -> None:
    assert completed("Fire destroyed 14 Syrian homes.", "14", "destroyed", "house").nationality == ()


def test_plain_words_that_say_who_are_heard_too() -> None:
    figure = completed("The war has cost 14 civilian lives.", "14")
    assert figure.facets == ("civilians",)

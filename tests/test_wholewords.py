"""Whole words are found from the index of a passage as a search of the whole text would find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.mentions import mentions
from figures.runs import runs
from figures.stems import Stems
from figures.timewords import calendar, times
from figures.wholewords import WholeWords, first_word, index, lowered, places

PHRASES = ["according to", "said", "so far", "at present", "sea", "per cent"]
SCRAPS = st.lists(
    st.sampled_from(
        ["according", "to", "Said", "aid", "so far", "at present", "th", "sea", "-", ",", "İ", "SAID", "12"]
    ),
    max_size=14,
)


@given(SCRAPS, st.sampled_from([" ", "", "-", "  "]))
def test_the_index_finds_what_a_search_finds(words: list[str], between: str) -> None:
    text = between.join(words)
    whole = WholeWords(PHRASES)
    searched = re.finditer(whole.pattern.pattern, lowered(text))
    assert [match.span() for match in whole.find(text)] == [match.span() for match in searched]


@given(st.text(max_size=60))
def test_small_letters_keep_their_places(text: str) -> None:
    assert len(lowered(text)) == len(text)
    standing = [(match.start(), match[0]) for match in re.finditer(r"\w+", lowered(text))]
    assert sorted((at, word) for word in index(text) for at in places(text, word)) == standing


def test_a_word_cut_by_the_edge_of_what_is_near_is_not_that_word() -> None:
    text = "that present danger " + "x " * 40 + "harmed 300 people"
    at = text.index("300")
    assert not WholeWords(["at present"]).stands_near(text, at, at + 3, at - 2, 70)


def test_a_phrase_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with no word"):
        first_word("— so far")


TIMES = st.lists(
    st.sampled_from(
        ["on", "Monday", "12", "March", "2021", "since", "the", "war", "began", "in", "past", "three", "weeks",
         "so far", "May", "5", "to", "7", "June", "last", "year", "people", ",", "as of", "mid-July", "12/03/2020"]
    ),
    max_size=14,
)  # fmt: skip


@given(TIMES)
def test_no_time_is_lost_to_the_words_that_times_begin_with(words: list[str]) -> None:
    text = " ".join(words)
    searched = {match.start() for match in calendar().times.finditer(lowered(text))}
    assert {time.start for time in times(text)} <= searched
    for match in calendar().times.finditer(lowered(text)):
        first = match[0].split()[0].split("-")[0].strip(",.")
        assert first in calendar().first or first[0].isdigit()


def test_a_stem_is_found_once_wherever_hyphens_stand() -> None:
    stems = Stems({"flood": 1, "dry spell": 2})
    text = "flood -flood anti-flood flood-hit floods, dry spells"
    assert list(stems.find(text)) == [(0, 1), (7, 1), (24, 1), (34, 1), (42, 2)]
    assert list(stems.find(text)) == list(Stems({"flood": 1, "dry spell": 2}).find(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in al-Hasakah and Ash-Shaddadi", ["al-Hasakah", "Ash-Shaddadi"]),
        ("the ash-Shaddadi road", ["ash-Shaddadi"]),
        ("a d'Ivoire", ["d'Ivoire"]),
        ("total-Homs", ["al-Homs"]),
        ("Cities of the Nile, U.S. towns", ["Cities of the Nile", "U.S."]),
    ],
)
def test_runs_begin_with_their_article(text: str, found: list[str]) -> None:
    assert [run for _, run in runs(text)] == found
    assert all(text.startswith(run, at) for at, run in runs(text))


def test_places_do_not_hang_on_what_was_read_before() -> None:
    text = "Rain fell in Numera, Kerrim and Homs province; in Sabela 12 people died."
    first = mentions(text)
    mentions("Numera is a person. Kerrim said so. Sabela (4) and Homs (5) agreed.")
    assert mentions(text) == first

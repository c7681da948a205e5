"""Quantities: unit, noun phrase, hedge, bounds; and the numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import quantities
from figures.counting import Said
from figures.model import Document, Passage, Quantity, Rejection
from figures.passages import passages
from figures.quantities import recognise


def read(text: str) -> list[Quantity | Rejection]:
    return recognise(Passage(0, len(text), text))


def counted(text: str) -> list[tuple[str, str, str]]:
    return [(q.text, q.unit, q.unit_text) for q in quantities(text)]


def reasons(text: str) -> list[tuple[str, str]]:
    return [(one.quantity.text, one.reason) for one in read(text) if isinstance(one, Rejection)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It took 51 Harani farmers, nine goats.", [("51", "person", "Harani farmers"), ("nine", "animal", "goats")]),
        ("They found 14 suspected measles cases.", [("14", "case", "suspected measles cases")]),
        ("Some 300 people fled.", [("300", "person", "people")]),
        ("The storm hit 12 of the 34 villages.", [("12", "village", "villages"), ("34", "village", "villages")]),
        ("It rose from 600 to 800 families.", [("600", "household", "families"), ("800", "household", "families")]),
        ("Of 90 miners, 51 were killed.", [("90", "person", "miners"), ("51", "person", "miners")]),
        ("They saw 40 pregnant and lactating women.", [("40", "person", "pregnant and lactating women")]),
        ("Killed: 12 | Injured: 30", [("12", "person", "Killed"), ("30", "person", "Injured")]),
        ("The death toll rose to 95.", [("95", "person", "death toll")]),
        ("The blast left 14 dead.", [("14", "person", "dead")]),
        ("Car accidents led to the death of one miner and burns of nine others.",
         [("one", "person", "miner"), ("nine", "person", "miner")]),
        ("It claimed eight lives.", [("eight", "person", "lives")]),
        (
            "It hosts 14 families, up from nine a year before.",
            [("14", "household", "families"), ("nine", "household", "families")],
        ),
        ("Aid reached 7,000+ families.", [("7,000", "household", "families")]),
        ("Thirty (30) new cases came.", [("Thirty", "case", "new cases")]),
        ("It burned 50 homes and shops.", [("50", "building", "homes and shops")]),
        ("Police held 8 police officers.", [("8", "person", "police officers")]),
        ("About 40 per cent of the wells are dry.", [("40 per cent", "percent", "wells")]),
        ("Prices are AFN 105, 100 and 98.", [("105", "AFN", "AFN"), ("100", "AFN", "AFN"), ("98", "AFN", "AFN")]),
        ("A 9-year war, a 2,000-strong march.", [("9", "year", "year"), ("2,000", "person", "strong")]),
        ("The boy, 12, and Sara Lund, 34, were found.", [("12", "age_year", ""), ("34", "age_year", "")]),
        ("A magnitude 6.4 quake struck.", [("6.4", "magnitude", "magnitude")]),
        ("They lost 19.450 houses.", [("19.450", "house", "houses")]),
    ],
)  # fmt: skip
def test_unit_and_noun(text: str, want: list[tuple[str, str, str]]) -> None:
    found = counted(text)
    assert [one[:2] for one in found] == [one[:2] for one in want]
    for got, expected in zip(found, want, strict=True):
        assert got[2] == expected[2]


@pytest.mark.parametrize(
    ("text", "qualifier", "modifier", "low", "high"),
    [
        ("More than 20 huts fell.", "at_least", "More than", 20, None),
        ("At least another 20 huts fell.", "at_least", "At least", 20, None),
        ("Up to 20 huts fell.", "at_most", "Up to", None, 20),
        ("No more than 20 huts fell.", "at_most", "No more than", None, 20),
        ("Nearly 20 huts fell.", "about", "Nearly", 20, 20),
        ("An estimated 20 huts fell.", "about", "estimated", 20, 20),
        ("Here 20 or more huts fell.", "at_least", "or more", 20, None),
        ("Some 20-odd huts fell.", "about", "Some -odd", 20, 20),
        ("Here 20 huts fell.", "exact", "", 20, 20),
        ("They paid more than $20.", "at_least", "more than", 20, None),
        ("There is concern over 20 huts.", "exact", "", 20, 20),
        ("Hundreds of huts fell.", "vague", "", 200, 999),
        ("More than a hundred huts fell.", "at_least", "More than", 100, None),
        ("Between 20 and 30 huts fell.", "range", "", 20, 30),
    ],
)
def test_hedge(text: str, qualifier: str, modifier: str, low: float | None, high: float | None) -> None:
    (quantity,) = quantities(text)
    assert (quantity.qualifier, quantity.modifier, quantity.low, quantity.high) == (qualifier, modifier, low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [("It gave 30.000 euros.", 30_000), ("It gave 30.500 euros.", 30.5), ("It rose by 12.000 per cent.", 12)],
)
def test_three_zeros_behind_a_point_are_thousands(text: str, value: float) -> None:
    assert [one.value for one in quantities(text)] == [value]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # When, and how often, is not what is counted.
        ("The strike killed 12 last week.", [("12", "person", "")]),
        ("Cases fell from 450 a week to 120.", [("450", "case", "Cases"), ("120", "case", "Cases")]),
        ("This month it is 5,100 so far.", [("5,100", "", "")]),
        ("This year deaths rose to 40.", [("40", "person", "deaths")]),
        ("Last week was worse: 450 fled.", [("450", "person", "fled")]),
        ("The walk took 3 days a week.", [("3", "day", "days")]),
        (
            "By the end of the week 12 of the 30 injured had died.",
            [("12", "person", "injured"), ("30", "person", "injured")],
        ),
        # How long or wide something was is not what the next number counts.
        ("The slide, 300 m wide, buried 20.", [("300", "metre", "m"), ("20", "", "")]),
        (
            "They count 2,400 people, twice the 1,200 of a year before.",
            [("2,400", "person", "people"), ("1,200", "person", "people")],
        ),
        (
            "It sank 14 of the town's 16 fishing boats.",
            [("14", "vehicle", "fishing boats"), ("16", "vehicle", "fishing boats")],
        ),
        # What a label counts, and a sum told after another.
        ("Target 1.5 million people.", [("1.5 million", "person", "people")]),
        ("Target 3 was missed by 40 people.", [("40", "person", "people")]),
        ("It has US$ 8.0 m of 12.4 m.", [("8.0 m", "USD", "US$"), ("12.4 m", "USD", "US$")]),
        ("Of the 248, 101 died.", [("248", "person", "died"), ("101", "person", "died")]),
        ("It was 40, up from 36 four hours earlier.", [("40", "", ""), ("36", "", ""), ("four", "hour", "hours")]),
        ("There were 45 dead, after 31 the day before.", [("45", "person", "dead"), ("31", "person", "dead")]),
        ("Previous week: 1,605", [("1,605", "", "")]),
        ("Losses, last 24 hours: 24", [("24", "hour", "hours"), ("24", "", "")]),
        ("Days: 40", [("40", "day", "Days")]),
        ("The rain killed one and hurt four.", [("one", "person", ""), ("four", "person", "")]),
        ("A hundred and thirty-five thousand fled.", [("A hundred and thirty-five thousand", "person", "fled")]),
        (
            "It has 22.8 million, 55 per cent of Afghans.",
            [("22.8 million", "", ""), ("55 per cent", "percent", "Afghans")],
        ),
        ("Over 80,000, four fifths of the town, came.", [("80,000", "", ""), ("four fifths", "fraction", "town")]),
        ("In the last week 588 came.", [("588", "", "")]),
        ("This week 188 cases came.", [("188", "case", "cases")]),
        ("In the same week 16 huts burned.", [("16", "house", "huts")]),
        ("Under the first phase 33 captives left.", [("33", "person", "captives")]),
        ("In January 26 were lost.", [("26", "", "")]),
        ("In March 18 huts fell.", [("18", "house", "huts")]),
        ("The 209 deaths top the 201 of last year.", [("209", "person", "deaths"), ("201", "person", "deaths")]),
        ("It is below the 250 of the previous week.", [("250", "", "")]),
        ("It was 247, up from the 198 of the week before.", [("247", "", ""), ("198", "", "")]),
        # The number of a thing ends where another number counts something.
        ("Phase 3, 4.3 million; Phase 4, 2.1 million.", [("4.3 million", "", ""), ("2.1 million", "", "")]),
        ("Some 2 million are in Phase 3 and 1.5 million in Phase 4.", [("2 million", "", ""), ("1.5 million", "", "")]),
        ("On Line 5, 12 passengers died.", [("12", "person", "passengers")]),
        ("Roads: 123 km.", [("123", "km", "km")]),
        ("Reached 187K people.", [("187K", "person", "people")]),
        # `one` that is told of is a count.
        # A scale word alone is no number where it is a unit.
        ("In DRC thousands fled.", [("thousands", "person", "fled")]),
        ("Many (thousands by some counts) fled.", [("thousands", "person", "")]),
        ("Required (US$ millions)", []),
        ("Two drowned. One died.", [("Two", "person", "drowned"), ("One", "person", "died")]),
        ("One of the three captives left.", [("One", "person", "captives"), ("three", "person", "captives")]),
        ("All but one fled.", [("one", "person", "fled")]),
        ("Oru had 12 deaths, Lypa one.", [("12", "person", "deaths"), ("one", "person", "deaths")]),
        ("One of these died eight days later.", [("One", "", ""), ("eight", "day", "days")]),
        # How much and up to what: no range.
        ("The toll rose by 12 to 207.", [("12", "person", "toll"), ("207", "person", "toll")]),
        (
            "It fell by 1,900 to 22,400 families.",
            [("1,900", "household", "families"), ("22,400", "household", "families")],
        ),
        ("It dipped by six to 31.", [("six", "", ""), ("31", "", "")]),
        ("It went down, by 170 to 312.", [("170", "", ""), ("312", "", "")]),
        ("The number climbed 18 per cent to 6.1 million.", [("18 per cent", "percent", ""), ("6.1 million", "", "")]),
        ("Prices rose by 5 to 10 per cent.", [("5 to 10 per cent", "percent", "Prices")]),
        ("They cut it by 10 to 15 people.", [("10 to 15", "person", "people")]),
        ("It rose from 10 to 20 per cent.", [("10", "percent", ""), ("20 per cent", "percent", "")]),
    ],
)
def test_times_and_steps(text: str, want: list[tuple[str, str, str]]) -> None:
    assert counted(text) == want


def test_a_share_that_leads_to_a_count_keeps_its_value() -> None:
    assert [one.value for one in quantities("It climbed 18 per cent to 6.1 million.")] == [18.0, 6_100_000.0]


def test_a_hedge_belongs_to_the_number_that_it_touches() -> None:
    first, second = quantities("At least two huts fell and 76 burned.")
    assert (first.qualifier, second.qualifier) == ("at_least", "exact")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("On 12-15 May 2020 it rained.", [("12-15 May 2020", "date")]),
        ("It began in 2015.", [("2015", "year")]),
        ("The 2019-2020 season is over.", [("2019-2020", "year")]),
        ("Between 2014 and 2018 it grew.", [("2014 and 2018", "year")]),
        ("They met at 10:30 am there.", [("10:30 am", "clock")]),
        ("Resolution 2254 holds near Camp 3.", [("Resolution 2254", "name"), ("Camp 3", "name")]),
        ("COVID-19 closed the M-5 and an F-16.", [("COVID-19", "name"), ("M-5", "name"), ("F-16", "name")]),
        ("The Group of 7 met.", [("Group of 7", "name")]),
        ("See page 4.", [("page 4", "page")]),
        ("The third ship came on the 22nd.", [("third", "ordinal"), ("22nd", "ordinal")]),
        ("Call +44 20 7946 0958.", [("+44 20 7946 0958", "phone")]),
        ("No one knows; one of the largest camps is empty.", [("one", "article"), ("one", "article")]),
        ("This is the one. One can see it.", [("one", "article"), ("One", "article")]),
        ("Phases 3, 4 and 5, and Phase 3 and 4.", [("Phases 3, 4 and 5", "name"), ("Phase 3 and 4", "name")]),
        ("On March 18 huts fell.", [("March 18", "date")]),
        ("nineteen (19) goats", [("19", "repeat")]),
        (
            "Look: https://news.example/PortOfLypaRescue/status/9695036 and a.b.",
            [("https://news.example/PortOfLypaRescue/status/9695036", "url")],
        ),
        ("It cost $15 million (1972 USD, $68 million 2005 USD).", [("1972", "year"), ("2005", "year")]),
    ],
)  # fmt: skip
def test_rejected(text: str, want: list[tuple[str, str]]) -> None:
    assert reasons(text) == want


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In the week: 412 new cases.", 412),
        ("Given this week: 1.4 million dollars.", 1_400_000),
        ("In this camp 2,190 huts burned.", 2190),
        ("Referred to the hospital: 44. The ward is full.", 44),
    ],
)
def test_a_colon_and_a_comma_end_a_name(text: str, value: float) -> None:
    assert [one.value for one in quantities(text)] == [value]


@pytest.mark.parametrize(
    "text", ["One soldier was killed.", "It killed one of its soldiers.", "Some 2015 families fled.", "It cost $2015."]
)
def test_counts_all_the_same(text: str) -> None:
    assert reasons(text) == []
    assert len(quantities(text)) == 1


def test_these_go_back_over_the_full_stop() -> None:
    said = Said()
    found = [
        one
        for passage in passages(Document("The camp took in 947 shepherds. Of these, 40 were sick."))
        for one in recognise(passage, said)
    ]
    assert [(one.unit, one.unit_text) for one in found if isinstance(one, Quantity)] == [("person", "shepherds")] * 2


def test_offsets_are_those_of_the_document() -> None:
    text = "It rained. Some 40 huts fell."
    (quantity,) = quantities(text)
    assert text[quantity.start : quantity.end] == quantity.text == "40"


WORDS = "12 1,200 $ million people of whom killed : | ( ) % to and five in 2015 May , ."


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30))
def test_any_words_give_ordered_spans(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for one in read(text):
        quantity = one if isinstance(one, Quantity) else one.quantity
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.start >= end
        end = quantity.end


@pytest.mark.parametrize(
    "unit", ["9", "12 ", "a million ", "one ", "(", "12, ", "$", "more than ", "May 1 ", "12-", "A1 ", "1."]
)
def test_long_rubbish_ends(unit: str) -> None:
    read(unit * 4000)


def test_a_count_glued_to_a_comma_is_no_note_mark() -> None:
    assert [one.value for one in quantities("In the camp,16 Palestinians were killed.")] == [16]
    assert quantities("It fell in the towns,12 the agency said.") == []


def test_years_of_long_ago_and_of_money() -> None:
    found = quantities("A February 1884 storm cost $3 million (1982 USD).")
    assert [one.text for one in found] == ["3 million"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Two women, 64 and 71, died.", ["person", "age_year", "age_year"]),
        ("Three children, 4, 6 and 9, drowned.", ["person", "age_year", "age_year", "age_year"]),
        ("The dead are two young men (31 and 35).", ["person", "age_year", "age_year"]),
        ("Two districts, 64 and 71, voted.", ["", "", ""]),
        ("Two people died, 64 and 71 were hurt.", ["person", "person", "person"]),
    ],
)
def test_as_many_small_numbers_as_people_are_their_ages(text: str, units: list[str]) -> None:
    assert [one.unit for one in quantities(text)] == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("A farmer of 61 was hurt.", ["age_year"]),
        ("One girl of five did not survive.", ["person", "age_year"]),
        ("A mother of 4 children fled.", ["person"]),
        ("The shooting led to the injury of two.", ["person"]),
        ("The death of three was confirmed.", ["person"]),
        ("A team of 30 was sent.", [""]),
        ("A man of 70 kg sat there.", ["kilogram"]),
    ],
)
def test_what_someone_is_of_is_an_age(text: str, units: list[str]) -> None:
    assert [one.unit for one in quantities(text)] == units

"""Claimants: who says a figure, in the text's words and by one name; and the counted group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import completed

from figures import lexicon
from figures.claimants import claimant
from figures.who import attributions

SAID = [
    ("the health ministry", "Cholera killed 14 people in a week, the health ministry said.", "14"),
    ("The health ministry", "The health ministry said cholera had killed 14 people in a week.", "14"),
    ("Malawian officials", "At least 14 people drowned, Malawian officials said on Monday.", "14"),
    ("police", "A landslide buried 14 miners, police said.", "14"),
    ("the UN refugee agency", "Some 14,000 people crossed the border, according to the UN refugee agency.", "14,000"),
    ("local officials", "According to local officials, 14 people were swept away.", "14"),
    ("Nadia Okello", '"We buried 14 people," said Nadia Okello, a nurse in the town.', "14"),
    ("Peter Lamin", "Peter Lamin, head of the rescue service, said 14 bodies were found.", "14"),
    ("A spokesman for the Kenyan Red Cross", "A spokesman for the Kenyan Red Cross said 14 people died.", "14"),
    ("Turkey", "Turkey announced that 14 soldiers were killed.", "14"),
    ("Observatório do Norte", "Observatório do Norte, a group that counts attacks, said 14 soldiers died.", "14"),
    ("Rádio da Beira", "Rádio da Beira said 14 people drowned.", "14"),
    ("a war monitor", "The raid killed 14 people, a war monitor reported.", "14"),
    ("Aid agencies", "Aid agencies have warned that 14,000 people lack food.", "14,000"),
    ("Anna Brandt", "Anna Brandt, the aid chief, told the Security Council that 14 people had died.", "14"),
    ("Amnesty", "In its report, Amnesty documents 14 deaths.", "14"),
    ("the regional governor", "The blast killed 14 people, local radio said, citing the regional governor.", "14"),
]


@pytest.mark.parametrize(("source", "text", "number"), SAID)
def test_who_says_it(source: str, text: str, number: str) -> None:
    assert completed(text, number).source == source


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The flood killed 14 people and cut the road.", "14"),
        ("The clinic reopened after 14 cases were reported.", "14"),
        ("Rescuers found 14 bodies. The mayor said the search would go on.", "14"),
    ],
)
def test_the_writer_says_it(text: str, number: str) -> None:
    assert completed(text, number).source == ""


def test_he_is_the_last_speaker() -> None:
    text = "Colonel Idris Baba said the road was open. He said 14 people had been killed on it."
    assert completed(text, "14").source.endswith("Idris Baba")


def test_via_is_who_was_told() -> None:
    figure = completed("A doctor told Radio Lakeside that 14 people had died.", "14")
    assert (figure.source, figure.via) == ("A doctor", "Radio Lakeside")


def test_one_claimant_is_one_name() -> None:
    names = [
        "UNHCR",
        "the UN refugee agency",
        "The UN Refugee Agency",
        "United Nations High Commissioner for Refugees (UNHCR)",
    ]
    assert {claimant(name).name for name in names} == {"UNHCR"}
    assert claimant("the UN").name == "United Nations"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("the interior ministry", "government"),
        ("Turkey", "government"),
        ("UNICEF", "UN"),
        ("Save the Children", "NGO"),
        ("a war monitor", "monitor"),
        ("state media", "media"),
        ("two witnesses", "witness"),
        ("rebel fighters", "armed group"),
        ("Maria Santos", ""),
    ],
)
def test_what_a_claimant_is(source: str, kind: str) -> None:
    assert claimant(source).type == kind


def test_no_alias_belongs_to_two_claimants() -> None:
    rows = lexicon.load("claimants.toml")["claimant"]
    aliases = [alias.lower() for row in rows for alias in (row["name"], *row["aka"], *row.get("whole", []))]
    assert len(aliases) == len(set(aliases))


@given(st.text(alphabet=st.sampled_from('aT saidby,."“”(): \naccording to'), max_size=100))
def test_speakers_lie_in_the_text(text: str) -> None:
    assert all(text[one.start : one.end] == one.text and one.text for one in attributions(text))


GROUPS = [
    ("", "The flood killed 14 people.", "14", "killed", "person"),
    ("children", "The flood killed 14 children.", "14", "killed", "person"),
    ("Malian soldiers", "An ambush killed 14 Malian soldiers on patrol.", "14", "killed", "person"),
    ("fishermen", "14 fishermen were lost at sea.", "14", "missing", "person"),
    ("civilians", "Hundreds of civilians fled the town.", "Hundreds", "displaced", "person"),
    ("internally displaced persons (IDPs)",
     "The site holds 1,200 internally displaced persons (IDPs).", "1,200", "sheltered", "person"),
    ("refugees and migrants", "The centre served 300 refugees and migrants in May.", "300", "reached", "person"),
    ("", "The storm destroyed 900 homes.", "900", "destroyed", "house"),
    ("mud-brick homes", "The storm destroyed 900 mud-brick homes.", "900", "destroyed", "house"),
    ("", "Donors gave $5 million to the appeal.", "5 million", "funding_received", "USD"),
    ("maize", "Trucks brought 40 tonnes of maize.", "40", "aid_delivered", "tonne"),
    ("women, girls and boys", "The project reached 700 women, girls and boys.", "700", "reached", "person"),
]  # fmt: skip


@pytest.mark.parametrize(("group", "text", "number", "category", "unit"), GROUPS)
def test_the_counted_group(group: str, text: str, number: str, category: str, unit: str) -> None:
    assert completed(text, number, category, unit).group == group


def test_a_part_names_its_group() -> None:
    assert completed("The raid killed 20 people, nine of them children.", "nine").group == "children"


def test_a_quotation_runs_over_sentences() -> None:
    text = "“The road is gone. We counted 14 bodies by the bridge. Nobody came,” said Abel Okoth, a farmer."
    assert completed(text, "14").source == "Abel Okoth"


def test_a_toll_that_a_storm_claimed_is_no_claim() -> None:
    assert completed("Cyclone Ana claimed 14 lives on the coast.", "14").source == ""


def test_the_town_of_a_dateline_is_no_part_of_the_speaker() -> None:
    (one,) = attributions("LILONGWE - Malawi said 210 people had fallen ill.")
    assert one.text == "Malawi"


@pytest.mark.parametrize("example", lexicon.load("claimants.toml")["example"], ids=lambda row: row["source"])
def test_the_examples_of_claimants(example: dict[str, str]) -> None:
    found = claimant(example["source"], example["country"])
    assert (found.name, found.type) == (example["claimant"], example["type"])


def test_a_person_speaks_for_whom_the_text_says() -> None:
    figure = completed("“We found 14 bodies,” said Ada Njoku, a spokeswoman for Oxfam.", "14")
    assert (figure.source, figure.claimant, figure.source_type) == ("Ada Njoku", "Oxfam", "NGO")


def test_the_agency_is_the_one_named_before() -> None:
    figure = completed("Trucks of the World Food Programme came on Monday. The agency said 14 people had died.", "14")
    assert (figure.source, figure.claimant) == ("The agency", "WFP")


def test_an_office_is_that_of_the_text_s_country() -> None:
    figure = completed("A quake shook Peru. The health ministry said 14 people had died.", "14")
    assert (figure.claimant, figure.source_type) == ("Ministry of Health (PER)", "government")


@pytest.mark.parametrize(
    ("source", "text", "number"),
    [
        ("WHO", "The clinic closed (WHO). In all, 14 people died (WHO, 3 May 2021).", "14"),
        ("IOM", "Displaced in camps (IOM, 3 May 2021): 1,400", "1,400"),
        ("OCHA", "The flood killed 14 people. It broke two dams. (OCHA, 3 May 2021)", "14"),
        ("UNHCR", "UNHCR: Boat with 140 refugees reaches Malta", "140"),
        ("police", "Bus crash in the hills kills 14: police", "14"),
        ("", "The World Food Programme (WFP) lost 14 trucks.", "14"),
    ],
)
def test_sources_in_brackets_and_headlines(source: str, text: str, number: str) -> None:
    assert completed(text, number, published=None).source == source


def test_a_medium_relays_whom_it_quotes() -> None:
    figure = completed("Officials said that 14 people had drowned, Xinhua reported.", "14")
    assert (figure.source, figure.via) == ("Officials", "Xinhua")

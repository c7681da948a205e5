"""The place of a figure, and what the place is to it, in texts of several places."""

from __future__ import annotations

import pytest
from scenes import completed


@pytest.mark.parametrize(
    ("text", "number", "category", "place", "country"),
    [
        # Who speaks for a town tells of it.
        (
            "Heavy rain fell over Ukraine. Kyiv's Mayor Ivan Bondar said 16 people had died.",
            "16",
            "killed",
            "Kyiv",
            "UKR",
        ),
        ("Protests spread in Nigeria. Kaduna police said 39 people were held.", "39", "detained", "Kaduna", "NGA"),
        # A country that says something of another is not where it happened.
        ("Shells fell on Rafah in Gaza. Israel said 14 fighters died.", "14", "killed", "Rafah", "PSE"),
        # Where a count is reported from, there it was.
        ("Rain fell all over Nepal. Three deaths were reported from Rukum.", "Three", "killed", "Rukum", "NPL"),
        # What happened is where it was told.
        (
            "Libya has been at war for years, and Libya has few clinics. A strike hit Tajoura detention centre. "
            "The strike killed 53 migrants.",
            "53",
            "killed",
            "Tajoura detention centre",
            "LBY",
        ),
        # A place that is counted, and what is said to be near it.
        ("In Norfolk, hundreds of families in Thetford had to leave.", "hundreds", "evacuated", "Thetford", "GBR"),
        ("In Uganda, another 900 landed at Sebagoro on Lake Albert.", "900", "refugees", "Sebagoro", "UGA"),
        (
            "Brazil continues to report more deaths, and India has many; 823 died in a day.",
            "823",
            "killed",
            "Brazil",
            "BRA",
        ),
        (
            "Floods hit Malaysia. Rivers rose in Selangor. Across the state 839 people were moved.",
            "839",
            "evacuated",
            "Selangor",
            "MYS",
        ),
        (
            "War went on in Syria. The shelling of Hamadaniyah Midan killed 20 people.",
            "20",
            "killed",
            "Hamadaniyah Midan",
            "SYR",
        ),
    ],
)
def test_a_figure_is_where_its_text_has_it(text: str, number: str, category: str, place: str, country: str) -> None:
    figure = completed(text, number, category)
    assert (figure.place, figure.country) == (place, country)


@pytest.mark.parametrize(
    ("text", "number", "category", "role"),
    [
        ("Poland's border guard cleared 142,300 travellers on Sunday.", "142,300", "refugees", "destination"),
        (
            "Officers at Kastanies turned away 9,972 people who had come over from Edirne.",
            "9,972",
            "migrants",
            "location",
        ),
        ("Boats lifted 167 people from rooftops in Beira.", "167", "rescued", "location"),
        ("Residents carried 167 people from homes in Beira.", "167", "evacuated", "origin"),
        ("Most went to Ancuabe (16,700), Metuge (8,200) and Montepuez (3,500).", "3,500", "displaced", "destination"),
    ],
)
def test_the_role_of_a_place_is_told_by_what_is_done(text: str, number: str, category: str, role: str) -> None:
    assert completed(text, number, category).place_role == role


def test_a_direction_is_no_region_of_a_country_that_the_text_does_not_name() -> None:
    figure = completed("Heavy rain fell on Haiti. Some 450 homes were flooded in the North-West.", "450", "damaged")
    assert figure.country == "HTI"


def test_towns_in_a_list_are_in_the_country_that_the_text_speaks_of() -> None:
    text = "Storms hit Haiti. Schools host 1,991 people in Les Cayes, Coteaux, Saint Jean du Sud and Port-Salut."
    assert completed(text, "1,991", "sheltered").country == "HTI"


def test_a_common_noun_with_a_capital_is_no_place() -> None:
    text = "Five Civilians Killed in Rebel Rocket Attacks in Aleppo. The attacks went on in Syria."
    assert completed(text, "Five").place == "Aleppo"


def test_a_town_of_a_country_that_the_text_does_not_name_is_none_of_its_towns() -> None:
    text = "War goes on in Mozambique, and Mozambique has sent troops. In Palma, 11 soldiers were killed."
    figure = completed(text, "11")
    assert (figure.place, figure.country, figure.latitude) == ("Palma", "MOZ", None)

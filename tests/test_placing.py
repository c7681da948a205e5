"""The place of a figure, and what the place is to it, in texts of several places."""

from __future__ import annotations

import pytest
from scenes import completed, completed_all

from figures.mentions import mentions
from figures.spots import together


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
        ("Rain fell in Benue in Nigeria. Kogi police said 39 people were held.", "39", "detained", "Kogi", "NGA"),
        ("Rain fell in Makurdi in Benue. Benue police said 39 people were held.", "39", "detained", "Makurdi", "NGA"),
        ("Shells fell on Kharkiv. Kyiv officials said 16 people had died.", "16", "killed", "Kharkiv", "UKR"),
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


@pytest.mark.parametrize(
    ("text", "number", "category", "place"),
    [
        # Items of a list, and clauses, end what a place says.
        (
            "The estimate includes:  - 1,500 IDPs in Chechnya  - 1,200 IDPs in Vainakhia  It is old.",
            "1,200",
            "displaced",
            "Vainakhia",
        ),
        (
            "Rain in Niger: Maradi has 40 cases with 3 deaths and Zinder has 2 cases with 1 death.",
            "3",
            "killed",
            "Maradi",
        ),
        ("Landslides in Bududa killed five and in Sironko at least seven people died.", "five", "killed", "Bududa"),
        ("The army in Kidal wounded 90 men, after the attack on Gao.", "90", "injured", "Kidal"),
        # How far something is from a place says nothing of that place.
        ("Libya is at war. Eleven men died in a clinic, 75 km west of Tripoli.", "Eleven", "killed", "Libya"),
        # A place is one under all its names, and told again in the fewest words.
        (
            "The town of Twisp is small. Some 40 homes burnt in the outskirts of Twisp. Winds rose. It killed 3 men.",
            "3",
            "killed",
            "Twisp",
        ),
        # Only a place is followed by `where`.
        ("Men forced their way into Hilltop Haus, where 150 refugees live.", "150", "sheltered", "Hilltop Haus"),
        # A field report goes through the parts of a country, and has its name in a heading.
        ("Herat saw fights. 40 died in Herat.\n\nWest: 1,743 people received aid.", "1,743", "reached", "West"),
        (
            "WFP Dominican Republic Country Brief\n\nSome 34,670 people were helped.",
            "34,670",
            "reached",
            "Dominican Republic",
        ),
        # Of two numbers with a place each, the second is not where the first is.
        ("Some 1,393 people got aid in Parwan and 770 vulnerable ones got cash in Logar.", "770", "reached", "Logar"),
        # What is fought for is a place; so is a name in capitals that stands in a list of places.
        (
            "Syria is at war. Some 101 men died since the army began its offensive for Qasrabad.",
            "101",
            "killed",
            "Qasrabad",
        ),
        ("Cases rose in Borno: 32 from Jere, 40 from MMC, 4 from Gwoza and 2 from Bama.", "40", "cases", "MMC"),
        (
            "Some 387,000 people in Jonglei and another 141,000 people in GPAA lost crops.",
            "141,000",
            "affected",
            "GPAA",
        ),
        # Where people are counted, not where they are from; places joined by `as well as`.
        ("Some 30 displaced households from Taizz have been verified in Ibb.", "30", "displaced", "Ibb"),
        (
            "Rivers hit thousands of villages in West Bengal as well as Manipur state.",
            "thousands",
            "affected",
            "West Bengal as well as Manipur state",
        ),
        # What is shared out is not where its first share is.
        ("Floods hit Var. In all 25 died: twelve were killed in Draguignan, four in Le Muy.", "25", "killed", "Var"),
        ("Rain hit Vietnam. Some 23 are dead: in Lai Chau 16 were killed.", "23", "killed", "Vietnam"),
        (
            "Strikes went on over Ukraine. The toll stands at nine, including a man and a woman killed in Odesa.",
            "nine",
            "killed",
            "Ukraine",
        ),
        # What is all over the country is not in the town before.
        (
            "Around Asuncion the power failed, and 17 power stations went down across the country.",
            "17",
            "damaged",
            "Paraguay",
        ),
        (
            "In Sudan talks began. It is hope for 4,000 people in the world's youngest nation.",
            "4,000",
            "displaced",
            "Sudan",
        ),
        # Who gives is not where it is told of.
        (
            "Bangladesh has camps. Donors: Canada, Norway. So far 4,000 people got food.",
            "4,000",
            "reached",
            "Bangladesh",
        ),
        # A lake is no country.
        ("Cholera killed 9 people on the shore of Lake Malawi.", "9", "killed", "shore of Lake Malawi"),
        # Sides of a place belong to its name.
        (
            "The airstrike on the eastern bank of the Oubangui killed 12.",
            "12",
            "killed",
            "eastern bank of the Oubangui",
        ),
        ("A boat sank off the coast of Zuwara with 40 dead.", "40", "killed", "coast of Zuwara"),
        ("The navy found 61 bodies off the Libyan coast.", "61", "killed", "Libyan coast"),
        # A year, or the name of a disease, is no number of its own; who gets what is given is where it is given.
        ("Dengue broke out in Sudan, last in 2014 in Red Sea State, with 738 cases.", "738", "cases", "Red Sea State"),
        (
            "WFP gave 626 tonnes to 24,000 people in Tonj North and 200 tonnes in Juba.",
            "626",
            "aid_delivered",
            "Tonj North",
        ),
        # A share's place is not the whole's.
        ("Floods hit Kenya. Some 51 people died, including six in Lamu and two in Voi.", "51", "killed", "Kenya"),
        # Names after what they are, and numbered regions.
        (
            "Nigeria has cholera. Eight new cases were noted between 22 and 24 July 2019 from the four affected "
            "districts (Girei, Song and Fufore).",
            "Eight",
            "cases",
            "Girei, Song and Fufore",
        ),
        (
            "A total of 26,580 families are affected in 389 villages in Regions MIMAROPA, VII, X and CARAGA.",
            "26,580",
            "affected",
            "Regions MIMAROPA, VII, X and CARAGA",
        ),
        # What a sentence points back to may be several places.
        (
            "Four provinces, Salavan, Attapeu, Xekong and Champasak, are flooded. Three died in Salavan. "
            "Some 21,000 households are affected in the four provinces.",
            "21,000",
            "affected",
            "Salavan, Attapeu, Xekong and Champasak",
        ),
        # No places: adjectives, acronyms, names of storms and of persons.
        ("In Odisha a storm came. They moved 900 people from the coastal, low areas.", "900", "evacuated", "Odisha"),
        ("Rain hit Adamawa State. Of the aid, 400 kits came from LGUs.", "400", "aid_delivered", "Adamawa State"),
        ("Rain fell on Lao Cai. Tropical storm Milton came from Milton. It killed 27.", "27", "killed", "Lao Cai"),
        (
            "Minister Omar Mopti spoke. The jets of Mopti bombed Gao to help Mopti. At least 30 died.",
            "30",
            "killed",
            "Gao",
        ),
        ("Five Syrians died in Aleppo SANA. The war goes on.", "Five", "killed", "Aleppo"),
        # Those who are abroad left what they fled.
        (
            "Boats cross to Uganda. Some 2,650 refugees came this week, fleeing violence in Ituri province.",
            "2,650",
            "refugees",
            "Uganda",
        ),
        # What is said to be so has no speaker.
        (
            "Ghana  At least 90 people were killed in a fuel station explosion in Accra, said to have been caused "
            "by rain.",
            "90",
            "killed",
            "Accra",
        ),
        # A place whose verb leads right to its number, and people named by where they live.
        (
            "The Mexican state of Guerrero counted 48 deaths after Otis made landfall near Acapulco.",
            "48",
            "killed",
            "Guerrero",
        ),
        ("Heavy rain fell in Haiti. Residents of Jacmel said 30 people had died.", "30", "killed", "Jacmel"),
        # The next item of a list.
        ("Aceh recorded 12 deaths, Riau 5 and Jambi 3.", "3", "killed", "Jambi"),
        # A line that begins with a place is of it, but for what is plainly elsewhere.
        ("Sudan: 10.7M IDPs; 2.1M refugees in neighbouring countries.", "10.7M", "displaced", "Sudan"),
        ("Sudan: 10.7M IDPs; 2.1M refugees in Chad; 25.6M people in need.", "2.1M", "refugees", "Chad"),
        ("Sudan: 10.7M IDPs; 2.1M refugees in Chad; 25.6M people in need.", "25.6M", "in_need", "Sudan"),
        ("KABUL: A blast killed 12 people in Herat.", "12", "killed", "Herat"),
        # No place, but a phase of hunger.
        ("In Chad 12,000 people are in Catastrophe (Phase 5).", "12,000", "food_insecure", "Chad"),
        # What the places of a list have each is not the total's.
        ("As of 3 May, 97 new cases were reported: Lagos-54, Ogun-31, Kano-12.", "97", "cases", ""),
    ],
)
def test_a_figure_is_where_the_words_around_it_lead(text: str, number: str, category: str, place: str) -> None:
    assert completed(text, number, category).place == place


def test_an_organisations_office_says_less_of_where_a_text_is_than_its_country() -> None:
    office, country = (together(text, mentions(text))[0] for text in ("IOM Libya met.", "Then Libya met."))
    assert office.first.country == country.first.country == "LBY"
    assert office.tie < country.tie


def test_what_stands_in_brackets_is_where_the_number_before_it_is() -> None:
    text = "Brazil told of 7,162 deaths, followed by India with 5,400 (341) and Peru."
    assert [one.place for one in completed_all(text, "5,400", "341")] == ["India", "India"]


def test_a_place_that_no_gazetteer_has_is_in_the_country_of_the_figure_before() -> None:
    text = (
        "Aid comes from Australia, and in Australia some ask why. In Australia, others do. "
        "In Papua New Guinea, 12 men fell ill. At Hilltop Haus 9 men died."
    )
    figure = completed_all(text, "12", "9")[-1]
    assert (figure.place, figure.country) == ("Hilltop Haus", "PNG")


def test_what_follows_places_told_of_in_turn_is_of_all_of_them() -> None:
    text = (
        "A quake shook Nepal. Some 52 people died in Bajhang and 31 in Doti. Three deaths were reported from Bajura. "
        "At least 190 were hurt."
    )
    places = [one.place for one in completed_all(text, "52", "31", "Three", "190")]
    assert places == ["Bajhang", "Doti", "Bajura", "Nepal"]


def test_a_figure_that_has_its_place_from_the_one_before_does_not_hold_the_text_there() -> None:
    text = (
        "Violence in Mozambique, in the north of Mozambique, goes on. In Awasse 13 men died, and four. "
        "Of these, 11 were young. All is calm now in Mozambique. The monitor has counted 683 deaths."
    )
    assert completed_all(text, "13", "four", "11", "683")[-1].place == "Mozambique"


@pytest.mark.parametrize(
    ("place", "country"),
    [("Anhui", "CHN"), ("Haut-Katanga", "COD"), ("BARMM", "PHL"), ("Sudurpashchim", "NPL"), ("Rivers State", "NGA")],
)
def test_regions_go_by_the_names_that_reports_give_them(place: str, country: str) -> None:
    figure = completed(f"Floods in {place} killed 12 people.", "12")
    assert (figure.place, figure.country, figure.latitude is None) == (place, country, False)

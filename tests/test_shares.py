"""The whole that a share is of, and what bare numbers measure."""

from __future__ import annotations

import pytest

from figures import quantities


def counted(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.unit_text) for one in quantities(text)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # behind the share
        ("In Oru 43%of farms were dry.", [("43%", "farms")]),
        ("Here 64 per cent7 of the flooded population left.", [("64 per cent", "flooded population")]),
        ("Some 70% of the displaced population stayed.", [("70%", "displaced population")]),
        ("They asked 81% of 121 older people.", [("81%", "older people"), ("121", "older people")]),
        ("In Oru 41% of those interviewed agreed.", [("41%", "interviewed")]),
        ("It marks a 19 per cent fall in the number of ferries.", [("19 per cent", "ferries")]),
        ("There is a 65 per cent probability of rain.", [("65 per cent", "probability")]),
        ("It reached 9% and 4% for fishing households.", [("9%", "fishing households"), ("4%", "fishing households")]),
        # before the share
        ("It has a recovery rate of 44%.", [("44%", "recovery rate")]),
        ("The prevalence of wasting is now reported at 9%.", [("9%", "prevalence of wasting")]),
        ("They feared an increase in evictions from 30% to 50%.", [("30%", "evictions"), ("50%", "evictions")]),
        ("The share of farms that lost all seed rose in Oru (39%).", [("39%", "farms")]),
        ("Of the confirmed cases, 59% are in Oru.", [("59%", "confirmed cases")]),
        ("The bed occupancy of these wards is 54%.", [("54%", "bed occupancy of these wards")]),
        # said before
        ("Half of the farms lost at least one barn (57%).", [("Half", "farms"), ("one", "barn"), ("57%", "farms")]),
        ("We saw 30% of farms. This was so in Oru (12%).", [("30%", "farms"), ("12%", "farms")]),
        ("This is a 16% increase.", [("16%", "")]),
    ],
)
def test_what_a_share_is_of(text: str, want: list[tuple[str, str]]) -> None:
    assert counted(text) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It fed 9 children under five.", [("9", "children under five"), ("five", "children")]),
        ("It fed 9 boys under 5 and 30 men.", [("9", "boys under 5"), ("5", "boys"), ("30", "men")]),
        ("They saw 12 girls aged 6-11 months.", [("12", "girls aged 6-11 months"), ("6-11", "months")]),
        ("It has 3 taps per camp.", [("3", "taps per camp")]),
        ("Arrivals fell to 400 per day.", [("400", "per day")]),
        ("It bought 40 tonnes of dry maize.", [("40", "tonnes of dry maize")]),
        ("The shop sold 12 kg/week.", [("12", "kg/week")]),
        ("It aired 155 talk shows in May.", [("155", "talk shows")]),
        ("The raid left 14 dead and 12 others hurt.", [("14", "dead"), ("12", "others")]),
        ("Oru has a hazard index of 8.1.", [("8.1", "hazard index")]),
        ("It has 9 new wells, all in Gumsu Clinic (2).", [("9", "new wells"), ("2", "new wells")]),
        ("12,000 - the number of people who fled.", [("12,000", "people")]),
        ("It lost 40 blankets. In 2023 nine of them froze to death.", [("40", "blankets"), ("nine", "")]),
        ("Destroyed housing: 146", [("146", "Destroyed housing")]),
        ("Maize costs AFN 105, 100 and 98 per kg.", [("105", "per kg"), ("100", "per kg"), ("98", "per kg")]),
        ("It fell from 5.4 to 5.1 here, and 90 people saw it.", [("5.4", ""), ("5.1", ""), ("90", "people")]),
    ],
)  # fmt: skip
def test_what_a_bare_number_counts(text: str, want: list[tuple[str, str]]) -> None:
    assert counted(text) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Oru Aid 09/2018 says so.", []),
        ("23 During the war, five wells ran dry.", ["five"]),
        ("Nearly half having left, the town is empty.", ["half"]),
        ("The second half was dry.", []),
    ],
)
def test_what_counts_at_all(text: str, want: list[str]) -> None:
    assert [one.text for one in quantities(text)] == want

"""The views, and the questions that `figures list` asks of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stored import DOCUMENT, claim, rows

from db.query import Filter, UnknownWordError, list_figures
from db.read import open_reader
from db.store import Store
from figures.model import Document


def test_series_take_one_of_the_days_claims_as_best(store: Store) -> None:
    store.add(
        DOCUMENT,
        [
            claim(value=1200, country="MOZ", claimant="Army"),
            claim("300", 300, country="MOZ", place="Beira", claimant="Police", low=250, high=350, qualifier="range"),
        ],
    )
    other = replace(DOCUMENT, title="Again")
    store.add(other, [claim("300", 5000, country="MOZ", qualifier="at_most", low=None, high=5000, claimant="Mayor")])
    store.add(replace(other, title="And"), [claim(value=900, country="MOZ", modality="projected")])
    found = rows(store, "select category, country, day, low, best, high, claims, claimants from series_daily")
    assert found == [("displaced", "MOZ", "2024-05-02", 250, 1200, 5000, 3, 3)]


def test_series_keep_measures_units_and_days_apart(store: Store) -> None:
    store.add(
        DOCUMENT,
        [
            claim(measure="stock"),
            claim("300", 300, measure="flow"),
            claim("1", 1, unit="household", measure="stock"),
            claim("2", 2, measure="stock", as_of=date(2024, 4, 1)),
        ],
    )
    assert rows(store, "select count(*), max(claims) from series_daily") == [(4, 1)]
    newest = rows(store, "select measure, unit, value, as_of from latest order by value")
    assert newest == [
        ("stock", "household", 1, "2024-05-02"),
        ("flow", "person", 300, "2024-05-02"),
        ("stock", "person", 1200, "2024-05-02"),
    ]


def test_parts_do_not_stand_for_the_whole(store: Store) -> None:
    store.add(DOCUMENT, [claim(as_of=date(2024, 5, 1)), claim("300", 300, part_of=0)])
    assert rows(store, "select value from latest") == [(1200,)]


def test_claims_conflict_only_where_their_bounds_do_not_meet(store: Store) -> None:
    army = {"country": "MOZ", "place": "Beira", "claimant": "Army"}
    store.add(DOCUMENT, [claim(**army)])
    for title, more in (
        ("disagrees", {"value": 300, "low": 300, "high": 300, "claimant": "Police"}),
        ("open above", {"value": 300, "low": 300, "high": None, "qualifier": "at_least", "claimant": "Mayor"}),
        ("elsewhere", {"value": 10, "low": 10, "high": 10, "claimant": "Church", "place": "Sofala"}),
        ("same claimant", {"value": 2000, "low": 2000, "high": 2000}),
    ):
        store.add(replace(DOCUMENT, title=title), [claim("300", **(army | more))])
    found = rows(store, "select lower_claimant, lower_value, higher_claimant, higher_value from conflicting_claims")
    assert found == [("Police", 300, "Army", 1200)]


def test_claimants_go_by_their_name_else_by_the_words(store: Store) -> None:
    store.add(DOCUMENT, [claim(claimant="UNHCR", source="the UN refugee agency"), claim("300", 300, source="a medic")])
    store.add(
        replace(DOCUMENT, title="Two"), [claim(claimant="UNHCR", source="UNHCR", category="killed"), claim("300")]
    )
    found = rows(store, "select claimant, figures, documents, first_day from claimants order by claimant")
    assert found == [("UNHCR", 2, 2, "2024-05-02"), ("a medic", 1, 1, "2024-05-02")]


def test_a_day_says_where_it_comes_from(store: Store) -> None:
    dated = claim(when="on Tuesday", date_start=date(2024, 4, 30), as_of=date(2024, 4, 30))
    store.add(DOCUMENT, [dated, claim("300", 300, as_of=date(2024, 5, 2))])
    store.add(
        Document("300 dead", origin="a.txt"), [claim("300", 300, start=0, end=3, passage_start=0, passage="300 dead")]
    )
    found = rows(store, "select as_of, as_of_source from figures_full order by published is null, start")
    assert found == [("2024-04-30", "sentence"), ("2024-05-02", "metadata"), (None, None)]


def test_who_said_it_falls_back_on_the_document(store: Store) -> None:
    document = replace(DOCUMENT, publisher=None)
    store.add(document, [claim(claimant="UNHCR", source="the agency"), claim("300", 300, source="a medic")])
    store.add(replace(DOCUMENT, title="Published"), [claim()])
    store.add(replace(document, title="Titled"), [claim()])
    store.add(replace(document, title=None), [claim()])
    said = {name for (name,) in rows(store, "select said_by from comparable_claims")}
    assert said == {"UNHCR", "a medic", "Example News", "Titled", "storm.html"}


def test_money_is_never_summed_or_mixed(store: Store) -> None:
    money = {"category": "funding_required", "country": "MOZ"}
    store.add(DOCUMENT, [claim(unit="USD", **money), claim("300", 300, unit="EUR", **money)])
    store.add(replace(DOCUMENT, title="Two"), [claim("300", 300, unit="USD", as_of=date(2024, 6, 1), **money)])
    found = rows(store, "select currency, claims, smallest, largest, newest from money_by_currency order by currency")
    assert found == [("EUR", 1, 300, 300, 300), ("USD", 2, 300, 1200, 300)]


def test_documents_without_figures_are_summed_up_too(store: Store) -> None:
    store.add(DOCUMENT, [claim(country="MOZ")])
    store.add(Document("No numbers here.", origin="calm.txt"), [])
    found = rows(store, "select origin, figures, categories, characters from documents_summary order by origin")
    assert found == [("calm.txt", 0, "", 16), ("storm.html", 1, "displaced", len(DOCUMENT.text))]


@pytest.fixture
def three(store: Store) -> Any:
    store.db.execute("insert or ignore into countries values ('MOZ', 'Mozambique'), ('MWI', 'Malawi')")
    store.add(
        DOCUMENT,
        [
            claim(country="MOZ", claimant="UNHCR", measure="stock"),
            claim("300", 300, category="injured", country="MWI", source="100% of_medics", as_of=date(2024, 6, 1)),
            claim("1", 1, country="MOZ", place_role="origin", modality="planned", as_of=date(2024, 1, 1)),
        ],
    )
    with closing(open_reader(store.path)) as db:
        yield db


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (Filter(), [300, 1200, 1]),
        (Filter(limit=1), [300]),
        (Filter(categories=["Displaced"]), [1200, 1]),
        (Filter(categories=["displaced", "injured"]), [300, 1200, 1]),
        (Filter(countries=["moz"]), [1200, 1]),
        (Filter(countries=["Malawi"]), [300]),
        (Filter(origins=["Mozambique"]), [1]),
        (Filter(claimants=["hcr"]), [1200]),
        (Filter(claimants=["0% of_m"]), [300]),
        (Filter(claimants=["0_ of"]), []),
        (Filter(measures=["stock"]), [1200]),
        (Filter(modalities=["planned"]), [1]),
        (Filter(since=date(2024, 5, 2)), [300, 1200]),
        (Filter(until=date(2024, 5, 2)), [1200, 1]),
        (Filter(least=300, most=1000), [300]),
        (Filter(search="storms"), [300, 1200, 1]),
        (Filter(search="earthquake"), []),
        (Filter(categories=["displaced"], countries=["MWI"]), []),
    ],
)
def test_filters_let_through_what_they_name(three: sqlite3.Connection, which: Filter, found: list[float]) -> None:
    assert [row["value"] for row in list_figures(three, which)] == found


@pytest.mark.parametrize(
    ("which", "near"),
    [
        (Filter(categories=["displacd"]), "displaced"),
        (Filter(countries=["Mozambik"]), "mozambique"),
        (Filter(measures=["stocks"]), "stock"),
        (Filter(units=["persons"]), "person"),
        (Filter(search='"open'), "search"),
    ],
)
def test_a_filter_that_names_nothing_says_what_is_near(three: sqlite3.Connection, which: Filter, near: str) -> None:
    with pytest.raises(UnknownWordError, match=near):
        list_figures(three, which)


def test_series_keep_sectors_apart(store: Store) -> None:
    health = {"category": "funding_gap", "unit": "USD", "country": "MOZ", "measure": "stock", "sector": "health"}
    store.add(DOCUMENT, [claim(**health), claim("300", 300, **{**health, "sector": "WASH", "claimant": "Police"})])
    for view in ("series_daily", "latest", "money_by_currency"):
        assert rows(store, f"select sector, claims from {view} order by sector") == [("WASH", 1), ("health", 1)], view
    assert rows(store, "select * from conflicting_claims") == []


def test_a_part_in_another_series_stands_for_itself(store: Store) -> None:
    cases = claim(category="cases", unit="case", as_of=date(2024, 5, 1))
    store.add(DOCUMENT, [cases, claim("300", 300, category="killed", part_of=0, as_of=date(2024, 5, 1))])
    assert rows(store, "select category, is_part from figures_full order by value") == [("killed", 0), ("cases", 0)]
    assert sorted(rows(store, "select category, best from series_daily")) == [("cases", 1200), ("killed", 300)]


def test_money_is_told_in_dollars_beside_its_currency(store: Store) -> None:
    money = {"category": "funding_gap", "usd_estimate": 1300.0, "usd_rate": 1.0833, "usd_rate_day": date(2024, 5, 1)}
    store.add(DOCUMENT, [claim(unit="EUR", **money), claim("300", 300, category="funding_gap", unit="USD")])
    found = rows(store, "select currency, newest, newest_in_usd from money_by_currency order by currency")
    assert found == [("EUR", 1200, 1300), ("USD", 300, 300)]


@pytest.mark.parametrize(
    ("which", "values"),
    [
        (Filter(facets=("Children",)), [300]),
        (Filter(facets=("children", "women")), [1200, 300]),
        (Filter(sectors=("health",)), [1200]),
        (Filter(causes=("disaster",)), [1200]),
        (Filter(hazards=("flood",)), [1200]),
        (Filter(roles=("origin",)), [300]),
        (Filter(origins=("Syria",), claimants=("UNHCR",), measures=("stock",)), [1200]),
        (Filter(origins=("SYR",)), [1200]),
        (Filter(origins=("MOZ",)), [300]),
    ],
)
def test_figures_are_found_by_their_context(store: Store, which: Filter, values: list[float]) -> None:
    hosted = claim(
        facets=("women", "refugees"), nationality=("SYR",), country="TUR", sector="health", cause="disaster",
        hazard="flood", claimant="UNHCR", measure="stock",
    )  # fmt: skip
    store.add(DOCUMENT, [hosted, claim("300", 300, facets=("children",), country="MOZ", place_role="origin")])
    with closing(open_reader(store.path)) as db:
        found = list_figures(db, which)
    assert [row["value"] for row in found] == values
    assert all(isinstance(row["facets"], list) and isinstance(row["nationality"], list) for row in found)


@pytest.mark.parametrize(
    ("which", "words"),
    [
        (Filter(facets=("childs",)), "no facet 'childs'; near: children"),
        (Filter(sectors=("helth",)), "no sector 'helth'; near: health"),
        (Filter(causes=("war",)), "no cause 'war'"),
        (Filter(hazards=("floods",)), "no hazard 'floods'; near: flood"),
        (Filter(roles=("from",)), "no place_role 'from'"),
    ],
)
def test_a_word_that_is_no_context_is_named_with_what_is_near(store: Store, which: Filter, words: str) -> None:
    with closing(open_reader(store.path)) as db, pytest.raises(UnknownWordError, match=f"^{words}"):
        list_figures(db, which)

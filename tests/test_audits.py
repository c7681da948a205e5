"""The audits: silent on a sound database, each of them loud when what it guards is broken."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest
from stored import DOCUMENT, claim

from db.read import audit, open_reader
from db.sql import audits
from db.store import Store
from figures.model import Document

# What breaks the thing that each audit guards.
BREAKS = {
    "bounds_fit_qualifier": "update figures set qualifier = 'at_most'",
    "category_is_known": "update figures set category = 'lost'",
    "confidence_in_range": "update figures set confidence = 1.5",
    "coordinates_on_earth": "update figures set latitude = 12.0",
    "country_is_known": "update figures set country = 'XYZ'",
    "days_in_order": "update figures set date_start = '2024-05-03', date_end = '2024-05-01'",
    "estimates_follow_their_factor": "update figures set people_estimate = 1 where people_estimate is not null",
    "nationality_is_known": "update figures set nationality = '[\"XYZ\"]'",
    "figure_in_passage": 'update passages set text = \'Officials said\', "end" = "start" + 14',
    "low_value_high": "update figures set qualifier = 'range', low = 1300, high = 1400 where value = 1200",
    "no_orphans": "delete from figures",
    "parts_within_wholes": "update figures set value = 2000, low = 2000, high = 2000 where part_of is not null",
    "search_covers_documents": "insert into documents_fts (documents_fts) values ('delete-all')",
    "sentence_in_document": "update passages set text = replace(text, 'Officials', 'Observers')",
    "span_equals_text": "update figures set text = '7'",
    "stories_have_heads": "delete from stories where document_id = (select min(document_id) from stories)",
    "unit_fits_category": "update figures set unit = 'EUR'",
    "value_is_counted": "update figures set value = -1, low = -1, high = -1 where value = 300",
    "versions_lead_to_the_newest": "update stories set newer_id = document_id",
    "words_are_known": "update figures set modality = 'rumoured'",
}


@pytest.fixture
def sound(store: Store) -> Store:
    """A store with a document in use of every column that the audits look at."""
    whole = claim(
        country="MOZ", latitude=-19.8, longitude=34.9, confidence=0.9, date_start=date(2024, 5, 1),
        date_end=date(2024, 5, 1), date_precision="day", as_of=date(2024, 5, 1), hazard="flood", facets=("women",),
        nationality=("MOZ",),
    )  # fmt: skip
    store.db.execute("insert or ignore into countries values ('MOZ', 'Mozambique')")
    homes = claim(
        unit="household", start=DOCUMENT.text.index("1,200"), people_estimate=5280.0, household_size=4.4,
        household_size_source="UN DESA 2019", category="sheltered",
    )  # fmt: skip
    store.add(DOCUMENT, [whole, claim("300", 300, part_of=0), homes])
    store.add(Document("Nothing was counted.", origin="calm.txt"), [])
    return store


def failing(store: Store) -> set[str]:
    with closing(open_reader(store.path)) as db:
        return set(audit(db))


def test_a_sound_database_passes(sound: Store) -> None:
    assert failing(sound) == set()


@pytest.mark.parametrize("name", audits())
def test_each_audit_finds_what_it_guards_against(sound: Store, name: str) -> None:
    sound.db.execute(BREAKS[name])
    assert name in failing(sound)


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("words_are_known", "update figures set facets = '[\"pirates\"]'"),
        ("words_are_known", "update figures set hazard = 'meteor'"),
        ("estimates_follow_their_factor", "update figures set household_size_source = ''"),
        ("estimates_follow_their_factor", "update figures set unit = 'person' where unit = 'household'"),
        ("estimates_follow_their_factor", "update figures set no_estimate = 'country unknown'"),
        ("estimates_follow_their_factor", "update figures set usd_estimate = 5.0"),
        ("days_in_order", "update documents set published = '2 May 2024'"),
        ("parts_within_wholes", "update figures set part_of = 'nothing' where part_of is not null"),
        ("no_orphans", "update documents set extraction_id = (select min(id) from extractions)"),
        ("span_equals_text", "update documents set text = ' ' || text"),
        ("bounds_fit_qualifier", "update figures set low = null"),
        ("figure_in_passage", "update figures set document_id = (select id from documents where origin = 'calm.txt')"),
        ("coordinates_on_earth", "update figures set longitude = 190.0"),
        (
            "stories_have_heads",
            "update stories set story_id = (select document_id from stories order by rank desc limit 1)",
        ),
    ],
)
def test_an_audit_sees_the_other_ways_of_breaking_it_too(sound: Store, name: str, statement: str) -> None:
    sound.db.execute(statement)
    assert name in failing(sound)


def test_money_fits_in_every_currency(store: Store) -> None:
    store.add(DOCUMENT, [claim(category="funding_gap", unit="XAF"), claim("300", 300, category="funding_gap", unit="")])
    with closing(open_reader(store.path)) as db:
        assert [row["unit"] for row in audit(db)["unit_fits_category"]] == [""]


def test_every_audit_says_what_it_holds() -> None:
    assert all(len(query.description) > 20 for query in audits().values())

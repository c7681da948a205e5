"""What kind of number a figure is, what it is owed to, and the scene as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import limits
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import completed

from figures import crisis, lexicon
from figures.context import Scene
from figures.model import Document, Figure, Passage
from figures.stems import Stems

KINDS = [
    # modality, category, the text, the number
    ("reported", "killed", "The storm killed 14 people.", "14"),
    ("reported", "killed", "Up to 14 people are feared dead.", "14"),
    ("projected", "displaced", "The flood could displace 14,000 people.", "14,000"),
    ("projected", "food_insecure", "By June, 14,000 people are expected to face hunger.", "14,000"),
    ("projected", "at_risk", "The lava threatens 14,000 people.", "14,000"),
    ("planned", "targeted", "The plan is for 14,000 people.", "14,000"),
    ("planned", "aid_delivered", "The agency will send 14 trucks of food.", "14"),
    ("planned", "aid_delivered", "Another 14 tents are needed.", "14"),
    ("reported", "aid_delivered", "The agency sent 14 trucks of food.", "14"),
    ("denied", "killed", "The army denied that 14 people were killed.", "14"),
    ("reported", "stranded", "Guards denied access to 14 people.", "14"),
    ("reported", "injured", "In May 14 people were hurt.", "14"),
    ("reported", "killed", "The storm, which is expected to weaken, has killed 14 people.", "14"),
    ("reported", "killed", "Rain threatens to worsen floods that have killed 14 people.", "14"),
    ("reported", "killed", "The raid killed 14 people, said the mayor, adding that the toll could rise.", "14"),
    ("projected", "in_need", "Some 14,000 people in Chad, including 9,000 in Lac, may require aid.", "14,000"),
    ("reported", "killed", "The wall could fall, but 14 people were killed before it was propped.", "14"),
]


@pytest.mark.parametrize(("modality", "category", "text", "number"), KINDS)
def test_modality(modality: str, category: str, text: str, number: str) -> None:
    assert completed(text, number, category).modality == modality


@pytest.mark.parametrize(
    ("text", "number", "settled"),
    [
        ("From May the agency will feed 14,000 people.", "14,000", ("targeted", "planned")),
        ("The aim is to feed 14,000 people.", "14,000", ("targeted", "planned")),
        ("The agency has fed 98 of the 131 families planned.", "98", ("reached", "reported")),
        ("The 14,000 people whom it feeds today will get more.", "14,000", ("reached", "reported")),
    ],
)
def test_who_is_to_be_reached_is_targeted(text: str, number: str, settled: tuple[str, str]) -> None:
    figure = completed(text, number, "reached")
    assert (figure.category, figure.modality) == settled


def test_a_sure_reading_is_not_overruled_by_a_plan() -> None:
    text = "The agency will say on Monday that it feeds 14 people."
    unsure = completed(text, "14", "reached")
    sure = Scene(Document(text)).complete(replace(unsure, category="reached", modality="reported", confidence=0.9))
    assert (unsure.category, sure.category, sure.modality) == ("targeted", "reached", "reported")


MEASURES = [
    ("flow", "killed", "The attack killed 14 people.", "14"),
    ("cumulative", "killed", "The death toll rose to 14.", "14"),
    ("cumulative", "killed", "Since April, 14 people have been killed.", "14"),
    ("cumulative", "cases", "So far 140 cases were found.", "140"),
    ("flow", "cases", "The town counted 12 new cases this week.", "12"),
    ("stock", "refugees", "The country hosts 14,000 refugees.", "14,000"),
    ("flow", "refugees", "Some 14,000 refugees fled over the border this week.", "14,000"),
    ("stock", "missing", "14 people are missing.", "14"),
    ("change", "displaced", "The number of displaced rose by 1,400.", "1,400"),
    ("stock", "funding_required", "The appeal needs $14 million.", "14 million"),
    ("flow", "funding_pledged", "Norway pledged $14 million.", "14 million"),
    ("flow", "killed", "The storm, the worst since 1987, killed 14 people.", "14"),
    ("flow", "killed", "They found 14 more bodies, bringing the total to 120.", "14"),
    ("cumulative", "killed", "They found four bodies, bringing the total to 14.", "14"),
    ("cumulative", "killed", "The war has killed 14,000 people.", "14,000"),
    ("stock", "displaced", "The number of displaced people has reached 14,000.", "14,000"),
    ("stock", "refugees", "As of May, there were 14,000 refugees in the camp.", "14,000"),
    ("change", "in_need", "The number in need grew by about 14,000.", "14,000"),
    ("change", "sheltered", "There are 140 fewer people in the shelters than in May.", "140"),
    ("flow", "cases", "Total deaths: 9 | New cases: 14", "14"),
    ("stock", "hospitalised", "Of the wounded, 14 are in critical condition.", "14"),
    ("cumulative", "reached", "To date, 14,000 people have got food.", "14,000"),
]


@pytest.mark.parametrize(("measure", "category", "text", "number"), MEASURES)
def test_measure(measure: str, category: str, text: str, number: str) -> None:
    assert completed(text, number, category).measure == measure


@pytest.mark.parametrize("example", lexicon.load("context/crisis.toml")["example"], ids=lambda row: row["text"][:40])
def test_the_examples_of_causes_and_sectors(example: dict[str, str]) -> None:
    found = crisis.hazards(example["text"])
    assert crisis.main_cause(found) == crisis.Owed(example["cause"], example["hazard"])  # type: ignore[arg-type]
    if "sector" in example:
        figure = Figure(30, 31, "9", 9.0, 9.0, 9.0, "exact", example["category"], "person")
        assert crisis.sector(figure, example["text"]) == example["sector"]


def test_the_cause_of_the_document_serves_a_sentence_without_one() -> None:
    text = "An earthquake shook the hills at dawn. Rescuers found 14 bodies by noon."
    figure = completed(text, "14")
    assert (figure.cause, figure.hazard) == ("disaster", "earthquake")


def test_the_dead_have_no_sector() -> None:
    assert completed("Cholera killed 14 people in the clinic.", "14", "killed").sector == "none"


def test_stems_are_words_and_phrases() -> None:
    stems = Stems({"flood": 1, "war": 2, "dry spell": 3}, whole=frozenset({"war"}))
    assert list(stems.find("flooding in a warehouse, wars, a dry spell, a dry well")) == [(0, 1), (25, 2), (33, 3)]


def test_what_the_classifier_knows_is_kept() -> None:
    document = Document("The storm may kill 14 people.")
    passage = Passage(0, len(document.text), document.text)
    scene = Scene(document)
    scene.enter(passage)
    figure = Figure(19, 21, "14", 14, 14, 14, "exact", "killed", "person", passage=passage.text)
    assert scene.complete(replace(figure, modality="denied", measure="change")).modality == "denied"
    assert scene.complete(replace(figure, modality="denied", measure="change")).measure == "change"


def test_the_number_itself_is_never_touched() -> None:
    document = Document("In Peru 14 people died.", published=date(2024, 1, 1))
    scene = Scene(document)
    scene.enter(Passage(0, len(document.text), document.text))
    figure = Figure(
        8, 10, "14", 14, 14, None, "at_least", "killed", "person", passage=document.text, rule="r", part_of=3
    )
    done = scene.complete(figure)
    for name in ("start", "end", "text", "value", "low", "high", "qualifier", "category", "unit", "rule", "part_of"):
        assert getattr(done, name) == getattr(figure, name)


def test_entering_passages_finds_nothing_until_a_figure_asks() -> None:
    scene = Scene(Document("Nothing is counted in Chad."))
    scene.enter(Passage(0, 27, "Nothing is counted in Chad."))
    assert "mentions" not in scene.__dict__


def test_a_figure_of_a_passage_that_was_never_entered_is_completed() -> None:
    scene = Scene(Document("In Chad 14 people died."))
    figure = Figure(8, 10, "14", 14, 14, 14, "exact", "killed", "person", passage="In Chad 14 people died.")
    assert scene.complete(figure).country == "TCD"


@pytest.mark.parametrize(
    "filler",
    ["according to ", "January ", "between 1 January and ", "in Aa, ", "said ", "since the ", "“ ", "north and "],
)
def test_a_long_passage_costs_in_proportion(filler: str) -> None:
    def steps(length: int) -> int:
        text = "14 people died " + filler * (length // len(filler))
        figure = Figure(0, 2, "14", 14, 14, 14, "exact", "displaced", "person", passage=text)
        scene = Scene(Document(text))
        return limits.steps(lambda: scene.complete(figure))

    steps(1_000)  # fills the caches of words; what is remembered of a passage would not count here
    assert steps(16_000) < 12 * steps(2_000)


@given(
    st.text(alphabet=st.sampled_from('14 Aal-Sinya,.;:“”"’\n()/$ofthesaid May'), max_size=150), st.none() | st.dates()
)
def test_any_text_is_completed(text: str, published: date | None) -> None:
    whole = text + "14 people"
    scene = Scene(Document(whole, published=published))
    scene.enter(Passage(0, len(whole), whole))
    figure = Figure(len(text), len(text) + 2, "14", 14, 14, 14, "exact", "killed", "person", passage=whole)
    done = scene.complete(figure)
    assert done.place == "" or done.place in whole or done.country
    assert done.when == "" or done.when in whole
    assert done.source == "" or done.source in whole
    assert done.group == "" or done.group in whole

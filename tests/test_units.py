"""The examples in the unit files hold, and the tables of units and currencies are sound."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest

from figures import quantities
from figures.lexicon import load, names
from figures.units import money_after, money_before, nouns, plural, signs

FILES = [*(f"units/{name}.toml" for name in names("units")), "measures.toml"]


def examples() -> list[Any]:
    return [
        pytest.param(example["text"], example["want"], id=f"{path}-{i}")
        for path in FILES
        for i, example in enumerate(load(path).get("example", []))
    ]


@pytest.mark.parametrize(("text", "want"), examples())
def test_example(text: str, want: list[str]) -> None:
    found = [f"{q.text} {q.unit} {q.unit_text}".strip() for q in quantities(text)]
    assert len(found) == len(want), found
    for got, expected in zip(found, want, strict=True):
        assert got.startswith(expected)


@pytest.mark.parametrize("path", FILES)
def test_every_file_has_an_example(path: str) -> None:
    assert load(path)["example"]


def test_no_noun_has_two_units() -> None:
    seen: dict[str, str] = {}
    for name in names("units"):
        table = load(f"units/{name}.toml")
        for measure in table.get("measure", [table]):
            for entry in measure["nouns"]:
                word = entry.split()[0]
                assert seen.setdefault(word, measure["unit"]) == measure["unit"], word


@pytest.mark.parametrize(
    ("singular", "several"),
    [("family", "families"), ("church", "churches"), ("boy", "boys"), ("house", "houses"), ("box", "boxes")],
)
def test_plural(singular: str, several: str) -> None:
    assert plural(singular) == several


def test_a_phrase_beats_its_head() -> None:
    assert nouns()["health centres"] == "health_facility"
    assert nouns()["water tanks"] == "item"
    assert nouns()["tanks"] == "weapon"


@pytest.mark.parametrize(
    ("before", "code"), [("US$ ", "USD"), ("NZ$", "NZD"), ("€", "EUR"), ("PKR ", "PKR"), ("₫", "VND"), ("P", "PHP")]
)
def test_sign_before(before: str, code: str) -> None:
    text = f"It gave {before}"
    found = money_before(text, len(text))
    assert found is not None
    assert found[0] == code
    assert text[found[1] :] == before


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (" euros", "EUR"),
        (" Swiss francs", "CHF"),
        (" U.S. dollars", "USD"),
        (" UAH", "UAH"),
        ("€", "EUR"),
        (" Moldavian francs", "XXX"),
        (" pounds", "GBP"),
    ],
)
def test_currency_behind(after: str, code: str) -> None:
    found = money_after(f"12{after} were paid", 2)
    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize("after", [" pounds of rice", " people", " NGOs", " Nigerian soldiers", ""])
def test_no_currency_behind(after: str) -> None:
    assert money_after(f"12{after}", 2) is None


def test_codes_are_iso_shaped() -> None:
    assert all(len(code) == 3 and code.isupper() for code in signs().values())


def test_quantulum_reads_with_its_classifier_off() -> None:
    assert [q.unit for q in quantities("Gusts reached 95 mph.")] == ["mile per hour"]
    classifier = importlib.import_module("quantulum3.classifier")
    assert classifier.USE_CLF is False
    assert getattr(sys.modules.get("typeguard"), "__spec__", "real") is not None


def test_quantulum_counts_only_when_it_reads_the_whole_word() -> None:
    module = importlib.import_module("figures.quantities")
    assert module._measure_unit("km/h") == "kilometre per hour"
    assert module._measure_unit("glorps") == ""


def test_plain_counts_do_not_load_quantulum() -> None:
    code = "import sys, figures; figures.quantities('Some 12 people fled 5 km.'); print('quantulum3' in sys.modules)"
    subprocess = importlib.import_module("subprocess")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

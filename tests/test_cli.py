"""The commands: what they print where, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from stored import DOCUMENT, SENTENCE, claim

import cli
import figures
from db.read import open_reader
from db.store import Store
from figures.model import Document, Explained, Figure, Quantity
from reports.listing import FORMULA_STARTS
from reports.marking import marked

TEXT = "Officials said 1,200 people fled the town. The dam was built in 2019.\n"
FIGURES = [sys.executable, "-c", "import cli; cli.main()"]


def run(*arguments: object, **more: Any) -> Result:
    return CliRunner().invoke(cli.main, [str(one) for one in arguments], **more)


@pytest.fixture
def filled(store: Store) -> Path:
    """A database with three figures."""
    store.add(
        DOCUMENT,
        [
            claim(
                country="MOZ",
                place="Beira",
                claimant="UNHCR",
                low=1200,
                high=None,
                qualifier="at_least",
                nationality=("SYR",),
            ),
            claim(
                "300",
                300,
                category="injured",
                as_of=date(2024, 6, 1),
                facets=("children",),
                hazard="storm",
                cause="disaster",
            ),
        ],
    )
    text = "=cmd|' /C calc'!A0 40 fled\x1b[2J"
    nasty = Figure(
        19, 21, "40", 40, 40, 40, "exact", "displaced", "person", passage=text, group="-2+3", source="@sum(a1)"
    )
    store.add(Document(text, title="=1+1", origin="n.txt", published=date(2024, 1, 1)), [nasty])
    return store.path


def test_every_command_has_help_with_examples_and_exit_codes() -> None:
    for name in [[], *([one] for one in cli.main.commands)]:
        result = run(*name, "--help")
        assert result.exit_code == 0
        assert "Exit codes: 0" in result.stdout
        assert f"figures {name[0] if name else 'ingest'} " in result.stdout.split("Options:")[0].split("\n", 1)[1]


def test_every_option_has_help() -> None:
    options = [one for command in cli.main.commands.values() for one in command.params if isinstance(one, click.Option)]
    assert len(options) > 20
    assert [one.name for one in options if not one.help] == []


def test_extract_prints_one_json_object_a_figure() -> None:
    result = run("extract", input=TEXT)
    (figure,) = map(json.loads, result.stdout.splitlines())
    assert (figure["value"], figure["category"], figure["text"]) == (1200, "displaced", "1,200")
    assert set(Figure.__dataclass_fields__) <= set(figure)
    assert (result.exit_code, result.stderr) == (0, "")


def test_extract_prints_a_table_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    result = run("extract", "--table", "-", input=TEXT)
    assert "1,200 people" in result.stdout
    assert "fled the town" in result.stdout


def test_extract_reckons_dates_from_the_day_given() -> None:
    result = run("extract", "--date", "2020-02-12", input="On Tuesday 51 people were killed in the attack.\n")
    assert json.loads(result.stdout)["as_of"] == "2020-02-11"


def test_nothing_found_prints_nothing_and_is_no_failure() -> None:
    result = run("extract", input="Nobody was counted.\n")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_source_that_is_not_there_is_one_line_and_a_failure(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path / "gone.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("figures: ")
    assert "gone.txt: " in line


def test_explain_marks_figures_and_says_why_the_others_are_none() -> None:
    result = run("explain", input=TEXT)
    assert "Officials said [1,200: displaced, person" in result.stdout
    assert "[2019: no figure, a year]" in result.stdout
    assert result.stderr == "figures: -: 2 numbers: 1 figures, 1 that are none\n"


def test_colour_is_for_terminals_only() -> None:
    number = Explained(Quantity(0, 2, "40", 40, 40, 40), reason="year")
    assert "\x1b[" in marked("40", [number], colour=True)
    assert "\x1b[" not in marked("40", [number], colour=False)


def test_list_prints_the_newest_first(filled: Path) -> None:
    result = run("list", "--db", filled, env={"COLUMNS": "150"})
    lines = result.stdout.splitlines()
    assert [line[:10] for line in lines[2:]] == ["2024-06-01", "2024-05-02", "2024-01-01"]
    assert "at least 1,200 people" in lines[3]
    assert "Beira, MOZ" in lines[3]
    assert "UNHCR" in lines[3]
    assert max(map(len, lines)) <= 150
    assert "\x1b" not in result.stdout


def test_a_guessed_day_is_said_to_be_one(store: Store) -> None:
    store.add(replace(DOCUMENT, date_source="file time"), [claim()])
    assert "2024-05-02?  displaced" in run("list", "--db", store.path).stdout


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (["--category", "displaced"], [1200, 40]),
        (["--country", "MOZ"], [1200]),
        (["--claimant", "unhcr"], [1200]),
        (["--since", "2024-05-01", "--until", "2024-05-31"], [1200]),
        (["--min", "100", "--max", "1000"], [300]),
        (["--limit", "1"], [300]),
        (["--facet", "children", "--hazard", "storm", "--cause", "disaster", "--sector", "none"], [300]),
        (["--origin", "SYR", "--claimant", "UNHCR", "--measure", "unknown"], [1200]),
        (["--place-role", "location"], []),
        (["--unit", "person", "--measure", "unknown", "--modality", "reported", "--search", "storm"], [300, 1200]),
    ],
)
def test_list_filters(filled: Path, options: list[str], values: list[float]) -> None:
    result = run("list", "--db", filled, "--json", *options)
    assert [json.loads(line)["value"] for line in result.stdout.splitlines()] == values


def test_the_estimate_stands_beside_what_was_said(store: Store) -> None:
    store.add(
        DOCUMENT,
        [
            claim(unit="household", people_estimate=5287.0, household_size=4.4, household_size_source="UN DESA 2019"),
            claim(
                "300", 300, category="funding_gap", unit="EUR", usd_estimate=320.94, usd_rate=1.0698,
                usd_rate_day=date(2024, 5, 2),
            ),
        ],
    )  # fmt: skip
    result = run("list", "--db", store.path, env={"COLUMNS": "200"})
    heading, _, *lines = result.stdout.splitlines()
    assert "Estimate" in heading
    assert "1,200 households  about 5,290 people" in lines[0]
    assert "€300              about $321" in lines[1]
    assert "Estimate" not in run("list", "--db", store.path, "--category", "killed").stdout


def test_refugees_are_found_by_where_they_came_from(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "UNHCR said on Monday that 52,000 Syrian refugees live in Turkey. Lebanon hosts 31,000 refugees from Syria, "
        "according to UNHCR. The agency counted 8,000 Afghan refugees in Iran.",
        encoding="utf-8",
    )
    assert run("ingest", tmp_path / "a.txt", "--db", tmp_path / "f.db", "--date", "2024-05-01").exit_code == 0
    asked = ("--origin", "SYR", "--claimant", "UNHCR", "--measure", "stock")
    found = [json.loads(line) for line in run("list", "--db", tmp_path / "f.db", "--json", *asked).stdout.splitlines()]
    assert [(row["value"], row["country"], row["nationality"]) for row in found] == [
        (52000, "TUR", ["SYR"]),
        (31000, "LBN", ["SYR"]),
    ]


def test_explain_tells_the_value_of_a_number_in_a_column_of_millions() -> None:
    text = "Sector | Required (US$ million)\nFood | 310.5\n"
    assert "[310.5: funding_required, 310,500,000 USD" in marked(text, figures.explain(text), colour=False)


def test_explain_tells_the_whole_context() -> None:
    text = (
        "Floods in Sindh, Pakistan, have displaced 2,000 families, including 300 children, UNHCR said on Monday. "
        "Germany pledged 5 million euros."
    )
    told = run("explain", "--date", "2024-05-02", input=text).stdout
    for words in (
        "household, ", "Sindh, PAK, as of 2024-05-02, flood",
        "about 13,600 people (6.8 people a household: UN DESA 2019)",
        "person, ", "children, Sindh", "part of 2,000", "says UNHCR", "about $5.35 million (1 EUR = ",
        " USD: European Central Bank, ",
    ):  # fmt: skip
        assert words in told, told


def test_list_finds_nothing_and_says_so_beside_the_data(filled: Path) -> None:
    result = run("list", "--db", filled, "--min", "1e9")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No figures.\n")


def test_csv_has_every_field_and_a_heading_even_without_rows(filled: Path) -> None:
    whole, none = (run("list", "--db", filled, "--csv", *more).stdout for more in ([], ["--min", "1e9"]))
    rows = list(csv.DictReader(io.StringIO(whole)))
    assert [row["value"] for row in rows] == ["300", "1200", "40"]
    assert rows[0]["sentence"] == SENTENCE
    assert rows[1]["high"] == ""
    assert none.strip() == whole.splitlines()[0]


def test_csv_cannot_run_formulas(filled: Path) -> None:
    for row in csv.reader(io.StringIO(run("list", "--db", filled, "--csv").stdout)):
        assert [cell for cell in row if cell.startswith(FORMULA_STARTS)] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list", "--category", "displacd"], "near: displaced"),
        (["list", "--country", "Atlantis"], "Atlantis"),
        (["list", "--search", '"open'], "open"),
        (["list", "--since", "May"], "May"),
        (["report", "nothing"], "nothing"),
        (["list", "--colour"], "--colour"),
    ],
)
def test_wrong_usage_ends_with_2(filled: Path, arguments: list[str], words: str) -> None:
    result = run(*arguments, "--db", filled)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


@pytest.mark.parametrize("command", ["list", "report"])
def test_a_missing_database_is_one_clear_line(command: str, tmp_path: Path) -> None:
    result = run(command, "--db", tmp_path / "none.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"figures: {tmp_path}/none.db: no such database; `figures ingest` makes one\n"
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    notes = tmp_path / "notes.db"
    notes.write_text("figures of speech " * 500)
    for command in (["list"], ["ingest", str(notes)], ["report"]):
        result = run(*command, "--db", notes)
        assert (result.exit_code, result.stderr) == (2, f"figures: {notes}: file is not a database\n")


def test_ingest_tells_what_it_did_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    article, database = tmp_path / "a.txt", tmp_path / "f.db"
    article.write_text(TEXT)
    first, second = (run("ingest", article, "--db", database, "--date", "2024-05-01") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "1 new" in first.stdout
    assert "displaced" in first.stdout
    assert "0 new, 1 unchanged" in second.stdout
    listed = [json.loads(line) for line in run("list", "--db", database, "--json").stdout.splitlines()]
    assert [(row["value"], row["as_of"], row["date_source"]) for row in listed] == [(1200, "2024-05-01", "option")]


def test_ingest_names_what_failed_and_stores_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    database = tmp_path / "f.db"
    result = run("ingest", tmp_path / "good.txt", tmp_path / "empty.txt", "--db", database, "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert "empty.txt: " in line
    assert len(run("list", "--db", database, "--json").stdout.splitlines()) == 1


@pytest.mark.parametrize("size", ["1", "800k", "20MB", "1 g"])
def test_sizes_are_understood(size: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    result = run("ingest", tmp_path / "a.txt", "--db", tmp_path / "f.db", "--max-size", size)
    assert result.exit_code == (1 if size == "1" else 0)


@pytest.mark.parametrize("size", ["big", "-1", "1.5MB", "9" * 30])
def test_other_sizes_are_refused(size: str, tmp_path: Path) -> None:
    assert run("ingest", "x", "--db", tmp_path / "f.db", "--max-size", size).exit_code == 2


def test_a_source_that_is_readable_again_is_no_failure(tmp_path: Path) -> None:
    article, database = tmp_path / "a.txt", tmp_path / "f.db"
    for text, code in ((TEXT, 0), ("", 1), (TEXT, 0)):
        article.write_text(text)
        assert run("ingest", article, "--db", database).exit_code == code
        with closing(open_reader(database)) as db:
            assert len(db.execute("select * from failures").fetchall()) == code


def test_names_of_files_may_be_any_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in ((b"\xff caf\xe9.txt", TEXT), (b"\xff empty.txt", ""), (b"two\nlines\x1b[31m.txt", "")):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(text)
    result = run("ingest", folder, "--db", tmp_path / "f.db")
    assert result.exit_code == 1
    assert "1 new, 0 unchanged, 2 failed" in result.stdout
    assert len(result.stderr.splitlines()) == 2
    assert "\x1b" not in result.stderr
    assert "1 unchanged, 2 failed" in run("ingest", folder, "--db", tmp_path / "f.db").stdout
    (line,) = run("list", "--json", "--db", tmp_path / "f.db").stdout.splitlines()
    assert json.loads(line)["document_origin"].endswith(r"/\udcff caf\udce9.txt")


def test_a_closed_pipe_ends_the_command_quietly(store: Store) -> None:
    words = "It rained. " * 60 + SENTENCE
    for i in range(300):
        text = f"{i} {words}"
        start = text.index("1,200")
        figure = claim(start=start, end=start + 5, passage=text, passage_start=0)
        store.add(Document(text, origin=str(i)), [figure])
    process = subprocess.Popen(
        [*FIGURES, "list", "--json", "--db", str(store.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait()


def test_ctrl_c_ends_ingest_with_one_line_and_a_sound_database(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    slow = tmp_path / "slow.txt"
    os.mkfifo(slow)
    process = subprocess.Popen(
        [*FIGURES, "ingest", str(tmp_path / "a.txt"), str(slow), "--db", str(tmp_path / "f.db")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with slow.open("w"):  # opens when the command opens the other end
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert errors.strip().splitlines()[-1].startswith("figures: stopped")
    assert len(run("list", "--db", tmp_path / "f.db", "--json").stdout.splitlines()) == 1


def test_starting_imports_nothing_heavy() -> None:
    code = "import sys, cli, figures; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"pandas", "numpy", "matplotlib", "trafilatura", "sqlite_utils", "pdfplumber", "quantulum3", "jinja2", "db"}
    heavy |= {"urllib3", "feedparser", "protego"}
    assert heavy & set(loaded) == set()

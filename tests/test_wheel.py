"""The wheel: what is in it, and that it works where nothing else of the project is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from pdf_writer import Sheet, pdf

PROJECT = Path(__file__).parent.parent
STORY = "Officials said that 1,200 people fled the town of Arden and that at least 14 people were killed."


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in `cwd`, with nothing in the environment that would lead it back to the project."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend that pyproject.toml names."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=PROJECT)
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel and what it declares to need, from the package index."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    run(home / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=home)
    return home / "bin"


def test_the_wheel_holds_the_four_parts_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cli.py", "figures", "db", "reports"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".db", ".ipynb"))]


def test_the_wheel_holds_every_file_of_the_four_parts(wheel: Path) -> None:
    tracked = run("git", "ls-files", "cli.py", "figures", "db", "reports", cwd=PROJECT).stdout.split("\n")
    there = {name for name in tracked if name and (PROJECT / name).exists()}
    assert there <= set(zipfile.ZipFile(wheel).namelist())


def test_figures_tells_its_commands_from_anywhere(bin_folder: Path, tmp_path: Path) -> None:
    assert "ingest" in run(bin_folder / "figures", "--help", cwd=tmp_path).stdout


def test_figures_ingests_every_format_from_another_folder(bin_folder: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(STORY)
    (reports / "b.md").write_text(f"# Floods\n\n{STORY}\n")
    (reports / "c.html").write_text(f"<html><body><article><h1>Flood</h1><p>{STORY}</p></article></body></html>")
    (reports / "d.jsonl").write_text(json.dumps({"text": f"{STORY} Again.", "date": "2024-05-03"}))
    (reports / "e.pdf").write_bytes(pdf([Sheet().text(50, 60, "Report").text(50, 100, STORY, 8)]))
    told = run(bin_folder / "figures", "ingest", "reports", "--db", "new.db", cwd=tmp_path).stdout
    assert "5 new" in told
    listed = run(
        bin_folder / "figures", "list", "--db", "new.db", "--category", "killed", "--json", cwd=tmp_path
    ).stdout
    assert [json.loads(line)["value"] for line in listed.splitlines()] == [14] * 5

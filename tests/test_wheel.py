"""The wheel: what is in it, and that it works where nothing else of the project is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
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
    """The programs of a fresh environment with the wheel and what it declares to need, and nothing else.

    What it needs is linked in from the environment of the tests: no index is asked, and a package that is used but not
    declared is missing.
    """
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    (packages,) = (home / "lib").glob("python*/site-packages")
    uv = shutil.which("uv")
    installer = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
    target = ["install", "--python", python] if uv else ["--python", python, "install"]
    run(*installer, *target, "--quiet", "--no-deps", "--no-index", wheel, cwd=home)
    for needed in needs("figures"):
        link(needed, packages)
    return home / "bin"


def needs(name: str) -> list[Distribution]:
    """The distributions that `name` declares to need, and those that these need, without extras."""
    found: dict[str, Distribution] = {}
    awaited = [(name, frozenset[str]())]
    while awaited:
        wanted, extras = awaited.pop()
        for line in distribution(wanted).requires or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
                key = canonicalize_name(requirement.name)
                if key not in found or requirement.extras:
                    found[key] = distribution(key)
                    awaited.append((key, frozenset(requirement.extras)))
    return list(found.values())


def link(needed: Distribution, packages: Path) -> None:
    """Make the files of `needed` visible in the folder `packages`."""
    for top in {file.parts[0] for file in needed.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        if not (packages / top).exists() and not top.endswith(".pth"):
            (packages / top).symlink_to(Path(str(needed.locate_file(top))).resolve())


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

"""The documentation is what the code and the examples give."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import cli
from db.reference import VOCABULARY
from db.sql import audits, views
from db.store import Store
from figures.lexicon import categories

ROOT = Path(__file__).resolve().parent.parent


def test_generated_documents_are_up_to_date() -> None:
    made = subprocess.run([sys.executable, "scripts/make_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, f"run `python scripts/make_docs.py`\n{made.stdout}{made.stderr}"


def test_the_dictionary_names_every_table_column_view_and_audit(store: Store) -> None:
    text = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    tables = {name for name in store.db.table_names() if not re.match(r"documents_fts_|_|sqlite_", name)}
    assert {*tables, *views()} == set(re.findall(r"^### (\w+)$", text, re.MULTILINE))
    for table in tables - {"documents_fts"}:
        section = text.split(f"### {table}\n")[1].split("\n#")[0]
        assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(store.db.table(table).columns_dict)
    for name in (*audits(), *VOCABULARY):
        assert f"`{name}`" in text


def test_the_cookbook_answers_at_least_ten_questions() -> None:
    text = (ROOT / "docs/cookbook.md").read_text(encoding="utf-8")
    questions = text.split("\n## ")[1:]
    assert len(questions) >= 10
    for question in questions:
        assert question.splitlines()[0].endswith("?")
        assert len(re.findall(r"^\| (?!---)", question, re.MULTILINE)) > 1, "no rows: " + question.splitlines()[0]


def test_the_readme_has_every_command_and_category() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in cli.main.commands:
        assert f"| `figures {name}" in text
    for name in categories():
        assert f"| `{name}` |" in text


def test_the_sql_of_the_readme_runs(store: Store) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    statements = re.findall(r"read_sql\(\"([^\"]+)\"", text)
    assert statements
    for statement in statements:
        store.db.execute(statement)

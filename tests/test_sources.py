"""What files, folders and pipes give, and the public `read`."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

import figures
from figures.readers import known
from figures.sources import Failure, Notice, Source, Unreadable, count, walk


def names(folder: Path) -> list[str]:
    return [os.path.relpath(one.origin, folder) for one in walk([folder], known) if isinstance(one, Source)]


def test_a_folder_is_read_to_its_depths_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.md", "a.html", "b.txt", "b/c/x.pdf", "z.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["a.html", "b/10.md", "b/2.txt", "b/c/x.pdf", "b.txt", "z.jsonl"]


def test_what_a_folder_holds_besides_is_counted_and_is_no_failure(tmp_path: Path) -> None:
    for name in ("a.txt", "map.png", "b.PNG", ".DS_Store", ".git/config", "Makefile"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("12 died.")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(walk([tmp_path], known))
    assert names(tmp_path) == ["a.txt"]
    (notice,) = [one for one in found if isinstance(one, Notice)]
    assert notice.reason == "passed over: 2 .png, 2 hidden, 1 no suffix, 1 not a file"
    assert not any(isinstance(one, Failure) for one in found)


def test_a_folder_is_listed_only_when_its_turn_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/1.txt", "b/2.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    listed: list[str] = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (listed.append(os.path.basename(path)), scan(path))[1])
    found = walk([tmp_path], known)
    assert isinstance(next(found), Source)
    assert listed == [tmp_path.name, "a"]


def test_what_is_found_can_be_sent_to_another_process(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 people died.")
    os.mkfifo(tmp_path / "pipe")
    found = list(walk([tmp_path, tmp_path / "pipe", "-", "https://example.org/a"], known))
    assert pickle.loads(pickle.dumps(found[0])).open().read() == b"12 people died."
    assert [one.origin for one in pickle.loads(pickle.dumps(found))] == [one.origin for one in found]


def test_sources_are_counted_without_being_sorted(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.html", ".git/c.txt", "d.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    sources = [tmp_path, "-", "https://example.org/a", "ftp://example.org/a", tmp_path / "none", tmp_path / "pipe.txt"]
    given = [isinstance(one, Source) for one in walk(sources, known)]
    assert sum(count(sources, known)) == sum(given) == 5


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert list(walk([tmp_path], known)) == [Notice(str(tmp_path), "nothing in this folder")]


def test_a_link_that_leads_nowhere_or_round_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    assert [one for one in walk([tmp_path], known) if isinstance(one, Failure)] == [
        Failure(str(tmp_path / "gone.txt"), "no such file or folder"),
        Failure(str(tmp_path / "self.txt"), "too many levels of symbolic links"),
    ]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("/no/such/file.txt", "no such file or folder"),
        ("a\x00b", "null"),
        ("x" * 5000, "name too long"),
        ("ftp://example.org/a.txt", "only http and https"),
        ("file:///etc/hostname", "only http and https"),
    ],
)
def test_what_is_not_there_is_one_failure(source: str, told: str) -> None:
    (failure,) = walk([source], known)
    assert isinstance(failure, Failure)
    assert told in failure.reason


def test_a_named_file_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("12 people died.")
    (document,) = figures.read(tmp_path / "README")
    assert (document.text, document.date_source) == ("12 people died.", "file time")


def test_the_day_of_a_file_is_the_last_resort(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 people died.")
    os.utime(path, (1_714_730_400, 1_714_730_400))
    (document,) = figures.read(path)
    assert (document.published, document.date_source) == (date(2024, 5, 3), "file time")


def test_a_pipe_is_read_once_and_whole(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text('{"text": "One died."}\n' * 2000))
    writer.start()
    documents = list(figures.read(str(pipe)))
    writer.join()
    assert len(documents) == 2000


def test_standard_input_is_read(tmp_path: Path) -> None:
    code = "import figures; print([(d.text, d.origin, d.date_source) for d in figures.read('-')])"
    run = subprocess.run(
        [sys.executable, "-c", code], input="12 people died.", capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[('12 people died.', '-', 'unknown')]"


def test_a_trouble_comes_after_all_documents_and_says_how_many(tmp_path: Path) -> None:
    for name, text in (("a.txt", "One died."), ("b.txt", ""), ("c.txt", "Two died."), ("d.txt", "\x00")):
        (tmp_path / name).write_text(text)
    found = []
    documents = figures.read(tmp_path)
    with pytest.raises(Unreadable) as trouble:
        found.extend(document.text for document in documents)
    assert found == ["One died.", "Two died."]
    assert str(trouble.value) == f"{tmp_path / 'b.txt'}: empty file (and 1 more failed)"


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can become another user")
def test_what_another_user_may_not_read_fails_alone(tmp_path: Path) -> None:
    """Root may read everything, so this asks as the user nobody."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("One died.")
    (folder / "shut").mkdir(mode=0o700)
    (folder / "b.txt").chmod(0o600)
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and len(parent.parts) > 2:
            parent.chmod(0o755)
    code = (
        "import os, sys; from figures.readers import documents, known; from figures.sources import walk, Source\n"
        "def tell(to):\n"
        "    for one in walk([sys.argv[1]], known):\n"
        "        for found in documents(one) if isinstance(one, Source) else [one]:\n"
        "            print(os.path.basename(found.origin), getattr(found, 'reason', 'read'), file=to)\n"
        "tell(sys.stderr)  # once as root: the other user may not be let into the folder of Python's own modules\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "tell(sys.stdout)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == [
        "a.txt read",
        "b.txt may not be read (permission denied)",
        "shut may not be read (permission denied)",
    ], run.stderr

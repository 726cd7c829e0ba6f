"""F19: mutated import files are accepted whole or refused with a reason; nothing of them is half in."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from prodtui.domain.text import clean_line, clean_text, sanitize
from prodtui.errors import ProdtuiError, Refused, Rejected, Usage
from prodtui.interchange.board_json import write_board
from prodtui.interchange.csv_reader import read_csv
from prodtui.interchange.json_text import parse_document
from prodtui.interchange.reading import ReadOptions
from prodtui.interchange.taskwarrior import read_taskwarrior
from prodtui.services import board, links, stores, talk, task_view
from prodtui.services.board_import import import_board
from prodtui.services.imports import ImportWishes, import_tasks
from prodtui.services.workspace import Workspace
from tests.helpers.event_logs import bring
from tests.helpers.team import Clock, Team, build_store

FIXTURES = Path(__file__).parents[1] / "fixtures"
SIZE, FULL_SIZE = 240, 2_000

TOKENS = [
    b'"', b"'", b",", b";", b"\n", b"\r", b"\r\n", b"\t", b"\x00", b"\x1b[31m", b"\xef\xbb\xbf", b"\xff\xfe", b"\x80",
    b"\xed\xa0\x80", b"\xe2\x80\xae", b"[" * 80, b"{", b"}", b"]", b":",
    b'"\\ud800"', b"\\u0000", b"1e999", b"9" * 5000,
    b"-1", b"NaN", b"null", b"true", b"=1+1", b"2026-02-30", b"31/12/2020", b"12/31/2020", b"0001-01-01", b"x" * 70_000,
    b"OPS-1",
]  # fmt: skip

JIRA = (
    "Summary,Issue key,Status,Priority,Assignee,Created,Resolved,Due Date,Labels,Labels,Description,Comment\n"
    '"Login, again",WEB-1,Done,High,Ann Smith,12/Jan/21 3:45 PM,13/Jan/21 8:00 AM,,ui,x,"two\nlines",'
    "12/Jan/21 4:00 PM;bo;Hi\n"
    "Größe prüfen,WEB-2,Backlog,Low,Zoe,12/Jan/21 3:45 PM,,20/Jan/21 12:00 AM,,,,\n"
    "Third,WEB-3,Awaiting,Odd,,2021-01-05,,,,,,\n"
)
REPAIRS = (FIXTURES / "event-logs/repairs.xes").read_bytes()
STATES = (
    "Case ID;Activity;Start;End\n1;A;01/02/2020 10:00;01/02/2020 11:00\n2;B;;31/12/2020 09:00\n1;B;;02/02/2020 09:00\n"
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """An open store with people and the board OPS."""
    build_store(tmp_path / "team.db")
    team = Team(tmp_path / "team.db", Clock())
    yield team
    team.close()


def seeds(ws: Workspace) -> dict[str, list[bytes]]:
    """Return the files that are mutated, by reader."""
    out = io.StringIO()
    write_board(ws, out)
    return {
        "csv": [
            (FIXTURES / "cycle-times.csv").read_bytes(),
            JIRA.encode(),
            JIRA.encode("utf-16"),
            JIRA.replace(",", ";").encode("cp1252"),
        ],
        "taskwarrior": [(FIXTURES / "taskwarrior-git-big.json").read_bytes()],
        "json": [out.getvalue().encode()],
        "events": [REPAIRS, gzip.compress(REPAIRS), STATES.encode(), STATES.encode("utf-16")],
    }


def mutated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a file with one to four injuries."""
    for _ in range(chance.randint(1, 4)):
        data = injured(chance, data, other)
    return data


def injured(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a file with one injury: something is gone, twice, in between, changed, cut off, or in another order."""
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice([1, 1, 2, 10, 100, 1000]))
    lines = data.split(b"\n")
    match chance.randrange(8):
        case 0:
            return data[:at] + data[end:]
        case 1:
            return data[:end] + data[at:]
        case 2:
            return data[:at] + chance.choice(TOKENS) + data[at:]
        case 3:
            return data[:at] + chance.choice(TOKENS) + data[end:]
        case 4:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 5:
            return data[:at]
        case 6:
            return data[:at] + other[chance.randrange(len(other)) :]
        case _:
            return b"\n".join(chance.sample(lines, len(lines)))


def lived_in(team: Team) -> Workspace:
    """Return a board with a little of everything."""
    first, second = team.task("First", labels=("a",), assignees=("bo",)), team.task("Second", notes="n\nm")
    links.link(team.ann, first.ref, second.ref)
    talk.comment(team.bo, first.ref, "Hello")
    talk.log_work(team.bo, first.ref, 30)
    board.move(team.ann, first.ref, "doing")
    return team.ann


def take(ws: Workspace, kind: str, data: bytes, chance: random.Random, turn: int) -> int:
    """Import a file and return how many tasks it says that it made."""
    options = ReadOptions(ws.now(), ws.tz(), date_format=chance.choice([None, None, "dmy", "mdy"]))
    if kind == "json":
        return import_board(ws, parse_document(data), key=f"T{turn}").tasks
    if kind == "events":
        return bring(ws, data, f"T{turn}", skip_bad=chance.random() < 0.5).cases
    reading = (read_csv if kind == "csv" else read_taskwarrior)(data, options)
    wishes = ImportWishes(skip_bad=chance.random() < 0.5, create_steps=chance.random() < 0.2)
    report = import_tasks(ws, kind, reading.rows, unit=reading.unit, notes=reading.notes, wishes=wishes)
    assert wishes.skip_bad or not report.bad
    assert report.rows == report.created + report.unchanged + len(report.bad) + len(report.left_out)
    return report.created


@pytest.mark.soak
def test_mutated_files_are_taken_whole_or_refused(team: Team, full_size: bool) -> None:
    ws, chance = lived_in(team), random.Random(19)
    files = seeds(ws)
    every = [data for found in files.values() for data in found]
    taken = refused = 0
    for turn in range(FULL_SIZE if full_size else SIZE):
        kind = chance.choice(list(files))
        data = mutated(chance, chance.choice(files[kind]), chance.choice(every))
        before = stores.check(ws).counts
        try:
            made = take(ws, kind, data, chance, turn)
        except ProdtuiError as error:
            refused += 1
            assert isinstance(error, Rejected | Refused | Usage), (turn, error)
            assert error.message.endswith("."), (turn, error.message)
            assert "\n" not in error.message, (turn, error.message)
            assert sanitize(error.message) == error.message, (turn, error.message)
            assert error.hint, (turn, error.message)
            made, expected = 0, before
        else:
            taken += 1
            expected = stores.check(ws).counts
        after = stores.check(ws)
        assert after.counts == expected, turn
        assert after.counts["task"] - before["task"] == made, turn
        assert after.problems == (), turn
    assert taken > 10
    assert refused > 10
    for task in task_view.list_tasks(ws, all=True):
        assert clean_line(task.title) == task.title
        assert clean_text(task.notes) == task.notes

"""The first start: nothing is written before a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.screens.first_run import key_for
from prodtui.services import stores
from prodtui.services.workspace import open_workspace
from prodtui.storage.engine import APPLICATION_ID
from prodtui.storage.migrations import STEPS
from prodtui.storage.sqlite import sqlite3
from tests.tui.driver import Reader, starting


def unwrapped(reader: Reader) -> str:
    """Return what stands on the screen without blanks and frame: where a path breaks depends on its length."""
    return "".join(reader.text.replace("│", "").split())


async def test_it_says_where_the_store_would_be_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "team.db"
    async with starting(path) as ann:
        ann.sees("There is no store yet", "y make it   d look at a demo   esc leave")
        assert str(path) in unwrapped(ann)
        await ann.press("escape")
        assert ann.app.return_value == 0
    assert not path.parent.exists()


async def test_a_yes_a_template_and_a_name_make_a_board(tmp_path: Path) -> None:
    path = tmp_path / "new" / "team.db"
    async with starting(path) as ann:
        await ann.press("y")
        ann.sees("What kind of work is it?", "Plain")
        await ann.choose("shop")
        ann.sees("What is the board called?")
        await ann.paste("Press hall 3")
        ann.sees("Its tasks are called PH3-1, PH3-2 and so on.")
        await ann.press("enter")
        ann.sees("PH3  Press hall 3", "This board has no cards yet.")
        await ann.press("a")
        await ann.type("First")
        await ann.press("enter")
        ann.sees("PH3-1 First")
    ws = open_workspace(path, board="PH3")
    assert ws.need_board().template == "shop-floor"
    ws.close()


async def test_turning_back_starts_over(tmp_path: Path) -> None:
    async with starting(tmp_path / "team.db") as ann:
        await ann.press("y", "escape")
        ann.sees("There is no store yet")
        assert not (tmp_path / "team.db").exists()


async def test_a_store_without_a_board_asks_for_one(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    made = stores.init_store(path, template=None, board_key="OPS").workspace
    from prodtui.services import boards

    boards.archive_board(made, "OPS")
    made.close()
    async with starting(path) as ann:
        ann.sees("What kind of work is it?")
        await ann.choose("plain")
        await ann.type("Desk")
        await ann.press("enter")
        ann.sees("DES  Desk")


async def test_a_file_that_is_no_store_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.write_text("not a database at all, and long enough to look like a file of somebody's own" * 20)
    async with starting(path) as ann:
        assert ann.app.return_value == 74
    assert path.read_text().startswith("not a database")


@pytest.mark.parametrize(
    ("name", "key"),
    [("Press shop", "PS"), ("Operations", "OPE"), ("3 D print", "B3DP"), ("Ü", "U"), ("漢字", "B"), ("", "B")],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert key_for(name) == key


def an_older_store(path: Path) -> None:
    """Make a store as the first version of the schema had it, without a board."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    STEPS[0](connection)
    connection.execute("PRAGMA user_version=1")
    connection.commit()
    connection.close()


async def test_an_older_store_is_brought_up_to_date_after_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    an_older_store(path)
    async with starting(path) as ann:
        ann.sees("y bring it up to date   n leave")
        assert f"{path}hasschema1;thisprodtuineeds" in unwrapped(ann)
        await ann.press("y")
        ann.sees("What kind of work is it?")
    assert list(tmp_path.glob("team.schema-1.*.backup"))


async def test_an_older_store_is_left_alone_without_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    an_older_store(path)
    before = path.read_bytes()
    async with starting(path) as ann:
        await ann.press("n")
        assert ann.app.return_value == 0
    assert path.read_bytes() == before

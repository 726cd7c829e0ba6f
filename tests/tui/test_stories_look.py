"""Stories of looking: filters, find, swimlanes, peek, palette, command line, themes, help."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
import tomllib
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

import pytest
from textual.app import App

from prodtui import actions
from prodtui.errors import Usage
from prodtui.screens import base
from prodtui.screens.board import BoardScreen
from prodtui.screens.detail import DetailScreen
from prodtui.screens.program_verbs import help_text
from prodtui.screens.registry import VIEWS
from prodtui.services import filters, issues, people, tasks
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team
from tests.tui.driver import TURN_SECONDS, sitting_at


async def test_a_filter_shows_only_some_cards_and_escape_ends_it(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("@bo")
        ann.sees("2 of 5 cards.")
        await ann.press("enter")
        ann.sees("@bo", "2 shown", "OPS-1", "OPS-5").sees_not("OPS-2 ", "OPS-3 ")
        await ann.press("escape")
        ann.sees("OPS-2", "OPS-3").sees_not("shown")


async def test_one_key_shows_only_mine_and_what_was_shown_before(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("@bo")
        await ann.press("enter", "M")
        ann.sees("mine", "1 shown", "OPS-3").sees_not("OPS-5")
        await ann.press("M")
        ann.sees("@bo", "2 shown", "OPS-5").sees_not("OPS-3 ")
        await ann.press("escape", "3", "M")
        ann.sees("mine", "OPS-3").sees_not("OPS-5")


async def test_common_terms_are_put_together_without_knowing_the_language(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        ann.sees("mine", "late", "blocked", "ageing", "unassigned", "@bo", "#security")
        await ann.press("down", "down", "tab")
        ann.sees("[x] late", "1 of 5 cards.")
        await ann.press("enter")
        assert ann.board.filter_text == "late"
        ann.sees("OPS-3").sees_not("OPS-1 ")


async def test_a_filter_that_cannot_be_read_stays_to_be_mended(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("stp:doing")
        await ann.press("enter")
        ann.sees("stp:doing", 'there is no key "stp"', "you mean step?")
        assert ann.dialog == "FilterDialog"


async def test_a_filter_that_names_nobody_stays_to_be_mended(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("@ba")
        await ann.press("enter")
        ann.sees('The board knows no person "ba"')
        assert ann.dialog == "FilterDialog"


async def test_a_saved_filter_that_names_somebody_unknown_says_so(desk: Team) -> None:
    filters.save_filter(desk.ann, "theirs", "@zoe")
    async with sitting_at(desk) as ann:
        await ann.press("F")
        await ann.choose("theirs")
        assert 'The board knows no person "zoe"' in ann.notice
        assert ann.board.filter_text == ""
        ann.sees("OPS-1", "OPS-2")


async def test_a_filter_whose_label_was_made_by_somebody_else_meanwhile_is_known(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        tasks.label(desk.bo, "OPS-2", add=("brand-new",))
        await ann.beat()
        ann.board.use_filter("#brand-new")
        await ann.settle()
        ann.sees("OPS-2").sees_not("OPS-1 ")


async def test_a_filter_ends_when_the_person_it_names_is_gone(desk: Team) -> None:
    people.add_person(desk.ann, "zoe")
    async with sitting_at(desk) as ann:
        ann.board.use_filter("@zoe")
        with closing(sqlite3.connect(desk.path)) as store, store:  # as after the restore of an older backup
            store.execute("delete from person where login = 'zoe'")
        ann.board.reload_whole()
        await ann.settle()
        assert ann.notice.startswith('The filter @zoe has ended. The board knows no person "zoe"; there are ann, bo')
        ann.sees("OPS-1", "OPS-2").sees_not("shown")


async def test_nothing_that_matches_says_how_to_go_on(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("zeppelin")
        await ann.press("enter")
        ann.sees("No card matches the filter.", "esc  ends it")


async def test_a_filter_is_saved_and_found_again(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("f")
        await ann.type("blocked or late")
        await ann.press("enter", "F")
        await ann.choose("save")
        await ann.type("stand-up")
        await ann.press("enter")
        assert ann.notice == 'Saved the filter as "stand-up"; F finds it again.'
        assert [row.name for row in filters.list_filters(desk.ann)] == ["stand-up"]
        await ann.press("escape", "F")
        ann.sees("stand-up", "blocked or late")
        await ann.choose("stand")
        assert ann.board.filter_text == "blocked or late"


async def test_archived_cards_are_shown_when_a_filter_asks_for_them(desk: Team) -> None:
    tasks.archive(desk.ann, "OPS-3")
    async with sitting_at(desk) as ann:
        ann.sees_not("OPS-3")
        await ann.press("f")
        await ann.type("archived")
        await ann.press("enter")
        ann.sees("OPS-3")
        await ann.press("escape")
        ann.sees_not("OPS-3")


async def test_find_goes_from_match_to_match(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("/")
        await ann.type("the")
        await ann.press("enter")
        assert ann.cursor == "OPS-2"
        await ann.press("n")
        assert ann.cursor == "OPS-5"
        await ann.press("N")
        assert ann.cursor == "OPS-2"
        await ann.press("escape", "/")
        await ann.type("zeppelin")
        await ann.press("enter")
        assert ann.notice == "No card that is shown holds zeppelin."


async def test_swimlanes_go_round(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("S")
        ann.sees("Swimlanes by person.", "─ Bo Berg", "─ Nobody")
        await ann.press("S")
        ann.sees("─ Urgent" if "Urgent" in ann.text else "─ High")
        await ann.press("S")
        ann.sees("─ #security", "─ No label")
        await ann.press("S")
        ann.sees("No swimlanes.")


async def test_peek_shows_the_notes_and_follows_the_cursor(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("space")
        ann.sees("They are in the safe.")
        await ann.press("j")
        ann.sees("#security").sees_not("They are in the safe.")
        await ann.press("escape")
        ann.sees_not("priority  high")


async def test_the_palette_does_actions_and_jumps_to_tasks(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("ctrl+p")
        await ann.type("card size")
        ann.sees("Card size  C")
        await ann.press("enter")
        assert ann.board.grid.compact
        await ann.press("ctrl+p")
        await ann.type("move the arch")
        ann.sees("OPS-5 Move the archive")
        await ann.press("enter")
        assert ann.cursor == "OPS-5"


async def test_the_command_line_takes_the_words_of_the_shell(desk: Team) -> None:
    said: list[Sequence[str]] = []

    def run(words: Sequence[str], ws: Workspace) -> str:
        said.append(words)
        if words[0] == "oops":
            raise Usage("There is no command oops.", hint="See --help.")
        return tasks.add(ws, words[-1]).value.ref + " added\n"

    async with sitting_at(desk, run_words=run) as ann:
        await ann.press(":")
        await ann.type('prodtui task add "Buy tape"')
        await ann.press("enter")
        assert said == [["task", "add", "Buy tape"]]
        assert ann.notice == "OPS-6 added"
        ann.sees("Buy tape")
        await ann.press(":")
        await ann.type("oops")
        await ann.press("enter")
        ann.sees("There is no command oops. See --help.")
        await ann.type(' "')
        await ann.press("enter")
        ann.sees("A quote is opened and never closed.")


async def test_a_long_answer_is_shown_to_be_read(desk: Team) -> None:
    async with sitting_at(desk, run_words=lambda words, ws: "first\nsecond\n") as ann:
        await ann.press(":")
        await ann.type("task list")
        await ann.press("enter")
        ann.sees("Answer", "first", "second")


async def test_a_theme_is_seen_at_once_and_kept(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        before = ann.app.theme
        await ann.press("T")
        await ann.type("light")
        assert ann.app.theme == "light"
        await ann.press("escape")
        assert ann.app.theme == before
        await ann.press("T")
        await ann.choose("light")
        assert ann.app.theme == "light"
        assert tomllib.loads(ann.app.config.paths.config_file.read_text())["theme"] == "light"


async def test_help_lists_the_readers_own_keys(desk: Team) -> None:
    async with sitting_at(desk, size=(120, 90), keymap={"add": ("ctrl+n",)}) as ann:
        await ann.press("?")
        ann.sees("Keys that work here", "ctrl+n", "Add a card to the lane, or an action to the stand-up.")
        await ann.press("escape", "a")
        assert ann.dialog == ""
        await ann.press("ctrl+n")
        ann.sees("Add to Backlog")


async def test_a_wrong_keymap_is_one_toast(desk: Team) -> None:
    async with sitting_at(desk, keymap={"fly": ("y",)}) as ann:
        assert any('"fly"' in toast for toast in ann.toasts)


async def test_the_reference_goes_to_the_clipboard(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("v", "j", "v", "y")
        assert ann.app.clipboard == "OPS-1 OPS-2"


@pytest.mark.parametrize(("name", "screen"), [(actions.BOARD, BoardScreen), (actions.TASK, DetailScreen)])
def test_every_action_of_the_table_is_a_method_of_its_screen(name: str, screen: type) -> None:
    missing = [action.id for action in actions.actions_for(name) if not hasattr(screen, f"do_{action.id}")]
    assert missing == []


@pytest.mark.parametrize("before", [(), ("question_mark",)], ids=["board", "dialog"])
async def test_ctrl_l_takes_nothing_on_the_terminal_as_known(desk: Team, before: Sequence[str]) -> None:
    frame = "\x1b[1;1Habc\x1b[1;1H"
    async with sitting_at(desk) as ann:
        await ann.press(*before)
        shadow = ann.app.shadow
        assert [bool(shadow.shorten(frame)) for _ in range(2)] == [True, False]
        await ann.press("ctrl+l")
        assert "abc" in shadow.shorten(frame)


@pytest.mark.parametrize("screen", sorted(actions.EVERYWHERE))
def test_no_line_of_the_help_is_broken_at_80_columns(screen: str) -> None:
    frame_and_scroll_bar = 7
    assert max(map(len, help_text(screen, {}).plain.splitlines())) <= 80 - frame_and_scroll_bar


async def test_the_longest_line_of_the_help_stands_on_one_line(desk: Team) -> None:
    longest = max((action.help for action in actions.actions_for(actions.ISSUE)), key=len)
    issues.raise_issue(desk.ann, "Burrs")
    async with sitting_at(desk, size=(80, 100), theme="terminal16") as ann:
        await ann.press("5", "enter", "?")
        ann.sees(longest)


async def test_a_far_date_is_not_told_twice(desk: Team) -> None:
    tasks.set_due(desk.ann, "OPS-1", desk.clock() + timedelta(days=30))
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        ann.sees("Thu 2026-12-24 10:00, in 30d").sees_not("24 dec")


@pytest.mark.parametrize("where", [(), ("enter",), ("4",), ("5",)])
async def test_a_digit_without_a_view_says_which_there_are(desk: Team, where: Sequence[str]) -> None:
    async with sitting_at(desk) as ann:
        await ann.press(*where, "9")
        views = ", ".join(f"{view.number} {view.title}" for view in VIEWS)
        assert ann.notice == f"There is no view 9. The views are {views}."


async def test_a_digit_to_which_the_reader_gave_an_action_does_it(desk: Team) -> None:
    async with sitting_at(desk, keymap={"find": ("9",)}) as ann:
        await ann.press("9")
        assert ann.dialog == "LineDialog"


async def test_a_view_that_is_come_back_to_is_drawn_at_once(desk: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    held_back: list[str] = []
    async with sitting_at(desk) as ann:
        monkeypatch.setattr(App, "delay_update", lambda app, delay: held_back.append(app.current_mode))
        await ann.press("5", "2", "5", "2")
        assert held_back == ["board"]  # while the issues were read for the first time
        ann.sees("OPS-1")


async def test_a_save_that_takes_long_says_so_until_it_is_done(desk: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 0.001)
    go_on = threading.Event()
    async with sitting_at(desk) as ann:
        saving = asyncio.create_task(ann.board.submit(lambda ws: go_on.wait(20)))
        while not ann.notice and not saving.done():
            await asyncio.sleep(TURN_SECONDS)
        assert ann.notice == "Still saving: the store is busy."
        go_on.set()
        assert await saving
        assert ann.notice == ""


async def test_what_a_save_has_to_say_stays_when_it_took_long(desk: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 0.001)
    async with sitting_at(desk) as ann:
        await ann.board.submit(lambda ws: time.sleep(0.05), tell=lambda _: ann.board.notice("Saved at last."))
        assert ann.notice == "Saved at last."

"""The list of rows: cursor, sections, turning pages, the mouse, and no more work than what is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from prodtui.themes.loader import token_defaults
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, line

SIZE = (30, 8)


class ListApp(App[None]):
    """A program with nothing but a list."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[str] = []
        self.moved = self.opened = 0
        style = RowStyle(key=str, draw=self.draw_row, head=lambda width: line([("name", Ink.MUTED)], width))
        self.list: RowList[str] = RowList(style, words=("Nothing yet.",))
        self.list.moved = self._count

    def draw_row(self, row: str, width: int) -> Line:
        self.drawn.append(row)
        return line([(row, Ink.TEXT)], width)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def compose(self) -> ComposeResult:
        yield self.list

    def _count(self) -> None:
        self.moved += 1

    def on_row_list_row_opened(self) -> None:
        self.opened += 1


@asynccontextmanager
async def shown(*sections: Section[str]) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp()
    async with app.run_test(size=SIZE) as pilot:
        app.list.focus()
        app.list.show(sections)
        await pilot.pause()
        yield app, pilot


def seen(app: ListApp) -> list[str]:
    return ["".join(text for cell in row for text, _ in cell.line).rstrip() for row in app.list.draw(*SIZE)]


def numbered(count: int, word: str = "row") -> Sequence[str]:
    return [f"{word} {number}" for number in range(1, count + 1)]


async def test_sections_without_rows_are_left_out_and_titles_count() -> None:
    async with shown(Section("To do", numbered(2)), Section("Failed", ()), Section("Signed", ["last"], "7 days")) as (
        app, _,
    ):  # fmt: skip
        assert [text.strip() for text in seen(app)[:6]] == [
            "name", "To do 2", "row 1", "row 2", "Signed 1  7 days", "last",
        ]  # fmt: skip


async def test_an_empty_list_says_so() -> None:
    async with shown() as (app, _):
        assert any("Nothing yet." in text for text in seen(app))
        app.list.move(1)
        app.list.go_last()
        assert app.list.cursor_row is None


async def test_the_cursor_skips_titles_and_stops_at_the_ends() -> None:
    async with shown(Section("A", ["one"]), Section("B", ["two", "three"])) as (app, pilot):
        places = [app.list.cursor_row]
        for _ in range(3):
            app.list.move(1)
            places.append(app.list.cursor_row)
        assert places == ["one", "two", "three", "three"]
        await pilot.pause()
        assert app.moved == 2
        app.list.go_first()
        assert app.list.cursor_row == "one"
        assert seen(app)[1].startswith(" A")


async def test_the_cursor_keeps_its_row_when_others_come_and_its_place_when_the_row_goes() -> None:
    async with shown(Section("", numbered(3))) as (app, _):
        app.list.go_to("row 2")
        app.list.show([Section("", ["new", *numbered(3)])])
        assert app.list.cursor_row == "row 2"
        app.list.show([Section("", ["row 1", "row 3", "row 4"])])
        assert app.list.cursor_row == "row 4"
        assert not app.list.go_to("row 2")


async def test_a_long_list_draws_only_what_is_seen_and_turns_half_a_page() -> None:
    async with shown(Section("", numbered(20_000))) as (app, _):
        app.drawn.clear()
        app.list.go_last()
        assert len(app.drawn) <= 2 * SIZE[1]
        assert seen(app)[-1] == "row 20000"
        app.list.go_to("row 7")
        app.list.go_to("row 8")
        assert app.list.cursor_row == "row 8"
        assert "row 8" in seen(app)


async def test_finding_goes_round() -> None:
    async with shown(Section("", numbered(12))) as (app, _):
        assert app.list.find(lambda row: row.endswith("2"), 1)
        assert app.list.cursor_row == "row 2"
        app.list.find(lambda row: row.endswith("2"), 1)
        assert app.list.cursor_row == "row 12"
        app.list.find(lambda row: row.endswith("2"), 1)
        assert app.list.cursor_row == "row 2"
        assert not app.list.find(lambda row: row == "no", 1)


@pytest.mark.parametrize(("y", "row"), [(1, "one"), (2, "one"), (3, "two"), (7, "one")])
async def test_a_click_moves_the_cursor_and_titles_and_blanks_do_nothing(y: int, row: str) -> None:
    async with shown(Section("A", ["one", "two"])) as (app, pilot):
        await pilot.click(app.list, offset=(3, y))
        assert app.list.cursor_row == row
        await pilot.click(app.list, offset=(3, y))
        await pilot.pause()
        assert app.opened == {2: 2, 3: 1}.get(y, 0)

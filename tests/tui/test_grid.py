"""The board's widgets in an app: what is drawn, what is drawn again, keys, mouse, marks, flashes and quiet states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.geometry import Region

from prodtui.actions import KeyHint
from prodtui.domain.rows_board import CardRow
from prodtui.widgets import board_pane
from prodtui.widgets.board_model import Grouping, Tally
from prodtui.widgets.footer import KeyFooter
from prodtui.widgets.grid import BoardGrid
from prodtui.widgets.header import BoardHeader, View
from prodtui.widgets.notice import Notice
from prodtui.widgets.viewpoint import Direction
from tests.helpers.boards import BoardApp, a_snapshot, cards
from tests.helpers.rows import AT

DESIGN = (120, 40)
SMALL = (80, 24)
HINTS = (KeyHint("a", "add", "add"), KeyHint("HL", "move", "move_prev"), KeyHint("?", "more", "help"))


@pytest.fixture(autouse=True)
def long_flashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a flash outlast the test, except where a test ends it."""
    monkeypatch.setattr(board_pane, "FLASH_SECONDS", 3600)


class Watch:
    """Notes which regions of the grid are drawn again."""

    def __init__(self, grid: BoardGrid, monkeypatch: pytest.MonkeyPatch) -> None:
        self.regions: list[Region] = []
        self.whole = 0
        refresh = grid.refresh

        def watched(*regions: Region, **how: Any) -> BoardGrid:
            self.regions.extend(regions)
            self.whole += not regions
            return refresh(*regions, **how)

        monkeypatch.setattr(grid, "refresh", watched)

    def area(self) -> int:
        """Return the cells that were drawn again."""
        return sum(region.area for region in self.regions)


async def test_a_board_as_in_the_sketch() -> None:
    rows = cards(ready=2, doing=3, done=1)
    rows[0] = replace(rows[0], assignees=("ann",), due=AT + timedelta(days=3))
    rows[2] = replace(rows[2], blocked_reason="no steel")
    rows[5] = replace(rows[5], finished_at=AT - timedelta(days=2))
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL):
        app.query_one(BoardHeader).show("OPS", "Press shop", [View(2, "Board")], 2, "ann")
        app.query_one(BoardHeader).tick(AT)
        app.query_one(KeyFooter).show(HINTS, app.grid.tally)
        assert [row.rstrip() for row in app.rows()[:5]] == [
            " OPS  Press shop  2 BOARD                                         09:00  ann  ●",
            " Ready 2             Doing 3/3 ▲         Check 0             Done 1 (7d)",
            "▎OPS-1 Task 1       ▎OPS-3 Task 3       │                   ▎OPS-6 Task 6     ✓",
            "  an  3d              ⏱ 0m  ⛔ no steel │                     —  2d ago",
            "▎OPS-2 Task 2       ▎OPS-4 Task 4       │                   │",
        ]
        assert (
            app.rows()[-1].rstrip() == " a add  HL move  ? more                             5 open · 1 blocked · 0 late"
        )


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (3, 2), (19, 3), (80, 24), (200, 60)])
@pytest.mark.parametrize("grouping", list(Grouping))
async def test_no_size_and_no_grouping_breaks_it(size: tuple[int, int], grouping: Grouping) -> None:
    app = BoardApp(a_snapshot(cards(ready=30, doing=3, done=9)))
    async with app.run_test(size=size) as pilot:
        grid = app.grid
        grid.set_grouping(grouping)
        for direction in (Direction.DOWN, Direction.RIGHT, Direction.RIGHT, Direction.UP, Direction.LEFT):
            grid.move_cursor(direction)
        grid.set_compact(True)
        grid.half_page(1)
        grid.cursor_last()
        grid.set_filter(lambda card: card.id > 99)
        app.query_one(Notice).say("No.", hints=HINTS)
        await pilot.resize_terminal(33, 9)
        await pilot.pause()
        assert len(app.rows()) == 9


async def test_a_cursor_key_draws_two_cards_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    app = BoardApp(a_snapshot(cards(ready=5_000, doing=5_000)))
    async with app.run_test(size=(160, 50)) as pilot:
        watch = Watch(app.grid, monkeypatch)
        app.grid.move_cursor(Direction.DOWN)
        await pilot.pause()
        assert watch.whole == 0
        assert watch.area() == 4 * 40
        watch.regions.clear()
        app.grid.move_cursor(Direction.RIGHT)
        await pilot.pause()
        assert watch.area() == 4 * 40 + 2 * 40  # the headers of both lanes change as well


async def test_a_change_draws_its_card_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cards(ready=5_000)
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=(160, 50)):
        watch = Watch(app.grid, monkeypatch)
        app.grid.apply([replace(rows[3], title="Another", version=2)])
        assert (watch.whole, watch.area()) == (0, 2 * 40)
        watch.regions.clear()
        app.grid.apply([replace(rows[4_000], title="Far below", version=2)])
        app.grid.apply([replace(rows[3], title="Another", version=2)])
        assert (watch.whole, watch.regions) == (0, [])


async def test_a_minute_draws_only_texts_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cards(ready=3)
    rows[1] = replace(rows[1], due=AT + timedelta(minutes=30))
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL):
        watch = Watch(app.grid, monkeypatch)
        app.grid.tick(AT + timedelta(seconds=20))
        app.grid.tick(AT + timedelta(minutes=20))
        assert (watch.whole, watch.regions) == (0, [])
        app.grid.tick(AT + timedelta(hours=2))
        assert watch.area() == 20
        assert "1h late" in app.rows()[5]
        assert app.grid.tally.late == 1


async def test_changed_cards_flash_once_and_name_who(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cards(ready=2)
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL) as pilot:
        monkeypatch.setattr(board_pane, "FLASH_SECONDS", 0.01)
        app.grid.apply([replace(rows[1], title="New", version=2)], authors={2: "bo"})
        assert "✎ bo" in _text_of(app.grid)
        for _ in range(1_000):
            if "✎ bo" not in _text_of(app.grid):
                break
            await pilot.pause()
        assert "✎ bo" not in _text_of(app.grid)
        app.grid.apply([replace(rows[1], title="Newer", version=3)], authors={2: "bo"}, flash=False)
        assert "✎ bo" not in _text_of(app.grid)


async def test_a_later_flash_outlives_an_earlier_one() -> None:
    rows = cards(ready=1)
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL):
        app.grid.apply([replace(rows[0], version=2, title="b")], authors={1: "bo"})
        app.grid.apply([replace(rows[0], version=3, title="c")], authors={1: "ann"})
        app.grid._end_flash(1)
        assert "✎ ann" in _text_of(app.grid)


async def test_the_cursor_is_kept_by_card_then_by_place() -> None:
    rows = cards(ready=3, doing=1)
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL) as pilot:
        app.grid.go_to(2)
        app.grid.apply([replace(rows[1], step="doing", version=2)])
        assert _cursor(app) == (2, "doing")
        app.grid.show(a_snapshot([rows[0], rows[2]]), now=AT)
        await pilot.pause()
        assert _cursor(app) == (None, "doing")
        app.grid.go_to(3)
        app.grid.apply([], [3])
        await pilot.pause()
        assert _cursor(app) == (1, "ready")
        last = app.told_of(BoardGrid.CursorMoved)[-1]
        assert last.card is not None and last.card.id == 1


async def test_another_board_starts_at_its_first_card() -> None:
    first = a_snapshot(cards(ready=30))
    other = a_snapshot(cards(ready=40), board=replace(first.board, id=2, key="LAB"))
    app = BoardApp(first)
    async with app.run_test(size=SMALL):
        app.grid.cursor_last()
        app.grid.toggle_mark()
        app.grid.show(other, now=AT)
        assert _cursor(app) == (1, "ready")
        assert app.grid.marked == frozenset()
        assert app.rows()[2].startswith("▎OPS-1 ")


async def test_marks_and_what_a_verb_would_work_on() -> None:
    app = BoardApp(a_snapshot(cards(ready=3, doing=2)))
    async with app.run_test(size=SMALL) as pilot:
        grid = app.grid
        assert _ids(grid.selection()) == [1]
        grid.go_to(4)
        grid.toggle_mark()
        grid.go_to(2)
        grid.toggle_mark()
        grid.go_to(1)
        assert _ids(grid.selection()) == [2, 4]
        assert "●OPS-2" in _text_of(grid)
        grid.mark_lane()
        assert grid.marked == {1, 2, 3, 4}
        grid.mark_lane()
        assert grid.marked == {4}
        assert grid.clear_marks() and not grid.clear_marks()
        await pilot.pause()
        assert [message.count for message in app.told_of(BoardGrid.MarksChanged)] == [1, 2, 4, 1, 0]


async def test_no_verb_works_on_marked_cards_that_nobody_sees() -> None:
    rows = cards(ready=3)
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL):
        app.grid.mark_lane()
        app.grid.set_filter(lambda card: card.id == 2)
        assert app.grid.marked == {2}
        app.grid.apply([], [2])
        assert app.grid.marked == frozenset()


async def test_a_filter_keeps_the_truth_about_limits() -> None:
    app = BoardApp(a_snapshot(cards(doing=4)))
    async with app.run_test(size=SMALL):
        app.grid.set_filter(lambda card: card.id == 1)
        assert "Doing 1 of 4/3 ▲" in app.rows()[1]
        assert app.grid.tally == Tally(open=4, blocked=0, late=0, shown=1)
        app.grid.set_filter(None)
        assert "Doing 4/3 ▲" in app.rows()[1]


async def test_quiet_boards_say_why() -> None:
    app = BoardApp(None)
    async with app.run_test(size=SMALL):
        app.grid.set_words(empty=("a  adds a card",), no_match=("esc  ends the filter",), loading=("Wait",))
        assert "Wait" in _text_of(app.grid)
        app.grid.show(a_snapshot([]), now=AT)
        assert "a  adds a card" in _text_of(app.grid)
        assert "Ready 0" in app.rows()[1]
        app.grid.show(a_snapshot(cards(ready=1)), now=AT)
        app.grid.set_filter(lambda card: False)
        assert "esc  ends the filter" in _text_of(app.grid)
        assert app.grid.selection() == ()


async def test_a_grid_without_a_board_does_nothing_and_says_so() -> None:
    app = BoardApp(None)
    async with app.run_test(size=SMALL):
        grid = app.grid
        grid.apply(cards(ready=1), [4])
        grid.move_cursor(Direction.DOWN)
        grid.toggle_mark()
        grid.mark_lane()
        grid.tick(AT)
        assert not grid.go_to(1) and not grid.find(lambda card: True) and not grid.cancel_drag()
        assert (grid.cursor_card, grid.cursor_step, grid.selection(), grid.steps) == (None, None, (), ())
        assert (list(grid.cards()), grid.card(1), grid.neighbours(1)) == ([], None, (None, None))


async def test_swimlanes_have_a_heading_across_all_lanes() -> None:
    rows = cards(ready=2, doing=1)
    rows[0] = replace(rows[0], assignees=("bo",))
    rows[2] = replace(rows[2], assignees=("bo",))
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=SMALL):
        assert app.grid.cycle_grouping() is Grouping.PERSON
        text = [row.rstrip() for row in app.rows()]
        assert text[2] == "─ Bo " + "─" * 75
        assert text[3].startswith("▎OPS-1 Task 1       ▎OPS-3 Task 3")
        assert text[5] == "─ Nobody " + "─" * 71


async def test_text_from_people_is_never_markup() -> None:
    rows = [replace(cards(ready=1)[0], title="[/] [@click=app.quit]x[/]", labels=("[b]",), assignees=("[red]",))]
    app = BoardApp(a_snapshot(rows))
    async with app.run_test(size=DESIGN) as pilot:
        app.query_one(BoardHeader).show("[OPS]", "[bold]Shop[/]", [View(2, "[i]")], 2, "[u]ann")
        app.query_one(Notice).say("[/] is not \x1b[31m a step")
        await pilot.pause()
        text = "\n".join(app.rows())
        for piece in ("[/] [@click=app", "#[b]", "[bold]Shop[/]", "2 [I]", "[u]ann", "[/] is not \ufffd[31m a step"):
            assert piece in text


async def test_click_selects_and_double_click_opens() -> None:
    app = BoardApp(a_snapshot(cards(ready=2, doing=2)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click(BoardGrid, offset=(25, 4))
        assert _cursor(app) == (4, "doing")
        assert app.told_of(BoardGrid.CardOpened) == []
        await pilot.click(BoardGrid, offset=(25, 1), times=2)
        assert [message.card.id for message in app.told_of(BoardGrid.CardOpened)] == [3]
        await pilot.click(BoardGrid, offset=(45, 8))
        assert _cursor(app) == (None, "check")
        await pilot.click(BoardGrid, offset=(5, 1), control=True)
        assert app.grid.marked == {1}


async def test_a_card_is_dragged_into_another_lane() -> None:
    app = BoardApp(a_snapshot(cards(ready=2, doing=2)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.mouse_down(BoardGrid, offset=(5, 1))
        await pilot.hover(BoardGrid, offset=(25, 3))
        assert app.grid._drag is not None and app.grid._drag.active
        await pilot.mouse_up(BoardGrid, offset=(25, 3))
        dropped = app.told_of(BoardGrid.CardDropped)
        assert [(_ids(drop.cards), drop.to, drop.after, drop.before) for drop in dropped] == [
            ([1], "doing", "OPS-3", "OPS-4")
        ]


async def test_marked_cards_are_dragged_together_to_the_end_of_a_lane() -> None:
    app = BoardApp(a_snapshot(cards(ready=3, doing=1)))
    async with app.run_test(size=SMALL) as pilot:
        app.grid.mark_lane()
        await pilot.mouse_down(BoardGrid, offset=(5, 1))
        await pilot.hover(BoardGrid, offset=(25, 9))
        assert "▶ here" in _text_of(app.grid)
        await pilot.mouse_up(BoardGrid, offset=(25, 9))
        drop = app.told_of(BoardGrid.CardDropped)[0]
        assert (_ids(drop.cards), drop.to, drop.after, drop.before) == ([1, 2, 3], "doing", "OPS-4", None)


async def test_a_drag_can_be_given_up_and_a_card_dropped_where_it_was_stays() -> None:
    app = BoardApp(a_snapshot(cards(ready=3)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.mouse_down(BoardGrid, offset=(5, 1))
        await pilot.hover(BoardGrid, offset=(5, 5))
        assert app.grid.cancel_drag()
        await pilot.mouse_up(BoardGrid, offset=(5, 5))
        await pilot.mouse_down(BoardGrid, offset=(5, 1))
        await pilot.hover(BoardGrid, offset=(9, 3))
        await pilot.mouse_up(BoardGrid, offset=(9, 3))
        assert app.told_of(BoardGrid.CardDropped) == []


async def test_header_tells_of_trouble_filter_and_reading_only() -> None:
    app = BoardApp(a_snapshot([]))
    async with app.run_test(size=DESIGN):
        header = app.query_one(BoardHeader)
        header.show("OPS", "Press shop", [View(2, "Board")], 2, "ann", mode="read only")
        header.set_trouble("not live since 10:42")
        header.set_note("late @ann")
        row = app.rows()[0]
        assert "read only" in row and "○ not live since 10:42" in row and "late @ann" in row
        header.set_trouble("")
        assert app.rows()[0].rstrip().endswith("●")


async def test_bars_leave_out_what_matters_least() -> None:
    app = BoardApp(a_snapshot([]))
    async with app.run_test(size=(30, 10)):
        app.query_one(BoardHeader).show("OPS", "A press shop with a long name", [View(2, "Board")], 2, "ann")
        app.query_one(KeyFooter).show(HINTS, Tally(1, 1, 0, 1))
        rows = app.rows()
        assert rows[0].startswith(" OPS ") and rows[0].rstrip().endswith("●")
        assert "? more" in rows[-1]


async def test_a_notice_lies_above_the_footer_and_goes() -> None:
    app = BoardApp(a_snapshot(cards(ready=30)))
    async with app.run_test(size=SMALL) as pilot:
        notice = app.query_one(Notice)
        before = app.rows()
        notice.say("OPS-30 cannot go to Inspect: waits for OPS-22 (not done).", hints=HINTS[:1], wrong=True)
        await pilot.pause()
        assert app.rows()[-2].rstrip().startswith(" OPS-30 cannot go to Inspect")
        assert app.rows()[-2].rstrip().endswith("a add")
        assert app.rows()[:-2] == before[:-2]
        assert notice.clear() and not notice.clear()
        await pilot.pause()
        assert app.rows() == before


async def test_clicks_on_bars_are_told() -> None:
    told: list[object] = []

    class Listening(BoardApp):
        def on_board_header_view_chosen(self, message: BoardHeader.ViewChosen) -> None:
            told.append(message.number)

        def on_board_header_board_chosen(self) -> None:
            told.append("board")

        def on_key_footer_hint_chosen(self, message: KeyFooter.HintChosen) -> None:
            told.append(message.action)

    app = Listening(a_snapshot([]))
    async with app.run_test(size=SMALL) as pilot:
        app.query_one(BoardHeader).show("OPS", "Shop", [View(2, "Board")], 2, "ann")
        app.query_one(KeyFooter).show(HINTS)
        await pilot.pause()
        for widget, x in ((BoardHeader, 2), (BoardHeader, 14), (KeyFooter, 9), (KeyFooter, 60)):
            await pilot.click(widget, offset=(x, 0))
        assert told == ["board", 2, "move_prev"]


def _cursor(app: BoardApp) -> tuple[int | None, str | None]:
    card, step = app.grid.cursor_card, app.grid.cursor_step
    return (None if card is None else card.id), (None if step is None else step.key)


def _ids(rows: Sequence[CardRow]) -> list[int]:
    return [row.id for row in rows]


def _text_of(grid: BoardGrid) -> str:
    return "\n".join("".join(text for cell in row for text, _ in cell.line) for row in grid._frame)

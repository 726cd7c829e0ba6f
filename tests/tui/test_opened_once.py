"""A screen that comes into sight looks as the program looks by now, though it is neither styled nor laid out anew."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor

from prodtui.screens.dialogs.form import Form
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at

LOOKED_AT = ("2", "3", "4", "5", "6")


def grounds(reader: Reader) -> set[str]:
    """Return the grounds on which the widgets of the screen stand."""
    screen = reader.app.screen
    return {widget.background_colors[1].hex for widget in (screen, *screen.walk_children())}


async def test_a_theme_taken_on_one_view_is_seen_on_every_other(desk: Team) -> None:
    async with sitting_at(desk) as ann, sitting_at(desk, theme="light") as bo:
        for view in LOOKED_AT:
            await ann.press(view)
        await ann.press("T")
        await ann.choose("light")
        for view in LOOKED_AT:
            await ann.press(view)
            await bo.press(view)
            assert grounds(ann) == grounds(bo), view


async def test_a_theme_taken_over_a_detail_is_seen_below_it(desk: Team) -> None:
    async with sitting_at(desk) as ann, sitting_at(desk, theme="light") as bo:
        await ann.press("enter", "T")
        await ann.choose("light")
        await ann.press("escape")
        assert grounds(ann) == grounds(bo)


@pytest.mark.parametrize("view", ["2", "3"])
async def test_a_terminal_resized_on_one_view_is_narrow_on_every_other(desk: Team, view: str) -> None:
    async with sitting_at(desk) as ann:
        await ann.press(view, "1")
        await ann.pilot.resize_terminal(80, 24)
        await ann.press(view)
        assert ann.app.screen.has_class("-narrow")
        assert ann.app.screen.outer_size == (80, 24)
        assert max(map(len, ann.lines)) == 80


async def test_a_terminal_resized_behind_a_dialog_is_seen_by_both(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        for width, height, classes in ((80, 24, {"-short"}), (120, 40, {"-tall"}), (90, 20, {"-short"})):
            await ann.pilot.resize_terminal(width, height)
            await ann.settle()
            form = ann.app.screen
            assert isinstance(form, Form)
            assert form.classes & {"-short", "-tall"} == classes
            assert form.outer_size == ann.board.outer_size == (width, height)
        await ann.press("escape")
        assert ann.board.has_class("-narrow")


@pytest.mark.parametrize("key", ["a", "enter", "?"])
async def test_a_screen_that_opens_is_drawn_once(desk: Team, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    drawn: list[str] = []

    def watch(name: str) -> None:
        draw = getattr(Compositor, name)
        monkeypatch.setattr(Compositor, name, lambda *args, **more: drawn.append(name) or draw(*args, **more))

    async with sitting_at(desk) as ann:
        watch("render_full_update"), watch("render_partial_update")
        await ann.press(key)
        assert drawn[0] == "render_full_update"
        assert len(drawn) <= 2, drawn  # the help fills itself once it is there

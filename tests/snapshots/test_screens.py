"""What every screen and dialog looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from prodtui.app import ProdtuiApp
from prodtui.config import load_config
from prodtui.services import issues, tasks
from tests.helpers.team import Team
from tests.tui.driver import Reader, program_for

SIZES = [(80, 24), (120, 40)]
SHOTS: dict[str, Sequence[str]] = {
    "board": (),
    "swimlanes": ("S",),
    "marked": ("V", "j"),
    "peek": ("l", "l", "space"),
    "refused": ("l", "L"),
    "detail": ("l", "l", "enter"),
    "quick_add": ("a",),
    "edit": ("e",),
    "assign": ("@",),
    "filter": ("f",),
    "why": ("l", "w"),
    "help": ("?",),
    "palette": ("ctrl+p",),
}
Compare = Callable[..., bool]


def picture(app: ProdtuiApp, compare: Compare, size: tuple[int, int], work: Callable[[Reader], Any]) -> bool:
    """Let a reader do something and compare what the screen shows then."""

    async def before(pilot: Pilot[int]) -> None:
        await work(await Reader(app, pilot).settle())

    return compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_screen(desk: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(desk, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


LOG_SHOTS: dict[str, Sequence[str]] = {
    "issues": ("5",),
    "issue": ("5", "enter"),
    "raise": ("5", "a"),
    "cause": ("5", "G", "L", *"Sorted", "enter", "L", *"cy", "enter", "L", *"Torn", "tab"),
    "andon": ("l", "l", "!"),
    "pareto": ("5", "P"),
    "improvements": ("5", "I"),
    "improvement": ("5", "I", "j", "enter"),
    "downtime": ("5", "D"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOG_SHOTS)
def test_log(log: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    app = program_for(log, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*LOG_SHOTS[name]))


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_log_theme(log: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(log, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("5", "j"))


def test_log_in_ascii(log: Team, snap_compare: Compare) -> None:
    app = program_for(log, theme="dark", ascii=True)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("5", "P"))


def test_andon_rings(log: Team, snap_compare: Compare) -> None:
    async def work(ann: Reader) -> None:
        issues.raise_issue(log.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()

    assert picture(program_for(log, theme="dark"), snap_compare, (80, 24), work)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "colour-blind", "terminal16", "mono"])
def test_theme(desk: Team, snap_compare: Compare, theme: str) -> None:
    app = program_for(desk, theme=theme)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("j", "v", "a"))


def test_empty_board(team: Team, snap_compare: Compare) -> None:
    assert picture(program_for(team, theme="dark"), snap_compare, (80, 24), lambda ann: ann.press())


def test_ascii(desk: Team, snap_compare: Compare) -> None:
    assert picture(program_for(desk, theme="dark", ascii=True), snap_compare, (80, 24), lambda ann: ann.press())


def test_conflict(desk: Team, snap_compare: Compare) -> None:
    async def work(ann: Reader) -> None:
        await ann.press("e")
        await ann.type(" mine")
        tasks.edit(desk.bo, "OPS-1", {"title": "Theirs"})
        await ann.beat()
        await ann.press("enter")

    assert picture(program_for(desk, theme="dark"), snap_compare, (80, 24), work)


def test_error_at_the_field(desk: Team, snap_compare: Compare) -> None:
    async def work(ann: Reader) -> None:
        await ann.press("e", "tab", "tab")
        await ann.type("zorro")
        await ann.press("enter")

    assert picture(program_for(desk, theme="dark"), snap_compare, (80, 24), work)


def test_first_run(snap_compare: Compare) -> None:
    config = replace(load_config({"store": "/nowhere/team.db", "theme": "dark"}), store=Path("/nowhere/team.db"))
    app = ProdtuiApp(config, run_words=lambda words, ws: "")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press())

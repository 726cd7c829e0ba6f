"""Makes the pictures of the documentation with the program itself, from the demo store at a fixed moment."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from prodtui.app import ProdtuiApp

os.environ["TEXTUAL_ANIMATIONS"] = "none"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent / "pictures"

ITEMS = (
    {"key": "burrs", "text": "Free of burrs?", "section": "Look", "critical": True, "guidance": "Use the lamp."},
    {"key": "clean", "text": "Degreased?", "section": "Look", "na_allowed": True},
    {"key": "label", "text": "Label readable?", "section": "Look"},
    {
        "key": "bore", "text": "Bore diameter", "section": "Sizes", "kind": "measurement", "critical": True,
        "nominal": 25, "lower": 25, "upper": 25.021, "unit": "mm", "decimals": 3, "samples": 3,
        "guidance": "At three places, cold.",
    },
    {
        "key": "colour", "text": "Colour of the cap", "section": "Finish", "kind": "choice",
        "choices": ["green", "blue", "none"], "accepted": ["green"],
    },
    {"key": "remarks", "text": "Remarks", "section": "Finish", "kind": "text", "na_allowed": True},
)  # fmt: skip
#: File name, size of the terminal, theme, and the keys that lead to what is shown.
PICTURES: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("board", (120, 40), "dark", ("l", "l", "l")),
    ("board-80x24", (80, 24), "dark", ("l", "l")),
    ("board-light", (120, 40), "light", ("l", "l", "l")),
    ("detail", (120, 40), "dark", ("l", "l", "l", "enter")),
    ("help", (120, 40), "dark", ("question_mark",)),
    ("issues", (120, 40), "dark", ("5",)),
    ("issue", (120, 40), "dark", ("5", "enter")),
    ("issue-80x24", (80, 24), "dark", ("5", "enter")),
    ("andon", (120, 40), "dark", ("l", "l", "exclamation_mark")),
    ("pareto", (120, 40), "dark", ("5", "P")),
    ("improvements", (120, 40), "dark", ("5", "I")),
    ("downtime", (120, 40), "dark", ("5", "D")),
    ("plan", (120, 40), "dark", ("1", "l", "l")),
    ("plan-level", (120, 40), "dark", ("1", "L")),
    ("plan-exceptions", (120, 30), "dark", ("1", "x")),
    ("timeline", (120, 40), "dark", ("3", "j", "j", "j", "j", "j")),
    ("flow", (120, 40), "dark", ("6", "l", "l", "l")),
    ("flow-step", (120, 40), "dark", ("6", "l", "l", "l", "enter")),
    ("dashboard", (120, 40), "dark", ("7",)),
    ("standup", (120, 40), "dark", ("8", "space", "space")),
    ("standup-80x24", (80, 24), "terminal16", ("8", "space")),
    ("standup-end", (80, 24), "dark", ("8", "space", "S")),
    ("my-day", (80, 24), "dark", ("0", "ctrl+t")),
    ("inbox", (80, 24), "dark", ("E",)),
    ("rights", (80, 24), "dark", ("ampersand",)),
)
#: The road from a checklist to a signed release, on a store of its own; see `shop`.
QUALITY: tuple[tuple[str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("quality-list", (120, 30), "dark", ("4",)),
    ("quality-checklist", (120, 30), "dark", ("4", "c", "enter", "j", "j", "j")),
    (
        "quality-limits",
        (100, 26),
        "dark",
        ("4", "c", "enter", "j", "j", "j", "e", "tab", "tab", "tab", "end", "9", "enter"),
    ),
    ("quality-reading", (120, 30), "dark", ("4", "enter", "y", "x", "y", *"25.034")),
    ("quality-signature", (100, 26), "dark", ("4", "G", "k", "k", "s")),
)


async def rest(app: ProdtuiApp, pilot: Pilot[int]) -> None:
    """Wait until no call to the store is on its way; a dialog may stay open."""
    quiet = 0
    while quiet < 3:
        await pilot.pause()
        quiet = quiet + 1 if app.bridge.is_idle else 0


async def take(store: Path, name: str, size: tuple[int, int], theme: str, keys: tuple[str, ...]) -> None:
    """Open the store at `size`, press `keys` and write what the screen shows as `name`.svg."""
    from prodtui.app import ProdtuiApp
    from prodtui.config import load_config
    from prodtui.services.workspace import open_workspace

    workspace = open_workspace(store, board="OPS", as_name="Ann", clock=lambda: NOW)
    app = ProdtuiApp(
        load_config({"theme": theme}), run_words=lambda words, ws: "", workspace=workspace, clock=lambda: NOW
    )
    async with app.run_test(size=size) as pilot:
        await rest(app, pilot)
        for key in keys:
            await pilot.press(key)
            await rest(app, pilot)
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="prodtui"), encoding="utf-8")


def shop(store: Path) -> None:
    """Add a checklist at a gate, and inspections in every state."""
    from prodtui.services import board_view, checklists, inspections
    from prodtui.services.workspace import open_workspace

    boss = open_workspace(store, board="OPS", as_name="root", clock=lambda: NOW)
    cy, bo = boss.acting_for("cy"), boss.acting_for("bo")
    sign = {"rule": "independent", "meaning": "I checked against drawing B"}
    checklists.add_checklist(cy, "Release check", items=ITEMS, sign=sign)
    checklists.publish_checklist(cy, "release-check")
    checklists.attach_checklist(cy, "release-check", step="inspect")
    others = [card.ref for card in board_view.snapshot(boss).cards if card.step == "machining"][:4]
    for number, ref in enumerate(others):
        name = inspections.start(bo, "release-check", ref).value.ref
        colour = "blue" if number == 2 else "green"
        answers: list[tuple[str, Any, int]] = [("burrs", True, 1), ("clean", True, 1), ("label", True, 1)]
        answers += [("bore", 25.004, 1), ("bore", 25.004, 2), ("bore", 25.004, 3)]
        answers += [("colour", colour, 1), ("remarks", "none", 1)]
        for item, value, sample in answers[: 3 if number == 0 else None]:
            inspections.answer(bo, name, item, value, sample=sample)
        if number:
            inspections.complete(bo, name)
    inspections.sign(cy, inspections.list_inspections(cy, task=others[3])[0].ref)
    boss.close()


def main() -> None:
    """Make every picture."""
    from prodtui.services.demo import make_demo

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["PRODTUI_HOME"] = home
        store = make_demo(Path(home) / "demo.db", seed=1, now=NOW, timezone="UTC")
        for name, size, theme, keys in PICTURES:
            asyncio.run(take(store, name, size, theme, keys))
        shop(store)
        for name, size, theme, keys in QUALITY:
            asyncio.run(take(store, name, size, theme, keys))


if __name__ == "__main__":
    main()

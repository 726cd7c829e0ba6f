"""Makes the pictures of the documentation with the program itself, from the demo store at a fixed moment."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from prodtui.app import ProdtuiApp

os.environ["TEXTUAL_ANIMATIONS"] = "none"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent / "pictures"

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
)


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
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await settle(app, pilot)
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="prodtui"), encoding="utf-8")


async def settle(app: ProdtuiApp, pilot: Pilot[int]) -> None:
    """Wait until no call to the store is on its way; an open dialog is a worker that does not end by itself."""
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        quiet = quiet + 1 if app.bridge.is_idle else 0


def main() -> None:
    """Make every picture."""
    from prodtui.services.demo import make_demo

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["PRODTUI_HOME"] = home
        store = make_demo(Path(home) / "demo.db", seed=1, now=NOW, timezone="UTC")
        for name, size, theme, keys in PICTURES:
            asyncio.run(take(store, name, size, theme, keys))


if __name__ == "__main__":
    main()

"""What the figures lead to: what is behind one, a chart on the whole screen, a forecast, a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prodtui.screens.dashboard_look import DashboardLook
from prodtui.screens.dashboard_words import CHARTS
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.files import fate_of, read_path
from prodtui.screens.forecast_desk import ask_forecast
from prodtui.screens.opening import open_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prodtui.screens.dashboard_log import Wish
    from prodtui.services.workspace import Workspace

REPORT = "dashboard.html"


class DashboardDesk(DashboardLook):
    """The part of a screen of figures that goes on from them."""

    def open_figure(self, key: str) -> None:
        """Show what is behind a figure."""
        from prodtui.screens.figure import FigureScreen

        self.app.push_screen(FigureScreen(self.source, key))

    def open_chart(self, key: str) -> None:
        """Show a chart on the whole screen."""
        from prodtui.screens.chart import ChartScreen

        self.app.push_screen(ChartScreen(self.source, key))

    def open_ref(self, ref: str) -> None:
        """Show everything about a task, an issue or an inspection."""
        if ref.rpartition("-")[2][:1].isdecimal() or ref.rpartition("-")[2][:1] in ("I", "Q", "K"):
            open_entry(self, ref)
        else:
            self.notice(f"{ref} has no page of its own.")

    def do_charts(self) -> None:
        self.talk(self._charts)

    async def _charts(self) -> None:
        shown = self.source.shown
        if shown is None:
            return
        key = await self.ask(Picker("Which chart?", [Choice(key, shown.titles[key]) for key in CHARTS]))
        if key is not None:
            self.open_chart(key)

    def do_outlook(self) -> None:
        self.talk(lambda: ask_forecast(self))

    # --- report

    def do_report(self) -> None:
        self.talk(self._report)

    async def _report(self) -> None:
        wish, run = self.source.wish, self.prodtui.run_words

        async def write(path: Path) -> Path:
            def command(ws: Workspace) -> str:
                return run(report_command(wish, path), ws)

            await self.read(command, "Writing the report…")
            return path

        dialog = LineDialog(
            "Write figures and charts as one HTML page to which file?", write, read=read_path, value=REPORT,
            preview=fate_of, keys="enter write   esc back",
        )  # fmt: skip
        path = await self.ask(dialog)
        if path is not None:
            self.notice(f"The report is written to {path}.")


def report_command(wish: Wish, path: Path) -> Sequence[str]:
    """Return the command that writes the report of what is looked at: the screen and the shell say it alike."""
    words = ["kpi", "report", f"--window={wish.window}", f"--out={path}"]
    if wish.text:
        words.append(f"--filter={wish.text}")
    if wish.as_of is not None:
        words.append(f"--as-of={wish.as_of}")
    if wish.conventions is not None:
        how = wish.conventions
        words += [f"--entry={how.entry}", f"--days={how.days}", f"--time={how.time}"]
    return words

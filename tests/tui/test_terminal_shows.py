"""The terminal shows the same whether the program writes everything or only what differs: seen through tmux."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from prodtui.domain.enums import Priority
from prodtui.themes.loader import load_shipped
from tests.helpers.emulator import PLAIN, Screen, Style, width_of
from tests.helpers.team import Team

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="looks at the screens through tmux"),
    pytest.mark.xdist_group("tmux"),
]

SECONDS_TO_AGREE = 15.0
MOST_COLUMNS = 200
AS_IT_IS = "import sys; from prodtui.__main__ import main; sys.exit(main())"
WRITES_ALL = f"""
from textual.drivers.linux_driver import LinuxDriver
from prodtui.app import ProdtuiApp
ProdtuiApp.get_driver_class = lambda self: LinuxDriver
{AS_IT_IS}
"""
EDITOR = """#!/bin/sh
printf 'SCRIBBLE%.0s' 1 2 3 4 5 6 7 8 9
printf 'From the editor' > "$1"
read -r line < /dev/tty
"""


class Panes:
    """The program twice, in shells of their own on equal terminals: `sparing` as it is, and one that writes all."""

    names = ("sparing", "all")

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-u", "-S", str(folder / "tmux"), "-f", os.devnull]
        for name in self.names:
            place = ["-c", str(folder / name), "-x", str(size[0]), "-y", str(size[1])]
            self.run("new-session", "-d", "-s", name, *place, "env PS1='$ ' bash --norc --noprofile -i")
        self.press("clear; sh run", "Enter")

    def run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        for name in self.names:
            self.run("send-keys", "-t", name, *keys)

    def resize(self, width: int, height: int) -> None:
        for name in self.names:
            self.run("resize-window", "-t", name, "-x", str(width), "-y", str(height))

    def scribble(self, codes: str, text: str) -> None:
        """Write on both terminals as another program would, again if a paint that was on its way covered it."""
        deadline = time.monotonic() + SECONDS_TO_AGREE
        while True:
            for name in self.names:
                Path(self.run("display-message", "-p", "-t", name, "#{pane_tty}").strip()).write_text(codes)
            try:
                return self.agree(text, seconds=1.0)
            except AssertionError:
                if time.monotonic() > deadline:
                    raise

    def shows(self, name: str) -> list[list[tuple[str, Style]]]:
        """Return what is seen on a terminal, line by line: characters, each with its style."""
        lines = self.run("capture-pane", "-p", "-e", "-N", "-t", name).splitlines()
        screen = Screen(MOST_COLUMNS, len(lines), lambda char: min(width_of(char), 1))
        for y, line in enumerate(lines, 1):
            screen.feed(f"\x1b[{y}H{line}")
        # Blanks of the default style are there or not at the end of a line, by when tmux got them.
        for row in (found := screen.cells):
            while row and row[-1] == (" ", PLAIN):
                row.pop()
        return found

    def agree(self, text: str, *, gone: str = "\0", seconds: float = SECONDS_TO_AGREE) -> None:
        """Wait until both show the same, with a text and without another."""
        deadline = time.monotonic() + seconds
        while True:
            plain = self.run("capture-pane", "-p", "-t", "all")
            sparing, everything = map(self.shows, self.names)
            if text in plain and gone not in plain and sparing == everything:
                return
            apart = "\n".join(f"{one}\n{other}" for one, other in zip(sparing, everything, strict=True) if one != other)
            assert time.monotonic() < deadline, f"waiting for {text!r} without {gone!r}:\n{apart or plain}"

    def close(self) -> None:
        self.run("kill-server")


@pytest.fixture
def panes(request: pytest.FixtureRequest, desk: Team, tmp_path: Path, home: Path) -> Iterator[Panes]:
    """Both programs on copies of one store whose titles terminals find hard."""
    size, env, options = request.param
    desk.task("日本語の札を校正する、半角ｶﾅも", priority=Priority.HIGH, labels=("札",))
    desk.task("Fix 😀 and 👍 in the cafe\u0301 👩\u200d👧 menu")
    desk.store.close()
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o700)
    for name, code in (("sparing", AS_IT_IS), ("all", WRITES_ALL)):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(desk.path, folder / "store.db")
        set_to = {**env, "PRODTUI_HOME": str(folder), "EDITOR": str(editor), "PYTHONPATH": str(Path.cwd())}
        words = [*(f"{key}={value}" for key, value in set_to.items()), sys.executable, "-c", code]
        words += ["--store", "store.db", "--as", "ann", *options]
        (folder / "run").write_text(f"exec env {shlex.join(words)}\n")
    terminal = Panes(tmp_path, size)
    try:
        yield terminal
    finally:
        terminal.close()


WORLDS = {
    "truecolor": ((100, 30), {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, []),
    "screen, slow": ((80, 24), {"TERM": "screen-256color"}, ["--slow"]),
    "wide, no colour": ((160, 50), {"TERM": "xterm-256color", "NO_COLOR": "1"}, []),
}


@pytest.mark.parametrize("panes", WORLDS.values(), ids=list(WORLDS), indirect=True)
def test_the_terminal_shows_what_it_would_if_everything_were_written(panes: Panes) -> None:
    panes.agree("OPS-1")
    for keys, text in (("jjj", "OPS-1"), ("llhjjk", "OPS-1"), ("L", "cannot go to Doing"), ("hL", "Ready 2")):
        panes.press("-l", keys)
        panes.agree(text)
    for key, text in (("?", "Keys that work here"), ("e", "tab next"), ("C-p", "What to do?"), ("a", "Add to")):
        panes.press(key)
        panes.agree(text)
        panes.press("Escape")
        panes.agree("OPS-1", gone=text)


@pytest.mark.parametrize("panes", [WORLDS["truecolor"]], ids=["truecolor"], indirect=True)
def test_resize_suspend_editor_themes_and_scribbles(panes: Panes) -> None:
    panes.agree("OPS-1")
    for size in ((60, 15), (120, 40), (97, 23), (100, 30)):
        panes.resize(*size)
        panes.agree("OPS-1")
        panes.press("j")
        panes.agree("OPS-1")
    panes.press("C-z")
    panes.agree("Stopped")
    panes.press("-l", "fg")
    panes.press("Enter")
    panes.agree("OPS-1", gone="Stopped")
    panes.press("e")
    panes.agree("ctrl+o")
    panes.press("C-o")
    panes.agree("SCRIBBLE")
    panes.press("Enter")
    panes.agree("From the editor", gone="SCRIBBLE")
    panes.press("Escape")
    panes.agree("Throw away")
    panes.press("y")
    panes.agree("OPS-1", gone="Throw away")
    # Where no minute that passes writes anything.
    panes.scribble("\x1b[14;1HSCRIBBLE\x1b[16;9HSCRIBBLE", "SCRIBBLE")
    panes.press("C-l")
    panes.agree("OPS-1", gone="SCRIBBLE")
    for name in load_shipped():
        panes.press("T")
        panes.agree("Theme")
        panes.press("-l", name)
        panes.agree(name)
        panes.press("Enter")
        panes.agree("OPS-1", gone="type to find")

"""A slow link, as the real program finds it out: fewer frames and no animation."""

from __future__ import annotations

import pytest

from tests.helpers.team import Team
from tests.tui.terminal import Terminal

#: Tells in a toast how the screen library was set up.
TELL = """
from prodtui import process
prepare = process.prepare

def tell(config):
    prepare(config)
    from prodtui.app import ProdtuiApp
    from textual import constants

    start = ProdtuiApp.on_mount

    def on_mount(self):
        start(self)
        self.say(f"frames={constants.MAX_FPS} animation={self.animation_level}")

    ProdtuiApp.on_mount = on_mount

process.prepare = tell
"""
SLOW, FAST = "frames=12 animation=none", "frames=60 animation=full"
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ((), {}, FAST),
        (("--slow",), {}, SLOW),
        ((), SSH, SLOW),
        ((), {"SSH_TTY": "/dev/pts/3", "COLORTERM": ""}, SLOW),
        ((), SSH | {"COLORTERM": "truecolor"}, FAST),
        (("--slow",), SSH | {"COLORTERM": "truecolor"}, SLOW),
    ],
    ids=["here", "asked for", "over SSH", "SSH with a terminal", "SSH with true colour", "asked for over SSH"],
)
def test_a_slow_link_is_found_out_or_asked_for(
    words: tuple[str, ...], env: dict[str, str], said: str, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEXTUAL_ANIMATIONS")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    program = Terminal("--store", str(desk.path), *words, first=TELL)
    try:
        program.until(said)
    finally:
        program.close()

"""The driver takes as shown only what it could write."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from prodtui.wire.driver import SparingDriver
from prodtui.wire.shadow import Shadow

FRAME = "\x1b[1;1H\x1b[1mabc\x1b[0m\x1b[1;1H"


class Shadowed(App[None]):
    """An app with a terminal of 20x5."""

    def __init__(self) -> None:
        super().__init__()
        self.shadow = Shadow()
        self.shadow.resize(20, 5)
        self.to_terminal: Callable[[str], object] = lambda data: None


async def test_what_could_not_be_written_is_not_taken_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the driver would keep what the test process has
    app = Shadowed()
    driver = SparingDriver(app)
    with pytest.raises(AssertionError):  # the screen library's, before its output has started
        driver.write(FRAME)
    assert "abc" in app.shadow.shorten(FRAME)
    assert app.shadow.shorten(FRAME) == ""
    driver.write(FRAME)


async def test_an_app_on_a_terminal_can_write_what_is_no_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    written: list[str] = []
    monkeypatch.setattr(LinuxDriver, "write", lambda _, data: written.append(data))
    app = Shadowed()
    app.to_terminal("\x07")
    assert written == []  # without a terminal there is nowhere to write to
    driver = SparingDriver(app)
    driver.write(FRAME)
    app.to_terminal("\x1b]9;prodtui: hello\x07")
    driver.write(FRAME)
    assert len(written) == 2 and written[1] == "\x1b]9;prodtui: hello\x07"  # what was shown is still known

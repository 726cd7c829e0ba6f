"""The driver takes as shown only what it could write."""

from __future__ import annotations

import signal

import pytest
from textual.app import App

from prodtui.wire.driver import SparingDriver
from prodtui.wire.shadow import Shadow

FRAME = "\x1b[1;1H\x1b[1mabc\x1b[0m\x1b[1;1H"


class Shadowed(App[None]):
    """An app with a terminal of 20x5."""

    def __init__(self) -> None:
        super().__init__()
        self.shadow = Shadow()
        self.shadow.resize(20, 5)


async def test_what_could_not_be_written_is_not_taken_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the driver would keep what the test process has
    app = Shadowed()
    driver = SparingDriver(app)
    with pytest.raises(AssertionError):  # the screen library's, before its output has started
        driver.write(FRAME)
    assert "abc" in app.shadow.shorten(FRAME)
    assert app.shadow.shorten(FRAME) == ""
    driver.write(FRAME)

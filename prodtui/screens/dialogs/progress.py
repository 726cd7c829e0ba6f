"""Long work that shows how far it is; esc ends it early and keeps what was found until then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from prodtui.errors import ProdtuiError
from prodtui.screens.dialogs.base import Dialog

BEAT_SECONDS = 0.1


class Watch:
    """What long work in a thread looks at and writes to: whether to stop, and how far it is, in numbers or words."""

    def __init__(self) -> None:
        self.stopped = False
        self.done = 0
        self.of = 0
        self.said = ""

    def stop(self) -> bool:
        """Tell whether to end early."""
        return self.stopped

    def progress(self, done: int, of: int) -> None:
        """Note how far the work is."""
        self.done, self.of = done, of

    def say(self, words: str) -> None:
        """Note in words how far the work is."""
        self.said = words


class Progress(Dialog[Any]):
    """Runs `do` with a Watch and closes with its answer."""

    KEYS_LINE = "esc stop, and keep what is found"

    def __init__(self, heading: str, do: Callable[[Watch], Awaitable[Any]]) -> None:
        super().__init__(heading)
        self._do = do
        self._watch = Watch()
        self._failed = False

    def body(self) -> ComposeResult:
        yield Static("", id="preview")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(BEAT_SECONDS, self._tell)
        self._run()

    @work(group="progress")
    async def _run(self) -> None:
        try:
            self.close(await self._do(self._watch))
        except ProdtuiError as error:
            self._failed = True
            self.show_problem(error)

    def _tell(self) -> None:
        watch = self._watch
        text = watch.said or (f"{100 * watch.done // watch.of} %" if watch.of else "…")
        self.query_one("#preview", Static).update(Content("Stopping…" if watch.stopped else text))

    def action_leave(self) -> None:
        """Let the work end early; close what has failed."""
        self._watch.stopped = True
        if self._failed:
            self.close(None)

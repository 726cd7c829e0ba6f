"""Hooks: commands of the user's settings that get each event after its change was saved, never through a shell.

They run outside of any transaction. What goes wrong with one is told in a sentence, and changes nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import Via
from prodtui.errors import ProdtuiError
from prodtui.faults import as_fault
from prodtui.hook_settings import ANY, HookSettings

if TYPE_CHECKING:
    from prodtui.domain.rows_event import EventRow
    from prodtui.services.workspace import Workspace

#: So many events are given to hooks at most: after one command line, or one change in the screens.
MOST: Final = 100
#: Set for what a hook starts: a program that sees it runs no hooks, so that none can set itself off.
INSIDE: Final = "PRODTUI_HOOK"


def are_wanted(settings: HookSettings) -> bool:
    """Tell whether there are hooks, usable ones or not, and this program was not started by one."""
    return bool(settings.commands or settings.wrong) and INSIDE not in os.environ


class Hooks:
    """Runs hooks for changes, at most MOST of them; each kind of failure is told once."""

    def __init__(self, settings: HookSettings, *, most: int = MOST) -> None:
        self._settings = settings
        self._most = self._left = most
        self._changes: list[str] = []
        self._told: set[str] = set()
        self._hopeless: set[tuple[str, ...]] = set()

    def note(self, txn: str) -> None:
        """Take note of a change that was saved."""
        self._changes.append(txn)

    def run(self, ws: Workspace) -> list[str]:
        """Run the hooks for what was noted since the last time; return a sentence about each thing that went wrong.

        Once there is a change, that goes for each hook of the settings that cannot be run at all.
        """
        changes, self._changes = self._changes, []
        told = [sentence for sentence in self._settings.wrong if changes and sentence not in self._told]
        self._told.update(told)
        if not self._settings.commands:
            return told
        for txn in changes:
            if self._left < 0:
                break
            said = self._for_change(ws, txn)
            told += [sentence for sentence in dict.fromkeys(said) if sentence not in self._told]
            self._told.update(said)
        return told

    def _for_change(self, ws: Workspace, txn: str) -> list[str]:
        from prodtui.services.history import events_of_change

        kinds = None if ANY in self._settings.commands else tuple(self._settings.commands)
        try:
            events = events_of_change(ws, txn, kinds, self._left + 1)
        except ProdtuiError as error:
            return [f"The change is saved, but no hook was run for it: {error.message}"]
        if events and events[0].via is Via.IMPORT:
            return [f"No hook is run for what is imported; `prodtui events --after {events[0].id - 1}` lists it."]
        said = [sentence for event in events[: self._left] for sentence in self._for_event(ws, event)]
        self._left -= len(events)
        if self._left < 0:
            after = f"`prodtui events --after {events[-1].id - 1}`"
            said.append(f"Hooks were run for the first {self._most} events only; {after} lists the others.")
        return said

    def _for_event(self, ws: Workspace, event: EventRow) -> list[str]:
        said: list[str] = []
        environment = {**os.environ, INSIDE: "1", "PRODTUI_STORE": str(ws.store.path)}
        for name in (event.kind, ANY):
            command = self._settings.commands.get(name)
            if command is None or command in self._hopeless:
                continue
            line = json.dumps(to_dict(event)) + "\n"
            why, is_hopeless = _run(command, line.encode(), self._settings.timeout, environment)
            if is_hopeless:
                self._hopeless.add(command)
            if why:
                said.append(f'The hook "{name}" failed: {command[0]} {why}. The change is saved all the same.')
        return said


class HooksBeside:
    """Runs hooks in a thread of its own, change by change; `tell` is called there with what went wrong."""

    def __init__(self, settings: HookSettings, tell: Callable[[str], object]) -> None:
        self._settings = replace(settings, wrong=())  # the screens have said so when they began
        self._tell = tell
        self._pool = ThreadPoolExecutor(1, "hooks")
        self._newest: Future[None] | None = None
        self._is_ending = False
        self._kept: list[str] = []
        self._last_words: list[str] | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether a hook runs or is still to be run."""
        return self._newest is not None and not self._newest.done()

    def watched(self, ws: Workspace) -> Workspace:
        """Return a workspace whose changes set hooks off; the same one where no hooks are wanted."""
        if not are_wanted(self._settings):
            return ws

        def start(txn: str) -> None:
            self._newest = self._pool.submit(self._run, ws, txn)

        return replace(ws, committed=start)

    def end(self) -> None:
        """Keep what goes wrong from now on for `finish`: what is told to screens that are closing nobody reads."""
        self._is_ending = True

    def finish(self) -> Sequence[str]:
        """Wait until all have run and return what went wrong since the end began; nothing is told otherwise."""
        self.end()
        self._last_words = self._kept
        self._pool.submit(lambda: None).result()
        return self._last_words

    def _run(self, ws: Workspace, txn: str) -> None:
        hooks = Hooks(self._settings)
        hooks.note(txn)
        try:
            said = hooks.run(ws)
        except Exception as error:
            said = [as_fault(error).message]
        for sentence in said:
            (self._kept.append if self._is_ending else self._tell)(sentence)


def _run(command: Sequence[str], line: bytes, timeout: float, environment: dict[str, str]) -> tuple[str, bool]:
    """Give one line to a command; return why it failed, "" when it did not, and whether trying again is of no use."""
    import signal
    import subprocess

    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, env=environment, start_new_session=True
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return f"cannot be started ({reason.lower()})", True
    try:
        process.communicate(line, timeout)
    except BaseException as error:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the session is its own: whatever it started goes with it
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return f"did not end within {timeout:g} s and was stopped", True
        raise
    if process.returncode < 0:
        return f"was ended by signal {-process.returncode}", False
    return (f"ended with exit code {process.returncode}", False) if process.returncode else ("", False)

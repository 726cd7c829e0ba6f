"""Stories of hooks beside the screens: no key waits for them, and one that fails is a toast."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from prodtui.cli.run import run_words
from prodtui.storage.unit_of_work import write
from tests.helpers.hooks import Kept, python, settings
from tests.helpers.team import NOW, Team
from tests.tui.driver import TURN_SECONDS, Reader, keystroke, sitting_at

#: Waits until somebody opens the other end of a pipe.
GATE = "import sys; open(sys.argv[1]).read(); raise SystemExit(int(sys.argv[2]))"


def gate_in(folder: Path) -> Path:
    """Return a pipe before which a hook waits."""
    os.mkfifo(folder / "gate")
    return folder / "gate"


async def open_gate(reader: Reader, gate: Path) -> None:
    """Wait until a hook stands before the gate, and let it and all that come after it go on."""

    def opened() -> None:
        with gate.open("w"):  # waits for whoever reads
            gate.unlink()
            gate.touch()

    await reader.app.in_thread(opened)


async def hooks_done(reader: Reader) -> None:
    """Wait for the hooks in the order of the changes, without ending the program."""
    await reader.app.in_thread(lambda: reader.app.hooks._pool.submit(lambda: None).result())
    await reader.settle()


async def test_a_key_sets_a_hook_off(desk: Team, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    async with sitting_at(desk, hooks=settings(task=kept.command)) as ann:
        await ann.press("L")
        await hooks_done(ann)
        (event,) = kept.events
        assert (event["ref"], event["command"], event["via"]) == ("OPS-1", "task.move", "tui")
        assert ann.toasts == ()


async def test_one_that_fails_is_a_toast_and_the_change_stays(desk: Team) -> None:
    async with sitting_at(desk, hooks=settings(task=python("raise SystemExit(3)"))) as ann:
        await ann.press("L")
        await hooks_done(ann)
        (said,) = ann.toasts
        assert said.startswith(f'The hook "task" failed: {sys.executable} ended with exit code 3. ')
        assert desk.get("OPS-1").step == "ready"


async def test_no_key_waits_for_a_hook(desk: Team, tmp_path: Path) -> None:
    gate = gate_in(tmp_path)
    async with sitting_at(desk, hooks=settings(60.0, task=python(GATE, str(gate), "0"))) as ann:
        await ann.press("L", "L")  # comes to rest while the first hook still waits
        assert desk.get("OPS-1").step == "doing"
        assert ann.app.hooks.is_busy
        await open_gate(ann, gate)
        await hooks_done(ann)
        assert not ann.app.hooks.is_busy


async def test_the_end_waits_for_a_hook_and_says_what_failed(desk: Team, tmp_path: Path) -> None:
    gate = gate_in(tmp_path)
    async with sitting_at(desk, hooks=settings(60.0, task=python(GATE, str(gate), "3"))) as ann:
        await ann.press("L")
        soon = asyncio.ensure_future(open_gate(ann, gate))
        await ann.press("ctrl+q")
        await soon
        assert ann.app.return_code == 0
        assert "ended with exit code 3" in str(ann.app._exit_renderables[-1])


async def test_what_others_change_sets_off_none_here(desk: Team, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    async with sitting_at(desk, hooks=settings(any=kept.command)) as ann:
        desk.task("By somebody else")
        await ann.beat()
        await hooks_done(ann)
        assert kept.lines == []


async def test_the_command_line_sets_them_off_once(desk: Team, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    async with sitting_at(desk, hooks=settings(task=kept.command), run_words=run_words) as ann:
        await ann.press(":")
        await ann.type("task add From the line")
        await ann.press("enter")
        await hooks_done(ann)
        assert len(kept.lines) == 1


async def test_a_change_that_is_being_saved_at_the_end_sets_them_off_too(desk: Team, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    async with sitting_at(desk, hooks=settings(task=("tee", "-a", str(kept.file)))) as ann:
        with write(desk.store, desk.bo.actor, "test", now=NOW):  # holds the store
            ann.app.post_message(keystroke("L"))
            while ann.app.bridge.is_idle:
                await asyncio.sleep(TURN_SECONDS)
            ann.app.post_message(keystroke("ctrl+q"))
            while ann.app.bridge._under_way < 2 and ann.app.hooks._last_words is None:
                await asyncio.sleep(TURN_SECONDS)
            assert ann.app.hooks._last_words is None  # the end has not come to the hooks yet
        await ann.settle()
        assert [event["ref"] for event in kept.events] == ["OPS-1"]
        assert ann.app.return_code == 0

"""Hooks: real commands get real events, and whatever they do, the change stays."""

from __future__ import annotations

import os
import select
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import Via
from prodtui.domain.rows_event import EVENT_KINDS
from prodtui.hook_settings import HookSettings
from prodtui.hooks import INSIDE, Hooks, HooksBeside, are_wanted
from prodtui.services import history, inbox, talk, tasks
from prodtui.services.kinds import KINDS
from prodtui.services.workspace import Workspace
from tests.helpers.fixtures import filled, store_path, team, ticking
from tests.helpers.hooks import Kept, python, settings
from tests.helpers.team import Team

__all__ = ["filled", "store_path", "team", "ticking"]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def heard(ws: Workspace, wanted: HookSettings, *, most: int = 100) -> tuple[Workspace, Hooks]:
    """Return a workspace whose changes hooks hear of."""
    hooks = Hooks(wanted, most=most)
    return replace(ws, committed=hooks.note), hooks


def test_a_command_gets_its_kind_of_event_as_the_follower_prints_it(team: Team, kept: Kept) -> None:
    ws, hooks = heard(team.ann, settings(task=kept.command))
    tasks.add(ws, "Saw – für Ö")
    assert kept.lines == []  # nothing before it is asked to run, after the commit
    assert hooks.run(ws) == []
    assert kept.events == [to_dict(history.events_after(ws, 0)[-1])]
    assert (kept.events[0]["kind"], kept.events[0]["ref"]) == ("task", "OPS-1")
    talk.comment(ws, "OPS-1", "of another kind")
    assert hooks.run(ws) == [] and len(kept.lines) == 1
    assert hooks.run(ws) == [] and len(kept.lines) == 1  # each change once


def test_any_gets_all_of_them_in_order(team: Team, kept: Kept) -> None:
    ws, hooks = heard(team.ann, settings(any=kept.command))
    tasks.add(ws, "Saw")
    talk.comment(ws, "OPS-1", "there")
    assert hooks.run(ws) == []
    assert [event["kind"] for event in kept.events] == ["task", "comment"]


def test_no_shell_reads_the_words(team: Team, tmp_path: Path) -> None:
    code = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
    words = f"$(touch {tmp_path}/a); touch {tmp_path}/b | > {tmp_path}/c & `touch {tmp_path}/d` *"
    ws, hooks = heard(team.ann, settings(task=python(code, str(tmp_path / "words"), words)))
    tasks.add(ws, "$(reboot)")
    assert hooks.run(ws) == []
    assert (tmp_path / "words").read_text() == words
    assert not any((tmp_path / name).exists() for name in "abcd")


def test_the_environment_stays_and_tells_which_store_it_was(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINE", "yes")
    names = ("MINE", "PRODTUI_STORE", INSIDE)
    code = "import os, sys; open(sys.argv[1], 'w').write(' '.join(os.environ[name] for name in sys.argv[2:]))"
    ws, hooks = heard(team.ann, settings(task=python(code, str(tmp_path / "environment"), *names)))
    tasks.add(ws, "Saw")
    assert hooks.run(ws) == []
    assert (tmp_path / "environment").read_text() == f"yes {team.path} 1"
    monkeypatch.setenv(INSIDE, "1")
    assert not are_wanted(settings(task=("true",)))  # none sets itself off


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (python("raise SystemExit(3)"), "ended with exit code 3"),
        (("/nowhere/there.is.none",), "cannot be started (no such file or directory)"),
        (("/",), "cannot be started (permission denied)"),
        (("nul\0",), "cannot be started (embedded null byte)"),
        (python("import os; os.kill(os.getpid(), 9)"), "was ended by signal 9"),
    ],
)
def test_a_failure_is_told_once_and_the_change_stays(team: Team, command: tuple[str, ...], why: str) -> None:
    ws, hooks = heard(team.ann, settings(task=command))
    tasks.add(ws, "Saw")
    tasks.add(ws, "File")
    assert hooks.run(ws) == [f'The hook "task" failed: {command[0]} {why}. The change is saved all the same.']
    tasks.add(ws, "Mill")
    assert hooks.run(ws) == []
    assert [team.get(f"OPS-{number}").title for number in (1, 2, 3)] == ["Saw", "File", "Mill"]


def is_gone(pid: int) -> bool:
    """Tell whether a process, which need not be a child of this one, ends within ten seconds."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    watcher = select.poll()
    watcher.register(descriptor, select.POLLIN)
    try:
        return bool(watcher.poll(10_000))
    finally:
        os.close(descriptor)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is no child, as Linux can")
def test_one_that_hangs_is_stopped_with_what_it_started_and_not_tried_again(team: Team, tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = (
        "import subprocess, sys, time; child = subprocess.Popen(['sleep', '600']); "
        "open(sys.argv[1], 'a').write(f'{child.pid}\\n'); time.sleep(600)"
    )
    ws, hooks = heard(team.ann, settings(2.0, task=python(code, str(started))))
    tasks.add_many(ws, [{"title": title} for title in ("Saw", "File", "Mill")])
    (said,) = hooks.run(ws)
    assert "did not end within 2 s and was stopped" in said
    (child,) = started.read_text().split()  # one run for three events
    assert is_gone(int(child))


def test_one_that_reads_nothing_is_no_failure(team: Team) -> None:
    ws, hooks = heard(team.ann, settings(task=(shutil.which("true") or "true",)))
    tasks.add(ws, "Saw", notes="long " * 3_900)
    assert hooks.run(ws) == []


def test_a_sweep_starts_a_hundred_at_most_and_says_so(team: Team, kept: Kept) -> None:
    ws, hooks = heard(team.ann, settings(task=kept.command), most=4)
    tasks.add_many(ws, [{"title": title} for title in ("Saw", "File")])
    assert hooks.run(ws) == []
    tasks.add_many(ws, [{"title": f"Part {number}"} for number in range(7)])
    (said,) = hooks.run(ws)
    assert [event["ref"] for event in kept.events] == ["OPS-1", "OPS-2", "OPS-3", "OPS-4"]
    last = kept.events[-1]["id"]
    assert said == f"Hooks were run for the first 4 events only; `prodtui events --after {last}` lists the others."
    assert history.events_after(ws, last)[0].ref == "OPS-5"
    tasks.add(ws, "More")
    assert hooks.run(ws) == [] and len(kept.lines) == 4


def test_what_is_imported_sets_none_off(team: Team, kept: Kept) -> None:
    ws, hooks = heard(team.ann.with_via(Via.IMPORT), settings(any=kept.command))
    tasks.add(ws, "Saw")
    (said,) = hooks.run(ws)
    assert said.startswith("No hook is run for what is imported; `prodtui events --after ")
    assert kept.lines == []


def test_what_comes_to_nothing_or_leaves_no_event_sets_none_off(team: Team, kept: Kept) -> None:
    ws, hooks = heard(team.ann, settings(any=kept.command))
    with pytest.raises(Exception, match="title"):
        tasks.add(ws, "")
    inbox.mark_read(ws)
    assert hooks.run(ws) == [] and kept.lines == []


def test_beside_the_screens_they_run_in_order_and_the_end_waits_for_them(team: Team, kept: Kept) -> None:
    said: list[str] = []
    beside = HooksBeside(settings(task=kept.command, comment=("/nowhere",)), said.append)
    ws = beside.watched(team.ann)
    for number in range(3):
        tasks.add(ws, f"Part {number}")
    assert list(beside.finish()) == [] and not beside.is_busy
    assert [event["after"]["title"] for event in kept.events] == ["Part 0", "Part 1", "Part 2"]
    talk.comment(ws, "OPS-1", "there")
    assert "cannot be started" in "".join(beside.finish()) and said == []


def test_without_hooks_the_workspace_is_the_same(team: Team) -> None:
    ws = team.ann
    assert HooksBeside(HookSettings(), print).watched(ws) is ws


def test_every_numbered_thing_is_a_kind_of_event() -> None:
    assert set(KINDS) <= EVENT_KINDS
    assert os.environ.get(INSIDE) is None

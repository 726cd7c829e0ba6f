"""Random histories of a board: what may happen to tasks, to steps, and to the logs of quality and output."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from prodtui.domain.imports import ImportTask, Moment
from prodtui.errors import ProdtuiError
from prodtui.services import board, boards, downtime, inspections, issues, links, purge, steps, tasks, undo, workflow
from prodtui.services.imports import ImportWishes, import_tasks
from tests.helpers.quality import inspect, solved
from tests.helpers.team import NOW, Clock, Team

STEPS = ("ready", "doing", "done")

#: What may happen, told of a task by its reference.
Act = Callable[[str], Any]


def acts(team: Team, draw: random.Random) -> list[Act]:
    """Return what may happen to a task."""
    return [
        lambda ref: board.move(team.ann, ref, draw.choice(STEPS), override="because"),
        lambda ref: board.move(team.ann, ref, draw.choice(STEPS), override="because"),
        lambda ref: tasks.edit(team.ann, ref, {"title": f"Title {draw.random()}", "due": NOW + timedelta(days=3)}),
        lambda ref: tasks.edit(team.ann, ref, {"labels": draw.sample(["a", "b", "c"], 2)}),
        lambda ref: tasks.edit(team.ann, ref, {"assignees": draw.sample(["bo", "cy"], 1)}),
        lambda ref: board.block(team.ann, ref, "no tool"),
        lambda ref: board.unblock(team.ann, ref),
        lambda ref: tasks.archive(team.ann, ref),
        lambda ref: tasks.restore(team.ann, ref),
        lambda ref: links.link(team.ann, "OPS-1", ref),
        lambda ref: undo.undo(team.ann),
        lambda ref: purge.purge(team.ann, ref),
        lambda ref: team.step("doing", name=f"Doing {draw.random():.3f}", wip_limit=draw.randint(2, 9)),
        lambda ref: team.task(at=draw.choice(STEPS[:2]), priority="high", notes="Mind the edge"),
    ]


def record_acts(team: Team, draw: random.Random) -> list[Act]:
    """Return what may be said of quality, of standstills, and of what came out; see `publish` for the checklist."""
    return [
        lambda ref: issues.raise_issue(team.ann, "Burrs", task=draw.choice((ref, None)), severity="major"),
        lambda ref: issues.raise_issue(team.ann, "Burrs again", step="doing"),
        lambda ref: issues.raise_issue(team.ann, "Dents", step="doing", downtime="No tool"),
        lambda ref: issues.edit_issue(team.ann, f"I{draw.randint(1, 2)}", category=draw.choice(("method", "material"))),
        lambda ref: issues.put_away_issue(team.ann, f"I{draw.randint(1, 2)}"),
        lambda ref: solved(team, f"I{draw.randint(1, 2)}"),
        lambda ref: issues.restore_issue(team.ann, f"I{draw.randint(1, 2)}"),
        lambda ref: downtime.start_downtime(team.ann, draw.choice(("ready", "doing")), "No tool"),
        lambda ref: downtime.stop_downtime(team.ann, draw.choice(("ready", "doing"))),
        lambda ref: downtime.put_away_downtime(team.ann, f"S{draw.randint(1, 2)}"),
        lambda ref: inspect(team.bo, draw.choice((ref, None)), burrs=draw.choice((True, False))),
        lambda ref: inspect(team.bo, ref),
        lambda ref: inspections.correct(team.quinn, f"Q{draw.randint(1, 2)}"),
        lambda ref: inspections.sign(team.quinn, f"Q{draw.randint(1, 2)}"),
        lambda ref: inspections.put_away(team.ann, f"Q{draw.randint(1, 2)}"),
        lambda ref: board.finish(team.ann, ref, output={"good": draw.randint(1, 5), "scrap": draw.randint(0, 2)}),
        lambda ref: tasks.edit(team.ann, ref, {"quantity": draw.randint(1, 9), "planned_finish": team.clock.now}),
    ]


def board_acts(team: Team, draw: random.Random) -> list[Act]:
    """Return what may change the meaning of old events, or bring more of them."""
    return [
        lambda ref: team.step("review", kind=draw.choice(("queue", "active"))),
        lambda ref: steps.move_step(team.ann, draw.choice(STEPS[:2]), draw.randint(1, 4)),
        lambda ref: steps.archive_step(team.ann, "review"),
        lambda ref: steps.restore_step(team.ann, "review"),
        lambda ref: workflow.split_step(team.ann, "doing", f"More {draw.randint(1, 99)}"),
        lambda ref: workflow.join_steps(team.ann, "review", "doing"),
        lambda ref: team.settings(count_entry=draw.choice(("first", "last"))),
        lambda ref: team.settings(count_time=draw.choice(("calendar", "working"))),
        lambda ref: boards.edit_board(team.ann, timezone=draw.choice(("UTC", "Asia/Tokyo"))),
        lambda ref: import_old(team, draw),
    ]


def import_old(team: Team, draw: random.Random) -> None:
    """Import a task with a history before today's."""
    begun = team.clock.now - timedelta(days=draw.randint(2, 30))
    done = Moment(begun + timedelta(days=1)) if draw.random() < 0.5 else None
    old = ImportTask(2, "Old", created=Moment(begun), started=Moment(begun + timedelta(hours=3)), finished=done)
    import_tasks(team.ann, "old.csv", (old,), wishes=ImportWishes())


def go_on(clock: Clock, draw: random.Random, happens: list[Act]) -> bool:
    """Let time pass and something happen to some task; return whether it could."""
    clock.forward(hours=draw.choice((1, 5, 20)))
    try:
        draw.choice(happens)(f"OPS-{draw.randint(1, 8)}")
    except ProdtuiError:
        return False
    return True

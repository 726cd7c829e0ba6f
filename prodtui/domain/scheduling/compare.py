"""Two schedules of one board beside each other."""

from __future__ import annotations

from datetime import datetime

from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.rows_schedule import ScheduleChange, ScheduleMove, ScheduleView
from prodtui.domain.scheduling.build import Built, weight_of
from prodtui.domain.scheduling.moves import Moves, Side
from prodtui.domain.scheduling.problem import Timetable
from prodtui.domain.scheduling.view import view

#: A problem and its schedule.
Drawn = tuple[Built, Timetable]


def compare(first: Drawn, second: Drawn, *, goal: ScheduleGoal | None = None, steps: int = 0) -> ScheduleChange:
    """Return in what a schedule differs from another one of the same moment: tasks by their new start, each with why.

    Tasks that are only in one of them are left out.
    """
    before, after = view(*first), view(*second)
    was = {row.id: row for row in before.tasks}
    places = [{task.id: at for at, task in enumerate(built.floor.tasks)} for built, _ in (first, second)]
    causes = Moves(Side(*first), Side(*second))
    moves = tuple(
        ScheduleMove(
            new.ref, new.title, new.due, old.starts, new.starts, old.ends, new.ends, old.late, new.late,
            causes.cause(places[0][new.id], places[1][new.id]),
        )
        for new in after.tasks
        if (old := was.get(new.id)) is not None and (old.starts, old.ends) != (new.starts, new.ends)
    )  # fmt: skip
    return ScheduleChange(
        goal=goal,
        late_before=_late(before),
        late=_late(after),
        cost_before=lateness(before),
        cost=lateness(after),
        ends_before=_end(before),
        ends=_end(after),
        steps=steps,
        moves=moves,
    )


def lateness(view: ScheduleView) -> float:
    """Return the hours of work by which tasks are late, each weighted by its priority and class of service."""
    return round(sum(row.late * weight_of(row.priority, row.service_class) for row in view.tasks) / 60, 3)


def _late(view: ScheduleView) -> int:
    return sum(row.late > 0 for row in view.tasks)


def _end(view: ScheduleView) -> datetime | None:
    return max((row.ends for row in view.tasks if row.ends is not None), default=None)

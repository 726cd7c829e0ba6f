"""What a schedule is judged by."""

from __future__ import annotations

from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling.problem import Problem, Timetable

#: What a working hour by which promised work moves costs, against one of lateness of a task of normal priority.
PROMISE = 0.05
#: Of two schedules that are equally late the one that ends sooner is better, by next to nothing.
_TIE = 1e-4
#: Work without a place is worse than any that has one.
_NOWHERE = 1e7


def cost(problem: Problem, timetable: Timetable, goal: ScheduleGoal, promise: float = PROMISE) -> float:
    """Return how bad a schedule is, in working hours on the board's calendar; less is better.

    That is what it ends after its due dates, each job weighted, or the end of all; and the hours by which work moves
    away from its promised start, times `promise`.
    """
    work, late, moved = problem.base.work, 0.0, 0
    for job, start, end in zip(problem.jobs, timetable.starts, timetable.ends, strict=True):
        if end < 0:
            late += _NOWHERE
        elif job.due is not None and end > job.due and goal is ScheduleGoal.LATENESS:
            late += job.weight * (work(end) - work(job.due))
        if job.promised is not None and start >= 0:
            moved += abs(work(start) - work(job.promised))
    ends = work(timetable.makespan)
    return (late + promise * moved + (ends if goal is ScheduleGoal.MAKESPAN else _TIE * ends)) / 60

"""A problem run backwards: what comes last comes first. Its schedule says how late each job can be."""

from __future__ import annotations

from dataclasses import replace

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.problem import Job, Link, Problem, Timetable


def mirrored(problem: Problem) -> Problem:
    """Return the problem backwards, without release dates, due dates, and links from start to start.

    These cannot be said backwards; an order that was found without them is an order all the same.
    """
    axes = {problem.base, *(each.axis for each in problem.resources if each.axis is not None)}
    end = max((axis.spans[-1][1] for axis in axes if axis.spans), default=0)
    turned = {axis: axis.mirrored(end) for axis in axes}
    before: list[list[Link]] = [[] for _ in problem.jobs]
    for at, job in enumerate(problem.jobs):
        for link in job.after:
            if link.kind is DependencyKind.FINISH_START:
                before[link.job].append(Link(at, lag=link.lag))
    return Problem(
        tuple(Job(job.minutes, job.needs, tuple(links)) for job, links in zip(problem.jobs, before, strict=True)),
        tuple(each if each.axis is None else replace(each, axis=turned[each.axis]) for each in problem.resources),
        turned[problem.base],
    )


def last_first(timetable: Timetable) -> list[int]:
    """Return the jobs in the order in which they end, the last first: their order in the mirrored problem."""
    ends, starts = timetable.ends, timetable.starts
    return sorted(range(len(ends)), key=lambda at: (-ends[at], -starts[at]))

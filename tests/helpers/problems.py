"""Random scheduling problems, small enough to be checked minute by minute."""

from __future__ import annotations

from hypothesis import strategies as st

from prodtui.domain.enums import DependencyKind
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem, Resource

#: The last minute of any calendar, and the most jobs and resources of a problem.
HORIZON, JOBS, RESOURCES = 90, 9, 4

calendars = st.lists(st.integers(0, HORIZON), max_size=10, unique=True).map(
    lambda edges: Axis(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@st.composite
def problems(draw: st.DrawFn, cycles: bool = True) -> Problem:
    """Draw calendars, resources and limits, and jobs that need, follow, hold and choose whatever comes."""
    axes = [draw(calendars) for _ in range(draw(st.integers(1, 3)))]
    resources = tuple(
        Resource(draw(st.sampled_from([*axes, None])), draw(st.integers(1, 3)))
        for _ in range(draw(st.integers(1, RESOURCES)))
    )
    count = draw(st.integers(1, JOBS))
    return Problem(
        tuple(draw(_jobs(at, count if cycles else at, len(resources))) for at in range(count)), resources, axes[0]
    )


@st.composite
def _jobs(draw: st.DrawFn, at: int, known: int, resources: int) -> Job:
    others = [other for other in range(known) if other != at]
    before = draw(st.lists(st.sampled_from(others), max_size=2)) if others and draw(st.booleans()) else []
    # mostly earlier ones, so that cycles stay the exception
    before = [other for other in before if other < at or draw(st.integers(0, 9)) == 0]
    begun, minutes = draw(st.integers(0, 5)) == 0, draw(st.integers(0, 25))
    return Job(
        minutes,
        tuple(draw(st.lists(_needs(resources, minutes), max_size=3))),
        tuple(
            Link(other, draw(st.sampled_from(DependencyKind)), draw(st.sampled_from((0, 0, 0, 7)))) for other in before
        ),
        ready=draw(st.sampled_from((0, 0, 5, 30, 80))),
        due=draw(st.none() | st.integers(0, HORIZON)),
        weight=draw(st.sampled_from((1.0, 4.0))),
        held=begun or draw(st.integers(0, 5)) == 0,
        begun=begun,
        promised=draw(st.none() | st.integers(0, HORIZON)),
    )


@st.composite
def _needs(draw: st.DrawFn, resources: int, minutes: int) -> Need:
    choices = draw(
        st.lists(st.integers(0, resources - 1), max_size=3, min_size=draw(st.sampled_from((0, 1, 1, 1, 1, 1))))
    )
    choices = list(dict.fromkeys(choices))
    lengths = st.tuples(*(st.integers(minutes, minutes + 10) for _ in choices))
    return Need(
        tuple(choices), draw(st.sampled_from((1, 1, 2))), draw(lengths) if draw(st.integers(0, 4)) == 0 else None
    )

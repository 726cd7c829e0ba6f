"""The search with an exact solver on windows of the schedule: OR-Tools' CP-SAT, where the extra `optimise` is there.

Of the best schedule so far most jobs keep the order in which they use what they share, and those of a window are free;
the solver is given the present starts as a hint (relaxing a partial order: Godard, Laborie and Nuijten, Randomized
large neighborhood search for cumulative scheduling, ICAPS 2005). What it answers is only an order, which the serial
pass runs and which is taken when it is not worse.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING

from prodtui.domain.enums import DependencyKind, ScheduleGoal
from prodtui.domain.scheduling import search
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.goals import PROMISE, cost
from prodtui.domain.scheduling.problem import Problem, Timetable
from prodtui.domain.scheduling.schedule import Scheduler
from prodtui.domain.scheduling.search import Found
from prodtui.errors import Refused

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

#: How many tries the search without the solver has at a time, and how many places they may give out: some seconds'
#: worth.
_TRIES, _PLACES = 2000, 240_000
#: How many windows follow before that search goes on from their best.
_WINDOWS = 10
#: How many jobs a window has at first and at least, how it grows when its best is proven and shrinks when it is not.
_WINDOW, _LEAST, _GROWS, _SHRINKS = 16.0, 8.0, 1.15, 0.95
#: How many jobs around the window may shift with it; those further away stay.
_SHIFTING = 300
#: How long a window is searched, in the solver's own seconds, which are the same on every machine; when it is all there
#: is, twice as long each time, up to the last.
_PATIENCE, _MOST_PATIENCE = 0.1, 5.0
#: How often a solver that is at work is asked to stop, in seconds.
_ASKED = 0.05


def is_installed() -> bool:
    """Return whether the solver can be asked."""
    try:
        return find_spec("ortools") is not None
    except ValueError:  # somebody shut it out
        return False


def improve(
    problem: Problem,
    order: list[int],
    goal: ScheduleGoal,
    *,
    seed: int = 0,
    steps: int | None = None,
    promise: float = PROMISE,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda step, best: None,
) -> Found:
    """Do what `search.improve` does, with the solver after it; a step is a try of the one or a window of the other.

    Raises Refused when the solver is not installed.
    """
    if not is_installed():
        raise Refused(
            "The exact search needs OR-Tools, which is not installed.",
            hint="Install prodtui[optimise], or optimise without it.",
        )
    windows = _Windows(problem, goal, promise, seed, stop)
    tries = min(_TRIES, max(_PLACES // max(len(problem.jobs), 1), 1))
    found, rounds = windows.judged(order, 0), 0
    before = found.cost
    while not (stop() or windows.all_proven or found.steps == steps):
        tried = found.steps
        found = search.improve(
            problem,
            list(found.order),
            goal,
            seed=seed + rounds,
            steps=tries if steps is None else min(tries, steps - tried),
            promise=promise,
            stop=stop,
            progress=_onward(progress, tried),
        )
        found = replace(found, steps=tried + found.steps)
        for _ in range(_WINDOWS):
            if stop() or windows.all_proven or found.steps == steps:
                break
            found = windows.bettered(found)
            progress(found.steps, found.cost)
        rounds += 1
    return replace(found, before=before)


def _onward(progress: Callable[[int, float], None], tried: int) -> Callable[[int, float], None]:
    """Return what tells of steps that come after others."""
    return lambda step, best: progress(tried + step, best)


class _Windows:
    """Windows of one problem, one after the other, as large as can be searched."""

    def __init__(
        self, problem: Problem, goal: ScheduleGoal, promise: float, seed: int, stop: Callable[[], bool]
    ) -> None:
        self._problem, self._goal, self._promise, self._stop = problem, goal, promise, stop
        self._scheduler, self._random = Scheduler(problem), Random(seed)  # noqa: S311 - a search, not a secret
        self._size, self._patience = _WINDOW, _PATIENCE
        #: Whether the last window was all there is, and its best is proven.
        self.all_proven = False

    def judged(self, order: list[int], steps: int) -> Found:
        """Return an order with its schedule and cost."""
        table = self._scheduler.run(order)
        price = cost(self._problem, table, self._goal, self._promise)
        return Found(tuple(order), table, price, price, steps)

    def bettered(self, found: Found) -> Found:
        """Return what the solver makes of a window of a schedule where that is not worse, one step on in any case."""
        free = _free(self._problem, found.timetable, int(self._size), self._random)
        window = _Window(self._problem, found, self._goal, free)
        self._patience = min(2 * self._patience, _MOST_PATIENCE) if window.is_all else _PATIENCE
        proven, answer = window.solved(self._random.randrange(1 << 30), self._patience, self._stop)
        self.all_proven = proven and window.is_all
        if proven:
            self._size *= _GROWS
        elif not window.is_all:
            self._size = max(self._size * _SHRINKS, _LEAST)
        steps = found.steps + 1
        other = None if answer is None else self.judged(answer, steps)
        return other if other is not None and other.cost <= found.cost else replace(found, steps=steps)


def _free(problem: Problem, table: Timetable, size: int, random: Random) -> frozenset[int]:
    """Return the jobs of a window: so many about the time of one of them, first those for whom the same work."""
    movable = [at for at, start in enumerate(table.starts) if start >= 0 and not problem.jobs[at].held]
    if not movable:
        return frozenset()
    middle = random.choice(movable)
    working = {use for use in table.uses[middle] if problem.resources[use].axis is not None}
    near = {at: (working.isdisjoint(table.uses[at]), abs(table.starts[at] - table.starts[middle])) for at in movable}
    return frozenset(sorted(movable, key=near.__getitem__)[:size])


class _Window:
    """A schedule of which some jobs are free, others around them shift, and the rest stays.

    Time is what passes while anybody works; where calendars differ, a job is as long as it is at its present place.
    """

    def __init__(self, problem: Problem, found: Found, goal: ScheduleGoal, free: Collection[int]) -> None:
        self._problem, self._found, self._goal = problem, found, goal
        self._free = free
        table = found.timetable
        axes = {problem.base, *(each.axis for each in problem.resources if each.axis is not None)}
        self._work = _whenever(axes).work
        placed = [at for at, start in enumerate(table.starts) if start >= 0]
        self._starts = {at: self._work(table.starts[at]) for at in placed}
        self._ends = {at: max(self._work(table.ends[at]), self._starts[at]) for at in placed}
        loose = [at for at in placed if not problem.jobs[at].held]
        middle = sum(self._starts[at] for at in free) / max(len(free), 1)
        loose.sort(key=lambda at: (at not in free, abs(self._starts[at] - middle)))
        self._moving = set(loose[: len(free) + _SHIFTING])
        self.is_all = len(free) == len(loose)

    def solved(self, seed: int, patience: float, stop: Callable[[], bool]) -> tuple[bool, list[int] | None]:
        """Return whether the answer is proven to be the best of the window, and an order, None when there is none."""
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        end = max(self._ends.values(), default=0)
        starts: dict[int, IntVar | int] = {}
        for at, start in self._starts.items():
            if at in self._moving:
                starts[at] = variable = model.new_int_var(self._work(max(self._problem.jobs[at].ready, 0)), 2 * end, "")
                model.add_hint(variable, start)
            else:
                starts[at] = start
        self._precede(model, starts)
        self._share(model, starts)
        self._aim(model, starts, end)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = patience
        # Windows are small and many: what takes long to prepare does not pay.
        solver.parameters.cp_model_presolve = False
        solver.parameters.linearization_level = 0
        with _asked_to_stop(solver, stop):
            status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False, None
        value = {at: start if isinstance(start, int) else solver.value(start) for at, start in starts.items()}
        places = {at: place for place, at in enumerate(self._found.order)}
        never = max(value.values(), default=0) + 1
        return status == cp_model.OPTIMAL, sorted(places, key=lambda at: (value.get(at, never), places[at]))

    def _length(self, at: int) -> int:
        return self._ends[at] - self._starts[at]

    def _precede(self, model: CpModel, starts: dict[int, IntVar | int]) -> None:
        """Say what comes before what: by links, and among jobs that are not free as it is."""
        problem, table = self._problem, self._found.timetable
        for at, start in starts.items():
            for link in problem.jobs[at].after:
                if at in self._moving or link.job in self._moving:
                    finish = link.kind is DependencyKind.FINISH_START
                    then = table.ends[link.job] if finish else table.starts[link.job]
                    lag = self._work(problem.base.after(then, link.lag) or then) - self._work(then)
                    model.add(start >= starts[link.job] + (self._length(link.job) if finish else 0) + lag)
        for earlier, later in self._kept():
            model.add(starts[later] >= starts[earlier] + self._length(earlier))

    def _kept(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of jobs that use the same and keep their order, without those that follow from others."""
        known: set[tuple[int, int]] = set()
        for users in self._users().values():
            kept = sorted((at for at, _ in users if at not in self._free), key=self._starts.__getitem__)
            for place, later in enumerate(kept):
                before = [at for at in kept[:place] if self._ends[at] <= self._starts[later]]
                last = max((self._starts[at] for at in before), default=0)
                for earlier in before:
                    pair = earlier, later
                    if self._ends[earlier] > last and pair not in known and self._moving & {*pair}:
                        known.add(pair)
                        yield pair

    def _users(self) -> dict[int, list[tuple[int, int]]]:
        """Return who takes how much of each resource; what was begun may go beyond a limit, and is left out there."""
        users: dict[int, list[tuple[int, int]]] = {}
        for at in self._starts:
            job = self._problem.jobs[at]
            for need, use in zip(job.needs, self._found.timetable.uses[at], strict=False):
                if not (job.begun and self._problem.resources[use].axis is None) and self._length(at):
                    users.setdefault(use, []).append((at, need.amount))
        return users

    def _share(self, model: CpModel, starts: dict[int, IntVar | int]) -> None:
        """Say that nothing is taken beyond its capacity."""
        spans = {
            at: model.new_fixed_size_interval_var(start, self._length(at), "")
            for at, start in starts.items()
            if self._length(at)
        }
        for use, users in self._users().items():
            if not any(at in self._moving for at, _ in users):
                continue
            capacity = self._problem.resources[use].capacity
            model.add_cumulative([spans[at] for at, _ in users], [amount for _, amount in users], capacity)

    def _aim(self, model: CpModel, starts: dict[int, IntVar | int], end: int) -> None:
        """Say what is good: an early end of all, or little lateness of each job, by weight."""
        moving = [at for at in starts if at in self._moving]
        if self._goal is ScheduleGoal.MAKESPAN:
            last = model.new_int_var(0, end, "")
            for at in moving:
                model.add(last >= starts[at] + self._length(at))
            model.minimize(last)
            return
        late: list[LinearExpr] = []
        for at in moving:
            job = self._problem.jobs[at]
            if job.due is not None:
                lateness = model.new_int_var(0, 2 * end, "")
                model.add(lateness >= starts[at] + self._length(at) - self._work(job.due))
                late.append(lateness * max(round(10 * job.weight), 1))
        model.minimize(sum(late))


@contextmanager
def _asked_to_stop(solver: CpSolver, stop: Callable[[], bool]) -> Iterator[None]:
    """Watch over a solver at work: `stop` is asked again and again, and what it says is passed on."""
    done = Event()

    def watch() -> None:
        while not done.wait(_ASKED):
            if stop():
                solver.stop_search()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _whenever(axes: Collection[Axis]) -> Axis:
    """Return the time in which any of some calendars is open."""
    found: list[tuple[int, int]] = []
    for opens, closes in sorted(span for axis in axes for span in axis.spans):
        if found and opens <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], closes)
        else:
            found.append((opens, closes))
    return Axis(found)

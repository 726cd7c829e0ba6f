"""The schedule: how fast it is made anew, and how good it is on published problems and on a made-up shop."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.instances import best_known, read_fjs, read_sm
from bench.lines import Line
from bench.shop import make_shop
from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Problem
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.search import by_rules, improve
from prodtui.services import optimise_exact

#: Where published problems may lie when no folder is named.
SAMPLES = Path("..") / "shared" / "samples"
#: Seconds of the search, without and with the extra, and for the shop.
SHORT, LONG = 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far above the best known end a set may be on average, in %: by rules, searched, with the extra."""

    rules: float | None = None
    searched: float | None = None
    exact: float | None = None


#: By the number of activities of a project.
BOUNDS = {30: Bounds(3, 1, 0), 60: Bounds(5, 2, 1), 120: Bounds(15, 8, 6)}


@dataclass(frozen=True, slots=True)
class Instance:
    """A published problem, the set that it belongs to, and its best known end, None when nobody says."""

    name: str
    group: str
    bounds: Bounds
    problem: Problem
    best: int | None


def schedule_speed() -> Iterator[Line]:
    """Time of a full recompute: working time, order and all places anew."""
    for tasks, people, most in ((1_000, 20, 40.0), (10_000, 50, 600.0)):
        made = make_shop(tasks, people)
        taken = statistics.median(_seconds(partial(_recompute, made)) * 1000 for _ in range(7))
        yield Line(
            f"schedule {tasks:,} tasks of {people} people anew", f"{taken:.0f} ms", f"≤ {most:.0f} ms", taken <= most
        )


def schedule_search() -> Iterator[Line]:
    """How much less late a shop is after a search."""
    made = make_shop(1_000, 20)
    found = improve(made, by_rule(made), ScheduleGoal.LATENESS, stop=_after(LONG))
    better = 100 * (1 - found.cost / found.before)
    what = f"less late, 1,000 tasks of 20 people, {LONG:.0f} s"
    yield Line(what, f"{better:.0f} %", "≥ 10 %", better >= 10)


def schedule_published(folders: Sequence[Path]) -> Iterator[Line]:
    """How far above the best known ends published problems are; each of them, too, when their folders were named."""
    found = list(read_folders(folders or [SAMPLES]))
    if not found:
        print(
            "No published problems (.sm, .fjs) were found. Name folders that hold some: "
            "python -m bench schedule FOLDER…; best_known.csv beside them says how good they can be."
        )
    for group in dict.fromkeys(each.group for each in found):
        yield from _group([each for each in found if each.group == group], told=bool(folders))


def read_folders(folders: Sequence[Path]) -> Iterator[Instance]:
    """Yield the published problems below some folders."""
    for folder in folders:
        best = {
            name: end
            for file in sorted(folder.rglob("best_known.csv"))
            for name, end in best_known(file.parent).items()
        }
        if not best and (folder.parent / "best_known.csv").is_file():
            best = best_known(folder.parent)
        for path in sorted(folder.rglob("*.sm")):
            problem = read_sm(path)
            count = len(problem.jobs) - 2
            yield Instance(path.name, f"J{count}", BOUNDS.get(count, Bounds()), problem, best.get(path.name))
        for path in sorted([*folder.rglob("*.fjs"), *folder.rglob("mk*.txt")]):
            yield Instance(path.name, "job shop", Bounds(), read_fjs(path), best.get(path.name))


def _group(group: Sequence[Instance], told: bool) -> Iterator[Line]:
    """Yield the lines of one set: mean gaps of the rules, of the search, and of the search with the extra."""
    name, bounds = group[0].group, group[0].bounds
    ways: list[tuple[str, float | None, Callable[[Problem], int]]] = [
        ("by rules", bounds.rules, _by_rules),
        (f"searched {SHORT:.0f} s", bounds.searched, _searched),
    ]
    if optimise_exact.is_installed():
        ways.append((f"with the extra {LONG:.0f} s", bounds.exact, _exactly))
    for what, most, way in ways:
        gaps, taken = [], []
        for each in group:
            start = time.process_time()
            end = way(each.problem)
            taken.append(time.process_time() - start)
            beside = ""
            if each.best is not None:
                gaps.append(100 * (end / each.best - 1))
                beside = f", best known {each.best}, {gaps[-1]:+.1f} %"
            if told:
                print(f"  {each.name} {what}: ends at {end}{beside}", flush=True)
        title = f"{name}, {len(group)} problems {what}"
        if not gaps:
            yield Line(title, "best known ends unknown", "", None)
        else:
            mean = statistics.mean(gaps)
            bound, holds = ("", None) if most is None else (f"≤ {most:g} %", mean <= most + 0.005)
            yield Line(title, f"{mean:.2f} % above the best", bound, holds)
        if way is _by_rules:
            mean, slowest = statistics.mean(taken) * 1000, max(taken) * 1000
            yield Line(f"{title}, the slowest", f"{slowest:.1f} ms, mean {mean:.1f}", "≤ 10 ms", slowest <= 10)
    if not optimise_exact.is_installed():
        print("  The extra prodtui[optimise] is not installed; its figures are left out.")


def _by_rules(problem: Problem) -> int:
    return by_rules(problem, by_rule(problem)).makespan


def _searched(problem: Problem) -> int:
    return improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN, stop=_after(SHORT)).timetable.makespan


def _exactly(problem: Problem) -> int:
    found = optimise_exact.improve(problem, by_rule(problem), ScheduleGoal.MAKESPAN, stop=_after(LONG))
    return found.timetable.makespan


def _recompute(made: Problem) -> None:
    """Make a schedule with nothing known of the last one: calendars, what follows what, and order are made anew."""
    axes = {axis: Axis(axis.spans) for axis in {made.base, *(each.axis for each in made.resources if each.axis)}}
    resources = tuple(each if each.axis is None else replace(each, axis=axes[each.axis]) for each in made.resources)
    problem = Problem(made.jobs, resources, axes[made.base])
    schedule(problem, by_rule(problem))


def _seconds(act: Callable[[], None]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _after(seconds: float) -> Callable[[], bool]:
    """Return what says that so much processor time has passed: what others do on the machine does not count."""
    end = time.process_time() + seconds
    return lambda: time.process_time() >= end

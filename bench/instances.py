"""Readers of published scheduling problems: PSPLIB's `.sm` and Brandimarte's `.fjs`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from prodtui.domain.scheduling.axis import Axis
from prodtui.domain.scheduling.problem import Job, Link, Need, Problem, Resource

#: Nobody rests in these problems; longer than any of them.
_ALWAYS = Axis([(0, 10_000_000)])


def read_sm(path: Path) -> Problem:
    """Return a project of PSPLIB with renewable resources and one mode; its first and last job take no time.

    Raises ValueError for a job with several modes, which the scheduler does not know.
    """
    text = path.read_text()
    followers: dict[int, list[int]] = {}
    for words in _table(text, "PRECEDENCE RELATIONS"):
        number, modes, _, *successors = words
        if modes != 1:
            raise ValueError(f"{path.name}: job {number} has {modes} modes; only one is known.")
        followers[number] = successors
    lengths = {number: (minutes, amounts) for number, _, minutes, *amounts in _table(text, "REQUESTS/DURATIONS")}
    capacities = next(_table(text, "RESOURCEAVAILABILITIES"))
    before: dict[int, list[Link]] = {number: [] for number in lengths}
    for number, successors in followers.items():
        for successor in successors:
            before[successor].append(Link(number - 1))
    jobs = tuple(
        Job(
            minutes,
            tuple(Need((at,), amount) for at, amount in enumerate(amounts) if amount),
            tuple(before[number]),
        )
        for number, (minutes, amounts) in sorted(lengths.items())
    )
    return Problem(jobs, tuple(Resource(_ALWAYS, capacity) for capacity in capacities), _ALWAYS)


def read_fjs(path: Path) -> Problem:
    """Return a flexible job shop: each operation runs on one of some machines, for as long as that machine takes."""
    numbers = iter([int(float(word)) for word in path.read_text().split("\n", 1)[1].split()])
    head = path.read_text().split("\n", 1)[0].split()
    jobs: list[Job] = []
    for _ in range(int(head[0])):
        for operation in range(next(numbers)):
            choices = [(next(numbers) - 1, next(numbers)) for _ in range(next(numbers))]
            need = Need(tuple(machine for machine, _ in choices), 1, tuple(minutes for _, minutes in choices))
            before = (Link(len(jobs) - 1),) if operation else ()
            jobs.append(Job(min(minutes for _, minutes in choices), (need,), before))
    return Problem(tuple(jobs), tuple(Resource(_ALWAYS) for _ in range(int(head[1]))), _ALWAYS)


def best_known(folder: Path) -> dict[str, int]:
    """Return the best known makespan of each instance of a folder by the name of its file."""
    with (folder / "best_known.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        name = "makespan" if "makespan" in (rows.fieldnames or ()) else "best_known"
        return {Path(row["file"]).name: int(row[name]) for row in rows}


def _table(text: str, head: str) -> Iterator[list[int]]:
    """Yield the lines of numbers below a head line, which may have heads of columns and rules between."""
    for line in text.split(head, 1)[1].splitlines()[1:]:
        if line.startswith("*"):
            return
        if re.fullmatch(r"[\d\s]+", line):
            yield [int(word) for word in line.split()]

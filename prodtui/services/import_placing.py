"""Where a task from outside stands on the board: its step, and how it came there by the dates of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from prodtui.domain.board import Clocks, clocks_after
from prodtui.domain.enums import StepKind
from prodtui.domain.imports import MAX_NAME, BadRow, ImportTask
from prodtui.domain.rows import StepRow
from prodtui.domain.text import quoted, slug
from prodtui.services.lookup import first_step, pick_step

#: What other programs call the states of their tasks, in the words of `slug`.
# fmt: off
_KINDS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.QUEUE: (
        "to-do", "todo", "open", "opened", "backlog", "new", "ready", "reopened", "selected-for-development",
        "pending", "waiting", "queued", "planned", "requested", "proposed", "inbox", "triage", "not-started",
        "unstarted", "created", "draft", "icebox", "ideas", "next", "next-up", "on-hold", "blocked", "assigned",
        "approved",
    ),
    StepKind.ACTIVE: (
        "in-progress", "doing", "started", "active", "wip", "working", "in-work", "in-development", "development",
        "implementing", "in-review", "review", "code-review", "peer-review", "under-review", "testing", "in-testing",
        "test", "in-test", "qa", "in-qa", "verifying", "ongoing", "under-way",
    ),
    StepKind.DONE: (
        "done", "closed", "resolved", "complete", "completed", "finished", "fixed", "merged", "released", "shipped",
        "delivered", "deployed", "verified", "cancelled", "canceled", "won-t-fix", "won-t-do", "wontfix", "duplicate",
        "rejected", "abandoned", "obsolete", "declined", "invalid",
    ),
}
# fmt: on
_KIND_OF = {word: kind for kind, listed in _KINDS.items() for word in listed}
#: Closed, but nothing was made: the word stays with the task as a label.
_NOT_MADE = frozenset(_KINDS[StepKind.DONE][_KINDS[StepKind.DONE].index("cancelled") :])


@dataclass(frozen=True, slots=True)
class Place:
    """The step of one task, and the label that keeps the source's word where no step stands for it."""

    step: StepRow
    label: str = ""


class Stop(NamedTuple):
    """A step that a task went to, when, and what is told of it: why a limit was passed, or who worked there."""

    step: StepRow
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """How a task came to its step: born in a step at a moment, then the visits in order; `reason` as in `Stop`."""

    created_at: datetime
    birth: StepRow
    visits: tuple[Stop, ...]
    reason: str | None = None


class Placing:
    """Finds steps for the words of a file; remembers which words had no step of their own, for the report."""

    def __init__(self, steps: Sequence[StepRow], named: Mapping[str, str]) -> None:
        self._steps = steps
        self._named = {name.strip().casefold(): pick_step(steps, target) for name, target in named.items()}
        self._found: dict[str, Place | None] = {}
        self._counts: Counter[str] = Counter()

    def place(self, task: ImportTask) -> Place | BadRow:
        """Return where a task stands: the step of its word, else by its dates: done, first active, first.

        A finish date and a step that is not done contradict each other, and nobody knows which is true: BadRow.
        """
        finished = task.finished is not None
        if not task.step:
            return Place(self._by_dates(task))
        found = self._lookup(task.step)
        self._counts[task.step] += 1
        if found is None:
            return Place(self._by_dates(task), _label(task.step))
        if finished and found.step.kind is not StepKind.DONE:
            word, step = quoted(task.step, limit=40), found.step.name
            reason = f"it has a finish date, but {word} stands for the step {step}, which is not done"
            return BadRow(task.line, "step", task.step, reason)
        return found

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each word that has no step of its own name."""
        said = []
        for word, count in self._counts.most_common():
            found = self._lookup(word)
            shown, rows = quoted(word, limit=40), f"{count} row{'s' if count > 1 else ''}"
            if found is None:
                said.append(
                    f"The board has no step for {shown} ({rows}): placed by dates and labelled #{_label(word)}. "
                    f"Say --step {shown}=STEP or --create-steps to place them otherwise."
                )
            elif not _same(found.step, word) and word.strip().casefold() not in self._named:
                said.append(f"{shown} ({rows}) went to the step {found.step.name}.")
        return tuple(said)

    def _lookup(self, word: str) -> Place | None:
        if word not in self._found:
            self._found[word] = self._find(word)
        return self._found[word]

    def _find(self, word: str) -> Place | None:
        named = self._named.get(word.strip().casefold())
        exact = named or next((step for step in self._steps if _same(step, word)), None)
        if exact is not None:
            return Place(exact)
        short = slug(word)
        alike = [step for step in self._steps if set(step.key.split("-")) & set(short.split("-"))]
        kind = _KIND_OF.get(short)
        if len(alike) == 1 and kind in (None, alike[0].kind):
            return Place(alike[0])
        step = first_step(self._steps, kind) if kind is not None else None
        return None if step is None else Place(step, short if short in _NOT_MADE else "")

    def _by_dates(self, task: ImportTask) -> StepRow:
        kind = StepKind.QUEUE
        if task.finished is not None or task.done:
            kind = StepKind.DONE
        elif task.started is not None:
            kind = StepKind.ACTIVE
        return (first_step(self._steps, kind) if kind is not StepKind.QUEUE else None) or self._steps[0]


def missing_steps(
    tasks: Iterable[ImportTask], steps: Sequence[StepRow], named: Mapping[str, str]
) -> dict[str, StepKind]:
    """Return the words of a file for which a step is to be made, in the order of the file, with its kind.

    A word that is common says its kind; else done when all its tasks are finished, active when one is started.
    """
    known = {name.strip().casefold() for name in named}
    found: dict[str, list[ImportTask]] = {}
    for task in tasks:
        if (
            task.step
            and task.step.strip().casefold() not in known
            and not any(_same(step, task.step) for step in steps)
        ):
            found.setdefault(slug(task.step) or task.step, []).append(task)
    kinds = {}
    for short, group in found.items():
        kind = _KIND_OF.get(short, StepKind.QUEUE)
        if all(task.finished is not None for task in group):
            kind = StepKind.DONE
        elif short not in _KIND_OF and any(task.started is not None for task in group):
            kind = StepKind.ACTIVE
        kinds[group[0].step or short] = kind
    return kinds


def history(task: ImportTask, step: StepRow, steps: Sequence[StepRow], now: datetime) -> History:
    """Return how the task came to `step` by the dates of the file.

    What the file does not date happens at the import: a step that is neither start nor finish, a start that is not
    known. A finish that is not known is the last change of the task. A day without a time never lies before the moment
    that came earlier.
    """
    created_at = at = task.created.at if task.created else _first_seen(task, now)
    first, visits = steps[0], list[Stop]()
    active = step if step.kind is StepKind.ACTIVE else first_step(steps, StepKind.ACTIVE)
    if task.started is not None and active is not None:
        at = max(at, task.started.at)
        visits.append(Stop(active, at))
    if step.kind is StepKind.DONE:
        end = task.finished or task.updated
        visits.append(Stop(step, max(at, end.at if end else now)))
    elif step.kind is StepKind.QUEUE and not visits:
        first = step
    elif (visits[-1].step if visits else first).id != step.id:
        visits.append(Stop(step, max(at, now)))
    return History(created_at, first, tuple(visits))


def _first_seen(task: ImportTask, now: datetime) -> datetime:
    """Return the earliest moment at which the task is known to have been there."""
    known = (task.started, task.finished, task.updated)
    return min((moment.at for moment in known if moment is not None), default=now)


def clocks_along(past: History, steps: Sequence[StepRow]) -> list[Clocks]:
    """Return the clocks after the birth and after each visit."""
    clocks = [clocks_after(Clocks(past.created_at, None, None), steps, past.birth, past.created_at)]
    for step, at, _ in past.visits:
        clocks.append(clocks_after(clocks[-1], steps, step, at))
    return clocks


def _label(word: str) -> str:
    return slug(word)[:MAX_NAME].rstrip("-")


def _same(step: StepRow, word: str) -> bool:
    wanted = word.strip().casefold()
    return wanted in (step.key, step.name.casefold()) or slug(word) == step.key

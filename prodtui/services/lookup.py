"""Finding what somebody named: tasks, steps and people, with candidates or the nearest name when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.text import nearest, quoted, sanitize, slug
from prodtui.errors import NotFound, Rejected, Usage

if TYPE_CHECKING:
    from prodtui.domain.rows_board import TitleRow

T = TypeVar("T")
_REF = re.compile(r"(?:([A-Za-z][A-Za-z0-9]*)-)?#?([0-9]{1,18})\Z")
#: So many candidates are listed, and so many titles are compared for the nearest one: that takes a moment each.
_MOST_LISTED, _MOST_COMPARED = 12, 2000


def split_ref(name: str) -> tuple[str | None, int] | None:
    """Return board key (None when left out) and number of a task reference, None for anything else."""
    match = _REF.match(name.strip())
    return None if match is None else ((match[1].upper() if match[1] else None), int(match[2]))


def task_names(text: str) -> tuple[str, ...]:
    """Return the tasks that a text names: several references with commas or spaces between them, or one title."""
    parts = text.replace(",", " ").split()
    return tuple(parts) if parts and all(map(split_ref, parts)) else (text.strip(),)


def pick_key(known: Mapping[str, T], name: str, is_none: str, more: str = "") -> T:
    """Return what has this key; `is_none` says what another name is not. Raises Rejected with the nearest key."""
    if name not in known:
        close = nearest(name, known)
        raise Rejected(
            f"{name[:40]!r} is no {is_none}.",
            hint=(f"Did you mean {close!r}? " if close else "") + f"There are: {', '.join(known)}{more}.",
            details={"candidates": list(known)},
        )
    return known[name]


def pick_task(tasks: Sequence[TitleRow], name: str) -> TitleRow:
    """Return the task with this title, or the only open one whose title begins with it, or else holds it.

    Of several with the very title the open one is meant. Raises Usage with the candidates, NotFound with the nearest.
    """
    wanted = " ".join(name.split()).casefold()
    if not wanted:
        raise Usage("No task was named.", hint="Write it like OPS-12, or with a part of its title in quotes.")
    opened, put_away = [task for task in tasks if task.open], [task for task in tasks if not task.open]
    tries: tuple[tuple[list[TitleRow], Callable[[str, str], object]], ...] = (
        (opened, str.__eq__),
        (put_away, str.__eq__),
        (opened, str.startswith),
        (opened, str.__contains__),
    )
    for among, fits in tries:
        found = [task for task in among if fits(task.title.casefold(), wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _several_tasks(name, found)
    raise _no_task(name, opened)


def pick_step(steps: Sequence[StepRow], name: str) -> StepRow:
    """Return the step with this key or name, or the only one that begins with it."""
    wanted = name.strip().casefold()
    for same in (lambda step: step.key == wanted, lambda step: step.name.casefold() == wanted):
        exact = next(filter(same, steps), None)
        if exact is not None:
            return exact
    short = slug(name)
    found = [
        step for step in steps if short and (step.key.startswith(short) or step.name.casefold().startswith(wanted))
    ]
    if len(found) == 1:
        return found[0]
    keys = [step.key for step in found or steps]
    raise _unclear("step", name, keys, several=len(found) > 1)


def pick_person(people: Sequence[PersonRow], name: str) -> PersonRow:
    """Return the person with this login, name or initials, or the only one whose name begins with it."""
    wanted = name.strip().lstrip("@").casefold()
    for person in people:
        if wanted in (person.login.casefold(), person.name.casefold()):
            return person
    for test in (_has_initials, _begins):
        found = [person for person in people if person.active and wanted and test(person, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _unclear("person", name, [person.login for person in found], several=True)
    raise _unclear("person", name, [person.login for person in people], several=False)


def unknown_board(key: str, keys: Sequence[str]) -> NotFound:
    """Return the error for a board that does not exist."""
    error = _unclear("board", key, list(keys), several=False)
    return error if isinstance(error, NotFound) else NotFound(error.message)


def unknown_task(ref: str) -> NotFound:
    """Return the error for a task that does not exist."""
    return NotFound(
        f"There is no task {ref}.", hint="List what there is with `prodtui task list --all`.", details={"ref": ref}
    )


def first_step(steps: Sequence[StepRow], kind: StepKind) -> StepRow | None:
    """Return the first step of a kind, None when the board has none."""
    return next((step for step in steps if step.kind is kind), None)


def _has_initials(person: PersonRow, wanted: str) -> bool:
    return person.initials.casefold() == wanted


def _begins(person: PersonRow, wanted: str) -> bool:
    return person.login.casefold().startswith(wanted) or person.name.casefold().startswith(wanted)


def _several_tasks(name: str, found: Sequence[TitleRow]) -> Usage:
    listed, more = found[:_MOST_LISTED], len(found) - _MOST_LISTED
    said = "; ".join(f"{task.ref} {sanitize(task.title)}" for task in listed)
    said += f" and {more} more" if more > 0 else ""
    candidates = [{"ref": task.ref, "title": task.title} for task in listed]
    return Usage(
        f"{quoted(name)} may be more than one task.", hint=f"Say which: {said}.", details={"candidates": candidates}
    )


def _no_task(name: str, opened: Sequence[TitleRow]) -> NotFound:
    titles = {task.title: task for task in opened[-_MOST_COMPARED:]}
    close = nearest(name, titles)
    if close is None:
        return NotFound(
            f"There is no open task {quoted(name)}.",
            hint="Write it like OPS-12, or with a part of its title; see `prodtui task list`.",
            details={"nearest": None},
        )
    ref = titles[close].ref
    return NotFound(
        f"There is no open task {quoted(name)}.",
        hint=f"Did you mean {ref} {sanitize(close)}?",
        details={"nearest": {"ref": ref, "title": close}},
    )


def _unclear(kind: str, name: str, candidates: list[str], *, several: bool) -> NotFound | Usage:
    shown, listed = sanitize(name)[:60], ", ".join(candidates[:12])
    details = {"candidates": candidates}
    if several:
        return Usage(f"{shown!r} may be more than one {kind}.", hint=f"Say which: {listed}.", details=details)
    close = nearest(name, candidates)
    hint = f"Did you mean {close!r}?" if close else (f"There are: {listed}." if listed else f"There is no {kind} yet.")
    return NotFound(f"There is no {kind} {shown!r}.", hint=hint, details=details)

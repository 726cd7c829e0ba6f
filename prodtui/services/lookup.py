"""Finding what somebody named: references, steps and people, with candidates or the nearest name when it fails."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.text import nearest, sanitize, slug
from prodtui.errors import NotFound, Usage

_REF = re.compile(r"(?:([A-Za-z][A-Za-z0-9]*)-)?#?([0-9]{1,18})\Z")


def split_ref(ref: str) -> tuple[str | None, int]:
    """Return board key (None when left out) and number of a task reference. Raises Usage for anything else."""
    match = _REF.match(ref.strip())
    if match is None:
        raise Usage(
            f"{sanitize(ref)[:60]!r} is not a task reference.", hint="Write it like OPS-12, or 12 on the current board."
        )
    return (match[1].upper() if match[1] else None), int(match[2])


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


def _unclear(kind: str, name: str, candidates: list[str], *, several: bool) -> NotFound | Usage:
    shown, listed = sanitize(name)[:60], ", ".join(candidates[:12])
    details = {"candidates": candidates}
    if several:
        return Usage(f"{shown!r} may be more than one {kind}.", hint=f"Say which: {listed}.", details=details)
    close = nearest(name, candidates)
    hint = f"Did you mean {close!r}?" if close else (f"There are: {listed}." if listed else f"There is no {kind} yet.")
    return NotFound(f"There is no {kind} {shown!r}.", hint=hint, details=details)

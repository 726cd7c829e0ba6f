"""The inspector of a demo board: checklists are filled, signed by somebody else, and at times they fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle
from math import floor, log10
from random import Random

from prodtui.domain.enums import ItemKind
from prodtui.domain.rows_quality import ItemRow
from prodtui.errors import Refused
from prodtui.services import checklists, inspections
from prodtui.services.demo.desk import Job
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.script import BoardScript, CheckScript, Mishap, Staged

#: How likely it is that an answer has a note, that an item is not applicable where it may be, that a choice is another
#: than the first, and that a measured value lies near a limit.
_NOTED, _NOT_APPLICABLE, _OTHER, _NEAR = 0.04, 0.15, 0.25, 0.06
#: The first failure comes early: as if so much of one had gathered before the first inspection.
_HEAD_START = 0.9
#: Standard deviation of measured values as a share of the width between the limits, and how near they come to these.
_SPREAD, _MARGIN = 0.12, 0.03


class Inspector:
    """Has the tasks of one board inspected through the same use cases that people use."""

    def __init__(self, script: BoardScript, hands: Hands, random: Random) -> None:
        self._script = script
        self._hands = hands
        self._random = random
        self._items = cache(self._read_items)
        self._checks = {check.checklist: check for check in script.checks}
        self._idle: set[str] = set()
        self._gathered = dict.fromkeys(self._checks, _HEAD_START)
        self._mishaps = {key: cycle(check.mishaps) for key, check in self._checks.items() if check.mishaps}

    def morning(self, days_left: int) -> None:
        """Take gates off the board that come later, and put those on it whose day has come."""
        lead = self._script.lead
        for key, check in self._checks.items():
            if check.since is None or (days_left > check.since) == (key in self._idle):
                continue
            if key in self._idle:
                self._idle.remove(key)
                checklists.attach_checklist(self._hands.of(lead), key, step=check.step)
            else:
                self._idle.add(key)
                for use in checklists.show_checklist(self._hands.of(lead), key).checklist.uses:
                    checklists.detach_checklist(self._hands.of(lead), key, use.id)

    def before_leaving(self, job: Job) -> tuple[str, str] | None:
        """Fill and sign what a task needs to leave its step; return where it has to go back to instead, and why."""
        for check in self._script.checks:
            if check.step != job.step or check.checklist in job.checked | self._idle:
                continue
            job.checked.add(check.checklist)
            if self._random.random() < check.share:
                mishap = self._inspect(check, job)
                if mishap is not None and check.back_to is not None:
                    return check.back_to, mishap.note
        return None

    def show(self, job: Job, scene: Staged, days_left: int) -> None:
        """Begin the inspections of a staged task whose day has come, and leave them as the scene says."""
        for staged in scene.checks[job.shown :]:
            if days_left > staged.days:
                return
            job.shown += 1
            self._fill(self._checks[staged.checklist], job, staged.by, staged.mishap, staged.answered)

    def _inspect(self, check: CheckScript, job: Job) -> Mishap | None:
        """Inspect a task until it passes, or once when a failure sends it back; return that failure."""
        by = job.here or job.worker or self._script.lead
        mishap = self._next_mishap(check)
        ref = self._fill(check, job, by, mishap)
        if mishap is not None and mishap.concession is not None:
            inspections.concede(self._hands.of(self._script.concedes), ref, mishap.concession)
            mishap = None
        self._sign(check, ref, by)
        if mishap is not None and check.back_to is None:
            self._sign(check, self._fill(check, job, by, None), by)
        return mishap

    def _next_mishap(self, check: CheckScript) -> Mishap | None:
        """Return what goes wrong now: a share of the inspections fails, evenly spread, each in another way."""
        self._gathered[check.checklist] += check.fails
        if self._gathered[check.checklist] < 1.0:
            return None
        self._gathered[check.checklist] -= 1.0
        return next(self._mishaps[check.checklist])

    def _fill(self, check: CheckScript, job: Job, by: str, mishap: Mishap | None, answered: int | None = None) -> str:
        """Start an inspection, answer it to its end or only so many questions; return its reference."""
        ref = inspections.start(self._hands.of(by), check.checklist, job.ref).value.ref
        questions = [(item, sample) for item in self._items(check.checklist) for sample in range(1, item.samples + 1)]
        for item, sample in questions[:answered]:
            value, note = self._answer(check, item)
            if mishap is not None and (mishap.item, mishap.sample) == (item.key, sample):
                value, note = mishap.value, mishap.note
            inspections.answer(self._hands.of(by), ref, item.key, value, sample=sample, na=value is None, note=note)
        if answered is None:
            inspections.complete(self._hands.of(by), ref)
        return ref

    def _sign(self, check: CheckScript, ref: str, by: str) -> None:
        """Let the first one sign who may, other than who filled it; those who worked on the task are refused."""
        for login in self._signers([login for login in check.signers if login != by]):
            try:
                inspections.sign(self._hands.of(login), ref)
            except Refused:
                continue
            return
        raise Refused(f"Nobody of the demo may sign {ref}.", hint="Add somebody to the signers in its script.")

    def _signers(self, logins: Sequence[str]) -> Iterator[str]:
        """Yield the first two in any order, then the rest."""
        yield from self._random.sample(logins[:2], len(logins[:2]))
        yield from logins[2:]

    def _read_items(self, checklist: str) -> tuple[ItemRow, ...]:
        return checklists.show_checklist(self._hands.of(self._script.lead), checklist).versions[-1].content.items

    def _answer(self, check: CheckScript, item: ItemRow) -> tuple[str | None, str]:
        """Return an answer that passes, None for "not applicable", and the note beside it."""
        random = self._random
        note = random.choice(check.notes) if check.notes and random.random() < _NOTED else ""
        if item.na_allowed and random.random() < _NOT_APPLICABLE:
            return None, note
        if item.kind is ItemKind.MEASUREMENT:
            return measured(item, random), note
        if item.kind is ItemKind.YES_NO:
            return "yes", note
        words = check.words.get(item.key) or item.accepted or item.choices
        if item.kind is ItemKind.CHOICE and random.random() >= _OTHER:
            return words[0], note
        return random.choice(words), note


def measured(item: ItemRow, random: Random) -> str:
    """Return a measured value within the limits, as somebody writes it down; a limit that is missing is far away."""
    low = 0.0 if item.lower is None else item.lower
    high = 2 * low + 1.0 if item.upper is None else item.upper
    width = high - low
    if width <= 0.0:
        return f"{high:g}"
    where = random.choice((_MARGIN, 1 - _MARGIN)) if random.random() < _NEAR else random.gauss(0.5, _SPREAD)
    places = max(0, 1 - floor(log10(width))) if item.decimals is None else item.decimals
    return f"{low + width * min(max(where, _MARGIN), 1 - _MARGIN):.{places}f}"

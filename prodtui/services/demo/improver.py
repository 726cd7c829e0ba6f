"""What is improved on a demo board: changes on their way through plan, do, check and act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from prodtui.domain.enums import ImprovementState
from prodtui.services import improvements
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.deviations import Deviations
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.log_script import ImprovementScript, LogScript
from prodtui.services.demo.when import When

#: What each number of a pace leads to; an improvement that acts is closed by acting once more.
_WAY = (ImprovementState.DO, ImprovementState.CHECK, ImprovementState.ACT, ImprovementState.ACT)


@dataclass(slots=True)
class Trial:
    """An improvement of the script and, once it is registered, its reference."""

    script: ImprovementScript
    ref: str = ""


class Improver:
    """Plays the improvements of one board; what reaches back behind its first day is left out."""

    def __init__(self, script: LogScript, hands: Hands, deviations: Deviations, agenda: Agenda, when: When) -> None:
        self._hands = hands
        self._deviations = deviations
        self._when = when
        for each in script.improvements:
            if each.registered <= when.days and when.covers(each.baseline):
                trial = Trial(each)
                agenda.put(each.registered, each.round, partial(self._register, trial))
                for place, after in enumerate(each.pace):
                    agenda.put(each.registered - after, each.round, partial(self._advance, trial, place))

    def _register(self, trial: Trial, at: datetime) -> None:
        script = trial.script
        fields: dict[str, Any] = {
            "problem": script.problem, "owner": self._when.login(script.owner), "kpi": script.kpi,
            "target": script.target, "change": script.change, "typed": bool(script.numbers),
            "issue": script.issue and self._deviations.ref_of(script.issue),
        }  # fmt: skip
        if script.unit:
            fields["unit"] = script.unit
        fields |= self._window(script, "baseline", 0)
        trial.ref = improvements.add_improvement(self._hands.of(script.by), script.title, **fields).value.ref

    def _advance(self, trial: Trial, place: int, at: datetime) -> None:
        """Take an improvement to its next state, with what that state needs."""
        script, fields = trial.script, dict[str, Any]()
        if place == 1 and script.changed is not None:
            fields["changed_on"] = self._when.window((script.changed, script.changed))[0]
        if place == 2:
            fields = self._window(script, "result", 1)
        if place == 3:
            fields = {"outcome": script.outcome, "learned": script.learned}
        owner = self._hands.of(self._when.login(script.owner))
        improvements.advance_improvement(owner, trial.ref, _WAY[place], **fields)

    def _window(self, script: ImprovementScript, part: str, place: int) -> dict[str, Any]:
        """Return the fields of a window and, for a typed figure, the number in it."""
        days = script.baseline if part == "baseline" else script.result
        if days is None:
            return {}
        first, last = self._when.window(days)
        number = {part: script.numbers[place]} if script.numbers else {}
        return {f"{part}_from": first, f"{part}_to": last} | number

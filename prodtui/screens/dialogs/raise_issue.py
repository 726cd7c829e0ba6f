"""Raising an issue on a card in one line: the title stands there already, enter raises it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from prodtui.domain.enums import Severity
from prodtui.screens.dialogs.base import Dialog, Save
from prodtui.screens.dialogs.choices import Choices

_SEVERITIES = tuple(Severity)
_MEANING = {
    Severity.CRITICAL: "stop: it must not go on like this",
    Severity.MAJOR: "it must be put right before it goes on",
    Severity.MINOR: "worth writing down",
}


@dataclass(frozen=True, slots=True)
class Raised:
    """What a reader says about an issue on a card; `stops` its step stands still, `holds` blocks the card."""

    title: str
    severity: Severity
    stops: bool
    holds: bool


class RaiseDialog(Dialog[Any]):
    """Asks for title, severity, whether the step stands still and the card is blocked; stores a `Raised`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Less severe", show=False, priority=True),
        Binding("up", "step(-1)", "More severe", show=False, priority=True),
        Binding("tab", "stop_step", "The step stands still", show=False, priority=True),
        Binding("shift+tab", "hold_card", "The card is blocked", show=False, priority=True),
    ]

    def __init__(self, heading: str, title: str, step: str, store: Save, *, draft: str) -> None:
        super().__init__(heading, draft=draft)
        self._title = title
        self._step = step
        self._store = store
        self._severity = Severity.MAJOR
        self._stops = False
        self._holds = False

    def body(self) -> ComposeResult:
        # What stands there already is marked: whoever types says something else, whoever presses enter takes it.
        yield Input(self._title, id="line", select_on_focus=True)
        yield Choices(id="choices", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#choices", OptionList).can_focus = False
        self.say_keys("enter raise   ↑↓ severity   tab, shift+tab tick   esc back")
        self._show()

    def typed(self) -> Mapping[str, str]:
        text = self.query_one("#line", Input).value
        return {"line": text} if text != self._title else {}

    def restore(self, fields: Mapping[str, str]) -> None:
        self.query_one("#line", Input).value = fields.get("line", self._title)

    def action_step(self, by: int) -> None:
        place = min(max(_SEVERITIES.index(self._severity) + by, 0), len(_SEVERITIES) - 1)
        self._severity = _SEVERITIES[place]
        self._show()

    def action_stop_step(self) -> None:
        self._stops = not self._stops
        self._show()

    def action_hold_card(self) -> None:
        self._holds = not self._holds
        self._show()

    def _show(self) -> None:
        options = self.query_one("#choices", OptionList)
        lines = []
        for severity in _SEVERITIES:
            mark = "(*)" if severity is self._severity else "( )"
            lines.append(Content(f"{mark} {severity}") + Content.styled(f"  {_MEANING[severity]}", "$muted"))
        for ticked, what, then in (
            (self._stops, f"{self._step} stands still", "its downtime clock starts now"),
            (self._holds, "the card is blocked", "until somebody unblocks it"),
        ):
            lines.append(Content(f"{'[x]' if ticked else '[ ]'} {what}") + Content.styled(f"  {then}", "$muted"))
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        options.highlighted = _SEVERITIES.index(self._severity)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(_SEVERITIES):
            self._severity = _SEVERITIES[event.option_index]
            self._show()
        elif event.option_index == len(_SEVERITIES):
            self.action_stop_step()
        else:
            self.action_hold_card()

    @on(Input.Changed, "#line")
    def _typed(self) -> None:
        self.touch_draft()

    @on(Input.Submitted, "#line")
    def _entered(self, event: Input.Submitted) -> None:
        self.save(self._store, Raised(event.value, self._severity, self._stops, self._holds))

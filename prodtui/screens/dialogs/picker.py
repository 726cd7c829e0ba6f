"""A list to choose from by typing a part of a name: people, steps, priorities, boards, filters, themes, templates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from prodtui.domain.text import holds
from prodtui.screens.dialogs.base import Dialog, Save
from prodtui.screens.dialogs.choices import Choices

NOTHING_MATCHES = "Nothing matches."


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: the `value` it stands for, its `text`, and what is said beside it in dim letters."""

    value: str
    text: str
    note: str = ""


class Picker(Dialog[Any]):
    """Chooses one entry, or several when `several` is set; stores and answers the value, or the set of values.

    `chosen` is the entry under the cursor at first, or all that are marked at first. `moved` is told the value under
    the cursor, for choices that show themselves at once (themes). `more` answers further entries for what was typed.
    `empty` is said where there are no choices at all.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "step(8)", "Page down", show=False, priority=True),
        Binding("pageup", "step(-8)", "Page up", show=False, priority=True),
        Binding("tab", "mark", "Mark", show=False, priority=True),
    ]

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice],
        store: Save | None = None,
        *,
        chosen: Collection[str] = (),
        several: bool = False,
        moved: Callable[[str], None] | None = None,
        more: Callable[[str], Sequence[Choice]] | None = None,
        empty: str = NOTHING_MATCHES,
    ) -> None:
        super().__init__(heading)
        self._choices = tuple(choices)
        self._store = store or _as_it_is
        self._marked = set(chosen)
        self._several = several
        self._moved = moved
        self._more = more
        self._empty = empty
        self._shown: tuple[Choice, ...] = ()

    def body(self) -> ComposeResult:
        yield Input(placeholder="type a part of the name", id="line")
        yield Choices(id="choices", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#choices", OptionList).can_focus = False
        keys = "tab mark   enter save" if self._several else "enter choose"
        self.say_keys(f"type to find   {keys}   esc back")
        self._list("")

    def action_step(self, rows: int) -> None:
        options = self.query_one("#choices", OptionList)
        if self._shown:
            options.highlighted = min(max((options.highlighted or 0) + rows, 0), len(self._shown) - 1)

    def action_mark(self) -> None:
        choice = self._current()
        if not self._several or choice is None:
            return
        self._marked ^= {choice.value}
        options = self.query_one("#choices", OptionList)
        if options.highlighted is not None:
            options.replace_option_prompt_at_index(options.highlighted, self._line(choice))

    @on(Input.Changed, "#line")
    def _narrow(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted, "#line")
    def _entered(self) -> None:
        choice = self._current()
        if self._several:
            # Somebody who typed a name and pressed enter means that name.
            if choice is not None and self.query_one("#line", Input).value.strip():
                self._marked |= {choice.value}
            self.save(self._store, frozenset(self._marked))
        elif choice is not None:
            self.save(self._store, choice.value)

    @on(OptionList.OptionSelected, "#choices")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._several:
            self.action_mark()
        else:
            self._entered()

    @on(OptionList.OptionHighlighted, "#choices")
    def _told(self) -> None:
        choice = self._current()
        if self._moved is not None and choice is not None:
            self._moved(choice.value)

    def _current(self) -> Choice | None:
        index = self.query_one("#choices", OptionList).highlighted
        return self._shown[index] if index is not None and index < len(self._shown) else None

    def _list(self, typed: str) -> None:
        found = [each for each in self._choices if holds(f"{each.text} {each.value} {each.note}", typed)]
        self._shown = (*found, *(self._more(typed) if self._more is not None else ()))
        options = self.query_one("#choices", OptionList)
        options.clear_options()
        options.add_options([Option(self._line(choice)) for choice in self._shown])
        options.display = bool(self._shown)
        self.say("" if self._shown else NOTHING_MATCHES if self._choices else self._empty)
        if self._shown:
            first = (i for i, choice in enumerate(self._shown) if not typed.strip() and choice.value in self._marked)
            options.highlighted = next(first, 0)

    def _line(self, choice: Choice) -> Content:
        mark = ("[x] " if choice.value in self._marked else "[ ] ") if self._several else ""
        line = Content(f"{mark}{choice.text}")
        return line + Content.styled(f"  {choice.note}", "$muted") if choice.note else line


async def _as_it_is(value: Any) -> Any:
    return value

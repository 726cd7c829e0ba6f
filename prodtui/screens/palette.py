"""The entries of the command palette: every action of a screen, and tasks to jump to. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from prodtui import actions
from prodtui.domain.text import holds
from prodtui.screens.dialogs.picker import Choice

DO, GO = "do ", "go "
MOST_TASKS = 50


class Named(Protocol):
    """A task with a reference and a title."""

    @property
    def ref(self) -> str: ...

    @property
    def title(self) -> str: ...


def action_choices(screen: str, now: actions.Selection, keymap: actions.Keymap) -> list[Choice]:
    """Return an entry for each action, with the reader's own keys; what cannot be done now says why beside it."""
    return [
        Choice(DO + action.id, action.label, _note(action, now))
        for action in actions.actions_for(screen, keymap)
        if action.id != "palette"
    ]


def task_choices(cards: Iterable[Named], typed: str) -> list[Choice]:
    """Return an entry for each task whose reference or title holds every word typed; none before the first word."""
    if not typed.strip():
        return []
    found = (card for card in cards if holds(f"{card.ref} {card.title}", typed))
    return [Choice(GO + card.ref, f"{card.ref} {card.title}", "go to") for card in islice(found, MOST_TASKS)]


def _note(action: actions.Action, now: actions.Selection) -> str:
    return action.when(now) or f"{actions.key_names(action.keys)}  {action.help}"

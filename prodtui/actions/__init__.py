"""The table of actions: everything that a key, the palette, the help, the footer and the documents know about one.

Only the standard library is imported, so that the command line and the document generator can read the table too.
Keys are written as a reader would write them in the configuration: `a`, `H`, `?`, `enter`, `ctrl+p`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType

from prodtui.actions import (
    dashboard,
    day,
    flow,
    inbox,
    issues,
    plan,
    program,
    quality,
    standup,
    supply,
    tasks,
    timeline,
)
from prodtui.actions.rows import (
    BOARD,
    CALENDAR,
    CHANGE,
    CHART,
    CHECKLIST,
    CHECKLISTS,
    DASHBOARD,
    DAY,
    DEMAND,
    EVERYWHERE,
    EXCEPTIONS,
    FIGURE,
    FLOW,
    GO,
    GROUPS,
    IMPROVEMENT,
    INBOX,
    INSPECTION,
    ISSUE,
    ISSUES,
    LOOK,
    PLAN,
    PRODUCTS,
    PROGRAM,
    QUALITY,
    RESOURCES,
    SELECT,
    STANDUP,
    STEP,
    TASK,
    TIMELINE,
    Action,
    Selection,
)

__all__ = [
    "ACTIONS", "BOARD", "BY_ID", "CALENDAR", "CHANGE", "CHART", "CHECKLIST", "CHECKLISTS", "DASHBOARD", "DAY",
    "DEMAND", "EVERYWHERE", "EXCEPTIONS", "FIGURE", "FLOW", "GO", "GROUPS", "IMPROVEMENT", "INBOX", "INSPECTION",
    "ISSUE", "ISSUES", "LOOK", "PLAN", "PRODUCTS", "PROGRAM", "QUALITY", "RESOURCES", "SELECT", "STANDUP", "STEP",
    "TASK", "TIMELINE", "Action", "KeyHint", "Keymap", "Selection", "actions_for", "bindings_for", "check_keymap",
    "footer_for", "help_groups", "key_name", "key_names", "key_of", "reason_against", "with_keymap",
]  # fmt: skip

Keymap = Mapping[str, Sequence[str]]

#: In the order in which help and documents list them.
ACTIONS: tuple[Action, ...] = (
    *tasks.ACTIONS, *plan.ACTIONS, *supply.ACTIONS, *timeline.ACTIONS, *quality.ACTIONS, *issues.ACTIONS,
    *flow.ACTIONS, *dashboard.ACTIONS, *standup.ACTIONS, *day.ACTIONS, *inbox.ACTIONS, *program.ACTIONS,
)  # fmt: skip
BY_ID: Mapping[str, Action] = MappingProxyType({action.id: action for action in ACTIONS})

_NAMED_KEYS = frozenset(
    {"enter", "escape", "space", "tab", "backspace", "delete", "insert", "up", "down", "left", "right"}
    | {"home", "end", "pageup", "pagedown"}
    | {f"f{number}" for number in range(1, 25)}
)
_MODIFIERS = frozenset({"ctrl", "shift", "alt"})
_SHORT = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "left": "←", "right": "→", "up": "↑", "down": "↓"}


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A footer entry: the keys as a reader knows them (`HL`, `enter`), the word beside them, the first action's id."""

    keys: str
    label: str
    action: str


def actions_for(screen: str, keymap: Keymap | None = None) -> tuple[Action, ...]:
    """Return the actions that exist on a screen, in table order, with the reader's own keys."""
    return tuple(action for action in with_keymap(keymap) if screen in action.screens)


def with_keymap(keymap: Keymap | None) -> tuple[Action, ...]:
    """Return the whole table with the keys of a checked keymap in place of the built-in ones."""
    if not keymap:
        return ACTIONS
    return tuple(replace(action, keys=tuple(keymap.get(action.id, action.keys))) for action in ACTIONS)


def bindings_for(screen: str, keymap: Keymap | None = None) -> list[tuple[str, str, str]]:
    """Return (key, action id, label) for each key of a screen."""
    return [(key, action.id, action.label) for action in actions_for(screen, keymap) for key in action.keys]


def reason_against(action_id: str, now: Selection) -> str | None:
    """Return the sentence why an action cannot be done now, or None when it can.

    Raises KeyError for an id that is not in the table.
    """
    return BY_ID[action_id].when(now)


def footer_for(screen: str, now: Selection, keymap: Keymap | None = None) -> tuple[KeyHint, ...]:
    """Return the entries of the footer: those that can be done now, with `help` always last."""
    hints: list[KeyHint] = []
    for action in actions_for(screen, keymap):
        word = action.footer_at.get(now.stage, action.footer)
        if not word or not action.keys or action.when(now):
            continue
        key = key_name(action.keys[0])
        if hints and hints[-1].label == word:
            hints[-1] = replace(hints[-1], keys=hints[-1].keys + key)
        else:
            hints.append(KeyHint(key, word, action.id))
    return tuple(hints)


def help_groups(screen: str, keymap: Keymap | None = None) -> tuple[tuple[str, tuple[Action, ...]], ...]:
    """Return (group, actions) for the help of a screen, groups in reading order, none empty."""
    actions = actions_for(screen, keymap)
    groups = ((group, tuple(action for action in actions if action.group == group)) for group in GROUPS)
    return tuple((group, members) for group, members in groups if members)


def key_of(action_id: str, keymap: Keymap | None = None) -> str:
    """Return the first key of an action as a reader knows it. Raises KeyError for an id that is not in the table."""
    return key_name((keymap or {}).get(action_id, BY_ID[action_id].keys)[0])


def key_name(key: str) -> str:
    """Return a key as a reader knows it: `esc` for `escape`, arrows as arrows."""
    return _SHORT.get(key, key)


def key_names(keys: Iterable[str]) -> str:
    """Return the keys of an action for a list of keys: `h ←`."""
    return " ".join(key_name(key) for key in keys)


def check_keymap(wanted: Mapping[str, str | Sequence[str]]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the part of a reader's keymap that can be used, and one sentence for each part that cannot.

    Each value is one key or a list of keys. A problem never empties an action: it keeps its built-in keys.
    """
    usable: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for action_id, value in wanted.items():
        keys = (value,) if isinstance(value, str) else tuple(value)
        if action_id not in BY_ID:
            near = get_close_matches(action_id, BY_ID, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else "; see docs/keys.md for the list."
            problems.append(f'The keymap names the action "{action_id}", which does not exist{hint}')
        elif not keys or (wrong := [key for key in keys if not _is_key(key)]):
            which = f'"{wrong[0]}" is not a key' if keys else "no key is given"
            problems.append(f'The keymap cannot be used for "{action_id}": {which}; write it as a, H, enter or ctrl+p.')
        else:
            usable[action_id] = keys
    # The built-in keys do not clash, and looking takes a moment of every start.
    while usable and (clash := _clash(usable)):
        action_id, sentence = clash
        del usable[action_id]
        problems.append(sentence)
    return usable, tuple(problems)


def _is_key(key: object) -> bool:
    if not isinstance(key, str) or not key:
        return False
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return last in _NAMED_KEYS or (len(last) == 1 and last.isprintable() and not last.isspace() and last != ",")


def _clash(usable: Keymap) -> tuple[str, str] | None:
    """Return (action that gives way, sentence) for the first key that two actions of one screen would share."""
    owners: dict[tuple[str, str], Action] = {}
    for action in sorted(with_keymap(usable), key=lambda action: action.id in usable):
        for screen in sorted(action.screens):
            for key in action.keys:
                owner = owners.setdefault((screen, key), action)
                if owner is not action:
                    what = f'The keymap gives the key "{key}" to "{action.id}", but "{owner.id}" has it'
                    return action.id, f"{what}; choose another key."
    return None

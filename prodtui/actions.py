"""The table of actions: everything that a key, the palette, the help, the footer and the documents know about one.

Only the standard library is imported, so that the command line and the document generator can read the table too.
Keys are written as a reader would write them in the configuration: `a`, `H`, `?`, `enter`, `ctrl+p`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType

BOARD = "board"
TASK = "task"
EVERYWHERE = frozenset({BOARD, TASK})
ON_BOARD = frozenset({BOARD})

GO, LOOK, CHANGE, SELECT, PROGRAM = "Go", "Look", "Change", "Select", "Program"
GROUPS = (GO, LOOK, CHANGE, SELECT, PROGRAM)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an action would work on now; a screen fills it in, the table only reads it.

    `cards` are those shown, `marked` those marked by the reader. `has_card` is true when one lies under the cursor or
    is open; `in_done` and `blocked` describe that card. `can_undo`, `can_redo` and `can_override` mean that there is
    something to take back, to do again, or a refused move to force.
    """

    has_card: bool = False
    marked: int = 0
    read_only: bool = False
    in_done: bool = False
    blocked: bool = False
    can_undo: bool = True
    can_redo: bool = True
    can_override: bool = False
    finding: bool = False
    boards: int = 1
    cards: int = 0


When = Callable[[Selection], str | None]
Keymap = Mapping[str, Sequence[str]]


def _always(_: Selection) -> str | None:
    return None


def _write(now: Selection) -> str | None:
    return "The board is open for reading only, so nothing can be changed here." if now.read_only else None


def _has_card(now: Selection) -> str | None:
    if now.has_card or now.marked:
        return None
    return "There is no card under the cursor; move to one first."


def _single(now: Selection) -> str | None:
    if now.marked > 1:
        return f"This works on one card at a time and {now.marked} are marked; take the marks off first."
    return _has_card(now)


def _finding(now: Selection) -> str | None:
    return None if now.finding else "Nothing is being looked for yet; start with find."


def _shown(now: Selection) -> str | None:
    return None if now.cards else "No card is shown that could be marked."


def _boards(now: Selection) -> str | None:
    return None if now.boards > 1 else "This store has only one board."


def _undoable(now: Selection) -> str | None:
    return None if now.can_undo else "There is no change of yours to take back."


def _redoable(now: Selection) -> str | None:
    return None if now.can_redo else "There is nothing to do again: no undo came just before."


def _refused(now: Selection) -> str | None:
    return None if now.can_override else "No refused move waits for an override."


def _open_lane(now: Selection) -> str | None:
    return "Finished cards stay in the order in which they were finished." if now.in_done else None


def _not_done(now: Selection) -> str | None:
    if now.in_done and not now.marked:
        return "This card is finished already; move it back to an earlier step to work on it again."
    return None


def _all(*conditions: When) -> When:
    """Return a condition that answers the first sentence that any of the conditions answers."""

    def when(now: Selection) -> str | None:
        return next((sentence for condition in conditions if (sentence := condition(now))), None)

    return when


_cards = _all(_write, _has_card)
_one_card = _all(_write, _single)
_ranked = _all(_write, _single, _open_lane)
_unfinished = _all(_write, _has_card, _not_done)
_undo = _all(_write, _undoable)
_redo = _all(_write, _redoable)
_override = _all(_write, _refused)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a reader can do.

    `label` is what the palette says, `help` a sentence, `screens` where the action exists. `when` answers None, or the
    sentence why not now. `footer` is the word in the footer, empty to stay out of it; neighbours with the same word
    share one entry.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    screens: frozenset[str] = EVERYWHERE
    when: When = _always
    footer: str = ""


ACTIONS: tuple[Action, ...] = (
    # Go
    Action("cursor_left", ("h", "left"), "Lane to the left", "Go to the lane on the left.", GO, ON_BOARD),
    Action("cursor_down", ("j", "down"), "Next card", "Go to the card below.", GO),
    Action("cursor_up", ("k", "up"), "Previous card", "Go to the card above.", GO),
    Action("cursor_right", ("l", "right"), "Lane to the right", "Go to the lane on the right.", GO, ON_BOARD),
    Action("cursor_first", ("g", "home"), "First card", "Go to the first card of the lane.", GO),
    Action("cursor_last", ("G", "end"), "Last card", "Go to the last card of the lane.", GO),
    Action("half_page_down", ("ctrl+d", "pagedown"), "Half a page down", "Go down by half a lane.", GO),
    Action("half_page_up", ("ctrl+u", "pageup"), "Half a page up", "Go up by half a lane.", GO),
    Action("prev_board", ("[",), "Previous board", "Show the board before this one.", GO, ON_BOARD, _boards),
    Action("next_board", ("]",), "Next board", "Show the board after this one.", GO, ON_BOARD, _boards),
    Action("switch_board", ("B",), "Switch board", "Choose a board from the list.", GO, ON_BOARD),
    Action("view_board", ("2",), "Board", "Show the board.", GO),
    # Change
    Action("add", ("a",), "Add a card", "Add a card to the lane of the cursor.", CHANGE, ON_BOARD, _write, "add"),
    Action("move_prev", ("H",), "Move back", "Move to the step on the left.", CHANGE, EVERYWHERE, _cards, "move"),
    Action("move_next", ("L",), "Move on", "Move to the step on the right.", CHANGE, EVERYWHERE, _cards, "move"),
    Action("move_to", ("m",), "Move to…", "Choose the step to move to.", CHANGE, EVERYWHERE, _cards),
    Action("move_down", ("J",), "Lower in the lane", "Put the card below the next one.", CHANGE, ON_BOARD, _ranked),
    Action("move_up", ("K",), "Higher in the lane", "Put the card above the previous one.", CHANGE, ON_BOARD, _ranked),
    Action("edit", ("e",), "Edit", "Open all fields of the card in a form.", CHANGE, EVERYWHERE, _one_card),
    Action("start", ("s",), "Start", "Begin work on the card.", CHANGE, EVERYWHERE, _unfinished),
    Action("finish", ("d",), "Done", "Move the card to the first done step.", CHANGE, EVERYWHERE, _unfinished),
    Action("block", ("b",), "Block or unblock", "Say what stops the card, or that it goes on.", CHANGE, when=_cards),
    Action("assign", ("@",), "Assign", "Choose who works on the card.", CHANGE, EVERYWHERE, _cards),
    Action("priority", ("p",), "Priority", "Choose how important the card is.", CHANGE, EVERYWHERE, _cards),
    Action("log_time", ("t",), "Log time", "Record time spent on the card.", CHANGE, EVERYWHERE, _one_card),
    Action("comment", ("c",), "Comment", "Say something about the card.", CHANGE, EVERYWHERE, _one_card),
    Action("link", ("+",), "Link", "Make the card wait for another one.", CHANGE, EVERYWHERE, _one_card),
    Action("archive", ("x",), "Archive", "Put the card away; it can be brought back.", CHANGE, EVERYWHERE, _cards),
    Action("override", ("o",), "Override", "Make the refused move, with a recorded reason.", CHANGE, when=_override),
    Action("undo", ("u",), "Undo", "Take back your last change.", CHANGE, EVERYWHERE, _undo),
    Action("redo", ("U",), "Redo", "Do again what undo took back.", CHANGE, EVERYWHERE, _redo),
    # Look
    Action("open", ("enter",), "Open", "Show everything about the card.", LOOK, ON_BOARD, _has_card, "open"),
    Action("peek", ("space",), "Peek", "Show the notes of the card beside the board.", LOOK, ON_BOARD, _has_card),
    Action("why", ("w",), "Why not?", "List every reason why the card cannot move.", LOOK, EVERYWHERE, _has_card),
    Action("copy_ref", ("y",), "Copy reference", "Put the reference on the clipboard.", LOOK, EVERYWHERE, _has_card),
    Action("find", ("/",), "Find", "Look for words in what is shown.", LOOK, footer="find"),
    Action("find_next", ("n",), "Next match", "Go to the next match.", LOOK, EVERYWHERE, _finding),
    Action("find_prev", ("N",), "Previous match", "Go to the previous match.", LOOK, EVERYWHERE, _finding),
    Action("filter", ("f",), "Filter", "Show only some cards.", LOOK, ON_BOARD),
    Action("saved_filters", ("F",), "Saved filters", "Choose a saved filter, or save this one.", LOOK, ON_BOARD),
    Action("swimlanes", ("S",), "Swimlanes", "Group by person, priority, label, or not at all.", LOOK, ON_BOARD),
    Action("compact", ("C",), "Card size", "Draw each card on one line or on two.", LOOK, ON_BOARD),
    # Select
    Action("mark", ("v",), "Mark", "Mark the card; actions then take all marked ones.", SELECT, ON_BOARD, _has_card),
    Action("mark_all", ("V",), "Mark all", "Mark every card of the lane, or none of them.", SELECT, ON_BOARD, _shown),
    Action("back", ("escape",), "Back", "Close what is open, else unmark, else end the filter.", SELECT),
    # Program
    Action("help", ("?",), "Help", "List the keys that work here.", PROGRAM, footer="more"),
    Action("palette", ("ctrl+p",), "Command palette", "Find an action by its name.", PROGRAM),
    Action("command_line", (":",), "Command line", "Type a command with the words of the shell.", PROGRAM),
    Action("theme", ("T",), "Theme", "Choose the colours.", PROGRAM),
    Action("repaint", ("ctrl+l",), "Draw anew", "Draw the screen anew, over what others wrote on it.", PROGRAM),
    Action("suspend", ("ctrl+z",), "Suspend", "Go back to the shell; fg returns.", PROGRAM),
    Action("quit", ("ctrl+q",), "Quit", "Leave the program.", PROGRAM),
)

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
        if not action.footer or not action.keys or action.when(now):
            continue
        key = key_name(action.keys[0])
        if hints and hints[-1].label == action.footer:
            hints[-1] = replace(hints[-1], keys=hints[-1].keys + key)
        else:
            hints.append(KeyHint(key, action.footer, action.id))
    return tuple(hints)


def help_groups(screen: str, keymap: Keymap | None = None) -> tuple[tuple[str, tuple[Action, ...]], ...]:
    """Return (group, actions) for the help of a screen, groups in reading order, none empty."""
    actions = actions_for(screen, keymap)
    groups = ((group, tuple(action for action in actions if action.group == group)) for group in GROUPS)
    return tuple((group, members) for group, members in groups if members)


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
    while clash := _clash(usable):
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

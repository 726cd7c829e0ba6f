"""The table of actions: complete, without clashes, honest about why not now, and open to a reader's keymap."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from prodtui import actions
from prodtui.actions import ACTIONS, BOARD, Selection, bindings_for, check_keymap, footer_for, reason_against

READING = "The board is open for reading only, so nothing can be changed here."
SCREENS = tuple(sorted(actions.EVERYWHERE))
EVERY_SELECTION = [
    Selection(),
    Selection(has_card=True, cards=5, boards=2, finding=True, can_override=True),
    Selection(has_card=True, marked=3, cards=5),
    Selection(has_card=True, read_only=READING),
    Selection(has_card=True, in_done=True, can_undo=False, can_redo=False),
]


def test_ids_are_unique_and_name_a_method() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    assert all(name.isidentifier() for name in ids)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_on_one_screen(screen: str) -> None:
    keys = Counter(key for key, _, _ in bindings_for(screen))
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_can_be_explained() -> None:
    for action in ACTIONS:
        assert action.group in actions.GROUPS
        assert action.label and not action.label.endswith(".")
        assert action.help.endswith(".") and action.help[0].isupper()
        assert action.screens <= actions.EVERYWHERE and action.screens


def test_every_refusal_is_a_sentence() -> None:
    answers = [action.when(selection) for action in ACTIONS for selection in EVERY_SELECTION]
    sentences = {answer for answer in answers if answer is not None}
    assert len(sentences) > 5
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_no_built_in_key_needs_what_terminals_lack() -> None:
    keys = {key for action in ACTIONS for key in action.keys[:1]}
    assert not {key for key in keys if key.startswith(("alt+", "f1", "shift+"))}
    assert not keys & {"ctrl+s", "ctrl+i", "ctrl+j", "ctrl+m"}
    assert check_keymap({action.id: action.keys for action in ACTIONS})[1] == ()


@pytest.mark.parametrize(
    ("action", "now", "says"),
    [
        ("move_next", Selection(), "no card"),
        ("move_next", Selection(has_card=True, read_only=READING), "reading only"),
        ("edit", Selection(has_card=True, marked=3), "one card at a time"),
        ("finish", Selection(has_card=True, in_done=True), "finished already"),
        ("move_up", Selection(has_card=True, in_done=True), "order in which they were finished"),
        ("find_next", Selection(has_card=True), "looked for"),
        ("override", Selection(has_card=True), "refused move"),
        ("next_board", Selection(), "only one board"),
        ("undo", Selection(can_undo=False), "take back"),
        ("identity", Selection(), "nobody else to act as"),
    ],
)
def test_a_key_that_does_nothing_says_why(action: str, now: Selection, says: str) -> None:
    assert says in (reason_against(action, now) or "")


@pytest.mark.parametrize("action", ["move_next", "edit", "finish", "open", "mark", "assign"])
def test_verbs_work_on_a_card(action: str) -> None:
    assert reason_against(action, Selection(has_card=True, cards=1)) is None


def test_verbs_work_on_marked_cards_without_a_cursor() -> None:
    assert reason_against("archive", Selection(marked=2)) is None


def test_footer_shows_what_can_be_done_and_help_last() -> None:
    hints = footer_for(BOARD, Selection(has_card=True, cards=1))
    assert [(hint.keys, hint.label) for hint in hints] == [
        ("a", "add"),
        ("HL", "move"),
        ("enter", "open"),
        ("/", "find"),
        ("?", "more"),
    ]
    reading = footer_for(BOARD, Selection(has_card=True, read_only=READING))
    assert [hint.label for hint in reading] == ["open", "find", "more"]


@pytest.mark.parametrize("action", [action for action in ACTIONS if action.group == actions.CHANGE], ids=lambda a: a.id)
def test_who_may_only_look_is_told_why_by_every_change(action: actions.Action) -> None:
    now = Selection(has_card=True, cards=5, boards=2, others=2, can_override=True, failed=1, read_only=READING)
    only_looks = action.id in ("what_ifs", "identity")  # a list to choose from, and whose changes they would be
    assert reason_against(action.id, now) == (None if only_looks else READING)


def test_help_lists_every_action_of_a_screen_once() -> None:
    for screen in SCREENS:
        listed = [action.id for _, members in actions.help_groups(screen) for action in members]
        assert sorted(listed) == sorted(action.id for action in actions.actions_for(screen))


def test_a_keymap_changes_bindings_footer_and_help() -> None:
    usable, problems = check_keymap({"add": "z", "help": ["ctrl+h", "?"]})
    assert problems == ()
    assert ("z", "add", "Add a card") in bindings_for(BOARD, usable)
    assert "a" not in {key for key, _, _ in bindings_for(BOARD, usable)}
    assert footer_for(BOARD, Selection(), usable)[0].keys == "z"


@pytest.mark.parametrize(
    ("keymap", "says"),
    [
        ({"fnd": "f9"}, 'did you mean "find"'),
        ({"zzzzzz": "f9"}, "does not exist"),
        ({"add": "e"}, '"edit" has it'),
        ({"add": []}, "no key is given"),
        ({"add": "hyper+x"}, '"hyper+x" is not a key'),
        ({"add": "foo"}, '"foo" is not a key'),
        ({"add": "z", "edit": "z"}, '"z"'),
    ],
)
def test_a_broken_keymap_is_one_sentence_and_keeps_the_built_in_key(keymap: dict[str, str], says: str) -> None:
    usable, problems = check_keymap(keymap)
    assert len(problems) == 1
    assert says in problems[0] and problems[0].endswith((".", "?"))
    keys = Counter(key for key, _, _ in bindings_for(BOARD, usable))
    assert max(keys.values()) == 1
    assert {"add", "edit"} <= {action for _, action, _ in bindings_for(BOARD, usable)}


def test_two_actions_may_swap_keys() -> None:
    usable, problems = check_keymap({"add": "e", "edit": "a"})
    assert problems == ()
    assert usable == {"add": ("e",), "edit": ("a",)}


def test_giving_way_may_take_a_second_one_along() -> None:
    # "add" loses its wish to "comment" and keeps "a", so "edit" cannot have "a".
    usable, problems = check_keymap({"add": "c", "edit": "a"})
    assert usable == {}
    assert len(problems) == 2


def test_the_table_loads_with_the_standard_library_alone() -> None:
    code = f"""
import sys
sys.path.insert(0, {str(Path(actions.__file__).parents[2])!r})
import prodtui.actions
names = set(name.partition('.')[0] for name in sys.modules)
print(*sorted(names - sys.stdlib_module_names - set(('prodtui', '__main__'))))
print(*{{name for name in sys.modules if name.startswith('prodtui.') and not name.startswith('prodtui.actions')}})
"""
    answer = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["", ""]

"""F9: two users edit, conflict, undo and redo in any order; the store always equals a model of a few lines."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from prodtui.errors import Changed, NotFound, Refused
from prodtui.services import history, tasks, undo
from prodtui.services.workspace import Workspace
from tests.helpers import soak
from tests.helpers.team import Clock, Team

pytestmark = pytest.mark.soak

USERS = ("bo", "cy")
REFS = ("OPS-1", "OPS-2")
VALUES: dict[str, list[Any]] = {
    "title": ["Sweep", "Drill", "Paint"],
    "notes": ["", "Use the blue one.", "Ask Ann."],
    "quantity": [None, 1.0, 2.0],
    "labels": [(), ("a",), ("a", "b")],
}
users, refs, names = st.sampled_from(USERS), st.sampled_from(REFS), st.sampled_from(sorted(VALUES))


@dataclass
class Act:
    """A change as the model keeps it: which field of which task went from what to what."""

    ref: str
    name: str
    before: Any
    after: Any


@dataclass
class User:
    """What one user has in hand: a form with the values it was opened on, and the ways back and forth."""

    form: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)


class TwoUsers(RuleBasedStateMachine):
    """The store on one side, plain dicts and lists on the other."""

    template: Path

    @initialize()
    def begin(self) -> None:
        """Two tasks, nobody has done anything yet."""
        self.folder = Path(tempfile.mkdtemp(prefix="prodtui-model-"))
        shutil.copyfile(self.template, self.folder / "team.db")
        self.team = Team(self.folder / "team.db", Clock())
        self.tasks = {ref: {name: values[0] for name, values in VALUES.items()} for ref in REFS}
        for _ in REFS:
            self.team.task(**self.tasks["OPS-1"])
        self.users = {login: User() for login in USERS}
        self.desks: dict[str, Workspace] = {login: self.team.of(login) for login in USERS}
        self.version = dict.fromkeys(REFS, 1)

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "team"):
            self.team.close()
            shutil.rmtree(self.folder)

    @rule(login=users, ref=refs)
    def open_form(self, login: str, ref: str) -> None:
        """Somebody opens the form of a task."""
        row = tasks.get(self.desks[login], ref)
        self.users[login].form[ref] = {name: getattr(row, name) for name in VALUES}
        assert self.users[login].form[ref] == self.tasks[ref]

    @rule(login=users, ref=refs, name=names, choice=st.integers(0, 2))
    def save_form(self, login: str, ref: str, name: str, choice: int) -> None:
        """Somebody saves one field of a form that may be old by now."""
        form = self.users[login].form.pop(ref, None)
        base = (form or self.tasks[ref])[name]
        mine, theirs = VALUES[name][choice], self.tasks[ref][name]
        try:
            tasks.edit(self.desks[login], ref, {name: mine}, base={name: base})
        except Changed as error:
            assert theirs not in (base, mine)
            conflict = error.details["fields"][name]
            assert [conflict[each] for each in ("base", "theirs", "mine")] == [_json(v) for v in (base, theirs, mine)]
            return
        assert theirs in (base, mine)
        self._happened(login, Act(ref, name, theirs, mine))

    @rule(login=users, ref=refs, name=names, choice=st.integers(0, 2))
    def set_field(self, login: str, ref: str, name: str, choice: int) -> None:
        """Somebody sets a field without looking."""
        before = self.tasks[ref][name]
        tasks.edit(self.desks[login], ref, {name: VALUES[name][choice]})
        self._happened(login, Act(ref, name, before, VALUES[name][choice]))

    @rule(login=users)
    def undo(self, login: str) -> None:
        """Somebody takes back what they did last."""
        user = self.users[login]
        if not user.done:
            with pytest.raises(NotFound):
                undo.undo(self.desks[login])
        elif self._go(login, user.done[-1], "undo"):
            user.undone.append(user.done.pop())

    @rule(login=users)
    def redo(self, login: str) -> None:
        """Somebody does it again."""
        user = self.users[login]
        if not user.undone:
            with pytest.raises(NotFound):
                undo.redo(self.desks[login])
        elif self._go(login, _turned(user.undone[-1]), "redo"):
            user.done.append(user.undone.pop())

    def _go(self, login: str, act: Act, word: str) -> bool:
        """Try to bring a field back to `act.before`, which works when nobody changed it since."""
        move = undo.undo if word == "undo" else undo.redo
        if self.tasks[act.ref][act.name] != act.after:
            with pytest.raises(Refused, match="since"):
                move(self.desks[login])
            return False
        assert move(self.desks[login]).value.refs == (act.ref,)
        self.tasks[act.ref][act.name] = act.before
        self.version[act.ref] += 1
        return True

    def _happened(self, login: str, act: Act) -> None:
        if act.before == act.after:
            return
        self.tasks[act.ref][act.name] = act.after
        self.version[act.ref] += 1
        self.users[login].done.append(act)
        self.users[login].undone.clear()

    @invariant()
    def equals_the_model(self) -> None:
        """Every field and version is what the model says, and the log has one event for each version."""
        if not hasattr(self, "team"):
            return
        for ref in REFS:
            row = self.team.get(ref)
            assert {name: getattr(row, name) for name in VALUES} == self.tasks[ref]
            assert row.version == self.version[ref] == len(history.events(self.team.ann, ref=ref, limit=None))


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _turned(act: Act) -> Act:
    return Act(act.ref, act.name, act.after, act.before)


def test_f9_two_users_equal_the_model(built_store: Path, full_size: bool) -> None:
    TwoUsers.template = built_store
    run_state_machine_as_test(
        TwoUsers,
        settings=settings(
            max_examples=soak.STORIES.of(full_size),
            stateful_step_count=soak.STORY_STEPS.of(full_size),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

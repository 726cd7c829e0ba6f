"""Two users take issues to and fro in any order; whatever they do, the log stays lawful and its history complete."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from prodtui.domain.codec import to_json
from prodtui.domain.enums import IssueState
from prodtui.domain.issues import missing_for, next_state
from prodtui.domain.rows_issues import IssueDetail
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import downtime, history, issue_actions, issues, undo
from prodtui.services.workspace import Workspace
from prodtui.storage.invariants import broken
from prodtui.storage.unit_of_work import read
from tests.helpers import soak
from tests.helpers.team import Clock, Team

pytestmark = pytest.mark.soak

users, which, yes = st.sampled_from(("bo", "cy")), st.sampled_from((1, 1, 2)), st.booleans()
BEFORE_CLOSED = st.sampled_from([state.value for state in IssueState if state is not IssueState.CLOSED])
FIELDS = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}


class TwoUsersOfTheLog(RuleBasedStateMachine):
    """Every rule is one verb; one that is refused must have left nothing behind."""

    template: Path

    @initialize()
    def begin(self) -> None:
        """One issue, raised by somebody else, so that it stays."""
        self.folder = Path(tempfile.mkdtemp(prefix="prodtui-issues-"))
        shutil.copyfile(self.template, self.folder / "team.db")
        self.clock = Clock()
        self.team = Team(self.folder / "team.db", self.clock)
        self.desks: dict[str, Workspace] = {login: self.team.of(login) for login in ("bo", "cy")}
        self.given: list[int] = []
        self._raise("ann", None)

    def teardown(self) -> None:
        """Leave a sound store, and then nothing."""
        if hasattr(self, "team"):
            with read(self.team.store) as session:
                found = broken(session)
            self.team.close()
            shutil.rmtree(self.folder)
            assert found == []

    @rule(login=users, reason=st.sampled_from((None, "No tool")))
    def raise_one(self, login: str, reason: str | None) -> None:
        """Somebody raises an issue, perhaps with a clock."""
        self._raise(login, reason)

    def _raise(self, login: str, reason: str | None) -> None:
        done = self._try(lambda: issues.raise_issue(self.team.of(login), "Burrs", step="doing", downtime=reason))
        if done is not None:
            assert done.value.number not in self.given
            self.given.append(done.value.number)

    @rule(login=users, number=which, steps=st.integers(1, 4))
    def step_on(self, login: str, number: int, steps: int) -> None:
        """Somebody takes an issue on by some states and gives only what nobody else gave."""
        if number not in self.given:
            return
        ref, ws = f"OPS-I{number}", self.desks[login]
        for _ in range(steps):
            detail = issues.show_issue(ws, ref)
            to = next_state(detail.issue.state) or IssueState.CLOSED
            missing = {lack.field for lack in missing_for(to, detail.issue, detail.actions)}
            if "action" in missing and not detail.actions:
                self.act(login, number, "corrective", True)
            given = {name: value for name, value in FIELDS.items() if name in missing}
            self._try(lambda: issues.advance_issue(ws, ref, to, **given))  # noqa: B023 (called at once)

    @rule(login=users, number=which, to=BEFORE_CLOSED)
    def go_back(self, login: str, number: int, to: str) -> None:
        """Somebody takes an issue back, or opens it again."""
        self._try(lambda: issues.advance_issue(self.desks[login], f"I{number}", to, reason="More of them"))

    @rule(login=users, number=which, name=st.sampled_from(("containment", "owner", "cause", "evidence")), full=yes)
    def edit(self, login: str, number: int, name: str, full: bool) -> None:
        """Somebody fills a field, or empties it."""
        value = ("bo" if name == "owner" else "Known") if full else None
        self._try(lambda: issues.edit_issue(self.desks[login], f"I{number}", **{name: value}))

    @rule(login=users, number=which, kind=st.sampled_from(("corrective", "preventive")), done=yes)
    def act(self, login: str, number: int, kind: str, done: bool) -> None:
        """Somebody adds an action, perhaps one that is done at once."""
        added = self._try(lambda: issue_actions.add_action(self.desks[login], f"I{number}", "Sharpen", kind=kind))
        if added is not None and done:
            self._try(lambda: issue_actions.finish_action(self.desks[login], f"I{number}.{added.value.number}"))

    @rule(login=users, number=which, helped=yes, early=st.sampled_from((None, "Seen at once")))
    def look(self, login: str, number: int, helped: bool, early: str | None) -> None:
        """Somebody says whether it helped, and closes it with that."""
        ws = self.desks[login]
        self._try(lambda: issues.check_effect(ws, f"I{number}", helped, "Counted", early=early, close=True))

    @rule(login=users, number=which, again=yes)
    def reopen(self, login: str, number: int, again: bool) -> None:
        """Somebody opens a closed issue again, whose evidence is used up by that."""
        again_all = ["all"] if again else []
        done = self._try(lambda: issues.reopen_issue(self.desks[login], f"I{number}", "Back", again=again_all))
        assert done is None or done.value.evidence == ""

    @rule(login=users)
    def stop(self, login: str) -> None:
        """Somebody stops the clock of the step."""
        self._try(lambda: downtime.stop_downtime(self.desks[login], "doing"))

    @rule(login=users, back=yes)
    def undo_or_redo(self, login: str, back: bool) -> None:
        """Somebody takes back what they did last, or does it again."""
        move = undo.undo if back else undo.redo
        self._try(lambda: move(self.desks[login]))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Days go by."""
        self.clock.forward(days=days)

    def _try(self, act: Callable[[], Any]) -> Any:
        last = history.last_event(self.team.ann)
        try:
            return act()
        except (Refused, Rejected, NotFound):
            assert history.last_event(self.team.ann) == last
            return None

    @invariant()
    def is_lawful(self) -> None:
        """Each issue has what its state needs, and its events tell all that it is."""
        if not hasattr(self, "team"):
            return
        for number in self.given:
            detail = issues.show_issue(self.team.ann, f"I{number}")
            row = detail.issue
            if row.archived_at is None:
                assert missing_for(row.state, row, detail.actions, detail.downtime) == ()
            assert (row.state is IssueState.CLOSED) == (row.closed_by is not None)
            self._tells_all(detail)

    def _tells_all(self, detail: IssueDetail) -> None:
        row = detail.issue
        events = [event for event in detail.events if event.kind == "issue"]
        assert [event.version for event in events] == list(range(1, row.version + 1))
        told = {name: value for event in events for name, value in (event.after or {}).items()}
        assert told == {name: to_json(getattr(row, name)) for name in told}


def test_whatever_two_users_do_the_log_stays_lawful(built_store: Path, full_size: bool) -> None:
    TwoUsersOfTheLog.template = built_store
    run_state_machine_as_test(
        TwoUsersOfTheLog,
        settings=settings(
            max_examples=soak.LOG_STORIES.of(full_size),
            stateful_step_count=soak.STORY_STEPS.of(full_size),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

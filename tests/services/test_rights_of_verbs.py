"""Every verb asks the rights of its board."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from prodtui import services
from prodtui.domain.demand_imports import ImportDemand
from prodtui.domain.enums import NoteKind, Role
from prodtui.domain.imports import ImportTask
from prodtui.domain.permissions import DEFAULTS, Permission, RightRow
from prodtui.domain.rows_planning import PlanEdit
from prodtui.errors import ExitCode, ProdtuiError, Refused
from prodtui.services import (
    absences,
    agreements,
    board,
    boards,
    calendars,
    capacity_changes,
    checklist_import,
    checklists,
    demand,
    demand_import,
    demand_rules,
    downtime,
    filters,
    forecasts,
    handovers,
    history,
    imports,
    improvements,
    inspections,
    issue_actions,
    issues,
    links,
    plan,
    plan_level,
    plan_release,
    plan_release_all,
    products,
    purge,
    recurring,
    resources,
    rights,
    schedule_optimise,
    standup_record,
    steps,
    stock,
    talk,
    tasks,
    timers,
    undo,
    what_ifs,
    workflow,
)
from prodtui.services.apply import apply
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team

DAY = date(2026, 11, 30)
Call = Callable[[Workspace], Any]
VERBS: dict[Permission, dict[str, Call]] = {
    Permission.WORK: {
        "absences.add_absence": lambda ws: absences.add_absence(ws, DAY),
        "absences.edit_absence": lambda ws: absences.edit_absence(ws, "OPS-A1", reason="x"),
        "absences.import_absences": lambda ws: absences.import_absences(ws, ()),
        "absences.remove_absence": lambda ws: absences.remove_absence(ws, "OPS-A1"),
        "apply.apply": lambda ws: apply(ws, {"tasks": [{"key": "k", "title": "x"}]}),
        "board.block": lambda ws: board.block(ws, "OPS-1", "x"),
        "board.finish": lambda ws: board.finish(ws, "OPS-1"),
        "board.move": lambda ws: board.move(ws, "OPS-1", "next"),
        "board.reorder": lambda ws: board.reorder(ws, "OPS-1", after="OPS-2"),
        "board.start": lambda ws: board.start(ws, "OPS-1"),
        "board.unblock": lambda ws: board.unblock(ws, "OPS-1"),
        "downtime.edit_downtime": lambda ws: downtime.edit_downtime(ws, "OPS-S1", reason="x"),
        "downtime.put_away_downtime": lambda ws: downtime.put_away_downtime(ws, "OPS-S1"),
        "downtime.start_downtime": lambda ws: downtime.start_downtime(ws, "doing", "x"),
        "downtime.stop_downtime": lambda ws: downtime.stop_downtime(ws, "doing"),
        "filters.remove_filter": lambda ws: filters.remove_filter(ws, "mine"),
        "filters.save_filter": lambda ws: filters.save_filter(ws, "mine", "@me"),
        "improvements.add_improvement": lambda ws: improvements.add_improvement(ws, "x"),
        "improvements.advance_improvement": lambda ws: improvements.advance_improvement(ws, "OPS-K1"),
        "improvements.edit_improvement": lambda ws: improvements.edit_improvement(ws, "OPS-K1", title="x"),
        "improvements.measure_improvement": lambda ws: improvements.measure_improvement(ws, "OPS-K1"),
        "improvements.put_away_improvement": lambda ws: improvements.put_away_improvement(ws, "OPS-K1"),
        "imports.import_tasks": lambda ws: imports.import_tasks(ws, "csv", [ImportTask(1, title="x")]),
        "inspections.answer": lambda ws: inspections.answer(ws, "OPS-Q1", "a", value=True),
        "inspections.clear": lambda ws: inspections.clear(ws, "OPS-Q1", "a"),
        "inspections.complete": lambda ws: inspections.complete(ws, "OPS-Q1"),
        "inspections.correct": lambda ws: inspections.correct(ws, "OPS-Q1"),
        "inspections.put_away": lambda ws: inspections.put_away(ws, "OPS-Q1"),
        "inspections.sign": lambda ws: inspections.sign(ws, "OPS-Q1"),
        "inspections.start": lambda ws: inspections.start(ws, "weld-check"),
        "issue_actions.add_action": lambda ws: issue_actions.add_action(ws, "OPS-I1", "x"),
        "issue_actions.comment_issue": lambda ws: issue_actions.comment_issue(ws, "OPS-I1", "x"),
        "issue_actions.edit_action": lambda ws: issue_actions.edit_action(ws, "OPS-I1.1", text="x"),
        "issue_actions.finish_action": lambda ws: issue_actions.finish_action(ws, "OPS-I1.1"),
        "issue_actions.link_task": lambda ws: issue_actions.link_task(ws, "OPS-I1", "OPS-1"),
        "issue_actions.put_away_action": lambda ws: issue_actions.put_away_action(ws, "OPS-I1.1"),
        "issue_actions.unlink_task": lambda ws: issue_actions.unlink_task(ws, "OPS-I1", "OPS-1"),
        "issues.advance_issue": lambda ws: issues.advance_issue(ws, "OPS-I1"),
        "issues.check_effect": lambda ws: issues.check_effect(ws, "OPS-I1", effective=True),
        "issues.edit_issue": lambda ws: issues.edit_issue(ws, "OPS-I1", title="x"),
        "issues.put_away_issue": lambda ws: issues.put_away_issue(ws, "OPS-I1"),
        "issues.raise_issue": lambda ws: issues.raise_issue(ws, "x"),
        "issues.reopen_issue": lambda ws: issues.reopen_issue(ws, "OPS-I1", "x"),
        "issues.restore_issue": lambda ws: issues.restore_issue(ws, "OPS-I1"),
        "links.link": lambda ws: links.link(ws, "OPS-1", "OPS-2"),
        "links.unlink": lambda ws: links.unlink(ws, "OPS-1", "OPS-2"),
        "recurring.add_recurring": lambda ws: recurring.add_recurring(ws, "daily", {"title": "x"}, start=NOW),
        "recurring.run_due": recurring.run_due,
        "recurring.stop_recurring": lambda ws: recurring.stop_recurring(ws, 1),
        "demand_rules.run_due": demand_rules.run_due,
        "standup_record.add_note": lambda ws: standup_record.add_note(ws, NoteKind.DECISION, "x"),
        "standup_record.attend": lambda ws: standup_record.attend(ws, ["bo"]),
        "standup_record.finish_standup": standup_record.finish_standup,
        "standup_record.mark_talked": lambda ws: standup_record.mark_talked(ws, "k", "x"),
        "standup_record.put_away_note": lambda ws: standup_record.put_away_note(ws, "OPS-U1.1"),
        "standup_record.start_standup": standup_record.start_standup,
        "stock.count": lambda ws: stock.count(ws, "steel", 1),
        "stock.expect": lambda ws: stock.expect(ws, "steel", 1, DAY),
        "stock.issue": lambda ws: stock.issue(ws, "steel", 1),
        "stock.put_away_move": lambda ws: stock.put_away_move(ws, "OPS-M1"),
        "stock.receive": lambda ws: stock.receive(ws, "steel", 1),
        "stock.reserve": lambda ws: stock.reserve(ws, "steel", 1, "OPS-1"),
        "talk.comment": lambda ws: talk.comment(ws, "OPS-1", "x"),
        "talk.log_work": lambda ws: talk.log_work(ws, "OPS-1", 5),
        "tasks.add": lambda ws: tasks.add(ws, "x"),
        "tasks.add_many": lambda ws: tasks.add_many(ws, [{"title": "x"}]),
        "tasks.archive": lambda ws: tasks.archive(ws, "OPS-1"),
        "tasks.assign": lambda ws: tasks.assign(ws, "OPS-1", add=["bo"]),
        "tasks.edit": lambda ws: tasks.edit(ws, "OPS-1", {"title": "x"}),
        "tasks.label": lambda ws: tasks.label(ws, "OPS-1", add=["x"]),
        "tasks.restore": lambda ws: tasks.restore(ws, "OPS-1"),
        "tasks.set_due": lambda ws: tasks.set_due(ws, "OPS-1", NOW),
        "tasks.set_priority": lambda ws: tasks.set_priority(ws, "OPS-1", "high"),
        "timers.start_timer": lambda ws: timers.start_timer(ws, "OPS-1"),
        "undo.redo": undo.redo,
        "undo.undo": undo.undo,
    },
    Permission.OVERRIDE: {
        "board.move": lambda ws: board.move(ws, "OPS-3", "doing", override="now"),
        "imports.import_tasks": lambda ws: imports.import_tasks(
            ws, "csv", [ImportTask(1, title="x")], wishes=imports.ImportWishes(override="now")
        ),
        "tasks.add": lambda ws: tasks.add(ws, "x", step="doing", override="now"),
        "tasks.restore": lambda ws: tasks.restore(ws, "OPS-4", override="now"),
    },
    Permission.SET_UP: {
        "agreements.set_ways": lambda ws: agreements.set_ways(ws, "ready", ["doing"]),
        "apply.apply": lambda ws: apply(ws, {"boards": [{"key": "OPS", "name": "x"}]}),
        "boards.archive_board": lambda ws: boards.archive_board(ws, "OPS"),
        "boards.edit_board": lambda ws: boards.edit_board(ws, name="x"),
        "boards.restore_board": lambda ws: boards.restore_board(ws, "OPS"),
        "imports.import_tasks": lambda ws: imports.import_tasks(
            ws, "csv", [ImportTask(1, title="x", step="new")], wishes=imports.ImportWishes(create_steps=True)
        ),
        "rights.grant": lambda ws: rights.grant(ws, "member", "plan"),
        "rights.put": lambda ws: rights.put(ws, RightRow(Role.MEMBER, Permission.PLAN, granted=True)),
        "rights.revoke": lambda ws: rights.revoke(ws, "member", "work"),
        "steps.add_step": lambda ws: steps.add_step(ws, "New"),
        "steps.allow": lambda ws: steps.allow(ws, "ready", "doing"),
        "steps.archive_step": lambda ws: steps.archive_step(ws, "ready"),
        "steps.edit_step": lambda ws: steps.edit_step(ws, "ready", name="x"),
        "steps.forbid": lambda ws: steps.forbid(ws, "ready", "doing"),
        "steps.move_step": lambda ws: steps.move_step(ws, "ready", 1),
        "steps.restore_step": lambda ws: steps.restore_step(ws, "ready"),
        "workflow.join_steps": lambda ws: workflow.join_steps(ws, "ready", "backlog"),
        "workflow.split_step": lambda ws: workflow.split_step(ws, "ready", "New"),
    },
    Permission.PURGE: {"purge.purge": lambda ws: purge.purge(ws, "OPS-1")},
    Permission.CHECKLISTS: {
        "agreements.set_gates": lambda ws: agreements.set_gates(ws, "ready", []),
        "checklist_import.import_checklists": lambda ws: checklist_import.import_checklists(ws, []),
        "checklists.add_checklist": lambda ws: checklists.add_checklist(ws, "x"),
        "checklists.archive_checklist": lambda ws: checklists.archive_checklist(ws, "x"),
        "checklists.attach_checklist": lambda ws: checklists.attach_checklist(ws, "x", step="ready"),
        "checklists.detach_checklist": lambda ws: checklists.detach_checklist(ws, "x", 1),
        "checklists.edit_checklist": lambda ws: checklists.edit_checklist(ws, "x", name="y"),
        "checklists.publish_checklist": lambda ws: checklists.publish_checklist(ws, "x"),
        "checklists.restore_checklist": lambda ws: checklists.restore_checklist(ws, "x"),
    },
    Permission.CONCEDE: {"inspections.concede": lambda ws: inspections.concede(ws, "OPS-Q1", "x")},
    Permission.PLAN: {
        "absences.add_absence": lambda ws: absences.add_absence(ws, DAY, person="cy"),
        "calendars.add_exception": lambda ws: calendars.add_exception(ws, DAY),
        "calendars.remove_exception": lambda ws: calendars.remove_exception(ws, DAY),
        "calendars.set_calendar": lambda ws: calendars.set_calendar(ws, country="DE"),
        "capacity_changes.add": lambda ws: capacity_changes.add(ws, "step", "doing", DAY, DAY, 2),
        "capacity_changes.remove": lambda ws: capacity_changes.remove(ws, "OPS-C1"),
        "demand.add_demand": lambda ws: demand.add_demand(ws, "chair", 1, DAY),
        "demand.archive_demand": lambda ws: demand.archive_demand(ws, "OPS-D1"),
        "demand.cancel_demand": lambda ws: demand.cancel_demand(ws, "OPS-D1"),
        "demand.close_demand": lambda ws: demand.close_demand(ws, "OPS-D1"),
        "demand.edit_demand": lambda ws: demand.edit_demand(ws, "OPS-D1", quantity=2),
        "demand.reopen_demand": lambda ws: demand.reopen_demand(ws, "OPS-D1"),
        "demand.restore_demand": lambda ws: demand.restore_demand(ws, "OPS-D1"),
        "demand_import.import_demand": lambda ws: demand_import.import_demand(
            ws, [ImportDemand(1, product="chair", quantity=1, due=DAY)]
        ),
        "demand_rules.add_rule": lambda ws: demand_rules.add_rule(ws, "weekly", "chair", 1, start=DAY),
        "demand_rules.stop_rule": lambda ws: demand_rules.stop_rule(ws, "OPS-E1"),
        "forecasts.save_forecast": lambda ws: forecasts.save_forecast(ws, "chair"),
        "forecasts.save_forecasts": forecasts.save_forecasts,
        "plan.set_quantity": lambda ws: plan.set_quantity(ws, "chair", DAY, 1),
        "plan_level.apply": lambda ws: plan_level.apply(ws, [PlanEdit("chair", DAY, 0.0, 1.0)]),
        "plan_release.release": lambda ws: plan_release.release(ws, "chair", DAY),
        "plan_release_all.release_all": lambda ws: plan_release_all.release_all(ws, DAY),
        "products.add_product": lambda ws: products.add_product(ws, "Table"),
        "products.archive_product": lambda ws: products.archive_product(ws, "chair"),
        "products.edit_product": lambda ws: products.edit_product(ws, "chair", unit="kg"),
        "products.restore_product": lambda ws: products.restore_product(ws, "chair"),
        "resources.add_resource": lambda ws: resources.add_resource(ws, "Press", "machine"),
        "resources.archive_resource": lambda ws: resources.archive_resource(ws, "press"),
        "resources.edit_resource": lambda ws: resources.edit_resource(ws, "press", unit="kg"),
        "resources.restore_resource": lambda ws: resources.restore_resource(ws, "press"),
        "schedule_optimise.clear": schedule_optimise.clear,
        "what_ifs.add": lambda ws: what_ifs.add(ws, "x"),
        "what_ifs.apply": lambda ws: what_ifs.apply(ws, "x"),
        "what_ifs.drop": lambda ws: what_ifs.drop(ws, "x"),
    },
    Permission.HAND_OVER: {
        "handovers.acknowledge_handover": handovers.acknowledge_handover,
        "handovers.edit_handover": lambda ws: handovers.edit_handover(ws, "OPS-H1", "x"),
        "handovers.put_away_handover": lambda ws: handovers.put_away_handover(ws, "OPS-H1"),
        "handovers.write_handover": lambda ws: handovers.write_handover(ws, "x"),
    },
}
#: What goes by the rights of a new board, what is one's own, and what needs a proposal to be made first.
OTHERS = {
    "board_import.import_board", "boards.create_board", "event_log.import_event_log", "people.add_person",
    "people.edit_person", "inbox.mark_read", "timers.drop_timer", "timers.stop_timer", "schedule_optimise.apply",
}  # fmt: skip


@pytest.fixture
def busy(team: Team) -> Team:
    """A product, a full step, tasks before it, one in it, and one that was archived."""
    products.add_product(team.ann, "Chair")
    for title in ("First", "Second", "Third"):
        team.task(title)
    team.task("Fourth", at="doing")
    tasks.archive(team.ann, "OPS-4")
    team.task("Fifth", at="doing")
    team.step("doing", wip_limit=1)
    return team


def refusal_of(call: Call, ws: Workspace) -> ProdtuiError | None:
    """Return why a verb came to nothing, None when it did not."""
    try:
        call(ws)
    except ProdtuiError as error:
        return error
    return None


@pytest.mark.parametrize("need", Permission)
def test_every_verb_is_refused_to_whom_the_right_was_taken(busy: Team, need: Permission) -> None:
    rights.revoke(busy.ann, "lead", need)
    before, needed = history.last_event(busy.ann), [role.value for role in DEFAULTS.who_may(need)]
    needed = [role for role in needed if role != "lead"]
    for name, call in VERBS[need].items():
        why = refusal_of(call, busy.lea)
        assert isinstance(why, Refused), (name, why)
        assert why.exit_code is ExitCode.REFUSED
        assert why.details == {"role": "lead", "right": need.value, "needed": needed}, (name, why)
        assert f"On OPS lea (lead) may not {need.words}." in why.message, name
        assert why.hint == f"Ask somebody whose role is {' or '.join(needed)}.", name
    assert history.last_event(busy.ann) == before


@pytest.mark.parametrize("need", Permission)
def test_no_verb_is_refused_to_whom_the_right_was_given(busy: Team, need: Permission) -> None:
    for right in Permission:  # what a verb changes may need another right beside it
        rights.grant(busy.ann, "member", right)
    for name, call in VERBS[need].items():
        why = refusal_of(call, busy.bo)
        assert why is None or "right" not in why.details, (name, why)


def test_every_verb_of_the_services_is_in_the_table() -> None:
    found = set()
    for path in Path(services.__file__).parent.glob("*.py"):
        module = import_module(f"prodtui.services.{path.stem}")
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            if verb.__module__ == module.__name__ and {"ws", "request_id"} <= inspect.signature(verb).parameters.keys():
                found.add(f"{path.stem}.{name}")
    found -= {name for name in found if "._" in name} | {"change.begin"}
    automatic = {"recurring.run_due", "demand_rules.run_due"}
    assert found - OTHERS == {name for verbs in VERBS.values() for name in verbs} - automatic

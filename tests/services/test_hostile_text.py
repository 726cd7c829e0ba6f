"""Text from people is text: it is kept as it is or refused, and never becomes SQL, a pattern or an order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.errors import NotFound, ProdtuiError, Rejected, Usage
from prodtui.services import (
    board,
    boards,
    downtime,
    filters,
    history,
    improvements,
    issue_actions,
    issues,
    people,
    steps,
    stores,
    talk,
    task_view,
    tasks,
    undo,
)
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team

#: printable and unpleasant: kept as they are
HARMLESS = [
    "'; DROP TABLE task; --",
    'x" OR "1"="1',
    "Robert'); DELETE FROM event;--",
    "%",
    "_%_",
    "100 % \\ done",
    "\\",
    ":title :name ?1 $x @x",
    "{0} {} %s %(x)s",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "[/]",
    "[todo] [bold red]x[/]",
    "[@click=app.quit]x[/]",
    "<script>alert(1)</script>",
    "$(rm -rf /) `id`",
    "../../etc/passwd",
    "null",
    "-1",
    "OPS-1",
    "日本語 と العربية",
    "👩‍🔧 Ä ß",
    "e\u0301",
]
#: control, direction and half characters: refused with the position
HARMFUL = [
    "\x00",
    "bell\x07",
    "\x1b[31mred",
    "\x1b]52;c;aGk=\x07",
    "c1\x9b31m",
    "two\rlines",
    "two\nlines",
    "rtl \u202e gnp",
    "isolate \u2066x",
    "half \ud800",
    "del\x7f",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_kept_as_it_is_everywhere(team: Team, text: str) -> None:
    import unicodedata

    kept = unicodedata.normalize("NFC", text)
    ref = tasks.add(team.bo, text, notes=text, product=text, external_key=text).value.ref
    talk.comment(team.bo, ref, text)
    talk.log_work(team.bo, ref, 5, note=text)
    board.block(team.bo, ref, text)
    boards.edit_board(team.ann, name=text)
    steps.edit_step(team.ann, "doing", name=text, criteria=text)
    people.edit_person(team.ann, "cy", name=text)
    filters.save_filter(team.bo, text, "late")

    shown = task_view.show(team.ann, ref)
    assert (shown.task.title, shown.task.notes, shown.task.product, shown.task.external_key) == (kept,) * 4
    assert (shown.comments[0].text, shown.work[0].note, shown.task.blocked_reason) == (kept,) * 3
    assert boards.show_board(team.ann).name == kept
    assert steps.list_steps(team.ann)[2].name == kept
    assert people.resolve_person(team.ann, "cy").name == kept
    assert filters.list_filters(team.ann)[0].name == kept
    assert history.events(team.ann, ref=ref)[0].after["title"] == kept  # type: ignore[index]
    assert json.dumps(to_dict(shown)).isascii()
    assert stores.check(team.ann).problems == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_kept_as_it_is_in_the_issue_log(team: Team, text: str) -> None:
    import unicodedata

    kept = unicodedata.normalize("NFC", text)
    ref = issues.raise_issue(team.bo, text, notes=text, category=text, step="doing", downtime=text).value.ref
    issues.advance_issue(
        team.bo, ref, "analysing", containment=text, owner="bo", whys=[text], cause=text, evidence=text
    )
    issue_actions.add_action(team.bo, ref, text)
    issue_actions.finish_action(team.bo, f"{ref}.1", text)
    issue_actions.comment_issue(team.bo, ref, text)
    improvements.add_improvement(team.bo, text, problem=text, change=text, kpi=text, typed=True, learned=text)

    shown = issues.show_issue(team.ann, ref)
    row, action = shown.issue, shown.actions[0]
    assert (row.title, row.notes, row.category, row.containment, row.cause, row.evidence) == (kept,) * 6
    assert (row.whys, action.text, action.result, shown.comments[0].text) == ((kept,), kept, kept, kept)
    assert shown.downtime[0].reason == kept
    (tried,) = improvements.list_improvements(team.ann)
    assert (tried.title, tried.problem, tried.change, tried.kpi, tried.learned) == (kept,) * 5
    assert [bar.name for bar in issues.pareto(team.ann)] == [kept]
    assert json.dumps(to_dict(shown)).isascii()
    assert stores.check(team.ann).problems == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_a_search_for_a_text_finds_that_text_and_nothing_else(team: Team, text: str) -> None:
    team.task("Innocent bystander")
    ref = team.task(text).ref
    quoted = '"' + text.replace('"', "") + '"'
    try:
        found = [row.ref for row in task_view.list_tasks(team.bo, quoted)]
    except (Rejected, Usage):
        return
    innocent = [] if text in ("OPS-1", "-1") else ["OPS-1"]  # those are in its reference
    assert not set(innocent) & set(found)
    assert found == [] if set(text) & set('"\\') else ref in found  # a quote or an escape cannot be said in quotes


@pytest.mark.parametrize("text", HARMLESS)
def test_a_name_made_of_it_finds_nothing_and_harms_nothing(team: Team, text: str) -> None:
    team.task()
    for look in (
        lambda: tasks.get(team.bo, text),
        lambda: team.bo.with_board(text),
        lambda: people.resolve_person(team.bo, text),
        lambda: filters.remove_filter(team.bo, text),
        lambda: undo.undo(team.bo, text),
        lambda: board.move(team.bo, "OPS-1", text),
        lambda: history.events(team.bo, author=text),
    ):
        if text == "OPS-1" and look.__code__.co_names[:2] == ("tasks", "get"):
            continue
        try:
            look()
        except (NotFound, Usage, Rejected):
            continue
        assert text == "OPS-1"
    assert [row.title for row in task_view.list_tasks(team.bo)] == ["Sweep the hall"]
    assert stores.check(team.ann).problems == ()


LINES: dict[str, Callable[[Workspace, str], Any]] = {
    "title": lambda ws, text: tasks.add(ws, text),
    "new title": lambda ws, text: tasks.edit(ws, "OPS-1", {"title": text}),
    "product": lambda ws, text: tasks.edit(ws, "OPS-1", {"product": text}),
    "unit": lambda ws, text: tasks.edit(ws, "OPS-1", {"unit": text}),
    "external key": lambda ws, text: tasks.edit(ws, "OPS-1", {"external_key": text}),
    "reason": lambda ws, text: board.block(ws, "OPS-1", text),
    "note": lambda ws, text: talk.log_work(ws, "OPS-1", 5, note=text),
    "board": lambda ws, text: boards.edit_board(ws, name=text),
    "key": lambda ws, text: boards.create_board(ws, text, "Lab"),
    "step": lambda ws, text: steps.add_step(ws, text),
    "role": lambda ws, text: steps.edit_step(ws, "doing", role=text),
    "person": lambda ws, text: people.edit_person(ws, "bo", name=text),
    "login": lambda ws, text: people.add_person(ws, text),
    "skill": lambda ws, text: people.edit_person(ws, "bo", skills=[text]),
    "filter": lambda ws, text: filters.save_filter(ws, text, "late"),
    "label": lambda ws, text: tasks.label(ws, "OPS-1", add=[text]),
    "issue": lambda ws, text: issues.raise_issue(ws, text),
    "new issue title": lambda ws, text: issues.edit_issue(ws, "OPS-I1", title=text),
    "issue category": lambda ws, text: issues.edit_issue(ws, "OPS-I1", category=text),
    "why": lambda ws, text: issues.edit_issue(ws, "OPS-I1", whys=[text]),
    "way back": lambda ws, text: issues.advance_issue(ws, "OPS-I1", "open", reason=text),
    "action": lambda ws, text: issue_actions.add_action(ws, "OPS-I1", text),
    "new action text": lambda ws, text: issue_actions.edit_action(ws, "OPS-I1.1", text=text),
    "downtime": lambda ws, text: downtime.start_downtime(ws, "doing", text),
    "downtime of an issue": lambda ws, text: issues.raise_issue(ws, "Stands", step="doing", downtime=text),
    "improvement": lambda ws, text: improvements.add_improvement(ws, text),
    "figure": lambda ws, text: improvements.add_improvement(ws, "x", kpi=text, typed=True),
    "unit of a figure": lambda ws, text: improvements.add_improvement(ws, "x", kpi="Scrap", typed=True, unit=text),
}
TEXTS: dict[str, Callable[[Workspace, str], Any]] = {
    "notes": lambda ws, text: tasks.edit(ws, "OPS-1", {"notes": text}),
    "comment": lambda ws, text: talk.comment(ws, "OPS-1", text),
    "criteria": lambda ws, text: steps.edit_step(ws, "doing", criteria=text),
    "issue notes": lambda ws, text: issues.edit_issue(ws, "OPS-I1", notes=text),
    "containment": lambda ws, text: issues.advance_issue(ws, "OPS-I1", "contained", containment=text),
    "cause": lambda ws, text: issues.edit_issue(ws, "OPS-I1", cause=text),
    "evidence": lambda ws, text: issues.edit_issue(ws, "OPS-I1", evidence=text),
    "issue comment": lambda ws, text: issue_actions.comment_issue(ws, "OPS-I1", text),
    "result of an action": lambda ws, text: issue_actions.finish_action(ws, "OPS-I1.1", text),
    "problem": lambda ws, text: improvements.add_improvement(ws, "x", problem=text),
    "change": lambda ws, text: improvements.add_improvement(ws, "x", change=text),
    "learned": lambda ws, text: improvements.add_improvement(ws, "x", learned=text),
}


@pytest.mark.parametrize("text", HARMFUL, ids=ascii)
def test_harmful_text_is_refused_everywhere_and_leaves_nothing(team: Team, text: str) -> None:
    team.task()
    issues.raise_issue(team.ann, "Burrs")
    issue_actions.add_action(team.ann, "OPS-I1", "Sort")
    last = history.last_event(team.ann)
    for name, say in (LINES | TEXTS).items():
        if name in TEXTS and text == "two\nlines":
            continue
        with pytest.raises(ProdtuiError) as caught:
            say(team.ann, text)
        assert isinstance(caught.value, Rejected), name
        said = caught.value.message + caught.value.hint
        assert not [mark for mark in said if ord(mark) < 32 or 0x7F <= ord(mark) < 0xA0 or mark in "\u202e\u2066"], name
    assert history.last_event(team.ann) == last


def test_two_spellings_of_one_letter_are_one_text(team: Team) -> None:
    assert team.task("Cafe\u0301").title == "Café"
    assert [row.title for row in task_view.list_tasks(team.bo, "café")] == ["Café"]

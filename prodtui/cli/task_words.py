"""The options that say what tasks of a product are like, for the product itself and for one release of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from prodtui.cli import complete
from prodtui.cli.context import NONE_WORDS, Session, listed
from prodtui.domain.enums import Priority

_TITLE = 'What its tasks are called, such as "{product} {lot}/{of}".'
_NOTES = "Notes of its tasks, with the same words in braces; - reads them."
_PRIORITY = f"How important they are: {', '.join(Priority)}."


@dataclass(frozen=True, slots=True)
class ReleasedAs:
    """What the words of a release say about its tasks; None where they say nothing."""

    title: Annotated[str | None, typer.Option("--title", "-t", metavar="TITLE", help=_TITLE)] = None
    notes: Annotated[str | None, typer.Option("--notes", "-n", metavar="TEXT", help=_NOTES)] = None
    label: Annotated[list[str] | None, typer.Option("--label", "-l", metavar="LABEL", help="A label of them.")] = None
    priority: Annotated[str | None, typer.Option("--priority", "-p", metavar="PRIORITY", help=_PRIORITY)] = None
    assign: Annotated[
        list[str] | None,
        typer.Option("--assign", "-a", metavar="WHO", help="Who does them.", autocompletion=complete.logins),
    ] = None

    def values(self, session: Session) -> dict[str, Any]:
        """Return what was said as fields of a TaskTemplate; `none` empties one."""
        return _values(session, self.title, self.notes, self.label, self.priority, self.assign)


@dataclass(frozen=True, slots=True)
class ProductTasks:
    """What the words about a product say about its tasks; None where they say nothing."""

    task_title: Annotated[str | None, typer.Option("--task-title", metavar="TITLE", help=_TITLE)] = None
    task_notes: Annotated[str | None, typer.Option("--task-notes", metavar="TEXT", help=_NOTES)] = None
    task_label: Annotated[
        list[str] | None, typer.Option("--task-label", metavar="LABEL", help="A label of its tasks; none for no label.")
    ] = None
    task_priority: Annotated[str | None, typer.Option("--task-priority", metavar="PRIORITY", help=_PRIORITY)] = None
    task_assign: Annotated[
        list[str] | None,
        typer.Option(
            "--task-assign", metavar="WHO", help="Who does its tasks; none for nobody.", autocompletion=complete.logins
        ),
    ] = None

    def values(self, session: Session) -> dict[str, Any]:
        """Return what was said as fields of a product; `none` empties one."""
        given = _values(
            session, self.task_title, self.task_notes, self.task_label, self.task_priority, self.task_assign
        )  # fmt: skip
        return {f"task_{name}": value for name, value in given.items()}


def _values(
    session: Session, title: str | None, notes: str | None, labels: Sequence[str] | None, priority: str | None,
    assign: Sequence[str] | None,
) -> dict[str, Any]:  # fmt: skip
    words = {"title": title, "notes": None if notes is None else session.text(notes, "the notes"), "priority": priority}
    found: dict[str, Any] = {
        name: "" if word.strip().lower() in NONE_WORDS else word for name, word in words.items() if word is not None
    }
    for name, given in (("labels", labels), ("assignees", assign)):
        if given is not None:
            found[name] = () if [word.strip().lower() for word in given] == ["none"] else listed(given)
    if found.get("assignees"):
        found["assignees"] = session.people(found["assignees"])
    return found

"""What the shell offers after a tab where an inspection, a checklist or a question is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from prodtui.cli.complete import LIMIT, offers
from prodtui.cli.context import Session

if TYPE_CHECKING:
    from prodtui.domain.rows_quality import InspectionRow, ItemRow


_OPEN = ("running", "waiting", "failed")


def checks(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return inspections that are not signed yet, then the others, newest first."""
    return _checks(ctx, incomplete, *_OPEN, "signed")


def running(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the inspections that take answers."""
    return _checks(ctx, incomplete, "running")


def answered(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the running inspections without an open question."""
    return _checks(ctx, incomplete, "running", wanted=lambda row: row.answered == row.questions)


def failed(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the inspections that failed."""
    return _checks(ctx, incomplete, "failed")


def signed(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the signed inspections that no other one corrects."""
    return _checks(ctx, incomplete, "signed", wanted=lambda row: row.corrected_by is None)


def unsigned(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the inspections that can be put away."""
    return _checks(ctx, incomplete, *_OPEN)


def to_sign(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the inspections that whoever acts may sign."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.quality_list import signable

        return map(_check, signable(session.workspace, limit=LIMIT))

    return offers(ctx, incomplete, find)


def _checks(
    ctx: typer.Context, incomplete: str, *states: str, wanted: Callable[[InspectionRow], bool] | None = None
) -> list[tuple[str, str]]:
    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.inspections import list_inspections

        ws = session.workspace
        rows = [row for state in states for row in list_inspections(ws, state=state, limit=LIMIT)]
        return map(_check, filter(wanted, rows))

    return offers(ctx, incomplete, find)


def _check(row: InspectionRow) -> tuple[str, str]:
    return row.ref, f"{row.name} {row.task or ''}".strip()


def answers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the items of the inspection, each with the sign behind which its answer is typed."""
    if (ctx.params.get("pairs") or [""])[-1] == "=":  # bash takes item, sign and answer for three words
        return []
    return [(f"{key}=", text) for key, text in items(ctx, incomplete)]


def items(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the items of the inspection."""
    return _items(ctx, incomplete, lambda item: True)


def items_na(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the items of the inspection that may be not applicable."""
    return _items(ctx, incomplete, lambda item: item.na_allowed)


def _items(ctx: typer.Context, incomplete: str, wanted: Callable[[ItemRow], bool]) -> list[tuple[str, str]]:
    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.inspections import show

        found = show(session.workspace, _word(ctx, "ref"))
        return [(item.key, item.text) for item in found.content.items if wanted(item)]

    return offers(ctx, incomplete, find)


def _word(ctx: typer.Context, name: str) -> str:
    """Return the first argument; while an option waits for its value, arguments are not told apart yet."""
    return str(ctx.params.get(name) or next(iter(ctx.args), ""))


def template_items(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the items of the checklist as it is edited now."""
    return _template_items(ctx, incomplete, lambda item: True)


def measurements(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the measurements of the checklist."""
    return _template_items(ctx, incomplete, lambda item: item.kind == "measurement")


def _template_items(ctx: typer.Context, incomplete: str, wanted: Callable[[ItemRow], bool]) -> list[tuple[str, str]]:
    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.checklists import show_checklist

        detail = show_checklist(session.workspace, _word(ctx, "checklist"))
        contents = [detail.draft] if detail.draft else [version.content for version in detail.versions[-1:]]
        return [(item.key, item.text) for content in contents for item in content.items if wanted(item)]

    return offers(ctx, incomplete, find)


def uses(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the uses of the checklist by number."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.domain.quality_text import use_text
        from prodtui.services.checklists import show_checklist

        found = show_checklist(session.workspace, _word(ctx, "checklist"))
        return [(str(use.id), use_text(use)) for use in found.checklist.uses]

    return offers(ctx, incomplete, find)


def checklists(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the checklists of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.checklists import list_checklists

        return [(row.key, row.name) for row in list_checklists(session.workspace)]

    return offers(ctx, incomplete, find)


def archived_checklists(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the checklists of the board that can be restored."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.checklists import list_checklists

        rows = list_checklists(session.workspace, archived=True)
        return [(row.key, row.name) for row in rows if row.archived_at is not None]

    return offers(ctx, incomplete, find)

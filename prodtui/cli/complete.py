"""What the shell offers after a tab: words of the tree, and references, steps and names from the live store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import typer

from prodtui.cli.argv import VALUES, Options, hoist
from prodtui.cli.context import Session
from prodtui.domain.enums import Role
from prodtui.domain.permissions import Permission
from prodtui.errors import ProdtuiError, Usage

#: The most references that are offered at once; a longer list helps nobody.
LIMIT = 200


def completing(words: Sequence[str]) -> tuple[Session, list[str], str | None]:
    """Return the session for half a command line, its words without common options, and the one that lacks its value.

    Where a common option waits for its value, nothing else can follow, so there are no words then.
    """
    for last in (None, words[-1] if words and words[-1] in VALUES else None):
        try:
            options, rest = hoist(words if last is None else words[:-1])
        except Usage:  # the line is not finished yet
            continue
        return Session(options), rest if last is None else [], last
    return Session(Options(read_only=True)), list(words), None


def common(option: str, ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the values that a common option may have."""
    offer = {"--board": boards, "--as": logins}.get(option)
    return offer(ctx, incomplete) if offer else []


def refs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open tasks whose reference begins so, with their titles."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.task_view import list_tasks

        wanted = incomplete.upper()
        rows = (row for row in list_tasks(session.workspace) if row.ref.startswith(wanted))
        return [(row.ref, row.title) for row, _ in zip(rows, range(LIMIT), strict=False)]

    return offers(ctx, incomplete, find)


def steps(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the steps of the board, archived ones left out."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.steps import list_steps

        return [(step.key, step.name) for step in list_steps(session.workspace)]

    return offers(ctx, incomplete, find)


def archived_steps(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the steps of the board that can be restored."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.steps import list_steps

        rows = list_steps(session.workspace, archived=True)
        return [(step.key, step.name) for step in rows if step.archived_at is not None]

    return offers(ctx, incomplete, find)


def targets(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return where a task may move: the steps, and the words for the neighbours."""
    words = [(word, help_text) for word, help_text in (("next", "the step after"), ("prev", "the step before"))]
    return [word for word in words if word[0].startswith(incomplete)] + steps(ctx, incomplete)


def refs_then_targets(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return tasks, and behind the first one where they may move as well."""
    return refs(ctx, incomplete) + (targets(ctx, incomplete) if _has_words(ctx) else [])


def refs_then_logins(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return tasks, and behind the first one the people as well."""
    return refs(ctx, incomplete) + (logins(ctx, incomplete) if _has_words(ctx) else [])


def logins(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the people of the store."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.people import list_people

        return [(person.login, person.name) for person in list_people(session.workspace)]

    return offers(ctx, incomplete, find)


def roles(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the roles that people may have."""
    return offers(ctx, incomplete, lambda session: [(role.value, "") for role in Role])


def rights(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return what a role may be given on a board."""
    return offers(ctx, incomplete, lambda session: [(right.value, right.words) for right in Permission])


def issues(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open issues, the most urgent first, with their titles."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.issues import list_issues

        return [(row.ref, row.title) for row in list_issues(session.workspace, limit=LIMIT)]

    return offers(ctx, incomplete, find)


def actions(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the open actions of open issues, the most urgent first."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.issue_actions import list_actions

        rows = list_actions(session.workspace, limit=LIMIT)
        return [(f"{row.issue}.{row.number}", row.text) for row in rows]

    return offers(ctx, incomplete, find)


def categories(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the categories of issues of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        return [(word, "") for word in session.workspace.need_board().settings.issue_categories]

    return offers(ctx, incomplete, find)


def downtimes(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return downtimes, newest first, and the steps."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.downtime import list_downtime

        return [(row.ref, f"{row.step}: {row.reason}") for row in list_downtime(session.workspace)[:LIMIT]]

    return offers(ctx, incomplete, find) + steps(ctx, incomplete)


def handovers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the hand-overs that nobody took over."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.domain.standup.handover import first_line
        from prodtui.services.handovers import list_handovers

        rows = list_handovers(session.workspace, waiting=True, limit=LIMIT)
        return [(row.ref, first_line(row.text)) for row in rows]

    return offers(ctx, incomplete, find)


def improvements(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the improvements that are not closed."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.improvements import list_improvements

        return [(row.ref, row.title) for row in list_improvements(session.workspace)[:LIMIT]]

    return offers(ctx, incomplete, find)


def figures(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the figures that the program computes."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.figures import FIGURES

        return [(kind.key, kind.label) for kind in FIGURES.values()]

    return offers(ctx, incomplete, find)


def charts(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the charts that the program draws up."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.charts import CHARTS

        return [(kind.key, kind.label) for kind in CHARTS.values()]

    return offers(ctx, incomplete, find)


def boards(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards of the store, archived ones left out."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.boards import list_boards

        return [(board.key, board.name) for board in list_boards(session.workspace)]

    return offers(ctx, incomplete, find)


def archived_boards(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards that can be restored."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.boards import list_boards

        rows = list_boards(session.workspace, archived=True)
        return [(board.key, board.name) for board in rows if board.archived_at is not None]

    return offers(ctx, incomplete, find)


def _has_words(ctx: typer.Context) -> bool:
    return any(ctx.params.values())


def offers(
    ctx: typer.Context, incomplete: str, find: Callable[[Session], Iterable[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return what begins with the incomplete word, in the letters that were typed already.

    A store that cannot be read offers nothing: the shell is no place for an error message.
    """
    from prodtui.domain.text import sanitize

    session = ctx.obj if isinstance(ctx.obj, Session) else Session(Options(read_only=True))
    try:
        found = list(find(session))
    except ProdtuiError:
        return []
    finally:
        session.close()
    size = len(incomplete)
    return [
        (incomplete + value[size:], _no_markup(sanitize(text)))
        for value, text in found
        if value.lower().startswith(incomplete.lower())
    ]


def _no_markup(text: str) -> str:
    """Return text that the completion scripts, which read Rich markup and colons, print as it is."""
    return text.replace("[", "(").replace("]", ")").replace("\\", "/").replace(":::", " ")

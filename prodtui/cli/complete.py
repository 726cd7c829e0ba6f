"""What the shell offers after a tab: words of the tree, and references, steps and names from the live store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import typer

from prodtui.cli.argv import Options, hoist
from prodtui.cli.context import Session
from prodtui.errors import ProdtuiError, Usage

#: The most references that are offered at once; a longer list helps nobody.
LIMIT = 200


VARIABLE = "_PRODTUI_COMPLETE"


def answer() -> int:
    """Answer the question that a shell put into the environment."""
    from typer.completion import get_completion_inspect_parameters

    from prodtui.cli.tree import root
    from prodtui.cli.verb import PROGRAM

    get_completion_inspect_parameters()  # registers the shells
    try:
        root().main([], prog_name=PROGRAM, complete_var=VARIABLE)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def script(shell: str) -> str:
    """Return the script that makes `shell` ask this program after a tab."""
    import io
    import os
    from contextlib import redirect_stdout

    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = f"source_{shell}"
    try:
        with redirect_stdout(io.StringIO()) as text:
            answer()
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
    return text.getvalue().strip()


def completing(words: Sequence[str]) -> tuple[Session, list[str]]:
    """Return the session for half a command line and its words without common options."""
    try:
        options, rest = hoist(words)
    except Usage:  # the line is not finished yet
        return Session(Options(read_only=True)), list(words)
    return Session(options), rest


def refs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open tasks whose reference begins so, with their titles."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.task_view import list_tasks

        wanted = incomplete.upper()
        rows = (row for row in list_tasks(session.workspace) if row.ref.startswith(wanted))
        return [(row.ref, row.title) for row, _ in zip(rows, range(LIMIT), strict=False)]

    return _offers(ctx, incomplete, find)


def checks(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return inspections that are not signed yet, then the others, newest first."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.inspections import list_inspections

        wanted = incomplete.upper()
        rows = sorted(list_inspections(session.workspace, limit=LIMIT), key=lambda row: row.state == "signed")
        return [(row.ref, f"{row.name} {row.task or ''}".strip()) for row in rows if row.ref.startswith(wanted)]

    return _offers(ctx, incomplete, find)


def checklists(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the checklists of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.checklists import list_checklists

        return [(row.key, row.name) for row in list_checklists(session.workspace)]

    return _offers(ctx, incomplete, find)


def steps(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the steps of the board, archived ones left out."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.steps import list_steps

        return [(step.key, step.name) for step in list_steps(session.workspace)]

    return _offers(ctx, incomplete, find)


def archived_steps(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the steps of the board that can be restored."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.steps import list_steps

        rows = list_steps(session.workspace, archived=True)
        return [(step.key, step.name) for step in rows if step.archived_at is not None]

    return _offers(ctx, incomplete, find)


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

    return _offers(ctx, incomplete, find)


def issues(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open issues, the most urgent first, with their titles."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.issues import list_issues

        return [(row.ref, row.title) for row in list_issues(session.workspace, limit=LIMIT)]

    return _offers(ctx, incomplete, find)


def actions(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the open actions of open issues, the most urgent first."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.issue_actions import list_actions

        rows = list_actions(session.workspace, limit=LIMIT)
        return [(f"{row.issue}.{row.number}", row.text) for row in rows]

    return _offers(ctx, incomplete, find)


def categories(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the categories of issues of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        return [(word, "") for word in session.workspace.need_board().settings.issue_categories]

    return _offers(ctx, incomplete, find)


def downtimes(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return downtimes, newest first, and the steps."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.downtime import list_downtime

        return [(row.ref, f"{row.step}: {row.reason}") for row in list_downtime(session.workspace)[:LIMIT]]

    return _offers(ctx, incomplete, find) + steps(ctx, incomplete)


def improvements(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the improvements that are not closed."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.improvements import list_improvements

        return [(row.ref, row.title) for row in list_improvements(session.workspace)[:LIMIT]]

    return _offers(ctx, incomplete, find)


def figures(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the figures that the program computes."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.figures import FIGURES

        return [(kind.key, kind.label) for kind in FIGURES.values()]

    return _offers(ctx, incomplete, find)


def demand(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open demand lines whose reference begins so, earliest due first."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.demand import list_demand

        wanted = incomplete.upper()
        rows = list_demand(session.workspace, limit=LIMIT)
        return [(row.ref, f"{row.quantity:.10g} {row.product} {row.due}") for row in rows if row.ref.startswith(wanted)]

    return _offers(ctx, incomplete, find)


def products(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the products of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.products import list_products

        return [(row.key, row.name) for row in list_products(session.workspace)]

    return _offers(ctx, incomplete, find)


def what_ifs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the what-ifs of the board by name."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.what_ifs import list_what_ifs

        return [(row.name, row.ref) for row in list_what_ifs(session.workspace)]

    return _offers(ctx, incomplete, find)


def resources(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the resources of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.resources import list_resources

        return [(row.key, row.name) for row in list_resources(session.workspace)]

    return _offers(ctx, incomplete, find)


def materials(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the materials of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.resources import list_resources

        return [(row.key, row.name) for row in list_resources(session.workspace, kind="material")]

    return _offers(ctx, incomplete, find)


def boards(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards of the store, archived ones left out."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.boards import list_boards

        return [(board.key, board.name) for board in list_boards(session.workspace)]

    return _offers(ctx, incomplete, find)


def archived_boards(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards that can be restored."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.boards import list_boards

        rows = list_boards(session.workspace, archived=True)
        return [(board.key, board.name) for board in rows if board.archived_at is not None]

    return _offers(ctx, incomplete, find)


def _has_words(ctx: typer.Context) -> bool:
    return any(ctx.params.values())


def _offers(
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

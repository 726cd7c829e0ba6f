"""`board`: the boards of the store."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli import outcome
from prodtui.cli.context import listed, session_of
from prodtui.cli.result import Result
from prodtui.cli.tables import board_text, listing
from prodtui.cli.verb import Noun
from prodtui.cli.words import All, ArchivedBoard, BoardWord
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DayCount, Reentry, TimeKind, WorkTime
from prodtui.errors import Usage

NOUN = Noun("board", default="show")

Zone = Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="Such as Europe/Berlin.")]
OptionalKey = Annotated[str | None, typer.Argument(metavar="KEY", help="The board; the current one without.")]


@NOUN.verb(
    "show",
    "prodtui board",
    "prodtui board show OPS --done-days 30",
    "prodtui board --as-of 2026-10-31",
    "prodtui board show --json",
)
def show(
    ctx: typer.Context,
    key: OptionalKey = None,
    done_days: Annotated[
        int | None, typer.Option("--done-days", metavar="N", min=0, help="Finished tasks of so many days.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="As it stood at the end of that day.")
    ] = None,
) -> Result:
    """Show a board as text, lane below lane; --as-of tells of a day gone by what was recorded of it."""
    from prodtui.services import as_of as past
    from prodtui.services import board_view

    session = session_of(ctx)
    ws = session.workspace.with_board(key) if key else session.workspace
    day = session.day(as_of)
    if day is None:
        shot, at = board_view.snapshot(ws, done_days=done_days), ws.now()
    else:
        shot, at = past.snapshot_as_of(ws, day, done_days=done_days)
    lines = board_text(shot, at, ws.tz())
    return Result(to_dict(shot), tuple(lines), quiet=tuple(card.ref for card in shot.cards))


@NOUN.verb("list", "prodtui board list", "prodtui board list --json")
def list_(ctx: typer.Context, all_: All = False) -> Result:
    """List the boards."""
    from prodtui.services import boards

    session = session_of(ctx)
    rows = boards.list_boards(session.workspace, archived=all_)
    return listing(
        rows,
        ("key", "name", "timezone", "template", *(("archived_at",) if all_ else ())),
        session.zone,
        none="There is no board yet. Make one with `prodtui board add KEY NAME`.",
        identity="key",
    )


@NOUN.verb("add", 'prodtui board add OPS "Press shop" --template shop-floor --timezone Europe/Berlin')
def add(
    ctx: typer.Context,
    key: BoardWord,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
    template: Annotated[
        str | None, typer.Option("--template", metavar="NAME", help="Where its workflow comes from; see init.")
    ] = None,
    timezone: Zone = None,
) -> Result:
    """Make a board."""
    from prodtui.services import boards

    session = session_of(ctx)
    done = boards.create_board(
        session.workspace,
        key,
        " ".join(name),
        template=template,
        timezone=timezone,
        request_id=session.options.request_id,
    )
    return outcome.of(done, f"{done.value.key} {done.value.name}", done.value.key)


@NOUN.verb(
    "edit",
    'prodtui board edit OPS --name "Press shop 2"',
    "prodtui board edit OPS --person-limit 3 --expedite-limit 1",
    "prodtui board edit OPS --count-entry first --count-time working",
    'prodtui board edit OPS --issue-categories "Burr, Missing part" --recurrence-days 180',
)
def edit(
    ctx: typer.Context,
    key: OptionalKey = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is called.")] = None,
    timezone: Zone = None,
    expedite_limit: Annotated[
        int | None, typer.Option("--expedite-limit", metavar="N", min=0, help="Expedite tasks at once.")
    ] = None,
    person_limit: Annotated[
        str | None, typer.Option("--person-limit", metavar="N", help="Tasks under way for each person, or none.")
    ] = None,
    done_days: Annotated[
        int | None, typer.Option("--done-days", metavar="N", min=0, help="Days that finished tasks stay in sight.")
    ] = None,
    issue_categories: Annotated[
        str | None, typer.Option("--issue-categories", metavar="WORDS", help="What issues are about, or none.")
    ] = None,
    recurrence_days: Annotated[
        int | None,
        typer.Option("--recurrence-days", metavar="N", min=0, help="Days in which an issue repeats one."),
    ] = None,
    frozen_hours: Annotated[
        int | None,
        typer.Option("--frozen-hours", metavar="N", min=0, help="Hours of work that keep their place when scheduled."),
    ] = None,
    standup_minutes: Annotated[
        int | None,
        typer.Option("--standup-minutes", metavar="N", min=0, help="Minutes that a stand-up has; 0: no clock."),
    ] = None,
    count_entry: Annotated[
        Reentry | None, typer.Option("--count-entry", help="Which entry counts in figures after a move back.")
    ] = None,
    count_days: Annotated[
        DayCount | None, typer.Option("--count-days", help="Time that passed, or first and last day included.")
    ] = None,
    count_time: Annotated[TimeKind | None, typer.Option("--count-time", help="Which time counts in figures.")] = None,
    count_work: Annotated[
        WorkTime | None, typer.Option("--count-work", help="Whether active steps hold work alone, or nobody knows.")
    ] = None,
) -> Result:
    """Change what a board's team agreed on."""
    from prodtui.services import boards

    session = session_of(ctx)
    settings = _given(
        expedite_limit=expedite_limit, done_days=done_days, recurrence_days=recurrence_days,
        frozen_hours=frozen_hours, standup_minutes=standup_minutes,
        count_entry=count_entry, count_days=count_days, count_time=count_time, count_work=count_work,
    )  # fmt: skip
    if issue_categories is not None:
        settings["issue_categories"] = () if issue_categories == "none" else listed([issue_categories])
    if person_limit is not None:
        settings["person_wip_limit"] = whole(person_limit, "--person-limit")
    if name is None and timezone is None and not settings:
        raise Usage("Nothing to change was named.", hint="For example: prodtui board edit --person-limit 3")
    changes: dict[str, Any] = {"name": name, "timezone": timezone, "settings": settings}
    done = boards.edit_board(session.workspace, key, **changes, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.key} {done.value.name}", done.value.key)


def _given(**settings: Any) -> dict[str, Any]:
    return {field: value for field, value in settings.items() if value is not None}


@NOUN.verb("archive", "prodtui board archive OLD")
def archive(ctx: typer.Context, key: BoardWord) -> Result:
    """Put a board away; it can still be read, and nothing on it changes."""
    from prodtui.services import boards

    session = session_of(ctx)
    done = boards.archive_board(session.workspace, key, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.key} {done.value.name} is archived", done.value.key)


@NOUN.verb("restore", "prodtui board restore OLD")
def restore(ctx: typer.Context, key: ArchivedBoard) -> Result:
    """Bring an archived board back as it was."""
    from prodtui.services import boards

    session = session_of(ctx)
    done = boards.restore_board(session.workspace, key, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.key} {done.value.name} is back", done.value.key)


def whole(text: str, option: str) -> int | None:
    """Return a limit of one or more; None for `none`. Raises Usage for anything else."""
    if text.strip().lower() == "none":
        return None
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Usage(f'The value "{text}" of {option} is not a whole number of 1 or more, nor none.')
    return int(text)

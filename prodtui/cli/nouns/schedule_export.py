"""`schedule export`: the schedule for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile, deliver_text
from prodtui.cli.nouns.schedule_words import Days, Filter, From, Person, Resource, To, picked
from prodtui.cli.result import Result
from prodtui.cli.schedule_tables import schedule_table
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.errors import StoreProblem, Usage

PART = Noun("schedule")


@PART.verb(
    "export",
    "prodtui schedule export --mermaid --out plan.mmd",
    "prodtui schedule export --ics ~/calendars",
    "prodtui schedule export --csv --columns ref,who,starts,ends",
    "prodtui schedule export --json",
)
def export(
    ctx: typer.Context,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="As a Gantt chart of Mermaid.")] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="DIR", help="As a calendar for each person, in this folder.")
    ] = None,
    person: Person = None,
    resource: Resource = None,
    text: Filter = None,
    first: From = None,
    last: To = None,
    days: Days = None,
    out: OutFile = None,
) -> Result:
    """Write the schedule as a Gantt chart of Mermaid, as calendars, as CSV or as JSON."""
    from prodtui.services import schedule

    session = session_of(ctx)
    form = session.options.output
    if sum((mermaid, ics is not None)) > 1:
        raise Usage("The schedule is either a chart or calendars.", hint="Leave --mermaid or --ics out.")
    if out is not None and not mermaid:
        raise Usage("--out is for the chart.", hint="Add --mermaid, or redirect standard output.")
    if not mermaid and ics is None and form not in (Output.JSON, Output.CSV):
        raise Usage("No form was named.", hint="Add --mermaid, --ics DIR, --csv or --json.")
    view = schedule.current(session.workspace)
    rows = picked(session, view, person=person, resource=resource, text=text, first=first, last=last, days=days)
    if mermaid:
        from prodtui.interchange.mermaid import gantt

        title = f"Schedule of {session.workspace.need_board().name}"
        return deliver_text(session, "mermaid", out, gantt(title, rows, view.lanes, session.zone))
    if ics is not None:
        from prodtui.interchange.ics_writer import calendars

        return _written(ics, calendars(view, rows, schedule.store_id(session.workspace)))
    if form is Output.CSV:
        return Result(table=schedule_table(rows, session.now, session.zone))
    return Result({**to_dict(view), "tasks": [to_dict(row) for row in rows]})


def _written(folder: Path, files: Mapping[str, bytes]) -> Result:
    """Write calendars into a folder, each in one step. Raises StoreProblem."""
    paths = []
    try:
        folder = folder.expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            part = folder / f".{name}.part"
            part.write_bytes(content)
            part.replace(folder / name)
            paths.append(str(folder / name))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreProblem(
            f"The calendars cannot be written to {folder}: {reason}.", hint="Name another folder."
        ) from error
    return Result([{"path": path} for path in paths], tuple(paths), quiet=tuple(paths))

"""`check template`: checklists, their versions, and for which tasks they are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, complete_checks, outcome
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile, deliver_text
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import names_of, nothing, tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import ChecklistWord
from prodtui.domain.checklist_words import field_table
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import SignRule
from prodtui.domain.rows_quality import ChecklistRow
from prodtui.errors import NotFound, Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("template", "Checklists: write, publish, attach, and move them as TOML.")

ArchivedChecklist = Annotated[
    str,
    typer.Argument(metavar="CHECKLIST", help="Its key or name.", autocompletion=complete_checks.archived_checklists),
]
Items = Annotated[list[str] | None, typer.Option("--item", metavar="TEXT", help="A yes/no question to add.")]
Rule = Annotated[SignRule | None, typer.Option("--sign", help="Who may sign it.")]
RoleName = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="With --sign role: which role or skill.")]
People = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="WHO", help="With --sign named: who.", autocompletion=complete.logins),
]
Removed = Annotated[
    list[str] | None,
    typer.Option("--remove", metavar="ITEM", help="The key of an item.", autocompletion=complete_checks.template_items),
]
Meaning = Annotated[str | None, typer.Option("--meaning", metavar="TEXT", help="What a signature says.")]


@PART.verb("list", "prodtui check template list", "prodtui check template list --all --json")
def list_(
    ctx: typer.Context, all_: Annotated[bool, typer.Option("--all", help="Also those that are archived.")] = False
) -> Result:
    """List the checklists of the board."""
    from prodtui.cli.check_texts import state_text
    from prodtui.domain.quality_text import uses_text
    from prodtui.services import checklists

    session = session_of(ctx)
    rows = checklists.list_checklists(session.workspace, archived=all_)

    def cell(row: ChecklistRow, name: str) -> str:
        special = {"state": state_text(row), "uses": uses_text(row)}
        return special.get(name) or str(getattr(row, name, "") or "")

    table = Table(rows, names_of(ChecklistRow), ("key", "name", "state", "uses"), to_dict, cell)
    none = "There is no checklist yet. Write one with `prodtui check template add NAME`."
    return tabled(table, none=none, quiet=tuple(row.key for row in rows))


@PART.verb("show", "prodtui check template show weld-check")
def show(ctx: typer.Context, checklist: ChecklistWord) -> Result:
    """Show a checklist with its questions, versions and uses."""
    from prodtui.cli.check_texts import checklist_lines
    from prodtui.services import checklists

    session = session_of(ctx)
    detail = checklists.show_checklist(session.workspace, checklist)
    return Result(to_dict(detail), tuple(checklist_lines(detail, session.zone)), quiet=(detail.checklist.key,))


@PART.verb(
    "add",
    'prodtui check template add "Weld check" --item "Free of burrs?" --item "Drawing at hand?"',
    'prodtui check template add Release --key release --sign role --role quality --meaning "Released for shipping"',
)
def add(
    ctx: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Made from the name without.")] = None,
    item: Items = None,
    sign: Rule = None,
    role: RoleName = None,
    person: People = None,
    meaning: Meaning = None,
) -> Result:
    """Write a new checklist as a draft; measurements and choices come in by `check template import`."""
    from prodtui.services import checklists

    session = session_of(ctx)
    given = _sign({}, sign, role, person, meaning)
    done = checklists.add_checklist(
        session.workspace, " ".join(name), items=[{"text": text} for text in item or ()], sign=given or None, key=key,
        request_id=session.options.request_id,
    )  # fmt: skip
    return _checklist(done)


@PART.verb(
    "edit",
    'prodtui check template edit weld-check --item "Sprayed?" --remove burrs',
    "prodtui check template edit weld-check --sign independent",
)
def edit(
    ctx: typer.Context,
    checklist: ChecklistWord,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is called.")] = None,
    item: Items = None,
    remove: Removed = None,
    sign: Rule = None,
    role: RoleName = None,
    person: People = None,
    meaning: Meaning = None,
) -> Result:
    """Change the draft of a checklist; what runs keeps its version. For more, export it, edit and import."""
    from prodtui.services import checklists

    session = session_of(ctx)
    detail = checklists.show_checklist(session.workspace, checklist)
    content = detail.draft or detail.versions[-1].content
    keys = {each.key for each in content.items}
    strange = [key for key in remove or () if key not in keys]
    if strange:
        raise NotFound(f"The checklist has no item {strange[0]!r}.", hint=f"There are: {', '.join(sorted(keys))}.")
    items: list[Any] = [each for each in content.items if each.key not in (remove or ())]
    items += [{"text": text} for text in item or ()]
    old = to_dict(content.sign) if sign is None else {"meaning": content.sign.meaning}
    given = _sign(old, sign, role, person, meaning)
    if name is None and not item and not remove and given == to_dict(content.sign):
        raise Usage("Name what shall change.", hint="See `prodtui check template edit --help`.")
    done = checklists.edit_checklist(
        session.workspace, detail.checklist.key, name=name, items=items, sign=given, version=detail.checklist.version,
        request_id=session.options.request_id,
    )  # fmt: skip
    return _checklist(done)


@PART.verb("publish", "prodtui check template publish weld-check")
def publish(ctx: typer.Context, checklist: ChecklistWord) -> Result:
    """Freeze the draft as the next version, which new inspections use."""
    from prodtui.services import checklists

    session = session_of(ctx)
    return _checklist(checklists.publish_checklist(session.workspace, checklist, request_id=session.options.request_id))


@PART.verb(
    "attach",
    "prodtui check template attach weld-check --step machining",
    "prodtui check template attach weld-check --step machining --product pump --every 5",
    "prodtui check template attach audit --product pump --share 0.1 --seed 7",
)
def attach(
    ctx: typer.Context,
    checklist: ChecklistWord,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="A gate on leaving it.", autocompletion=complete.steps)
    ] = None,
    product: Annotated[str | None, typer.Option("--product", metavar="NAME", help="Only tasks of it.")] = None,
    every: Annotated[int | None, typer.Option("--every", metavar="N", min=2, help="Each n-th task.")] = None,
    share: Annotated[float | None, typer.Option("--share", metavar="P", help="Tasks at random, 0 to 1.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Of the random share; drawn without.")] = None,
) -> Result:
    """Let tasks need a checklist: all of a step or product, each n-th, or a random share."""
    from prodtui.domain.quality_text import use_text
    from prodtui.services import checklists

    session = session_of(ctx)
    if every is not None and share is not None:
        raise Usage("Tasks are counted or drawn at random, not both.", hint="Give --every or --share.")
    frequency = "nth" if every is not None else "random" if share is not None else "every"
    done = checklists.attach_checklist(
        session.workspace, checklist, step=step, product=product, frequency=frequency, every=every, share=share,
        seed=seed, request_id=session.options.request_id,
    )  # fmt: skip
    return outcome.of(done, f"{done.value.checklist} use {done.value.id}: {use_text(done.value)}", str(done.value.id))


@PART.verb("detach", "prodtui check template detach weld-check 3")
def detach(
    ctx: typer.Context,
    checklist: ChecklistWord,
    use: Annotated[
        int,
        typer.Argument(
            metavar="USE", help="Its number, from `check template show`.", autocompletion=complete_checks.uses
        ),
    ],
) -> Result:
    """Take a use of a checklist away."""
    from prodtui.services import checklists

    session = session_of(ctx)
    return _checklist(
        checklists.detach_checklist(session.workspace, checklist, use, request_id=session.options.request_id)
    )


@PART.verb("archive", "prodtui check template archive weld-check")
def archive(ctx: typer.Context, checklist: ChecklistWord) -> Result:
    """Put a checklist away, and its uses with it; inspections stay."""
    from prodtui.services import checklists

    session = session_of(ctx)
    return _checklist(checklists.archive_checklist(session.workspace, checklist, request_id=session.options.request_id))


@PART.verb("restore", "prodtui check template restore weld-check")
def restore(ctx: typer.Context, checklist: ArchivedChecklist) -> Result:
    """Bring a checklist back, with the uses that archiving took away."""
    from prodtui.services import checklists

    session = session_of(ctx)
    return _checklist(checklists.restore_checklist(session.workspace, checklist, request_id=session.options.request_id))


@PART.verb(
    "export",
    "prodtui check template export --out checks.toml",
    "prodtui check template export weld-check > weld-check.toml",
)
def export(
    ctx: typer.Context,
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="CHECKLIST", help="All without.", autocompletion=complete_checks.checklists),
    ] = None,
    out: OutFile = None,
) -> Result:
    """Write checklists as TOML, for version control and for other boards."""
    from prodtui.interchange.checklist_toml import write_checklists
    from prodtui.services import checklists

    session = session_of(ctx)
    ws = session.workspace
    wanted = keys or [row.key for row in checklists.list_checklists(ws)]
    if not wanted:
        return nothing("There is no checklist yet.")
    text = write_checklists(checklists.show_checklist(ws, key) for key in wanted)
    return deliver_text(session, "toml", out, text)


@PART.verb(
    "import",
    "prodtui check template import checks.toml --dry-run",
    "prodtui check template import - --publish < checks.toml",
    epilog=field_table(),
)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="TOML; - reads it.")],
    publish_: Annotated[bool, typer.Option("--publish", help="Publish what differs at once.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> Result:
    """Bring checklists to what a TOML file says, as drafts; all of it or nothing."""
    from prodtui.interchange.checklist_toml import read_checklists
    from prodtui.services.checklist_import import import_checklists

    session = session_of(ctx)
    entries = read_checklists(session.bytes_of(file, "the checklists"), file)
    done = import_checklists(
        session.workspace, entries, publish=publish_, dry_run=dry_run, request_id=session.options.request_id
    )
    lines: list[str] = []
    for row in done.value:
        lines += [f"{row.key} {row.name}: {row.done}", *(f"  {line}" for line in row.differences)]
    talk = done.notes if dry_run else outcome.remarks(done)
    quiet = tuple(row.key for row in done.value)
    return Result([to_dict(row) for row in done.value], tuple(lines), quiet=quiet, talk=talk)


def _sign(
    old: dict[str, Any], rule: SignRule | None, role: str | None, people: list[str] | None, meaning: str | None
) -> dict[str, Any]:
    """Return who may sign: what was there, with what was said."""
    said = {"rule": rule and rule.value, "role": role, "people": people, "meaning": meaning}
    return old | {name: value for name, value in said.items() if value is not None}


def _checklist(done: Done[ChecklistRow]) -> Result:
    from prodtui.cli.check_texts import state_text

    row = done.value
    return outcome.of(done, f"{row.key} {row.name}: {state_text(row)}", row.key)

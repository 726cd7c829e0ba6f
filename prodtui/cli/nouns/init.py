"""`init`: a store and a first board."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.making import may_make
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict

NOUN = Noun("init")


@NOUN.verb(
    "",
    "prodtui init",
    'prodtui init --template shop-floor --key OPS --name "Press shop" --timezone Europe/Berlin',
    "prodtui --store /srv/team/board.db init --group team",
)
def init(
    ctx: typer.Context,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="NAME",
            help="shop-floor, it-service, customer-service, finance-close or supply-chain.",
        ),
    ] = "it-service",
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="The board's key; OPS without.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The board's name.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="This machine's without.")] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="GROUP", help="Share it with this group of the system.")
    ] = None,
) -> Result:
    """Make a store with a board, and you as its manager; what is there already stays."""
    session = session_of(ctx)
    may_make(session, "`init`")
    from prodtui.services.stores import init_store

    path = session.config.store
    created = init_store(path, template=template, board_key=key, board_name=name, timezone=timezone, group=group)
    try:
        board = created.workspace.board
        data = {
            "path": str(path),
            "made_store": created.made_store,
            "made_board": created.made_board,
            "board": to_dict(board) if board else None,
        }
    finally:
        created.workspace.close()
    talk = () if created.made_store or created.made_board else ("It was there already; nothing had to change.",)
    named = f" with board {board.key} {board.name}" if board else ""
    return Result(data, (f"{path}{named}",), quiet=(str(path),), talk=talk)

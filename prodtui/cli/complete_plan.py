"""Completion of what the plan is about: demand, products, resources, what-ifs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from prodtui.cli.complete import LIMIT, offers

if TYPE_CHECKING:
    from prodtui.cli.context import Session


def demand(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return open demand lines whose reference begins so, earliest due first."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.demand import list_demand

        wanted = incomplete.upper()
        rows = list_demand(session.workspace, limit=LIMIT)
        return [(row.ref, f"{row.quantity:.10g} {row.product} {row.due}") for row in rows if row.ref.startswith(wanted)]

    return offers(ctx, incomplete, find)


def products(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the products of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.products import list_products

        return [(row.key, row.name) for row in list_products(session.workspace)]

    return offers(ctx, incomplete, find)


def what_ifs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the what-ifs of the board by name."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.what_ifs import list_what_ifs

        return [(row.name, row.ref) for row in list_what_ifs(session.workspace)]

    return offers(ctx, incomplete, find)


def resources(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the resources of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.resources import list_resources

        return [(row.key, row.name) for row in list_resources(session.workspace)]

    return offers(ctx, incomplete, find)


def materials(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the materials of the board."""

    def find(session: Session) -> Iterable[tuple[str, str]]:
        from prodtui.services.resources import list_resources

        return [(row.key, row.name) for row in list_resources(session.workspace, kind="material")]

    return offers(ctx, incomplete, find)


def countries(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the countries whose holidays are known."""

    def find(_: Session) -> Iterable[tuple[str, str]]:
        from prodtui.domain import calendar

        return [(row.code, row.name) for row in calendar.countries()]

    return offers(ctx, incomplete, find)

"""A small shop with demand, products and resources, for stories and pictures of the plan."""

from __future__ import annotations

from datetime import date

from prodtui.domain.enums import ResourceKind
from prodtui.services import absences, calendars, demand, plan, products, resources, stock
from tests.helpers.team import Team


def stock_up(team: Team) -> None:
    """Give a team three products, five demand lines of which one is late, materials to order, and two absences."""
    ann = team.ann
    resources.add_resource(ann, "Steel", ResourceKind.MATERIAL, unit="kg", reorder_level=200)
    resources.add_resource(ann, "Paint", ResourceKind.MATERIAL, unit="l")
    resources.add_resource(ann, "Lathe 1", ResourceKind.MACHINE, pool="lathes")
    resources.add_resource(ann, "Clean room", ResourceKind.ROOM, parallel=2, workweek="mon-fri 6:00-14:00")
    stock.receive(ann, "steel", 180)
    stock.receive(ann, "paint", 25)
    products.add_product(
        ann, "Housing A", unit="pc", routing=["doing:0.5:2:lathes", "review:0.2"], materials=["steel:2.5"]
    )
    products.add_product(ann, "Bracket", unit="pc", routing=["doing:0.25:1"], lot_size=20)
    products.add_product(ann, "Cover", unit="m")
    demand.add_demand(ann, "housing-a", 40, "2026-11-26", customer="Acme", priority="urgent")
    demand.add_demand(ann, "housing-a", 55, "2026-12-04", customer="Müller & Söhne KG")
    demand.add_demand(ann, "bracket", 120, "2026-11-24", customer="Beta")
    demand.add_demand(ann, "bracket", 200, "2026-12-14", kind="forecast")
    demand.add_demand(ann, "cover", 7.5, "2027-01-08", priority="high")
    plan.set_quantity(ann, "bracket", date(2026, 11, 30), 120)  # a week after OPS-D3 is due
    calendars.set_calendar(ann, country="DE", subdivision="BW")
    absences.add_absence(ann, "2026-11-30", "2026-12-04", person="bo", reason="Holiday")
    absences.add_absence(ann, "2026-12-02", resource="lathe-1", reason="Overhaul")

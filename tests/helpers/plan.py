"""A small plan for screens: three products, demand, planned quantities, and a step that is overloaded."""

from __future__ import annotations

from datetime import date

from prodtui.services import demand, people, plan, products, resources, stock
from tests.helpers.team import Team

MONDAY = date(2026, 11, 23)
NEXT = date(2026, 11, 30)
THIRD = date(2026, 12, 7)


def fill_plan(team: Team) -> None:
    """Fill the plan of the team's board OPS.

    Doing has 24 hours a week (bo), Review has as many (cy). Housing takes 1 h of Doing: 16 are planned for this week,
    32 for the next, which is 8 h too much. Bracket takes 0.5 h of Review and is asked for, not planned. Cover has a
    name that a terminal could take for markup.
    """
    ann = team.ann
    team.step("doing", role="milling")
    team.step("review", role="checking")
    people.edit_person(ann, "bo", skills=("milling",), hours_per_day=4.8)
    people.edit_person(ann, "cy", skills=("checking",), hours_per_day=4.8)
    resources.add_resource(ann, "Steel", "material", unit="kg")
    stock.receive(ann, "steel", 30)
    products.add_product(
        ann, "Housing", unit="pc", routing=("doing:1",), materials=("steel:1",), lot_size=16, key="housing"
    )
    products.add_product(ann, "Bracket", unit="pc", routing=("review:0.5",), key="bracket")
    products.add_product(ann, "Cover [b]set[/b]", unit="set", routing=("review:0.1",), key="cover")
    demand.add_demand(ann, "housing", 16, due=date(2026, 11, 27))
    demand.add_demand(ann, "housing", 30, due=date(2026, 12, 11), customer="Acme")
    demand.add_demand(ann, "bracket", 12, due=date(2026, 12, 4))
    plan.set_quantity(ann, "housing", MONDAY, 16)
    plan.set_quantity(ann, "housing", NEXT, 32)

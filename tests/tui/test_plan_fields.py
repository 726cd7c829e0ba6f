"""The forms of products: a routing as lines of text, what is wrong with a line, and the way back."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_planning import NeedRow, RoutingRow
from prodtui.errors import Rejected
from prodtui.screens.plan_names import named_in
from prodtui.screens.plan_product_fields import materials_of, materials_text, routing_of, routing_text
from tests.helpers.rows import a_step
from tests.helpers.shop import a_material

STEPS = (a_step("cut"), a_step("quality-check"), a_step("done", StepKind.DONE))
MATERIALS = (a_material("steel", 10), a_material("paint", 5))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ()),
        ("cut 0.5", (RoutingRow("cut", 0.5),)),
        ("  Cut 0.5 2 \n\nquality-check 0", (RoutingRow("cut", 0.5, 2.0), RoutingRow("quality-check", 0.0))),
        ("cut:0.5:2:Lathes", (RoutingRow("cut", 0.5, 2.0, "lathes"),)),
        ("qual 1.25 0 booth", (RoutingRow("quality-check", 1.25, 0.0, "booth"),)),
    ],
)
def test_a_routing_is_read_from_lines_and_written_back(text: str, rows: tuple[RoutingRow, ...]) -> None:
    assert routing_of(text, STEPS) == rows
    assert routing_of(routing_text(rows), STEPS) == rows


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cut", "in line 1 has no number behind a name"),
        ("cut 1\n5", "in line 2 has no number behind a name"),
        ("cut 1 2 lathes more", "Line 1 says more than a routing needs"),
        ("weld 1", "There is no step"),
        ("cut 1\nCUT 2", "which is a circle"),
        ("cut -1", "must lie"),
        ("cut nan", "must"),
        ("cut 1e9", "must lie between"),
    ],
)
def test_what_is_wrong_with_a_routing_is_said(text: str, said: str) -> None:
    with pytest.raises(Rejected) as caught:
        routing_of(text, STEPS)
    assert said in caught.value.message


def test_materials_are_read_from_lines_and_written_back() -> None:
    rows = (NeedRow("steel", 2.5), NeedRow("paint", 0.1234567))
    assert materials_of("Steel 2.5\npaint:0.1234567", MATERIALS) == rows
    assert materials_of(materials_text(rows), MATERIALS) == rows
    for text in ("steel", "steel 1 2", "steel 0", "gold 1", "steel 1\nsteel 2"):
        with pytest.raises(Rejected):
            materials_of(text, MATERIALS)


def test_a_name_means_one_thing_or_says_what_it_may_mean() -> None:
    assert named_in("step", STEPS, " CUT ").key == "cut"
    assert named_in("step", STEPS, "q").key == "quality-check"
    with pytest.raises(Rejected, match="A step is missing"):
        named_in("step", STEPS, "  ")
    with pytest.raises(Rejected, match="There is no step yet"):
        named_in("step", (), "cut")
    with pytest.raises(Rejected, match="may be"):
        named_in("material", (a_material("steel-1", 1), a_material("steel-2", 1)), "steel")

"""`plan`: demand against capacity, and the way of planned quantities to the board."""

from __future__ import annotations

from prodtui.cli.nouns import plan_capacity, plan_look, plan_what_if, plan_write
from prodtui.cli.verb import Noun

_PARTS = (plan_look.PART, plan_write.PART)

NOUN = Noun(
    "plan",
    verbs={name: verb for part in _PARTS for name, verb in part.verbs.items()},
    groups={"whatif": plan_what_if.PART, "capacity": plan_capacity.PART},
)

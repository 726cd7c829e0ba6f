"""`check`: inspections, and the checklists that they fill."""

from __future__ import annotations

from prodtui.cli.nouns import check_fill, check_find, check_report, check_template
from prodtui.cli.verb import Noun

_PARTS = (check_find.PART, check_fill.PART, check_report.PART)

NOUN = Noun(
    "check",
    verbs={name: verb for part in _PARTS for name, verb in part.verbs.items()},
    groups={"template": check_template.PART},
)

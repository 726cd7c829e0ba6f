"""`issue`: what went wrong, and how far the answer to it is."""

from __future__ import annotations

from prodtui.cli.nouns import issue_action, issue_downtime, issue_find, issue_flow, issue_write
from prodtui.cli.verb import Noun

_PARTS = (issue_write.PART, issue_flow.PART, issue_find.PART)

NOUN = Noun(
    "issue",
    aliases={"raise": "add", "analyze": "analyse"},
    verbs={name: verb for part in _PARTS for name, verb in part.verbs.items()},
    groups={"action": issue_action.PART, "downtime": issue_downtime.PART},
)

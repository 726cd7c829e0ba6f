"""`schedule`: who does what when, within the hours that there are."""

from __future__ import annotations

from prodtui.cli.nouns import schedule_change, schedule_export, schedule_look
from prodtui.cli.verb import Noun

_PARTS = (schedule_look.PART, schedule_change.PART, schedule_export.PART)

NOUN = Noun("schedule", verbs={name: verb for part in _PARTS for name, verb in part.verbs.items()})

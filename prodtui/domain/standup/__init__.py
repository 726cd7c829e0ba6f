"""The stand-up of a team: what needs it first, what each person has in hand, and what changed since the last one."""

"""The three lists of the issue log as tabs."""

from __future__ import annotations

from enum import StrEnum


class Tab(StrEnum):
    """One of the lists; its value is the word for one entry."""

    ISSUES = "issue"
    IMPROVEMENTS = "improvement"
    DOWNTIME = "downtime"


TITLES = {Tab.ISSUES: "Issues", Tab.IMPROVEMENTS: "Improvements", Tab.DOWNTIME: "Downtime"}
ACTIONS = {Tab.ISSUES: "view_issues", Tab.IMPROVEMENTS: "improvements", Tab.DOWNTIME: "downtime"}
"""The action that shows each list."""

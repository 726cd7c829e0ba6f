"""The actions of the dashboard: what is looked at and how, and what its figures and charts lead to."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHART,
    DASHBOARD,
    EVERYWHERE,
    FIGURE,
    GO,
    INSPECTION,
    LOOK,
    Action,
    has_card,
)  # fmt: skip

_PAGE, _CHART = frozenset({DASHBOARD}), frozenset({CHART})
#: Where figures of a window are seen.
_FIGURES = frozenset({DASHBOARD, FIGURE, CHART})

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_dashboard", ("7",), "Dashboard", "Show how well we do, on one page.", GO, EVERYWHERE - {INSPECTION}),
    Action("next_spot", ("tab",), "Next figure or chart", "Go on to the next figure or chart.", GO, _PAGE),
    Action("prev_spot", ("backspace",), "Figure or chart before", "Go back to the one before.", GO, _PAGE),
    Action("prev_point", ("h", "left"), "Point before", "Select the point before.", GO, _CHART, footer="points"),
    Action("next_point", ("l", "right"), "Next point", "Select the next point.", GO, _CHART, footer="points"),
    Action("prev_chart", ("[",), "Chart before", "Show the chart before this one.", GO, _CHART, footer="charts"),
    Action("next_chart", ("]", "tab"), "Next chart", "Show the next chart.", GO, _CHART, footer="charts"),
    # Look
    Action("open_spot", ("enter",), "Open", "Explain the figure, or show the chart in full size.", LOOK, _PAGE,
           has_card, "open"),
    Action("open_item", ("enter",), "Open", "Show everything about the task, issue or check.", LOOK,
           frozenset({FIGURE}), has_card, "open"),
    Action("open_point", ("enter",), "Open the task", "Show everything about the task of the point.", LOOK, _CHART,
           has_card, "open"),
    Action("in_words", ("e",), "In words", "Say in words what it shows, and why a signal is one.", LOOK, _CHART,
           footer="in words"),
    Action("charts", ("c",), "Charts", "Choose a chart for the whole screen.", LOOK,
           frozenset({DASHBOARD, CHART})),
    Action("window", ("w",), "Window", "Choose the days that are looked at.", LOOK, _FIGURES, footer="window"),
    Action("conventions", ("C",), "How it is counted", "Try other conventions once: entry, days, time.", LOOK,
           _FIGURES),
    Action("past_day", ("a",), "As of a day", "Show everything as it was at the end of a past day.", LOOK, _FIGURES),
    Action("outlook", ("p",), "Forecast", "Say when it will be done, or how much by a day.", LOOK, _FIGURES,
           footer="forecast"),
    Action("report", ("r",), "Report", "Write figures and charts as one HTML page.", LOOK, _FIGURES),
)  # fmt: skip

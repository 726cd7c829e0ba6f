"""The actions of what a plan is made from: demand, products, resources with their stock, the calendar."""

from __future__ import annotations

from prodtui.actions.rows import (
    CALENDAR,
    CHANGE,
    DEMAND,
    GO,
    LOOK,
    ON_PLAN,
    PRODUCTS,
    RESOURCES,
    Action,
    Selection,
    all_of,
    allowed,
    has_card,
    still_open,
    write,
)  # fmt: skip

_DEMAND, _RESOURCES, _DAYS = frozenset({DEMAND}), frozenset({RESOURCES}), frozenset({CALENDAR})
_LISTS = frozenset({DEMAND, PRODUCTS, RESOURCES})
_new = all_of(write, allowed)
_row = all_of(write, allowed, has_card)
_live = all_of(write, allowed, has_card, still_open)


def _material(now: Selection) -> str | None:
    """Ask for a material; how many tools and machines there are changes in their form."""
    if now.stage == "material":
        return None
    return f"Only materials lie in stock, and this is a {now.stage}; e says how many of it work at once."


_stock = all_of(write, has_card, still_open, _material)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("demand", ("D",), "Demand", "Show what is asked for, and how far it is.", GO, ON_PLAN),
    Action("products", ("P",), "Products", "Show what is made, and its way through the steps.", GO, ON_PLAN),
    Action("resources", ("R",), "Resources", "Show machines, tools, rooms, and what lies in stock.", GO, ON_PLAN),
    Action("calendar", ("C",), "Calendar", "Show working hours, holidays, and who is away.", GO, ON_PLAN),
    Action("day_before", ("h", "left"), "Day before", "Go to the day before.", GO, _DAYS),
    Action("day_after", ("l", "right"), "Day after", "Go to the day after.", GO, _DAYS),
    Action("month_before", ("<", "H"), "Month before", "Show the month before.", GO, _DAYS, footer="month"),
    Action("month_after", (">", "L"), "Month after", "Show the month after.", GO, _DAYS, footer="month"),
    # The lists
    Action("add_row", ("a",), "Add", "Add to the list that is shown.", CHANGE, _LISTS, _new, "add"),
    Action("open_row", ("enter",), "Open", "Show everything about it.", LOOK, _LISTS, has_card, "open"),
    Action("edit_row", ("e",), "Edit", "Open all its fields in a form.", CHANGE, _LISTS, _live, "edit"),
    Action("archive_row", ("x",), "Archive or restore", "Put it away, or bring it back.", CHANGE, _LISTS, _row),
    Action("filter_rows", ("f",), "Filter", "Show only some of the list.", LOOK, _LISTS, footer="filter"),
    Action("all_rows", ("A",), "All", "Show what has ended or was archived too.", LOOK, _LISTS),
    # Demand
    Action("sort_demand", ("o",), "Order", "Choose the order of the demand.", LOOK, _DEMAND),
    Action("deliver", ("d",), "Delivered", "Say that all of it is delivered.", CHANGE, _DEMAND, _live, "delivered"),
    Action("cancel_demand", ("c",), "Cancel", "Say that it is not wanted any more, and why.", CHANGE, _DEMAND, _live),
    Action("reopen_demand", ("r",), "Reopen", "Let plan and board say again how far it is.", CHANGE, _DEMAND, _row),
    Action("import_demand", ("i",), "Import", "Bring in orders out of a CSV file, after a look at them.", CHANGE,
           _DEMAND, _new, "import"),
    Action("repeat_demand", ("w",), "Again and again", "List what is asked for by a rule, add to it, stop it.", CHANGE,
           _DEMAND, _new),
    Action("forecast", ("F",), "Forecast", "Show what the past lets expect of a product, and keep it.", LOOK,
           _DEMAND | frozenset({PRODUCTS}), footer="forecast"),
    # Stock
    Action("receive", ("+",), "Receive", "Put into stock what has come.", CHANGE, _RESOURCES, _stock, "stock"),
    Action("issue_stock", ("-",), "Issue", "Take something out of stock.", CHANGE, _RESOURCES, _stock, "stock"),
    Action("count_stock", ("=",), "Count", "Say how much really lies there.", CHANGE, _RESOURCES, _stock, "stock"),
    Action("expect", (".",), "Expect", "Say what will come, and when.", CHANGE, _RESOURCES, _stock),
    Action("drop_move", ("m",), "Movements", "Take a movement out of the books again.", CHANGE,
           _RESOURCES, _stock),
    # The calendar
    Action("open_day", ("enter",), "Open", "Show what is in the day.", LOOK, _DAYS, footer="open"),
    Action("set_hours", ("o",), "Day off, other hours", "Make it a day off, or give it other working hours.", CHANGE,
           _DAYS, _new, "day off"),
    Action("add_absence", ("a",), "Add an absence", "Say who is away, or what, and how long.", CHANGE, _DAYS, write,
           "absence"),
    Action("import_absences", ("i",), "Import", "Bring in absences out of an .ics file, after a look.", CHANGE,
           _DAYS, write, "import"),
    Action("clear_day", ("x",), "Take away", "Take an absence away, or let the day be as its weekday.", CHANGE, _DAYS,
           write),
    Action("edit_week", ("e",), "Working week", "Change the working week, and whose holidays are kept.", CHANGE,
           _DAYS, _new, "week"),
)  # fmt: skip

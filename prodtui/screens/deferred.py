"""The services, each module loaded when it is first used.

Loading them costs more than drawing the first frame, so it must happen in a worker thread: write
`lambda ws: deferred.board.move(ws, …)` and give that to the bridge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prodtui.services import (
        absences,
        agreements,
        board,
        board_view,
        boards,
        calendars,
        capacity_changes,
        charts,
        checklists,
        dashboard,
        demand,
        demand_import,
        demand_rules,
        demo,
        downtime,
        duty,
        feed,
        figures,
        filters,
        flowmemory,
        forecasts,
        handovers,
        history,
        improvements,
        inbox,
        inspections,
        issue_actions,
        issue_prefill,
        issues,
        kpi,
        links,
        my_day,
        nearest,
        optimise_exact,
        outlook,
        people,
        plan,
        plan_compare,
        plan_exceptions,
        plan_grid,
        plan_level,
        plan_promise,
        plan_release,
        plan_release_all,
        planbook,
        products,
        quality_list,
        repeats,
        resources,
        rights,
        schedule,
        schedule_optimise,
        schedule_outline,
        schedule_page,
        schedule_trial,
        standup,
        standup_record,
        step_look,
        steps,
        stock,
        stores,
        talk,
        task_view,
        tasks,
        templates,
        timers,
        undo,
        what_ifs,
        workflow,
        workflow_map,
        workspace,
    )

    __all__ = [
        "absences", "agreements", "board", "board_view", "boards", "calendars", "capacity_changes", "charts",
        "checklists", "dashboard", "demand", "demand_import", "demand_rules", "demo", "downtime", "duty", "feed",
        "figures", "filters", "flowmemory", "forecasts", "handovers", "history", "improvements", "inbox", "inspections",
        "issue_actions", "issue_prefill", "issues", "kpi", "links", "my_day", "nearest", "optimise_exact", "outlook",
        "people", "plan", "plan_compare", "plan_exceptions", "plan_grid", "plan_level", "plan_promise", "plan_release",
        "plan_release_all", "planbook", "products", "quality_list", "repeats", "resources", "rights", "schedule",
        "schedule_optimise", "schedule_outline", "schedule_page", "schedule_trial", "standup", "standup_record",
        "step_look", "steps", "stock", "stores", "talk", "task_view", "tasks", "templates", "timers", "undo",
        "what_ifs", "workflow", "workflow_map", "workspace",
    ]  # fmt: skip
else:

    def __getattr__(name: str) -> object:
        """Return the module of the services called `name`; the import system keeps it for the next time."""
        from importlib import import_module

        if name.startswith("_"):
            raise AttributeError(name)
        module = import_module(f"prodtui.services.{name}")
        globals()[name] = module
        return module

"""The options that say what a new task is, declared once for every verb that makes tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from prodtui.cli import complete
from prodtui.cli.context import Session, listed
from prodtui.domain.enums import Priority, ServiceClass

Notes = Annotated[str | None, typer.Option("--notes", "-n", metavar="TEXT", help="Notes; - reads standard input.")]
Step = Annotated[str | None, typer.Option("--step", metavar="STEP", help="Its step.", autocompletion=complete.steps)]
Prio = Annotated[Priority | None, typer.Option("--priority", "-p", help="How important it is.")]
Class = Annotated[ServiceClass | None, typer.Option("--class", help="Class of service.")]
Assign = Annotated[
    list[str] | None,
    typer.Option("--assign", "-a", metavar="WHO", help="Who does it; me is yourself.", autocompletion=complete.logins),
]
Label = Annotated[list[str] | None, typer.Option("--label", "-l", metavar="LABEL", help="A label.")]
Product = Annotated[str | None, typer.Option("--product", metavar="NAME", help="What is made.")]
Quantity = Annotated[float | None, typer.Option("--quantity", metavar="N", help="How much of it.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of the quantity.")]
Estimate = Annotated[str | None, typer.Option("--estimate", metavar="TIME", help="Expected work, such as 1h30 or 2d.")]


@dataclass(frozen=True, slots=True)
class NewTask:
    """What the words of a command say about a new task; None where they say nothing."""

    notes: Notes = None
    step: Step = None
    priority: Prio = None
    service_class: Class = None
    assign: Assign = None
    label: Label = None
    product: Product = None
    quantity: Quantity = None
    unit: Unit = None
    estimate: Estimate = None

    def values(self, session: Session) -> dict[str, Any]:
        """Return what was said as fields of a task, and its step."""
        given = {
            "notes": None if self.notes is None else session.text(self.notes, "the notes"),
            "step": self.step,
            "priority": self.priority,
            "service_class": self.service_class,
            "assignees": session.people(self.assign) if self.assign else None,
            "labels": listed(self.label) if self.label else None,
            "product": self.product,
            "quantity": self.quantity,
            "unit": self.unit,
            "estimate_hours": session.hours(self.estimate),
        }
        return {name: value for name, value in given.items() if value is not None}

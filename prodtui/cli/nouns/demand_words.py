"""The words that the verbs of demand share, as annotations for their signatures."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete_plan
from prodtui.domain.enums import Priority

DemandRef = Annotated[
    str, typer.Argument(metavar="REF", help="A demand line, as OPS-D4.", autocompletion=complete_plan.demand)
]
ProductWord = Annotated[
    str, typer.Argument(metavar="PRODUCT", help="Its key or name.", autocompletion=complete_plan.products)
]
Amount = Annotated[str, typer.Argument(metavar="QUANTITY", help="How much, in the unit of the product.")]
Unit = Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help="Checked against the product's.")]
Prio = Annotated[Priority | None, typer.Option("--priority", "-p", help="How important it is.")]
Customer = Annotated[str | None, typer.Option("--customer", "-c", metavar="NAME", help="Who asks for it.")]
Source = Annotated[str | None, typer.Option("--source", metavar="TEXT", help="Where it came from.")]
Notes = Annotated[str | None, typer.Option("--notes", "-n", metavar="TEXT", help="Notes; - reads standard input.")]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="Its name in another program.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]

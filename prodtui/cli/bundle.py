"""Options that several verbs have, declared once as a frozen dataclass of annotated fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, get_type_hints

from prodtui.cli.result import Result

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Function = Callable[..., Result]


def takes(bundle: type[DataclassInstance]) -> Callable[[Function], Function]:
    """Let a verb have the options of `bundle` in the place of its parameter of that type, and get them as one value."""
    hints = get_type_hints(bundle, include_extras=True)
    options = [
        inspect.Parameter(each.name, inspect.Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name])
        for each in fields(bundle)
    ]

    def spread(function: Function) -> Function:
        parameters: list[inspect.Parameter] = []
        place = ""
        for parameter in inspect.signature(function, eval_str=True).parameters.values():
            if parameter.annotation is bundle:
                place, parameters = parameter.name, parameters + options
            else:
                parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

        @wraps(function)
        def verb(**words: object) -> Result:
            given = bundle(**{option.name: words.pop(option.name) for option in options})
            return function(**words, **{place: given})

        verb.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        verb.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return verb

    return spread

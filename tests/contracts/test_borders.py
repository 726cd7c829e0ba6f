"""Rows cross the border of the services, tables never do."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import prodtui.services
import prodtui.storage.tables

#: what a function of the services takes first when it works inside somebody else's transaction
INSIDE = {"Change", "Session", "TaskBook", "WriteUnit"}


def modules_in(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


def is_table(value: Any) -> bool:
    return inspect.isclass(value) and hasattr(value, "__table__")


def names_in(annotation: Any) -> set[str]:
    """Return the names in an annotation, which postponed evaluation leaves as text."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}


def use_cases() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions that a front end may call."""
    for module in modules_in(prodtui.services):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            parameters = list(inspect.signature(function).parameters.values())
            if parameters and not names_in(parameters[0].annotation) & INSIDE:
                yield f"{module.__name__}.{name}", function


def classes_out(module: ModuleType, annotation: Any, seen: set[type]) -> None:
    """Add to `seen` every class that `annotation` names, and those of the public fields of rows among them."""
    for name in names_in(annotation):
        value = vars(module).get(name)
        if inspect.isclass(value) and value not in seen:
            seen.add(value)
            if value.__module__.startswith(("prodtui.services", "prodtui.domain")):
                home = sys.modules[value.__module__]
                for field, kind in vars(value).get("__annotations__", {}).items():
                    if not field.startswith("_"):
                        classes_out(home, kind, seen)


def test_there_are_tables_and_use_cases_to_look_at() -> None:
    tables = {
        name for module in modules_in(prodtui.storage.tables) for name in vars(module) if is_table(vars(module)[name])
    }
    assert {"Board", "Task", "Event"} <= tables
    names = {name.removeprefix("prodtui.services.") for name, _ in use_cases()}
    assert {"tasks.add", "task_view.show", "board.move", "board_view.snapshot", "people.list_people"} <= names


def test_no_use_case_returns_a_table() -> None:
    found = []
    for name, function in use_cases():
        seen: set[type] = set()
        classes_out(sys.modules[function.__module__], inspect.signature(function).return_annotation, seen)
        found += [f"{name} -> {each.__name__}" for each in seen if is_table(each)]
    assert found == []


def test_every_use_case_says_what_it_returns() -> None:
    silent = [
        name for name, each in use_cases() if inspect.signature(each).return_annotation is inspect.Signature.empty
    ]
    assert silent == []

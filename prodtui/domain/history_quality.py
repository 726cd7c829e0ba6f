"""Events of checklists and inspections in words; see `history`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prodtui.domain.rows_event import EventRow


def _reading(event: EventRow) -> str:
    values = event.after or event.before or {}
    item = values["item"] + (f" {values['sample']}" if values["sample"] > 1 else "")
    if event.after is None:
        return f"took back the answer to {item}"
    off = f", {values['off']:+g} outside" if values["off"] else "" if values["ok"] else ", fails"
    if event.before is None:
        return f"answered {item}: {_answer(values)}{off}"
    return f"changed {item}: {_answer(event.before)} → {_answer(values)}{off}"


def _answer(values: Mapping[str, Any]) -> str:
    if values["na"]:
        return "not applicable"
    if values["flag"] is not None:
        return "yes" if values["flag"] else "no"
    text = " ".join(str(values["text"]).split()) if values["number"] is None else f"{values['number']:.10g}"
    return text if len(text) <= 60 else text[:59] + "…"


def _inspection(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        task = f" for {after['task']}" if after.get("task") else ""
        corrects = f", which corrects {after['corrects']}" if after.get("corrects") else ""
        return f"started {after['checklist']}{task}{corrects}"
    if "archived_at" in after:
        return "put away" if after["archived_at"] else "brought back"
    if after.get("state") == "signed":
        return f"signed: {after['meaning']}" if after.get("meaning") else "signed"
    if after.get("conceded_by"):
        return f"conceded: {after['reason']}"
    if after.get("completed_at"):
        return f"completed: {after['result']}"
    return f"went back to {after.get('state', event.before.get('state'))}"


def _checklist(event: EventRow) -> str:
    before, after = event.before, event.after or {}
    if before is None:
        return f"added checklist {after.get('name', event.ref)}"
    if "published" in after:
        return f"published version {after['published']}"
    if "archived_at" in after:
        return "archived" if after["archived_at"] else "restored"
    told = [f"name: {before['name']} → {after['name']}"] if "name" in after else []
    return ", ".join([*told, *(["changed the draft"] if "draft" in after else [])])


def _use(event: EventRow) -> str:
    values = event.after or event.before or {}
    where = ", ".join(f"{name} {values[name]}" for name in ("step", "product") if values.get(name))
    often = "" if values["frequency"] == "every" else f" ({values['frequency']} {values['every'] or values['share']:g})"
    return f"{'attached to' if event.after is not None else 'detached from'} {where}{often}"


PARTS: Mapping[str, Callable[[EventRow], str]] = {
    "reading": _reading,
    "inspection": _inspection,
    "checklist": _checklist,
    "checklist_use": _use,
}

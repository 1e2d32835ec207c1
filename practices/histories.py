"""The history of a sheet, as the timeline shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def line(step: Any, actions: Mapping[str, Any], done: Mapping[str, Any], last: str) -> dict[str, Any]:
    """One step: its words of what was done, else the action's own; `last` is the action by which all is done."""
    known = actions.get(step.action)
    return {
        "title": done.get(step.action, known.label if known else step.action),
        "when": step.at,
        "by": step.actor,
        "text": f"« {step.comment} »" if step.comment else "",
        "state": "done" if step.action == last else "",
    }

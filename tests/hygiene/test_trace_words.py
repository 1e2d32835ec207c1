"""Every action that is written to the trace can be said in words on its screen."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from accounts import tracewords
from hosts.workflow import HOST_ACTIONS

APPS = ("accounts", "messaging", "documents", "law", "hosts", "practices", "internships", "agreements", "exchanges")
# The functions that write to the trace, or pass an action on to one that does.
WRITERS = {"record", "_trace", "_follow"}
ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def actions() -> set[str]:
    found = {f"host.{code}" for code in HOST_ACTIONS}
    for app in APPS:
        for path in Path(app).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and name_of(call) in WRITERS:
                    found |= {
                        text.value
                        for part in (*call.args, *(key.value for key in call.keywords if key.arg == "action"))
                        for text in ast.walk(part)
                        if isinstance(text, ast.Constant)
                        and isinstance(text.value, str)
                        and ACTION.fullmatch(text.value)
                    }
    return found


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_action_has_its_words() -> None:
    found = actions()
    assert len(found) > 50, "hardly anything was looked at"
    assert {"organisation.verified", "offer.published", "host.publish", "law.rule_corrected"} <= found
    assert sorted(action for action in found if tracewords.sentence(action) == action) == []

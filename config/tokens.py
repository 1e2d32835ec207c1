"""Reads the colours of `static/css/tokens.css`, for what cannot read a style sheet: e-mails, the manifest."""

from __future__ import annotations

import re
from functools import lru_cache

from config.environment import ROOT

SHEET = ROOT / "static" / "css" / "tokens.css"
DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The declarations of the three colour blocks: light, dark by device, dark by choice."""
    text = SHEET.read_text(encoding="utf-8")
    light, device, chosen, *_ = re.findall(r"\{([^{}]*--paper:[^{}]*--ink:[^{}]*)\}", text)
    return dict(DECLARATION.findall(light)), dict(DECLARATION.findall(device)), dict(DECLARATION.findall(chosen))


@lru_cache(maxsize=1)
def light() -> dict[str, str]:
    return blocks()[0]


def token(name: str) -> str:
    """The light value of a colour, such as `token("lagoon")`. Raises KeyError on an unknown name."""
    return light()[name]

"""Every icon that a page or a registry names is in the installed set: an unknown one is a page that cannot be shown."""

from __future__ import annotations

import re

import lucide
import pytest

from tests.hygiene.sources import ORDER, TOP, name, python_of, templates

IN_TEMPLATE = re.compile(r"""\{%\s*lucide\s+["']([a-z0-9-]+)["']""")
IN_PYTHON = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
IN_NAVIGATION = re.compile(r"""\bEntry\(_\(.*?\),\s*"[\w:]+",\s*"([a-z0-9-]+)\"""")


def exists(icon: str) -> bool:
    try:
        lucide._render_icon(icon, 24)
    except lucide.IconDoesNotExist:
        return False
    return True


def test_every_icon_exists() -> None:
    named = {(name(path), icon) for path in templates() for icon in IN_TEMPLATE.findall(path.read_text())}
    for path in python_of(*ORDER, TOP):
        text = path.read_text()
        named |= {(name(path), icon) for pattern in (IN_PYTHON, IN_NAVIGATION) for icon in pattern.findall(text)}
    assert len({icon for _path, icon in named}) > 40
    known = {icon: exists(icon) for icon in {icon for _path, icon in named}}
    assert not sorted(one for one in named if not known[one[1]])


@pytest.mark.parametrize(("icon", "there"), [("house", True), ("no-such-icon", False)])
def test_the_guard_sees(icon: str, there: bool) -> None:
    assert exists(icon) == there

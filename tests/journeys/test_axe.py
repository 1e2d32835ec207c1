"""Axe on every page of the access matrix that answers 200, in both languages, light and dark, and no page too wide."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, PHONE, overflow, violations
from tests.journeys.conftest import Mode, Walker
from tests.matrix import EXTRA_ROLES, ROLES, Row, World, collect

MATRIX = collect()
# Django's own back office and the machine's answers are not pages of ours.
NOT_OURS = ("admin:", "gestion/")
# Who looks at a page that several may see: the one who sees most.
PREFERRED = ("anonymous", "admin", "host", "teacher", "animator", "trainee")


def viewer(row: Row) -> str | None:
    """The role as which the page is looked at; None where nobody gets one by GET."""
    if row.get is None:
        return None
    able = [role for role in (*ROLES, *EXTRA_ROLES) if role in (*ROLES, *row.get) and row.expected("get", role) == 200]
    return next((role for role in (*PREFERRED, *able) if role in able), None)


PAGES = sorted(name for name, row in MATRIX.items() if viewer(row) and not name.startswith(NOT_OURS))


@pytest.fixture(scope="package")
def world(site: str) -> World:
    made = World()
    _ = made.sessions
    return made


def looks(world: World, name: str) -> tuple[str, str]:
    """The address of the page and who looks at it; what the row makes for itself is kept."""
    row = MATRIX[name]
    with transaction.atomic():
        return world.address(name, row), str(viewer(row))


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) > 60


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, language: str, browser: Browser, site: str, world: World) -> None:
    path, role = looks(world, name)
    answer = world.client(role, language).get(path)
    assert answer.status_code == 200, path
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900}, reduced_motion="reduce")
    try:
        walker = Walker(context, site, Mode(language, DESKTOP, True))
        context.add_cookies([{"name": "escale_language", "value": language, "url": site}])
        if role != "anonymous":
            walker.sign_in_as(world.users[role])
        page = walker.go(path)
        assert page.locator("html").get_attribute("lang") == language
        assert seen(page) == {}
        assert not walker.complaints
    finally:
        context.close()


def seen(page: Page) -> dict[str, list[str] | int]:
    """What is wrong in each look of the page; nothing when all is well."""
    found: dict[str, list[str] | int] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[scheme] = violations(page)
    page.set_viewport_size({"width": PHONE, "height": 844})
    found["wider than a phone, by pixels"] = overflow(page)
    return {look: problems for look, problems in found.items() if problems}

"""Axe on every page of the access matrix that answers 200, in both languages, light and dark, and no page too wide."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Browser, Error, Page

from tests.browser import DESKTOP, PHONE, overflow, violations, violations_of_colour
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
    _ = made.users
    return made


def looks(world: World, name: str) -> tuple[str, str]:
    """The address of the page and who looks at it; what the row makes for itself is kept."""
    row = MATRIX[name]
    with transaction.atomic():
        return world.address(name, row), str(viewer(row))


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) > 60


class Visitors:
    """A role in a language at one browser for all its pages, so that styles and scripts come once."""

    def __init__(self, browser: Browser, site: str, world: World) -> None:
        self.browser = browser
        self.site = site
        self.world = world
        self.known: dict[tuple[str, str], Walker] = {}
        self.signed_in: dict[tuple[str, str], float] = {}

    def of(self, role: str, language: str) -> Walker:
        key = role, language
        if key not in self.known:
            context = self.browser.new_context()
            context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.site}])
            self.known[key] = Walker(context, self.site, Mode(language, DESKTOP, True))
        walker = self.known[key]
        # Some pages ask for the password again a quarter of an hour after it was given.
        if role != "anonymous" and time.monotonic() - self.signed_in.get(key, -1_000) > 600:
            walker.sign_in_as(self.world.users[role])
            self.signed_in[key] = time.monotonic()
        walker.complaints.clear()
        walker.page.set_viewport_size({"width": DESKTOP, "height": 900})
        walker.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return walker


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: str, world: World) -> Iterator[Visitors]:
    made = Visitors(browser, site, world)
    yield made
    for walker in made.known.values():
        walker.context.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, language: str, visitors: Visitors, site: str, world: World) -> None:
    path, role = looks(world, name)
    walker = visitors.of(role, language)
    page = walker.page
    try:
        answer = page.goto(site + path)
    except Error as problem:
        # A file to keep is no page to look at.
        if "Download is starting" not in problem.message and "ERR_ABORTED" not in problem.message:
            raise
        kept = walker.context.request.get(site + path)
        assert kept.ok, path
        assert not is_page(kept.headers), path
        return
    assert answer
    assert answer.status == 200, path
    if not is_page(answer.headers):
        return
    walker.settle()
    assert page.locator("html").get_attribute("lang") == language
    assert seen(page) == {}
    assert not walker.complaints


def is_page(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").startswith("text/html")


def seen(page: Page) -> dict[str, list[str] | int]:
    """What is wrong in each look of the page; nothing when all is well."""
    found: dict[str, list[str] | int] = {"light": violations(page)}
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found["dark"] = violations_of_colour(page)
    page.set_viewport_size({"width": PHONE, "height": 844})
    found["wider than a phone, by pixels"] = overflow(page)
    return {look: problems for look, problems in found.items() if problems}

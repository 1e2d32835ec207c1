"""A real browser for the tests: the system's Chromium, driven by Playwright.

Without its window (Debian's `chromium-headless-shell`) where that is installed, since a page then costs a fifth.

A plugin of the test run, so that one browser serves a whole process. `visit` opens an address of the live server as
asked, and fails the test on an error in the console: a refused style or script shows. Journeys through several pages
have their own site and their own `walker` in `tests/journeys/`.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, Request, sync_playwright

PHONE, DESKTOP = 390, 1280
# WCAG 2.2 A and AA, and what axe calls best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What the colours of another scheme can change.
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# A page is at rest when nothing was under way for so long (ms); Playwright's own « networkidle » waits 500.
QUIET = 40
PATIENCE = 20_000
# What Chromium would otherwise do on its own account: ask its makers about updates, components, accounts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Visit = Callable[..., contextlib.AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "the tests drive Chromium: install the package chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Visit:
    """`with visit("/", width=390, scheme="dark", language="en", javascript=False, session=key) as page: …`"""

    @contextlib.contextmanager
    def open_page(
        path: str,
        *,
        width: int = DESKTOP,
        scheme: Any = "light",
        language: str = "fr",
        javascript: bool = True,
        session: str = "",
        quiet: bool = True,
    ) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.SESSION_COOKIE_NAME: session}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items() if value]
        )
        page = context.new_page()
        traffic = Traffic(page)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        page.goto(live_server.url + path)
        traffic.settle()
        yield page
        context.close()
        assert not (quiet and complaints), complaints

    return open_page


class Traffic:
    """What a page has asked for and not been answered yet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: set[Request] = set()
        page.on("request", lambda request: self.waiting.add(request))
        page.on("requestfinished", lambda request: self.waiting.discard(request))
        page.on("requestfailed", lambda request: self.waiting.discard(request))

    def settle(self) -> None:
        """Waits until the page is loaded and what its scripts asked for has come.

        Raises AssertionError when something is still under way after 20 seconds.
        """
        self.page.wait_for_load_state("load")
        for _ in range(PATIENCE // QUIET):
            self.page.wait_for_timeout(QUIET)
            if not self.waiting:
                return
        raise AssertionError([request.url for request in self.waiting])


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds wrong on the page as it stands: the rule, and the elements concerned."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


def violations_of_colour(page: Page) -> list[str]:
    """What axe finds wrong in the colours alone, once it has looked at the rest of the page."""
    found = page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", COLOUR_RULES)
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(wider)

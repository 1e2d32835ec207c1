"""A real browser for the tests: the system's Chromium, driven by Playwright.

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
from playwright.sync_api import Browser, Page, sync_playwright

PHONE, DESKTOP = 390, 1280
# WCAG 2.2 A and AA, and what axe calls best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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
    program = shutil.which("chromium")
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
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        page.goto(live_server.url + path, wait_until="networkidle")
        yield page
        context.close()
        assert not (quiet and complaints), complaints

    return open_page


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands: the rule, and the elements concerned."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(wider)

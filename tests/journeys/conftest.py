"""A whole site for the journeys: a real server on the throw-away database, with the reference data, in this process.

The database is filled once per package and process and emptied at the end; each journey makes its own people and
hosts, so that any order will do.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from messaging import outbox
from tests.browser import DESKTOP, PHONE, Traffic, overflow, violations
from tests.matrix import sign_in


@dataclass(frozen=True)
class Mode:
    """How someone visits: the language, the width of the window, with JavaScript or without."""

    language: str
    width: int
    javascript: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'js' if self.javascript else 'nojs'}"

    def say(self, msgid: str, **values: Any) -> str:
        """What the page says for an English message of ours."""
        with translation.override(self.language):
            said = translation.gettext(msgid)
            # One that has a plural is kept under both forms, where gettext does not look.
            said = translation.ngettext(msgid, msgid, 1) if said == msgid else said
        return said % values if values else said


# Every pair of language, width and JavaScript occurs.
MODES = [
    Mode("fr", DESKTOP, True),
    Mode("en", PHONE, True),
    Mode("fr", PHONE, False),
    Mode("en", DESKTOP, False),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mode" in metafunc.fixturenames:
        metafunc.parametrize("mode", MODES, ids=str)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last and together: a site costs seconds to fill."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the process, filled for good rather than within a transaction: the server has its own threads.

    It bears the name of pytest-django's own fixture, which thereby knows that a database is wanted.
    """
    with django_db_blocker.unblock():
        caches["memory"].clear()
        call_command("load_reference", verbosity=0)
        yield
        call_command("flush", verbosity=0, interactive=False)
        caches["memory"].clear()
        connections.close_all()


@pytest.fixture(scope="package")
def site(db: None) -> Iterator[str]:
    """The address of the running site."""
    server = LiveServer("localhost")
    with override_settings(PUBLIC_URL=server.url):
        yield server.url
    server.stop()


class Walker:
    """Someone at a browser. Every complaint of the browser fails the journey when it ends."""

    def __init__(self, context: BrowserContext, site: str, mode: Mode) -> None:
        self.context = context
        self.site = site
        self.mode = mode
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.traffic = Traffic(self.page)
        self.twin: Page | None = None
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", lambda said: self.complain(said.text) if said.type == "error" else None)
        self.page.on("request", self.look_at_request)
        self.page.on("response", self.look_at_response)

    def complain(self, text: str) -> None:
        # The status is looked at by itself; a 4xx may be part of the journey.
        if "Failed to load resource" not in text:
            self.complaints.append(f"console: {text}")

    def look_at_request(self, request: Request) -> None:
        """A26: no third party at all."""
        # The browser's own reader of PDF files is no third party.
        if not request.url.startswith((self.site, "data:", "blob:", "chrome:", "chrome-extension:")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def look_at_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} at {response.url}")

    def go(self, path: str) -> Page:
        """Opens an address and waits until the page is quiet."""
        self.page.goto(self.site + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until the page is quiet."""
        self.traffic.settle()

    @contextlib.contextmanager
    def leaving(self) -> Iterator[None]:
        """`with someone.leaving(): …` waits for the page that what is done inside leads to, until it is quiet."""
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.settle()

    def say(self, msgid: str, **values: Any) -> str:
        return self.mode.say(msgid, **values)

    def press(self, msgid: str, *, stays: bool = False, **values: Any) -> None:
        """Presses the button or follows the link that bears these words; `stays`: the page answers by itself."""
        name = self.say(msgid, **values)
        buttons = self.page.get_by_role("button", name=name, exact=True)
        pressed = buttons.or_(self.page.get_by_role("link", name=name, exact=True)).filter(visible=True).first
        if stays and self.mode.javascript:
            pressed.click()
            self.settle()
            return
        with self.leaving():
            pressed.click()

    def enter(self) -> None:
        """Sends the form one is in by the Enter key."""
        with self.leaving():
            self.page.keyboard.press("Enter")

    def look(self) -> None:
        """Keeps what axe finds on the page as it stands, and by how much it is too wide, among the complaints."""
        found: list[str] = violations(self.page if self.mode.javascript else self.as_it_stands())
        wider = overflow(self.page)
        if wider:
            found.append(f"wider than the window by {wider} pixels")
        self.complaints += [f"{self.page.url.removeprefix(self.site)}: {one}" for one in found]

    def as_it_stands(self) -> Page:
        """The page of a browser without JavaScript in one where axe can run, which is JavaScript: the same document
        at the same address, with none of our scripts, and with what `noscript` shows."""
        if self.twin is None:
            browser = self.context.browser
            assert browser is not None
            other = browser.new_context(viewport=self.page.viewport_size, reduced_motion="reduce")
            self.twin = other.new_page()
        document, address = re.sub(r"</?noscript>", "", self.page.content()), self.page.url.partition("#")[0]
        self.twin.context.add_cookies(self.context.cookies())  # type: ignore[arg-type]
        self.twin.unroute_all()
        self.twin.route("**/*.js", lambda route: route.abort())
        self.twin.route(
            lambda url: url == address, lambda route: route.fulfill(body=document, content_type="text/html")
        )
        self.twin.goto(address)
        return self.twin

    def close(self) -> None:
        self.context.close()
        if self.twin is not None:
            self.twin.context.close()

    def follow(self, path: str) -> None:
        """Follows the link of the page that leads to that address."""
        link = self.page.locator(f'a[href^="{path}"]').filter(visible=True).first
        with self.leaving():
            link.click()

    def fill(self, name: str, value: str) -> None:
        """Fills the field of that name (of the form, not of the screen)."""
        self.page.locator(f'[name="{name}"]').filter(visible=True).first.fill(value)

    def sign_in_as(self, user: User) -> None:
        """Signs in behind the scenes; the journey of signing in itself is one of its own."""
        key = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site}])

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def told(self) -> str:
        """All that can be read on the page, with what has just happened above it."""
        return self.page.locator("body").inner_text()


Walk = Callable[..., contextlib.AbstractContextManager[Walker]]


@pytest.fixture
def walk(browser: Browser, site: str) -> Walk:
    """`with walk(mode) as someone: …`; `user` signs that person in."""

    @contextlib.contextmanager
    def start(mode: Mode, user: User | None = None) -> Iterator[Walker]:
        context = browser.new_context(
            viewport={"width": mode.width, "height": 844 if mode.width == PHONE else 800},
            java_script_enabled=mode.javascript,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": mode.language, "url": site}])
        walker = Walker(context, site, mode)
        if user is not None:
            walker.sign_in_as(user)
        yield walker
        walker.close()
        assert not walker.complaints, walker.complaints

    return start


@pytest.fixture
def letters(site: str) -> Callable[[str], list[mail.EmailMessage]]:
    """Sends what waits to be sent and returns the e-mails to that address, the oldest first."""

    def sent_to(address: str) -> list[mail.EmailMessage]:
        while outbox.drain():
            pass
        return [message for message in mail.outbox if address in message.to]

    return sent_to

"""What a machine can see of accessibility, on the pages of the house itself."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests import reference
from tests.browser import DESKTOP, PHONE, Visit, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages() -> list[str]:
    caches["memory"].clear()
    reference.load()
    page = reverse("documents:page", kwargs={"slug": "donnees-personnelles"})
    return [reverse("home"), reverse("styleguide"), page]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fr", "light", PHONE), ("fr", "dark", DESKTOP), ("en", "dark", PHONE), ("en", "light", DESKTOP)],
)
def test_axe_finds_nothing(visit: Visit, pages: list[str], language: str, scheme: str, width: int) -> None:
    """WCAG 2.2 AA by axe, on a phone and a desktop, light and dark, in both languages."""
    for path in pages:
        with visit(path, language=language, scheme=scheme, width=width) as page:
            assert not violations(page), path
            assert overflow(page) == 0, path


def test_axe_sees_a_fault(visit: Visit, pages: list[str]) -> None:
    """Positive control."""
    with visit(pages[0]) as page:
        page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\">')")
        assert any("image-alt" in one for one in violations(page))


def test_the_first_key_leads_to_the_content(visit: Visit, pages: list[str]) -> None:
    """With the keyboard alone: the skip link comes first, and works."""
    with visit(pages[0]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_phone_opens_without_javascript(visit: Visit, pages: list[str]) -> None:
    with visit(pages[0], width=PHONE, javascript=False) as page:
        sign_in = page.locator(".site-menu__panel").get_by_role("link", name="Se connecter")
        assert not sign_in.is_visible()
        page.locator(".site-menu > summary").click()
        assert sign_in.is_visible()


def test_the_appearance_is_chosen_and_kept(visit: Visit, pages: list[str]) -> None:
    with visit(pages[0], scheme="light") as page:
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        page.locator(".site-tools [data-theme-toggle]").click()
        dark = page.evaluate(paper)
        assert light != dark
        page.reload()
        assert page.evaluate(paper) == dark
        page.locator("[data-theme=auto]").click()
        assert page.evaluate(paper) == light


def test_dark_without_javascript_follows_the_device(visit: Visit, pages: list[str]) -> None:
    with visit(pages[0], scheme="dark", javascript=False) as page:
        shade = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        assert shade == "rgb(16, 35, 42)"


def test_a_dialog_asks_and_can_be_left(visit: Visit, pages: list[str]) -> None:
    with visit(pages[1]) as page:
        page.locator("[data-dialog]").click()
        assert page.locator("dialog").is_visible()
        assert not violations(page)
        page.keyboard.press("Escape")
        assert not page.locator("dialog").is_visible()


def test_a_message_can_be_put_away(visit: Visit, pages: list[str]) -> None:
    with visit(pages[1] + "?message=1") as page:
        message = page.locator("#toasts .notice")
        assert message.is_visible()
        message.get_by_role("button").click()
        assert message.count() == 0

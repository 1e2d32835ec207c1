"""Passkeys, in a real browser with a virtual authenticator: added, then used to sign in (§2)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import caches
from playwright.sync_api import Page

from accounts.enums import OrganisationKind, Role
from tests import factories
from tests.browser import Visit
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    for name in caches:
        caches[name].clear()


def plug_in(page: Page, **options: Any) -> tuple[Any, str]:
    """A device that knows how to keep passkeys, as a telephone does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**PLATFORM, **options}})
    return session, str(answer["authenticatorId"])


def session_of(person: Any) -> str:
    return sign_in(person).cookies[settings.SESSION_COOKIE_NAME].value


def test_an_administrator_adds_one_then_signs_in_with_it_alone(visit: Visit) -> None:
    network = factories.organisation(OrganisationKind.NETWORK)
    admin = factories.member(network, Role.NETWORK_ADMIN, first_name="Nadia")
    with visit("/compte/", session=session_of(admin)) as page:
        assert page.url.endswith("/compte/double-verification/")
        plug_in(page)
        page.get_by_role("link", name="Ajouter une clé d’accès").click()
        page.get_by_label("Nom de cette clé d’accès").fill("mon téléphone")
        page.get_by_role("button", name="Ajouter une clé d’accès").click()
        page.wait_for_url("**/recovery-codes/")
        assert page.locator("main code").count() == 10
        page.goto(page.url.replace("/compte/2fa/recovery-codes/", "/territoires/"))
        assert page.get_by_role("heading", level=1).inner_text() == "Territoires"
        page.goto(page.url.replace("/territoires/", "/compte/logout/"))
        page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
        page.goto(page.url.rstrip("/") + "/compte/login/")
        page.get_by_role("button", name="Utiliser une clé d’accès").click()
        page.wait_for_load_state("networkidle")
        page.goto(page.url.rstrip("/") + "/territoires/")
        assert page.get_by_role("heading", level=1).inner_text() == "Territoires", "no code was asked besides"
    key = Authenticator.objects.get(user=admin, type="webauthn")
    assert str(key) == "mon téléphone"
    assert key.last_used_at is not None


def test_when_it_fails_the_page_says_what_to_do(visit: Visit) -> None:
    person = factories.user()
    with visit("/compte/2fa/webauthn/add/", session=session_of(person), quiet=False) as page:
        session, device = plug_in(page)
        session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.get_by_role("button", name="Ajouter une clé d’accès").click()
        trouble = page.get_by_role("alert")
        trouble.wait_for()
        assert "choisissez un autre moyen" in trouble.inner_text()
    assert not Authenticator.objects.filter(user=person).exists()

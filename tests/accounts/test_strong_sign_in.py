"""A second factor for network administrators and the back office: before anything else (§2, quality.md)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, User
from accounts.services import enable_totp
from tests import factories
from tests.accounts import mailbox
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def admin() -> User:
    network = factories.organisation(OrganisationKind.NETWORK)
    return factories.member(network, Role.NETWORK_ADMIN, email="admin@example.org")


def code(secret: str = SECRET, step: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + step))


def by_password(person: User) -> Client:
    client = Client()
    client.post("/compte/login/", {"login": person.email, "password": factories.PASSWORD})
    return client


def test_without_one_an_administrator_gets_nowhere_else(admin: User) -> None:
    client = by_password(admin)
    for path in ("/", "/organisations/", "/compte/", "/organisation/membres/", "/territoires/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/compte/double-verification/"), path
    assert client.post("/organisation/membres/inviter/", {}).headers["Location"] == "/compte/double-verification/"
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/compte/double-verification/"
    assert client.get("/compte/double-verification/").status_code == 200
    assert client.post("/compte/logout/").status_code == 302


def test_the_back_office_too() -> None:
    staff = factories.user(is_staff=True, is_superuser=True, email="staff@example.org")
    assert by_password(staff).get("/gestion/").headers["Location"] == "/compte/double-verification/"
    enable_totp(staff, SECRET)
    client = by_password(staff)
    assert client.get("/gestion/").headers["Location"].startswith("/gestion/login/")
    client.post("/compte/2fa/authenticate/", {"code": code()})
    assert client.get("/gestion/").status_code == 200


def test_the_others_are_not_bothered() -> None:
    host = factories.organisation()
    person = factories.member(host, Role.HOST_MANAGER, email="one@example.org")
    assert by_password(person).get("/organisation/membres/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_site(admin: User) -> None:
    client = by_password(admin)
    answer = client.get("/compte/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/compte/reauthenticate/")
    client.post("/compte/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/compte/2fa/totp/activate/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    answer = client.post("/compte/2fa/totp/activate/", {"code": code(secret)})
    assert answer.headers["Location"] == "/compte/2fa/recovery-codes/"
    assert client.get("/territoires/").status_code == 200
    assert "application de codes protège" in str(mailbox.latest("admin@example.org").body)
    assert AuditEntry.objects.filter(action="account.factor_added", actor=admin, data={"type": "totp"}).exists()
    stored = Authenticator.objects.get(user=admin, type="totp").data["secret"]
    assert secret not in stored, "secrets are encrypted"


def test_signing_in_asks_for_it_and_takes_a_code_once(admin: User) -> None:
    enable_totp(admin, SECRET)
    client = by_password(admin)
    assert client.get("/territoires/").headers["Location"].startswith("/compte/login/")
    client.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert client.get("/territoires/").status_code == 302
    used = code()
    client.post("/compte/2fa/authenticate/", {"code": used})
    assert client.get("/territoires/").status_code == 200
    again = by_password(admin)
    again.post("/compte/2fa/authenticate/", {"code": used})
    assert again.get("/territoires/").status_code == 302


def test_a_session_from_before_shows_it_first(admin: User) -> None:
    """Someone becomes administrator, or adds a factor elsewhere, while this session is open."""
    client = by_password(admin)
    enable_totp(admin, SECRET)
    answer = client.get("/territoires/")
    assert answer.headers["Location"] == "/compte/2fa/reauthenticate/?next=%2Fterritoires%2F"
    client.post(answer.headers["Location"], {"code": code()})
    assert client.get("/territoires/").status_code == 200


def test_the_last_one_of_an_administrator_stays(admin: User) -> None:
    enable_totp(admin, SECRET)
    client = sign_in(admin)
    page = client.post("/compte/2fa/totp/deactivate/")
    assert "Ajoutez-en d’abord une autre" in page.content.decode()
    assert Authenticator.objects.filter(user=admin, type="totp").exists()


def test_another_person_may_remove_theirs() -> None:
    person = factories.user()
    enable_totp(person, SECRET)
    assert sign_in(person).post("/compte/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()


def passkey(person: User, name: str) -> Authenticator:
    """A passkey as allauth stores it; what is signed with it does not matter here."""
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


def test_the_last_passkey_of_an_administrator_stays(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = passkey(admin, "phone"), passkey(admin, "key")
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    now: dict[str, Any] = {"at": time.time()}
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", **now, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(admin.pk)
    session.save()
    assert client.post(f"/compte/2fa/webauthn/keys/{one.pk}/remove/").status_code == 302
    assert set(Authenticator.objects.filter(user=admin)) == {two}
    assert client.post(f"/compte/2fa/webauthn/keys/{two.pk}/remove/").status_code == 302
    assert set(Authenticator.objects.filter(user=admin)) == {two}


def test_many_wrong_codes_are_stopped(admin: User) -> None:
    enable_totp(admin, SECRET)
    client = by_password(admin)
    for _time in range(6):
        answer = client.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert "Trop d’essais" in answer.content.decode()
    client.post("/compte/2fa/authenticate/", {"code": code()})
    assert client.get("/territoires/").status_code == 302

"""What is done from the shell: the first administrator of a new site, a lost second factor."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, Invitation, Organisation
from tests import factories
from tests.accounts import mailbox
from tests.accounts.test_members import roles
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def test_a_new_site_gets_its_network_and_its_administrator() -> None:
    out = io.StringIO()
    for _time in range(2):
        call_command("found_network", "first@example.org", name="Réseau breton", stdout=out)
    network = Organisation.objects.get()
    assert (network.name, network.kind) == ("Réseau breton", OrganisationKind.NETWORK)
    assert Invitation.objects.count() == 1
    link = mailbox.link_in(mailbox.latest("first@example.org"))
    assert link in out.getvalue(), "also printed, for a site whose mail does not work yet"
    person = factories.user(email="first@example.org")
    sign_in(person).post(link)
    assert roles(person, network) == {Role.NETWORK_ADMIN}


def test_a_wrong_address_is_said() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("found_network", "first@")


def test_a_lost_second_factor() -> None:
    network = factories.organisation(OrganisationKind.NETWORK)
    admin = factories.member(network, Role.NETWORK_ADMIN, email="admin@example.org")
    factories.second_factor(admin)
    browser = sign_in(admin)
    call_command("reset_second_factor", "Admin@Example.org", stdout=io.StringIO())
    assert not Authenticator.objects.filter(user=admin).exists()
    assert browser.get("/compte/").status_code == 302, "open sessions are ended"
    assert AuditEntry.objects.get(action="account.factors_reset").data == {"count": 1}
    client = Client()
    client.post("/compte/login/code/", {"email": "admin@example.org"})
    client.post("/compte/login/code/confirm/", {"code": mailbox.latest_code("admin@example.org")})
    assert client.get("/territoires/").headers["Location"] == "/compte/double-verification/"
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody@example.org")

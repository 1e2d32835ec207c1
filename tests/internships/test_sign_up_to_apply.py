"""From « Postuler » without an account to the application form: in, or signed up, and back where one was (E6, S4)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.accounts import mailbox
from tests.internships.applying import open_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def link_to(page: str, path: str) -> str:
    """The link of the page that remembers where one was going."""
    (address,) = {unescape(found) for found in re.findall(rf'href="({path}[^"]*next=[^"]*)"', page)}
    return address


def kept(page: str) -> str:
    """Where the form of the page leads afterwards."""
    found = re.search(r'"form-column".*?name="next" value="([^"]*)"', page, re.DOTALL)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("found", ["", "&trouve=1"])
def test_a_visitor_signs_up_and_comes_back_to_the_form(found: str) -> None:
    """The address of the form survives sign-in, sign-up and the code; it opens as the one that was asked for."""
    factories.kind(sender="none")
    offer = open_offer()
    asked = f"{reverse('internships:apply')}?offre={offer.pk}{found}"
    visitor = Client()
    page = visitor.get(asked, follow=True).content.decode()
    assert "la page que vous vouliez" in page
    door = link_to(page, "/compte/signup/")
    page = visitor.get(door).content.decode()
    # Somebody on the way to an application looks for a placement: that door is ticked.
    (ticked,) = re.findall(r"<input[^>]*checked[^>]*>", page)
    assert 'value="trainee"' in ticked
    fields = {"door": "trainee", "first_name": "Alix", "last_name": "Renard", "email": "alix@example.org"}
    answer = visitor.post("/compte/signup/", {**fields, "password1": "quatre bateaux verts", "next": kept(page)})
    assert answer.headers["Location"] == "/compte/confirm-email/"
    code = mailbox.code_in(mailbox.latest("alix@example.org"))
    answer = visitor.post("/compte/confirm-email/", {"code": code})
    assert answer.headers["Location"] == asked
    page = visitor.get(answer.headers["Location"]).content.decode()
    assert offer.title in page
    assert User.objects.get(email="alix@example.org").is_trainee


def test_who_has_an_account_comes_back_too_by_code_or_password() -> None:
    factories.kind(sender="none")
    asked = f"{reverse('internships:apply')}?offre={open_offer().pk}"
    person = factories.user(email="known@example.org", is_trainee=True)
    by_password = Client()
    page = by_password.get(asked, follow=True).content.decode()
    assert link_to(page, "/compte/login/code/").endswith("offre%3D" + asked.rsplit("=", 1)[1])
    answer = by_password.post("/compte/login/", {"login": person.email, "password": factories.PASSWORD, "next": asked})
    assert answer.headers["Location"] == asked
    by_code = Client()
    answer = by_code.post("/compte/login/code/", {"email": person.email, "next": asked})
    page = by_code.get(answer.headers["Location"]).content.decode()
    code = mailbox.code_in(mailbox.latest(person.email))
    answer = by_code.post("/compte/login/code/confirm/", {"code": code, "next": kept(page)})
    assert answer.headers["Location"] == asked


def test_elsewhere_no_door_is_ticked_and_no_stranger_is_followed() -> None:
    page = Client().get("/compte/signup/?next=/favoris/").content.decode()
    assert not re.findall(r"<input[^>]*checked[^>]*>", page)
    fields = {"door": "host", "first_name": "Alix", "last_name": "Renard", "email": "alix@example.org"}
    visitor = Client()
    visitor.post(
        "/compte/signup/", {**fields, "password1": "quatre bateaux verts", "next": "https://elsewhere.example/x"}
    )
    code = mailbox.code_in(mailbox.latest("alix@example.org"))
    answer = visitor.post("/compte/confirm-email/", {"code": code})
    assert answer.headers["Location"] == reverse("accounts:welcome")

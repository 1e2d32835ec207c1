"""The public page of the rules, the simulator (A2), and the screens of administrators (S13)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry
from law import rules
from law.models import LegalTopic
from law.reference import load_reference
from tests import factories
from tests.law.matrix import VERSION
from tests.matrix import sign_in
from tests.reference import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    load("law")


@pytest.fixture
def admin() -> Client:
    person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(person)
    return sign_in(person)


def stipend(client: Client, **query: Any) -> str:
    return client.get(reverse("law:stipend"), query).content.decode()


def test_each_rule_shows_its_words_its_article_and_the_day_it_was_read(client: Client) -> None:
    page = client.get(reverse("law:rules")).content.decode()
    assert "924 heures" in page
    assert "art. L124-5" in page
    assert "pas encore vérifiée à sa source" in page
    assert "Aucun juriste" in page


def test_the_page_shows_the_rules_of_the_day_asked_for(client: Client) -> None:
    page = client.get(reverse("law:rules"), {"on": "2023-06-01", "country": "FR"}).content.decode()
    assert "4,05\u00a0€" in page
    assert "4,50\u00a0€" not in page


def test_belgium_has_its_own_page(client: Client) -> None:
    page = client.get(reverse("law:rules"), {"country": "BE"}).content.decode()
    assert "loi du 16 mars 1971" in page.lower()
    assert "L124-5" not in page


def test_the_page_costs_the_same_however_many_rules(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        client.get(reverse("law:rules"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"total": "309", "signed_on": "2026-03-02"}, "1\u202f390,50\u00a0€"),
        ({"total": "441 h", "signed_on": "2026-03-02"}, "1\u202f984,50\u00a0€"),
        ({"weeks": "12", "weekly": "35", "signed_on": "2026-03-02"}, "1\u202f890,00\u00a0€"),
        ({"weeks": "10", "weekly": "30 h 30", "signed_on": "2026-03-02"}, "Rien n’est dû"),
        ({"total": "309", "signed_on": "2025-12-31"}, "1\u202f344,15\u00a0€"),
    ],
)
def test_the_simulator_answers(client: Client, query: dict[str, str], expected: str) -> None:
    """A2: the amount, and the article it comes from."""
    page = stipend(client, **query)
    assert expected in page
    assert "art. L124-6" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"weeks": "12"}, "Indiquez les semaines"),
        ({"total": "sept"}, "Écrivez les heures"),
        ({"total": "400", "signed_on": "2019-01-01"}, "Aucune règle"),
    ],
)
def test_the_simulator_says_what_is_missing(client: Client, query: dict[str, str], sentence: str) -> None:
    page = stipend(client, **query)
    assert sentence in page
    assert 'id="answer"' not in page


def test_an_administrator_enters_a_version_and_it_is_traced(admin: Client) -> None:
    """S13: run by non-technical people on screen; the trace keeps why."""
    topic = LegalTopic.objects.get(country="FR", key="stipend-hourly")
    address = reverse("law:new_version", kwargs={"pk": topic.pk})
    assert "4.50" in admin.get(address).content.decode()
    answer = admin.post(address, VERSION, follow=True)
    assert "4,70" in answer.content.decode()
    found = rules.find(key="stipend-hourly", on=datetime.date(2027, 3, 1))
    assert str(found.value) == "4.70"
    assert AuditEntry.objects.filter(action="law.rule_entered").exists()


def test_hours_are_entered_as_people_write_them(admin: Client) -> None:
    topic = LegalTopic.objects.get(country="FR", key="placement-maximum")
    address = reverse("law:new_version", kwargs={"pk": topic.pk})
    assert "924" in admin.get(address).content.decode()
    admin.post(address, {**VERSION, "value": "900 h 30"})
    assert rules.find(key="placement-maximum", on=datetime.date(2027, 3, 1)).minutes == 900 * 60 + 30


def test_a_version_over_another_is_explained_beside_the_form(admin: Client) -> None:
    topic = LegalTopic.objects.get(country="FR", key="stipend-hourly")
    address = reverse("law:new_version", kwargs={"pk": topic.pk})
    answer = admin.post(address, {**VERSION, "valid_from": "2022-06-01", "valid_until": "2023-06-30"})
    assert answer.status_code == 200
    assert "Une autre version" in answer.content.decode()
    assert topic.versions.count() == 4


def test_reading_a_source_again_is_noted(admin: Client) -> None:
    rule = rules.find(key="day")
    type(rule).objects.filter(pk=rule.pk).update(read_on=datetime.date(2020, 1, 1))
    admin.post(reverse("law:confirm_reading", kwargs={"pk": rule.pk}))
    rule.refresh_from_db()
    assert rule.read_on > datetime.date(2026, 1, 1)
    load_reference()
    rule.refresh_from_db()
    assert AuditEntry.objects.filter(action="law.rule_read").count() == 1


def test_only_administrators_are_offered_the_edit(client: Client, admin: Client) -> None:
    address = reverse("law:topic", kwargs={"pk": rules.find(key="day").topic_id})
    assert "nouvelle-version" in admin.get(address).content.decode()
    assert "nouvelle-version" not in client.get(address).content.decode()

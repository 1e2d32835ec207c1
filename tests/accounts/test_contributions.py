"""What people and organisations gave to the network: visible and counted (E25)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.contributions import given
from accounts.enums import OrganisationKind, Role
from hosts.enums import HostState
from internships.models import Supervisor
from practices.enums import PracticeState
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def test_people_and_organisations_are_counted_in_one_query(django_assert_num_queries: Any) -> None:
    """E25: practices validated, hosts discovered and published, people accompanied and hosted; nothing else."""
    tutor = factories.member((host := factories.host()).organisation, Role.TUTOR)
    today = timezone.localdate()
    for start in (today - 9 * DAY, today + 9 * DAY):
        placement = factories.placement(None, host, start=start, end=start + 2 * DAY)
        Supervisor.objects.create(placement=placement, capacity="tutor", user=tutor, name="Claude", since=start)
    factories.practice(author=tutor, organisation=host.organisation, state=PracticeState.VALIDATED)
    factories.practice(author=tutor, organisation=host.organisation, state=PracticeState.SUBMITTED)
    factories.host(discovered_by=tutor)
    factories.host(discovered_by=tutor, state=HostState.PENDING)
    with django_assert_num_queries(1):
        found = given(people=[tutor.pk], organisations=[host.organisation_id])
    counted = {gift.code: gift.number for gift in found.person(tutor.pk)}
    assert counted == {"practices": 1, "discovered": 1, "accompanied": 1}
    assert {gift.code: gift.number for gift in found.organisation(host.organisation_id)} == {
        "practices": 1,
        "hosted": 1,
    }
    assert found.person(0) == []


def test_it_is_visible_on_the_home_the_organisation_and_the_public_page() -> None:
    """E25: whoever gave nothing yet reads nothing of it."""
    host = factories.host()
    manager = factories.member(host.organisation, Role.HOST_MANAGER)
    home, ours = "/", reverse("accounts:organisation")
    public = reverse("hosts:detail", args=[host.slug])
    browser = sign_in(manager)
    assert "apporté au réseau" not in text(browser, home) + text(browser, ours)
    factories.practice(author=manager, organisation=host.organisation, state=PracticeState.VALIDATED)
    assert "Ce que vous avez apporté au réseau" in text(browser, home)
    assert f"{host.name} : ce qui a été apporté au réseau" in text(browser, home)
    assert "bonne pratique partagée" in text(browser, ours)
    assert "1 bonne pratique partagée" in text(Client(), public)
    other = sign_in(factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR))
    assert "apporté au réseau" not in text(other, home)

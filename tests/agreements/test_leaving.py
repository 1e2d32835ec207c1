"""Somebody who accompanies leaves: their trainees pass to whoever comes after, signed agreement or not (T9)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from accounts.services.members import leave
from agreements.enums import Capacity
from internships.enums import SupervisorCapacity
from tests import factories
from tests.agreements.signing_world import SigningWorld

pytestmark = pytest.mark.django_db


def test_a_tutor_hands_over_while_the_agreement_is_being_signed(signing_world: SigningWorld) -> None:
    """What all are signing stays as it is; the placement says who is there from now on."""
    world = signing_world
    house = world.host.organisation
    tutor, successor = factories.member(house, Role.TUTOR), factories.member(house, Role.TUTOR)
    site = world.placement.sites.get()
    old = world.supervisor(
        SupervisorCapacity.TUTOR, name=str(tutor), email=tutor.email or "", user=tutor, placement_site=site
    )
    version = world.send()
    named = world.signatory(Capacity.TUTOR).name
    assert leave(organisation=house, leaver=tutor, by=world.manager, successor=successor) == 1
    old.refresh_from_db()
    assert old.until is not None
    assert old.replaced_by is not None
    assert old.replaced_by.user == successor
    assert not Membership.objects.current().filter(user=tutor).exists()
    version.refresh_from_db()
    assert version.state == "ready"
    assert world.signatory(Capacity.TUTOR).name == named


def test_a_week_beyond_the_calendar_is_an_empty_list(client: Client, signing_world: SigningWorld) -> None:
    """What is typed into the address is no error."""
    client.force_login(signing_world.trainee)
    answer = client.get(reverse("internships:placements"), {"week": "9999-12-31"})
    assert answer.status_code == 200

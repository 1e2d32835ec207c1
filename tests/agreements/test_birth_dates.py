"""A date of birth on which something stands is corrected by the school, and who signs follows (S5, E11)."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse

from accounts.errors import Refused
from agreements.enums import AgreementState, Capacity
from agreements.selectors.needed import gaps
from internships.services import trainees
from tests import factories
from tests.agreements.drafting_world import DraftingWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
PUPIL, ADULT = datetime.date(2012, 5, 12), datetime.date(2004, 5, 12)


def test_the_trainee_changes_it_no_more_once_a_placement_stands(reference: None) -> None:
    me = DraftingWorld(birth_date=PUPIL).trainee
    client = sign_in(me)
    sent = {"first_name": "Alix", "last_name": "Roy", "phone": "", "language": "fr", "birth_date": "1990-01-01"}
    for address in (reverse("internships:my_file"), reverse("accounts:profile")):
        assert "demandez à votre école" in html.unescape(client.get(address).content.decode())
        assert client.post(address, sent).status_code == 302
        me.refresh_from_db()
        assert me.birth_date == PUPIL
    with pytest.raises(Refused):
        trainees.update_profile(person=me, changes={"birth_date": ADULT})


def test_without_one_it_is_theirs() -> None:
    me = factories.user(is_trainee=True, birth_date=PUPIL)
    assert sign_in(me).post(reverse("internships:my_file"), {"birth_date": "2011-03-04"}).status_code == 302
    me.refresh_from_db()
    assert me.birth_date == datetime.date(2011, 3, 4)


def test_the_school_corrects_it_and_who_signs_follows(reference: None) -> None:
    world = DraftingWorld()
    agreement = world.draw_up()
    assert world.placement.enrolment_id
    address = reverse("internships:enrolment_birth_date", args=[world.placement.enrolment_id])
    assert sign_in(world.lead).post(address, {"birth_date": "2012-05-12"}).status_code == 302
    world.trainee.refresh_from_db()
    assert world.trainee.birth_date == PUPIL
    agreement.refresh_from_db()
    assert Capacity.GUARDIAN in {one.capacity for one in gaps(agreement)}
    agreement.state = AgreementState.SIGNING
    agreement.save()
    sign_in(world.lead).post(address, {"birth_date": "2004-05-12"})
    world.trainee.refresh_from_db()
    assert world.trainee.birth_date == PUPIL, "not while it is being signed"

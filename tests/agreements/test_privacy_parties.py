"""What agreements keep about people: given out, erased as far as nothing signed says it (E10, §7)."""

from __future__ import annotations

import pytest

from accounts.services.privacy import erase_person, export_data
from agreements.enums import Capacity, SignatoryState
from agreements.models import Signature
from agreements.services import remarks
from tests.agreements.signing_world import SigningWorld

pytestmark = pytest.mark.django_db


def test_an_erased_trainee_stands_in_nothing_that_was_not_signed(signing_world: SigningWorld) -> None:
    """Address, emergency contact and pending lines go; what the trainee signed stays as it was signed."""
    world = signing_world
    world.agreement.terms = {
        "trainee_address": "4 rue des Lilas",
        "emergency_contact": "Dom, 06",
        "activities": "Aider",
    }
    world.agreement.save()
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    before = Signature.objects.values().get()
    erase_person(user=world.trainee, by=None)
    world.agreement.refresh_from_db()
    assert world.agreement.terms == {"activities": "Aider"}
    assert Signature.objects.values().get() == before


def test_an_erased_teacher_who_did_not_sign_is_no_signatory(signing_world: SigningWorld) -> None:
    """The line waits for somebody else; remarks stay without their author."""
    world = signing_world
    world.send()
    remark = remarks.ask(agreement_id=world.agreement.pk, kind="question", text="Quand ?", user=world.referent)
    row = world.signatory(Capacity.REFERENT_TEACHER)
    erase_person(user=world.referent, by=None)
    row.refresh_from_db()
    remark.refresh_from_db()
    assert (row.name, row.email, row.user_id, row.state) == ("—", "", None, SignatoryState.WAITING)
    assert (remark.author_id, remark.author_name, remark.text) == (None, "—", "Quand ?")
    other = world.signatory(Capacity.HEAD)
    assert other.name != "—"


def test_one_s_signatures_are_given_out(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    assert isinstance(export_data(user=world.trainee), bytes)
    from agreements.privacy_parties import export_agreements

    found = export_agreements(world.trainee)
    assert isinstance(found, dict)
    assert [one["version__agreement__number"] for one in found["signatures"]] == [world.agreement.number]
    assert export_agreements(world.manager) == {"agreements": [], "certificates": [], "signatures": [], "remarks": []}

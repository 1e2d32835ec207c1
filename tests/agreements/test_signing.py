"""Each signature is bound to one version; the last one queues the seal, once (issue 3, §3)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, PersonalLink
from agreements.enums import AgreementState, Capacity, SignatoryState, VersionState
from agreements.models import Signature
from agreements.services import remarks, signing
from agreements.workflow import NotPossible
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories
from tests.agreements.signing_world import SigningWorld, sign

pytestmark = pytest.mark.django_db


def states(world: SigningWorld) -> dict[str, str]:
    return {row.capacity: row.state for row in world.agreement.signatories.all()}


def test_those_of_the_first_step_are_asked_and_each_gets_a_link(signing_world: SigningWorld) -> None:
    """Signatories sign in order; opening again asks nobody twice."""
    world = signing_world
    version = world.send()
    assert states(world) == {
        Capacity.TRAINEE: SignatoryState.ASKED,
        Capacity.TUTOR: SignatoryState.WAITING,
        Capacity.HOST: SignatoryState.WAITING,
        Capacity.REFERENT_TEACHER: SignatoryState.WAITING,
        Capacity.HEAD: SignatoryState.WAITING,
    }
    assert signing.open(version) == []
    assert [link.email for link in PersonalLink.objects.all()] == [world.trainee.email]
    assert EmailDelivery.objects.get(kind="agreements.signature_asked").to == world.trainee.email


def test_all_are_asked_at_once_when_there_is_no_order(signing_world: SigningWorld) -> None:
    world = signing_world
    world.agreement.in_order = False
    world.agreement.save()
    world.send()
    assert set(states(world).values()) == {SignatoryState.ASKED}
    assert PersonalLink.objects.count() == 5


def test_the_turn_passes_and_the_last_signature_queues_the_seal_once(signing_world: SigningWorld) -> None:
    """Signed by all: state, day, one entry for the seal, one line of the trace."""
    world = signing_world
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    assert states(world)[Capacity.TUTOR] == states(world)[Capacity.HOST] == SignatoryState.ASKED
    assert states(world)[Capacity.REFERENT_TEACHER] == SignatoryState.WAITING
    for capacity in (Capacity.HOST, Capacity.TUTOR, Capacity.REFERENT_TEACHER, Capacity.HEAD):
        assert not OutboxEntry.objects.filter(kind="agreements.seal").exists()
        world.sign(capacity, version)
    world.agreement.refresh_from_db()
    assert world.agreement.state == AgreementState.SEALING
    assert world.agreement.signed_on == timezone.localdate()
    assert [entry.payload for entry in OutboxEntry.objects.filter(kind="agreements.seal")] == [{"version": version.pk}]
    assert AuditEntry.objects.filter(action="signature.given").count() == 5
    assert AuditEntry.objects.filter(action="agreement.signed").count() == 1


def test_what_is_kept_of_a_signature(signing_world: SigningWorld) -> None:
    """Consent word for word, time, address, browser, the code's moment."""
    world = signing_world
    version = world.send()
    checked = timezone.now()
    signature = world.sign(
        Capacity.TRAINEE, version, address="192.0.2.7", user_agent="Firefox/140", code_checked_at=checked
    )
    signature.refresh_from_db()
    assert version.sha256 in signature.consent
    assert world.agreement.number in signature.consent
    assert (signature.sha256, signature.name) == (version.sha256, str(world.trainee))
    assert (signature.address, signature.user_agent) == ("192.0.2.7", "Firefox/140")
    assert (signature.email, signature.code_checked_at) == (world.trainee.email, checked)


def test_the_same_signatory_twice_is_one_signature(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    first = world.sign(Capacity.TRAINEE, version)
    assert world.sign(Capacity.TRAINEE, version) == first
    assert Signature.objects.count() == 1


def test_nobody_signs_for_somebody_else_nor_out_of_turn(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    with pytest.raises(NotPossible):
        world.sign(Capacity.TRAINEE, version, user=factories.user())
    with pytest.raises(NotPossible):
        world.sign(Capacity.HEAD, version)
    assert not Signature.objects.exists()


def test_an_old_or_missing_code_signs_nothing(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    for moment in (None, timezone.now() - datetime.timedelta(minutes=61)):
        with pytest.raises(signing.CodeTooOld):
            world.sign(Capacity.TRAINEE, version, code_checked_at=moment)
    assert not Signature.objects.exists()


def test_the_consent_names_the_document(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    with pytest.raises(Refused):
        world.sign(Capacity.TRAINEE, version, consent="Oui")


def test_a_wrong_hash_or_a_replaced_version_is_stale(signing_world: SigningWorld) -> None:
    """A stale approval is refused with the difference (domain §7, 3)."""
    world = signing_world
    first = world.send(stipend={"amount": "1390.50"})
    with pytest.raises(signing.StaleVersion):
        world.sign(Capacity.TRAINEE, first, sha256="0" * 64)
    world.sign(Capacity.TRAINEE, first)
    signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Montant corrigé")
    with pytest.raises(signing.StaleVersion) as stale:
        world.sign(Capacity.TRAINEE, first)
    assert stale.value.current is None
    second = world.send(stipend={"amount": "1984.50"})
    with pytest.raises(signing.StaleVersion) as stale:
        world.sign(Capacity.TRAINEE, first)
    assert stale.value.current == second
    assert [(one.before, one.after) for one in stale.value.differences] == [("1390.50", "1984.50")]
    assert world.sign(Capacity.TRAINEE, second).version == second


def test_reopening_voids_the_version_and_keeps_its_signatures(signing_world: SigningWorld) -> None:
    """Editing makes a new version and voids signatures; those asked are told why."""
    world = signing_world
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    EmailDelivery.objects.all().delete()
    with pytest.raises(NotPossible):
        signing.reopen(agreement_id=world.agreement.pk, actor=world.manager, reason="Non")
    with pytest.raises(Refused):
        signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason=" ")
    signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="La date de fin change")
    version.refresh_from_db()
    world.agreement.refresh_from_db()
    assert (version.state, version.void_reason) == (VersionState.VOIDED, "La date de fin change")
    assert world.agreement.state == AgreementState.PREPARING
    assert set(states(world).values()) == {SignatoryState.WAITING}
    assert Signature.objects.filter(version=version).count() == 1
    told = set(EmailDelivery.objects.filter(kind="agreements.version_voided").values_list("to", flat=True))
    assert {world.trainee.email, "sacha.petit@example.org", world.manager.email} <= told
    assert world.head.email not in told
    entry = AuditEntry.objects.get(action="agreement.reopen")
    assert (entry.actor, entry.data) == (world.coordinator, {"signatures": 1})


def test_declining_says_why_to_all_and_can_be_undone(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    tutor = world.signatory(Capacity.TUTOR)
    person = factories.user(email=tutor.email)
    with pytest.raises(Refused):
        signing.decline(signatory_id=tutor.pk, reason=" ", user=person)
    signing.decline(signatory_id=tutor.pk, reason="Je serai absente en mars", user=person)
    assert states(world)[Capacity.TUTOR] == SignatoryState.DECLINED
    told = set(EmailDelivery.objects.filter(kind="agreements.signature_declined").values_list("to", flat=True))
    assert told == {
        world.trainee.email,
        world.manager.email,
        world.referent.email,
        world.head.email,
        world.coordinator.email,
    }
    assert Signature.objects.count() == 1, "those who signed need not sign again"
    world.sign(Capacity.HOST, version)
    assert states(world)[Capacity.REFERENT_TEACHER] == SignatoryState.WAITING, "a refusal holds the next step back"
    sign(tutor, version, user=person)
    assert states(world)[Capacity.REFERENT_TEACHER] == SignatoryState.ASKED


def test_nobody_signs_while_a_remark_waits(signing_world: SigningWorld) -> None:
    """T10: signing is locked until each remark is answered."""
    world = signing_world
    version = world.send()
    remark = remarks.ask(
        agreement_id=world.agreement.pk, kind="question", text="Qui accompagne le mercredi ?", user=world.trainee
    )
    assert EmailDelivery.objects.get(kind="agreements.remark_made").to == world.coordinator.email
    with pytest.raises(signing.RemarksWait):
        world.sign(Capacity.TRAINEE, version)
    with pytest.raises(NotPossible):
        remarks.answer(remark_id=remark.pk, actor=factories.user(), text="Moi")
    remarks.answer(remark_id=remark.pk, actor=world.manager, text="Sacha Petit, tous les mercredis.")
    assert EmailDelivery.objects.get(kind="agreements.remark_answered").to == world.trainee.email
    assert world.sign(Capacity.TRAINEE, version)


def test_the_database_refuses_to_change_or_delete_a_signature(signing_world: SigningWorld) -> None:
    from django.db import DatabaseError, transaction

    world = signing_world
    signature = world.sign(Capacity.TRAINEE, world.send())
    for statement in (
        lambda: Signature.objects.filter(pk=signature.pk).update(name="Autre"),
        lambda: Signature.objects.filter(pk=signature.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()

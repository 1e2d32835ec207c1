"""The seal after the last signature: once, behind what was signed, told to all; nothing half when it fails (E10)."""

from __future__ import annotations

import datetime
import errno
import functools
import hashlib
import io
import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEntry, PersonalLink
from agreements import verification as about
from agreements.enums import AgreementState, Capacity, SignatoryState, VersionState
from agreements.models import Agreement, AgreementVersion
from agreements.selectors.sealing import seal_wait
from agreements.services import sealing, signing
from agreements.todos_sealing import late_seals
from documents import accessible, files, pdf, seal, verification
from documents.models import StoredFile
from documents.storage import PrivateFolder
from documents.verification import Role, Standing
from messaging import outbox
from messaging.models import EmailDelivery, OutboxEntry
from tests.agreements.signing_world import SigningWorld
from tests.documents.test_seal import flipped

pytestmark = pytest.mark.django_db

KIND = {"code": "student", "sender": "school", "is_observation": False}


@functools.lru_cache(maxsize=1)
def document() -> bytes:
    html = (
        "<!doctype html><html lang='fr'><head><title>Convention</title></head><body><h1>Convention</h1></body></html>"
    )
    return pdf.from_html(html)


def send(world: SigningWorld, agreement: Agreement | None = None, **snapshot: Any) -> AgreementVersion:
    """A version with a document that can be sealed."""
    version = world.send(agreement, **{"kind": KIND, "end": "2027-04-30", **snapshot})
    version.file = files.store(content=document(), name="convention.pdf", media_type="application/pdf")
    version.sha256 = version.file.sha256
    version.save()
    return version


@pytest.fixture
def version(signing_world: SigningWorld) -> AgreementVersion:
    """All have signed; the seal waits in the outbox."""
    made = send(signing_world)
    signing_world.sign_all(made)
    return fresh(made)


def fresh(version: AgreementVersion) -> AgreementVersion:
    return AgreementVersion.objects.select_related("agreement", "sealed_file").get(pk=version.pk)


def entries() -> list[OutboxEntry]:
    return list(OutboxEntry.objects.filter(kind="agreements.seal"))


def test_the_last_signature_has_the_agreement_sealed(version: AgreementVersion) -> None:
    """The result begins with what everyone signed, is valid, accessible, and stored once."""
    assert version.agreement.state == AgreementState.SEALING
    outbox.drain()
    version = fresh(version)
    assert version.state == VersionState.SEALED
    assert version.sealed_file is not None
    content = version.sealed_file.read()
    assert content.startswith(document())
    assert hashlib.sha256(content).hexdigest() == version.sealed_sha256 != version.sha256
    assert seal.validate(content).good
    assert accessible.problems(content) == []
    agreement = version.agreement
    assert agreement.state == AgreementState.SEALED
    assert agreement.version_in_force == version
    assert agreement.sealed_at == version.sealed_at
    assert AuditEntry.objects.filter(action="agreement.seal").count() == 1
    assert not entries()


def test_it_is_done_once_however_often_it_is_asked(version: AgreementVersion) -> None:
    sealing.seal(version.pk)
    before = fresh(version)
    sent = EmailDelivery.objects.count()
    sealing.seal(version.pk)
    after = fresh(version)
    assert (after.sealed_sha256, after.sealed_at) == (before.sealed_sha256, before.sealed_at)
    assert EmailDelivery.objects.count() == sent


def test_nothing_is_sealed_before_all_have_signed(signing_world: SigningWorld) -> None:
    made = send(signing_world)
    signing_world.sign(Capacity.TRAINEE, made)
    sealing.seal(made.pk)
    assert fresh(made).state == VersionState.READY


def test_the_proof_tells_who_agreed_to_what(version: AgreementVersion) -> None:
    """Names, capacities, verified addresses, times, words, hashes: in JSON, and in plain text."""
    outbox.drain()
    held = fresh(version).sealed_file
    assert held is not None
    attached = PdfReader(io.BytesIO(held.read())).attachments
    number = version.agreement.number
    assert set(attached) == {f"preuve-{number}.json", f"preuve-{number}.txt"}
    told = json.loads(attached[f"preuve-{number}.json"][0])
    assert told["signature_level"] == "simple"
    assert told["sha256"] == version.sha256
    given = list(version.signatures.order_by("signed_at", "pk"))
    assert [one["name"] for one in told["evidence"]] == [one.name for one in given]
    assert {one["email"] for one in told["evidence"]} == {one.email for one in given}
    assert all(version.sha256 in one["consent"] for one in told["evidence"])
    assert all(one["signed_at"].endswith("Z") for one in told["evidence"])
    text = attached[f"preuve-{number}.txt"][0].decode("utf-8-sig")
    for signature in given:
        assert signature.name in text
        assert signature.consent in text
    assert "signatures électroniques simples" in text.lower()
    assert "avancé" not in text
    assert "qualifié" not in text


def test_a_signature_on_paper_is_proved_by_its_scan(signing_world: SigningWorld) -> None:
    made = send(signing_world)
    scan = files.store(content=b"%PDF-1.7 scan", name="scan.pdf", media_type="application/pdf")
    row = signing_world.signatory(Capacity.TRAINEE)
    signing.sign_on_paper(
        signatory_id=row.pk,
        version_id=made.pk,
        sha256=made.sha256,
        scan=scan,
        consent="Signé sur papier",
        actor=signing_world.coordinator,
    )
    (evidence,) = sealing.proof_of(made).evidence
    assert evidence.scan_sha256 == scan.sha256
    assert evidence.recorded_by == str(signing_world.coordinator)
    assert evidence.method == "on_paper"


def test_all_parties_get_the_link_and_no_attachment(version: AgreementVersion, signing_world: SigningWorld) -> None:
    """Those with an account by their page, the tutor by a new personal link; nobody twice, nothing attached."""
    outbox.drain()
    told = EmailDelivery.objects.filter(kind__in=["agreements.sealed", "agreements.sealed_by_link"])
    addresses = [one.to for one in told]
    assert len(addresses) == len(set(addresses))
    assert {str(signing_world.trainee.email), str(signing_world.head.email), "sacha.petit@example.org"} <= set(
        addresses
    )
    by_link = told.get(kind="agreements.sealed_by_link")
    assert by_link.to == "sacha.petit@example.org"
    assert PersonalLink.objects.filter(email="sacha.petit@example.org").count() == 2
    letters = [letter for letter in mail.outbox if letter.to == ["sacha.petit@example.org"]]
    assert "signée par tous" in letters[-1].subject
    assert "/lien/" in str(letters[-1].body)
    assert verification.address(version.agreement.code) in str(letters[-1].body)
    assert not any(letter.attachments for letter in mail.outbox)


def test_what_was_stored_must_be_what_was_signed(version: AgreementVersion) -> None:
    """Fault: a byte of the stored document flipped before the seal: it is not sealed, and staff see why."""
    held = version.file
    assert held is not None
    other = files.store(content=flipped(document(), 200), name="x.pdf", media_type="application/pdf")
    StoredFile.objects.filter(pk=held.pk).update(path=other.path)
    outbox.drain()
    assert fresh(version).state == VersionState.READY
    (entry,) = entries()
    assert "not the one that was signed" in entry.last_error


def test_no_room_on_the_disk_changes_nothing(version: AgreementVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: disk full while storing. Tried again later, and done when there is room."""

    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PrivateFolder, "_save", full)
    known = StoredFile.objects.count()
    outbox.drain()
    assert fresh(version).agreement.state == AgreementState.SEALING
    assert StoredFile.objects.count() == known
    assert not EmailDelivery.objects.filter(kind__startswith="agreements.sealed").exists()
    (entry,) = entries()
    assert entry.attempts == 1
    assert "room" in entry.last_error or "place" in entry.last_error
    wait = seal_wait(fresh(version).agreement, version)
    assert wait is not None
    assert wait.hindered
    monkeypatch.undo()
    OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    assert fresh(version).state == VersionState.SEALED


def test_the_page_says_how_it_stands(version: AgreementVersion, signing_world: SigningWorld, client: Client) -> None:
    """Sealing under way, hindered, given up: each in its words; nothing once sealed."""
    client.force_login(signing_world.coordinator)
    address = reverse("agreements:signatures", args=[version.agreement_id])
    assert "en cours de scellement" in client.get(address).content.decode()
    OutboxEntry.objects.filter(kind="agreements.seal").update(attempts=1)
    assert "prend plus de temps que d’habitude" in client.get(address).content.decode()
    detail = client.get(reverse("agreements:detail", args=[version.agreement_id])).content.decode()
    assert "prend plus de temps que d’habitude" in detail
    OutboxEntry.objects.filter(kind="agreements.seal").update(state="failed")
    assert "n’a pas pu être apposé" in client.get(address).content.decode()
    OutboxEntry.objects.filter(kind="agreements.seal").update(state="pending")
    outbox.drain()
    assert 'id="sealing"' not in client.get(address).content.decode()


def test_staff_hear_of_agreements_that_wait_too_long(version: AgreementVersion) -> None:
    from types import SimpleNamespace

    workspace: Any = SimpleNamespace(runs_the_site=True)
    assert not list(late_seals(workspace))
    Agreement.objects.update(state_since=timezone.now() - datetime.timedelta(hours=2))
    (todo,) = late_seals(workspace)
    assert "1 convention" in todo.title
    assert not list(late_seals(SimpleNamespace(runs_the_site=False)))  # type: ignore[arg-type]


def test_a_time_stamp_is_waited_for_but_not_for_ever(version: AgreementVersion, settings: Any) -> None:
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:1/tsa"
    outbox.drain()
    assert fresh(version).state == VersionState.READY
    Agreement.objects.update(state_since=timezone.now() - datetime.timedelta(hours=2))
    OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    version = fresh(version)
    assert version.state == VersionState.SEALED
    assert not version.time_stamped


def test_hooks_run_with_the_seal_or_not_at_all(version: AgreementVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """An amendment changes its placement in the transaction that seals it."""
    seen: list[int] = []
    monkeypatch.setattr(sealing, "_hooks", [])
    sealing.after_seal(lambda agreement, sealed: seen.append(sealed.pk))

    def refuses(agreement: Agreement, sealed: AgreementVersion) -> None:
        raise ValueError("not now")

    sealing.after_seal(refuses)
    outbox.drain()
    assert fresh(version).state == VersionState.READY
    sealing._hooks.remove(refuses)
    OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    assert fresh(version).state == VersionState.SEALED
    assert seen == [version.pk, version.pk]


# The public page


def test_the_public_page_knows_each_state(signing_world: SigningWorld, client: Client) -> None:
    """Being signed, in force, cancelled; the hash before and after the seal; no name anywhere."""
    agreement = signing_world.agreement
    assert about.find_agreement(agreement.code) is None
    version = send(signing_world)
    known = about.find_agreement(agreement.code)
    assert known is not None
    assert known.standing == Standing.PENDING
    signing_world.sign_all(version)
    outbox.drain()
    version = fresh(version)
    known = about.find_agreement(agreement.code)
    assert known is not None
    assert known.standing == Standing.IN_FORCE
    assert {one.role: one.sha256 for one in known.files} == {
        Role.SEALED: version.sealed_sha256,
        Role.SIGNED: version.sha256,
    }
    assert about.find_agreement_file(version.sealed_sha256) == known
    words = client.get(reverse("documents:verify", args=[agreement.code])).content.decode()
    assert agreement.number in words
    for person in (signing_world.trainee, signing_world.head, signing_world.referent):
        assert person.last_name not in words
    for name in ("Sacha Petit", "Maison des Tilleuls", "Lycée Jean-Jaurès"):
        assert name not in words
    Agreement.objects.update(state=AgreementState.CANCELLED, cancelled_at=timezone.now(), cancel_reason="x")
    known = about.find_agreement(agreement.code)
    assert known is not None
    assert known.standing == Standing.CANCELLED


def test_a_replaced_version_is_told_apart(signing_world: SigningWorld) -> None:
    first = send(signing_world)
    signing.reopen(agreement_id=first.agreement_id, actor=signing_world.coordinator, reason="Autres dates")
    known = about.find_agreement(first.agreement.code)
    assert known is not None
    assert known.standing == Standing.PENDING
    assert [one.role for one in known.files] == [Role.FORMER]


def test_a_flipped_byte_of_the_sealed_file_is_refused(version: AgreementVersion, client: Client) -> None:
    """Must show 1: the sealed PDF is the original there; with one byte flipped it is not."""
    outbox.drain()
    held = fresh(version).sealed_file
    assert held is not None
    content = held.read()
    address = reverse("documents:verify", args=[version.agreement.code])
    for sent, said in ((content, "Ce fichier est l’original."), (flipped(content, 300), "n’est pas l’original")):
        answer = client.post(address, {"file": io.BytesIO(sent)})
        assert said in answer.content.decode()


def test_amendments_lead_to_each_other(version: AgreementVersion, signing_world: SigningWorld) -> None:
    outbox.drain()
    original = fresh(version).agreement
    amendment = signing_world.draw_up(
        amends=original, amendment_number=1, amendment_kind="dates", amendment_reason="Une semaine de plus"
    )
    for row in original.signatories.all():
        row.pk, row.agreement, row.state = None, amendment, SignatoryState.WAITING
        row.save()
    changed = {"number": 1, "original": {"number": original.number}}
    second = send(signing_world, amendment, amendment=changed)
    signing_world.sign_all(second)
    outbox.drain()
    assert fresh(second).state == VersionState.SEALED
    of_original, of_amendment = about.find_agreement(original.code), about.find_agreement(amendment.code)
    assert of_original is not None
    assert of_amendment is not None
    assert [one.number for one in of_original.related] == [amendment.number]
    assert [one.number for one in of_amendment.related] == [original.number]
    assert of_original.standing == Standing.IN_FORCE

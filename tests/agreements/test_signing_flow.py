"""Signing through the links of the e-mails and through an account, as people do it (domain §7, points 2 to 5)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import PersonalLink
from agreements.enums import AgreementState, Capacity, Method, SignatoryState
from agreements.models import Signatory, Signature
from agreements.services import signatories, signing
from messaging import outbox
from messaging.models import EmailDelivery
from tests import factories
from tests.agreements.signing_world import PDF, SigningWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def letters(address: str) -> list[str]:
    """What has arrived at that address, the latest last."""
    outbox.drain()
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if address in one.to]


def path_in(letter: str) -> str:
    return re.search(re.escape(settings.PUBLIC_URL) + r"(/\S+)", letter).group(1)  # type: ignore[union-attr]


def code_in(letter: str) -> str:
    return re.search(r"\b(\d{6})\b", letter).group(1)  # type: ignore[union-attr]


def arrive(address: str) -> tuple[Client, str]:
    """Opens the latest request and types the code sent: a browser that may sign, and the address of the page."""
    client = Client()
    here = path_in(letters(address)[-1])
    asked = client.get(here)
    assert asked.status_code == 200
    form = re.search(r'action="([^"]+)"', asked.content.decode().split("<main", 1)[1]).group(1)  # type: ignore[union-attr]
    client.post(form)
    answer = client.post(form, {"code": code_in(letters(address)[-1])})
    assert answer.status_code == 302, answer.content.decode()[-500:]
    return client, here


def boxes(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(sign-\d+)"[^>]*value="([^"]+)"', page))


def sign_by_mail(address: str) -> Client:
    client, here = arrive(address)
    page = client.get(here).content.decode()
    answer = client.post(here, {"act": "sign", **boxes(page)}, REMOTE_ADDR="192.0.2.9", HTTP_USER_AGENT="Essai/1.0")
    assert answer.status_code == 302
    return client


def test_all_sign_from_their_e_mails(signing_world: SigningWorld) -> None:
    """Nobody needs an account; GET changes nothing; what was agreed to is kept word for word."""
    world = signing_world
    world.send()
    order = (Capacity.TRAINEE, Capacity.TUTOR, Capacity.HOST, Capacity.REFERENT_TEACHER, Capacity.HEAD)
    for capacity in order:
        sign_by_mail(world.signatory(capacity).email)
    world.agreement.refresh_from_db()
    assert world.agreement.state == AgreementState.SEALING
    for signature in Signature.objects.all():
        assert signature.method == Method.ONLINE
        assert signature.code_checked_at is not None
        assert (signature.address, signature.user_agent) == ("192.0.2.9", "Essai/1.0")
        assert signature.sha256 in signature.consent
        assert signature.email == signature.signatory.email


def test_opening_and_reading_change_nothing(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    tutor = world.trainee.email or ""
    client, here = arrive(tutor)
    before = list(Signatory.objects.values())
    page = client.get(here)
    assert version.sha256 in page.content.decode()
    document = client.get(reverse("agreements:link_document", args=[world.signatory(Capacity.TRAINEE).pk]))
    assert document.content == version.file.read()  # type: ignore[union-attr]
    assert list(Signatory.objects.values()) == before
    other = client.get(reverse("agreements:link_document", args=[world.signatory(Capacity.HEAD).pk]))
    assert other.status_code == 404
    assert Client().get(reverse("agreements:link_document", args=[1])).status_code == 403


def test_an_expired_link_sends_a_new_one_at_once(signing_world: SigningWorld) -> None:
    """Domain §7.5: links in e-mails never dead-end."""
    world = signing_world
    world.send()
    address = world.trainee.email or ""
    here = path_in(letters(address)[-1])
    PersonalLink.objects.update(expires_at=factories.in_days(-1))
    client = Client()
    expired = client.get(here)
    assert expired.status_code == 410
    renew = re.search(r'action="([^"]+)"', expired.content.decode().split("<main", 1)[1]).group(1)  # type: ignore[union-attr]
    assert client.post(renew).status_code == 200
    assert path_in(letters(address)[-1]) != here
    sign_by_mail(address)
    assert Signature.objects.count() == 1


def test_a_change_while_reading_is_a_409_with_the_difference(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send(stipend={"amount": "1390.50"})
    client, here = arrive(world.trainee.email or "")
    ticked = boxes(client.get(here).content.decode())
    signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Montant corrigé")
    gone = client.post(here, {"act": "sign", **ticked})
    assert gone.status_code in (302, 409)
    assert not Signature.objects.exists()
    world.agreement.refresh_from_db()
    world.send(stipend={"amount": "1984.50"})
    stale = client.post(here, {"act": "sign", **ticked})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "1390.50" in page
    assert "1984.50" in page
    assert "Montant corrigé" in page
    assert client.post(here, {"act": "sign", **boxes(client.get(here).content.decode())}).status_code == 302
    assert Signature.objects.count() == 1


def test_one_person_signs_several_agreements_in_one_go_by_link(signing_world: SigningWorld) -> None:
    """The address was proved once: the tutor's other agreements are on the same page."""
    world = signing_world
    other = factories.placement(factories.user(is_trainee=True), world.host, school=world.school, kind=world.kind)
    world.placement, first = other, world.agreement
    world.supervisor("tutor", name="Sacha Petit", email="sacha.petit@example.org")
    world.supervisor("referent_teacher", name=str(world.referent), user=world.referent)
    second = world.draw_up(other)
    for agreement in (first, second):
        agreement.in_order = False
        agreement.save()
        world.send(agreement)
    client, here = arrive("sacha.petit@example.org")
    ticked = boxes(client.get(here).content.decode())
    assert len(ticked) == 2
    client.post(here, {"act": "sign", **ticked})
    assert Signature.objects.filter(name="Sacha Petit").count() == 2


def test_what_waits_for_signature_is_read_in_a_number_of_queries_that_does_not_grow(
    signing_world: SigningWorld, django_assert_max_num_queries: Any
) -> None:
    """quality.md: twelve at most, for the list, for one of it, and by the link of somebody without an account."""
    world = signing_world
    addresses = [reverse("agreements:to_sign")]
    client = sign_in(world.head)

    def one_more() -> None:
        placed = factories.placement(factories.user(is_trainee=True), world.host, school=world.school, kind=world.kind)
        agreement = world.draw_up(placed, in_order=False)
        world.send(agreement)
        agreement.remarks.create(text="Quand ?", author=world.head, author_name="H")
        addresses[1:] = [reverse("agreements:sign", args=[agreement.pk, world.signatory("head", agreement).pk])]

    for _turn in range(2):
        one_more()
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
        for _number in range(4):
            one_more()


def test_an_account_signs_several_with_one_code(signing_world: SigningWorld) -> None:
    """A failure of one stops no other."""
    world = signing_world
    other = factories.placement(factories.user(is_trainee=True), world.host, school=world.school, kind=world.kind)
    second = world.draw_up(other)
    for agreement in (world.agreement, second):
        agreement.in_order = False
        agreement.save()
        world.send(agreement)
    letters(world.head.email or "")
    client = sign_in(world.head)
    listed = client.get(reverse("agreements:to_sign")).content.decode()
    ticked = boxes(listed)
    assert len(ticked) == 2
    answer = client.post(reverse("agreements:to_sign"), ticked)
    assert answer.url == reverse("agreements:confirm_signatures")
    wrong = client.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert not Signature.objects.exists()
    code = code_in(letters(world.head.email or "")[-1])
    signing.reopen(agreement_id=second.pk, actor=world.coordinator, reason="Autre date")
    done = client.post(answer.url, {"code": code})
    assert done.status_code == 302
    assert list(Signature.objects.values_list("version__agreement", flat=True)) == [world.agreement.pk]
    assert Signature.objects.get().user == world.head


def test_passing_a_signature_on(signing_world: SigningWorld) -> None:
    """The new person is asked, the old link ends, those who lead are told."""
    world = signing_world
    world.agreement.in_order = False
    world.agreement.save()
    world.send()
    address = "sacha.petit@example.org"
    client, here = arrive(address)
    fields = {"act": "delegate", "delegate-name": "Noa Leroy", "delegate-function": "Éducatrice"}
    same = client.post(here, {**fields, "delegate-email": world.trainee.email})
    assert same.status_code == 302, "the address of another party is refused with a sentence"
    assert not Signatory.objects.filter(name="Noa Leroy").exists()
    answer = client.post(here, {**fields, "delegate-email": "noa.leroy@example.org"})
    assert answer.status_code == 200
    assert client.get(here).status_code == 410
    sign_by_mail("noa.leroy@example.org")
    old = world.agreement.signatories.get(email=address)
    assert (old.state, old.delegated_to.name) == (SignatoryState.DELEGATED, "Noa Leroy")  # type: ignore[union-attr]
    assert EmailDelivery.objects.filter(kind="agreements.signature_passed_on", to=world.coordinator.email).exists()


def test_a_remark_by_link_and_its_answer_by_e_mail(signing_world: SigningWorld) -> None:
    """T10: both ways."""
    world = signing_world
    world.send()
    address = world.trainee.email or ""
    client, here = arrive(address)
    client.post(here, {"act": "remark", "remark-kind": "change", "remark-text": "Le lundi je suis en cours."})
    locked = client.get(here).content.decode()
    assert not boxes(locked)
    page = reverse("agreements:signatures", args=[world.agreement.pk])
    assert page in letters(world.coordinator.email or "")[-1]
    remark = world.agreement.remarks.get()
    steward = sign_in(world.coordinator)
    steward.post(
        reverse("agreements:remark_answer", args=[world.agreement.pk, remark.pk]), {"text": "Le lundi est libre."}
    )
    assert "Le lundi est libre." in letters(address)[-1]
    assert boxes(client.get(here).content.decode())


def test_declining_by_link(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send()
    client, here = arrive(world.trainee.email or "")
    assert client.post(here, {"act": "decline", "decline-reason": ""}).status_code == 200
    client.post(here, {"act": "decline", "decline-reason": "Je pars à l’étranger"})
    assert world.signatory(Capacity.TRAINEE).state == SignatoryState.DECLINED
    assert "Je pars à l’étranger" in letters(world.coordinator.email or "")[-1]


def test_a_signature_on_paper_needs_its_scan(signing_world: SigningWorld) -> None:
    """« Signé hors plateforme »: recorded by whoever leads, with the scan, which others do not read."""
    world = signing_world
    version = world.send()
    row = world.signatory(Capacity.TRAINEE)
    address = reverse("agreements:on_paper", args=[world.agreement.pk, row.pk])
    client = sign_in(world.coordinator)
    assert client.post(address, {"sha256": version.sha256, "same": "on"}).status_code == 200
    scan = SimpleUploadedFile("scan.pdf", PDF + b"%%EOF\n", "application/pdf")
    stale = client.post(address, {"sha256": "0" * 64, "same": "on", "scan": scan})
    assert stale.status_code == 200
    assert not Signature.objects.exists()
    scan.seek(0)
    assert client.post(address, {"sha256": version.sha256, "same": "on", "scan": scan}).status_code == 302
    signature = Signature.objects.get()
    assert (signature.method, signature.recorded_by, signature.signatory) == (Method.ON_PAPER, world.coordinator, row)
    read = client.get(signature.scan.url)  # type: ignore[union-attr]
    assert b"".join(read.streaming_content) == PDF + b"%%EOF\n"  # type: ignore[attr-defined]
    assert sign_in(world.manager).get(signature.scan.url).status_code == 404  # type: ignore[union-attr]


def test_taking_back_says_beforehand_how_many_signatures_fall(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    world.sign(Capacity.TRAINEE, version)
    client = sign_in(world.coordinator)
    address = reverse("agreements:reopen", args=[world.agreement.pk])
    assert "1 signature" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    world.agreement.refresh_from_db()
    assert world.agreement.state == AgreementState.SIGNING
    client.post(address, {"reason": "La date de fin change"})
    world.agreement.refresh_from_db()
    assert world.agreement.state == AgreementState.PREPARING


def test_naming_and_ordering_signatories(signing_world: SigningWorld) -> None:
    """A variable list, two per side, distinct addresses across the table."""
    world = signing_world
    client = sign_in(world.coordinator)
    add = reverse("agreements:signatory_add", args=[world.agreement.pk])
    fields = {"capacity": "host", "name": "Noa Leroy", "function": "Directrice", "required": "on"}
    taken = client.post(add, {**fields, "email": world.trainee.email})
    assert taken.status_code == 200
    assert client.post(add, {**fields, "email": "noa@example.org"}).status_code == 302
    third = client.post(add, {**fields, "name": "Lou Petit", "email": "lou@example.org"})
    assert third.status_code == 200, "two in one capacity"
    rows = list(world.agreement.signatories.all())
    steps = {f"step-{row.pk}": "1" for row in rows}
    client.post(reverse("agreements:signatory_order", args=[world.agreement.pk]), {**steps, "in_order": ""})
    world.agreement.refresh_from_db()
    assert not world.agreement.in_order
    assert set(world.agreement.signatories.values_list("step", flat=True)) == {1}
    remove = reverse("agreements:signatory_act", args=[world.agreement.pk, rows[-1].pk, "retirer"])
    client.post(remove)
    assert not world.agreement.signatories.filter(pk=rows[-1].pk).exists()


def test_one_person_in_two_capacities_of_a_side_signs_twice(signing_world: SigningWorld) -> None:
    world = signing_world
    head = world.signatory(Capacity.HEAD)
    referent = world.signatory(Capacity.REFERENT_TEACHER)
    signatories.change(signatory_id=referent.pk, actor=world.coordinator, name=head.name, function="", email=head.email)
    with pytest.raises(signatories.AddressTaken):
        signatories.change(
            signatory_id=referent.pk, actor=world.coordinator, name="Autre Personne", function="", email=head.email
        )
    world.agreement.in_order = False
    world.agreement.save()
    world.send()
    client = sign_in(world.head)
    ticked = boxes(client.get(reverse("agreements:to_sign")).content.decode())
    assert len(ticked) == 2

"""Who may still open, read and sign once the signatory's address or place has changed (T10, E10)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink
from agreements.enums import Capacity
from agreements.models import Agreement, Signature
from agreements.services import signatories, signing
from agreements.services.signatories import LINK
from tests import factories
from tests.agreements.signing_world import SigningWorld

pytestmark = pytest.mark.django_db


def opened(client: Client, link: PersonalLink) -> None:
    """The browser has given the code of the link."""
    PersonalLink.objects.filter(pk=link.pk).update(code_checked_at=timezone.now())
    session = client.session
    session[links.SESSION_KEY] = {**session.get(links.SESSION_KEY, {}), str(link.pk): int(timezone.now().timestamp())}
    session.save()


def page_of(row: object, email: str) -> PersonalLink:
    return links.issue(purpose=LINK, email=email, target=row)  # type: ignore[arg-type]


def test_somebody_with_an_account_signs_by_the_link_of_the_e_mail(client: Client, signing_world: SigningWorld) -> None:
    """The trainee has an account; the link in the e-mail is enough."""
    world = signing_world
    version = world.send()
    row = world.signatory(Capacity.TRAINEE)
    assert row.user_id
    link = page_of(row, row.email)
    opened(client, link)
    path = link.url[link.url.index("/", 9) :]
    assert client.get(path).status_code == 200
    client.post(path, {"act": "sign", f"sign-{row.pk}": f"{version.pk}:{version.sha256}"})
    assert Signature.objects.filter(signatory=row, version=version).count() == 1


def test_the_link_of_an_address_that_was_replaced_shows_nothing(client: Client, signing_world: SigningWorld) -> None:
    """Taken back and given another address: whoever held the first one reads no later version."""
    world = signing_world
    world.send()
    world.sign(Capacity.TRAINEE, world.agreement.versions.first())
    row = world.signatory(Capacity.TUTOR)
    link = page_of(row, row.email)
    opened(client, link)
    path = link.url[link.url.index("/", 9) :]
    document = reverse("agreements:link_document", args=[row.pk])
    assert client.get(path).status_code == 200
    assert client.get(document).status_code == 200
    signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Mauvaise adresse")
    signatories.change(
        signatory_id=row.pk, actor=world.coordinator, name="Camille Roux", function="", email="camille@example.org"
    )
    world.agreement.refresh_from_db()
    world.send()
    assert client.get(path).status_code == 410
    assert client.get(document).status_code in (403, 404)


def test_who_passed_a_signature_on_sees_the_agreement_no_more(signing_world: SigningWorld) -> None:
    """A signatory by account who delegated is no party any more."""
    world = signing_world
    stranger = factories.user()
    row = world.signatory(Capacity.TUTOR)
    row.user, row.email = stranger, stranger.email or ""
    row.save()
    world.send()
    assert Agreement.objects.visible_to(stranger).filter(pk=world.agreement.pk).exists()
    signatories.delegate(
        signatory_id=row.pk, name="Camille Roux", function="", email="camille@example.org", actor=world.coordinator
    )
    assert not Agreement.objects.visible_to(stranger).filter(pk=world.agreement.pk).exists()


def test_a_code_proves_the_address_it_was_sent_to(client: Client, signing_world: SigningWorld) -> None:
    """With another address since, the account's code is asked for again before it signs."""
    world = signing_world
    version = world.send()
    row = world.signatory(Capacity.TRAINEE)
    client.force_login(world.trainee)
    proof = links.issue(purpose=signatories.ACCOUNT_LINK, email=world.trainee.email or "", target=world.trainee)
    opened(client, proof)
    world.trainee.email = "autre@example.org"
    world.trainee.save()
    path = reverse("agreements:sign", args=[world.agreement.pk, row.pk])
    answer = client.post(path, {"act": "sign", f"sign-{row.pk}": f"{version.pk}:{version.sha256}"})
    assert answer.headers["Location"] == reverse("agreements:confirm_signatures")
    assert not Signature.objects.exists()
    world.trainee.email = proof.email
    world.trainee.save()
    client.post(path, {"act": "sign", f"sign-{row.pk}": f"{version.pk}:{version.sha256}"})
    assert Signature.objects.get().email == proof.email


def test_a_box_with_a_strange_number_is_no_error(client: Client, signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    row = world.signatory(Capacity.TRAINEE)
    link = page_of(row, row.email)
    opened(client, link)
    path = link.url[link.url.index("/", 9) :]
    answer = client.post(path, {"act": "sign", f"sign-{row.pk}": f"²:{version.sha256}"})
    assert answer.status_code == 302
    assert not Signature.objects.exists()

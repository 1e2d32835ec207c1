"""What whoever leads an agreement cannot do: seal it without the others, or act in their place (E10, T3, T11)."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import Membership
from agreements.enums import Capacity, Side
from agreements.models import Agreement, Signatory
from agreements.selectors.leading import lead_of
from agreements.selectors.needed import gaps
from agreements.selectors.standing import may_write
from agreements.services import asking, signatories, signing, versions
from messaging.models import EmailDelivery
from tests.agreements.drafting_world import DraftingWorld, TwoHosts
from tests.agreements.signing_world import SigningWorld, ready
from tests.agreements.test_amendments import begin, seal
from tests.agreements.test_employer_side import StaffWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def words(row: Signatory, **changes: Any) -> dict[str, Any]:
    return {"signatory_id": row.pk, "name": row.name, "function": row.function, "email": row.email, **changes}


class TestWhoMustSign:
    """The kind's list says in which capacities somebody must sign; whoever leads does not (T3)."""

    def test_nobody_unticks_what_the_kind_requires(self, signing_world: SigningWorld) -> None:
        world = signing_world
        row = world.signatory(Capacity.TUTOR)
        with pytest.raises(Refused, match="Doit signer"):
            signatories.change(**words(row), actor=world.coordinator, required=False)
        row.refresh_from_db()
        assert row.required
        assert gaps(world.agreement) == []

    def test_a_line_that_need_not_sign_stands_for_nobody(self, signing_world: SigningWorld) -> None:
        world = signing_world
        world.agreement.signatories.filter(capacity=Capacity.HEAD).update(required=False)
        assert [one.capacity for one in gaps(world.agreement)] == [Capacity.HEAD]

    def test_a_second_person_need_not_sign(self, signing_world: SigningWorld) -> None:
        world = signing_world
        second = {"capacity": Capacity.TUTOR, "side": Side.HOST, "name": "Lou Petit", "email": "lou@example.org"}
        made = signatories.add(agreement_id=world.agreement.pk, actor=world.coordinator, required=False, **second)
        signatories.change(**words(made, function="éducatrice"), actor=world.coordinator, required=False)
        assert gaps(world.agreement) == []
        first = world.agreement.signatories.exclude(pk=made.pk).get(capacity=Capacity.TUTOR)
        with pytest.raises(Refused):
            signatories.change(**words(first), actor=world.coordinator, required=False)
        signatories.remove(signatory_id=first.pk, actor=world.coordinator)
        assert [one.capacity for one in gaps(world.agreement)] == [Capacity.TUTOR]
        signatories.remove(signatory_id=made.pk, actor=world.coordinator)
        with pytest.raises(Refused):
            signatories.add(agreement_id=world.agreement.pk, actor=world.coordinator, required=False, **second)


class TestAmendments:
    """An amendment is signed in every capacity in which the original was (T11)."""

    @pytest.fixture
    def amendment(self, signing_world: SigningWorld) -> Agreement:
        version = signing_world.send()
        signing_world.sign_all(version)
        signing_world.agreement = seal(version)
        return begin(signing_world)

    def test_it_is_not_sent_without_the_others(self, amendment: Agreement, signing_world: SigningWorld) -> None:
        world = signing_world
        assert gaps(amendment) == []
        for row in amendment.signatories.exclude(capacity=Capacity.HEAD):
            signatories.remove(signatory_id=row.pk, actor=world.coordinator)
        with pytest.raises(versions.NotComplete) as refused:
            versions.begin(agreement_id=amendment.pk, actor=world.coordinator)
        assert len(refused.value.missing) == 4
        assert not amendment.versions.exists()
        page = sign_in(world.coordinator).get(reverse("agreements:detail", args=[amendment.pk]))
        assert reverse("agreements:send", args=[amendment.pk]) not in page.content.decode()

    def test_nobody_is_unticked_and_another_person_may_come(
        self, amendment: Agreement, signing_world: SigningWorld
    ) -> None:
        world = signing_world
        row = world.signatory(Capacity.HOST, amendment)
        with pytest.raises(Refused, match="Doit signer"):
            signatories.change(**words(row), actor=world.coordinator, required=False)
        other = words(row, name="Noa Leroy", email="noa@example.org")
        signatories.change(**other, actor=world.coordinator)
        assert gaps(amendment) == []


class TestHostsThatLead:
    """Two hosts and an employer whom nobody speaks for here: both hosts lead, each for itself."""

    @pytest.fixture
    def world(self, reference: None) -> TwoHosts:
        world = TwoHosts("professionnel")
        Membership.objects.filter(organisation=world.sender).delete()
        world.lead = world.manager
        world.draw_up()
        assert lead_of(world.placement).side == Side.HOST
        return world

    def agreement(self, world: TwoHosts) -> Agreement:
        return Agreement.objects.get(placement=world.placement)

    def test_one_does_not_write_the_part_of_the_other(self, world: TwoHosts) -> None:
        agreement = self.agreement(world)
        own, other = f"host-{world.host.pk}", f"host-{world.other.pk}"
        client = sign_in(world.manager)
        theirs = reverse("agreements:part", args=[agreement.pk, other])
        assert may_write(agreement, world.manager, own)
        assert not may_write(agreement, world.manager, other)
        assert client.post(theirs, {"activities": "Autre chose"}).status_code == 404
        assert world.told("activities", world.other) != "Autre chose"
        assert f'href="{theirs}"' not in client.get(reverse("agreements:detail", args=[agreement.pk])).content.decode()
        Membership.objects.filter(organisation=world.other.organisation).delete()
        assert may_write(agreement, world.manager, other), "told by telephone, where it has nobody here"
        assert f'href="{theirs}"' in client.get(reverse("agreements:detail", args=[agreement.pk])).content.decode()

    def test_one_does_not_name_who_signs_for_the_other(self, world: TwoHosts) -> None:
        agreement = self.agreement(world)
        row = agreement.signatories.get(capacity=Capacity.HOST, institution=world.other)
        given = words(row, email="ailleurs@example.org")
        with pytest.raises(Refused, match="hôte"):
            signatories.change(**given, actor=world.manager)
        with pytest.raises(Refused, match="hôte"):
            signatories.remove(signatory_id=row.pk, actor=world.manager)
        signatories.change(**given, actor=world.other_manager)
        row.refresh_from_db()
        assert row.email == "ailleurs@example.org"

    def test_one_records_no_paper_of_the_other(self, world: TwoHosts) -> None:
        agreement = self.agreement(world)
        version = ready(agreement, world.manager)
        signing.open(version)
        rows = agreement.signatories.filter(capacity=Capacity.HOST)

        def on_paper(row: Signatory) -> None:
            signing.sign_on_paper(
                signatory_id=row.pk,
                version_id=version.pk,
                sha256=version.sha256,
                scan=version.file,
                consent="lu",
                actor=world.manager,
            )

        theirs = rows.get(institution=world.other)
        with pytest.raises(Refused, match="hôte"):
            on_paper(theirs)
        new = {"name": "Noa Leroy", "function": "", "email": "noa@example.org"}
        with pytest.raises(Refused, match="hôte"):
            signatories.delegate(signatory_id=theirs.pk, actor=world.manager, **new)
        on_paper(rows.get(institution=world.host))
        assert version.signatures.count() == 1


class TestWhereAPartIsAsked:
    """Nobody has another party's part sent to an address of their own (T3)."""

    @pytest.fixture
    def world(self, reference: None) -> StaffWorld:
        world = StaffWorld()
        Membership.objects.filter(organisation=world.host.organisation).delete()
        world.trainee.guardians.create(name="Dominique Roy", email="famille@example.org")  # type: ignore[attr-defined]
        return world

    def test_not_at_the_trainee_s_nor_their_family_s(self, world: StaffWorld) -> None:
        agreement = world.draw_up()
        client = sign_in(world.trainee)
        assert lead_of(world.placement).side == Side.TRAINEE
        for party in (Side.EMPLOYER, Side.HOST):
            page = reverse("agreements:ask", args=[agreement.pk, party])
            for email in (str(world.trainee.email).upper(), "Famille@example.org"):
                answer = client.post(page, {"email": email})
                assert answer.status_code == 422, email
                shown = html.unescape(answer.content.decode())
                assert "d’une personne de cette partie" in shown
                assert f'value="{email}"' in shown
        assert not EmailDelivery.objects.filter(kind="agreements.part_asked_by_link").exists()
        page = reverse("agreements:ask", args=[agreement.pk, Side.HOST])
        assert client.post(page, {"email": "hote@example.org"}).status_code == 302
        assert EmailDelivery.objects.get(kind="agreements.part_asked_by_link").to == "hote@example.org"

    def test_nor_at_one_that_was_known_before(self, world: StaffWorld) -> None:
        """The address given for the employer is the family's own: neither asked nor reminded there."""
        agreement = world.draw_up()
        part = agreement.parts.get(side=Side.EMPLOYER)
        part.contact_email = "famille@example.org"
        part.save()
        with pytest.raises(asking.AddressRefused):
            asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.trainee)
        asking.remind(part)
        assert not EmailDelivery.objects.filter(kind="agreements.part_asked_by_link").exists()

    def test_nor_beside_the_people_of_that_party(self, reference: None) -> None:
        """Where no school leads, the people whom a party has here are asked."""
        world = DraftingWorld("professionnel")
        agreement = world.draw_up()
        with pytest.raises(asking.AddressRefused):
            asking.ask(agreement_id=agreement.pk, side=Side.HOST, actor=world.lead, email="hote@example.org")
        asking.ask(agreement_id=agreement.pk, side=Side.HOST, actor=world.lead)
        assert agreement.parts.get(side=Side.HOST).contact_email != "hote@example.org"

"""The employer's side of an agreement: by account or by link, in the document, until the seal (E10, ECETT)."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Membership, User
from accounts.workspace import Workspace
from agreements import documents, snapshot, todos_leading, todos_parts
from agreements.enums import Capacity, Side
from agreements.models import Agreement, AgreementPart, OrganisationTerms
from agreements.selectors.completeness import missing
from agreements.selectors.drawing_up import may_draw_up
from agreements.selectors.kinds import Content, lines_of
from agreements.selectors.leading import lead_of
from agreements.selectors.standing import is_steward, may_write
from agreements.selectors.templates import text_for
from agreements.services import asking, drafting, signatories, signing
from internships.models import PlacementKind
from internships.services import employments
from messaging import reminders
from messaging.models import EmailDelivery
from tests import factories
from tests.accounts.mailbox import latest
from tests.agreements.drafting_world import START, DraftingWorld, answers
from tests.agreements.signing_world import ready
from tests.agreements.test_agreement_pdf import words
from tests.agreements.test_signing_flow import arrive, sign_by_mail
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


class StaffWorld(DraftingWorld):
    """A professional whose employer has nobody on Escale: a name, a contact, and somebody else who signs."""

    def __init__(self, kind: str = "professionnel", **fields: str) -> None:
        super().__init__(kind)
        self.employment = factories.employment(
            self.trainee,
            name="Association Les Rives",
            signatory_name="Inès Garnier",
            signatory_function="directrice générale",
            signatory_email=f"direction.{self.trainee.pk}@example.org",
            **fields,
        )
        self.placement.sending_organisation = employments.organisation_of(self.employment)
        self.placement.employment = self.employment
        self.placement.save()
        self.lead: User = self.manager


@pytest.fixture
def world(reference: None) -> StaffWorld:
    return StaffWorld()


def part_of(agreement: Agreement, side: str) -> AgreementPart:
    return agreement.parts.get(side=side)


class TestLeading:
    def test_the_employer_leads_where_somebody_speaks_for_it(self, reference: None) -> None:
        world = DraftingWorld("professionnel")
        agreement = world.draw_up()
        assert lead_of(world.placement).side == Side.EMPLOYER
        assert is_steward(agreement, world.lead)
        assert not is_steward(agreement, world.manager)

    def test_otherwise_the_host_leads(self, world: StaffWorld) -> None:
        assert lead_of(world.placement).side == Side.HOST
        assert may_draw_up(world.placement, world.manager)
        assert not may_draw_up(world.placement, world.trainee)
        titles = [str(one.title) for one in todos_leading.to_draw_up(Workspace(world.manager))]
        assert any(world.trainee.first_name in title for title in titles), titles
        world.draw_up()
        assert not list(todos_leading.to_draw_up(Workspace(world.manager)))

    def test_where_nobody_has_an_account_the_trainee_leads_their_own_part_only(self, world: StaffWorld) -> None:
        Membership.objects.filter(organisation=world.host.organisation).delete()
        assert may_draw_up(world.placement, world.trainee)
        assert list(todos_leading.to_draw_up(Workspace(world.trainee)))
        agreement = world.draw_up()
        assert is_steward(agreement, world.trainee)
        assert may_write(agreement, world.trainee, Side.TRAINEE)
        assert not may_write(agreement, world.trainee, Side.HOST)
        assert (
            sign_in(world.trainee).get(reverse("agreements:part", args=[agreement.pk, Side.EMPLOYER])).status_code
            == 404
        )
        signatories.propose(agreement)
        version = ready(agreement)
        signing.open(version)
        row = agreement.signatories.get(capacity=Capacity.EMPLOYER)
        with pytest.raises(Refused):
            signing.sign_on_paper(
                signatory_id=row.pk,
                version_id=version.pk,
                sha256=version.sha256,
                scan=version.file,
                consent="lu",
                actor=world.trainee,
            )

    def test_alone_with_the_host(self, reference: None) -> None:
        """« none »: the sides that exist, the host leads, nothing of an employer is asked or written."""
        world = DraftingWorld("professionnel")
        kind = factories.kind(sender="none", regime=world.kind.regime)
        world.placement.sending_organisation, world.placement.kind = None, kind
        world.placement.save()
        world.lead = world.manager
        agreement = world.complete()
        assert Content(world.placement).sides == [Side.HOST, Side.TRAINEE]
        assert is_steward(agreement, world.manager)
        assert missing(agreement) == []
        taken = snapshot.take(agreement)
        body = text_for(world.placement, "agreement", "fr").body
        said = words(documents.render({**taken, "version": 1}, body, "fr"))
        assert "vient en son nom propre" in said
        assert "employeur continue de verser" not in said


class TestByLink:
    def test_the_contact_is_asked_by_the_host_and_completes_by_link(self, world: StaffWorld) -> None:
        agreement = world.draw_up()
        assert part_of(agreement, Side.EMPLOYER).contact_email == world.employment.contact_email
        assert agreement.terms["employment"] == world.employment.function, "the post is known already"
        asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.manager)
        letter = latest(world.employment.contact_email)
        assert "Maison des Tilleuls" in str(letter.body)
        client, page = arrive(world.employment.contact_email)
        seen = client.get(page).content.decode()
        assert "Assurance de l’employeur" in seen
        hidden = dict(re.findall(r'<input type="hidden" name="(version|base|page)" value="([^"]*)"', seen))
        known = {line.code: agreement.terms.get(line.code, "") for line in lines_of(world.placement)}
        sent = {**known, **answers(agreement, Side.EMPLOYER), **hidden, "complete": "1"}
        assert client.post(page, sent).status_code == 302
        assert part_of(agreement, Side.EMPLOYER).completed_at is not None
        assert not OrganisationTerms.objects.filter(organisation=world.placement.sending_organisation).exists(), (
            "what somebody writes who merely says that they are there is offered to nobody else"
        )

    def test_the_named_one_signs_from_the_e_mail(self, world: StaffWorld) -> None:
        agreement = world.complete()
        row = agreement.signatories.get(capacity=Capacity.EMPLOYER)
        assert (row.name, row.email, row.side) == ("Inès Garnier", world.employment.signatory_email, Side.EMPLOYER)
        version = ready(agreement, world.manager)
        signing.open(version)
        for capacity in (Capacity.TRAINEE, Capacity.EMPLOYER):
            address = agreement.signatories.get(capacity=capacity).email
            sign_by_mail(address)
        assert version.signatures.filter(signatory=row).exists()
        asked = next(one for one in EmailDelivery.objects.filter(to=row.email).order_by("pk"))
        assert asked.kind == "agreements.signature_asked"

    def test_whoever_does_not_complete_is_reminded_once_for_each_day(self, world: StaffWorld) -> None:
        """J-14, J-7, J-2, to whom it is due."""
        agreement = world.draw_up()
        asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.manager)
        AgreementPart.objects.update(asked_at=timezone.now() - datetime.timedelta(days=1))

        def sent() -> int:
            rows = EmailDelivery.objects.filter(kind="agreements.part_asked_by_link")
            return rows.filter(to=world.employment.contact_email).count()

        first = sent()
        for days, more in ((15, 0), (14, 1), (14, 1), (13, 1)):
            moment = datetime.datetime.combine(START - datetime.timedelta(days=days), datetime.time(9))
            reminders.send_due(timezone.make_aware(moment))
            assert sent() == first + more, days


class TestByAccount:
    def test_human_resources_find_it_among_what_is_to_do(self, reference: None) -> None:
        world = DraftingWorld("professionnel")
        agreement = world.draw_up()
        AgreementPart.objects.filter(agreement=agreement).update(asked_at=timezone.now())
        found = [one.url for one in todos_parts.parts(Workspace(world.lead))]
        assert reverse("agreements:part", args=[agreement.pk, Side.EMPLOYER]) in found
        stranger = factories.member(factories.organisation(OrganisationKind.EMPLOYER), Role.HR)
        assert not list(todos_parts.parts(Workspace(stranger)))
        assert sign_in(stranger).get(reverse("agreements:detail", args=[agreement.pk])).status_code == 404

    def test_what_it_wrote_is_offered_again(self, reference: None) -> None:
        world = DraftingWorld("professionnel")
        agreement = world.draw_up()
        drafting.save_part(
            agreement_id=agreement.pk,
            side=Side.EMPLOYER,
            terms={"employer_insurance": "MAIF 42"},
            version=agreement.version,
            actor=world.lead,
        )
        kept = OrganisationTerms.objects.get(organisation=world.sender).terms
        assert kept["employer_insurance"] == "MAIF 42"

    def test_whoever_claims_to_work_there_reads_nothing_of_it(self, world: StaffWorld) -> None:
        sender = world.placement.sending_organisation
        OrganisationTerms.objects.create(organisation=sender, terms={"employer_insurance": "MAIF 42"})
        assert "employer_insurance" not in world.draw_up().terms


class TestDocument:
    @pytest.mark.parametrize("code", ["professionnel", "immersion"])
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_it_names_the_employer_and_what_it_answers_for(self, reference: None, code: str, language: str) -> None:
        """Parties, mission, salary kept, insurance, accident at work (CSS L411-1), who signs."""
        world = StaffWorld(code)
        agreement = world.draw_up(language)
        world.complete()
        agreement.refresh_from_db()
        taken = snapshot.take(agreement)
        assert taken["sender"]["kind"] == "employer"
        body = text_for(world.placement, "agreement", language).body
        said = words(documents.render({**taken, "version": 1}, body, language))
        for wanted in ("Association Les Rives", "5 quai de la Loire", "Sofia Pereira", "Inès Garnier", "L411-1"):
            assert wanted in said, wanted

    def test_a_host_that_employs_is_an_employer_there(self, world: StaffWorld) -> None:
        other = factories.host(organisation__name="IME Les Goélands")
        world.placement.sending_organisation = other.organisation
        world.placement.save()
        agreement = world.draw_up()
        taken = snapshot.take(agreement)
        assert (taken["sender"]["kind"], taken["sender"]["name"]) == ("employer", "IME Les Goélands")
        assert Side.EMPLOYER in Content(world.placement).sides


def test_every_kind_for_staff_has_its_sides(reference: None) -> None:
    for kind in PlacementKind.objects.filter(sender="employer"):
        world = DraftingWorld(kind.code)
        assert set(Content(world.placement).sides) == {Side.EMPLOYER, Side.HOST, Side.TRAINEE}


def test_a_link_of_one_employer_opens_nothing_else(world: StaffWorld) -> None:
    agreement = world.draw_up()
    asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.manager)
    client, _page = arrive(world.employment.contact_email)
    for route in ("agreements:detail", "agreements:signatures"):
        assert client.get(reverse(route, args=[agreement.pk])).status_code == 302, "to the way to sign in"
    assert Client().get(reverse("internships:placement", args=[world.placement.pk])).status_code == 302


def test_a_corrected_contact_is_followed_while_it_is_prepared(world: StaffWorld) -> None:
    """A slip in an address is mended by the professional in their file."""
    agreement = world.draw_up()
    old = world.employment.contact_email
    asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.manager)
    client, page = arrive(old)
    names = ("contact_name", "function", "name")
    data = employments.EmployerData(
        **{name: getattr(world.employment, name) for name in names},
        contact_email="rh.right@example.org",
        signatory_name="Noa Leroy",
        signatory_email="noa@example.org",
    )
    employments.change(employment_id=world.employment.pk, actor=world.trainee, data=data)
    assert part_of(agreement, Side.EMPLOYER).contact_email == "rh.right@example.org"
    row = agreement.signatories.get(capacity=Capacity.EMPLOYER)
    assert (row.name, row.email) == ("Noa Leroy", "noa@example.org")
    assert client.get(page).status_code == 404, "the former address reads no more"


def corrected(world: StaffWorld, **changes: str) -> None:
    names = ("contact_name", "function", "name", "contact_email")
    given = {name: getattr(world.employment, name) for name in names}
    data = employments.EmployerData(**{**given, "signatory_name": "Noa Leroy", **changes})
    employments.change(employment_id=world.employment.pk, actor=world.trainee, data=data)


def test_the_address_that_the_leader_gave_stays(world: StaffWorld) -> None:
    agreement = world.draw_up()
    asking.ask(agreement_id=agreement.pk, side=Side.EMPLOYER, actor=world.manager, email="paie@example.org")
    corrected(world, contact_email="rh.right@example.org")
    assert part_of(agreement, Side.EMPLOYER).contact_email == "paie@example.org"


def test_the_account_of_whoever_signs_follows_the_address(world: StaffWorld) -> None:
    """From the account of the one named first to that of the next, then to nobody's."""
    agreement = world.draw_up()
    for email in ("noa@example.org", "lou@example.org"):
        account = factories.user(email=email)
        corrected(world, signatory_email=email)
        row = agreement.signatories.get(capacity=Capacity.EMPLOYER)
        assert (row.email, row.user) == (email, account)
    corrected(world, signatory_email="sans.compte@example.org")
    row = agreement.signatories.get(capacity=Capacity.EMPLOYER)
    assert (row.email, row.user) == ("sans.compte@example.org", None)

"""The employer as a party of a placement: named by a professional, told, shown what concerns it, no more (E10)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, PersonalLink
from accounts.workspace import Workspace
from hosts.models import PlacementOffer
from internships import rights
from internships.models import Application, Employment, Placement, PlacementKind
from internships.selectors import employers
from internships.selectors.applying import way
from internships.services import applications, employments, placements
from internships.services.employments import EmployerData
from messaging.inbox import todos
from tests import factories
from tests.accounts.mailbox import latest, link_in, received
from tests.internships.applying import accepted, apply, day, manager_of, open_offer, trainee
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db

DATA = EmployerData(
    name="Association Les Rives",
    city="Nantes",
    function="éducatrice spécialisée",
    contact_name="Sofia Pereira",
    contact_email="rh@rives.example.org",
)


@pytest.fixture
def kind() -> PlacementKind:
    return factories.kind(sender="employer")


@pytest.fixture
def offer() -> PlacementOffer:
    return open_offer()


def text(response: Any) -> str:
    return str(response.content.decode())


def placed(kind: PlacementKind, employment: Employment | None, offer: PlacementOffer | None = None) -> Placement:
    """Applied, accepted, confirmed: by whoever the employment names, or by somebody alone."""
    person = employment.person if employment else trainee()
    application = accepted(person, offer, kind=kind, employment=employment)
    return applications.confirm(application_id=application.pk, actor=person)


class TestNaming:
    def test_in_ones_file(self) -> None:
        """« Mon dossier »: name, post, contact; then changed, then ended."""
        me = trainee()
        client = sign_in(me)
        address = reverse("internships:employer_new")
        assert reverse("internships:employer_new") in text(client.get(reverse("internships:my_file")))
        sent = {
            "name": "Association Les Rives",
            "country": "FR",
            "function": "éducatrice",
            "contact_name": "Sofia Pereira",
            "contact_email": "rh@rives.example.org",
            "idempotency_key": "a" * 32,
        }
        assert client.post(address, {**sent, "contact_email": ""}).status_code == 422
        assert client.post(address, sent).status_code == 302
        one = Employment.objects.get(person=me)
        assert (one.organisation, one.agreed_at) == (None, None)
        assert not Organisation.objects.filter(name="Association Les Rives").exists(), "a name gives no organisation"
        assert "Sofia Pereira" in text(client.get(reverse("internships:my_file")))
        edit = reverse("internships:employer_edit", args=[one.pk])
        assert (
            client.post(edit, {**sent, "function": "cheffe de service", "idempotency_key": "b" * 32}).status_code == 302
        )
        one.refresh_from_db()
        assert one.function == "cheffe de service"
        client.post(reverse("internships:employer_end", args=[one.pk]))
        assert not employers.current_of(me).exists()
        assert sign_in(trainee()).get(edit).status_code == 404

    def test_ones_own_address_is_nobody_elses(self) -> None:
        """The two sides of an agreement cannot share an address."""
        me = trainee()
        for field in ("contact_email", "signatory_email"):
            with pytest.raises(Refused):
                employments.name_employer(person=me, data=EmployerData(**{**vars(DATA), field: str(me.email).upper()}))

    def test_known_employers_are_shown_first(self) -> None:
        """E24's spirit: nearly the same name is asked about; the one chosen keeps its name."""
        known = factories.organisation(OrganisationKind.EMPLOYER, name="Association Les Rives de Loire")
        me = trainee()
        client = sign_in(me)
        sent = {
            "name": "Association les rives de loire",
            "country": "FR",
            "function": "éducatrice",
            "contact_name": "Sofia Pereira",
            "contact_email": "rh@rives.example.org",
        }
        page = client.post(reverse("internships:employer_new"), sent)
        assert page.status_code == 422
        assert "Association Les Rives de Loire" in text(page)
        assert not Employment.objects.filter(person=me).exists()
        assert client.post(reverse("internships:employer_new"), {**sent, "same": known.pk}).status_code == 302
        one = Employment.objects.get(person=me)
        assert (one.organisation, one.name) == (known, known.name)
        other = trainee()
        assert sign_in(other).post(reverse("internships:employer_new"), {**sent, "same": "other"}).status_code == 302
        assert Employment.objects.get(person=other).organisation is None

    def test_hosts_are_employers_too(self) -> None:
        host = factories.host(organisation__name="IME Les Goélands")
        found = employers.alike(name="IME les goelands", postcode="35000", city="Rennes")
        assert host.organisation in found

    def test_whoever_founds_an_organisation_is_not_offered_before_the_network_looked(self) -> None:
        """Otherwise a stranger would learn who works where."""
        made = factories.organisation(OrganisationKind.EMPLOYER, name="Hôpital du Phare", verified_at=None)
        assert made in employers.alike(name="Hôpital du Phare")
        factories.member(made, Role.HR)
        assert made not in employers.alike(name="Hôpital du Phare")
        with pytest.raises(Refused):
            employments.name_employer(person=trainee(), data=DATA, organisation=made)


class TestApplying:
    def sent(self, kind: PlacementKind, **more: Any) -> dict[str, Any]:
        values = {
            "start": day(30).isoformat(),
            "end": day(40).isoformat(),
            "frame": f"p{kind.pk}",
            "message": "Bonjour.",
            "idempotency_key": "a" * 32,
        }
        return {**values, **more}

    def test_the_employer_is_named_on_the_way(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        client = sign_in(me := trainee())
        address = f"{reverse('internships:apply')}?offre={offer.pk}"
        assert client.post(address, self.sent(kind)).status_code == 400, "which employer?"
        wrong = client.post(address, self.sent(kind, employer="new", **{"employer-name": "Association Les Rives"}))
        assert wrong.status_code == 400
        assert not Employment.objects.exists()
        named = {
            "employer": "new",
            "employer-name": "Association Les Rives",
            "employer-country": "FR",
            "employer-function": "éducatrice",
            "employer-contact_name": "Sofia Pereira",
            "employer-contact_email": "rh@rives.example.org",
        }
        assert client.post(address, self.sent(kind, **named)).status_code == 302
        application = Application.objects.get(person=me)
        assert application.employment is not None
        assert application.employment.contact_email == "rh@rives.example.org"
        assert received("rh@rives.example.org") == [], "nothing before the placement is agreed"
        page = text(
            sign_in(manager_of(offer.institution)).get(reverse("internships:application", args=[application.pk]))
        )
        assert "Association Les Rives" in page

    def test_a_known_one_is_ticked_and_nobody_may_come_alone(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        one = factories.employment(trainee())
        client = sign_in(one.person)
        address = f"{reverse('internships:apply')}?offre={offer.pk}"
        assert one.name in text(client.get(address))
        assert client.post(address, self.sent(kind, employer=str(one.pk))).status_code == 302
        assert Application.objects.get().employment == one
        alone = sign_in(trainee())
        assert alone.post(address, self.sent(kind, employer="none", idempotency_key="c" * 32)).status_code == 302
        assert Application.objects.exclude(person=one.person).get().employment is None

    def test_another_persons_employment_serves_nobody(self, kind: PlacementKind) -> None:
        with pytest.raises(ValueError, match="another person"):
            apply(kind=kind, employment=factories.employment())

    def test_nobody_is_sent_to_their_own_employer(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        one = factories.employment(trainee(), offer.institution.organisation)
        with pytest.raises(Refused):
            apply(one.person, offer, kind=kind, employment=one)


class TestPlacement:
    def test_the_employer_is_the_sender_and_is_told(self, kind: PlacementKind) -> None:
        """A name becomes an organisation that the network has yet to check; its contact is written to."""
        one = factories.employment(trainee(first_name="Alix"))
        made = placed(kind, one)
        sender = made.sending_organisation
        assert sender is not None
        assert (sender.kind, sender.name, sender.verified_at) == (OrganisationKind.EMPLOYER, one.name, None)
        letter = latest(one.contact_email)
        assert "Alix" in letter.subject
        assert one.name in str(letter.body)
        page = text(sign_in(one.person).get(reverse("internships:placement", args=[made.pk])))
        assert one.contact_email in page

    def test_its_own_people_are_told_rather_than_the_address_given(self, kind: PlacementKind) -> None:
        """Naming an organisation does not let one choose who speaks for it."""
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        hr = factories.member(employer, Role.HR)
        one = factories.employment(trainee(), employer, contact_email="friend@example.org")
        made = placed(kind, one)
        assert latest(str(hr.email)).subject
        assert received("friend@example.org") == []
        client = sign_in(hr)
        assert client.get(reverse("internships:placement", args=[made.pk])).status_code == 200
        assert str(one.person) in text(client.get(reverse("internships:placements")))
        assert rights.Action.CANCEL in rights.actions(made, hr)
        titles = [str(one.title) for one in todos(Workspace(hr))]
        assert any(str(one.person) in title for title in titles), titles

    def test_the_page_asks_as_much_as_that_of_a_school(
        self, kind: PlacementKind, django_assert_max_num_queries: Any
    ) -> None:
        """§7: twelve queries, for the person, the host that leads, and human resources."""
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        hr = factories.member(employer, Role.HR)
        for one in (factories.employment(trainee()), factories.employment(trainee(), employer)):
            made = placed(kind, one)
            page = reverse("internships:placement", args=[made.pk])
            manager = manager_of(made.sites.get().institution)
            for reader in (one.person, manager, *([hr] if one.organisation == employer else [])):
                client = sign_in(reader)
                client.get(page)
                with django_assert_max_num_queries(12):
                    assert client.get(page).status_code == 200

    def test_another_employers_people_see_nothing(self, kind: PlacementKind) -> None:
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        factories.member(employer, Role.HR)
        made = placed(kind, factories.employment(trainee(), employer))
        for stranger in (
            factories.member(factories.organisation(OrganisationKind.EMPLOYER), Role.HR),
            factories.member(factories.host().organisation, Role.HR),
        ):
            client = sign_in(stranger)
            assert client.get(reverse("internships:placement", args=[made.pk])).status_code == 404
            assert str(made.person) not in text(client.get(reverse("internships:placements")))

    def test_a_host_that_employs_has_its_human_resources_look(self, kind: PlacementKind) -> None:
        """Its managers look after trainees, not after staff."""
        host = factories.host()
        hr, manager = factories.member(host.organisation, Role.HR), factories.member(host.organisation)
        made = placed(kind, factories.employment(trainee(), host.organisation))
        assert made in Placement.objects.visible_to(hr)
        assert made not in Placement.objects.visible_to(manager)
        assert str(made.person) in text(sign_in(hr).get(reverse("internships:placements")))

    def test_changes_are_told_to_the_contact(self, kind: PlacementKind) -> None:
        one = factories.employment(trainee())
        made = placed(kind, one)
        before = len(received(one.contact_email))
        placements.cancel(placement_id=made.pk, actor=one.person, reason="La date ne convient plus.")
        assert len(received(one.contact_email)) == before + 1

    def test_without_an_employer_nobody_sends(self, kind: PlacementKind) -> None:
        """« none »: the person alone with the host; the way to a placement is the same."""
        for sender in ("employer", "none"):
            made = placed(factories.kind(sender=sender), None)
            assert (made.sending_organisation, made.employment) == (None, None)
        assert placed(kind, None).sending_organisation is None

    def test_a_host_merged_away_stays_the_employer_under_its_new_name(self, kind: PlacementKind) -> None:
        from internships.services import ties

        twin, survivor = factories.host(), factories.host()
        one = factories.employment(trainee(), twin.organisation)
        made = placed(kind, one)
        ties.follow_merge(twin, survivor, {})
        made.refresh_from_db()
        one.refresh_from_db()
        assert made.sending_organisation == one.organisation == survivor.organisation


class TestStaff:
    def test_somebody_of_the_staff_says_that_they_work_there(self) -> None:
        """By a personal link; only then can the employer enter a placement for them."""
        employer = factories.organisation(OrganisationKind.EMPLOYER, name="Association Les Rives")
        hr = factories.member(employer, Role.HR)
        me = trainee()
        client = sign_in(hr)
        sent = {"email": me.email, "function": "éducatrice", "idempotency_key": "a" * 32}
        assert client.post(reverse("internships:staff"), sent).status_code == 302
        assert str(me.email) in text(client.get(reverse("internships:staff")))
        assert not employers.known_people(employer).exists()
        link = link_in(latest(str(me.email)))
        visitor = Client()
        assert "Association Les Rives" in text(visitor.get(link))
        assert "signup" in visitor.post(link).url  # type: ignore[attr-defined]
        assert sign_in(me).post(link).status_code == 302
        assert employers.known_people(employer).get().person == me
        assert not employers.asked_people(employer).exists()
        assert sign_in(me).get(link).status_code == 200, "the page says that it is done"

    def test_who_only_claims_it_is_not_on_the_list(self) -> None:
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        factories.employment(trainee(), employer)
        assert not employers.known_people(employer).exists()

    def test_a_request_is_taken_back(self) -> None:
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        hr = factories.member(employer, Role.HR)
        link = employments.ask(organisation=employer, actor=hr, email="staff@example.org")
        sign_in(hr).post(reverse("internships:staff_unask", args=[link.pk]))
        assert not PersonalLink.objects.get(pk=link.pk).is_alive()
        with pytest.raises(Refused):
            employments.accept(link=PersonalLink.objects.get(pk=link.pk), person=trainee())

    def test_the_employer_enters_a_placement(self, kind: PlacementKind) -> None:
        """The form of schools, for its own staff only; everybody is told."""
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        hr = factories.member(employer, Role.HR)
        host, mode = factories.host(), factories.mode()
        factories.member(host.organisation)
        one = factories.employment(trainee(), employer, agreed_at=timezone.now())
        stranger = factories.employment(trainee(), employer)
        client = sign_in(hr)
        address = f"{reverse('internships:placement_new')}?hote={host.slug}"
        assert str(one.person) in text(client.get(address))
        assert str(stranger.person) not in text(client.get(address))
        start = timezone.localdate() + datetime.timedelta(days=20)
        sent = {
            "trainee": one.pk,
            "kind": kind.pk,
            "mode": mode.pk,
            "site": host.sites.get().pk,
            "start": start.isoformat(),
            "end": (start + datetime.timedelta(days=4)).isoformat(),
            "share": 100,
            "idempotency_key": "a" * 32,
        }
        assert client.post(address, {**sent, "trainee": stranger.pk}).status_code == 422
        assert client.post(address, {**sent, "idempotency_key": "b" * 32}).status_code == 302
        made = Placement.objects.get(person=one.person)
        assert (made.sending_organisation, made.employment, made.kind) == (employer, one, kind)
        assert latest(str(one.person.email)).subject
        assert latest(str(manager_of(host).email)).subject

    def test_the_hosts_page_leads_there(self) -> None:
        """« Placer quelqu'un ici » for an employer, « Placer un stagiaire ici » for a school; not for others."""
        host = factories.host()
        hr = factories.member(factories.organisation(OrganisationKind.EMPLOYER), Role.HR)
        school = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR)
        prefilled = f"{reverse('internships:placement_new')}?hote={host.slug}"
        page = reverse("hosts:detail", args=[host.slug])
        for someone, words in ((hr, "Placer quelqu’un ici"), (school, "Placer un stagiaire ici")):
            seen = text(sign_in(someone).get(page))
            assert words in seen
            assert prefilled in seen
        for other in (trainee(), factories.member(factories.host().organisation)):
            assert prefilled not in text(sign_in(other).get(page))
        found = way(Workspace(hr), host, None)
        assert found is not None
        assert found.address == prefilled


class TestBirthDates:
    def test_those_who_run_the_site_correct_it_where_no_school_follows(self) -> None:
        """S5: somebody can, also for whoever has no school."""
        admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
        factories.second_factor(admin)
        me = trainee(birth_date=datetime.date(2012, 3, 1))
        factories.placement(me)
        client, address = sign_in(admin), reverse("internships:birth_date")
        assert str(me) in text(client.post(address, {"email": str(me.email).upper()}))
        assert client.post(address, {"email": me.email, "birth_date": "2002-03-01"}).status_code == 302
        me.refresh_from_db()
        assert me.birth_date == datetime.date(2002, 3, 1)
        pupil = trainee()
        factories.enrolment(factories.cohort(), pupil)
        assert client.post(address, {"email": pupil.email, "birth_date": "2001-01-01"}).status_code == 422
        pupil.refresh_from_db()
        assert pupil.birth_date != datetime.date(2001, 1, 1)


def test_erasure_leaves_no_contact_behind(kind: PlacementKind) -> None:
    """GDPR 17: the employer of a placement stays, without the post nor whom to write to."""
    from internships import privacy_placements as stays

    one = factories.employment(trainee())
    unused = factories.employment(one.person)
    made = placed(kind, one)
    assert any(row["contact_name"] == "Sofia Pereira" for row in stays.export_employments(one.person))  # type: ignore[attr-defined]
    stays.erase_employments(one.person)
    one.refresh_from_db()
    assert (one.contact_email, one.contact_name, one.function) == ("", "", "")
    assert made.employment == one
    assert not Employment.objects.filter(pk=unused.pk).exists()

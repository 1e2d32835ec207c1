from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from hosts.models import ContactPerson, PlacementOffer
from internships.disclosure import is_minor
from internships.models import Application, PlacementKind
from internships.services import applications as service
from messaging import threads
from tests import factories
from tests.accounts.mailbox import latest, latest_code, link_in, received
from tests.internships.applying import accepted, apply, day, manager_of, minor, open_offer, state, trainee

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def opened(client: Client, document: str) -> int:
    """The status of a document, read to its end."""
    response = client.get(document)
    if response.streaming:
        response.getvalue()  # type: ignore[attr-defined]
        for closer in response._resource_closers:  # type: ignore[attr-defined]
            closer()
    return response.status_code


def address(application: Application, action: str = "") -> str:
    if action:
        return reverse("internships:application_act", args=[application.pk, action])
    return reverse("internships:application", args=[application.pk])


@pytest.fixture
def kind() -> PlacementKind:
    return factories.kind(sender="none")


@pytest.fixture
def offer() -> PlacementOffer:
    return open_offer(capacity=1)


def applying(offer: PlacementOffer) -> str:
    return f"{reverse('internships:apply')}?offre={offer.pk}"


def written(kind: PlacementKind, **changed: Any) -> dict[str, Any]:
    values = {
        "start": day(30).isoformat(),
        "end": day(40).isoformat(),
        "frame": f"k{kind.pk}",
        "message": "Bonjour, je m’appelle Alix.",
        "idempotency_key": "a" * 32,
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


class TestApplying:
    def test_from_the_offer_to_the_host(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        """S4: the offer's page leads to the form, the form to the page of the application."""
        client = browser(trainee())
        assert applying(offer) in text(client.get(reverse("hosts:offer", args=[offer.pk])))
        form = text(client.get(applying(offer)))
        assert "Envoyer ma candidature" in form
        assert "Lire un exemple" in form
        response = client.post(applying(offer), written(kind), follow=True)
        assert response.status_code == 200
        assert "Ma candidature chez" in text(response)
        assert Application.objects.get().state == "sent"
        assert "Voir ma candidature" in text(client.get(reverse("hosts:offer", args=[offer.pk])))

    def test_sent_twice_is_one(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        client = browser(trainee())
        first = client.post(applying(offer), written(kind))
        again = client.post(applying(offer), written(kind))
        assert (first.status_code, again.status_code) == (302, 302)
        assert first.url == again.url  # type: ignore[attr-defined]
        assert Application.objects.count() == 1

    def test_a_minor_is_not_asked_whether_they_are_in_post(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        """E6: frames for working professionals are for adults; what the host gives is said in the reader's language."""
        post = factories.kind(sender="employer", name_fr="Stage d’un professionnel en poste")
        offer.periods.create(start=day(150), end=day(170), capacity=1)
        assert post.name_fr in text(browser(trainee()).get(applying(offer)))
        page = text(browser(minor()).get(applying(offer)))
        assert post.name_fr not in page
        assert kind.name_fr in page
        assert "From" not in page.split("<h1", 1)[1].split("<footer", 1)[0]

    def test_what_was_typed_is_kept(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        client = browser(trainee())
        document = SimpleUploadedFile("cv.pdf", PDF, "application/pdf")
        response = client.post(applying(offer), written(kind, start=day(-3).isoformat(), documents=document))
        assert response.status_code == 400
        page = text(response)
        assert "Bonjour, je m’appelle Alix." in page
        assert "choisissez-les de nouveau" in page
        assert "Choisissez un jour à venir" in page

    def test_age_is_asked_once_where_unknown(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        person = trainee(birth_date=None)
        client = browser(person)
        assert "date de naissance" in text(client.get(applying(offer)))
        assert client.post(applying(offer), written(kind)).status_code == 400
        assert client.post(applying(offer), written(kind, birth_date="1999-04-02")).status_code == 302
        person.refresh_from_db()
        assert str(person.birth_date) == "1999-04-02"

    def test_the_class_gives_kind_school_and_days(self, offer: PlacementOffer) -> None:
        """The kind is chosen from the enrolment's cohort."""
        person = trainee()
        cohort = factories.cohort(placement_start=day(35), placement_end=day(50))
        enrolment = factories.enrolment(cohort, person)
        client = browser(person)
        assert f'value="{day(35).isoformat()}"' in text(client.get(applying(offer)))
        client.post(applying(offer), written(cohort.kind, frame=f"e{enrolment.pk}"))
        made = Application.objects.get()
        assert (made.kind, made.school, made.enrolment) == (cohort.kind, cohort.school, enrolment)

    def test_an_offer_that_filled_up_meanwhile(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        client = browser(trainee())
        offer.periods.update(taken=1)
        assert client.get(applying(offer)).status_code == 302
        assert client.post(applying(offer), written(kind)).status_code in (302, 400)
        assert not Application.objects.exists()

    def test_visitors_sign_in_first_and_come_back(self, offer: PlacementOffer) -> None:
        response = Client().get(applying(offer))
        assert response.status_code == 302
        assert "next=" in response.url  # type: ignore[attr-defined]

    def test_a_program_is_no_document(self, offer: PlacementOffer, kind: PlacementKind) -> None:
        document = SimpleUploadedFile("cv.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
        response = browser(trainee()).post(applying(offer), written(kind, documents=document))
        assert response.status_code == 400
        assert not Application.objects.exists()


class TestWithoutAccount:
    def test_a_host_nobody_keeps_answers_by_its_link(self, kind: PlacementKind) -> None:
        """S4, S6: no account, a personal link and a one-time code; opening it changes nothing."""
        host = factories.host()
        ContactPerson.objects.create(institution=host, name="Nadia", email="nadia@example.org", telephone="0102030405")
        client = browser(trainee(first_name="Camille"))
        way = f"{reverse('internships:apply')}?hote={host.slug}"
        assert way in text(client.get(reverse("hosts:detail", args=[host.slug]))).replace("&amp;", "&")
        assert client.post(way, written(kind, time_share="100")).status_code == 302
        made = Application.objects.get()
        path = link_in(latest("nadia@example.org"))
        desk = Client()
        assert desk.get(path).status_code == 200
        assert state(made) == "sent"
        desk.post(f"{path}code/")
        desk.post(f"{path}code/", {"code": latest_code("nadia@example.org")})
        page = text(desk.get(path))
        assert "Candidature\u00a0: Camille" in page
        assert state(made) == "sent"
        answer = reverse("internships:application_answer", args=[made.pk, "accepter"])
        assert answer in page
        assert desk.get(answer).status_code == 200
        response = desk.post(answer, {"message": "Venez à 9 h", "tutor_name": "Nadia Petit"}, follow=True)
        assert response.status_code == 200
        assert state(made) == "accepted"
        assert made.tutor_name == "Nadia Petit"
        shown = text(client.get(address(made)))
        assert "0102030405" in shown
        assert "Venez à 9 h" in shown

    def test_without_the_code_nothing_is_shown(self) -> None:
        host = factories.host()
        ContactPerson.objects.create(institution=host, name="Nadia", email="nadia@example.org")
        made = service.apply(
            person=trainee(), institution=host, kind=factories.kind(), start=day(5), end=day(9), message="Bonjour"
        )
        path = link_in(latest("nadia@example.org"))
        assert "Bonjour" not in text(Client().get(path))
        answer = reverse("internships:application_answer", args=[made.pk, "accepter"])
        assert Client().post(answer, {}).status_code == 403
        assert state(made) == "sent"

    def test_a_link_opens_its_application_only(self) -> None:
        host = factories.host()
        ContactPerson.objects.create(institution=host, name="Nadia", email="nadia@example.org")
        values = {"institution": host, "start": day(5), "end": day(9), "message": "Bonjour"}
        service.apply(person=trainee(), kind=factories.kind(), **values)
        desk, path = Client(), link_in(latest("nadia@example.org"))
        desk.post(f"{path}code/")
        desk.post(f"{path}code/", {"code": latest_code("nadia@example.org")})
        other = apply()
        for name in ("application_by_link", "application_answer"):
            extra = ["accepter"] if name == "application_answer" else []
            assert desk.get(reverse(f"internships:{name}", args=[other.pk, *extra])).status_code == 404


class TestDisclosure:
    def sent_by(self, person: User, offer: PlacementOffer) -> tuple[Application, str]:
        """With a document; returns the application and the document's address."""
        kind = factories.kind(sender="none")
        document = SimpleUploadedFile(f"cv-{person.last_name}.pdf", PDF, "application/pdf")
        response = browser(person).post(applying(offer), written(kind, documents=document))
        assert response.status_code == 302, text(response)
        made = Application.objects.get(person=person)
        return made, made.documents.get().file.url

    def test_of_a_minor_first_name_and_message_only(self, offer: PlacementOffer) -> None:
        """S5: until the host accepts, neither name nor attachment; minority counts at the start date."""
        person = minor(first_name="Alix", last_name="Kerbrat", phone="0611223344")
        made, document = self.sent_by(person, offer)
        boss = manager_of(offer.institution)
        host = browser(boss)
        pages = [address(made), reverse("internships:received"), f"{reverse('internships:received')}?format=csv"]
        pages += [
            threads.address(made),
            reverse("messaging:inbox"),
            address(made, "accepter"),
            address(made, "refuser"),
        ]
        for page in pages:
            response = host.get(page, follow=True)
            body = response.getvalue().decode() if response.streaming else text(response)
            assert "Kerbrat" not in body, page
            assert "0611223344" not in body, page
            assert person.email not in body, page
        assert "Alix" in text(host.get(address(made)))
        assert "Bonjour, je m’appelle Alix." in text(host.get(address(made)))
        assert host.get(document).status_code == 404
        assert not any("Kerbrat" in f"{mail.subject}{mail.body}" for mail in received(boss.email or ""))
        assert text(host.get(f"{reverse('internships:received')}?q=Kerbrat&etat=attente")).count("Alix") == 0
        assert opened(browser(person), document) == 200

        service.accept(application_id=made.pk, actor=boss)
        body = text(host.get(address(made)))
        assert "Kerbrat" in body
        assert "0611223344" in body
        assert opened(host, document) == 200

    def test_who_turns_eighteen_before_the_first_day_is_a_minor_still(self, offer: PlacementOffer) -> None:
        """S5, E6: disclosed while asking, so it is the age while asking that counts besides the one at the start."""
        born = day(-18 * 365 + 5)
        person = trainee(first_name="Alix", last_name="Kerbrat", birth_date=born)
        made, document = self.sent_by(person, offer)
        boss = manager_of(offer.institution)
        host = browser(boss)
        assert not is_minor(person, made.start), "of age by then"
        body = text(host.get(address(made)))
        assert "Alix" in body
        assert "Kerbrat" not in body
        assert host.get(document).status_code == 404
        assert not any("Kerbrat" in f"{mail.subject}{mail.body}" for mail in received(boss.email or ""))

    def test_the_thread_keeps_the_name_of_a_minor(self, offer: PlacementOffer) -> None:
        person = minor(first_name="Alix", last_name="Kerbrat")
        made = apply(person, offer)
        boss = manager_of(offer.institution)
        browser(person).post(threads.address(made), {"text": "À quelle heure ?"})
        page = text(browser(boss).get(threads.address(made), follow=True))
        assert "À quelle heure" in page
        assert "Kerbrat" not in page
        assert "Kerbrat" not in str(latest(boss.email or "").body)

    def test_of_an_adult_name_and_documents_but_no_address(self, offer: PlacementOffer) -> None:
        person = trainee(last_name="Kerbrat", phone="0611223344")
        made, document = self.sent_by(person, offer)
        host = browser(manager_of(offer.institution))
        body = text(host.get(address(made)))
        assert "Kerbrat" in body
        assert "0611223344" not in body
        assert person.email not in body
        assert opened(host, document) == 200
        service.withdraw(application_id=made.pk, actor=person)
        assert host.get(document).status_code == 404

    def test_the_hosts_contacts_come_with_its_yes(self, offer: PlacementOffer) -> None:
        ContactPerson.objects.create(institution=offer.institution, name="Nadia", email="nadia@example.org")
        made = apply(offer=offer)
        assert "nadia@example.org" not in text(browser(made.person).get(address(made)))
        service.accept(application_id=made.pk, actor=manager_of(offer.institution))
        assert "nadia@example.org" in text(browser(made.person).get(address(made)))

    def test_others_see_nothing(self, offer: PlacementOffer) -> None:
        made, document = self.sent_by(trainee(), offer)
        for other in (trainee(), manager_of(open_offer().institution)):
            assert browser(other).get(address(made)).status_code == 404
            assert browser(other).get(document).status_code == 404
            assert browser(other).get(threads.address(made)).status_code == 404


class TestSchool:
    def test_reads_along(self, offer: PlacementOffer) -> None:
        """S5: the school sees its trainees' applications and the exchange, and writes nothing."""
        school = factories.organisation(OrganisationKind.TRAINING)
        teacher = factories.member(school, Role.REFERENT_TEACHER)
        person = minor(last_name="Kerbrat")
        made = apply(person, offer, enrolment=factories.enrolment(factories.cohort(school), person))
        client = browser(teacher)
        assert "Kerbrat" in text(client.get(reverse("internships:school_applications")))
        page = text(client.get(address(made)))
        assert "Kerbrat" in page
        assert threads.address(made) not in page
        browser(person).post(threads.address(made), {"text": "À quelle heure ?"})
        assert threads.address(made) in text(client.get(address(made)))
        thread = text(client.get(threads.address(made), follow=True))
        assert "À quelle heure" in thread
        assert "Envoyer le message" not in thread
        for word in ("accepter", "refuser", "retirer", "confirmer"):
            assert client.post(address(made, word), {}).status_code == 404
        head_of_hr = factories.member(school, Role.HR)
        assert browser(head_of_hr).get(threads.address(made)).status_code == 404


class TestActing:
    def test_opening_marks_nothing(self, offer: PlacementOffer) -> None:
        made = apply(offer=offer)
        host = browser(manager_of(offer.institution))
        host.get(address(made))
        host.get(address(made, "lire"))
        assert state(made) == "sent"
        host.post(address(made, "lire"))
        assert state(made) == "read"

    def test_refusing_with_a_proposal(self, offer: PlacementOffer) -> None:
        made = apply(offer=offer)
        host = browser(manager_of(offer.institution))
        assert host.post(address(made, "refuser"), {"choice": "other", "words": ""}).status_code == 400
        host.post(address(made, "refuser"), {"choice": "full", "words": "Essayez en mai."})
        assert state(made) == "refused"
        assert made.reason == "Nous n’avons plus de place à ces dates.\n\nEssayez en mai."
        assert "Annuler le refus" in text(host.get(address(made)))
        page = text(browser(made.person).get(address(made)))
        assert "Essayez en mai." in page
        host.post(address(made, "reprendre"))
        assert state(made) == "read"

    def test_several_at_once(self, offer: PlacementOffer) -> None:
        offer.periods.update(capacity=5)
        first, second, other = apply(offer=offer), apply(offer=offer), apply()
        host = browser(manager_of(offer.institution))
        ticked = f"?choix={first.pk}&choix={second.pk}&choix={other.pk}"
        page = text(host.get(reverse("internships:refuse_several") + ticked))
        assert page.count('name="choix"') == 2
        data = {"choix": [first.pk, second.pk, other.pk], "choice": "nobody", "words": ""}
        assert host.post(reverse("internships:refuse_several"), data).status_code == 302
        assert (state(first), state(second), state(other)) == ("refused", "refused", "sent")

    def test_confirming_says_what_it_releases(self, offer: PlacementOffer) -> None:
        person = trainee()
        made = accepted(person, offer)
        clash = apply(person)
        client = browser(person)
        page = text(client.get(address(made, "confirmer")))
        assert str(clash.institution) in page
        assert state(made) == "accepted"
        response = client.post(address(made, "confirmer"), {}, follow=True)
        assert "la place est à vous" in text(response).lower()
        assert state(clash) == "released"

    def test_too_late_for_the_last_seat(self, offer: PlacementOffer) -> None:
        """§1: told, and shown what else is near."""
        near = open_offer(title="Une autre offre tout près")
        quick, late = accepted(offer=offer), accepted(offer=offer)
        browser(quick.person).post(address(quick, "confirmer"), {})
        client = browser(late.person)
        response = client.post(address(late, "confirmer"), {})
        assert response.status_code == 409
        page = text(response)
        assert "plus rapide" in page
        assert near.title in page
        assert state(late) == "accepted"
        assert "dernière place" in text(client.get(address(late)))
        boss = manager_of(offer.institution)
        assert "ajoutez une place" in str(latest(boss.email or "").body)

    def test_an_old_button_explains_itself(self, offer: PlacementOffer) -> None:
        made = apply(offer=offer)
        host = browser(manager_of(offer.institution))
        service.withdraw(application_id=made.pk, actor=made.person)
        response = host.post(address(made, "accepter"), {}, follow=True)
        assert "retirée entre-temps" in text(response)
        assert state(made) == "withdrawn"


class TestLists:
    def test_by_state_in_the_address(self, offer: PlacementOffer) -> None:
        offer.periods.update(capacity=9)
        person = trainee()
        waiting, closed = apply(person, offer), apply(person, start=day(70), end=day(80))
        service.withdraw(application_id=closed.pk, actor=person)
        client, mine = browser(person), reverse("internships:my_applications")
        everything, open_ones = text(client.get(mine)), text(client.get(f"{mine}?etat=attente"))
        assert str(waiting.institution) in everything
        assert str(closed.institution) in everything
        assert str(closed.institution) not in open_ones
        exported = client.get(f"{mine}?format=csv&etat=closes")
        assert str(closed.institution) in exported.getvalue().decode()  # type: ignore[attr-defined]

    def test_nothing_yet_leads_on(self) -> None:
        page = text(browser(trainee()).get(reverse("internships:my_applications")))
        assert reverse("hosts:search") in page
        assert reverse("hosts:discover") in page

    @pytest.mark.parametrize("whose", ["host", "trainee", "school"])
    def test_queries_do_not_grow(self, whose: str, django_assert_max_num_queries: Any) -> None:
        school = factories.organisation(OrganisationKind.TRAINING)
        teacher = factories.member(school, Role.COORDINATOR)
        offer, person = open_offer(capacity=30), trainee()
        for _number in range(12):
            one = open_offer() if whose == "trainee" else offer
            factories.application(person if whose == "trainee" else trainee(), one, school=school)
        readers = {
            "host": (manager_of(offer.institution), "internships:received"),
            "trainee": (person, "internships:my_applications"),
            "school": (teacher, "internships:school_applications"),
        }
        reader, route = readers[whose]
        client = browser(reader)
        client.get(reverse(route))
        with django_assert_max_num_queries(12):
            assert client.get(reverse(route)).status_code == 200

    def test_queries_of_the_page(self, django_assert_max_num_queries: Any) -> None:
        made = apply()
        for reader in (made.person, manager_of(made.institution)):
            client = browser(reader)
            client.get(address(made))
            with django_assert_max_num_queries(12):
                assert client.get(address(made)).status_code == 200

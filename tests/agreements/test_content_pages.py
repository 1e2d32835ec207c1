"""The pages of an agreement in the making: overview, parts, personal link, texts, certificate (E10)."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from agreements.enums import AgreementState, Side
from agreements.models import Agreement, AgreementTemplate, Certificate
from agreements.services import asking, certificates, versions
from agreements.services import templates as texts
from internships.models import Placement
from messaging import outbox
from messaging.models import EmailDelivery
from tests import factories
from tests.agreements.drafting_world import DraftingWorld, answers
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference) -> DraftingWorld:
    return DraftingWorld()


def page(client, name, *args):
    return client.get(reverse(f"agreements:{name}", args=args))


class TestOverview:
    def test_it_says_what_is_missing_and_on_which_side(self, world):
        agreement = world.draw_up()
        html = page(sign_in(world.lead), "detail", agreement.pk).content.decode()
        assert "Il manque encore" in html
        assert "Activités confiées" in html
        assert "D124-4, 4°" in html
        assert "Envoyer" not in html or "Établir le document" not in html

    def test_whoever_leads_sends_it_once_nothing_is_missing(self, world):
        agreement = world.complete()
        client = sign_in(world.lead)
        assert "Établir le document" in page(client, "detail", agreement.pk).content.decode()
        assert client.post(reverse("agreements:send", args=[agreement.pk])).status_code == 302
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.RENDERING

    def test_while_the_worker_is_away_the_page_says_so_and_works_when_it_is_back(self, world):
        """Celery down: progress is shown; the document is made when it returns (§3)."""
        agreement = world.complete()
        versions.begin(agreement_id=agreement.pk, actor=world.lead)
        client = sign_in(world.lead)
        html = page(client, "detail", agreement.pk).content.decode()
        assert "Le document est en préparation" in html
        assert "<progress" in html
        assert page(client, "document", agreement.pk).status_code == 404
        outbox.drain()
        fragment = client.get(reverse("agreements:detail", args=[agreement.pk]), headers={"HX-Request": "true"})
        assert "Télécharger le document" in fragment.content.decode()
        assert "<html" not in fragment.content.decode()
        stored = agreement.versions.get().file
        assert page(client, "document", agreement.pk).content == stored.read()

    def test_the_trainee_and_the_host_see_it_but_do_not_send_it(self, world):
        agreement = world.complete()
        for someone in (world.trainee, world.manager):
            client = sign_in(someone)
            assert "Établir le document" not in page(client, "detail", agreement.pk).content.decode()
            assert client.post(reverse("agreements:send", args=[agreement.pk])).status_code == 404

    @pytest.mark.parametrize("stage", ["begun", "complete", "signing"])
    def test_its_number_of_queries_is_small_and_does_not_grow(self, world, django_assert_max_num_queries, stage):
        """quality.md: twelve at most, whoever looks, with the law of students and another stay to count."""
        agreement = world.draw_up() if stage == "begun" else world.complete()
        if stage == "signing":
            versions.begin(agreement_id=agreement.pk, actor=world.lead)
            outbox.drain()

        def looked_at() -> None:
            for someone in (world.lead, world.trainee, world.manager):
                client = sign_in(someone)
                for name in ("detail", "signatures"):
                    page(client, name, agreement.pk)
                    with django_assert_max_num_queries(12):
                        page(client, name, agreement.pk)

        looked_at()
        for number in range(4):
            agreement.signatories.create(capacity="tutor", side="host", name=f"P{number}", step=2)
            agreement.remarks.create(text="Quand ?", author=world.lead, author_name="L")
            start = world.placement.start - datetime.timedelta(days=50 * (number + 1))
            more = {"kind": world.kind, "start": start, "end": start + datetime.timedelta(days=4)}
            factories.placement(world.trainee, world.host, school=world.sender, **more)
            world.placement.interruptions.create(start=world.placement.start, end=world.placement.start)
        factories.member(world.host.organisation, Role.HOST_MANAGER)
        looked_at()

    def test_drawing_up_asks_each_side(self, world):
        client = sign_in(world.lead)
        answer = client.post(reverse("agreements:draw_up", args=[world.placement.pk]), {"language": "en"})
        agreement = Agreement.objects.get(placement=world.placement)
        assert answer.headers["Location"] == reverse("agreements:detail", args=[agreement.pk])
        assert agreement.language == "en"
        asked = set(EmailDelivery.objects.filter(kind="agreements.part_asked").values_list("user", flat=True))
        assert asked == {world.manager.pk, world.trainee.pk}
        email = EmailDelivery.objects.get(kind="agreements.part_asked", user=world.manager)
        assert world.trainee.get_full_name() in email.subject
        assert reverse("agreements:part", args=[agreement.pk, f"host-{world.host.pk}"]) in email.text


class TestParts:
    def post(self, client, agreement, side, **data):
        form = client.get(reverse("agreements:part", args=[agreement.pk, side])).context["form"]
        hidden = {name: form.initial[name] for name in ("version", "base", "page")}
        return client.post(reverse("agreements:part", args=[agreement.pk, side]), {**hidden, **data})

    def test_a_side_completes_its_part(self, world):
        agreement = world.draw_up()
        client = sign_in(world.manager)
        given = {name: value for name, value in answers(agreement, Side.HOST).items() if value is not True}
        answer = self.post(client, agreement, "host", **{**given, **recorded(agreement)}, complete="1")
        assert answer.status_code == 302
        assert agreement.parts.get(side="host").completed_by == world.manager

    def test_it_saves_by_itself_without_a_word(self, world):
        agreement = world.draw_up()
        client = sign_in(world.manager)
        answer = self.post(client, agreement, "host", activities="Lire", autosave="1")
        assert answer.status_code == 200
        assert 'id="autosave"' in answer.content.decode()
        assert world.told("activities") == "Lire"

    def test_a_stale_edit_is_a_409_with_the_difference(self, world):
        agreement = world.draw_up()
        client, other = sign_in(world.manager), sign_in(world.lead)
        form = client.get(reverse("agreements:part", args=[agreement.pk, "host"])).context["form"]
        hidden = {name: form.initial[name] for name in ("version", "base", "page")}
        self.post(other, agreement, "host", activities="De l’école")
        answer = client.post(
            reverse("agreements:part", args=[agreement.pk, "host"]), {**hidden, "activities": "De l’hôte"}
        )
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "De l’école" in html
        assert "De l’hôte" in html
        assert world.told("activities") == "De l’école"

    def test_a_stale_autosave_overwrites_nothing(self, world):
        agreement = world.draw_up()
        client, other = sign_in(world.manager), sign_in(world.lead)
        form = client.get(reverse("agreements:part", args=[agreement.pk, "host"])).context["form"]
        hidden = {name: form.initial[name] for name in ("version", "base", "page")}
        self.post(other, agreement, "host", activities="De l’école")
        answer = client.post(
            reverse("agreements:part", args=[agreement.pk, "host"]), {**hidden, "activities": "x", "autosave": "1"}
        )
        assert answer.status_code == 409

    def test_hours_and_money_are_read_as_people_write_them(self, world):
        agreement = world.draw_up()
        self.post(sign_in(world.lead), agreement, "school", course_hours="525 h")
        answer = self.post(sign_in(world.manager), agreement, "host", stipend_hourly="4,80")
        assert answer.status_code == 302
        agreement.refresh_from_db()
        assert agreement.terms["course_hours"] == 525 * 60
        assert world.told("stipend_hourly") == "4.80"
        wrong = self.post(sign_in(world.lead), agreement, "school", course_hours="beaucoup")
        assert wrong.status_code == 422
        assert "Écrivez" in wrong.content.decode()

    def test_the_trainee_does_not_write_for_the_host(self, world):
        agreement = world.draw_up()
        assert page(sign_in(world.trainee), "part", agreement.pk, "host").status_code == 404

    def test_hours_and_stipend_come_from_the_timetable(self, world):
        """Nothing to type: 61 days from 1 March to 30 April 2027 (public holidays off)."""
        html = page(sign_in(world.manager), "part", world.draw_up().pk, "host").content.decode()
        assert re.search(r"30\d(\s|&nbsp;| )h|31\d(\s|&nbsp;| )h", html.replace("\xa0", " "))


def recorded(agreement: Agreement) -> dict[str, str]:
    return {name.split("@")[0]: value for name, value in agreement.terms.items() if isinstance(value, str)}


class TestPersonalLink:
    @pytest.fixture
    def part(self, world):
        Membership.objects.filter(organisation=world.host.organisation).delete()
        agreement = world.draw_up()
        return agreement.parts.get(side="host")

    def open(self, link):
        client = Client()
        path = link.url.split("://", 1)[1].split("/", 1)[1]
        return client, f"/{path}"

    def test_a_host_without_an_account_completes_by_link_and_code(self, part, world, monkeypatch):
        issued = []
        real = links.issue
        monkeypatch.setattr(links, "issue", lambda **options: issued.append(real(**options)) or issued[-1])
        asking.ask(agreement_id=part.agreement_id, side="host", actor=world.lead, email="hote@example.org")
        client, path = self.open(issued[0])
        assert "activities" not in client.get(path).content.decode(), "the code comes first"
        part.refresh_from_db()
        assert part.contact_email == "hote@example.org"
        issued[0].refresh_from_db()
        opened_session(client, issued[0])
        html = client.get(path).content.decode()
        assert "Activités confiées" in html
        given = {**answers(part.agreement, Side.HOST), **recorded(part.agreement), "complete": "1"}
        given["version"] = str(part.agreement.version)
        assert client.post(path, given).status_code == 302
        part.refresh_from_db()
        assert part.completed_at
        assert part.completed_by is None

    def test_asking_again_at_once_is_refused_and_nobody_to_ask_is_said(self, part, world):
        from accounts.errors import Refused

        part.contact_email = ""
        part.save()
        with pytest.raises(Refused, match="adresse"):
            asking.ask(agreement_id=part.agreement_id, side="host", actor=world.lead)
        asking.ask(agreement_id=part.agreement_id, side="host", actor=world.lead, email="hote@example.org")
        with pytest.raises(Refused, match="minutes"):
            asking.ask(agreement_id=part.agreement_id, side="host", actor=world.lead)


def opened_session(client: Client, link: links.PersonalLink) -> None:
    """As after the right code."""
    session = client.session
    session[links.SESSION_KEY] = {str(link.pk): int(timezone.now().timestamp())}
    session.save()


class TestTexts:
    @pytest.fixture
    def admin(self):
        network = factories.organisation(OrganisationKind.NETWORK)
        person = factories.member(network, Role.NETWORK_ADMIN)
        factories.second_factor(person)
        return person

    @pytest.fixture
    def text(self, reference):
        return AgreementTemplate.objects.get(
            kind__code="etudiant", purpose="agreement", language="fr", organisation=None
        )

    def test_an_administrator_writes_a_version_and_the_former_stays(self, admin, text):
        client = sign_in(admin)
        address = reverse("agreements:text", args=[text.pk])
        before = text.versions.first()
        body = before.body + "\n## Mobilité\n\nLe ou la stagiaire vient à vélo.\n"
        assert client.post(address, {"body": body, "seen": before.number, "note": "Vélo"}).status_code == 302
        assert [one.number for one in text.versions.all()] == [2, 1]
        assert text.versions.get(number=1).body == before.body
        html = client.get(reverse("agreements:text_history", args=[text.pk])).content.decode()
        assert "<ins>" in html
        assert "à vélo" in html
        client.post(reverse("agreements:text_restore", args=[text.pk, 1]))
        assert text.versions.first().number == 3
        assert text.versions.first().body == before.body

    def test_an_unknown_variable_is_refused_beside_the_field(self, admin, text):
        address = reverse("agreements:text", args=[text.pk])
        answer = sign_in(admin).post(address, {"body": "Bonjour {{ stagiare }}", "seen": 1})
        assert answer.status_code == 422
        assert "Vouliez-vous dire «\xa0stagiaire\xa0»" in answer.content.decode()
        assert text.versions.count() == 1

    def test_the_preview_follows_and_names_unsaid_mentions(self, admin, text):
        address = reverse("agreements:text", args=[text.pk])
        body = "## Essai\n\n{{ stagiaire }} chez {{ hote }}"
        answer = sign_in(admin).post(address, {"body": body}, headers={"HX-Request": "true"})
        html = answer.content.decode()
        assert "Alix Martin chez Maison des Tilleuls" in html
        assert "D124-4, 3°" in html
        assert "<html" not in html
        without_js = sign_in(admin).post(address, {"body": body, "preview": "1"}).content.decode()
        assert "Alix Martin chez Maison des Tilleuls" in without_js
        assert text.versions.count() == 1

    def test_two_writers_at_once(self, admin, text):
        client = sign_in(admin)
        address = reverse("agreements:text", args=[text.pk])
        client.post(address, {"body": "Le premier {{ hote }}", "seen": 1})
        answer = client.post(address, {"body": "Le second {{ hote }}", "seen": 1})
        assert answer.status_code == 409
        assert "Le premier" in answer.content.decode()
        assert text.versions.first().body == "Le premier {{ hote }}\n"

    def test_a_school_has_its_own_and_goes_back(self, world, text):
        client = sign_in(world.lead)
        client.post(reverse("agreements:text_copy"), {"kind": text.kind_id, "purpose": "agreement", "language": "fr"})
        own = AgreementTemplate.objects.get(organisation=world.sender)
        client.post(reverse("agreements:text", args=[own.pk]), {"body": "Le nôtre {{ hote }}", "seen": 1})
        version = versions.begin(agreement_id=world.complete().pk, actor=world.lead)
        assert version.text == "Le nôtre {{ hote }}\n"
        assert page(client, "text", text.pk).status_code == 404, "the network’s text is not the school’s to write"
        client.post(reverse("agreements:text_retire", args=[own.pk]))
        own.refresh_from_db()
        assert not own.active

    def test_a_shipped_text_follows_until_somebody_writes(self, text, monkeypatch):
        real = texts.shipped
        monkeypatch.setattr(texts, "shipped", lambda *a: real(*a) + "\nNouveau passage.\n")
        kinds = {text.kind.code: text.kind}
        texts.load_shipped(kinds)
        assert text.versions.first().number == 2
        texts.write(template_id=text.pk, body="À nous {{ hote }}", note="", actor=factories.user(), seen=2)
        monkeypatch.setattr(texts, "shipped", lambda *a: real(*a) + "\nEncore un autre.\n")
        texts.load_shipped(kinds)
        assert text.versions.first().body == "À nous {{ hote }}\n"


class TestCertificate:
    def over(self, world):
        agreement = world.complete()
        end = timezone.localdate() - datetime.timedelta(days=1)
        Placement.objects.filter(pk=world.placement.pk).update(start=end - datetime.timedelta(days=60), end=end)
        world.placement.refresh_from_db()
        return agreement

    def test_the_host_makes_it_from_what_was_really_done(self, world):
        """Hours, activities, stipend; sealed, stored once, sent to the trainee (D124-9)."""
        self.over(world)
        client = sign_in(world.manager)
        address = reverse("agreements:certificate", args=[world.placement.pk])
        assert client.get(address).status_code == 200
        data = {"hours": "301", "activities": "Lire\nJouer", "paid": "", "words": "Bravo.", "language": "fr"}
        certificates.ask_for(
            placement_id=world.placement.pk,
            actor=world.manager,
            minutes=301 * 60,
            activities=data["activities"],
            words=data["words"],
            made_for=str(world.host.organisation),
        )
        outbox.drain()
        made = Certificate.objects.get()
        assert re.fullmatch(r"A-\d{4}-\d{6}", made.number)
        assert made.sha256 == made.file.sha256
        served = page(sign_in(world.trainee), "certificate_document", made.pk)
        assert served.content == made.file.read()
        words = text_of(served.content)
        assert "301" in words
        assert "Jouer" in words
        assert "Bravo." in words
        assert "Maison des Tilleuls" in words
        email = EmailDelivery.objects.get(kind="agreements.certificate_ready")
        assert email.user == world.trainee
        assert made.number in email.text
        from documents.seal import validate

        assert validate(served.content)

    def test_not_before_the_end(self, world):
        answer = sign_in(world.manager).post(
            reverse("agreements:certificate", args=[world.placement.pk]), {"hours": "35", "language": "fr"}
        )
        assert answer.status_code == 422
        assert not Certificate.objects.exists()

    def test_a_corrected_one_replaces_it(self, world):
        self.over(world)
        options = {"placement_id": world.placement.pk, "actor": world.manager}
        first = certificates.ask_for(**options, minutes=600)
        second = certificates.ask_for(**options, minutes=660)
        first.refresh_from_db()
        assert first.replaced_by == second
        assert second.replaced_by is None


def text_of(content: bytes) -> str:
    import io

    import pypdf

    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_difference_is_said_in_words(world):
    """The 409 of a stale approval and the review of a change read like the document (§7, point 3)."""
    from agreements import snapshot
    from agreements.differences import compare

    agreement = world.complete()
    before = snapshot.take(agreement)
    agreement.terms[f"activities@{world.host.pk}"] = "Autre chose"
    found = compare(before, snapshot.take(agreement))
    assert [(one.label, one.before, one.after) for one in found] == [
        ("Activités confiées au ou à la stagiaire", "Texte de activities", "Autre chose")
    ]


def test_what_waits_for_someone_stands_in_their_list(world):
    agreement = world.draw_up()
    asking.ask_all(agreement=agreement, actor=world.lead)
    for someone in (world.manager, world.trainee):
        html = sign_in(someone).get(reverse("messaging:inbox")).content.decode()
        assert agreement.number in html
    assert agreement.number not in sign_in(factories.user()).get(reverse("messaging:inbox")).content.decode()


class TestOnThePlacementPage:
    """The shared file of all parties begins, shows and ends with the documents (T5, T9)."""

    def read(self, world, someone):
        return sign_in(someone).get(reverse("internships:placement", args=[world.placement.pk])).content.decode()

    def test_once_it_is_over_only_one_on_paper_is_entered(self, world):
        """An agreement is signed before the placement: none is offered to be prepared afterwards."""
        assert "Préparer la convention" in self.read(world, world.lead)
        today = timezone.localdate()
        Placement.objects.filter(pk=world.placement.pk).update(
            start=today - datetime.timedelta(days=40), end=today - datetime.timedelta(days=1)
        )
        html = self.read(world, world.lead)
        assert "Préparer la convention" not in html
        assert "Enregistrer la convention" in html

    def test_whoever_leads_begins_the_agreement_there(self, world):
        assert reverse("agreements:draw_up", args=[world.placement.pk]) in self.read(world, world.lead)
        assert reverse("agreements:draw_up", args=[world.placement.pk]) not in self.read(world, world.trainee)
        agreement = world.draw_up()
        html = self.read(world, world.trainee)
        assert agreement.number in html
        assert reverse("agreements:detail", args=[agreement.pk]) in html

    def test_the_certificate_is_listed_there(self, world):
        TestCertificate().over(world)
        assert reverse("agreements:certificate", args=[world.placement.pk]) in self.read(world, world.manager)
        certificates.ask_for(placement_id=world.placement.pk, actor=world.manager, minutes=600)
        assert "en préparation" in self.read(world, world.trainee)
        outbox.drain()
        made = Certificate.objects.get()
        html = self.read(world, world.trainee)
        assert made.number in html
        assert reverse("agreements:certificate_document", args=[made.pk]) in html
        assert reverse("agreements:certificate", args=[world.placement.pk]) not in html

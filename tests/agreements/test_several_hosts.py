"""A placement shared between two institutions: each host has its own part, terms and signatories (A6, A9)."""

from __future__ import annotations

import datetime
import importlib
import io
from typing import Any

import pypdf
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import Membership, PersonalLink
from agreements import consent, documents, snapshot
from agreements.enums import AmendmentKind, Capacity, Side
from agreements.models import Agreement, AgreementPart, AgreementTemplate, AgreementVersion, OrganisationTerms
from agreements.selectors.completeness import missing
from agreements.selectors.needed import gaps
from agreements.selectors.templates import text_for
from agreements.services import asking, drafting, following, signatories
from agreements.stipends import of_placement
from internships import events
from internships.models import PlacementSite, SpecialDay, WeekSlot
from messaging.models import EmailDelivery
from tests import factories
from tests.agreements.drafting_world import DraftingWorld, TwoHosts, answers
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference: None) -> TwoHosts:
    return TwoHosts()


def save(world: TwoHosts, host: Any, **terms: Any) -> Agreement:
    agreement = Agreement.objects.get(placement=world.placement)
    return drafting.save_part(
        agreement_id=agreement.pk,
        side=Side.HOST,
        institution=host.pk,
        terms=terms,
        version=agreement.version,
        actor=world.manager if host == world.host else world.other_manager,
    )


def words(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


class TestParts:
    def test_each_host_completes_its_own(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        hosts = [part.institution for part in agreement.parts.filter(side=Side.HOST).order_by("pk")]
        assert hosts == [world.host, world.other]
        save(world, world.host, activities="Accompagner les repas", host_insurance="MAIF 1")
        save(world, world.other, activities="Lire avec les enfants")
        assert world.told("activities") == "Accompagner les repas"
        assert world.told("activities", world.other) == "Lire avec les enfants"
        lacking = {(one.host, one.code) for one in missing(Agreement.objects.get(pk=agreement.pk))}
        assert (world.other.pk, "host_insurance") in lacking
        assert (world.host.pk, "host_insurance") not in lacking

    def test_one_that_is_ready_says_nothing_of_the_other(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        save(world, world.host, **answers(agreement, f"host-{world.host.pk}"))
        drafting.complete_part(
            agreement_id=agreement.pk, side=Side.HOST, institution=world.host.pk, actor=world.manager
        )
        with pytest.raises(Refused, match="Activités"):
            drafting.complete_part(
                agreement_id=agreement.pk, side=Side.HOST, institution=world.other.pk, actor=world.other_manager
            )
        done = dict(agreement.parts.filter(side=Side.HOST).values_list("institution", "completed_by"))
        assert done == {world.host.pk: world.manager.pk, world.other.pk: None}

    def test_the_people_of_one_neither_read_nor_write_the_part_of_the_other(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        save(world, world.host, activities="Accompagner les repas")
        save(world, world.other, activities="Lire avec les enfants")
        client = sign_in(world.other_manager)
        own = client.get(reverse("agreements:part", args=[agreement.pk, "host"]))
        assert "Lire avec les enfants" in own.content.decode()
        assert "Accompagner les repas" not in own.content.decode()
        theirs = reverse("agreements:part", args=[agreement.pk, f"host-{world.host.pk}"])
        assert client.get(theirs).status_code == 404
        assert client.post(theirs, {"activities": "Autre chose"}).status_code == 404
        assert world.told("activities") == "Accompagner les repas"
        assert sign_in(world.lead).get(theirs).status_code == 200

    def test_each_is_asked_and_only_its_own_work_waits(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        asked = asking.ask_all(agreement=agreement, actor=world.lead)
        assert {part.key for part in asked} >= {f"host-{world.host.pk}", f"host-{world.other.pk}"}
        email = EmailDelivery.objects.get(kind="agreements.part_asked", user=world.other_manager)
        assert reverse("agreements:part", args=[agreement.pk, f"host-{world.other.pk}"]) in email.text
        assert "École des Saules" in email.text
        inbox = sign_in(world.other_manager).get(reverse("messaging:inbox")).content.decode()
        assert reverse("agreements:part", args=[agreement.pk, f"host-{world.other.pk}"]) in inbox
        assert reverse("agreements:part", args=[agreement.pk, f"host-{world.host.pk}"]) not in inbox

    def test_a_host_without_an_account_is_asked_by_a_link_of_its_own(self, world: TwoHosts) -> None:
        Membership.objects.filter(organisation=world.other.organisation).delete()
        agreement = world.draw_up()
        part = agreement.parts.get(institution=world.other)
        assert part.contact_email == f"benali.{world.placement.pk}@example.org", "its own tutor"
        asking.ask_all(agreement=agreement, actor=world.lead)
        link = PersonalLink.objects.get(purpose="agreement.part", target_id=str(part.pk))
        assert link.email == part.contact_email

    def test_the_page_of_the_agreement_names_each(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        html = sign_in(world.lead).get(reverse("agreements:detail", args=[agreement.pk])).content.decode()
        assert "Hôte (Maison des Tilleuls)" in html
        assert "Hôte (École des Saules)" in html
        alone = DraftingWorld()
        made = alone.draw_up()
        lone = sign_in(alone.lead).get(reverse("agreements:detail", args=[made.pk])).content.decode()
        assert "Hôte (" not in lone

    def test_what_each_wrote_comes_back_to_each(self, world: TwoHosts) -> None:
        world.draw_up()
        save(world, world.host, host_insurance="MAIF 1")
        save(world, world.other, host_insurance="SMACL 2")
        kept = {
            one.organisation_id: one.terms["host_insurance"]
            for one in OrganisationTerms.objects.filter(terms__has_key="host_insurance")
        }
        assert kept == {world.host.organisation_id: "MAIF 1", world.other.organisation_id: "SMACL 2"}
        from agreements.services import prefill

        first = prefill.first_terms(world.placement, language="fr")
        assert first[f"host_insurance@{world.host.pk}"] == "MAIF 1"
        assert first[f"host_insurance@{world.other.pk}"] == "SMACL 2"


class TestStipend:
    def hours(self, site: PlacementSite, hours: int) -> None:
        site.week.all().delete()
        for number in range(-(-hours // 10)):
            day = site.start + datetime.timedelta(days=number)
            end = 480 + min(10, hours - number * 10) * 60
            SpecialDay.objects.create(placement_site=site, day=day, start_minute=480, end_minute=end)

    def test_hours_add_for_each_host_and_not_across(self, world: TwoHosts) -> None:
        """L124-6: 308 hours with one and 200 with the other owe nothing; an hour more, and the first one pays."""
        first = world.placement.sites.exclude(pk=world.second.pk).get()
        for hours, due in ((308, set()), (309, {world.host.pk})):
            SpecialDay.objects.filter(placement_site=first).delete()
            self.hours(first, hours)
            SpecialDay.objects.filter(placement_site=world.second).delete()
            self.hours(world.second, 200)
            owed = of_placement(world.placement, {})
            assert owed is not None
            assert {one.institution for one in owed.hosts if one.due} == due, hours

    def test_each_offers_its_own_rate_and_says_how_it_pays(self, world: TwoHosts) -> None:
        world.draw_up()
        for site in world.placement.sites.all():
            self.hours(site, 309)
        save(world, world.host, stipend_hourly="6.00")
        agreement = save(world, world.other, stipend_payment="Par virement")
        owed = of_placement(world.placement, agreement.terms)
        assert owed is not None
        assert {one.institution: one.hourly == 6 for one in owed.hosts} == {world.host.pk: True, world.other.pk: False}
        lacking = {one.host for one in missing(agreement) if one.code == "stipend_payment"}
        assert lacking == {world.host.pk}, "the other one has said how it pays"


class TestSignatories:
    def test_each_signs_by_its_own_people(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        rows = set(agreement.signatories.filter(side=Side.HOST).values_list("capacity", "institution", "name"))
        assert rows == {
            (Capacity.HOST, world.host.pk, str(world.manager)),
            (Capacity.HOST, world.other.pk, str(world.other_manager)),
            (Capacity.TUTOR, world.host.pk, "Claire Morin"),
            (Capacity.TUTOR, world.other.pk, "Nadia Benali"),
        }
        agreement.signatories.get(capacity=Capacity.HOST, institution=world.other).delete()
        (gap,) = gaps(agreement)
        assert (gap.capacity, gap.host) == (Capacity.HOST, world.other.pk)
        assert "École des Saules" in gap.sentence

    def test_two_may_sign_for_each_host_and_no_third(self, world: TwoHosts) -> None:
        """§7, point 4: two signatories per host."""
        for person in ("Lou", "Eden"):
            factories.member(world.other.organisation, Role.SIGNATORY, first_name=person)
        agreement = world.draw_up()
        own = agreement.signatories.filter(capacity=Capacity.HOST)
        assert own.filter(institution=world.other).count() == 2
        new = {"capacity": Capacity.HOST, "side": Side.HOST, "actor": world.lead, "agreement_id": agreement.pk}
        with pytest.raises(Refused, match="assez"):
            signatories.add(**new, name="Un Troisième", email="trois@example.org", institution=world.other.pk)
        with pytest.raises(Refused, match="quel hôte"):
            signatories.add(**new, name="Sans Hôte", email="sans@example.org")
        made = signatories.add(**new, name="Une Deuxième", email="deux@example.org", institution=world.host.pk)
        assert made.institution == world.host

    def test_one_person_may_sign_for_both_in_two_lines(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        agreement.signatories.filter(capacity=Capacity.HOST).delete()
        both = {"name": "Camille Roux", "email": "roux@example.org", "capacity": Capacity.HOST, "side": Side.HOST}
        for host in (world.host, world.other):
            signatories.add(agreement_id=agreement.pk, actor=world.lead, institution=host.pk, **both)
        with pytest.raises(Refused):
            signatories.add(agreement_id=agreement.pk, actor=world.lead, institution=world.host.pk, **both)
        assert agreement.signatories.filter(email="roux@example.org").count() == 2

    def test_the_form_asks_for_which_host(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        agreement.signatories.filter(capacity=Capacity.HOST, institution=world.other).delete()
        address = reverse("agreements:signatory_add", args=[agreement.pk])
        given = {"capacity": "host", "name": "Sam Petit", "email": "sam@example.org", "required": "on"}
        client = sign_in(world.lead)
        assert "Pour quel hôte" in client.get(address).content.decode()
        client.post(address, {**given, "institution": ""})
        assert not agreement.signatories.filter(name="Sam Petit").exists()
        client.post(address, {**given, "institution": world.other.pk})
        assert agreement.signatories.get(name="Sam Petit").institution == world.other
        page = client.get(reverse("agreements:signatures", args=[agreement.pk])).content.decode()
        assert "École des Saules" in page


class TestDocument:
    def made(self, world: TwoHosts) -> tuple[dict[str, Any], str]:
        agreement = world.complete()
        save(world, world.host, activities="Accompagner les repas\nCo-animer l’atelier", host_insurance="MAIF 1")
        agreement = save(world, world.other, activities="Lire avec les enfants", host_insurance="SMACL 2")
        taken = snapshot.take(agreement)
        text = text_for(world.placement, AgreementTemplate.Purpose.AGREEMENT, "fr").body
        return taken, words(documents.render(taken, text, "fr"))

    def test_it_shows_what_each_says_under_its_name(self, world: TwoHosts) -> None:
        taken, said = self.made(world)
        article = said[said.index("Activités confiées") :]
        order = [article.index(one) for one in ("Maison des Tilleuls", "Accompagner", "École des Saules", "Lire avec")]
        assert order == sorted(order)
        assert "Maison des Tilleuls\xa0: MAIF 1; École des Saules\xa0: SMACL 2" in said.replace("\n", " ")
        signs = said[said.rindex("Signatures") :]
        assert "École des Saules" in signs
        assert {one["host"] for one in taken["signatories"] if one["side"] == "host"} == {
            "Maison des Tilleuls",
            "École des Saules",
        }

    def test_the_consent_says_for_which_host(self, world: TwoHosts) -> None:
        taken, _said = self.made(world)
        version = AgreementVersion(agreement=world.agreement, snapshot=taken, sha256="a" * 64)
        row = world.agreement.signatories.get(capacity=Capacity.HOST, institution=world.other)  # type: ignore[union-attr]
        assert "(École des Saules)" in consent.sentence(row, version)
        version.snapshot = {**taken, "sites": taken["sites"][:1]}
        assert "École des Saules" not in consent.sentence(row, version)

    def test_it_says_what_each_pays(self, world: TwoHosts) -> None:
        first = world.placement.sites.exclude(pk=world.second.pk).get()
        WeekSlot.objects.filter(placement_site=world.second).delete()
        TestStipend().hours(first, 310)
        _taken, said = self.made(world)
        plain = said.replace("\xa0", " ").replace("\u202f", " ").replace("\n", " ")
        article = plain[plain.index("les heures de deux hôtes ne s’ajoutent pas") :]
        assert article.index("Maison des Tilleuls") < article.index("310 h") < article.index("École des Saules")
        assert "non due" in article[: article.index("Modalités")]

    def test_a_lone_host_is_named_once(self, reference: None) -> None:
        world = DraftingWorld()
        taken = snapshot.take(world.complete())
        assert {one["host"] for one in taken["mentions"]} == {""}
        assert {one["host"] for one in taken["signatories"]} == {""}


class TestFollowing:
    def test_a_host_that_joins_has_its_part_and_its_signatories(self, reference: None) -> None:
        world = DraftingWorld()
        agreement = world.draw_up()
        before = world.told("host_supervision")
        other = factories.host(organisation__name="École des Saules")
        factories.member(other.organisation, Role.HOST_MANAGER)
        placement = world.placement
        PlacementSite.objects.create(
            placement=placement, institution=other, start=placement.start, end=placement.end, position=2
        )
        events.tell("changed", placement, change=events.Change.SITES, actor=world.lead)
        assert set(agreement.parts.filter(side=Side.HOST).values_list("institution", flat=True)) == {
            world.host.pk,
            other.pk,
        }
        assert agreement.signatories.filter(capacity=Capacity.HOST, institution=other).exists()
        assert world.told("host_supervision") == before
        following.follow_hosts(Agreement.objects.get(pk=agreement.pk))
        assert agreement.parts.filter(side=Side.HOST).count() == 2

    def test_what_is_written_while_a_host_joins_is_kept(self, reference: None) -> None:
        world = DraftingWorld()
        stale = world.draw_up()
        terms = {**stale.terms, "course": "DEEJE, deuxième année"}
        Agreement.objects.filter(pk=stale.pk).update(terms=terms)
        placement = world.placement
        other = factories.host(organisation__name="École des Saules")
        PlacementSite.objects.create(
            placement=placement, institution=other, start=placement.start, end=placement.end, position=2
        )
        following.follow_hosts(stale)
        assert Agreement.objects.get(pk=stale.pk).terms["course"] == "DEEJE, deuxième année"

    def test_two_sheets_that_become_one_keep_what_was_written(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        save(world, world.other, activities="Lire avec les enfants")
        survivor = factories.host()
        PlacementSite.objects.filter(institution=world.other).update(institution=survivor)
        with CaptureQueriesContext(connection) as asked:
            following.follow_merge(world.other, survivor, {})
        read = next(one["sql"] for one in asked if '"agreements_agreement"."terms"' in one["sql"])
        assert "FOR UPDATE" in read, "whoever writes meanwhile waits"
        assert world.told("activities", survivor) == "Lire avec les enfants"
        assert agreement.parts.filter(institution=survivor).exists()
        assert not agreement.parts.filter(institution=world.other).exists()
        assert not agreement.signatories.filter(institution=world.other).exists()

    def test_an_amendment_changes_what_one_host_pays(self, world: TwoHosts) -> None:
        from agreements.forms.amendments import FORMS

        agreement = world.complete()
        form = FORMS[AmendmentKind.STIPEND](
            {f"stipend_hourly@{world.other.pk}": "5,50", "reason": "Accord de branche"}, original=agreement
        )
        assert form.is_valid(), form.errors
        given = {key: value for key, value in form.changes["terms"].items() if value}
        assert given == {f"stipend_hourly@{world.other.pk}": "5.50"}
        assert "École des Saules" in str(form.fields[f"stipend_hourly@{world.other.pk}"].label)


class TestMigration:
    """Rows of before: one « host » part, terms without a host."""

    def before(self, agreement: Agreement) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in ("agreement_part_once_per_party", "agreement_part_of_a_host_names_it"):
                cursor.execute(f"ALTER TABLE agreements_agreementpart DROP CONSTRAINT IF EXISTS {name}")
                cursor.execute(f"DROP INDEX IF EXISTS {name}")
        agreement.parts.filter(side=Side.HOST)[1:2].get().delete()
        agreement.parts.filter(side=Side.HOST).update(institution=None)
        agreement.signatories.update(institution=None)
        plain = {key.split("@")[0]: value for key, value in agreement.terms.items()}
        Agreement.objects.filter(pk=agreement.pk).update(terms={**plain, "activities": "Lire", "course": "DEEJE"})

    def run(self) -> None:
        module = importlib.import_module("agreements.migrations.0009_each_host_its_part")
        module.give_each_host_its_part(apps, None)

    def test_what_is_being_written_is_the_first_host_s(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        OrganisationTerms.objects.create(organisation=world.other.organisation, terms={"host_insurance": "SMACL 2"})
        self.before(agreement)
        self.run()
        assert world.told("activities") == "Lire"
        assert world.told("activities", world.other) is None
        assert world.told("host_insurance", world.other) == "SMACL 2"
        agreement.refresh_from_db()
        assert agreement.terms["course"] == "DEEJE"
        parts = dict(agreement.parts.filter(side=Side.HOST).values_list("institution", "completed_at"))
        assert parts == {world.host.pk: None, world.other.pk: None}
        signs = set(agreement.signatories.filter(side=Side.HOST).values_list("capacity", "name", "institution"))
        assert ("tutor", "Nadia Benali", world.other.pk) in signs
        assert ("tutor", "Claire Morin", world.host.pk) in signs
        assert ("host", str(world.other_manager), world.other.pk) in signs

    def test_what_is_being_signed_was_said_of_each_host(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        self.before(agreement)
        Agreement.objects.filter(pk=agreement.pk).update(state="signing")
        self.run()
        assert world.told("activities") == world.told("activities", world.other) == "Lire"

    def test_and_back(self, world: TwoHosts) -> None:
        agreement = world.draw_up()
        self.before(agreement)
        module = importlib.import_module("agreements.migrations.0009_each_host_its_part")
        self.run()
        module.put_together_again(apps, None)
        agreement.refresh_from_db()
        assert agreement.terms["activities"] == "Lire"
        assert not [key for key in agreement.terms if "@" in key]
        assert AgreementPart.objects.filter(agreement=agreement, side=Side.HOST).count() == 1

    def test_and_back_with_one_person_for_both_hosts(self, world: TwoHosts) -> None:
        """The rule of before: one address once in a capacity, whatever the host."""
        agreement = world.draw_up()
        rows = agreement.signatories.filter(capacity=Capacity.HOST).order_by("pk")
        rows.update(email="Roux@example.org")
        kept = rows[0]
        Agreement.objects.filter(pk=agreement.pk).update(terms={})
        module = importlib.import_module("agreements.migrations.0009_each_host_its_part")
        module.put_together_again(apps, None)
        assert list(rows.exclude(email="")) == [kept]
        assert agreement.signatories.exclude(capacity=Capacity.HOST).exclude(email="").count() > 2

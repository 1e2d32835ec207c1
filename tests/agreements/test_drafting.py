"""Drawing up, completing side by side, freezing into versions (E10, T3, §7 points 2 and 3)."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from accounts.errors import Refused
from accounts.models import AuditEntry
from agreements.enums import AgreementState, Capacity, Side, VersionState, When
from agreements.models import KindSignatory, OrganisationTerms
from agreements.selectors.completeness import missing
from agreements.selectors.kinds import signatory_lines
from agreements.services import drafting, versions
from internships.models import Placement
from messaging import outbox
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories
from tests.agreements.drafting_world import DraftingWorld, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference) -> DraftingWorld:
    return DraftingWorld()


def pdf_text(version) -> str:
    pages = pypdf.PdfReader(io.BytesIO(version.file.read())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def make(version):
    """What a worker does with the outbox."""
    versions.make(version.pk)
    version.refresh_from_db()
    return version


class TestDrawingUp:
    def test_it_begins_with_what_is_known(self, world):
        """Nobody types what school, course, profile and placement tell already."""
        agreement = world.draw_up()
        assert re.fullmatch(r"C-\d{4}-\d{6}", agreement.number)
        assert agreement.state == AgreementState.PREPARING
        assert {part.side for part in agreement.parts.all()} == {Side.SCHOOL, Side.HOST, Side.TRAINEE}
        assert agreement.terms["course"] == world.cohort.course.title
        assert agreement.terms["trainee_address"] == "3 rue du Port, 35400 Saint-Malo"
        assert agreement.terms["school_insurance"] == "MAIF"
        assert agreement.signatories.count() == 5

    def test_twice_is_once_and_numbers_differ(self, world):
        first = world.draw_up()
        assert world.draw_up().pk == first.pk
        other = DraftingWorld()
        assert other.draw_up().number != first.number

    def test_a_cancelled_placement_needs_none(self, world):
        Placement.objects.filter(pk=world.placement.pk).update(
            state="cancelled", closed_on=world.placement.start, close_reason="Annulé."
        )
        with pytest.raises(Refused):
            world.draw_up()

    def test_what_an_organisation_wrote_comes_back_next_time(self, world):
        agreement = world.draw_up()
        by = {"agreement_id": agreement.pk, "side": Side.HOST, "version": agreement.version}
        drafting.save_part(**by, terms={"host_insurance": "Dicté au téléphone"}, actor=world.lead)
        assert not OrganisationTerms.objects.exists(), "what the school writes in its place is not its word"
        agreement.refresh_from_db()
        by["version"] = agreement.version
        drafting.save_part(
            **by,
            terms=answers(agreement, Side.HOST) | {"host_insurance": "Texte de host_insurance"},
            actor=world.manager,
        )
        kept = OrganisationTerms.objects.get(organisation=world.host.organisation).terms
        assert kept["host_insurance"] == "Texte de host_insurance"
        assert "activities" not in kept, "what belongs to one placement is not offered again"
        assert not OrganisationTerms.objects.filter(terms__has_key="trainee_address").exists()


class TestCompleting:
    def test_what_is_missing_is_said_by_side_with_its_article(self, world):
        """D124-4: each mention, whose it is, and the article that asks for it."""
        agreement = world.draw_up()
        found = {one.code: one for one in missing(agreement)}
        assert found["activities"].side == Side.HOST
        assert found["activities"].article.endswith("D124-4, 4°")
        assert found["skills"].side == Side.SCHOOL
        assert "course" not in found
        world.complete()
        agreement.refresh_from_db()
        assert missing(agreement) == []

    def test_two_sides_at_once_do_not_disturb_each_other(self, world):
        agreement = world.draw_up()
        seen = agreement.version
        for side, code in ((Side.HOST, "activities"), (Side.SCHOOL, "skills")):
            lines = [line for line in drafting.lines_of(world.placement) if line.side == side]
            base = drafting.fingerprint(agreement.terms, [one.key for one in lines if not one.mention.computed])
            drafting.save_part(
                agreement_id=agreement.pk, side=side, terms={code: "A"}, version=seen, base=base, actor=None
            )
        agreement.refresh_from_db()
        assert (world.told("activities"), agreement.terms["skills"]) == ("A", "A")

    def test_the_second_to_change_the_same_part_is_told(self, world):
        agreement = world.draw_up()
        seen = agreement.version
        drafting.save_part(
            agreement_id=agreement.pk, side=Side.HOST, terms={"activities": "Un"}, version=seen, actor=None
        )
        with pytest.raises(drafting.StaleTerms) as problem:
            drafting.save_part(
                agreement_id=agreement.pk, side=Side.HOST, terms={"activities": "Deux"}, version=seen, actor=None
            )
        assert problem.value.recorded["activities"] == "Un"
        assert world.told("activities") == "Un"

    def test_a_side_writes_its_own_mentions_only(self, world):
        agreement = world.draw_up()
        drafting.save_part(
            agreement_id=agreement.pk,
            side=Side.HOST,
            terms={"skills": "Non", "presence": 1, "inconnu": "x", "activities": "Oui"},
            version=agreement.version,
            actor=None,
        )
        agreement.refresh_from_db()
        assert world.told("activities") == "Oui"
        assert "skills" not in agreement.terms or agreement.terms["skills"] != "Non"
        assert "inconnu" not in agreement.terms
        assert "presence" not in agreement.terms

    def test_an_incomplete_part_is_not_complete(self, world):
        agreement = world.draw_up()
        with pytest.raises(Refused, match="Activités"):
            drafting.complete_part(agreement_id=agreement.pk, side=Side.HOST, actor=world.manager)

    def test_a_completed_part_is_told_to_whoever_leads(self, world):
        agreement = world.complete()
        drafting.complete_part(agreement_id=agreement.pk, side=Side.HOST, actor=world.manager)
        assert agreement.parts.get(side=Side.HOST).completed_by == world.manager
        email = EmailDelivery.objects.get(kind="agreements.part_completed", user=world.lead)
        assert agreement.number in email.subject
        assert "Hôte" in email.subject
        assert f"/conventions/{agreement.pk}/" in email.text
        assert AuditEntry.objects.filter(action="agreement.part_completed").exists()


class TestVersions:
    def test_begin_refuses_what_is_incomplete_and_says_what(self, world):
        agreement = world.draw_up()
        with pytest.raises(versions.NotComplete, match="Hôte") as problem:
            versions.begin(agreement_id=agreement.pk, actor=world.lead)
        assert {one.code for one in problem.value.missing} >= {"activities"}
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.PREPARING

    def test_a_worker_makes_the_document_and_signing_opens(self, world):
        agreement = world.complete()
        version = versions.begin(agreement_id=agreement.pk, actor=world.lead)
        assert version.number == 1
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.RENDERING
        assert OutboxEntry.objects.filter(kind="agreements.render").count() == 1
        outbox.drain()
        version.refresh_from_db()
        agreement.refresh_from_db()
        assert version.state == VersionState.READY
        assert version.sha256 == version.file.sha256
        assert agreement.state == AgreementState.SIGNING
        assert agreement.signatories.filter(state="asked").count() == 1

    def test_making_it_twice_changes_nothing(self, world):
        version = make(versions.begin(agreement_id=world.complete().pk, actor=world.lead))
        made_at = version.made_at
        assert make(version).made_at == made_at

    def test_the_snapshot_stays_when_names_change(self, world):
        """Labels are copied: renaming course and host changes nothing signed (§7, details)."""
        version = versions.begin(agreement_id=world.complete().pk, actor=world.lead)
        course = world.cohort.course.title
        world.cohort.course.title = "Autre formation"
        world.cohort.course.save()
        world.host.organisation.name = "Autre maison"
        world.host.organisation.save()
        words = pdf_text(make(version))
        assert course in words
        assert "Maison des Tilleuls" in words
        assert "Autre" not in words

    def test_a_school_cannot_begin_for_another(self, world):
        stranger = DraftingWorld()
        with pytest.raises(Refused):
            versions.begin(agreement_id=world.complete().pk, actor=stranger.lead)

    def test_nothing_changes_after_it_was_sent(self, world):
        agreement = world.complete()
        versions.begin(agreement_id=agreement.pk, actor=world.lead)
        with pytest.raises(Refused):
            drafting.save_part(agreement_id=agreement.pk, side=Side.HOST, terms={}, version=1, actor=world.manager)


class TestWhoSigns:
    def test_a_kind_made_on_screen_has_those_of_the_kind_it_resembles(self, world):
        made = factories.kind(regime=world.kind.regime, sender=world.kind.sender)
        known = [line.pk for line in signatory_lines(world.kind, minor=False)]
        assert known
        assert [line.pk for line in signatory_lines(made, minor=False)] == known
        KindSignatory.objects.create(
            kind=made, capacity=Capacity.GUARDIAN, side=Side.TRAINEE, step=1, when=When.MINOR, most=1, required=True
        )
        assert signatory_lines(made, minor=False) == [], "a list of its own holds as it is"

    def test_it_says_when_nobody_is_to_sign(self, world):
        agreement = world.complete()
        words = "Personne ne doit signer cette convention"
        assert not any(words in one.label for one in missing(agreement))
        KindSignatory.objects.filter(kind=world.kind).update(required=False)
        agreement.signatories.update(required=False)
        assert [one.code for one in missing(agreement) if words in one.label] == ["signatory"]

"""The objectives of the trainee enter the agreement, and stop it where the kind needs one (E7)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.enums import AgreementState, Side
from agreements.selectors.completeness import missing
from agreements.services import drafting, versions
from agreements.snapshot import take
from agreements.variables import ALL
from internships.services import objectives
from tests import factories
from tests.agreements.drafting_world import DraftingWorld, answers
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference: None) -> DraftingWorld:
    """A professional whose employer sends them, without a school."""
    return DraftingWorld(kind="professionnel")


def without_objective(world: DraftingWorld):  # type: ignore[no-untyped-def]
    """Every part written, and no objective."""
    world.complete()
    world.placement.objectives.all().delete()  # type: ignore[attr-defined]
    assert world.agreement is not None
    world.agreement.refresh_from_db()
    return world.agreement


def test_no_version_without_an_objective(world: DraftingWorld) -> None:
    agreement = without_objective(world)
    assert [(one.side, one.code) for one in missing(agreement)] == [(Side.TRAINEE, "objectives")]
    with pytest.raises(versions.NotComplete):
        versions.begin(agreement_id=agreement.pk, actor=world.lead)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.PREPARING
    factories.objective(placement_=world.placement)
    versions.begin(agreement_id=agreement.pk, actor=world.lead)


def test_the_trainee_is_led_to_where_one_is_written(world: DraftingWorld) -> None:
    agreement = without_objective(world)
    address = f"/mes-objectifs/nouveau/?stage={world.placement.pk}"
    page = sign_in(world.trainee).get(reverse("agreements:detail", args=[agreement.pk])).content.decode()
    assert address in page
    # Whoever leads cannot write it in their place.
    assert address not in sign_in(world.lead).get(reverse("agreements:detail", args=[agreement.pk])).content.decode()


def test_one_that_was_given_up_does_not_count(world: DraftingWorld) -> None:
    agreement = without_objective(world)
    made = factories.objective(placement_=world.placement)
    assert missing(agreement) == []
    objectives.drop(objective_id=made.pk, actor=world.trainee)
    assert [one.code for one in missing(agreement)] == ["objectives"]


def test_the_document_says_them_as_they_were_then(world: DraftingWorld) -> None:
    world.complete()
    assert world.agreement is not None
    world.agreement.refresh_from_db()
    snapshot = take(world.agreement)
    words = ALL["objectifs"].value(snapshot)
    assert "Mener seule un atelier d’éveil pour six enfants." in words
    assert "Trois ateliers menés" in words


def test_elsewhere_they_stand_beside_what_the_trainee_types(reference: None) -> None:
    """A student's agreement asks for none: what is typed stays, the objectives come first."""
    student = DraftingWorld()
    agreement = student.draw_up()
    assert "objectives" in answers(agreement, Side.TRAINEE)
    drafting.save_part(
        agreement_id=agreement.pk,
        side=Side.TRAINEE,
        terms={"objectives": "Et visiter la PMI."},
        version=agreement.version,
        actor=None,
    )
    agreement.refresh_from_db()
    factories.objective(placement_=student.placement)
    lines = ALL["objectifs"].value(take(agreement)).splitlines()
    assert len(lines) == 2
    assert lines[1] == "Et visiter la PMI."

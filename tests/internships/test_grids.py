"""Grids of evaluation: built on screen, versioned, shared; those Escale brings along (E11, T13)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from internships.enums import Source
from internships.models import Criterion, EvaluationGrid, GridSharing, GridVersion, Placement, Skill
from internships.privacy_evaluations import erase_evaluations
from internships.reference import load_reference
from internships.selectors.grids import version_for
from internships.services import evaluations, grids
from internships.services.grids import CriterionData, shipped
from law.reference import load_reference as load_law
from tests import factories
from tests.internships import evaluating

pytestmark = pytest.mark.django_db
SCALE = CriterionData(type="scale", label_fr="Accueil", low_fr="Froid", high_fr="Chaleureux")


def test_the_shipped_grids_and_skills_are_there_once() -> None:
    """E11, E19, E22: a second load changes nothing; what somebody wrote stays."""
    load_law()
    load_reference()
    twelve = Skill.objects.count()
    assert twelve == 12
    before = list(GridVersion.objects.values_list("grid__code", "number"))
    assert {"employeur", "hote", "observation-stagiaire"} <= {code for code, _number in before}
    for source in (Source.TRAINEE, Source.EMPLOYER):
        meanings = set(Criterion.objects.filter(version__grid__source=source).values_list("meaning", flat=True))
        assert {"thinking", "speaking", "working"} <= meanings
    # S14: after an observation placement the pupil says what it changed in their interests.
    assert Criterion.objects.filter(version__grid__code="observation-stagiaire", meaning="interests").count() == 2
    load_reference()
    assert list(GridVersion.objects.values_list("grid__code", "number")) == before


def test_a_shipped_grid_follows_a_new_text_unless_somebody_wrote_in_it() -> None:
    """E11."""
    shipped.load()
    EvaluationGrid.objects.update(shipped="older")
    touched = EvaluationGrid.objects.get(code="hote")
    actor = factories.user()
    grids.save_criterion(grid_id=touched.pk, data=SCALE, actor=actor)
    shipped.load()
    assert EvaluationGrid.objects.get(code="employeur").versions.count() == 2
    assert touched.versions.filter(published_at__isnull=False).count() == 1


def test_what_an_erased_administrator_wrote_is_not_overwritten() -> None:
    """E11: with the account goes its name in the version; that people put it in use stays in the trace."""
    shipped.load()
    touched, actor = EvaluationGrid.objects.get(code="hote"), factories.user()
    grids.save_criterion(grid_id=touched.pk, data=SCALE, actor=actor)
    grids.publish(grid_id=touched.pk, actor=actor)
    erase_evaluations(actor)
    EvaluationGrid.objects.update(shipped="older")
    shipped.load()
    latest = touched.versions.first()
    assert latest is not None
    assert latest.criteria.filter(label_fr=SCALE.label_fr).exists(), "the people's own version is the one in use"
    assert EvaluationGrid.objects.get(code="employeur").versions.count() == 2


def test_editing_makes_a_version_and_nothing_answered_changes() -> None:
    """E11: an evaluation keeps the version it was opened with."""
    stay = evaluating.Stay(objectives=0)
    found = stay.evaluation()
    grid, actor = stay.grids[Source.TRAINEE], factories.user()
    old = list(found.grid_version.criteria.values_list("pk", "label_fr"))
    draft = grids.begin_draft(grid_id=grid.pk, actor=actor)
    first = draft.criteria.first()
    assert first is not None
    grids.save_criterion(grid_id=grid.pk, data=SCALE, actor=actor, criterion_id=first.pk)
    grids.move_criterion(grid_id=grid.pk, criterion_id=first.pk, by=1, actor=actor)
    # A draft is not in use yet.
    assert version_for(stay.placement, Source.TRAINEE) == found.grid_version
    published = grids.publish(grid_id=grid.pk, actor=actor)
    assert published.number == 2
    assert [one.label_fr for one in published.criteria.all()][1] == "Accueil"
    found.refresh_from_db()
    assert list(found.grid_version.criteria.values_list("pk", "label_fr")) == old
    assert version_for(stay.placement, Source.TRAINEE) == published
    with pytest.raises(Refused):
        grids.publish(grid_id=grid.pk, actor=actor)


def test_a_draft_can_be_dropped_but_not_the_only_version() -> None:
    """E11."""
    actor = factories.user()
    grid = evaluating.grid()
    grids.remove_criterion(
        grid_id=grid.pk, criterion_id=grids.begin_draft(grid_id=grid.pk, actor=actor).criteria.all()[0].pk, actor=actor
    )
    grids.drop_draft(grid_id=grid.pk, actor=actor)
    assert [one.number for one in grid.versions.all()] == [1]
    fresh = grids.add_grid(organisation=None, source=Source.HOST, name_fr="Neuve", name_en="", kinds=[], actor=actor)
    with pytest.raises(Refused):
        grids.drop_draft(grid_id=fresh.pk, actor=actor)


def test_which_grid_serves() -> None:
    """T13: one's own, then an adopted one, then the territory's network's, then the site's; a kind's before all."""
    territory = factories.territory()
    school = factories.organisation(OrganisationKind.TRAINING, territory=territory)
    club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
    other = factories.organisation(OrganisationKind.TRAINING)
    kind = factories.kind()
    placement: Placement = factories.placement(school=school, kind=kind)

    def serving() -> EvaluationGrid:
        version = version_for(placement, Source.TRAINEE)
        assert version is not None
        return version.grid

    assert version_for(placement, Source.TRAINEE) is None
    evaluating.grid(kinds=[factories.kind()])
    assert version_for(placement, Source.TRAINEE) is None
    general = evaluating.grid()
    assert serving() == general
    special = evaluating.grid(kinds=[kind])
    assert serving() == special
    of_club = evaluating.grid(organisation=club)
    assert serving() == of_club
    theirs = evaluating.grid(organisation=other)
    actor = factories.user()
    assert grids.share(grid=theirs, organisations=[school, other], actor=actor) == 1
    assert serving() == of_club
    sharing = GridSharing.objects.get()
    grids.adopt(sharing=sharing, actor=actor)
    assert serving() == theirs
    own = evaluating.grid(organisation=school)
    assert serving() == own
    grids.retire(grid_id=own.pk, actor=actor)
    grids.give_up(sharing=sharing, actor=actor)
    assert serving() == of_club


def test_a_school_builds_a_grid_on_screen() -> None:
    """E11, T13: from the first page to a version in use, with what is missing said beside the field."""
    school = factories.organisation(OrganisationKind.TRAINING)
    browser = evaluating.client(factories.member(school, Role.COORDINATOR))
    made = browser.post(reverse("internships:grid_new"), {"source": "host", "name_fr": "Notre grille"})
    grid = EvaluationGrid.objects.get()
    assert made["Location"] == reverse("internships:grid", args=[grid.pk])
    assert grid.organisation == school
    new = reverse("internships:criterion_new", args=[grid.pk])
    wrong = browser.post(new, {"type": "scale", "label_fr": "Accueil"})
    assert wrong.status_code == 422
    assert browser.post(new, {"type": "one", "label_fr": "Quand ?", "choices": "Tôt"}).status_code == 422
    assert browser.post(new, {"type": "text", "label_fr": "Mot", "meaning": "thinking"}).status_code == 422
    assert browser.post(new, {"type": "one", "label_fr": "Quand ?", "choices": "Tôt | Early\nTard"}).status_code == 302
    scale = {"type": "scale", "label_fr": "Accueil", "low_fr": "Froid", "high_fr": "Chaud", "required": "on"}
    assert browser.post(new, scale).status_code == 302
    first, second = Criterion.objects.order_by("position")
    assert first.choices == [{"fr": "Tôt", "en": "Early"}, {"fr": "Tard", "en": ""}]
    browser.post(reverse("internships:criterion_act", args=[grid.pk, second.pk, "monter"]))
    page = browser.get(reverse("internships:grid", args=[grid.pk])).content.decode()
    assert page.index("Accueil") < page.index("Quand ?")
    preview = browser.get(reverse("internships:grid_preview", args=[grid.pk, 1])).content.decode()
    assert "Chaud" in preview
    browser.post(reverse("internships:grid_act", args=[grid.pk, "publier"]))
    assert GridVersion.objects.get().published_at is not None


def test_another_schools_grid_is_a_404_until_it_is_shared() -> None:
    """T13: shared, it can be read and copied, never changed."""
    owner = factories.organisation(OrganisationKind.TRAINING)
    school = factories.organisation(OrganisationKind.TRAINING)
    grid = evaluating.grid(organisation=owner)
    browser = evaluating.client(factories.member(school, Role.COORDINATOR))
    preview = reverse("internships:grid_preview", args=[grid.pk, 1])
    assert browser.get(preview).status_code == 404
    theirs = evaluating.client(factories.member(owner, Role.HEAD))
    share = reverse("internships:grid_share", args=[grid.pk])
    assert school.name in theirs.get(share, {"q": school.name}).content.decode()
    assert theirs.post(share, {"organisations": [school.pk]}).status_code == 302
    assert browser.get(preview).status_code == 200
    assert browser.get(reverse("internships:grid", args=[grid.pk])).status_code == 404
    sharing = GridSharing.objects.get()
    assert theirs.post(reverse("internships:grid_sharing", args=[sharing.pk, "utiliser"])).status_code == 404
    browser.post(reverse("internships:grid_sharing", args=[sharing.pk, "utiliser"]))
    sharing.refresh_from_db()
    assert sharing.adopted_at is not None
    browser.post(reverse("internships:grid_copy", args=[grid.pk]))
    copy = EvaluationGrid.objects.get(organisation=school)
    assert [one.label_fr for one in copy.versions.get().criteria.all()] == [
        one.label_fr for one in grid.versions.get().criteria.all()
    ]
    theirs.post(reverse("internships:grid_sharing", args=[sharing.pk, "retirer"]))
    assert browser.get(preview).status_code == 404


def test_the_list_of_grids_reads_a_constant_number_of_queries(django_assert_max_num_queries: object) -> None:
    """E11."""
    school = factories.organisation(OrganisationKind.TRAINING)
    browser = evaluating.client(factories.member(school, Role.COORDINATOR))
    for number in range(6):
        evaluating.grid(organisation=school if number % 2 else None)
    browser.get(reverse("internships:grids"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert browser.get(reverse("internships:grids")).status_code == 200


def test_a_grid_without_version_opens_nothing() -> None:
    """E11."""
    stay = evaluating.Stay(grids=False)
    assert evaluations.open_due() == 0
    with pytest.raises(Refused):
        stay.evaluation()

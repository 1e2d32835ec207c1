"""Kinds and modes of placement come along, each under its regime (scope comes first)."""

from __future__ import annotations

import pytest

from internships.models import Placement, PlacementKind, PlacementMode
from internships.reference import load_reference
from law.reference import load_reference as load_law
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_law()
    load_reference()


@pytest.mark.usefixtures("loaded")
def test_each_kind_names_its_regime() -> None:
    """Scope: neither pupils who observe nor professionals fall under the rules of student placements."""
    regimes = dict(PlacementKind.objects.values_list("code", "regime__code"))
    assert regimes["etudiant"] == "student-placement"
    assert regimes["observation-3e"] == "pupil-observation"
    assert regimes["professionnel"] == regimes["immersion"] == "lifelong-learning"
    assert PlacementMode.objects.get(code="plusieurs-structures").least_sites == 2
    assert PlacementMode.objects.filter(is_immersion=True).count() == 1


@pytest.mark.usefixtures("loaded")
def test_loading_again_keeps_what_people_changed() -> None:
    PlacementKind.objects.filter(code="etudiant").update(name_fr="Stage long")
    load_reference()
    assert PlacementKind.objects.get(code="etudiant").name_fr == "Stage long"
    assert PlacementKind.objects.count() == 8


def test_full_time_placements_of_a_person_never_overlap() -> None:
    """The database knows the rule: an exclusion constraint."""
    from django.db import IntegrityError, transaction

    first = factories.placement()
    with pytest.raises(IntegrityError, match="placement_full_time_never_overlaps"), transaction.atomic():
        factories.placement(first.person, start=first.end)
    factories.placement(first.person, start=first.end, time_share=50)
    factories.placement(start=first.start)
    first.refresh_from_db()
    assert first.days == [(first.start, first.end)]
    assert Placement.objects.count() == 3

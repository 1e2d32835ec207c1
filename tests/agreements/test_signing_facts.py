"""What the page of a signature says in a few lines: the stipend of the document (A2); words that are said once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from agreements import samples, stipend_words
from agreements.enums import Capacity
from agreements.models import Signatory
from internships.models import PlacementKind
from tests.agreements.signing_world import SigningWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")


def taken(code: str = "etudiant", **stipend: Any) -> dict[str, Any]:
    made = samples.snapshot(PlacementKind.objects.get(code=code))
    if made["stipend"]:
        made["stipend"].update(stipend)
    return made


def test_the_amount_per_hour_and_in_all(reference: None) -> None:
    assert [plain(one) for one in stipend_words.lines(taken())] == ["4,50 € par heure, 1 984,50 € en tout"]


def test_each_of_several_hosts(reference: None) -> None:
    rows = [
        {"name": "Foyer", "hourly": "4.50", "amount": "1390.50", "due": True},
        {"name": "École", "hourly": "0.00", "amount": "0.00", "due": False},
    ]
    (line,) = stipend_words.lines(taken(hosts=rows))
    assert plain(line) == "Foyer : 4,50 € par heure, 1 390,50 € en tout"


def test_why_none_is_due(reference: None) -> None:
    (line,) = stipend_words.lines(taken(due=False, hourly="0.00", amount="0.00"))
    assert "308 h" in plain(line)
    assert "L124-6" in line
    (line,) = stipend_words.lines(taken("observation-3e"))
    assert line.startswith("Aucune")
    assert "L4153-1" in line


def test_a_minimum_that_has_risen_since_is_said(reference: None) -> None:
    """Made in December, signed in January."""
    old = taken(hourly="4.35", amount="1918.35")
    assert stipend_words.risen(old, datetime.date(2025, 12, 31)) is None
    assert str(stipend_words.risen(old, datetime.date(2026, 1, 1))) == "4.50"
    assert stipend_words.risen(taken(due=False, hourly="0.00", amount="0.00"), datetime.date(2026, 1, 1)) is None


def test_the_page_says_what_the_document_says(reference: None) -> None:
    world = SigningWorld()
    kind = PlacementKind.objects.get(code="etudiant")
    version = world.send(**samples.snapshot(kind))
    row = world.signatory(Capacity.TRAINEE)
    page = sign_in(world.trainee).get(reverse("agreements:sign", args=[world.agreement.pk, row.pk]))
    assert "1 984,50 € en tout" in plain(page.content.decode())
    version.snapshot["stipend"].update(hourly="4.35", amount="1918.35")
    version.save()
    page = sign_in(world.trainee).get(reverse("agreements:sign", args=[world.agreement.pk, row.pk]))
    assert "1 918,35 € en tout" in plain(page.content.decode())
    assert "a été relevé à 4,50 €" in plain(page.content.decode())


def test_a_function_that_repeats_the_capacity_is_said_once(signing_world: SigningWorld) -> None:
    world = signing_world
    row = world.signatory(Capacity.HEAD)
    Signatory.objects.filter(pk=row.pk).update(function="direction ")
    page = sign_in(world.coordinator).get(reverse("agreements:signatures", args=[world.agreement.pk])).content.decode()
    assert "Direction" in page
    assert "Direction · direction" not in page
    Signatory.objects.filter(pk=row.pk).update(function="Directrice adjointe")
    page = sign_in(world.coordinator).get(reverse("agreements:signatures", args=[world.agreement.pk])).content.decode()
    assert "Direction · Directrice adjointe" in page

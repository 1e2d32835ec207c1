"""The field in which a place is typed: resolved by the server, completed by a list (S2)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test import Client
from django.urls import reverse

from hosts.forms.places import PlaceField
from hosts.models import Place
from hosts.services import gazetteer
from hosts.services.gazetteer import PlaceRow

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    place = PlaceField(label="Près de", required=False)


class Required(forms.Form):
    place = PlaceField(label="Commune", country="FR")


@pytest.fixture(autouse=True)
def some_places() -> None:
    def row(name: str, code: str, postcode: str, population: int, **fields: Any) -> PlaceRow:
        return PlaceRow("FR", code, name, {postcode}, department=postcode[:2], population=population, **fields)

    gazetteer.write_places(
        [
            row("Rennes", "35238", "35000", 216_815, latitude=48.11, longitude=-1.68, region="Bretagne"),
            row("Saint-Denis", "93066", "93200", 112_000, latitude=48.93, longitude=2.36),
            row("Saint-Denis", "97411", "97400", 153_000, latitude=-20.88, longitude=55.45),
            PlaceRow("BE", "G1", "Namur", department="WAL", population=110_000, latitude=50.46, longitude=4.86),
        ]
    )


def ask(**query: str) -> Any:
    return Client().get(reverse("hosts:place_suggest"), query)


def test_what_is_typed_becomes_a_place() -> None:
    for typed in ("Rennes", " 35000 rennes ", "Rennes (35000)"):
        form = Form({"place": typed})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["place"].code == "35238"


def test_an_unknown_place_is_said_beside_the_field_and_stays_typed() -> None:
    form = Form({"place": "Rennnes-sur-Nulle-Part"})
    assert not form.is_valid()
    page = render_crispy_form(form)
    assert "Rennnes-sur-Nulle-Part" in page
    assert form.errors["place"][0] in page
    assert "is-invalid" in page


def test_several_places_are_offered_and_the_choice_is_kept_without_javascript() -> None:
    form = Form({"place": "Saint-Denis"})
    assert not form.is_valid()
    page = render_crispy_form(form)
    paris = Place.objects.get(code="93066")
    assert page.count('type="radio"') == 2
    assert f'value="{paris.pk}"' in page
    chosen = Form({"place": "Saint-Denis", "place_for": "Saint-Denis", "place_id": str(paris.pk)})
    assert chosen.is_valid()
    assert chosen.cleaned_data["place"] == paris


def test_a_choice_made_for_other_words_does_not_stick() -> None:
    paris = Place.objects.get(code="93066")
    form = Form({"place": "Rennes", "place_for": "Saint-Denis", "place_id": str(paris.pk)})
    assert form.is_valid()
    assert form.cleaned_data["place"].name == "Rennes"
    for key in ("0", "x", "9" * 40, "-1"):
        assert Form({"place": "Rennes", "place_id": key}).is_valid()


def test_what_the_list_picked_is_taken_by_its_key() -> None:
    far = Place.objects.get(code="97411")
    form = Form({"place": far.label, "place_id": str(far.pk)})
    assert form.is_valid()
    assert form.cleaned_data["place"] == far


def test_empty_is_none_or_refused() -> None:
    form = Form({"place": "  "})
    assert form.is_valid()
    assert form.cleaned_data["place"] is None
    assert not Required({"place": ""}).is_valid()
    assert not Required({}).is_valid()


def test_a_country_limits_the_field() -> None:
    assert Form({"place": "Namur"}).is_valid()
    assert not Required({"place": "Namur"}).is_valid()


def test_a_known_place_is_shown_by_its_label_and_unchanged_when_sent_back() -> None:
    rennes = Place.objects.get(code="35238")
    for initial in (rennes, rennes.pk):
        page = render_crispy_form(Form(initial={"place": initial}))
        assert 'value="Rennes (35000)"' in page
        assert f'value="{rennes.pk}"' in page
    sent = Form({"place": "Rennes (35000)", "place_id": str(rennes.pk)}, initial={"place": rennes})
    assert not sent.has_changed()
    assert Form({"place": "Namur"}, initial={"place": rennes}).has_changed()


def test_the_field_says_where_its_suggestions_are_and_is_quiet_about_browsers() -> None:
    page = render_crispy_form(Required())
    assert f'data-url="{reverse("hosts:place_suggest")}"' in page
    assert 'data-country="FR"' in page
    assert 'autocomplete="off"' in page
    assert "js/place.js" in page
    assert "style=" not in page


def test_suggestions_as_json() -> None:
    response = ask(q="renn")
    assert json.loads(response.content)["results"][0]["label"] == "Rennes (35000)"
    assert "max-age" in response["Cache-Control"]
    assert json.loads(ask(q="namur", country="fr").content) == {"results": []}
    assert json.loads(ask().content) == {"results": []}


def test_suggestions_as_options() -> None:
    page = ask(q="renn", format="html").content.decode()
    assert page.strip() == '<option value="Rennes (35000)">Bretagne</option>'


def test_suggestions_cost_at_most_two_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        ask(q="saint")

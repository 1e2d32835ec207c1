"""Template tags and filters that every page may use."""

from __future__ import annotations

import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from config import drawing
from config.templatetags import escale
from tests import factories

THIN, HARD = "\u202f", "\u00a0"


def shown(source: str, path: str = "/", **context: Any) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        ("{{ 1200|thousands }}", f"1{THIN}200", "1,200"),
        ("{{ 12|thousands }}", "12", "12"),
        ("{{ 570|hours }}", f"9{HARD}h{HARD}30", "9:30"),
        ("{{ 420|hours }}", f"7{HARD}h", "7:00"),
        ("{{ 26460|duration }}", f"441{HARD}h", f"441{HARD}h"),
        ("{{ 450|duration }}", f"7{HARD}h{HARD}30", f"7{HARD}h{HARD}30"),
        ("{{ 0.82|km }}", f"800{HARD}m", f"800{HARD}m"),
        ("{{ 3.42|km }}", f"3,4{HARD}km", f"3.4{HARD}km"),
        ("{{ 12.3|km }}", f"12{HARD}km", f"12{HARD}km"),
        ("{{ 1234.5|km }}", f"1{THIN}234{HARD}km", f"1,234{HARD}km"),
        ("{{ 1390.5|euros }}", f"1{THIN}390,50{HARD}€", "€1,390.50"),
        ("{{ 12.50|decimal }}", "12,5", "12.5"),
        ("{{ none|km }}{{ none|hours }}{{ none|duration }}{{ none|since }}{{ none|long_date }}", "", ""),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(source: str, french: str, english: str) -> None:
    """Look: « 9 h 30 », « 1 200 hôtes », « 12 km »."""
    with translation.override("fr"):
        assert shown(source, none=None) == french
    with translation.override("en"):
        assert shown(source, none=None) == english


def test_dates_in_words() -> None:
    day = datetime.date(2027, 3, 3)
    with translation.override("fr"):
        assert escale.long_date(day) == "mercredi 3 mars 2027"
        assert escale.long_date(datetime.date(2027, 3, 1)) == "lundi 1er mars 2027"
        assert escale.day(datetime.date(2027, 3, 1)) == "1er mars 2027"
        assert escale.day(datetime.date(2027, 3, 21)) == "21 mars 2027"
    with translation.override("en"):
        assert escale.long_date(day) == "Wednesday 3 March 2027"


@time_machine.travel("2027-03-10T12:00:00+01:00")
@pytest.mark.parametrize(
    ("days", "french"),
    [(0, "aujourd’hui"), (1, "depuis hier"), (4, "depuis 4 jours"), (95, "depuis 3 mois"), (1000, "depuis 2 ans")],
)
def test_since_is_a_sentence(days: int, french: str) -> None:
    with translation.override("fr"):
        assert escale.since(datetime.date(2027, 3, 10) - datetime.timedelta(days=days)) == french


def test_this_address_with_other_parameters() -> None:
    source = "{% url_with page=2 sector=None %}"
    assert shown(source, "/recherche/?q=ime&sector=4&page=1") == "/recherche/?q=ime&amp;page=2"
    assert shown("{% url_with page=None %}", "/recherche/?page=1") == "/recherche/"
    hidden = shown('{% hidden_query "page" %}', "/recherche/?q=%22%3E<b>&page=2")
    assert hidden == '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'


def test_crumbs_appear_only_where_there_are_some() -> None:
    empty = "{% breadcrumbs %} {% endbreadcrumbs %}"
    assert shown(empty) == ""
    some = '{% breadcrumbs %}{% crumb name "/a/" %}{% crumb "B" %}{% endbreadcrumbs %}'
    html = shown(some, name="A <b>")
    assert '<a href="/a/">A &lt;b&gt;</a>' in html
    assert '<span aria-current="page">B</span>' in html
    assert html.index('href="/"') < html.index('href="/a/"')


def test_where_one_is() -> None:
    assert "aria-current" in shown('{% active "law:rules" %}', "/regles/12/")
    assert shown('{% active "law:rules" %}', "/ailleurs/") == ""
    assert shown('{% active "home" %}', "/regles/") == ""
    assert shown('{% active "no:such_route" %}', "/") == ""
    assert shown('{% url_if_any "no:such_route" %}') == ""


def test_icons_are_hidden_from_screen_readers() -> None:
    html = shown('{% lucide "map-pin" size=20 class="here" %}')
    svg = ElementTree.fromstring(html)
    assert svg.get("aria-hidden") == "true"
    assert svg.get("width") == "20"
    assert svg.get("class") == "lucide here"


def test_initials() -> None:
    assert escale.initials(None) == "·"


def test_a_landscape_is_always_the_same_and_carries_no_style() -> None:
    """A host without a photo gets a picture of its own, allowed by the Content-Security-Policy."""
    drawings = {drawing.landscape(str(number)) for number in range(60)}
    assert len(drawings) == 60
    drawing.landscape.cache_clear()
    assert drawing.landscape("7") in drawings
    for svg in drawings:
        root = ElementTree.fromstring(svg)
        assert root.get("aria-hidden") == "true"
        assert "style=" not in svg
        assert "fill=" not in svg
        assert len(svg) < 2500


@pytest.mark.django_db
def test_initials_of_a_person() -> None:
    assert escale.initials(factories.user(first_name="Élodie", last_name="martin")) == "ÉM"

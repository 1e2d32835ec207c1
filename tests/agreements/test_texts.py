"""Texts and their variables: a closed list, no template engine, nothing that people write is executed."""

from __future__ import annotations

import pytest

from agreements import samples, text, variables
from agreements.models import AgreementTemplate, TemplateVersion
from internships.models import PlacementKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(reference):
    return samples.snapshot(PlacementKind.objects.get(code="etudiant"))


def test_every_shipped_text_uses_known_variables_only(reference):
    """Eight kinds, three documents, two languages, each its own text (must show 2)."""
    versions = TemplateVersion.objects.select_related("template")
    assert versions.count() == 8 * 3 * 2
    wrong = {str(one.template): list(map(str, text.problems(one.body))) for one in versions}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_each_kind_has_its_own_agreement(reference):
    rows = TemplateVersion.objects.filter(
        template__purpose=AgreementTemplate.Purpose.AGREEMENT, template__language="fr"
    )
    assert len({row.body for row in rows}) == 8


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Bonjour {{ inconnu }}.", "inconnu"),
        ("{{ stagiare }}", "stagiaire"),
        ("{{ stagiaire", "{{ stagiaire }}"),
        ("{% load static %}", "{%"),
        ("{{ stagiaire.password }}", "stagiaire.password"),
        ("{{ stagiaire|safe }}", "stagiaire|safe"),
        ("[[si mineur]] oui", "[[fin]]"),
        ("[[fin]]", "[[fin]]"),
        ("[[si lune]] oui [[fin]]", "lune"),
        ("[[si mineur]] a [[si majeur]] b [[fin]]", "[[si …]]"),
        ("[ici](https://x.org/{{ stagiaire }})", "lien"),
        ("<a href='{{ hote }}'>x</a>", "lien"),
    ],
)
def test_what_would_not_come_out_as_meant_is_said_with_its_line(body, words):
    found = text.problems(f"Une ligne juste.\n{body}")
    assert found
    assert found[0].line == 2
    assert words in found[0].sentence


def test_values_bring_no_markup_and_no_variables_with_them(snapshot):
    """Whatever a party types stays text (template injection)."""
    for one in snapshot["mentions"]:
        if one["code"] == "activities":
            one["words"] = "<script>alert(1)</script> **gras** {{ numero }} {% now 'Y' %}\n# titre [[si mineur]]"
    html = text.render("Activités : {{ activites }}\n\n{{ activites }}", snapshot)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<strong>" not in html
    assert "C-2026" not in html
    assert "{{ numero }}" in html
    assert "[[si mineur]]" in html


def test_a_variable_in_an_address_is_dropped_even_unchecked(snapshot):
    for one in snapshot["mentions"]:
        if one["code"] == "house_rules":
            one["words"] = "javascript:alert(1)"
    html = text.render("[ici]({{ reglement }}) <a href='{{ reglement }}'>là</a>", snapshot)
    assert "javascript" not in html


def test_private_marks_in_a_text_are_no_way_in(snapshot):
    html = text.render("\ue0000\ue001 {{ numero }} \ue0005\ue001", snapshot)
    assert html.count("C-2026-000123") == 1


def test_passages_follow_their_condition(snapshot):
    body = "[[si mineur]]Enfant[[sinon]]Adulte[[fin]] [[if gratification]]payé[[else]]gratuit[[end]]"
    assert "Adulte payé" in text.render(body, snapshot)
    snapshot["trainee"]["is_minor"], snapshot["stipend"] = True, None
    assert "Enfant gratuit" in text.render(body, snapshot)


def test_lists_stand_alone_and_sentences_hold_them_inline(snapshot):
    html = text.render("{{ competences }}\n\nEn bref : {{ competences }}", snapshot)
    assert html.count("<li>") == 4
    assert "En bref : Établir une relation éducative et un accompagnement individuel.; " in html


def test_articles_are_numbered_in_their_order(snapshot):
    html = text.render("## Un\n\n## Deux", snapshot)
    assert "Article\u00a01</span> Un" in html
    assert "Article\u00a02</span> Deux" in html


def test_every_variable_has_words_and_a_value(snapshot):
    for variable in variables.ALL.values():
        assert str(variable.words)
        assert isinstance(variable.value(snapshot), str)
    for condition in variables.CONDITIONS.values():
        assert isinstance(condition.holds(snapshot), bool)

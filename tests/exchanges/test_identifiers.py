"""What looks like an identifier of a person is found; professional text passes (B16)."""

from __future__ import annotations

import pytest
from django import forms
from django.template.loader import render_to_string

from exchanges.forms.checked import WithoutIdentifiers
from exchanges.identifiers import KINDS, Finding, digest, find, warnings

FOUND = [
    ("Écrire à lea.martin@exemple.fr pour en savoir plus", "email", "lea.martin@exemple.fr"),
    ("Sa mère répond au 06 12 34 56 78 le soir", "telephone", "06 12 34 56 78"),
    ("tél. 0467123456", "telephone", "0467123456"),
    ("+33 6 12 34 56 78", "telephone", "+33 6 12 34 56 78"),
    ("04.67.12.34.56.", "telephone", "04.67.12.34.56"),
    ("joindre au +32 470 12 34 56", "telephone", "+32 470 12 34 56"),
    ("joindre au 0470 12 34 56", "telephone", "0470 12 34 56"),
    ("au 081/12.34.56 à Namur", "telephone", "081/12.34.56"),
    ("au 02 123 45 67", "telephone", "02 123 45 67"),
    ("NIR 2 85 05 78 006 084 41 sur la fiche", "security", "2 85 05 78 006 084 41"),
    ("185057800608491", "security", "185057800608491"),
    ("2850578006084", "security", "2850578006084"),
    ("registre national 85.07.30-033.28", "security", "85.07.30-033.28"),
    ("une jeune fille née le 12 mars 2010", "birth", "née le 12 mars 2010"),
    ("né le 03/04/2009", "birth", "né le 03/04/2009"),
    ("né(e) le 1er mai 2011", "birth", "né(e) le 1er mai 2011"),
    ("Date de naissance : 12/03/2010", "birth", "Date de naissance : 12/03/2010"),
    ("DDN 12.03.10", "birth", "DDN 12.03.10"),
    ("le dossier n° 2027-118", "file", "dossier n° 2027-118"),
    ("Dossier MDPH n° 34A5521", "file", "Dossier MDPH n° 34A5521"),
    ("numéro d’allocataire 1234567", "file", "numéro d’allocataire 1234567"),
    ("n° parquet 24123000045", "file", "n° parquet 24123000045"),
    ("la situation de M. Dupont", "person", "M. Dupont"),
    ("Mme Le Goff et sa fille", "person", "Mme Le Goff"),
    ("Madame DURAND est suivie", "person", "Madame DURAND"),
    ("Mme D. vient chaque semaine", "person", "Mme D."),
    ("Monsieur Ben Salah", "person", "Monsieur Ben Salah"),
    ("LA SITUATION DE MME DUPONT", "person", "MME DUPONT"),
    ("voir M.Dupont et Mme.Durand", "person", "M.Dupont"),
    ("la situation du jeune Kevin", "person", "du jeune Kevin"),
    ("l’élève Lucas Martin a changé de classe", "person", "l’élève Lucas Martin"),
    ("la patiente L. B. a parlé", "person", "la patiente L. B."),
    ("K., 14 ans, est placé", "age", "K., 14 ans"),
    ("L. B. (15 ans)", "age", "L. B. (15 ans"),
    ("Léa, 14 ans, refuse l’école", "age", "Léa, 14 ans"),
    ("Sofiane, âgé de 16 ans", "age", "Sofiane, âgé de 16 ans"),
    ("A.D. 12/03/2010", "age", "A.D. 12/03/2010"),
    ("Kevin a 14 ans et dort ici", "age", "Kevin a 14 ans"),
    ("Kevin DUPONT, 14 ans", "age", "Kevin DUPONT, 14 ans"),
    ("KEVIN DUPONT a 14 ans", "age", "KEVIN DUPONT a 14 ans"),
    ("KEVIN LE GOFF, âgé de 9 ans", "age", "KEVIN LE GOFF, âgé de 9 ans"),
    ("KEVIN a 14 ans", "age", "KEVIN a 14 ans"),
    ("elle habite 12 rue des Tilleuls", "address", "12 rue des Tilleuls"),
    ("3 bis, place de la Comédie", "address", "3 bis, place de la Comédie"),
    ("Rue de la Loi 16 à Bruxelles", "address", "Rue de la Loi 16"),
]
PASSES = [
    "M. le directeur et Mme la présidente reçoivent le premier matin.",
    "Monsieur le juge des enfants ouvre l’audience ; Madame la Procureure y assiste.",
    "Mme Directrice adjointe",
    "MADAME LA DIRECTRICE, M.le directeur, MONSIEUR LE MAIRE ; le S.M.I.C., le M.I.T.",
    "L’ITEP a 14 ans, la PJJ a 50 ans, notre CMPP a 20 ans ; le Foyer a 30 ans. On a 40 ans de moyenne.",
    "La situation de Monsieur X et celle de Mme Y sont travaillées sans nom.",
    "Mme Garcia, psychologue, présente le service.",
    "M. Benali (éducateur spécialisé) accueille.",
    "Le collège Madame de Sévigné et la rue Monsieur Le Prince.",
    "Lycée Jean Moulin, hôpital Saint-Éloi, centre social Marie Curie, mission locale du Clermontais.",
    "L’association est née le 3 mars 1998 ; le service, né le 1er janvier 2004, a grandi.",
    "Public : adolescents, 12 ans et plus. Enfants, 3 à 6 ans. Jeunes, 16 ans révolus.",
    "Escale, 14 ans d’expérience. Montpellier, 20 ans après.",
    "Accueil de 8 à 12 jeunes, 20 cours de français par semaine, 12 places d’internat, 3 chemins possibles.",
    "Du 12/03/2027 au 14/03/2027, de 9 h 30 à 17 h. Mardi 12 mars 2027, réunion d’équipe.",
    "SIRET 123 456 789 00012, FINESS 340001234, budget de 1 250 000 € pour 2027.",
    "Article 375 du code civil, loi n° 2002-2, décret n° 2016-1375, L112-3 du CASF.",
    "Un jeune MNA, un élève ULIS, l’enfant ASE, le jeune PJJ : qui fait quoi ?",
    "Deux jours, les 4 et 5 mai 2027, avec la cheffe de service.",
    "Prise de poste 8 h 00, transmissions 13 h 30, synthèse 15 h 00.",
    "Version 2.14.3, chapitre 12.4, page 118.",
    "La CPAM, le CIO, la DRH, l’ITEP Bourneville, le SESSAD.",
    "Le dossier d’admission, le dossier 2027, les dossiers en cours.",
    "",
]


@pytest.mark.parametrize(("text", "kind", "excerpt"), FOUND)
def test_what_tells_who_somebody_is_is_found(text: str, kind: str, excerpt: str) -> None:
    """B16: the kind and the words, so that the person sees what to take out."""
    assert Finding(kind, excerpt) in find(text)


@pytest.mark.parametrize("text", PASSES)
def test_professional_text_passes(text: str) -> None:
    """B16: a warning that cries wolf is not read."""
    assert find(text) == []


def test_each_kind_has_its_sentence() -> None:
    """B16: the warning quotes the words."""
    said = warnings("K., 14 ans, vit 3 rue des Lilas ; sa mère : 06 12 34 56 78")
    assert len(said) == 3
    assert all("«" in one for one in said)
    assert {kind for _text, kind, _excerpt in FOUND} == set(KINDS)


def test_a_social_security_number_agrees_with_its_key() -> None:
    """B16: fifteen digits whose key is wrong are some other number."""
    assert find("2 85 05 78 006 084 92") == []


def test_a_confirmation_holds_for_what_was_warned_of() -> None:
    """B16: another identifier asks again; the order of the words does not."""
    once = find("Léa, 14 ans, 06 12 34 56 78")
    assert digest(once) == digest(reversed(once))
    assert digest(once) != digest(find("Léa, 14 ans, 06 12 34 56 79"))


@pytest.mark.parametrize("piece", ["A. ", "0 ", "12 rue de la ", "M. Du", "née le ", "a" * 40 + "@", "2 85 05 "])
def test_a_text_made_to_be_slow_is_read_to_its_end(piece: str) -> None:
    """B16: no pattern goes back again and again over what it read; that one would not end here. How long the longest
    text takes is a bench (register)."""
    find(piece * (4000 // len(piece)))


class Words(WithoutIdentifiers, forms.Form):
    text = forms.CharField(widget=forms.Textarea)
    title = forms.CharField(required=False)
    contact_telephone = forms.CharField(required=False)
    email = forms.EmailField(required=False)


def test_a_form_warns_once_and_keeps_what_was_typed() -> None:
    """B16: the warning stands beside the field; confirming saves the very same words."""
    typed = {"text": "Léa, 14 ans, est venue", "title": "Une journée"}
    form = Words(typed)
    assert not form.is_valid()
    assert form["text"].value() == "Léa, 14 ans, est venue"
    assert "Léa, 14 ans" in form.errors["text"][0]
    assert "title" not in form.errors
    confirmed = Words({**typed, form.identifiers_name: form.identifiers_digest})
    assert confirmed.is_valid()
    assert confirmed.cleaned_data["text"] == "Léa, 14 ans, est venue"


def test_another_identifier_is_warned_of_again() -> None:
    """B16: what was confirmed is what was read."""
    form = Words({"text": "Léa, 14 ans"})
    form.is_valid()
    again = Words({"text": "Léa, 14 ans, 06 12 34 56 78", form.identifiers_name: form.identifiers_digest})
    assert not again.is_valid()


def test_contact_fields_are_meant_to_hold_them() -> None:
    """B16: whom to call in the structure is no data about the people followed up."""
    data = {"text": "Accueil", "contact_telephone": "04 67 12 34 56", "email": "accueil@exemple.fr"}
    assert Words(data).is_valid()


def test_the_page_says_what_was_found_and_asks() -> None:
    """B16: the fixed sentence is always there; the box only when something was found."""
    template = "exchanges/parts/without_identifiers.html"
    calm = render_to_string(template, {"form": Words()})
    assert "personnes accompagnées" in calm or "the people you accompany" in calm
    assert "checkbox" not in calm
    form = Words({"text": "M. Dupont"})
    form.is_valid()
    warned = render_to_string(template, {"form": form})
    assert "M. Dupont" in warned
    assert f'value="{form.identifiers_digest}"' in warned

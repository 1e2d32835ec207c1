"""The document itself: what it says, how many pages, its fonts and tags (must show 2)."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from agreements import documents, samples
from agreements.models import TemplateVersion
from agreements.services import versions
from documents import verification
from documents.accessible import problems
from internships.models import PlacementKind
from tests.agreements.drafting_world import DraftingWorld

pytestmark = pytest.mark.django_db
KINDS = (
    "etudiant",
    "pfmp",
    "observation-3e",
    "observation-seconde",
    "formation-continue",
    "professionnel",
    "immersion",
    "stage-be",
)
# What D124-4 asks for, point by point, in the words of the document.
D124_4 = (
    "Intitulé de la formation",
    "Volume horaire de la formation",
    "enseignant·e référent·e est Paul Riou",
    "tuteur ou la tutrice chez l’hôte est Claire Morin",
    "Compétences à acquérir ou à développer",
    "Activités confiées",
    "Dates et durée",
    "durée totale prévue",
    "durée hebdomadaire de présence est de 35 h",
    "Présence la nuit, le dimanche ou un jour férié",
    "Encadrement et suivi",
    "Gratification",
    "Modalités de versement",
    "Protection sociale et accidents du travail",
    "CSS, art. L412-8",
    "Responsabilité civile et assurances",
    "Congés et absences",
    "Suspension et résiliation",
    "Validation du stage",
    "Avantages",
    "Règlement intérieur",
    "Attestation de stage",
)
SAID: dict[str, tuple[str, ...]] = {
    "etudiant": (*D124_4, *(f"{number}°" for number in range(1, 16))),
    "pfmp": (*D124_4, "R4153-38"),
    "observation-3e": ("L4153-1", "D332-14", "n’effectue aucun travail", "Trajets et repas", "Représentant"),
    "observation-seconde": ("L4153-1", "décret du 29 novembre 2023", "deux semaines, en juin"),
    "formation-continue": ("sixième partie du code du travail", "L6342-1", "Statut et rémunération"),
    "professionnel": ("Objectifs du séjour", "L411-1", "contrat de travail n’est pas suspendu"),
    "immersion": ("Confidentialité", "Discrétion", "Conditions d’accueil", "acceptée"),
    "stage-be": ("Code du bien-être au travail", "Analyse des risques", "Surveillance de la santé", "attestées"),
}


def made(code: str, language: str = "fr", purpose: str = "agreement") -> bytes:
    kind = PlacementKind.objects.get(code=code)
    body = TemplateVersion.objects.get(template__kind=kind, template__language=language, template__purpose=purpose).body
    snapshot = samples.snapshot(kind, language)
    if purpose == "certificate":
        return documents.certificate({**snapshot, **samples.certificate()}, body, language)
    if purpose == "amendment":
        snapshot["amendment"] = samples.amendment()
    return documents.render(snapshot, body, language)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def fonts(pdf: bytes) -> set[str]:
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


@pytest.mark.parametrize("code", KINDS)
def test_each_kind_says_what_it_must_on_four_to_six_pages(reference, code):
    """D124-4 by kind (E10), expectations (T3), clauses of ethics (B10); pages of a document that is signed; PDF/UA."""
    pdf = made(code)
    text = words(pdf)
    for sentence in SAID[code]:
        assert sentence in text, f"{sentence} is missing"
    assert "{{" not in text
    assert "[[" not in text
    assert "\ue000" not in text
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert 3 <= pages <= 6
    assert f"1 / {pages}" in text
    assert text.count("C-2026-000123") > pages
    assert problems(pdf) == []


def test_whoever_comes_from_their_work_signs_as_a_professional(reference):
    """Neither the boxes nor the table of clauses call them a trainee (B10)."""
    for code in ("immersion", "professionnel"):
        text = words(made(code))
        assert "Professionnel·le" in text
        assert not re.search(r"\bStagiaire\b", text), code


def test_its_fonts_are_those_of_the_site(reference):
    found = fonts(made("etudiant"))
    assert found
    assert all("Source" in name for name in found), found


def test_it_is_tagged_titled_and_has_bookmarks(reference):
    reader = pypdf.PdfReader(io.BytesIO(made("etudiant")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert reader.metadata.title == "Convention de stage C-2026-000123"
    titles = [str(one.title) for one in flat(reader.outline)]
    assert any("Gratification" in title for title in titles)


def flat(outline):
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one


def test_everybody_who_signs_has_a_box_on_one_page(reference):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made("etudiant"))).pages]
    last = re.sub(r"\s+", " ", pages[-1])
    for name in ("Alix Martin", "Claire Morin", "Yann Kerbrat", "Paul Riou", "Hélène Le Goff"):
        assert name in last


def test_the_code_leads_to_the_verification(reference):
    assert verification.address("SPEC1MEN00000000") in words(made("etudiant")).replace(" ", "")


def test_in_english_it_is_whole(reference):
    text = words(made("etudiant", "en"))
    for sentence in ("Placement agreement", "Skills to acquire or develop", "Suspension and termination", "Monday"):
        assert sentence in text
    assert "Compétences à acquérir" not in text


def test_amendment_and_certificate(reference):
    text = words(made("etudiant", purpose="amendment"))
    assert "12 juin 2026" in text
    assert "29 mai 2026" in text
    certificate = made("etudiant", purpose="certificate")
    assert "441 h" in words(certificate).replace("\xa0", " ")
    assert "D124-9" in words(certificate)
    assert len(pypdf.PdfReader(io.BytesIO(certificate)).pages) == 1
    assert problems(certificate) == []


@pytest.mark.parametrize("code", KINDS)
def test_from_a_real_placement_nothing_is_left_blank(reference, code):
    """Drawn up, completed and rendered: no dash where a mention must stand."""
    world = DraftingWorld(code)
    version = versions.begin(agreement_id=world.complete().pk, actor=world.lead)
    pdf = documents.render(version.snapshot, version.text, "fr")
    text = words(pdf)
    assert world.trainee.get_full_name() in text
    assert "Maison des Tilleuls" in text
    assert " : —" not in text
    if world.kind.has_stipend and world.kind.country == "FR":
        assert "€" in text


def test_nobody_edits_a_snapshot_by_rendering_it(reference):
    snapshot = samples.snapshot(PlacementKind.objects.get(code="etudiant"))
    before = repr(snapshot)
    documents.context(snapshot, "{{ stagiaire }}", "fr")
    assert repr(snapshot) == before

"""The documents that come along, rendered and sealed: accessible, valid, and their code leads to the page."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agreements import documents, samples
from agreements import verification as about
from agreements.models import AgreementTemplate, Certificate, TemplateVersion
from documents import accessible, files, seal, verification
from documents.verification import Role, Standing
from internships.models import PlacementKind
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def text(kind: PlacementKind, purpose: str, language: str) -> str:
    texts = TemplateVersion.objects.filter(
        template__kind=kind, template__purpose=purpose, template__language=language, template__organisation=None
    )
    return texts.latest("number").body


def kinds_with(purpose: str) -> list[tuple[PlacementKind, str]]:
    rows = AgreementTemplate.objects.filter(purpose=purpose, organisation=None).select_related("kind__regime")
    return [(row.kind, row.language) for row in rows.order_by("pk")]


def test_every_agreement_stays_accessible_once_sealed() -> None:
    """E10, D124-4: each kind in each language, by the points of PDF/UA that a machine can tell, after the seal."""
    seen = 0
    for kind, language in kinds_with("agreement"):
        made = documents.render(samples.snapshot(kind, language), text(kind, "agreement", language), language)
        sealed = seal.seal(made, reason="Scellé par Escale")
        assert accessible.problems(sealed) == [], (kind.code, language)
        assert seal.validate(sealed).good
        seen += 1
    assert seen >= 4


def test_the_code_on_the_document_leads_to_its_page() -> None:
    kind, language = kinds_with("agreement")[0]
    snapshot = samples.snapshot(kind, language)
    made = documents.render(snapshot, text(kind, "agreement", language), language)
    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(made)).pages
        for annotation in page.get("/Annots") or []
        if "/A" in annotation.get_object()
    }
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert verification.address(snapshot["code"]) in links or verification.shown(snapshot["code"]) in said


def test_a_certificate_is_known_and_may_be_replaced(client: Client) -> None:
    """The public page tells which of two certificates stands; neither names anybody."""
    placement = factories.placement()

    def certificate(code: str, content: bytes, **fields: Any) -> Certificate:
        held = files.store(content=content, name="attestation.pdf", media_type="application/pdf")
        return Certificate.objects.create(
            number=f"A-{code[:4]}",
            code=code,
            placement=placement,
            snapshot={"end": "2027-04-30"},
            file=held,
            sha256=held.sha256,
            made_at=timezone.now(),
            **fields,
        )

    newer = certificate("NEWERNEWERNEWER0", b"%PDF-1.7 newer")
    older = certificate("0DDER0DDER0DDER0", b"%PDF-1.7 older", replaced_by=newer)
    known = about.find_certificate(newer.code)
    assert known is not None
    assert known.standing == Standing.IN_FORCE
    assert [one.role for one in known.files] == [Role.SEALED]
    assert (str(known.dates[-1][0]), known.dates[-1][1]) == ("Stage jusqu’au", datetime.date(2027, 4, 30))
    replaced = about.find_certificate(older.code)
    assert replaced is not None
    assert replaced.standing == Standing.REPLACED
    assert [one.code for one in replaced.related] == [newer.code]
    assert about.find_certificate_file(older.sha256) == replaced
    words = client.get(reverse("documents:verify", args=[older.code])).content.decode()
    assert "Remplacé" in words
    assert placement.person.last_name not in words

"""Who may do what with agreements in the making, their texts, and certificates."""

from __future__ import annotations

from agreements.models import Agreement, AgreementPart, AgreementTemplate, Certificate, TemplateVersion
from documents.files import store
from tests.agreements.matrix_signing import PARTIES, agreement
from tests.matrix import Row, World


def with_parts(world: World) -> Agreement:
    """The trainee's agreement, with the host's part."""
    known = agreement(world)
    host = world.placement.sites.get().institution
    AgreementPart.objects.get_or_create(agreement=known, side="host", institution=host)
    return known


def text(world: World) -> AgreementTemplate:
    """A text of the network."""
    kind = world.placement.kind
    known, made = AgreementTemplate.objects.get_or_create(kind=kind, organisation=None, defaults={"name": "Texte"})
    if made:
        TemplateVersion.objects.create(template=known, number=1, body="## Objet\n\n{{ stagiaire }}\n")
    return known


def certificate(world: World) -> Certificate:
    """The trainee's certificate, made."""
    known = world.placement.certificates.first()
    if known is None:
        stored = store(content=b"%PDF-1.7\n", name="attestation.pdf", media_type="application/pdf")
        known = Certificate.objects.create(
            number="A-2027-M1",
            code="matrice-attestation",
            placement=world.placement,
            snapshot={},
            file=stored,
            sha256=stored.sha256,
        )
    return known


WRITERS = {"*": 403, "admin": 200, "teacher": 200, "other_school": 200}
NETWORK = {"*": 403, "admin": 200, "teacher": 404, "other_school": 404}
LEADS = {"*": 404, "teacher": 302}


def moved(cells: dict[str, int]) -> dict[str, int]:
    """The same cells for an act that leads on."""
    return {role: 302 if status == 200 else status for role, status in cells.items()}


MATRIX = {
    "agreements:detail": Row(kwargs=lambda w: {"pk": agreement(w).pk}, get=PARTIES, redirect_login=True),
    "agreements:part": Row(
        kwargs=lambda w: {"pk": with_parts(w).pk, "side": "host"},
        get={"*": 404, "host": 200, "teacher": 200},
        post={"*": 404, "host": 200, "teacher": 200},
        redirect_login=True,
    ),
    "agreements:send": Row(kwargs=lambda w: {"pk": agreement(w).pk}, post=LEADS, redirect_login=True),
    "agreements:ask": Row(kwargs=lambda w: {"pk": with_parts(w).pk, "side": "host"}, post=LEADS, redirect_login=True),
    "agreements:draw_up": Row(
        kwargs=lambda w: {"pk": agreement(w).placement_id}, post=LEADS, data={"language": "fr"}, redirect_login=True
    ),
    "agreements:certificate": Row(
        kwargs=lambda w: {"pk": w.placement.pk},
        get={"*": 404, "host": 200, "teacher": 200},
        # It is not over yet: said in the form.
        post={"*": 404, "host": 422, "teacher": 422},
        data={"hours": "35", "language": "fr"},
        redirect_login=True,
    ),
    "agreements:certificate_document": Row(
        kwargs=lambda w: {"pk": certificate(w).pk}, get=PARTIES, redirect_login=True
    ),
    "agreements:texts": Row(get=WRITERS, redirect_login=True),
    "agreements:text_copy": Row(post={**moved(WRITERS), "admin": 404}, redirect_login=True),
    "agreements:text": Row(
        kwargs=lambda w: {"pk": text(w).pk},
        get=NETWORK,
        post=moved(NETWORK),
        data={"body": "## Objet\n\n{{ hote }}\n", "seen": "1"},
        redirect_login=True,
    ),
    "agreements:text_pdf": Row(kwargs=lambda w: {"pk": text(w).pk}, get=NETWORK, redirect_login=True),
    "agreements:text_history": Row(kwargs=lambda w: {"pk": text(w).pk}, get=NETWORK, redirect_login=True),
    "agreements:text_restore": Row(
        kwargs=lambda w: {"pk": text(w).pk, "number": 1}, post=moved(NETWORK), redirect_login=True
    ),
    "agreements:text_retire": Row(kwargs=lambda w: {"pk": text(w).pk}, post=moved(NETWORK), redirect_login=True),
}

"""Which text an agreement, amendment or certificate is made with."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from agreements.models import AgreementTemplate, TemplateVersion
from agreements.reference import model_kind
from internships.models import Placement, PlacementKind


def text_for(placement: Placement, purpose: str, language: str) -> TemplateVersion:
    """The latest version of the text in use: the sender's own, otherwise the network's; French where the other
    language has none; that of the kind it resembles for a kind without texts. Raises Refused where there is none."""
    for kind in (Q(kind=placement.kind), Q(kind__code=model_kind(placement.kind))):
        for spoken in (language, "fr"):
            for owner in (Q(organisation=placement.sending_organisation), Q(organisation__isnull=True)):
                found = _latest(AgreementTemplate.objects.filter(kind, owner), purpose, spoken)
                if found:
                    return found
    raise Refused(_("No text is in use for this kind of placement. A network administrator can write one."))


def _latest(templates: QuerySet[AgreementTemplate], purpose: str, language: str) -> TemplateVersion | None:
    template = templates.filter(purpose=purpose, language=language, active=True).first()
    return template.versions.first() if template else None


def shipped_for(kind: PlacementKind, purpose: str, language: str) -> AgreementTemplate | None:
    """The network's text that an own copy begins with."""
    rows = AgreementTemplate.objects.filter(organisation=None, purpose=purpose, language=language, active=True)
    return rows.filter(kind=kind).first() or rows.filter(kind__code=model_kind(kind)).first()

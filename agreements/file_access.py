"""Which files of agreements may be read by whom: documents and scans, by those who may see the agreement."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from agreements.models import Agreement, AgreementVersion, Signature
from agreements.selectors.standing import is_steward
from documents.models import StoredFile


def may_read(user: Any, file: StoredFile) -> bool:
    """The document of a version: every party. The scan of a signature: whoever leads the agreement, and its giver."""
    if not user.is_authenticated:
        return False
    visible = Agreement.objects.visible_to(user)
    if AgreementVersion.objects.filter(Q(file=file) | Q(sealed_file=file), agreement__in=visible).exists():
        return True
    scanned = Signature.objects.filter(scan=file).select_related("signatory", "version__agreement__placement").first()
    if scanned is None:
        return False
    return scanned.signatory.user_id == user.pk or is_steward(scanned.version.agreement, user)

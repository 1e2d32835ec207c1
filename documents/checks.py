"""What must be right before the site starts: outside development, the certificate that documents are sealed with."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from documents import certificates
from documents.certificates import CertificateProblem

HINT = "docs/operations.md, « The seal », says how one is made or renewed."


@register()
def seal_certificate(**options: Any) -> list[CheckMessage]:
    """Production does not start with a certificate that would fail at the first signature."""
    if settings.DEVELOPMENT:
        return []
    try:
        ends = certificates.usable().ends
        certificates.trusted_certificates()
    except CertificateProblem as problem:
        return [Error(str(problem), hint=HINT, id="documents.E001")]
    if ends - timezone.now() < datetime.timedelta(days=30):
        return [Warning(f"The certificate of the seal ends on {ends:%d %B %Y}.", hint=HINT, id="documents.W001")]
    return []

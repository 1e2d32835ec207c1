"""What waits for whoever runs the site."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.workspace import Workspace
from documents import certificates, site
from documents.certificates import CertificateProblem
from documents.models import SiteSettings
from messaging import inbox

# Renewing takes a while where an authority issues the certificate.
DAYS_AHEAD = 60


@inbox.register
def ending_certificate(workspace: Workspace) -> Iterator[inbox.Todo]:
    """Without a certificate nothing is sealed: whoever runs the site hears of it in time."""
    if not workspace.runs_the_site:
        return
    try:
        ends = certificates.usable().ends
    except CertificateProblem as problem:
        yield inbox.Todo(
            title=_("Documents cannot be sealed"),
            detail=str(problem),
            url=reverse("documents:site_pages"),
            urgency=inbox.Urgency.LATE,
            icon="shield-alert",
        )
        return
    if ends - timezone.now() < datetime.timedelta(days=DAYS_AHEAD):
        yield inbox.Todo(
            title=_("Renew the certificate of the seal"),
            detail=_("It ends on %(day)s: from then on nothing can be sealed.") % {"day": formats.date_format(ends)},
            url=reverse("documents:site_pages"),
            urgency=inbox.Urgency.SOON,
            due=ends.date(),
            icon="badge-check",
        )


@inbox.register
def unfinished_legal_notice(workspace: Workspace) -> Iterator[inbox.Todo]:
    """The legal notice must say who runs the site; only its administrators can fill that in."""
    if not workspace.runs_the_site:
        return
    if lacking := site.missing(SiteSettings.current()):
        yield inbox.Todo(
            title=_("Complete the legal notice of the site"),
            detail=_("Still missing: %(what)s.") % {"what": ", ".join(lacking)},
            url=reverse("documents:site_pages"),
            urgency=inbox.Urgency.SOON,
            icon="landmark",
            count=len(lacking),
        )

"""What waits for whoever runs the site."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.workspace import Workspace
from documents import site
from documents.models import SiteSettings
from messaging import inbox


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

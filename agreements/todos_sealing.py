"""What waits for whoever runs the site: agreements signed by all that could not be sealed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from agreements.selectors.sealing import sealing_late
from messaging import inbox


@inbox.register
def late_seals(workspace: Workspace) -> Iterator[inbox.Todo]:
    """The parties have done their part: the site has not."""
    if not workspace.runs_the_site or not (count := sealing_late()):
        return
    words = ngettext(
        "%(count)d agreement signed by all could not be sealed",
        "%(count)d agreements signed by all could not be sealed",
        count,
    )
    yield inbox.Todo(
        title=words % {"count": count},
        detail=_("It is tried again by itself. Room on the disk, the certificate and the time stamp may be the cause."),
        url=reverse("messaging:failures"),
        urgency=inbox.Urgency.LATE,
        icon="shield-alert",
        count=count,
    )

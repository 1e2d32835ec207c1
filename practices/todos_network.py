"""« À faire » of those who keep the network's own pages: commitments that are late (A1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from messaging.inbox import Todo, Urgency
from practices.editing import EDITORS
from practices.selectors import library


def commitments(workspace: Workspace) -> Iterable[Todo]:
    """Commitments of published protocols whose day has passed."""
    if workspace.user is None or not workspace.is_network or not workspace.has_role(*EDITORS):
        return
    late = library.late_commitments(workspace.user).count()
    if late:
        words = ngettext(
            "%(count)d commitment of a protocol is late", "%(count)d commitments of protocols are late", late
        )
        yield Todo(
            title=words % {"count": late},
            url=reverse("practices:library_kept"),
            urgency=Urgency.LATE,
            icon="handshake",
            count=late,
        )

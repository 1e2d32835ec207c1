"""« À faire » about practices: what waits for validators, and for those who write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from messaging.inbox import Todo, Urgency
from practices.enums import PracticeState
from practices.models import GoodPractice
from practices.models.good_practices import VALIDATING

# Someone who shared a practice waits for an answer: after so long it becomes urgent.
PATIENCE = timedelta(days=14)
FEW = 5


def validation(workspace: Workspace) -> Iterable[Todo]:
    """Practices that wait for a validator; not those in which one had a hand."""
    if workspace.user is None or not workspace.is_network or not workspace.has_role(*VALIDATING):
        return
    waiting = GoodPractice.objects.validated_by(workspace.user).filter(state=PracticeState.SUBMITTED)
    own = GoodPractice.objects.filter(state=PracticeState.SUBMITTED).touched_by(workspace.user)
    others = waiting.exclude(pk__in=own.values("pk"))
    days = list(others.order_by("submitted_at").values_list("submitted_at", flat=True))
    if days:
        first = days[0] or timezone.now()
        words = ngettext("%(count)d practice to validate", "%(count)d practices to validate", len(days))
        yield Todo(
            title=words % {"count": len(days)},
            url=reverse("practices:queue"),
            urgency=Urgency.LATE if first < timezone.now() - PATIENCE else Urgency.SOON,
            icon="sprout",
            count=len(days),
        )


def writing(workspace: Workspace) -> Iterable[Todo]:
    """One's own sheets that were sent back, and drafts to finish."""
    if workspace.user is None:
        return
    mine = GoodPractice.objects.filter(author=workspace.user).only("pk", "title", "state", "state_reason")
    rows = list(mine.filter(state__in=[PracticeState.RETURNED, PracticeState.DRAFT]).order_by("-updated_at")[:50])
    for practice in [one for one in rows if one.state == PracticeState.RETURNED][:FEW]:
        yield Todo(
            title=_("Complete « %(title)s »: the validator asks for something more") % {"title": practice},
            url=reverse("practices:sheet", args=[practice.pk]),
            urgency=Urgency.SOON,
            icon="undo-2",
            detail=practice.state_reason,
        )
    drafts = [one for one in rows if one.state == PracticeState.DRAFT]
    if drafts:
        words = ngettext("%(count)d practice to finish", "%(count)d practices to finish", len(drafts))
        yield Todo(
            title=words % {"count": len(drafts)},
            url=f"{reverse('practices:mine')}?state={PracticeState.DRAFT}",
            urgency=Urgency.NORMAL,
            icon="pencil",
            count=len(drafts),
        )

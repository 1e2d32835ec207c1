"""« À faire » for those who lead an agreement without being a school (whose board says it): it is to be drawn up."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.workspace import Workspace
from agreements.enums import AgreementState
from agreements.models import Agreement
from agreements.selectors.leading import led_by
from internships.enums import PlacementState
from messaging import inbox
from messaging.inbox import Todo, Urgency

MOST = 5


@inbox.register
def to_draw_up(workspace: Workspace) -> Iterator[Todo]:
    """Placements agreed on, for an employer's people, the host's, or the trainee alone; one query."""
    led = None if workspace.is_school else led_by(workspace)
    if led is None:
        return
    begun = Agreement.objects.originals().filter(placement=OuterRef("pk")).exclude(state=AgreementState.CANCELLED)
    rows = led.filter(~Exists(begun), state=PlacementState.OPEN, end__gte=timezone.localdate())
    for placement in rows.select_related("person").order_by("start", "pk")[:MOST]:
        yield Todo(
            title=_("Draw up your agreement")
            if placement.person == workspace.user
            else _("Draw up the agreement of %(trainee)s") % {"trainee": placement.person},
            url=f"{reverse('internships:placement', args=[placement.pk])}#convention",
            urgency=Urgency.SOON,
            due=placement.start if placement.start >= timezone.localdate() else None,
            icon="file-pen",
            detail=_("The placement is agreed; nobody signs before the agreement is drawn up."),
        )

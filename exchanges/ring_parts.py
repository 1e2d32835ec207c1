"""What rings add to the pages of others: a card on the pilot's dashboard, « à faire », words of the trace."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Role
from accounts.workspace import Workspace
from exchanges import panels
from exchanges.access import Seat, within
from exchanges.models import Ring, RingRun
from exchanges.panels import Panel
from exchanges.ring_enums import UNDER_WAY, RingState
from messaging.inbox import Todo, Urgency

WORDS = {
    "immersion.ring_dissolved": gettext_lazy("Request closed: its ring was dissolved"),
    "rings.searched": gettext_lazy("Exchanges searched for"),
    "rings.given_up": gettext_lazy("Search for exchanges stopped"),
    "rings.confirmed": gettext_lazy("Ring of exchanges confirmed"),
    "rings.dropped": gettext_lazy("Proposed ring put aside"),
    "rings.dissolved": gettext_lazy("Ring of exchanges dissolved"),
    "rings.mended": gettext_lazy("Proposed ring changed"),
}


def panel(seat: Seat) -> Iterable[Panel]:
    """How many rings wait for the pilot; one query."""
    counts = RingRun.objects.filter(space=seat.space).aggregate(
        waiting=Count("rings", filter=Q(rings__state=RingState.PROPOSED)),
        confirmed=Count("rings", filter=Q(rings__state=RingState.CONFIRMED)),
        under_way=Count("pk", filter=Q(state__in=UNDER_WAY), distinct=True),
    )
    waiting, confirmed = counts["waiting"], counts["confirmed"]
    proposed = ngettext("%(n)d ring proposed", "%(n)d rings proposed", waiting) % {"n": waiting}
    standing = ngettext("%(n)d ring confirmed.", "%(n)d rings confirmed.", confirmed) % {"n": confirmed}
    text = proposed if waiting else standing if confirmed else _("Swaps and rings in which everybody goes somewhere.")
    yield Panel(
        title=_("Search for exchanges"),
        address=reverse("exchanges:rings"),
        text=_("A search is under way.") if counts["under_way"] else text,
        icon="waypoints",
        figure=waiting or None,
        urgent=bool(waiting),
        place=13,
    )


def todos(workspace: Workspace) -> Iterable[Todo]:
    """Rings that wait for the pilot's word."""
    if workspace.user is None or not workspace.has_role(Role.EXCHANGE_PILOT):
        return
    waiting = Ring.objects.filter(run__space__pilot=workspace.organisation, state=RingState.PROPOSED)
    runs = list(waiting.order_by("-run").values_list("run", "run__space"))
    if runs:
        words = ngettext("%(count)d ring of exchanges to look at", "%(count)d rings of exchanges to look at", len(runs))
        yield Todo(
            title=words % {"count": len(runs)},
            url=within(runs[0][1], reverse("exchanges:ring_run", args=[runs[0][0]])),
            urgency=Urgency.SOON,
            icon="waypoints",
            count=len(runs),
        )


def register() -> None:
    """Called when the site starts."""
    from accounts import tracewords
    from exchanges import request_events
    from exchanges.services import rings
    from messaging import inbox

    tracewords.add(WORDS)
    panels.register(panel)
    inbox.register(todos)
    request_events.on_closed(rings.dissolve)

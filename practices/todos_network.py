"""« À faire » about innovations, testimonials, and commitments that are late (E18, T14, A1)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.counting import counted
from accounts.workspace import Workspace
from messaging.inbox import Todo, Urgency
from practices.editing import EDITORS, VALIDATORS
from practices.innovation_enums import Agreement, InnovationState
from practices.models import Innovation, InnovationPerson, Testimonial
from practices.network_enums import TestimonialState
from practices.selectors import library

# What waits for those who tell an innovation, and for those who interview and publish.
FOR_TELLERS = (InnovationState.RETURNED, InnovationState.PLANNED, InnovationState.WRITTEN)
FOR_THE_NETWORK = (InnovationState.DECLARED, InnovationState.PLANNED, InnovationState.WRITTEN)


def for_editors(workspace: Workspace) -> Iterable[Todo]:
    """Commitments of published protocols whose day has passed, and testimonials to read. One query."""
    if workspace.user is None or not workspace.is_network or not workspace.has_role(*EDITORS):
        return
    waiting = Testimonial.objects.moderated_by(workspace.user).filter(state=TestimonialState.SUBMITTED)
    found = counted(late=library.late_commitments(workspace.user), told=waiting)
    if late := found["late"]:
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
    if told := found["told"]:
        words = ngettext("%(count)d testimonial to read", "%(count)d testimonials to read", told) % {"count": told}
        address = reverse("practices:testimonial_queue")
        yield Todo(title=words, url=address, urgency=Urgency.SOON, icon="message-square-quote", count=told)


def innovations(workspace: Workspace) -> Iterable[Todo]:
    """One's own: sent back, an interview to come, words to agree to. For the network: declared ones, interviews that
    took place, stories that everybody has answered. One query."""
    user = workspace.user
    if user is None:
        return
    told = Innovation.objects.told_by(user).filter(pk=OuterRef("pk"))
    asked = InnovationPerson.objects.filter(innovation=OuterRef("pk"), agreement=Agreement.ASKED)
    asked_me = InnovationPerson.objects.told_to(user).filter(agreement=Agreement.ASKED, innovation=OuterRef("pk"))
    concerned = Q(Exists(told), state__in=FOR_TELLERS)
    if workspace.is_network and workspace.has_role(*VALIDATORS):
        examined = Q(pk__in=Innovation.objects.examined_by(user).values("pk"))
        concerned |= examined & Q(~Exists(told), state__in=FOR_THE_NETWORK)
    rows = Innovation.objects.filter(concerned).annotate(mine=Exists(told), waits=Exists(asked), asks=Exists(asked_me))
    shown = rows.only("pk", "title", "state", "state_reason", "interview_at", "interview_where")
    found = list(shown.order_by("-mine", "pk")[:500])
    yield from _to_publish([one for one in found if not one.mine])
    yield from islice((todo for one in found if one.mine and (todo := _own(one))), 10)


def _to_publish(rows: Iterable[Any]) -> Iterable[Todo]:
    now, counts = timezone.now(), {"declared": 0, "planned": 0, "written": 0}
    for one in rows:
        if one.state in counts:
            at = one.interview_at
            ready = {"declared": True, "planned": at is not None and at < now, "written": not one.waits}
            counts[one.state] += ready[one.state]
    words = {
        "declared": ngettext(
            "%(count)d innovation to interview about", "%(count)d innovations to interview about", counts["declared"]
        ),
        "planned": ngettext("%(count)d interview to write up", "%(count)d interviews to write up", counts["planned"]),
        "written": ngettext("%(count)d innovation to publish", "%(count)d innovations to publish", counts["written"]),
    }
    for state, count in counts.items():
        if count:
            address = f"{reverse('practices:innovation_queue')}?state={state}"
            title = words[state] % {"count": count}
            yield Todo(title=title, url=address, urgency=Urgency.SOON, icon="lightbulb", count=count)


def _own(one: Innovation) -> Todo | None:
    address, about = reverse("practices:innovation_sheet", args=[one.pk]), {"title": one}
    if one.state == InnovationState.RETURNED:
        title, detail = _("Complete « %(title)s »: the network asks for something more") % about, one.state_reason
        return Todo(title=title, url=address, urgency=Urgency.SOON, icon="undo-2", detail=detail)
    if one.state == InnovationState.WRITTEN and one.asks:  # type: ignore[attr-defined]
        title = _("Read « %(title)s » and say whether it may be published") % about
        return Todo(title=title, url=address, urgency=Urgency.SOON, icon="file-check")
    if one.state == InnovationState.PLANNED and one.interview_at and one.interview_at > timezone.now():
        when = date_format(timezone.localtime(one.interview_at), "l j F Y, H:i")
        title = _("Interview about « %(title)s »") % about
        detail = f"{when} · {one.interview_where}"
        return Todo(title=title, url=address, urgency=Urgency.NORMAL, icon="calendar-days", detail=detail)
    return None

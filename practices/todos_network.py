"""« À faire » about innovations, testimonials, and commitments that are late (E18, T14, A1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from messaging.inbox import Todo, Urgency
from practices.editing import EDITORS, VALIDATORS
from practices.innovation_enums import Agreement, InnovationState
from practices.models import Innovation, InnovationPerson, Testimonial
from practices.network_enums import TestimonialState
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


def innovations_to_publish(workspace: Workspace) -> Iterable[Todo]:
    """Declared ones, interviews that took place, stories that everybody has answered."""
    if workspace.user is None or not workspace.is_network or not workspace.has_role(*VALIDATORS):
        return
    asked = InnovationPerson.objects.filter(innovation=OuterRef("pk"), agreement=Agreement.ASKED)
    rows = Innovation.objects.examined_by(workspace.user).exclude(
        pk__in=Innovation.objects.told_by(workspace.user).values("pk")
    )
    rows = rows.filter(state__in=[InnovationState.DECLARED, InnovationState.PLANNED, InnovationState.WRITTEN])
    now, counts = timezone.now(), {"declared": 0, "planned": 0, "written": 0}
    for state, at, waits in rows.annotate(waits=Exists(asked)).values_list("state", "interview_at", "waits")[:500]:
        ready = {"declared": True, "planned": at is not None and at < now, "written": not waits}[state]
        counts[state] += ready
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


def testimonials_to_read(workspace: Workspace) -> Iterable[Todo]:
    if workspace.user is None or not workspace.is_network or not workspace.has_role(*EDITORS):
        return
    count = Testimonial.objects.moderated_by(workspace.user).filter(state=TestimonialState.SUBMITTED).count()
    if count:
        words = ngettext("%(count)d testimonial to read", "%(count)d testimonials to read", count) % {"count": count}
        address = reverse("practices:testimonial_queue")
        yield Todo(title=words, url=address, urgency=Urgency.SOON, icon="message-square-quote", count=count)


def own_innovations(workspace: Workspace) -> Iterable[Todo]:
    """One's own: sent back, an interview to come, words to agree to."""
    if workspace.user is None:
        return
    mine = Innovation.objects.told_by(workspace.user)
    rows = mine.filter(state__in=[InnovationState.RETURNED, InnovationState.PLANNED, InnovationState.WRITTEN])
    asked = InnovationPerson.objects.told_to(workspace.user).filter(agreement=Agreement.ASKED)
    rows = rows.annotate(asks=Exists(asked.filter(innovation=OuterRef("pk"))))
    for one in rows.only("pk", "title", "state", "state_reason", "interview_at", "interview_where")[:10]:
        if todo := _own(one):
            yield todo


def _own(one: Innovation) -> Todo | None:
    address, about = reverse("practices:innovation_sheet", args=[one.pk]), {"title": one}
    if one.state == InnovationState.RETURNED:
        title, detail = _("Complete « %(title)s »: the network asks for something more") % about, one.state_reason
        return Todo(title=title, url=address, urgency=Urgency.SOON, icon="undo-2", detail=detail)
    if one.state == InnovationState.WRITTEN and one.asks:  # type: ignore[attr-defined]
        title = _("Read « %(title)s » and say whether it may be published") % about
        return Todo(title=title, url=address, urgency=Urgency.SOON, icon="file-check")
    if one.state == InnovationState.PLANNED and one.interview_at and one.interview_at > timezone.now():
        when = timezone.localtime(one.interview_at)
        title = _("Interview about « %(title)s »") % about
        detail = f"{when:%d/%m/%Y %H:%M} · {one.interview_where}"
        return Todo(title=title, url=address, urgency=Urgency.NORMAL, icon="calendar-days", detail=detail)
    return None

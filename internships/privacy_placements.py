"""Placements as data of people: given out, erased, forgotten in time. What was signed lies in the agreements."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from internships.models import CalendarFeed, Employment, Interruption, Placement, PlacementDocument, Supervisor


def export_placements(user: User) -> object:
    rows = Placement.objects.filter(person=user).select_related("kind", "mode", "sending_organisation")
    rows = rows.prefetch_related("sites__institution__organisation", "interruptions", "documents__file")
    return [
        {
            "kind": one.kind.name,
            "mode": one.mode.name,
            "title": one.title,
            "sent_by": one.sending_organisation.name if one.sending_organisation else "",
            "from": one.start,
            "until": one.end,
            "state": one.state,
            "closed_on": one.closed_on,
            "reason": one.close_reason,
            "supervision_terms": one.supervision_terms,
            "prior_learning": one.prior_learning,
            "sites": [
                {
                    "host": site.institution.organisation.name,
                    "from": site.start,
                    "until": site.end,
                    "share": site.time_share,
                }
                for site in one.sites.all()  # type: ignore[attr-defined]
            ],
            "interruptions": [
                {"from": out.start, "until": out.end, "authorised": out.authorised, "reason": out.reason}
                for out in one.interruptions.all()  # type: ignore[attr-defined]
            ],
            "documents": [document.file.name for document in one.documents.all()],  # type: ignore[attr-defined]
        }
        for one in rows.order_by("pk")
    ]


def erase_placements(user: User) -> None:
    """The placement stays with its hosts and school, as dates and hours; what was written about the person goes."""
    mine = Placement.objects.filter(person=user)
    PlacementDocument.objects.filter(Q(placement__in=mine) | Q(added_by=user)).delete()
    Interruption.objects.filter(placement__in=mine).update(reason="")
    mine.update(title="", supervision_terms="", prior_learning="", young_ground="")
    mine.exclude(close_reason="").update(close_reason="—")


def export_supervisions(user: User) -> object:
    rows = Supervisor.objects.filter(user=user).select_related("placement")
    return [
        {
            "capacity": one.capacity,
            "name": one.name,
            "function": one.function,
            "email": one.email,
            "telephone": one.telephone,
            "since": one.since,
            "until": one.until,
        }
        for one in rows.order_by("pk")
    ]


def erase_supervisions(user: User) -> None:
    """That somebody accompanied stays, without who it was."""
    Supervisor.objects.filter(user=user).update(user=None, name="—", function="", email="", telephone="")


EMPLOYMENT = (
    *("name", "country", "siret", "address", "postcode", "city", "function"),
    *("contact_name", "contact_function", "contact_email", "contact_telephone"),
    *("signatory_name", "signatory_function", "signatory_email", "since", "until", "recognised_at"),
)


def export_employments(user: User) -> object:
    return list(Employment.objects.filter(person=user).order_by("pk").values(*EMPLOYMENT))


def erase_employments(user: User) -> None:
    """What no placement stands on goes; otherwise the employer stays, without the post nor whom to write to."""
    mine = Employment.objects.filter(person=user)
    mine.filter(placements=None, applications=None).delete()
    blank = dict.fromkeys(EMPLOYMENT[6:14], "")
    mine.filter(until=None).update(until=timezone.localdate())
    mine.update(**blank)


def export_feed(user: User) -> object:
    return list(CalendarFeed.objects.filter(user=user).values("created_at"))


def erase_feed(user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()


def forget_shared(before: datetime.datetime) -> int:
    """What parties shared about a placement that is long over: documents, particular conditions, reasons."""
    old = Placement.objects.filter(end__lt=before.date())
    number = PlacementDocument.objects.filter(placement__in=old).delete()[0]
    Interruption.objects.filter(placement__in=old).exclude(reason="").update(reason="")
    written = old.exclude(supervision_terms="", prior_learning="")
    return number + written.update(supervision_terms="", prior_learning="")

"""Requests for grants as data of people: given out, erased, forgotten in time."""

from __future__ import annotations

import datetime

from accounts.models import User
from internships.enums import GrantRequestState
from internships.models import GrantApplication, GrantDocument

CLOSED = (GrantRequestState.REFUSED, GrantRequestState.WITHDRAWN)


def export_requests(user: User) -> object:
    rows = GrantApplication.objects.filter(person=user).select_related("grant__funder").prefetch_related("documents")
    return [
        {
            "grant": one.grant.title,
            "funder": one.grant.funder.name,
            "state": one.state,
            "amount_asked": str(one.amount_asked or ""),
            "amount_granted": str(one.amount_granted or ""),
            "message": one.message,
            "told": one.told,
            "answer": one.answer,
            "reason": one.reason,
            "sent_at": one.sent_at,
            "decided_at": one.decided_at,
            "documents": [str(document) for document in one.documents.all()],  # type: ignore[attr-defined]
        }
        for one in rows.order_by("pk")
    ]


def erase_requests(user: User) -> None:
    """That a sum was granted stays with the funder's accounts; what was written and sent along goes."""
    mine = GrantApplication.objects.filter(person=user)
    mine.filter(state=GrantRequestState.DRAFT).delete()
    GrantDocument.objects.filter(application__in=mine).delete()
    mine.update(message="", told={}, answer="")
    mine.exclude(reason="").update(reason="—")
    mine.filter(state=GrantRequestState.SENT).update(state=GrantRequestState.WITHDRAWN)
    GrantApplication.objects.filter(decided_by=user).update(decided_by=None)


def forget_requests(before: datetime.datetime) -> int:
    """Those that came to nothing, and drafts of stays that are long over."""
    old = GrantApplication.objects.filter(state__in=CLOSED, created_at__lt=before, decided_at__isnull=True)
    answered = GrantApplication.objects.filter(state__in=CLOSED, decided_at__lt=before)
    drafts = GrantApplication.objects.filter(state=GrantRequestState.DRAFT, placement__end__lt=before.date())
    return sum(rows.delete()[0] for rows in (old, answered, drafts))

"""Where a request for a grant stands, in a sentence for whoever reads it (E5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from internships import money
from internships.enums import GrantRequestState
from internships.grant_workflow import Who
from internships.models import GrantApplication
from internships.words import said


@dataclass(frozen=True)
class State:
    text: str
    kind: str


def sentence(application: GrantApplication, who: frozenset[Who]) -> State:
    mine = Who.TRAINEE in who
    day = said(timezone.localdate(application.decided_at)) if application.decided_at else ""
    if application.state == GrantRequestState.DRAFT:
        return State(_("Being written: nothing is sent yet"), "draft")
    if application.state == GrantRequestState.SENT:
        sent = said(timezone.localdate(application.sent_at))
        words = _("Sent on %(day)s, waits for the funder") if mine else _("Received on %(day)s, waits for your answer")
        return State(words % {"day": sent}, "waiting")
    if application.state == GrantRequestState.GRANTED and application.amount_granted is not None:
        amount = money.said(application.amount_granted, application.grant.currency)
        return State(_("Granted on %(day)s: %(amount)s") % {"day": day, "amount": amount}, "done")
    if application.state == GrantRequestState.REFUSED:
        return State(_("Refused on %(day)s") % {"day": day}, "stopped")
    return State(_("Withdrawn"), "stopped")

"""How the trace says what was done to requests for an immersion and to the ledger, and where a request stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.models import ImmersionRequest
from exchanges.request_enums import Part, RequestState
from internships.words import said

WORDS = {
    "immersion.accept": gettext_lazy("Immersion accepted"),
    "immersion.agree": gettext_lazy("Other days accepted for an immersion"),
    "immersion.asked": gettext_lazy("Immersion asked for"),
    "immersion.cancel": gettext_lazy("Immersion cancelled"),
    "immersion.decline": gettext_lazy("Other days declined for an immersion"),
    "immersion.lapse": gettext_lazy("Request for an immersion closed: nobody answered in time"),
    "immersion.moved": gettext_lazy("Days of an immersion changed"),
    "immersion.propose": gettext_lazy("Other days proposed for an immersion"),
    "immersion.refuse": gettext_lazy("Immersion refused by the host structure"),
    "immersion.structure_left": gettext_lazy("Request for an immersion closed: a structure left the exchanges"),
    "immersion.visa": gettext_lazy("Visa given for an immersion"),
    "immersion.visa_refuse": gettext_lazy("Visa refused for an immersion"),
    "immersion.waived": gettext_lazy("Welcome no longer owed"),
    "immersion.withdraw": gettext_lazy("Request for an immersion withdrawn"),
}


@dataclass(frozen=True)
class Standing:
    """A state as a sentence, and how a page marks it."""

    text: str
    kind: str


def sentence(made: ImmersionRequest, who: frozenset[Part]) -> Standing:
    """Where a request stands, for whoever reads it."""
    if made.state == RequestState.VISA:
        since = {"day": said(timezone.localdate(made.asked_at))}
        if Part.VISA in who:
            return Standing(_("Waits for your visa since %(day)s") % since, "urgent")
        return Standing(_("With human resources since %(day)s, for the visa") % since, "waiting")
    if made.state == RequestState.SENT:
        return _sent(made, who)
    if made.state == RequestState.ACCEPTED:
        return _agreed(made)
    day = {"day": said(timezone.localdate(made.closed_at)) if made.closed_at else ""}
    if made.state == RequestState.REFUSED:
        words = _("Refused by the host structure on %(day)s") if made.sent_at else _("Visa refused on %(day)s")
        return Standing(words % day, "stopped")
    if made.is_lapsed:
        return Standing(_("Not answered in time, closed on %(day)s") % day, "stopped")
    words = _("Withdrawn on %(day)s") if made.state == RequestState.WITHDRAWN else _("Cancelled on %(day)s")
    return Standing(words % day, "stopped")


def _sent(made: ImmersionRequest, who: frozenset[Part]) -> Standing:
    if made.proposed_at is not None:
        day = {"day": said(timezone.localdate(made.proposed_at))}
        if Part.PERSON in who:
            return Standing(_("Other days are proposed since %(day)s: your turn") % day, "urgent")
        return Standing(_("Other days proposed on %(day)s, waits for the professional") % day, "waiting")
    since = {"day": said(timezone.localdate(made.sent_at)) if made.sent_at else ""}
    if Part.HOST in who:
        return Standing(_("Waits for your answer since %(day)s") % since, "urgent")
    return Standing(_("With the host structure since %(day)s") % since, "waiting")


def _agreed(made: ImmersionRequest) -> Standing:
    today = timezone.localdate()
    if made.last_day < today:
        return Standing(_("Took place until %(day)s") % {"day": said(made.last_day)}, "done")
    if made.first_day <= today:
        return Standing(_("Under way until %(day)s") % {"day": said(made.last_day)}, "done")
    return Standing(
        _("Agreed: from %(first)s to %(last)s") % {"first": said(made.first_day), "last": said(made.last_day)}, "done"
    )

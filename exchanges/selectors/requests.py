"""Requests for an immersion as pages and services read them: days, lists, what is open, what comes next."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry, PersonalLink, User
from exchanges.enums import StructureState
from exchanges.models import ImmersionOffer, ImmersionRequest, OfferWindow, Structure
from exchanges.request_enums import ACTIVE_STATES, RequestState
from exchanges.selectors.hands import Hands, answered_by, hands_of
from internships.models import Employment
from internships.words import said

if TYPE_CHECKING:
    from exchanges.access import Seat

SATURDAY = 5
RELATED = (
    "space__pilot",
    "structure__institution__organisation",
    "structure__space",
    "person",
    "offer__structure__institution__organisation",
    "offer__structure__space",
    "offer__site",
    "offer__written_by",
    "window",
    "placement",
    "visa_by",
    "answered_by",
    "returns__offer__structure__institution__organisation",
)


def with_all(rows: QuerySet[ImmersionRequest]) -> QuerySet[ImmersionRequest]:
    """With what a step, its e-mails and the page of a request read."""
    return rows.select_related(*RELATED)


def days_of(first: datetime.date, last: datetime.date) -> int:
    """B3: how many days somebody comes: a weekend in between does not count, one that is chosen does."""
    between = (first + datetime.timedelta(days=number) for number in range(1, (last - first).days))
    inner = sum(1 for day in between if day.weekday() < SATURDAY)
    return inner + (1 if first == last else 2)


def bounds(offer: ImmersionOffer) -> tuple[int, int]:
    """B3: the least and the most days: those of the sheet within those of the space."""
    space = offer.structure.space
    return max(space.least_days, offer.least_days), min(space.most_days, offer.most_days)


def length_words(offer: ImmersionOffer) -> str:
    """« 2 ou 3 jours »."""
    least, most = bounds(offer)
    if least == most:
        return ngettext("%(count)d day", "%(count)d days", least) % {"count": least}
    if most == least + 1:
        return _("%(least)d or %(most)d days") % {"least": least, "most": most}
    return _("%(least)d to %(most)d days") % {"least": least, "most": most}


def window_of(offer: ImmersionOffer, first: datetime.date, last: datetime.date) -> OfferWindow | None:
    """The period of an offer that holds these days: one with a seat left, if there is any."""
    rows = OfferWindow.objects.filter(offer=offer, start__lte=first, end__gte=last)
    return rows.live().order_by("start", "pk").first() or rows.order_by("start", "pk").first()


def wrong_days(
    offer: ImmersionOffer, first: datetime.date, last: datetime.date, made: ImmersionRequest | None = None
) -> tuple[str, str] | None:
    """What is wrong with these days: beside which field, and the sentence. None when they will do.

    A request that was `made` may move within the period whose seat it holds.
    """
    if first <= timezone.localdate():
        return "first_day", _("Choose a first day after today.")
    if last < first:
        return "last_day", _("Choose a last day after the first one.")
    if wrong := wrong_length(offer, first, last):
        return "last_day", wrong
    window = window_of(offer, first, last)
    if window is None:
        return "first_day", _("These days are not within one of the periods: %(periods)s.") % {
            "periods": periods_words(offer) or _("none is left")
        }
    if window.seats_left <= 0 and not _holds(made, first, last):
        return "first_day", _("The last seat of this period has been taken. Other periods: %(periods)s.") % {
            "periods": periods_words(offer) or _("none is left")
        }
    return None


def wrong_length(offer: ImmersionOffer, first: datetime.date, last: datetime.date) -> str:
    """B3: too few or too many days, in a sentence; empty when their number will do."""
    least, most = bounds(offer)
    number = days_of(first, last)
    if least <= number <= most:
        return ""
    words = ngettext(
        "That is %(count)d day: an immersion here lasts %(length)s.",
        "That is %(count)d days: an immersion here lasts %(length)s.",
        number,
    )
    return words % {"count": number, "length": length_words(offer)}


def _holds(made: ImmersionRequest | None, first: datetime.date, last: datetime.date) -> bool:
    window = made.window if made is not None and made.holds_seat else None
    return window is not None and window.start <= first and last <= window.end


def periods_words(offer: ImmersionOffer) -> str:
    """« du 3 mars 2027 au 28 mars 2027 », those with a seat left."""
    return ", ".join(
        _("from %(start)s to %(end)s") % {"start": said(one.start), "end": said(one.end)}
        for one in OfferWindow.objects.live().filter(offer=offer).order_by("start", "pk")
    )


def structures_asking(person: User, offer: ImmersionOffer) -> list[Structure]:
    """Those of the person's structures in the space of the offer that are not its own: one of them asks."""
    rows = Structure.objects.of_professional(person).filter(space=offer.structure.space_id)
    rows = rows.exclude(pk=offer.structure_id).select_related("space", "institution__organisation")
    return list(rows.distinct())


def employment_of(person: User, structure: Structure) -> Employment | None:
    """The person's job at that structure, as both know it."""
    rows = Employment.objects.current().known_to(structure.organisation).filter(person=person)
    return rows.order_by("-pk").first()


def returnable(first: ImmersionRequest, person: User) -> bool:
    """B1: whether the person may ask for the return leg: they are of the structure that receives, and no leg stands."""
    if first.state != RequestState.ACCEPTED or first.structure.state != StructureState.APPROVED:
        return False
    if ImmersionRequest.objects.active().filter(returns=first).exists():
        return False
    return Structure.objects.of_professional(person).filter(pk=first.offer.structure_id).exists()


def pairs_with(request: ImmersionRequest) -> ImmersionRequest | None:
    """The other leg of an accueil croisé: the first one of a return, or the return that stands."""
    if request.returns is not None:
        return request.returns
    legs = with_all(ImmersionRequest.objects.filter(returns=request, state__in=ACTIVE_STATES))
    return legs.first()


VIEWS = ("mine", "received", "ours")


def listed(seat: Seat, view: str, hands: Hands | None = None) -> QuerySet[ImmersionRequest]:
    """One of the lists: what I asked for, what my structure is asked for, what my structure's people ask for."""
    hands = hands or hands_of(seat)
    rows = with_all(ImmersionRequest.objects.visible_to(seat, hands))
    if view == "received":
        return rows.filter(answered_by(seat, hands), sent_at__isnull=False)
    if view == "ours":
        return rows.filter(structure__in=hands.visas)
    if view == "all" and seat.is_pilot:
        return rows
    return rows.filter(person=seat.user)


def link_still_wanted(link: PersonalLink) -> bool:
    """Whether a new link is worth sending: the visa is waited for."""
    return ImmersionRequest.objects.filter(pk=link.target_id or 0, state=RequestState.VISA).exists()


def timeline(request: ImmersionRequest) -> list[dict[str, object]]:
    """What happened, from the trace, the oldest first."""
    rows = AuditEntry.objects.filter(target_type=request._meta.label_lower, target_id=str(request.pk))
    return [
        {"at": one.at, "action": one.action, "actor": str(one.actor) if one.actor else ""}
        for one in rows.select_related("actor").order_by("at", "pk")
    ]

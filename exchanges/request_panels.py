"""What requests and the ledger tell on the two front pages of the space (B1, B2, B8, B13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchanges.models import ImmersionRequest, LedgerEntry
from exchanges.panels import Panel
from exchanges.request_enums import WAITING_STATES, RequestState
from exchanges.selectors.hands import answered_by, hands_of

if TYPE_CHECKING:
    from exchanges.access import Seat


def home(seat: Seat) -> Iterator[Panel]:
    """What waits for this person, and what their structures owe and are owed."""
    if not seat.structures:
        return
    hands = hands_of(seat)
    mine = {one.pk for one in seat.structures}
    counted = ImmersionRequest.objects.visible_to(seat, hands).aggregate(
        visas=Count("pk", filter=Q(state=RequestState.VISA, structure__in=hands.visas) & ~Q(person=seat.user)),
        answers=Count(
            "pk",
            filter=Q(state=RequestState.SENT, proposed_at__isnull=True) & answered_by(seat, hands),
        ),
        own=Count("pk", filter=Q(person=seat.user, state__in=(*WAITING_STATES, RequestState.ACCEPTED))),
    )
    yield from _requests(counted)
    debts = (
        LedgerEntry.objects.open_debts()
        .filter(space=seat.space)
        .aggregate(owed=Count("pk", filter=Q(debtor__in=mine)), due=Count("pk", filter=Q(creditor__in=mine)))
    )
    yield Panel(
        title=_("Reciprocity"),
        address=reverse("exchanges:ledger"),
        text=_("We owe %(owed)d, we are owed %(due)d.") % debts,
        icon="repeat-2",
        place=30,
    )


def _requests(counted: dict[str, int]) -> Iterator[Panel]:
    if counted["visas"]:
        words = ngettext("%(count)d visa to give", "%(count)d visas to give", counted["visas"])
        address = reverse("exchanges:hr_requests")
        yield Panel(title=words % {"count": counted["visas"]}, address=address, icon="stamp", urgent=True, place=10)
    if counted["answers"]:
        words = ngettext("%(count)d request to answer", "%(count)d requests to answer", counted["answers"])
        address = f"{reverse('exchanges:requests')}?liste=received"
        yield Panel(
            title=words % {"count": counted["answers"]},
            address=address,
            icon="mail-question-mark",
            urgent=True,
            place=11,
        )
    if counted["own"]:
        words = ngettext("%(count)d request of mine under way", "%(count)d requests of mine under way", counted["own"])
        yield Panel(
            title=words % {"count": counted["own"]}, address=reverse("exchanges:requests"), icon="send", place=20
        )


def dashboard(seat: Seat) -> Iterator[Panel]:
    """For the pilot: how many immersions, what waits for whom, what is owed."""
    today = timezone.localdate()
    counted = ImmersionRequest.objects.filter(space=seat.space).aggregate(
        waiting=Count("pk", filter=Q(state__in=WAITING_STATES)),
        ahead=Count("pk", filter=Q(state=RequestState.ACCEPTED, last_day__gte=today)),
        over=Count("pk", filter=Q(state=RequestState.ACCEPTED, last_day__lt=today)),
    )
    yield Panel(
        title=_("Immersions"),
        address=f"{reverse('exchanges:requests')}?liste=all",
        text=_("%(waiting)d wait for an answer, %(ahead)d are agreed, %(over)d took place.") % counted,
        icon="repeat-2",
        place=20,
    )
    owed = LedgerEntry.objects.open_debts().filter(space=seat.space).count()
    yield Panel(
        title=_("Ledger of exchanges"),
        address=reverse("exchanges:ledger_whole"),
        text=ngettext("%(count)d welcome is owed still.", "%(count)d welcomes are owed still.", owed) % {"count": owed},
        icon="book-marked",
        place=25,
    )

"""Rings: put right by the pilot, confirmed, dissolved (B1, B2). Nothing is sent before the pilot confirms.

Locks: the ring, its people by number, then seats, as for a request; so two pilots never decide on a ring at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, links
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import User
from exchanges import notifications_rings as emails
from exchanges import request_emails
from exchanges.access import Seat
from exchanges.enums import WishState
from exchanges.models import ImmersionRequest, Ring, RingLeg
from exchanges.request_enums import WAITING_STATES, RequestState
from exchanges.request_workflow import VISA_LINK
from exchanges.ring_enums import RingState
from exchanges.selectors import rings as selectors
from exchanges.selectors.requests import with_all, wrong_days
from exchanges.selectors.ring_pool import still_suits
from exchanges.services import moving, requests, wishes
from internships.services import locks

BUSY = gettext_lazy("Somebody else is deciding on this ring right now. Try again in a moment.")


@transaction.atomic
def confirm(*, ring_id: int, seat: Seat, addresses: Mapping[int, str] | None = None) -> Ring:
    """Every leg becomes an ordinary request and holds its seat; everybody in the ring is told.

    `addresses`, by the number of the leg: who gives the visa where nobody of the structure can here. Refused, with
    what is wrong in a sentence, when anything has changed since the search: then nothing is done.
    """
    ring = _open(ring_id, seat)
    legs = list(ring.legs.all())
    for person in sorted(leg.person_id for leg in legs):
        locks.person(person)
    for leg in sorted(legs, key=lambda one: (one.window_id or 0, one.pk)):
        _require_standing(leg)
        try:
            if wrong := wrong_days(leg.offer, *leg.days):
                raise Refused(wrong[1])
            requests.open_from_leg(leg=leg, actor=seat.user, visa_email=(addresses or {}).get(leg.pk, ""))
        except Refused as problem:
            values = {"person": leg.person, "host": leg.host.name, "why": problem}
            raise Refused(_("%(person)s → %(host)s: %(why)s") % values) from problem
    RingLeg.objects.filter(ring=ring).update(standing=True)
    _decide(ring, RingState.CONFIRMED, seat.user)
    emails.confirmed(ring, legs)
    return ring


def _require_standing(leg: RingLeg) -> None:
    values = {"person": leg.person, "host": leg.host.name}
    free = leg.wish is not None and selectors.free_wishes(leg.ring.run.space).filter(pk=leg.wish.pk).exists()
    if not free:
        words = _("The wish of %(person)s is no longer open, or is being answered otherwise. Replace this leg.")
        raise Refused(words % values)
    if leg.window is None:
        raise Refused(_("%(host)s no longer offers this period. Replace the leg that leads there.") % values)
    if leg.first_day <= timezone.localdate():
        raise Refused(_("The days of %(person)s at %(host)s have come already. Replace this leg.") % values)
    if not still_suits(leg):
        words = _("%(person)s → %(host)s: the wish no longer says so, or these days are taken. Replace this leg.")
        raise Refused(words % values)


@transaction.atomic
def drop(*, ring_id: int, seat: Seat) -> Ring:
    """The pilot puts a proposal aside: nobody ever hears of it."""
    ring = _open(ring_id, seat)
    _decide(ring, RingState.DROPPED, seat.user)
    return ring


@transaction.atomic
def fix(*, leg_id: int, seat: Seat, fixed: bool) -> RingLeg:
    """Keeps a leg when the search is done again, or lets it go."""
    leg = _leg(leg_id, seat)
    leg.fixed = fixed
    leg.save(update_fields=["fixed"])
    return leg


@transaction.atomic
def mend(*, leg_id: int, seat: Seat, key: str) -> Ring:
    """Puts another option in the place of a leg: somebody else, other days, or a ring without its structure."""
    leg = _leg(leg_id, seat)
    ring = leg.ring
    option = next((one for one in selectors.options(ring, leg) if one.key == key), None)
    if option is None:
        raise Refused(_("This is not possible any more: here is what is."))
    target = leg
    if option.skips:
        others = list(ring.legs.order_by("position"))
        target = others[[one.pk for one in others].index(leg.pk) - 1]
        leg.delete()
    target.wish, target.person = option.wish, option.wish.person
    target.offer, target.window = option.window.offer, option.window
    target.first_day, target.last_day = option.period
    target.save()
    for place, one in enumerate(ring.legs.order_by("position")):
        RingLeg.objects.filter(pk=one.pk).update(position=place)
    _trace("rings.mended", ring, seat.user)
    return ring


@transaction.atomic
def dissolve(request: ImmersionRequest, *, actor: User | None) -> Ring | None:
    """A leg of a confirmed ring ends without an immersion: only its ring is dissolved, and all in it are told.

    Requests of the ring that still wait for a visa or an answer are closed, and their wishes are open again. What two
    sides have agreed on already stands as an ordinary immersion. Called under the lock of the request; nothing happens
    where the ring is dissolved already.
    """
    if request.ring_leg_id is None:
        return None
    locked = Ring.objects.select_for_update(of=("self",), no_key=True).filter(legs=request.ring_leg_id).first()
    if locked is None or locked.state != RingState.CONFIRMED:
        return None
    ring = _whole([locked.pk])
    ring.reason = str(request.ring_leg_id)
    RingLeg.objects.filter(ring=ring).update(standing=False)
    _decide(ring, RingState.DISSOLVED, actor)
    for other in _waiting(ring, request):
        _close(other, actor)
    legs = list(ring.legs.all())
    agreed = ImmersionRequest.objects.filter(ring_leg__in=legs, state=RequestState.ACCEPTED)
    stays: set[int | None] = set(agreed.values_list("ring_leg", flat=True))
    _reopen([leg for leg in legs if leg.pk not in stays], actor)
    emails.dissolved(ring, legs, request=request, stays=stays)
    return ring


def _waiting(ring: Ring, besides: ImmersionRequest) -> Iterable[ImmersionRequest]:
    """The other requests of the ring that wait for somebody. One that is being decided right now is left to that."""
    rows = with_all(ImmersionRequest.objects.filter(ring_leg__ring=ring, state__in=WAITING_STATES))
    return list(rows.exclude(pk=besides.pk).select_for_update(of=("self",), skip_locked=True).order_by("pk"))


def _close(made: ImmersionRequest, actor: User | None) -> None:
    was_sent = made.state == RequestState.SENT
    requests.clear_proposal(made)
    made.state, made.closed_at = RequestState.WITHDRAWN, timezone.now()
    made.version += 1
    moving.free_seat(made)
    made.save()
    moving.trace(made, "ring_dissolved", actor=actor)
    links.revoke(purpose=VISA_LINK, target=made)
    request_emails.withdrawn(made, was_sent=was_sent)


def _reopen(legs: Iterable[RingLeg], actor: User | None) -> None:
    for leg in legs:
        if leg.wish is not None and leg.wish.state == WishState.SERVED:
            wishes.open_again(wish_id=leg.wish.pk, actor=actor)


def _open(ring_id: int, seat: Seat) -> Ring:
    """The ring while it is a proposal, with its row held."""
    with busy_said(BUSY):
        Ring.objects.select_for_update(of=("self",), no_key=True).get(pk=ring_id)
    ring = _whole([ring_id])
    if not seat.is_pilot or ring.run.space_id != seat.space.pk:
        raise Refused(_("Only the pilot of the space decides on its rings."))
    if ring.state != RingState.PROPOSED:
        raise Refused(_already(ring))
    return ring


def _already(ring: Ring) -> str:
    who = ring.decided_by or _("somebody")
    words = {
        RingState.CONFIRMED: _("This ring has been confirmed meanwhile by %(who)s."),
        RingState.DROPPED: _("This ring has been put aside meanwhile by %(who)s."),
        RingState.DISSOLVED: _("This ring has been dissolved meanwhile."),
    }[RingState(ring.state)]
    return words % {"who": who}


def _whole(numbers: Iterable[int]) -> Ring:
    rows = Ring.objects.select_related("run__space__pilot", "run__space__territory", "decided_by").whole()
    return rows.get(pk__in=list(numbers))


def _leg(leg_id: int, seat: Seat) -> RingLeg:
    ring = _open(RingLeg.objects.values_list("ring", flat=True).get(pk=leg_id), seat)
    leg = next(one for one in ring.legs.all() if one.pk == leg_id)
    leg.ring = ring
    return leg


def _decide(ring: Ring, state: str, actor: User | None) -> None:
    ring.state, ring.decided_by, ring.decided_at = state, actor, timezone.now()
    ring.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _trace(f"rings.{state}", ring, actor)


def _trace(action: str, ring: Ring, actor: User | None) -> None:
    audit.record(action=action, actor=actor, target=ring, organisation=ring.run.space.pilot, data={"run": ring.run_id})

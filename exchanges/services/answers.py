"""What the host structure answers, and what follows: the placement, the ledger (B1, B2, B10)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from exchanges import request_emails as emails
from exchanges.models import ImmersionRequest
from exchanges.request_workflow import Action, require
from exchanges.selectors import hands, requests
from exchanges.services import ledger, wishes
from exchanges.services.moving import free_seat, hold_seat, locked, move, require_host, require_right
from exchanges.services.requests import WrongDays, clear_proposal
from internships.models import Employment, Placement, PlacementKind, PlacementMode
from internships.services import locks
from internships.services.placements import creation, ending
from internships.services.placements.covering import FULL

if TYPE_CHECKING:
    from exchanges.access import Seat

IMMERSION = "immersion"


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """Who receives the person: where nobody is named, the contact of the sheet does."""

    name: str = ""
    function: str = ""
    email: str = ""
    telephone: str = ""


@transaction.atomic
def accept(*, request_id: int, seat: Seat, answer: str = "", welcome: Welcome | None = None) -> ImmersionRequest:
    """The host structure agrees on the days: the seat is taken, the placement made, the ledger written.

    Raises Refused when no seat is left, when the person is elsewhere on these days, or when the structure that asks
    has nothing to offer any more (B2).
    """
    _lock_person(request_id)
    made = locked(request_id)
    step = require(made, "accept", seat)
    made.answer = answer.strip()
    _agree(made, step, actor=seat.user, welcome=welcome or Welcome())
    emails.accepted(made)
    return made


@transaction.atomic
def agree(*, request_id: int, seat: Seat) -> ImmersionRequest:
    """The person takes the days that the host structure proposed: that is agreed. Human resources are told."""
    _lock_person(request_id)
    made = locked(request_id)
    step = require(made, "agree", seat)
    assert made.proposed_first is not None
    assert made.proposed_last is not None
    free_seat(made)
    made.first_day, made.last_day = made.proposed_first, made.proposed_last
    clear_proposal(made)
    _agree(made, step, actor=seat.user, welcome=Welcome())
    emails.agreed(made)
    return made


@transaction.atomic
def refuse(*, request_id: int, seat: Seat, reason: str) -> ImmersionRequest:
    """The host structure cannot receive the person, and says why."""
    made = locked(request_id)
    step = require(made, "refuse", seat)
    made.answered_by, made.answered_at = seat.user, timezone.now()
    clear_proposal(made)
    move(made, step, actor=seat.user, text=reason)
    ledger.unbook(request=made, actor=seat.user)
    emails.refused(made)
    return made


@transaction.atomic
def propose(
    *, request_id: int, seat: Seat, first_day: datetime.date, last_day: datetime.date, answer: str = ""
) -> ImmersionRequest:
    """The host structure proposes other days within its periods; the person answers. Raises WrongDays."""
    made = locked(request_id)
    step = require(made, "propose", seat)
    if (first_day, last_day) == (made.first_day, made.last_day):
        raise WrongDays("first_day", _("These are the days asked for: accept them, or choose others."))
    if wrong := requests.wrong_days(made.offer, first_day, last_day, made):
        raise WrongDays(*wrong)
    made.proposed_first, made.proposed_last, made.proposed_at = first_day, last_day, timezone.now()
    made.answer, made.answered_by = answer.strip(), seat.user
    move(made, step, actor=seat.user)
    emails.proposed(made)
    return made


@transaction.atomic
def decline(*, request_id: int, seat: Seat) -> ImmersionRequest:
    """The person keeps their own days: the host structure answers on those."""
    made = locked(request_id)
    step = require(made, "decline", seat)
    emails.declined(made)
    clear_proposal(made)
    move(made, step, actor=seat.user)
    return made


@transaction.atomic
def cancel(*, request_id: int, seat: Seat, reason: str) -> ImmersionRequest:
    """An agreed immersion does not take place: its placement is cancelled, all follows from there."""
    made = ImmersionRequest.objects.select_related("placement").get(pk=request_id)
    if made.placement_id is not None:
        locks.placement(made.placement_id)
    made = locked(request_id)
    require(made, "cancel", seat)
    assert made.placement_id is not None
    ending.cancel(placement_id=made.placement_id, actor=seat.user, reason=reason)
    return locked(request_id)


def _lock_person(request_id: int) -> None:
    """Before the request: the order of locks of placements (`internships.services.locks`)."""
    locks.person(ImmersionRequest.objects.values_list("person_id", flat=True).get(pk=request_id))


def _agree(made: ImmersionRequest, step: Action, *, actor: User, welcome: Welcome) -> None:
    require_right(made.structure)
    require_host(made)
    if made.first_day <= timezone.localdate():
        raise Refused(_("The first day is over: propose other days."))
    hold_seat(made)
    made.answered_by, made.answered_at = actor, timezone.now()
    made.placement = _make_placement(made, welcome, actor)
    move(made, step, actor=actor, placement=made.placement.pk)
    ledger.book(request=made, actor=actor)
    if made.wish_id:
        wishes.served(wish_id=made.wish_id, actor=actor)


def _make_placement(made: ImmersionRequest, welcome: Welcome, actor: User) -> Placement:
    """The placement: from it come the agreement with its three clauses, the calendar and the certificate (B10)."""
    offer = made.offer
    site = creation.SiteData(
        institution=offer.structure.institution,
        site=offer.site,
        start=made.first_day,
        end=made.last_day,
        time_share=FULL,
        tutor_name=welcome.name or offer.contact_name,
        tutor_function=welcome.function if welcome.name else offer.contact_function,
        tutor_email=welcome.email if welcome.name else offer.contact_email,
        tutor_telephone=welcome.telephone if welcome.name else offer.contact_telephone,
    )
    employment = _employment(made)
    return creation.create(
        person=made.person,
        kind=PlacementKind.objects.get(code=IMMERSION),
        mode=PlacementMode.objects.get(code=IMMERSION),
        sites=[site],
        sender=made.structure.organisation,
        employment=employment,
        title=offer.title[:160],
        actor=actor,
        tells=False,
    )


def _employment(made: ImmersionRequest) -> Employment | None:
    """The person's job there. Where nobody speaks for the employer here, whoever gave the visa is its contact."""
    structure, person = made.structure, made.person
    known = requests.employment_of(person, structure)
    if hands.speaks_employer(structure, besides=person):
        return known
    known = (
        known
        or Employment.objects.filter(person=person, organisation=structure.organisation, until__isnull=True).first()
    )
    known = known or Employment(person=person, organisation=structure.organisation, name=structure.organisation.name)
    known.function = known.function or made.post
    known.agreed_at = known.agreed_at or made.visa_at
    if not known.contact_email:
        by = made.visa_by
        address = made.visa_email or (by.email if by and by.pk != person.pk else "") or ""
        known.contact_name, known.contact_email = made.visa_name, address
    known.save()
    return known

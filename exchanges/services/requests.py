"""Asking for an immersion, giving the visa, taking a request back (B2, B3, B13)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from exchanges import request_emails as emails
from exchanges.models import ImmersionOffer, ImmersionRequest, ImmersionWish, RingLeg, Structure
from exchanges.request_enums import RequestState
from exchanges.request_workflow import VISA_LINK, Action, require
from exchanges.selectors import hands, requests
from exchanges.services import ledger
from exchanges.services.moving import hold_seat, locked, move, require_host, require_right, trace
from internships.services import locks

if TYPE_CHECKING:
    from exchanges.access import Seat


class WrongDays(Refused):
    """The days will not do; `field` says beside which field the sentence belongs."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class NoVisa(Refused):
    """Nobody could give the visa: the address of whoever speaks for the employer is missing, or one's own."""


@transaction.atomic
def ask(
    *,
    person: User,
    structure: Structure,
    offer: ImmersionOffer,
    first_day: datetime.date,
    last_day: datetime.date,
    motivation: str,
    post: str = "",
    visa_email: str = "",
    wish: ImmersionWish | None = None,
    returns: ImmersionRequest | None = None,
) -> ImmersionRequest:
    """A professional asks to come on these days. Human resources are asked first; `visa_email` where nobody of the
    structure can give the visa here.

    Raises NoRight without an offer of one's own structure (B2), WrongDays beyond what is offered (B3), Refused when
    the person has asked already, or is not of that structure.
    """
    person = locks.person(person.pk)
    structure, offer = _fresh(structure, offer)
    returns = requests.with_all(ImmersionRequest.objects.all()).get(pk=returns.pk) if returns else None
    _require_place(person, structure, offer, returns)
    require_right(structure)
    if wrong := requests.wrong_days(offer, first_day, last_day):
        raise WrongDays(*wrong)
    window = requests.window_of(offer, first_day, last_day)
    assert window is not None
    made = ImmersionRequest(
        space=offer.structure.space,
        structure=structure,
        person=person,
        offer=offer,
        window=window,
        first_day=first_day,
        last_day=last_day,
        motivation=motivation.strip(),
        post=" ".join(post.split()),
        visa_email=visa_email.strip(),
        wish=wish,
        returns=returns,
        funding_body=structure.funding_body,
    )
    return _begin(made, actor=person)


@transaction.atomic
def open_from_leg(*, leg: RingLeg, actor: User | None, visa_email: str = "") -> ImmersionRequest:
    """A leg of a ring that the pilot confirmed becomes an ordinary request, with its own visa and answer.

    Its seat is held from now on, so that the ring holds. Raises Refused where no seat is left, where the structure
    has nothing to offer any more (B2), or where the person has asked for the same already.
    """
    person = locks.person(leg.person_id)
    structure, offer = _fresh(leg.structure, leg.offer)
    _require_place(person, structure, offer, None)
    require_right(structure)
    job = requests.employment_of(person, structure)
    made = ImmersionRequest(
        space=offer.structure.space,
        structure=structure,
        person=person,
        offer=offer,
        first_day=leg.first_day,
        last_day=leg.last_day,
        motivation=leg.wish.text if leg.wish else "",
        post=job.function if job else "",
        visa_email=visa_email.strip() or (job.contact_email if job else ""),
        wish=leg.wish,
        funding_body=structure.funding_body,
        ring_leg=leg,
    )
    hold_seat(made)
    return _begin(made, actor=actor)


def _fresh(structure: Structure, offer: ImmersionOffer) -> tuple[Structure, ImmersionOffer]:
    """Read again, so that nothing is judged by what a page knew."""
    offers = ImmersionOffer.objects.published().select_related(
        "structure__space__pilot", "structure__institution__organisation"
    )
    found = offers.filter(pk=offer.pk).first()
    if found is None:
        raise Refused(_("This offer is no longer published."))
    rows = Structure.objects.select_related("space", "institution__organisation")
    return rows.get(pk=structure.pk), found


def _require_place(person: User, structure: Structure, offer: ImmersionOffer, returns: ImmersionRequest | None) -> None:
    if structure.space_id != offer.structure.space_id or structure.pk == offer.structure_id:
        raise Refused(_("This is an offer of your own structure: choose one of another structure."))
    if not Structure.objects.of_professional(person).filter(pk=structure.pk).exists():
        raise Refused(_("An immersion is for professionals of a structure that takes part."))
    if returns is None:
        return
    if returns.structure_id != offer.structure_id or returns.offer.structure_id != structure.pk:
        raise Refused(_("A return leg goes to the structure whose professional was received."))
    if not requests.returnable(returns, person):
        raise Refused(_("The return leg of this immersion was asked for already, or the immersion no longer stands."))


def _begin(made: ImmersionRequest, *, actor: User | None) -> ImmersionRequest:
    """Saves it and asks for the visa: people of the structure, otherwise the address of whoever speaks for it.

    Nobody gives the visa to themselves. Where human resources are here, no address that the person types is written to.
    """
    people = hands.visa_people(made.structure, besides=made.person)
    if hands.speaks_employer(made.structure, besides=made.person):
        made.visa_email = ""
    if not people and not made.visa_email:
        raise NoVisa(_("Nobody of your structure can give the visa here: give the address of whoever can."))
    if made.visa_email.casefold() == (made.person.email or "").casefold():
        raise NoVisa(_("Give the address of somebody who speaks for your employer, not your own."))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("This was asked for already: look among your requests.")) from error
    trace(made, "asked", actor=actor, offer=made.offer_id, returns=made.returns_id)
    emails.ask_visa(made, people)
    _send_link(made)
    emails.receipt(made)
    return made


def _send_link(made: ImmersionRequest) -> None:
    if made.visa_email:
        links.issue(
            purpose=VISA_LINK,
            email=made.visa_email,
            target=made,
            language=made.person.language,
            organisation=made.structure.organisation,
            issued_by=made.person,
        )


@transaction.atomic
def give_visa(
    *,
    request_id: int,
    seat: Seat | None,
    link: PersonalLink | None = None,
    comment: str = "",
    funding_body: str = "",
    name: str = "",
) -> ImmersionRequest:
    """B13: human resources agree; the request goes to the host structure. The funding body is noted."""
    made = locked(request_id)
    step = require(made, "visa", seat, link)
    require_right(made.structure)
    require_host(made)
    made.visa_comment, made.funding_body = comment.strip(), " ".join(funding_body.split())
    actor = seat.user if seat else None
    said = " ".join(name.split()) or (str(actor) if actor else (link.email if link else ""))
    made.visa_by, made.visa_name, made.visa_at = actor, said[:160], timezone.now()
    made.sent_at = made.visa_at
    move(made, step, actor=actor, link=link)
    if link is None:
        links.revoke(purpose=VISA_LINK, target=made)
    emails.received(made)
    emails.visa_given(made)
    return made


@transaction.atomic
def refuse_visa(
    *, request_id: int, seat: Seat | None, reason: str, link: PersonalLink | None = None
) -> ImmersionRequest:
    """B13: human resources do not agree, and say why."""
    made = locked(request_id)
    step = require(made, "visa_refuse", seat, link)
    made.visa_by, made.visa_at = (seat.user if seat else None), None
    move(made, step, actor=seat.user if seat else None, link=link, text=reason)
    _fall_away(made, seat.user if seat else None)
    emails.visa_refused(made)
    return made


@transaction.atomic
def withdraw(*, request_id: int, seat: Seat) -> ImmersionRequest:
    """The person takes the request back, before it is agreed."""
    made = locked(request_id)
    step = require(made, "withdraw", seat)
    was_sent = made.state == RequestState.SENT
    take_back(made, step, actor=seat.user)
    emails.withdrawn(made, was_sent=was_sent)
    return made


def take_back(made: ImmersionRequest, step: Action, *, actor: User | None) -> None:
    """Ends a request that waits, with all that hangs on it: days proposed, seat, ring, link, ledger. Under its lock."""
    clear_proposal(made)
    move(made, step, actor=actor)
    links.revoke(purpose=VISA_LINK, target=made)
    _fall_away(made, actor)


def clear_proposal(made: ImmersionRequest) -> None:
    made.proposed_first = made.proposed_last = made.proposed_at = None


def _fall_away(made: ImmersionRequest, actor: User | None) -> None:
    """A leg of a ring falls away: the others are written in the ledger as what they then are."""
    ledger.unbook(request=made, actor=actor)

"""E-mails about requests for an immersion: one thing asked, one button, who writes and why (B2, B10, B13)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation, PersonalLink, User
from exchanges.access import door, within
from exchanges.models import ExchangeSpace, ImmersionOffer, ImmersionRequest, Structure
from exchanges.request_enums import RequestState
from exchanges.selectors import hands, requests
from hosts.models import HostInstitution
from messaging.emails import Email


@dataclass(kw_only=True)
class RequestEmail(Email):
    """About one request. Its button leads through sign-in, since the page answers nobody else."""

    request: ImmersionRequest

    def page(self) -> str:
        return reverse("exchanges:request", args=[self.request.pk])

    def button(self) -> str:
        return door(within(self.request.space_id, self.page()))

    def about(self) -> models.Model | None:
        return self.request

    def extra(self) -> dict[str, Any]:
        one = self.request
        return {
            "person": str(one.person),
            "structure": one.structure.name,
            "host": one.offer.structure.name,
            "offer": one.offer.title,
            "first": one.first_day,
            "last": one.last_day,
            "space": one.space.name,
            "reason": one.reason,
            "answer": one.answer,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(request=sample_request())


@dataclass(kw_only=True)
class VisaAsked(RequestEmail):
    """To human resources; `address` is the personal link of somebody without an account."""

    kind: ClassVar[str] = "exchanges.visa_asked"
    template: ClassVar[str] = "exchanges/email/visa_asked"
    address: str = ""

    def button(self) -> str:
        return self.address or super().button()

    def holds_secret(self) -> bool:
        return bool(self.address)


@dataclass(kw_only=True)
class VisaReminder(VisaAsked):
    kind: ClassVar[str] = "exchanges.visa_reminder"
    template: ClassVar[str] = "exchanges/email/visa_reminder"


@dataclass(kw_only=True)
class VisaElsewhere(RequestEmail):
    """To those who look after the structure, where an address that the person gave is asked for the visa."""

    kind: ClassVar[str] = "exchanges.visa_elsewhere"
    template: ClassVar[str] = "exchanges/email/visa_elsewhere"

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "address": self.request.visa_email}


@dataclass(kw_only=True)
class RequestReceipt(RequestEmail):
    kind: ClassVar[str] = "exchanges.request_receipt"
    template: ClassVar[str] = "exchanges/email/request_receipt"


@dataclass(kw_only=True)
class VisaGiven(RequestEmail):
    kind: ClassVar[str] = "exchanges.visa_given"
    template: ClassVar[str] = "exchanges/email/visa_given"

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "comment": self.request.visa_comment}


@dataclass(kw_only=True)
class VisaRefused(RequestEmail):
    kind: ClassVar[str] = "exchanges.visa_refused"
    template: ClassVar[str] = "exchanges/email/visa_refused"


@dataclass(kw_only=True)
class RequestReceived(RequestEmail):
    """To the host structure: somebody would like to come."""

    kind: ClassVar[str] = "exchanges.request_received"
    template: ClassVar[str] = "exchanges/email/request_received"

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "is_return": self.request.returns_id is not None, "post": self.request.post}


@dataclass(kw_only=True)
class AnswerReminder(RequestReceived):
    kind: ClassVar[str] = "exchanges.answer_reminder"
    template: ClassVar[str] = "exchanges/email/answer_reminder"


@dataclass(kw_only=True)
class DaysProposed(RequestEmail):
    kind: ClassVar[str] = "exchanges.days_proposed"
    template: ClassVar[str] = "exchanges/email/days_proposed"

    def extra(self) -> dict[str, Any]:
        one = self.request
        return {**super().extra(), "new_first": one.proposed_first, "new_last": one.proposed_last}


@dataclass(kw_only=True)
class DaysReminder(DaysProposed):
    kind: ClassVar[str] = "exchanges.days_reminder"
    template: ClassVar[str] = "exchanges/email/days_reminder"


@dataclass(kw_only=True)
class DaysDeclined(RequestEmail):
    kind: ClassVar[str] = "exchanges.days_declined"
    template: ClassVar[str] = "exchanges/email/days_declined"


@dataclass(kw_only=True)
class RequestAccepted(RequestEmail):
    """To the person: the days are agreed, the agreement comes next."""

    kind: ClassVar[str] = "exchanges.request_accepted"
    template: ClassVar[str] = "exchanges/email/request_accepted"


@dataclass(kw_only=True)
class StaffExpected(RequestEmail):
    """To human resources: somebody of theirs is expected, on these days; the agreement comes next."""

    kind: ClassVar[str] = "exchanges.staff_expected"
    template: ClassVar[str] = "exchanges/email/staff_expected"
    account: bool = True

    def button(self) -> str:
        return super().button() if self.account else ""


@dataclass(kw_only=True)
class DaysAgreed(RequestEmail):
    """To the host structure: the days that it proposed suit."""

    kind: ClassVar[str] = "exchanges.days_agreed"
    template: ClassVar[str] = "exchanges/email/days_agreed"


@dataclass(kw_only=True)
class RequestRefused(RequestEmail):
    kind: ClassVar[str] = "exchanges.request_refused"
    template: ClassVar[str] = "exchanges/email/request_refused"


@dataclass(kw_only=True)
class RequestWithdrawn(RequestEmail):
    kind: ClassVar[str] = "exchanges.request_withdrawn"
    template: ClassVar[str] = "exchanges/email/request_withdrawn"
    account: bool = True

    def button(self) -> str:
        return super().button() if self.account else ""


@dataclass(kw_only=True)
class RequestLapsed(RequestEmail):
    """To the person: nobody answered before the first day."""

    kind: ClassVar[str] = "exchanges.request_lapsed"
    template: ClassVar[str] = "exchanges/email/request_lapsed"


@dataclass(kw_only=True)
class RequestClosed(RequestEmail):
    """To everybody concerned: a structure no longer takes part, the request is closed. `account`: they can see it."""

    kind: ClassVar[str] = "exchanges.request_closed"
    template: ClassVar[str] = "exchanges/email/request_closed"
    gone: Structure
    account: bool = True

    def button(self) -> str:
        return super().button() if self.account else ""

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "gone": self.gone.name}

    @classmethod
    def sample(cls) -> Self:
        made = sample_request()
        return cls(request=made, gone=made.offer.structure)


LINKED: dict[str, type[VisaAsked]] = {one.kind: one for one in (VisaAsked, VisaReminder)}


def ask_visa(made: ImmersionRequest, people: Iterable[User]) -> None:
    """Those with an account; where an address was given, it gets a link, and they are told whose it is said to be."""
    for reader in people:
        (VisaElsewhere if made.visa_email else VisaAsked)(request=made).queue(to=reader)


def send_link(link: PersonalLink, address: str) -> None:
    """Writes to human resources without an account; what about is in the link's data."""
    made = requests.with_all(ImmersionRequest.objects.filter(pk=link.target_id)).first()
    if made is not None:
        email = LINKED.get(str(link.data.get("email", "")), VisaAsked)
        email(request=made, address=address).queue(to=link.email, language=link.language)


def receipt(made: ImmersionRequest) -> None:
    RequestReceipt(request=made).queue(to=made.person)


def visa_given(made: ImmersionRequest) -> None:
    VisaGiven(request=made).queue(to=made.person)


def visa_refused(made: ImmersionRequest) -> None:
    VisaRefused(request=made).queue(to=made.person)


def received(made: ImmersionRequest) -> None:
    for reader in _hosts(made):
        RequestReceived(request=made).queue(to=reader)


def proposed(made: ImmersionRequest) -> None:
    DaysProposed(request=made).queue(to=made.person)


def declined(made: ImmersionRequest) -> None:
    for reader in _hosts(made):
        DaysDeclined(request=made).queue(to=reader)


def accepted(made: ImmersionRequest) -> None:
    RequestAccepted(request=made).queue(to=made.person)
    _tell_employer(made)


def agreed(made: ImmersionRequest) -> None:
    for reader in _hosts(made):
        DaysAgreed(request=made).queue(to=reader)
    _tell_employer(made)


def refused(made: ImmersionRequest) -> None:
    RequestRefused(request=made).queue(to=made.person)


def withdrawn(made: ImmersionRequest, *, was_sent: bool) -> None:
    """To whoever had it in hand: the host structure, or those who were asked for the visa."""
    readers = _hosts(made) if was_sent else hands.visa_people(made.structure, besides=made.person)
    for reader in readers:
        RequestWithdrawn(request=made).queue(to=reader)
    if made.visa_email and not was_sent:
        RequestWithdrawn(request=made, account=False).queue(to=made.visa_email, language=made.person.language)


def lapsed(made: ImmersionRequest) -> None:
    RequestLapsed(request=made).queue(to=made.person)


def structure_left(made: ImmersionRequest, gone: Structure, *, was_sent: bool) -> None:
    """To the person, and to whoever had the request in hand; whose structure is gone cannot look at it any more."""
    asks = made.structure_id != gone.pk
    RequestClosed(request=made, gone=gone, account=asks).queue(to=made.person)
    hosts = hands.answering_people(made.offer) if was_sent else []
    for reader in hosts or hands.visa_people(made.structure, besides=made.person):
        RequestClosed(request=made, gone=gone, account=asks != bool(hosts)).queue(to=reader)
    if made.visa_email and not was_sent:
        RequestClosed(request=made, gone=gone, account=False).queue(to=made.visa_email, language=made.person.language)


def _tell_employer(made: ImmersionRequest) -> None:
    people = hands.visa_people(made.structure, besides=made.person)
    for reader in people:
        StaffExpected(request=made).queue(to=reader)
    if made.visa_email and made.visa_email.casefold() not in {(one.email or "").casefold() for one in people}:
        StaffExpected(request=made, account=False).queue(to=made.visa_email, language=made.person.language)


def _hosts(made: ImmersionRequest) -> list[User]:
    """Who answers; where the structure has nobody left, its pilot finds out who does."""
    people = [one for one in hands.answering_people(made.offer) if one.pk != made.person_id]
    return people or hands.pilots(made.structure)


def sample_request() -> ImmersionRequest:
    """A request in memory, for previews of e-mails."""
    pilot = Organisation(pk=1, kind=OrganisationKind.NETWORK, name="Maison des adolescents de l’Hérault")
    space = ExchangeSpace(pk=1, pilot=pilot, name="Vis ma vie pro en Hérault")

    def structure(number: int, name: str) -> Structure:
        organisation = Organisation(pk=number, kind=OrganisationKind.HOST, name=name)
        return Structure(pk=number, space=space, institution=HostInstitution(pk=number, organisation=organisation))

    offer = ImmersionOffer(pk=1, structure=structure(2, "Collège Jean-Macé"), title="Une semaine de vie scolaire")
    return ImmersionRequest(
        pk=1,
        space=space,
        structure=structure(1, "Service de prévention Les Amarres"),
        offer=offer,
        person=User(pk=1, first_name="Nadia", last_name="Benali", email="nadia@example.org"),
        first_day=datetime.date(2027, 3, 9),
        last_day=datetime.date(2027, 3, 11),
        proposed_first=datetime.date(2027, 3, 16),
        proposed_last=datetime.date(2027, 3, 18),
        motivation="Comprendre ce qu’une équipe de vie scolaire peut faire quand un élève décroche.",
        post="éducatrice de prévention",
        state=RequestState.SENT,
        sent_at=timezone.now(),
        visa_email="rh@example.org",
        reason="L’équipe est en formation cette semaine-là.",
        answer="Venez dès 8 h : l’accueil du matin dit beaucoup d’un collège.",
    )

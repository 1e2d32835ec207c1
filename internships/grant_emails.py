"""E-mails about grants: to the trainee, and to the funder, by account or by personal link (E5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts import links
from accounts.enums import OrganisationKind
from accounts.models import Organisation, PersonalLink
from internships import money
from internships.enums import GrantRequestState
from internships.grant_workflow import DECIDE_LINK
from internships.models import Grant, GrantApplication
from internships.placement_emails import sample_placement
from internships.selectors.grants import reach_of
from messaging.emails import Email


@dataclass(kw_only=True)
class GrantEmail(Email):
    """About one request for a grant."""

    application: GrantApplication

    def button(self) -> str:
        return reverse("internships:grant_request", args=[self.application.pk])

    def about(self) -> models.Model | None:
        return self.application

    def extra(self) -> dict[str, Any]:
        one, offered = self.application, self.application.grant
        return {
            "grant": offered.title,
            "funder": offered.funder.name,
            "trainee": str(one.person),
            "asked": money.said(one.amount_asked, offered.currency) if one.amount_asked else "",
            "given": money.said(one.amount_granted, offered.currency) if one.amount_granted else "",
            "deadline": offered.deadline,
            "answers_by": offered.answers_by,
            "start": one.placement.start,
            "end": one.placement.end,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(application=sample_request())


@dataclass(kw_only=True)
class FunderEmail(GrantEmail):
    """To somebody at the funder; `address` is the personal link of those without an account."""

    address: str = ""

    def button(self) -> str:
        return self.address or super().button()

    def holds_secret(self) -> bool:
        return bool(self.address)


@dataclass(kw_only=True)
class Received(FunderEmail):
    kind: ClassVar[str] = "internships.grant_received"
    template: ClassVar[str] = "internships/email/grant_received"


@dataclass(kw_only=True)
class AnswerReminder(FunderEmail):
    kind: ClassVar[str] = "internships.grant_answer_reminder"
    template: ClassVar[str] = "internships/email/grant_answer_reminder"


@dataclass(kw_only=True)
class Withdrawn(GrantEmail):
    """To an address without an account it has no link: nothing is left to be read or decided there."""

    kind: ClassVar[str] = "internships.grant_withdrawn"
    template: ClassVar[str] = "internships/email/grant_withdrawn"
    has_account: bool = True

    def button(self) -> str:
        return super().button() if self.has_account else ""


@dataclass(kw_only=True)
class Receipt(GrantEmail):
    kind: ClassVar[str] = "internships.grant_receipt"
    template: ClassVar[str] = "internships/email/grant_receipt"


@dataclass(kw_only=True)
class Granted(GrantEmail):
    kind: ClassVar[str] = "internships.grant_granted"
    template: ClassVar[str] = "internships/email/grant_granted"


@dataclass(kw_only=True)
class Refused(GrantEmail):
    kind: ClassVar[str] = "internships.grant_refused"
    template: ClassVar[str] = "internships/email/grant_refused"


@dataclass(kw_only=True)
class DeadlineNear(GrantEmail):
    """A draft that was never sent, while the last day comes near."""

    kind: ClassVar[str] = "internships.grant_deadline"
    template: ClassVar[str] = "internships/email/grant_deadline"


TO_FUNDER: dict[str, type[FunderEmail]] = {one.kind: one for one in (Received, AnswerReminder)}


def sent(application: GrantApplication) -> None:
    """Both ways: the funder is asked, the trainee gets a receipt."""
    _tell_funder(application, Received)
    Receipt(application=application).queue(to=application.person)


def asked_elsewhere(application: GrantApplication) -> None:
    """A new link, to the address that now receives the requests; people with an account have theirs already."""
    _send_to_address(application, Received)


def answer_reminder(application: GrantApplication) -> None:
    _tell_funder(application, AnswerReminder)


def withdrawn(application: GrantApplication) -> None:
    reach = reach_of(application.grant)
    for person in reach.people:
        Withdrawn(application=application).queue(to=person)
    if reach.email:
        Withdrawn(application=application, has_account=False).queue(to=reach.email)


def granted(application: GrantApplication) -> None:
    Granted(application=application).queue(to=application.person)


def refused(application: GrantApplication) -> None:
    Refused(application=application).queue(to=application.person)


def deadline_near(application: GrantApplication) -> None:
    DeadlineNear(application=application).queue(to=application.person)


def send_link(link: PersonalLink, address: str) -> None:
    """Writes to somebody at the funder without an account; what about is in the link's data."""
    rows = GrantApplication.objects.select_related("grant__funder", "person", "placement")
    application = rows.filter(pk=link.target_id).first()
    if application is None:
        return
    email = TO_FUNDER.get(str(link.data.get("email", "")), Received)
    email(application=application, address=address).queue(to=link.email, language=link.language)


def _tell_funder(application: GrantApplication, email: type[FunderEmail]) -> None:
    reach = reach_of(application.grant)
    for person in reach.people:
        email(application=application).queue(to=person)
    _send_to_address(application, email)


def _send_to_address(application: GrantApplication, email: type[FunderEmail]) -> None:
    if address := reach_of(application.grant).email:
        links.issue(
            purpose=DECIDE_LINK,
            email=address,
            target=application,
            language=settings.LANGUAGE_CODE,
            organisation=application.grant.funder,
            data={"email": email.kind},
        )


def sample_request() -> GrantApplication:
    """A request in memory, for previews of e-mails."""
    funder = Organisation(kind=OrganisationKind.FUNDER, name="Fondation des Embruns")
    offered = Grant(
        pk=1,
        funder=funder,
        title="Bourse de stage à l’étranger",
        amount_max=Decimal("800.00"),
        deadline=datetime.date(2027, 1, 15),
        answers_by=datetime.date(2027, 2, 15),
    )
    placement = sample_placement()
    return GrantApplication(
        pk=1,
        grant=offered,
        placement=placement,
        person=placement.person,
        state=GrantRequestState.SENT,
        amount_asked=Decimal("650.00"),
        amount_granted=Decimal("500.00"),
        reason="Le budget de cette année est épuisé.",
    )

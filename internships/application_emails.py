"""E-mails about applications: to the trainee, and to the host, by account or by personal link."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.models import Organisation, PersonalLink, User
from hosts.models import HostInstitution, PlacementOffer
from internships.disclosure import name_for_host
from internships.enums import ApplicationState
from internships.models import Application
from internships.selectors.reach import Reach, reach_of
from internships.workflow import ANSWER_LINK
from messaging.emails import Email, reference
from messaging.models import EmailDelivery


@dataclass(kw_only=True)
class ApplicationEmail(Email):
    """About one application; the trainee is named as the reader may know them."""

    application: Application

    def button(self) -> str:
        return reverse("internships:application", args=[self.application.pk])

    def about(self) -> models.Model | None:
        return self.application if self.application.pk else None

    def extra(self) -> dict[str, Any]:
        one = self.application
        return {
            "host": one.institution.organisation.name,
            "offer": one.offer.title if one.offer else "",
            "start": one.start,
            "end": one.end,
            "due": one.due_on,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(application=sample_application())


@dataclass(kw_only=True)
class TraineeEmail(ApplicationEmail):
    """To the trainee."""


@dataclass(kw_only=True)
class HostEmail(ApplicationEmail):
    """To somebody at the host; `address` is the personal link of those without an account."""

    address: str = ""

    def button(self) -> str:
        return self.address or super().button()

    def holds_secret(self) -> bool:
        return bool(self.address)

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "trainee": name_for_host(self.application)}


@dataclass(kw_only=True)
class Receipt(TraineeEmail):
    """What was sent, or what it waits for."""

    kind: ClassVar[str] = "internships.application_receipt"
    template: ClassVar[str] = "internships/email/application_receipt"


@dataclass(kw_only=True)
class Accepted(TraineeEmail):
    kind: ClassVar[str] = "internships.application_accepted"
    template: ClassVar[str] = "internships/email/application_accepted"


@dataclass(kw_only=True)
class Refused(TraineeEmail):
    kind: ClassVar[str] = "internships.application_refused"
    template: ClassVar[str] = "internships/email/application_refused"


@dataclass(kw_only=True)
class RefusalUndone(TraineeEmail):
    kind: ClassVar[str] = "internships.refusal_undone"
    template: ClassVar[str] = "internships/email/refusal_undone"


@dataclass(kw_only=True)
class Expired(TraineeEmail):
    kind: ClassVar[str] = "internships.application_expired"
    template: ClassVar[str] = "internships/email/application_expired"


@dataclass(kw_only=True)
class Lapsed(TraineeEmail):
    kind: ClassVar[str] = "internships.application_lapsed"
    template: ClassVar[str] = "internships/email/application_lapsed"


@dataclass(kw_only=True)
class ConfirmReminder(TraineeEmail):
    kind: ClassVar[str] = "internships.confirm_reminder"
    template: ClassVar[str] = "internships/email/confirm_reminder"


@dataclass(kw_only=True)
class Received(HostEmail):
    """To the whole team: a team shares its notifications."""

    kind: ClassVar[str] = "internships.application_received"
    template: ClassVar[str] = "internships/email/application_received"


@dataclass(kw_only=True)
class AnswerReminder(HostEmail):
    kind: ClassVar[str] = "internships.answer_reminder"
    template: ClassVar[str] = "internships/email/answer_reminder"

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "sent": self.application.sent_at}


@dataclass(kw_only=True)
class Withdrawn(HostEmail):
    kind: ClassVar[str] = "internships.application_withdrawn"
    template: ClassVar[str] = "internships/email/application_withdrawn"
    reason: str = ""


@dataclass(kw_only=True)
class Confirmed(HostEmail):
    kind: ClassVar[str] = "internships.application_confirmed"
    template: ClassVar[str] = "internships/email/application_confirmed"


@dataclass(kw_only=True)
class Released(HostEmail):
    kind: ClassVar[str] = "internships.application_released"
    template: ClassVar[str] = "internships/email/application_released"


@dataclass(kw_only=True)
class NotConfirmed(HostEmail):
    kind: ClassVar[str] = "internships.application_not_confirmed"
    template: ClassVar[str] = "internships/email/application_not_confirmed"


@dataclass(kw_only=True)
class SeatLost(HostEmail):
    """Somebody accepted found no seat left: the host may add one."""

    kind: ClassVar[str] = "internships.seat_lost"
    template: ClassVar[str] = "internships/email/seat_lost"


TO_HOST: dict[str, type[HostEmail]] = {
    email.kind: email for email in (Received, AnswerReminder, Withdrawn, Confirmed, Released, NotConfirmed, SeatLost)
}


def receipt(application: Application) -> None:
    Receipt(application=application).queue(to=application.person)


def received(application: Application) -> None:
    _tell_host(application, Received)


def answer_reminder(application: Application) -> None:
    _tell_host(application, AnswerReminder)


def withdrawn(application: Application, reason: str) -> None:
    _tell_host(application, Withdrawn, reason=reason.strip())


def accepted(application: Application) -> None:
    Accepted(application=application).queue(to=application.person)


def refused(application: Application) -> None:
    Refused(application=application).queue(to=application.person)


def refusal_undone(application: Application) -> None:
    RefusalUndone(application=application).queue(to=application.person)


def confirm_reminder(application: Application) -> None:
    ConfirmReminder(application=application).queue(to=application.person)


def confirmed(application: Application) -> None:
    _tell_host(application, Confirmed)


def released(application: Application) -> None:
    _tell_host(application, Released)


def expired(application: Application) -> None:
    Expired(application=application).queue(to=application.person)


def lapsed(application: Application) -> None:
    Lapsed(application=application).queue(to=application.person)
    _tell_host(application, NotConfirmed)


def seat_lost(application: Application) -> None:
    """Once per application, however often the trainee tries."""
    known = EmailDelivery.objects.filter(kind=SeatLost.kind, about=reference(application))
    if not known.exists():
        _tell_host(application, SeatLost)


def send_link(link: PersonalLink, address: str) -> None:
    """Writes to somebody at the host without an account; what about is in the link's data."""
    application = (
        Application.objects.select_related("person", "institution__organisation", "offer").filter(pk=link.target_id)
    ).first()
    if application is None:
        return
    data = dict(link.data)
    email = TO_HOST.get(str(data.pop("email", "")), Received)
    details = {"reason": str(data["reason"])} if email is Withdrawn and data.get("reason") else {}
    email(application=application, address=address, **details).queue(to=link.email, language=link.language)


def _tell_host(application: Application, email: type[HostEmail], **details: str) -> None:
    reach: Reach = reach_of(application)
    for person in reach.managers:
        email(application=application, **details).queue(to=person)
    if reach.email:
        links.issue(
            purpose=ANSWER_LINK,
            email=reach.email,
            target=application,
            language=settings.LANGUAGE_CODE,
            organisation=application.institution.organisation,
            data={"email": email.kind, **details},
        )


def sample_application() -> Application:
    """An application in memory, for previews of e-mails."""
    institution = HostInstitution(organisation=Organisation(name="IME Les Tilleuls"), slug="ime-les-tilleuls")
    person = User(first_name="Camille", last_name="Martin", birth_date=datetime.date(2004, 5, 17))
    return Application(
        pk=1,
        person=person,
        institution=institution,
        offer=PlacementOffer(pk=1, title="Observer une équipe éducative", institution=institution),
        start=datetime.date(2027, 3, 1),
        end=datetime.date(2027, 4, 23),
        state=ApplicationState.SENT,
        reason="Nous n’avons plus de place à ces dates.",
        answer="Nous vous attendons à 9 h.",
        sent_at=timezone.now(),
        due_on=datetime.date(2027, 1, 20),
    )

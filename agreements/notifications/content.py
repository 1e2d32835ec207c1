"""E-mails while an agreement is being completed: one thing asked, one button, who writes and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts.models import PersonalLink, User
from agreements.enums import Side
from agreements.models import Agreement, AgreementPart
from agreements.notifications.signing import AgreementEmail
from agreements.selectors.facts import facts
from agreements.selectors.kinds import with_host
from agreements.selectors.parties import steward_readers
from messaging.emails import Email


@dataclass(kw_only=True)
class PartEmail(Email):
    """About one side's part of one agreement."""

    number: str
    trainee: str
    host: str
    side: str
    # Whose part it is among several hosts.
    of: str = ""
    page: str
    agreement: Agreement | None = None

    def button(self) -> str:
        return self.page

    def about(self) -> models.Model | None:
        return self.agreement

    def extra(self) -> dict[str, Any]:
        return {"side_label": with_host(str(Side(self.side).label), self.of)}

    @classmethod
    def sample(cls) -> Self:
        return cls(**SAMPLE)


SAMPLE: dict[str, Any] = {
    "number": "C-2026-000123",
    "trainee": "Alix Martin",
    "host": "Maison des Tilleuls",
    "side": Side.HOST,
    "page": "/conventions/12/",
}


@dataclass(kw_only=True)
class PartAsked(PartEmail):
    """To someone with an account: their side's part waits for them."""

    kind: ClassVar[str] = "agreements.part_asked"
    template: ClassVar[str] = "agreements/email/part_asked"
    asked_by: str = ""
    # A reminder: the placement begins soon.
    again: bool = False
    start: datetime.date | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(**SAMPLE, asked_by="Institut du travail social de Rennes")


@dataclass(kw_only=True)
class PartAskedByLink(PartAsked):
    """To an address without an account, with a personal link."""

    kind: ClassVar[str] = "agreements.part_asked_by_link"
    ephemeral: ClassVar[bool] = True


@dataclass(kw_only=True)
class PartCompleted(PartEmail):
    """To whoever leads the agreement: a side has completed its part."""

    kind: ClassVar[str] = "agreements.part_completed"
    template: ClassVar[str] = "agreements/email/part_completed"
    nothing_missing: bool = False


def words_of(agreement: Agreement) -> dict[str, Any]:
    """What every e-mail says of the agreement."""
    known = facts(agreement)
    return {"number": known.number, "trainee": known.trainee, "host": known.host, "agreement": agreement}


def _whose(part: AgreementPart) -> dict[str, Any]:
    """Which part an e-mail is about."""
    several = part.institution is not None and part.agreement.parts.filter(side=part.side).count() > 1
    return {**words_of(part.agreement), "side": part.side, "of": str(part.institution) if several else ""}


def part_asked(part: AgreementPart, *, to: User, asked_by: str = "", again: bool = False) -> None:
    page = reverse("agreements:part", args=[part.agreement_id, part.key])
    start = part.agreement.placement.start
    PartAsked(**_whose(part), page=page, asked_by=asked_by, again=again, start=start).queue(to=to)


def part_link(link: PersonalLink, url: str) -> None:
    """What the purpose « agreement.part » sends."""
    from accounts import links

    part = links.get_target(link)
    if not isinstance(part, AgreementPart):
        return
    asked_by = str(link.data.get("asked_by") or link.organisation or "")
    again, start = bool(link.data.get("again")), part.agreement.placement.start
    email = PartAskedByLink(**_whose(part), page=url, asked_by=asked_by, again=again, start=start)
    email.queue(to=link.email, language=link.language)


@dataclass(kw_only=True)
class AgreementToSend(AgreementEmail):
    """To whoever leads, as the start nears: every part is there, or nobody can be asked for one."""

    kind: ClassVar[str] = "agreements.to_send"
    template: ClassVar[str] = "agreements/email/to_send"
    waits_for: str = ""


def remind_to_send(agreement: Agreement, *, waits_for: AgreementPart | None = None) -> None:
    words = ""
    if waits_for is not None:
        whose = _whose(waits_for)
        words = with_host(str(Side(waits_for.side).label), whose["of"])
    page = reverse("agreements:detail", args=[agreement.pk])
    for reader in steward_readers(agreement):
        email = AgreementToSend(facts=facts(agreement), agreement=agreement, page=page, waits_for=words)
        email.queue(to=reader.to, language=reader.language)


def part_completed(agreement: Agreement, part: AgreementPart, *, by: User | None) -> None:
    """Tells those who lead the agreement, except the one who did it."""
    from agreements.selectors.completeness import missing
    from agreements.selectors.standing import stewards

    page = reverse("agreements:detail", args=[agreement.pk])
    done = not missing(agreement)
    for person in stewards(agreement):
        if by is None or person.pk != by.pk:
            PartCompleted(**_whose(part), page=page, nothing_missing=done).queue(to=person)

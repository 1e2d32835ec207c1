"""E-mails while an agreement is being completed: one thing asked, one button, who writes and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts.models import PersonalLink, User
from agreements.enums import Side
from agreements.models import Agreement
from agreements.selectors.facts import facts
from messaging.emails import Email


@dataclass(kw_only=True)
class PartEmail(Email):
    """About one side's part of one agreement."""

    number: str
    trainee: str
    host: str
    side: str
    page: str
    agreement: Agreement | None = None

    def button(self) -> str:
        return self.page

    def about(self) -> models.Model | None:
        return self.agreement

    def extra(self) -> dict[str, Any]:
        return {"side_label": str(Side(self.side).label)}

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


def part_asked(agreement: Agreement, side: Side, *, to: User, asked_by: str) -> None:
    page = reverse("agreements:part", args=[agreement.pk, side])
    PartAsked(**words_of(agreement), side=side, page=page, asked_by=asked_by).queue(to=to)


def part_link(link: PersonalLink, url: str) -> None:
    """What the purpose « agreement.part » sends."""
    from accounts import links

    part = links.get_target(link)
    if part is None:
        return
    agreement: Agreement = part.agreement  # type: ignore[attr-defined]
    asked_by = str(link.data.get("asked_by") or link.organisation or "")
    words = words_of(agreement)
    email = PartAskedByLink(**words, side=part.side, page=url, asked_by=asked_by)  # type: ignore[attr-defined]
    email.queue(to=link.email, language=link.language)


def part_completed(agreement: Agreement, side: Side, *, by: User | None) -> None:
    """Tells those who lead the agreement, except the one who did it."""
    from agreements.selectors.completeness import missing
    from agreements.selectors.standing import stewards

    page = reverse("agreements:detail", args=[agreement.pk])
    done = not missing(agreement)
    for person in stewards(agreement):
        if by is None or person.pk != by.pk:
            email = PartCompleted(**words_of(agreement), side=side, page=page, nothing_missing=done)
            email.queue(to=person)

"""E-mails about the ledger: what is owed, what the pilot let go (B1, B2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from exchanges.access import door, within
from exchanges.models import LedgerEntry
from exchanges.request_emails import sample_request
from exchanges.request_enums import EntryKind
from exchanges.selectors.hands import managing_people
from messaging.emails import Email


@dataclass(kw_only=True)
class LedgerEmail(Email):
    """About one debt."""

    debt: LedgerEntry

    def button(self) -> str:
        return door(within(self.debt.space_id, reverse("exchanges:ledger")))

    def about(self) -> models.Model | None:
        return self.debt

    def extra(self) -> dict[str, Any]:
        one = self.debt
        return {
            "creditor": one.creditor.name,
            "debtor": one.debtor.name,
            "person": str(one.request.person),
            "last": one.request.last_day,
            "space": one.request.space.name,
            "pilot": one.request.space.pilot.name,
        }

    @classmethod
    def sample(cls) -> Self:
        request = sample_request()
        return cls(
            debt=LedgerEntry(
                pk=1,
                space=request.space,
                creditor=request.offer.structure,
                debtor=request.structure,
                request=request,
                kind=EntryKind.OWED,
                amount=1,
            )
        )


@dataclass(kw_only=True)
class WelcomeOwed(LedgerEmail):
    """To the structure that owes, some time after its professional was received."""

    kind: ClassVar[str] = "exchanges.welcome_owed"
    template: ClassVar[str] = "exchanges/email/welcome_owed"


@dataclass(kw_only=True)
class DebtWaived(LedgerEmail):
    """To both structures."""

    kind: ClassVar[str] = "exchanges.debt_waived"
    template: ClassVar[str] = "exchanges/email/debt_waived"
    reason: str = "La structure ferme ses portes cet été."


def remind(debt: LedgerEntry) -> None:
    for reader in managing_people(debt.debtor):
        WelcomeOwed(debt=debt).queue(to=reader)


def waived(debt: LedgerEntry, reason: str) -> None:
    readers = {one.pk: one for structure in (debt.debtor, debt.creditor) for one in managing_people(structure)}
    for reader in readers.values():
        DebtWaived(debt=debt, reason=reason).queue(to=reader)

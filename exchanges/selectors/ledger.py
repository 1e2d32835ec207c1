"""What structures owe one another (B1, B2): balances, what is open, and who has the right to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, ImmersionOffer, LedgerEntry, Structure

if TYPE_CHECKING:
    from django.utils.functional import Promise

# From so many days after the person went, what is owed is talked about.
PATIENCE = 60

Pair = tuple[int, int]


@dataclass(frozen=True)
class Refusal:
    """Why a structure may not ask now, and whether publishing an offer of its own would mend it."""

    sentence: str | Promise
    lacks_offer: bool = False


def may_request(structure: Structure) -> Refusal | None:
    """B2: who asks must offer the same in return. None when nothing stands against it; one query."""
    if structure.state != StructureState.APPROVED:
        return Refusal(_("Your structure does not take part in the exchanges at the moment."))
    if not structure.space.reciprocity_required:
        return None
    if ImmersionOffer.objects.offered().filter(structure=structure).exists():
        return None
    return Refusal(
        _("Who asks offers the same in return: your structure has no published offer with a period to come."),
        lacks_offer=True,
    )


def balance(space: ExchangeSpace) -> dict[Pair, int]:
    """How many welcomes each structure owes to each other one: {(creditor, debtor): n}, without zeros."""
    rows = LedgerEntry.objects.filter(space=space).order_by().values("creditor", "debtor").annotate(sum=Sum("amount"))
    return {(row["creditor"], row["debtor"]): row["sum"] for row in rows if row["sum"]}


def lines(space: ExchangeSpace, structure: Structure | None = None) -> QuerySet[LedgerEntry]:
    """The lines of the ledger, the latest first; of one structure only where it is given."""
    rows = LedgerEntry.objects.filter(space=space).select_related(
        "creditor__institution__organisation",
        "debtor__institution__organisation",
        "request__person",
        "request__offer",
        "actor",
        "undoes",
    )
    return rows.filter(Q(creditor=structure) | Q(debtor=structure)) if structure else rows


def debts(space: ExchangeSpace, structure: Structure | None = None) -> list[LedgerEntry]:
    """What is owed still, the oldest first, by or to a structure where one is given."""
    rows = (
        LedgerEntry.objects.open_debts()
        .filter(space=space)
        .select_related(
            "creditor__institution__organisation",
            "debtor__institution__organisation",
            "request__person",
            "request__offer",
        )
    )
    if structure is not None:
        rows = rows.filter(Q(creditor=structure) | Q(debtor=structure))
    return list(rows.order_by("request__first_day", "pk"))


@dataclass(frozen=True)
class Account:
    """Where one structure stands: what it owes, what it is owed, how many it sent and received in all."""

    structure: Structure
    owes: int
    is_owed: int
    sent: int
    received: int

    @property
    def stands(self) -> int:
        """Above zero: it gave more than it took."""
        return self.is_owed - self.owes


def accounts(space: ExchangeSpace) -> list[Account]:
    """One line per structure that ever sent or received, the largest debts first. Two queries."""
    sums = balance(space)
    moved = LedgerEntry.objects.standing().filter(space=space).exclude(kind="waived")
    sent: dict[int, set[int]] = {}
    received: dict[int, set[int]] = {}
    for structure, host, request in moved.values_list("request__structure", "request__offer__structure", "request"):
        sent.setdefault(structure, set()).add(request)
        received.setdefault(host, set()).add(request)
    known = set(sent) | set(received)
    rows = Structure.objects.filter(pk__in=known).select_related("institution__organisation")
    found = [
        Account(
            structure=one,
            owes=sum(number for (_creditor, debtor), number in sums.items() if debtor == one.pk),
            is_owed=sum(number for (creditor, _debtor), number in sums.items() if creditor == one.pk),
            sent=len(sent.get(one.pk, ())),
            received=len(received.get(one.pk, ())),
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (-one.owes, one.structure.name.casefold()))

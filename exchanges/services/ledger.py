"""Writes the ledger of reciprocity (B1, B2). Lines are added under the lock of the space, never changed.

A welcome is owed from the moment both structures agreed on the days, not from the first day: the return leg can then be
asked for and signed together with the first one, and what is promised is already on the books. A cancellation undoes
it. Whoever is received in exchange closes the oldest debt of the structure that sent before, so that two structures
never owe each other at the same time.

A leg of a ring settles itself: each structure of the ring gives and receives. When one leg falls away the others are
written anew, as what they then are.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import User
from exchanges import ledger_emails
from exchanges.models import ExchangeSpace, ImmersionRequest, LedgerEntry
from exchanges.models.ledger import LedgerEntryQuerySet
from exchanges.request_enums import ACTIVE_STATES, EntryKind

BUSY = _("Somebody else is writing in the ledger right now. Try again in a moment.")


@transaction.atomic
def book(*, request: ImmersionRequest, actor: User | None) -> LedgerEntry:
    """An immersion is agreed: it closes a debt of the host's structure towards the one that sends, or opens one."""
    _lock(request.space_id)
    entry = _book(request, actor)
    _net(request, actor)
    return entry


@transaction.atomic
def unbook(*, request: ImmersionRequest, actor: User | None) -> None:
    """The immersion does not take place: its lines are undone, with what closed them, and the rest is set right."""
    _lock(request.space_id)
    again: list[ImmersionRequest] = []
    for entry in _standing().filter(request=request).exclude(kind=EntryKind.WAIVED).order_by("-pk"):
        again += _undo_settling(entry, actor)
        _undo(entry, actor)
    again += _break_ring(request, actor)
    for other in again:
        if other.pk != request.pk and other.structure_id != other.offer.structure_id:
            _book(other, actor)
    _net(request, actor)
    for other in again:
        _net(other, actor)


@transaction.atomic
def waive(*, debt_id: int, actor: User, reason: str) -> LedgerEntry:
    """The pilot lets a debt go, and says why. Raises Refused when it was settled meanwhile, or without a reason."""
    space = LedgerEntry.objects.values_list("space", flat=True).get(pk=debt_id)
    _lock(space)
    rows = LedgerEntry.objects.open_debts().select_related(
        "space__pilot",
        "request__person",
        "request__space__pilot",
        "creditor__institution__organisation",
        "debtor__institution__organisation",
    )
    debt = rows.filter(pk=debt_id).first()
    if debt is None:
        raise Refused(_("This is no longer owed: the ledger has moved meanwhile."))
    if not reason.strip():
        raise Refused(_("Say why, in a sentence: both structures read it."))
    entry = _settle(debt, EntryKind.WAIVED, debt.request, actor, reason=reason.strip()[:500])
    audit.record(
        action="immersion.waived",
        actor=actor,
        target=debt.request,
        organisation=debt.space.pilot,
        data={"debt": debt.pk, "creditor": debt.creditor_id, "debtor": debt.debtor_id},
        text=reason,
    )
    ledger_emails.waived(debt, entry.reason)
    return entry


def _lock(space_id: int) -> None:
    """One writer at a time in a space: what is open is judged with nobody else closing it."""
    with busy_said(BUSY):
        ExchangeSpace.objects.select_for_update(no_key=True, of=("self",)).get(pk=space_id)


def _standing() -> LedgerEntryQuerySet:
    return LedgerEntry.objects.standing().select_related("request__offer", "request__structure")


def _book(request: ImmersionRequest, actor: User | None) -> LedgerEntry:
    """One immersion, one line: a return where the host's structure owes, otherwise a debt; in a whole ring, both."""
    sends, receives = request.structure_id, request.offer.structure_id
    if _in_whole_ring(request):
        debt = _owe(request, actor)
        return _settle(debt, EntryKind.RETURNED, request, actor)
    owed = list(LedgerEntry.objects.open_debts().filter(creditor=sends, debtor=receives).order_by("pk"))
    if owed:
        paired = next((one for one in owed if one.request_id == request.returns_id), owed[0])
        return _settle(paired, EntryKind.RETURNED, request, actor)
    return _owe(request, actor)


def _owe(request: ImmersionRequest, actor: User | None) -> LedgerEntry:
    return LedgerEntry.objects.create(
        space_id=request.space_id,
        creditor_id=request.offer.structure_id,
        debtor_id=request.structure_id,
        kind=EntryKind.OWED,
        amount=1,
        request=request,
        actor=actor,
    )


def _settle(
    debt: LedgerEntry, kind: EntryKind, request: ImmersionRequest, actor: User | None, reason: str = ""
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        space_id=debt.space_id,
        creditor_id=debt.creditor_id,
        debtor_id=debt.debtor_id,
        kind=kind,
        amount=-1,
        request=request,
        settles=debt,
        actor=actor,
        reason=reason,
    )


def _undo(entry: LedgerEntry, actor: User | None) -> None:
    LedgerEntry.objects.create(
        space_id=entry.space_id,
        creditor_id=entry.creditor_id,
        debtor_id=entry.debtor_id,
        kind=EntryKind.UNDONE,
        amount=-entry.amount,
        request_id=entry.request_id,
        undoes=entry,
        actor=actor,
    )


def _undo_settling(entry: LedgerEntry, actor: User | None) -> list[ImmersionRequest]:
    """Undoes what closed a debt that falls away; returns the immersions whose line that was."""
    again = []
    for closing in _standing().filter(settles=entry):
        _undo(closing, actor)
        if closing.kind == EntryKind.RETURNED and closing.request_id != entry.request_id:
            again.append(closing.request)
    return again


def _net(request: ImmersionRequest, actor: User | None) -> None:
    """Where two structures would owe each other, the younger debt becomes the return of the older one."""
    one, other = request.structure_id, request.offer.structure_id
    debts = LedgerEntry.objects.open_debts().select_related("request__offer").order_by("pk")
    while True:
        mine = list(debts.filter(creditor=one, debtor=other))
        theirs = list(debts.filter(creditor=other, debtor=one))
        if not mine or not theirs:
            return
        older, younger = sorted((mine[0], theirs[0]), key=lambda debt: debt.pk)
        _undo(younger, actor)
        _settle(older, EntryKind.RETURNED, younger.request, actor)


def _in_whole_ring(request: ImmersionRequest) -> bool:
    """Whether every leg of its ring still stands."""
    legs = _ring_requests(request)
    return bool(legs) and all(one.state in ACTIVE_STATES for one in legs)


def _ring_requests(request: ImmersionRequest) -> list[ImmersionRequest]:
    """The requests of all legs of the ring that this one belongs to; none where it is no leg."""
    if request.ring_leg_id is None:
        return []
    rows = ImmersionRequest.objects.filter(ring_leg__ring__legs=request.ring_leg_id)
    return list(rows.select_related("offer", "structure").order_by("pk"))


def _break_ring(request: ImmersionRequest, actor: User | None) -> list[ImmersionRequest]:
    """One leg falls away: what settled the others by itself is undone; returns those to be written anew."""
    again = []
    for other in _ring_requests(request):
        own = _standing().filter(request=other, kind=EntryKind.RETURNED, settles__request=other).first()
        if own is None or own.settles is None or other.pk == request.pk:
            continue
        _undo(own, actor)
        _undo(own.settles, actor)
        again.append(other)
    return again

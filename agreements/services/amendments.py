"""Amendments of a signed agreement: typed, reviewed, signed by the original signatories; the original stays (T11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from agreements import amendment_kinds, notifications, numbering, workflow
from agreements.enums import AgreementState, AmendmentKind, Capacity, SignatoryState, Standing
from agreements.locking import locked
from agreements.models import Agreement, AgreementVersion, Signatory
from agreements.selectors import candidates
from agreements.selectors.standing import standing
from agreements.services import cancelling, following, signatories
from documents import verification
from internships.models import Supervisor
from internships.services import locks
from messaging import outbox

__all__ = ["apply", "begin", "change", "differences"]

APPLY = "agreements.apply_amendment"
differences = amendment_kinds.differences


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it did is rolled back."""


@transaction.atomic
def begin(
    *, agreement_id: int, actor: User, kind: str, reason: str, changes: Mapping[str, Any], language: str = ""
) -> Agreement:
    """Prepares an amendment of a sealed agreement. What all will sign is rehearsed on the placement first.

    Raises Refused: not signed yet, not yours to lead, another amendment is open, nothing changes, or the placement
    cannot change so (a rule of law, another placement of the person).
    """
    original = _original(agreement_id)
    _lead(original, actor)
    if original.amendments.exclude(state__in=(AgreementState.SEALED, AgreementState.CANCELLED)).exists():
        raise Refused(_("Another amendment is under way. Finish it, or cancel it, first."))
    if not reason.strip():
        raise Refused(_("Say in a sentence why the agreement is amended: it stands in the document."))
    rehearse(original, kind, changes, actor)
    number = (original.amendments.aggregate(last=Max("amendment_number"))["last"] or 0) + 1
    made = Agreement(
        number=numbering.amendment(original, number),
        code=verification.new_code(),
        placement=original.placement,
        amends=original,
        amendment_number=number,
        amendment_kind=kind,
        amendment_reason=reason.strip()[:2000],
        changes=dict(changes),
        language=language or original.language,
        terms={**amendment_kinds.base_terms(original), **changes.get("terms", {})},
        in_order=original.in_order,
        created_by=actor,
    )
    _require_difference(made)
    made.save()
    _copy_signatories(original, made)
    _trace("amendment.begun", made, actor)
    return made


@transaction.atomic
def change(*, agreement_id: int, actor: User, reason: str, changes: Mapping[str, Any]) -> Agreement:
    """Corrects an amendment that is still being prepared."""
    number = Agreement.objects.values_list("amends_id", flat=True).get(pk=agreement_id)
    original = _original(number) if number else None
    agreement = locked(agreement_id)
    if original is None or agreement.state != AgreementState.PREPARING:
        raise workflow.NotPossible(_("This amendment is no longer being prepared. Take it back first."))
    _lead(original, actor)
    if not reason.strip():
        raise Refused(_("Say in a sentence why the agreement is amended: it stands in the document."))
    rehearse(original, agreement.amendment_kind, changes, actor)
    agreement.changes, agreement.amendment_reason = dict(changes), reason.strip()[:2000]
    agreement.terms = {**amendment_kinds.base_terms(original), **changes.get("terms", {})}
    agreement.version += 1
    _require_difference(agreement)
    agreement.save(update_fields=["changes", "amendment_reason", "terms", "version", "updated_at"])
    agreement.signatories.filter(signatures__isnull=True).delete()
    if not agreement.signatories.exists():
        _copy_signatories(original, agreement)
    _trace("amendment.changed", agreement, actor)
    return agreement


def rehearse(original: Agreement, kind: str, changes: Mapping[str, Any], actor: User | None) -> None:
    """Applies the changes and takes them back at once, so that nothing is signed that could not be done."""
    try:
        with transaction.atomic():
            amendment_kinds.apply(original.placement, kind, changes, actor=actor)
            raise _Rehearsed
    except _Rehearsed:
        pass


def after_seal(agreement: Agreement, version: AgreementVersion) -> None:
    """A sealed amendment is applied in a transaction of its own: placements are locked before agreements."""
    if agreement.is_amendment:
        outbox.enqueue(kind=APPLY, payload={"agreement": agreement.pk}, key=f"agreement:{agreement.pk}")


@transaction.atomic
def apply(agreement_id: int) -> None:
    """Changes the placement as a sealed amendment says, once. Where it cannot be, whoever leads is told why.

    Nothing changes where the agreement that it amends was cancelled meanwhile.
    """
    amendment = Agreement.objects.get(pk=agreement_id)
    placement = locks.placement(amendment.placement_id)
    if amendment.amends_id is None:
        return
    original = locked(amendment.amends_id)
    agreement = locked(agreement_id)
    if agreement.applied_at or agreement.state != AgreementState.SEALED:
        return
    if original.state == AgreementState.CANCELLED:
        cancelling.overtaken(agreement)
        return
    agreement.applied_at = timezone.now()
    agreement.save(update_fields=["applied_at", "updated_at"])
    try:
        with transaction.atomic():
            amendment_kinds.apply(placement, agreement.amendment_kind, agreement.changes, actor=agreement.created_by)
    except Refused as refusal:
        _trace("amendment.not_applied", agreement, None, text=str(refusal))
        notifications.tell_not_applied(agreement, str(refusal))
        return
    _trace("amendment.applied", agreement, None)


def _original(agreement_id: int) -> Agreement:
    """The agreement under its lock, after those of its person and placement: what it says is rehearsed on them."""
    locks.placement(Agreement.objects.values_list("placement_id", flat=True).get(pk=agreement_id))
    return locked(agreement_id)


def _lead(original: Agreement, actor: User) -> None:
    if Standing.STEWARD not in standing(original, actor):
        raise workflow.NotPossible(_("Only whoever leads the agreement prepares an amendment."))
    if original.is_amendment or original.state != AgreementState.SEALED:
        raise workflow.NotPossible(_("Only an agreement that all have signed is amended."))


def _require_difference(agreement: Agreement) -> None:
    if not differences(agreement):
        raise Refused(_("Nothing would change. Write what is to be different."))


def _copy_signatories(original: Agreement, made: Agreement) -> None:
    """The original signatories; whoever was replaced since, or is about to be, gives way to who comes after."""
    for row in original.signatories.exclude(state=SignatoryState.DELEGATED).order_by("step", "pk"):
        fresh = Signatory(
            agreement=made,
            capacity=row.capacity,
            side=row.side,
            institution_id=row.institution_id,
            step=row.step,
            required=row.required,
            name=row.name,
            function=row.function,
            email=row.email,
            user=row.user,
            language=row.language,
        )
        others = list(made.signatories.all())
        _replace(made, fresh, others)
        if signatories.clash(fresh, others):
            fresh.email, fresh.user = "", None
        fresh.save()


def _replace(made: Agreement, row: Signatory, others: list[Signatory]) -> None:
    capacity = {Capacity.TUTOR: "tutor", Capacity.REFERENT_TEACHER: "referent_teacher"}.get(Capacity(row.capacity))
    if capacity is None:
        if row.user and not row.user.is_active:
            _put(row, candidates.find(made.placement, row.capacity, row.institution))
        return
    known = list(made.placement.supervisors.filter(capacity=capacity).select_related("user", "replaced_by"))
    now = next((one for one in known if following.is_person(row, one)), None)
    while now is not None and now.replaced_by is not None:
        now = now.replaced_by
    coming = made.changes if made.amendment_kind == AmendmentKind.SUPERVISION else {}
    if now is not None and coming.get("supervisor") == now.pk:
        now = Supervisor(name=coming["name"], function=coming.get("function", ""), email=coming.get("email", ""))
        now.user = signatories.account_of(now.email)
    if now is not None:
        following.put(row, now, others)


def _put(row: Signatory, found: list[candidates.Candidate]) -> None:
    if found:
        one = found[0]
        row.name, row.function, row.email, row.user = one.name, one.function, one.email, one.user


def _trace(action: str, agreement: Agreement, actor: User | None, *, text: str = "") -> None:
    audit.record(
        action=action,
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"amends": agreement.amends_id, "kind": str(agreement.amendment_kind)},
        text=text,
    )

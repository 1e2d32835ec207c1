"""Signing: each signature is bound to one version by its hash, under the agreement's lock.

Locks are taken in this order: agreement, version, signatory. Whoever signs the last required signature queues the
seal in the same transaction, so that it happens once.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import PersonalLink, User
from agreements import notifications, workflow
from agreements.differences import Difference, compare
from agreements.enums import AgreementState, Method, Side, SignatoryState, Standing, VersionState
from agreements.locking import BUSY, locked
from agreements.models import Agreement, AgreementVersion, Signatory, Signature
from agreements.selectors.standing import leading_side, standing
from agreements.services.signatories import LINK, keep_to_own, opened_by, speaks_for
from documents.models import StoredFile
from messaging import outbox

# A code proves the address for that long; afterwards a new one is asked for.
CODE_HOLDS = datetime.timedelta(hours=1)
SEAL = "agreements.seal"
PENDING = (SignatoryState.WAITING, SignatoryState.ASKED, SignatoryState.DECLINED)


class StaleVersion(Refused):
    """What the person looked at is not what stands now (409). `differences` says what changed, if a new one stands."""

    def __init__(self, agreement: Agreement, shown: AgreementVersion | None, current: AgreementVersion | None) -> None:
        self.agreement, self.shown, self.current = agreement, shown, current
        self.differences: list[Difference] = compare(shown.snapshot, current.snapshot) if shown and current else []
        super().__init__(
            _("The agreement was changed while you were reading it. Nothing was signed: please read what changed.")
        )


class CodeTooOld(Refused):
    """The address was proved too long ago; a new code is asked for."""


class RemarksWait(Refused):
    """A remark waits for its answer: nobody signs before (T10)."""


@transaction.atomic
def open(version: AgreementVersion) -> list[Signatory]:
    """Asks those whose turn it is for the signature of a version that is ready; called again, asks nobody twice."""
    agreement = locked(version.agreement_id)
    version = agreement.versions.select_for_update(of=("self",)).get(pk=version.pk)
    if agreement.state != AgreementState.SIGNING or version.state != VersionState.READY:
        return []
    signed = set(version.signatures.values_list("signatory_id", flat=True))
    rows = _rows(agreement)
    for row in rows:
        if row.pk not in signed and row.state not in (SignatoryState.ASKED, SignatoryState.WAITING):
            row.state, row.decline_reason, row.decided_at = SignatoryState.WAITING, "", None
            row.save(update_fields=["state", "decline_reason", "decided_at"])
    return _ask_next(agreement, rows)


@transaction.atomic
def sign(
    *,
    signatory_id: int,
    version_id: int,
    sha256: str,
    consent: str,
    link: PersonalLink | None = None,
    user: User | None = None,
    address: str | None = None,
    user_agent: str = "",
    code_checked_at: datetime.datetime | None = None,
) -> Signature:
    """Signs one version in one capacity; the same signatory twice is one signature.

    The person comes by their own link, opened with a code, or by their account with a code sent to its address
    (`code_checked_at`). Raises StaleVersion (changed meanwhile), RemarksWait, CodeTooOld, or Refused with a sentence.
    """
    agreement, version, signatory = _hold(signatory_id, version_id)
    checked_at = link.code_checked_at if link and code_checked_at is None else code_checked_at
    if not opened_by(signatory, link) and not (user and user.is_active and speaks_for(signatory, user)):
        raise workflow.NotPossible(_("This signature is somebody else’s to give."))
    known = version.signatures.filter(signatory=signatory).first() if version else None
    if known is not None and version is not None and version.state != VersionState.VOIDED:
        return known
    version = _standing(agreement, version, sha256)
    _may_sign(agreement, signatory)
    if checked_at is None or timezone.now() - checked_at > CODE_HOLDS:
        raise CodeTooOld(_("Your code was checked more than an hour ago. Ask for a new one to sign."))
    if version.sha256 not in consent:
        raise Refused(_("Tick the sentence by which you agree to this very document."))
    signature = Signature.objects.create(
        version=version,
        signatory=signatory,
        sha256=version.sha256,
        method=Method.ONLINE,
        name=signatory.name,
        email=link.email if link else ((user.email or "") if user else ""),
        consent=consent,
        code_checked_at=checked_at,
        address=address or None,
        user_agent=user_agent[:300],
        user=user,
    )
    _signed(agreement, version, signatory, signature, actor=user)
    return signature


@transaction.atomic
def sign_on_paper(
    *, signatory_id: int, version_id: int, sha256: str, scan: StoredFile, consent: str, actor: User
) -> Signature:
    """Records a signature given on paper, with its scan, by whoever leads the agreement."""
    agreement, version, signatory = _hold(signatory_id, version_id)
    if Standing.STEWARD not in standing(agreement, actor):
        raise workflow.NotPossible(_("Only whoever leads the agreement records signatures given on paper."))
    if signatory.side != Side.TRAINEE and leading_side(agreement) == Side.TRAINEE:
        raise Refused(_("Somebody of that party hands its signature in. Give an address: they sign by a link."))
    keep_to_own(agreement, actor, signatory.institution_id)
    known = version.signatures.filter(signatory=signatory).first() if version else None
    if known is not None and version is not None and version.state != VersionState.VOIDED:
        return known
    version = _standing(agreement, version, sha256)
    _may_sign(agreement, signatory, in_turn=False)
    signature = Signature.objects.create(
        version=version,
        signatory=signatory,
        sha256=version.sha256,
        method=Method.ON_PAPER,
        name=signatory.name,
        consent=consent,
        scan=scan,
        recorded_by=actor,
    )
    _signed(agreement, version, signatory, signature, actor=actor)
    return signature


@transaction.atomic
def decline(*, signatory_id: int, reason: str, link: PersonalLink | None = None, user: User | None = None) -> Signatory:
    """Declines to sign, with a reason; all are told. Signatures given stay while those who lead decide what to do.

    They may change the agreement (`reopen`), pass the signature on, ask again, or cancel. Whoever declined by mistake
    may still sign.
    """
    agreement = locked(Signatory.objects.values_list("agreement_id", flat=True).get(pk=signatory_id))
    signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    if not opened_by(signatory, link) and not (user and speaks_for(signatory, user)):
        raise workflow.NotPossible(_("This signature is somebody else’s to give."))
    if signatory.state == SignatoryState.DECLINED:
        return signatory
    if agreement.state != AgreementState.SIGNING or signatory.state != SignatoryState.ASKED:
        raise workflow.NotPossible(_("Nothing waits for your signature here any more."))
    reason = reason.strip()[:1000]
    if not reason:
        raise Refused(_("Say in a sentence why you do not sign: the others will read it."))
    signatory.state, signatory.decline_reason, signatory.decided_at = SignatoryState.DECLINED, reason, timezone.now()
    signatory.save(update_fields=["state", "decline_reason", "decided_at"])
    _trace("signature.declined", agreement, user, signatory, text=reason)
    notifications.tell_declined(agreement, signatory)
    return signatory


@transaction.atomic
def ask_again(*, signatory_id: int, actor: User) -> Signatory:
    """Sends the request once more, with a new link: to one who declined, or who lost the e-mail."""
    agreement = locked(Signatory.objects.values_list("agreement_id", flat=True).get(pk=signatory_id))
    signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    if Standing.STEWARD not in standing(agreement, actor):
        raise workflow.NotPossible(_("Only whoever leads the agreement asks again."))
    if agreement.state != AgreementState.SIGNING or signatory.state not in (
        SignatoryState.ASKED,
        SignatoryState.DECLINED,
    ):
        raise workflow.NotPossible(_("It is not this person’s turn to sign."))
    signatory.decline_reason = ""
    _ask(agreement, signatory)
    _trace("signature.asked_again", agreement, actor, signatory)
    return signatory


@transaction.atomic
def reopen(*, agreement_id: int, actor: User, reason: str) -> Agreement:
    """Takes the agreement back to be changed: its standing version and all its signatures count no more.

    They stay on record. Everybody who was asked is told.
    """
    agreement = locked(agreement_id)
    workflow.require(agreement, "reopen", actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Say in a sentence what is to be changed: those who signed will read it."))
    told = [row for row in _rows(agreement) if row.asked_at]
    lost = void_standing(agreement, actor=actor, reason=reason)
    workflow.apply(agreement, "reopen", actor=actor, reason=reason, data={"signatures": lost})
    notifications.tell_voided(agreement, told, reason)
    return agreement


def void_standing(agreement: Agreement, *, actor: User | None, reason: str) -> int:
    """Voids the version that stands, if any, under the agreement's lock; returns how many signatures fell with it."""
    standing_ones = agreement.versions.select_for_update(of=("self",)).exclude(state=VersionState.VOIDED)
    version = standing_ones.first()
    lost = 0
    if version is not None:
        lost = version.signatures.count()
        version.state, version.voided_at = VersionState.VOIDED, timezone.now()
        version.voided_by, version.void_reason = actor, reason[:300]
        version.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
    rows = agreement.signatories.filter(state__in=(SignatoryState.ASKED, SignatoryState.SIGNED))
    rows.update(state=SignatoryState.WAITING, asked_at=None, decided_at=None)
    return lost


def after_delegation(
    agreement: Agreement, before: Signatory, fresh: Signatory, *, asked: bool, by: User | None
) -> None:
    """Asks the new signatory if it is their turn, and tells the others concerned."""
    if asked:
        _ask(agreement, fresh)
    notifications.tell_delegated(agreement, before, fresh, by)


def unanswered(agreement: Agreement) -> int:
    return agreement.remarks.filter(answered_at__isnull=True).count()


# Under the lock


def _hold(signatory_id: int, version_id: int) -> tuple[Agreement, AgreementVersion | None, Signatory]:
    agreement = locked(Signatory.objects.values_list("agreement_id", flat=True).get(pk=signatory_id))
    with busy_said(BUSY):
        version = agreement.versions.select_for_update(of=("self",)).filter(pk=version_id).first()
        signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    return agreement, version, signatory


def _standing(agreement: Agreement, shown: AgreementVersion | None, sha256: str) -> AgreementVersion:
    """The version shown, if it is the one to be signed now."""
    if agreement.state == AgreementState.CANCELLED:
        raise workflow.NotPossible(_("This agreement was cancelled. There is nothing to sign any more."))
    if shown is None or shown.state != VersionState.READY or shown.sha256 != sha256:
        current = agreement.versions.filter(state=VersionState.READY).first()
        raise StaleVersion(agreement, shown, current if agreement.state == AgreementState.SIGNING else None)
    if agreement.state != AgreementState.SIGNING:
        raise workflow.NotPossible(_("This agreement is not being signed at the moment."))
    return shown


def _may_sign(agreement: Agreement, signatory: Signatory, *, in_turn: bool = True) -> None:
    if unanswered(agreement):
        raise RemarksWait(_("A remark about this agreement waits for its answer. Nobody can sign before."))
    if signatory.state == SignatoryState.DELEGATED:
        raise workflow.NotPossible(_("This signature was passed on to somebody else."))
    if in_turn and signatory.state == SignatoryState.WAITING:
        raise workflow.NotPossible(_("It is not your turn yet. You will get an e-mail when the others have signed."))


def _signed(
    agreement: Agreement, version: AgreementVersion, signatory: Signatory, signature: Signature, *, actor: User | None
) -> None:
    signatory.state, signatory.decided_at, signatory.decline_reason = SignatoryState.SIGNED, timezone.now(), ""
    signatory.save(update_fields=["state", "decided_at", "decline_reason"])
    _trace("signature.given", agreement, actor, signatory, version=version.number, method=str(signature.method))
    rows = _rows(agreement)
    if any(row.required and row.state in PENDING for row in rows):
        _ask_next(agreement, rows)
        return
    workflow.apply(agreement, "signed", actor=actor, data={"version": version.number}, signed_on=timezone.localdate())
    outbox.enqueue(kind=SEAL, payload={"version": version.pk}, key=f"version:{version.pk}")


def _rows(agreement: Agreement) -> list[Signatory]:
    return list(
        agreement.signatories.select_for_update(of=("self",))
        .select_related("user")
        .exclude(state=SignatoryState.DELEGATED)
        .order_by("step", "pk")
    )


def _ask_next(agreement: Agreement, rows: list[Signatory]) -> list[Signatory]:
    """Asks those of the first step in which a required signature is missing, or everybody when there is no order."""
    missing = [row.step for row in rows if row.required and row.state in PENDING]
    if not missing:
        return []
    step = min(missing)
    turn = [row for row in rows if row.state == SignatoryState.WAITING and (not agreement.in_order or row.step <= step)]
    for row in turn:
        _ask(agreement, row)
    return turn


def _ask(agreement: Agreement, signatory: Signatory) -> None:
    """Marks the signatory as asked and sends the request; without an address those who lead are told."""
    from accounts import links

    signatory.state, signatory.asked_at, signatory.decided_at = SignatoryState.ASKED, timezone.now(), None
    signatory.save(update_fields=["state", "asked_at", "decided_at", "decline_reason"])
    if signatory.email:
        links.issue(
            purpose=LINK,
            email=signatory.email,
            target=signatory,
            language=signatory.language,
            organisation=agreement.placement.sending_organisation,
        )
    else:
        notifications.tell_on_paper(agreement, signatory)


def _trace(
    action: str, agreement: Agreement, actor: User | None, signatory: Signatory, *, text: str = "", **data: Any
) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"signatory": signatory.pk, "capacity": str(signatory.capacity), **data},
        text=text,
    )

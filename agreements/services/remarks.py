"""Remarks before signature: questions, points of attention, requests for change.

Nobody signs until each is answered (T10).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements import notifications, workflow
from agreements.enums import AgreementState, Standing
from agreements.locking import locked
from agreements.models import Agreement, AgreementRemark, Signatory
from agreements.selectors.standing import standing
from agreements.services.signatories import opened_by, speaks_for

OPEN = (AgreementState.PREPARING, AgreementState.RENDERING, AgreementState.SIGNING)
MOST_WAITING = 10


@transaction.atomic
def ask(
    *,
    agreement_id: int,
    kind: str,
    text: str,
    user: User | None = None,
    signatory: Signatory | None = None,
    link: PersonalLink | None = None,
) -> AgreementRemark:
    """Writes a remark, by a party with an account or by a signatory through their link; whoever leads is told."""
    agreement = locked(agreement_id)
    if agreement.state not in OPEN:
        raise workflow.NotPossible(_("The agreement is signed: ask for an amendment rather than a remark."))
    if signatory is not None and signatory.agreement_id != agreement.pk:
        raise ValueError("the signatory belongs to another agreement")
    by_link = signatory is not None and opened_by(signatory, link)
    if not by_link and not standing(agreement, user):
        raise workflow.NotPossible(_("Only the parties of the agreement can make a remark."))
    if signatory is not None and not by_link and not (user and speaks_for(signatory, user)):
        signatory = None
    if agreement.remarks.filter(answered_at__isnull=True).count() >= MOST_WAITING:
        raise Refused(_("Several remarks wait for their answers already. Wait until those are answered."))
    text = text.strip()
    if not text:
        raise Refused(_("Write your question or your remark."))
    remark = AgreementRemark.objects.create(
        agreement=agreement,
        kind=kind,
        text=text[:2000],
        signatory=signatory,
        author=user,
        author_name=(signatory.name if signatory else str(user))[:160],
    )
    _trace("remark.made", agreement, user, remark)
    notifications.tell_remark(remark)
    return remark


@transaction.atomic
def answer(*, remark_id: int, actor: User, text: str) -> AgreementRemark:
    """Answers a remark, by somebody of the parties; its author may close it too. The author is told."""
    agreement = locked(AgreementRemark.objects.values_list("agreement_id", flat=True).get(pk=remark_id))
    remark = agreement.remarks.select_for_update(of=("self",)).get(pk=remark_id)
    if not may_answer(agreement, remark, actor):
        raise workflow.NotPossible(_("Those who lead the agreement and the host answer its remarks."))
    if remark.answered_at:
        raise Refused(_("Somebody has answered this remark meanwhile."))
    text = text.strip()
    if not text:
        raise Refused(_("Write your answer."))
    remark.answer, remark.answered_at = text[:2000], timezone.now()
    remark.answered_by, remark.answerer_name = actor, str(actor)[:160]
    remark.save(update_fields=["answer", "answered_at", "answered_by", "answerer_name"])
    _trace("remark.answered", agreement, actor, remark)
    notifications.tell_answered(remark)
    return remark


def may_answer(
    agreement: Agreement, remark: AgreementRemark, user: User | None, who: frozenset[Standing] | None = None
) -> bool:
    """Whoever leads, the host, and the author, who may say that it is settled; `who` they are where it is known."""
    who = standing(agreement, user) if who is None else who
    return bool(who & {Standing.STEWARD, Standing.HOST}) or (user is not None and remark.author_id == user.pk)


def _trace(action: str, agreement: Agreement, actor: User | None, remark: AgreementRemark) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"remark": remark.pk, "kind": str(remark.kind), "signatory": remark.signatory_id},
    )

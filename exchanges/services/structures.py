"""Structures: they ask to take part, the pilot answers, they may leave (B7, B8)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from exchanges import notifications
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, Structure, StructureStep
from exchanges.services import charters, closing
from exchanges.workflow import Action, NotPossible, require, structure_actions
from hosts.enums import HostState
from hosts.models import HostInstitution

OUT = (HostState.REFUSED, HostState.MERGED)


@transaction.atomic
def ask(
    *,
    space: ExchangeSpace,
    institution: HostInstitution,
    actor: User,
    words: str = "",
    funding_body: str = "",
    charter: int | None = None,
) -> Structure:
    """A manager, human resources or a signatory of a host asks that it takes part. Asked again after a refusal or a
    departure, it is the same structure. It accepts the cahier des charges in force (B9): `charter` is the number of
    the one that was read, 0 for none. Raises NotPossible."""
    if institution.state in OUT:
        raise NotPossible(_("The sheet of this host was refused: it cannot take part."))
    ExchangeSpace.objects.select_for_update(no_key=True).get(pk=space.pk)
    known = Structure.objects.filter(space=space, institution=institution).first()
    structure = known or Structure(space=space, institution=institution, state=StructureState.LEFT)
    step = require(structure_actions(structure, actor), "ask")
    source = structure.state if known else ""
    structure.words, structure.funding_body = words.strip()[:1000], funding_body.strip()[:120]
    structure.state, structure.reason = step.target, ""
    structure.asked_by, structure.asked_at = actor, timezone.now()
    structure.decided_by, structure.decided_at = None, None
    structure.save()
    _log(structure, step, source, actor)
    charters.accept_on_joining(structure=structure, actor=actor, number=charter)
    notifications.structure_moved(structure, step.code, actor)
    return structure


@transaction.atomic
def act(*, structure_id: int, action: str, actor: User, reason: str = "") -> Structure:
    """Applies one action of the table to a structure. Raises NotPossible or ReasonNeeded."""
    structure = locked(structure_id)
    reason = reason.strip()[:1000]
    step = require(structure_actions(structure, actor), action, reason)
    source = structure.state
    structure.state, structure.reason = step.target, reason if step.needs_reason else ""
    if step.target == StructureState.ASKED:
        structure.asked_by, structure.asked_at = actor, timezone.now()
        structure.decided_by, structure.decided_at = None, None
    else:
        structure.decided_by, structure.decided_at = actor, timezone.now()
    structure.save()
    _log(structure, step, source, actor, reason)
    if source == StructureState.APPROVED:
        closing.structure_left(structure, actor=actor)
    notifications.structure_moved(structure, step.code, actor)
    return structure


@transaction.atomic
def describe(*, structure_id: int, actor: User, funding_body: str) -> Structure:
    """The funding body (OPCO) of an approved structure, kept by those who look after it (B13)."""
    structure = locked(structure_id)
    require(structure_actions(structure, actor), "leave")
    structure.funding_body = funding_body.strip()[:120]
    structure.save(update_fields=["funding_body"])
    audit.record(
        action="exchange_structure.described", actor=actor, target=structure, organisation=structure.organisation
    )
    return structure


def locked(structure_id: int) -> Structure:
    rows = Structure.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("space__pilot", "institution__organisation").get(pk=structure_id)


def _log(structure: Structure, step: Action, source: str, actor: User, comment: str = "") -> None:
    StructureStep.objects.create(
        structure=structure, action=step.code, source=source, target=step.target, actor=actor, comment=comment
    )
    audit.record(
        action=f"exchange_structure.{step.code}",
        actor=actor,
        target=structure,
        organisation=structure.organisation,
        data={"from": source},
        text=comment,
    )

"""Decisions of the education authority on the number of trainees at a host (R124-11), recorded by an administrator."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.models import HostInstitution
from internships.models import PlacementKind, ShareDecision
from law import rules

MOST, ORDINARY = "trainees-share-school", "trainees-share"


@transaction.atomic
def record(
    *,
    institution: HostInstitution,
    kind: PlacementKind,
    share: int,
    valid_from: datetime.date,
    valid_until: datetime.date | None,
    authority: str,
    reference: str,
    actor: User,
) -> ShareDecision:
    """Records a decision. Raises Refused: not a vocational kind of secondary level, a share beyond what the law allows
    on its first day, or another decision on these days."""
    if not kind.is_secondary:
        raise Refused(_("Only vocational placements of secondary level can have such a decision."))
    try:
        most = rules.find(key=MOST, country=kind.country, on=valid_from)
        ordinary = rules.find(key=ORDINARY, country=kind.country, on=valid_from)
    except rules.LegalRuleMissing as missing:
        raise Refused(str(missing)) from missing
    if not ordinary.number < share <= most.number:
        words = _("A decision raises the share above %(ordinary)s, up to %(most)s (%(article)s).")
        raise Refused(words % {"ordinary": ordinary.words, "most": most.words, "article": most.article})
    made = ShareDecision(
        institution=institution,
        kind=kind,
        share=share,
        valid_from=valid_from,
        valid_until=valid_until,
        authority=authority.strip(),
        reference=reference.strip(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as problem:
        raise Refused(_("Another decision for this host and kind holds on some of these days.")) from problem
    _trace("share_decision.recorded", made, actor)
    return made


@transaction.atomic
def withdraw(*, decision_id: int, actor: User) -> ShareDecision:
    """The decision holds no more; it stays on record. Withdrawn already, it is given back as it stands."""
    made = ShareDecision.objects.select_for_update(of=("self",)).get(pk=decision_id)
    if made.withdrawn_at is None:
        made.withdrawn_at, made.withdrawn_by = timezone.now(), actor
        made.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _trace("share_decision.withdrawn", made, actor)
    return made


def _trace(action: str, made: ShareDecision, actor: User) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=made,
        organisation=made.institution.organisation,
        data={"kind": made.kind.code, "share": made.share},
    )

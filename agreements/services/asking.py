"""Asking a side for its part: those with an account by e-mail, others by a personal link with a one-time code."""

from __future__ import annotations

import contextlib
import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements.enums import AgreementState, Side
from agreements.models import Agreement, AgreementPart
from agreements.selectors.completeness import missing
from agreements.selectors.contacts import people_of
from agreements.selectors.leading import leader_of
from agreements.services.drafting import editable

LINK = "agreement.part"
PAUSE = datetime.timedelta(minutes=10)


@transaction.atomic
def ask(*, agreement_id: int, side: str, actor: User | None, email: str = "") -> AgreementPart:
    """Asks a side to complete its part. `email` names somebody without an account.

    Raises Refused where there is nobody to ask, or when the side was asked a moment ago.
    """
    from agreements.notifications import content as notifications

    agreement = editable(agreement_id)
    part = agreement.parts.select_for_update().get(side=side)
    if part.asked_at and timezone.now() - part.asked_at < PAUSE and email in ("", part.contact_email):
        raise Refused(_("This party was asked a few minutes ago. Give it a little time."))
    people = [one for one in people_of(agreement.placement, side) if one != actor and one.email]
    leader, asked_by = leader_of(agreement.placement)
    if email:
        part.contact_email = email
    if people and not email:
        for person in people:
            notifications.part_asked(agreement, Side(side), to=person, asked_by=asked_by)
    elif part.contact_email:
        links.revoke(purpose=LINK, target=part)
        links.issue(
            purpose=LINK,
            email=part.contact_email,
            target=part,
            language=agreement.language,
            organisation=leader,
            issued_by=actor,
            data={"asked_by": asked_by},
        )
    else:
        raise Refused(_("Nobody on this side has an account or an address here. Give an e-mail address to write to."))
    part.asked_at = timezone.now()
    part.save(update_fields=["asked_at", "contact_email"])
    audit.record(
        action="agreement.part_asked",
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"side": str(side), "people": len(people)},
    )
    return part


@transaction.atomic
def ask_all(*, agreement: Agreement, actor: User | None) -> list[str]:
    """Asks every side that still lacks something and can be reached; returns which."""
    lacking = {one.side for one in missing(agreement) if one.in_part}
    asked = []
    for part in agreement.parts.filter(side__in=lacking, completed_at__isnull=True):
        if any(one == actor for one in people_of(agreement.placement, part.side)):
            continue
        try:
            with transaction.atomic():
                ask(agreement_id=agreement.pk, side=part.side, actor=actor)
        except Refused:
            continue
        asked.append(part.side)
    return asked


def remind(part: AgreementPart) -> None:
    """Asks once more, where there is still somebody to ask."""
    with contextlib.suppress(Refused):
        ask(agreement_id=part.agreement_id, side=part.side, actor=None)


def still_wanted(link: PersonalLink) -> bool:
    """As long as the agreement is being completed and the side is asked at that address."""
    part = links.get_target(link)
    return (
        isinstance(part, AgreementPart)
        and part.agreement.state == AgreementState.PREPARING
        and part.contact_email.casefold() == link.email.casefold()
    )

"""Asking a side for its part: those with an account by e-mail, others by a personal link with a one-time code."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementPart
from agreements.selectors.completeness import missing
from agreements.selectors.contacts import people_of
from agreements.selectors.leading import leader_of
from agreements.selectors.standing import leading_side, stewards
from agreements.services.drafting import editable, part_of

LINK = "agreement.part"
PAUSE = datetime.timedelta(minutes=10)


@transaction.atomic
def ask(
    *, agreement_id: int, side: str, actor: User | None, email: str = "", institution: int | None = None
) -> AgreementPart:
    """Asks a party to complete its part; `institution` names the host where there are several. `email` names somebody
    without an account.

    Raises Refused where there is nobody to ask, or when the side was asked a moment ago.
    """
    from agreements.notifications import content as notifications

    agreement = editable(agreement_id)
    part = part_of(agreement, side, institution)
    if part.asked_at and timezone.now() - part.asked_at < PAUSE and email in ("", part.contact_email):
        raise Refused(_("This party was asked a few minutes ago. Give it a little time."))
    people = [one for one in people_of(agreement.placement, side, part.institution_id) if one != actor and one.email]
    asked_by = leader_of(agreement.placement)[1]
    if email:
        part.contact_email = email
    if people and not email:
        for person in people:
            notifications.part_asked(part, to=person, asked_by=asked_by)
    elif part.contact_email:
        send_link(part, actor=actor)
    else:
        raise Refused(_("Nobody on this side has an account or an address here. Give an e-mail address to write to."))
    part.asked_at = timezone.now()
    part.save(update_fields=["asked_at", "contact_email"])
    audit.record(
        action="agreement.part_asked",
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"part": part.key, "people": len(people)},
    )
    return part


def remind(part: AgreementPart) -> None:
    """As the start nears, asks again for a part that is missing: its people, or its address by a new personal link.

    Whoever leads is told where nobody can be asked.
    """
    from agreements.notifications import content as notifications

    agreement = part.agreement
    leads = part.side == leading_side(agreement) and part.institution_id is None
    people = stewards(agreement) if leads else people_of(agreement.placement, part.side, part.institution_id)
    reached = [person for person in people if person.email]
    for person in reached:
        notifications.part_asked(part, to=person, asked_by=leader_of(agreement.placement)[1], again=True)
    if not reached and part.contact_email:
        send_link(part, again=True)
    elif not reached:
        notifications.remind_to_send(agreement, waits_for=part)


def send_link(part: AgreementPart, *, actor: User | None = None, again: bool = False) -> None:
    """A new personal link to whoever completes the part without an account; the one before ends."""
    agreement = part.agreement
    leader, asked_by = leader_of(agreement.placement)
    links.revoke(purpose=LINK, target=part)
    links.issue(
        purpose=LINK,
        email=part.contact_email,
        target=part,
        language=agreement.language,
        organisation=leader,
        issued_by=actor,
        data={"asked_by": asked_by, "again": again},
    )


@transaction.atomic
def ask_all(*, agreement: Agreement, actor: User | None) -> list[AgreementPart]:
    """Asks every party that still lacks something and can be reached; returns their parts."""
    lacking = {one.part for one in missing(agreement) if one.in_part}
    asked = []
    for part in agreement.parts.filter(completed_at__isnull=True).select_related("institution__organisation"):
        people = people_of(agreement.placement, part.side, part.institution_id)
        if part.key not in lacking or actor in people:
            continue
        try:
            with transaction.atomic():
                ask(agreement_id=agreement.pk, side=part.side, actor=actor, institution=part.institution_id)
        except Refused:
            continue
        asked.append(part)
    return asked


def still_wanted(link: PersonalLink) -> bool:
    """As long as the agreement is being completed and the side is asked at that address."""
    part = links.get_target(link)
    return (
        isinstance(part, AgreementPart)
        and part.agreement.state == AgreementState.PREPARING
        and part.contact_email.casefold() == link.email.casefold()
    )

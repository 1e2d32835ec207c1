"""Asking a side for its part: those with an account by e-mail, others by a personal link with a one-time code."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.models import AuditEntry, PersonalLink, User
from agreements.enums import AgreementState, Side
from agreements.models import Agreement, AgreementPart
from agreements.selectors.completeness import missing
from agreements.selectors.contacts import people_of
from agreements.selectors.leading import leader_of
from agreements.selectors.standing import leading_side, stewards
from agreements.services.drafting import editable, part_of

LINK = "agreement.part"
PAUSE = datetime.timedelta(minutes=10)


class AddressRefused(Refused):
    """A part is not asked for at that address: somebody else's own, or beside the people of that side."""


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
    everybody = people_of(agreement.placement, side, part.institution_id)
    people = [one for one in everybody if one != actor and one.email]
    if email and everybody and leading_side(agreement) != Side.SCHOOL:
        raise AddressRefused(_("This party has people on Escale: ask them, not another address."))
    _check_address(part, email or ("" if people else part.contact_email), actor)
    named = bool(email) and not same(email, part.contact_email)
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
        data={"part": part.key, "people": len(people), **({"named": True} if named else {})},
    )
    return part


def same(one: str, other: str | None) -> bool:
    return one.strip().casefold() == (other or "").strip().casefold()


def _check_address(part: AgreementPart, email: str, actor: User | None) -> None:
    """Nobody completes the part of another party at an address of their own."""
    if part.side == Side.TRAINEE or not email:
        return
    if actor is not None and same(email, actor.email):
        raise AddressRefused(_("This is your own address. Give the one of a person of that party."))
    if is_of_trainee(part, email):
        raise AddressRefused(
            _("This is the trainee’s address, or their family’s. Give the one of a person of that party.")
        )


def is_of_trainee(part: AgreementPart, email: str) -> bool:
    """Whether the address is the trainee's or a legal representative's."""
    person = part.agreement.placement.person
    return any(same(email, one) for one in (person.email, *(guardian.email for guardian in person.guardians.all())))


def address_was_given(part: AgreementPart) -> bool:
    """Whether somebody asked for the part at an address other than the one that was known."""
    rows = AuditEntry.objects.filter(
        action="agreement.part_asked",
        target_type=Agreement._meta.label_lower,
        target_id=str(part.agreement_id),
    )
    return rows.filter(data__part=part.key, data__named=True).exists()


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
    elsewhere = part.side != Side.TRAINEE and is_of_trainee(part, part.contact_email)
    if not reached and part.contact_email and not elsewhere:
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

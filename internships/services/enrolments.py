"""Who is in which cohort: from the school's people, by invitation, or by a table; ended, never deleted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Invitation, Organisation, Pupil, User
from accounts.services import invitations
from internships.models import Cohort, Enrolment, EnrolmentInvitation


@transaction.atomic
def enrol(
    *, cohort_id: int, people: Sequence[User], actor: User | None, referent: User | None = None
) -> list[Enrolment]:
    """Enters people whom the school knows; those who are in the cohort already stay as they are."""
    cohort = _open_cohort(cohort_id)
    wanted = {person.pk for person in people}
    known = set(
        Pupil.objects.filter(school=cohort.school, user__in=wanted, left_at__isnull=True).values_list(
            "user_id", flat=True
        )
    )
    if wanted - known:
        raise Refused(_("Only people whom your school knows can be enrolled. Invite the others."))
    there = set(cohort.enrolments.filter(left_on__isnull=True).values_list("person_id", flat=True))
    made = Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person_id=pk, referent=referent) for pk in sorted(wanted - there)
    )
    User.objects.filter(pk__in=wanted, is_trainee=False).update(is_trainee=True)
    if made:
        audit.record(
            action="cohort.enrolled",
            actor=actor,
            target=cohort,
            organisation=cohort.school,
            data={"people": [one.person_id for one in made]},
        )
    return made


@transaction.atomic
def invite(*, cohort_id: int, email: str, actor: User, referent: User | None = None) -> Enrolment | Invitation:
    """Enrols whoever the school knows by this address; invites anybody else, who is enrolled once they accept."""
    cohort = _open_cohort(cohort_id)
    known = Pupil.objects.filter(school=cohort.school, user__email__iexact=email, left_at__isnull=True).first()
    if known is not None:
        made = enrol(cohort_id=cohort.pk, people=[known.user], actor=actor, referent=referent)
        return made[0] if made else cohort.enrolments.get(person=known.user, left_on__isnull=True)
    as_member = Invitation.objects.open().filter(organisation=cohort.school, email__iexact=email).exclude(roles=[])
    if as_member.exists():
        raise Refused(_("This address is invited as a member of your team. Withdraw that invitation first."))
    invitation = invitations.invite(organisation=cohort.school, by=actor, email=email, roles=[])
    EnrolmentInvitation.objects.update_or_create(cohort=cohort, invitation=invitation, defaults={"referent": referent})
    return invitation


def enter_after_invitation(sender: type[Invitation], instance: Invitation, created: bool, **kwargs: Any) -> None:
    """Whoever accepts an invitation enters the cohorts they were invited into, in the same transaction."""
    if created or instance.accepted_by is None:
        return
    waiting = EnrolmentInvitation.objects.filter(invitation=instance).select_related("cohort", "referent")
    for one in waiting.order_by("pk"):
        if one.cohort.archived_at is None:
            enrol(
                cohort_id=one.cohort_id, people=[instance.accepted_by], actor=instance.invited_by, referent=one.referent
            )
        one.delete()


@transaction.atomic
def leave(*, enrolment_id: int, actor: User, on: datetime.date | None = None) -> Enrolment:
    """The trainee leaves the cohort, today unless said otherwise. Their placements and agreements stay."""
    enrolment = _locked(enrolment_id)
    if enrolment.left_on is not None:
        return enrolment
    enrolment.left_on = max(on or timezone.localdate(), enrolment.enrolled_on)
    enrolment.save(update_fields=["left_on"])
    audit.record(
        action="cohort.left",
        actor=actor,
        target=enrolment.cohort,
        organisation=enrolment.cohort.school,
        data={"enrolment": enrolment.pk},
    )
    return enrolment


@transaction.atomic
def set_referent(*, enrolment_ids: Iterable[int], referent: User | None, actor: User) -> int:
    """Gives trainees a referent teacher of their own; None: the one of the cohort. Returns how many changed."""
    changed = 0
    for pk in sorted(set(enrolment_ids)):
        enrolment = _locked(pk)
        if enrolment.referent_id == (referent.pk if referent else None):
            continue
        if referent is not None and not may_refer(referent, enrolment.cohort.school):
            raise Refused(_("Choose a referent teacher of your school."))
        enrolment.referent = referent
        enrolment.save(update_fields=["referent"])
        audit.record(
            action="cohort.referent_set",
            actor=actor,
            target=enrolment.cohort,
            organisation=enrolment.cohort.school,
            data={"enrolment": pk, "referent": referent.pk if referent else None},
        )
        changed += 1
    return changed


def may_refer(person: User, school: Organisation) -> bool:
    """Whether the person teaches or coordinates at the school today."""
    from internships.models.schools import schools_of

    return schools_of(person).filter(organisation=school).exists()


def pass_on(*, leaver: User, successor: User, organisation: Organisation) -> int:
    """What a leaving referent teacher had passes to the successor (T9)."""
    cohorts = Cohort.objects.filter(school=organisation, referent=leaver).update(referent=successor)
    current = Enrolment.objects.filter(cohort__school=organisation, referent=leaver, left_on__isnull=True)
    return cohorts + current.update(referent=successor)


def _open_cohort(cohort_id: int) -> Cohort:
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("school").get(pk=cohort_id)
    if cohort.archived_at is not None:
        raise Refused(_("This cohort is archived. Take it back first."))
    return cohort


def _locked(enrolment_id: int) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort__school", "person")
    return rows.get(pk=enrolment_id)

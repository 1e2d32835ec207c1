"""What a school says of itself, its courses and cohorts. Records belong to the school, whoever keeps them (T9)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from hosts import versions
from hosts.versions import Edit
from internships.models import Cohort, Course, Enrolment, TrainingOrganisation


def training_of(school: Organisation) -> TrainingOrganisation:
    """What agreements say of the school; empty, not stored, where nobody has filled it in."""
    known = TrainingOrganisation.objects.filter(organisation=school).first()
    return known or TrainingOrganisation(organisation=school)


@transaction.atomic
def update_training(
    *, school: Organisation, actor: User, changes: Mapping[str, Any], edit: Edit
) -> TrainingOrganisation:
    """Saves address, insurance and teaching year. StaleEdit when somebody else changed the same fields meanwhile."""
    TrainingOrganisation.objects.get_or_create(organisation=school)
    row = TrainingOrganisation.objects.select_for_update().get(organisation=school)
    versions.check(row, edit, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    versions.touch(row, edit)
    row.save()
    audit.record(action="school.described", actor=actor, target=row, organisation=school, data={"version": row.version})
    return row


@transaction.atomic
def save_course(*, course: Course, actor: User) -> Course:
    """Adds or changes a course. One out of use stays where it was chosen, and is no longer offered."""
    action = "course.changed" if course.pk else "course.added"
    course.save()
    audit.record(action=action, actor=actor, target=course, organisation=course.school, data={"active": course.active})
    return course


@transaction.atomic
def create_cohort(*, school: Organisation, actor: User, values: Mapping[str, Any]) -> Cohort:
    """Makes a class or promotion."""
    cohort = Cohort(school=school, **values)
    _save_named(cohort)
    audit.record(action="cohort.created", actor=actor, target=cohort, organisation=school)
    return cohort


@transaction.atomic
def update_cohort(*, cohort_id: int, actor: User, changes: Mapping[str, Any], edit: Edit) -> Cohort:
    """Changes a cohort. StaleEdit when somebody else changed the same fields meanwhile."""
    cohort = _locked(cohort_id)
    versions.check(cohort, edit, changes)
    for name, value in changes.items():
        setattr(cohort, name, value)
    versions.touch(cohort, edit)
    _save_named(cohort)
    audit.record(
        action="cohort.changed",
        actor=actor,
        target=cohort,
        organisation=cohort.school,
        data={"version": cohort.version},
    )
    return cohort


@transaction.atomic
def archive_cohort(*, cohort_id: int, actor: User) -> Cohort:
    """The year is over: the cohort leaves the lists and the board; nothing of it is lost."""
    cohort = _locked(cohort_id)
    if cohort.archived_at is None:
        cohort.archived_at = timezone.now()
        cohort.save(update_fields=["archived_at"])
        audit.record(action="cohort.archived", actor=actor, target=cohort, organisation=cohort.school)
    return cohort


@transaction.atomic
def reopen_cohort(*, cohort_id: int, actor: User) -> Cohort:
    """Takes an archived cohort back."""
    cohort = _locked(cohort_id)
    if cohort.archived_at is not None:
        cohort.archived_at = None
        cohort.save(update_fields=["archived_at"])
        audit.record(action="cohort.reopened", actor=actor, target=cohort, organisation=cohort.school)
    return cohort


@transaction.atomic
def copy_cohort(*, cohort_id: int, actor: User, name: str, with_trainees: bool = False) -> Cohort:
    """The same cohort for the next year: course, kind, hours and referent, all dates a year later.

    `with_trainees` also enrols those who have not left, each with their referent.
    """
    old = _locked(cohort_id)
    new = Cohort(
        school=old.school,
        course=old.course,
        name=name,
        start=a_year_later(old.start),
        end=a_year_later(old.end),
        kind=old.kind,
        placement_start=old.placement_start and a_year_later(old.placement_start),
        placement_end=old.placement_end and a_year_later(old.placement_end),
        placement_hours=old.placement_hours,
        referent=old.referent,
    )
    _save_named(new)
    if with_trainees:
        current = old.enrolments.current().order_by("pk")
        Enrolment.objects.bulk_create(
            Enrolment(cohort=new, person_id=one.person_id, referent_id=one.referent_id) for one in current
        )
    audit.record(
        action="cohort.copied",
        actor=actor,
        target=new,
        organisation=new.school,
        data={"from": old.pk, "trainees": with_trainees},
    )
    return new


def a_year_later(day: datetime.date) -> datetime.date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _locked(cohort_id: int) -> Cohort:
    return Cohort.objects.select_for_update(of=("self",)).select_related("school").get(pk=cohort_id)


def _save_named(cohort: Cohort) -> None:
    try:
        with transaction.atomic():
            cohort.save()
    except IntegrityError as problem:
        if "cohort_once_per_year" not in str(problem):
            raise
        raise Refused(_("Your school has a cohort of this name that begins on the same day.")) from problem

"""Schools as senders: what an agreement says of them, their courses, cohorts, and who is enrolled."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Membership
from accounts.models.pupils import PUPIL_ROLES


def schools_of(user: Any) -> models.QuerySet[Membership]:
    """Memberships by which a person looks after the trainees of a school."""
    return Membership.objects.current().filter(
        user=user, role__in=PUPIL_ROLES, organisation__kind=OrganisationKind.TRAINING
    )


class TrainingOrganisation(models.Model):
    """An établissement de formation: what agreements say of a school. One-to-one with its Organisation."""

    organisation = models.OneToOneField(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        related_name="training",
        limit_choices_to={"kind": OrganisationKind.TRAINING},
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail of the placement office"), blank=True)
    insurer = models.CharField(_("liability insurer"), max_length=120, blank=True)
    insurance_number = models.CharField(_("insurance contract number"), max_length=60, blank=True)
    year_begins_month = models.PositiveSmallIntegerField(
        _("month in which the teaching year begins"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    weekly_minutes_under_15 = models.PositiveIntegerField(
        _("weekly presence under 15, in minutes"),
        null=True,
        blank=True,
        help_text=_("School practice, not a statute. Empty: the usual 30 hours."),
    )
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("training organisation")
        verbose_name_plural = _("training organisations")

    def __str__(self) -> str:
        return str(self.organisation)


class OfSchoolQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that carry `school`."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=schools_of(user).values("organisation_id"))


class Course(models.Model):
    """A formation of a school, with its hours, as the agreement names it."""

    school = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="courses")
    title = models.CharField(_("title of the course"), max_length=200)
    diploma = models.ForeignKey(
        "hosts.Diploma", verbose_name=_("diploma"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.ForeignKey(
        "hosts.Level", verbose_name=_("level"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hours = models.PositiveIntegerField(_("hours of teaching"), null=True, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = OfSchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class CohortQuerySet(OfSchoolQuerySet):
    def standing(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at__isnull=True)


class Cohort(models.Model):
    """A promotion or class: the trainees of a course in one year, and the placement that they are to find."""

    school = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="cohorts")
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    start = models.DateField(_("first day of the year"))
    end = models.DateField(_("last day of the year"))
    kind = models.ForeignKey(
        "internships.PlacementKind", verbose_name=_("kind of placement"), on_delete=models.PROTECT, related_name="+"
    )
    placement_start = models.DateField(_("placement from"), null=True, blank=True)
    placement_end = models.DateField(_("placement until"), null=True, blank=True)
    placement_hours = models.PositiveIntegerField(_("hours of placement asked for"), null=True, blank=True)
    referent = models.ForeignKey(
        "accounts.User",
        verbose_name=_("referent teacher"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-start", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="cohort_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(placement_start__isnull=True)
                | Q(placement_end__isnull=True)
                | Q(placement_end__gte=F("placement_start")),
                name="cohort_placement_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["school", "name", "start"], name="cohort_once_per_year"),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: Any) -> Self:
        """The enrolments of the schools where the person teaches or coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(cohort__school__in=schools_of(user).values("organisation_id"))

    def current(self, day: Any = None) -> Self:
        """Those who have not left their cohort."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day or timezone.localdate()))


class Enrolment(models.Model):
    """A person in a cohort. Ended, never deleted."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="enrolments")
    referent = models.ForeignKey(
        "accounts.User",
        verbose_name=_("referent teacher"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the referent teacher of the cohort."),
    )
    enrolled_on = models.DateField(_("enrolled on"), default=timezone.localdate)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(left_on__isnull=True), name="enrolment_once_per_cohort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"


class EnrolmentInvitation(models.Model):
    """Somebody invited by e-mail, who enters the cohort once they have accepted."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    invitation = models.ForeignKey("accounts.Invitation", on_delete=models.CASCADE, related_name="+")
    referent = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("invitation into a cohort")
        verbose_name_plural = _("invitations into cohorts")
        constraints = [models.UniqueConstraint(fields=["cohort", "invitation"], name="enrolment_invitation_once")]

    def __str__(self) -> str:
        return f"{self.invitation} · {self.cohort}"


class TraineeProfile(models.Model):
    """What a trainee says of themselves; shown only to the hosts they wrote to (E6). Optional."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="trainee_profile")
    level = models.ForeignKey(
        "hosts.Level", verbose_name=_("level"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    headline = models.CharField(_("who I am, in one line"), max_length=120, blank=True)
    presentation = models.TextField(_("about me"), max_length=2000, blank=True)
    photo = models.ForeignKey(
        "documents.StoredFile",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    driving_licence = models.CharField(_("driving licence"), max_length=40, blank=True)
    mobility = models.CharField(_("how far I can go"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    insurer = models.CharField(_("liability insurer"), max_length=120, blank=True)
    insurance_number = models.CharField(_("insurance contract number"), max_length=60, blank=True)
    health_fund = models.CharField(_("health insurance fund"), max_length=120, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("trainee profile")
        verbose_name_plural = _("trainee profiles")

    def __str__(self) -> str:
        return str(self.user)


class Guardian(models.Model):
    """A legal representative of a minor; two at most. Signs for them, needs no account."""

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(_("first name and name"), max_length=160)
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("legal representative")
        verbose_name_plural = _("legal representatives")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "position"], name="guardian_first_and_second"),
            models.CheckConstraint(condition=Q(position__in=(1, 2)), name="guardian_two_at_most"),
        ]

    def __str__(self) -> str:
        return self.name

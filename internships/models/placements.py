"""Placements: the shared file of all parties (T5)."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Membership
from internships.enums import PlacementSituation, PlacementState, SupervisorCapacity, Weekday, YoungGround
from internships.fields import DateMultiRangeField
from internships.models.employments import employers_of
from internships.models.schools import schools_of


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; those one accompanies; those at one's host; those one's school or employer sends."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user)
        hosts = mine.filter(organisation__kind=OrganisationKind.HOST)
        employers = employers_of(user)
        at_host = PlacementSite.objects.filter(
            placement=models.OuterRef("pk"), institution__organisation__in=hosts.values("organisation_id")
        )
        accompanies = Supervisor.objects.filter(placement=models.OuterRef("pk"), user=user, until__isnull=True)
        return self.filter(
            Q(person=user)
            | Q(sending_organisation__in=schools_of(user).values("organisation_id"))
            | Q(sending_organisation__in=employers.values("organisation_id"))
            | models.Exists(at_host)
            | models.Exists(accompanies)
        )

    def standing(self) -> Self:
        """Without the cancelled ones."""
        return self.exclude(state=PlacementState.CANCELLED)

    def on(self, day: datetime.date) -> Self:
        """Those that run on that day."""
        return self.standing().filter(start__lte=day, end__gte=day)


class Commission(models.Model):
    """A project that a host entrusts to several trainees, of one course or of several (A11, A12)."""

    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.PROTECT, related_name="commissions")
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("what is asked for"), max_length=4000, blank=True)
    deliverable = models.CharField(_("what it will leave behind"), max_length=300, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    least = models.PositiveSmallIntegerField(_("trainees at least"), default=2)
    most = models.PositiveSmallIntegerField(_("trainees at most"), default=3)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        constraints = [
            models.CheckConstraint(condition=Q(least__gte=1, most__gte=F("least")), name="commission_size_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """A person's stay with one host or several, agreed between them and whoever sends the person.

    `start`, `end` and `days` follow from the sites and interruptions; only `internships.services` writes them.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="placements")
    kind = models.ForeignKey(
        "internships.PlacementKind", verbose_name=_("kind of placement"), on_delete=models.PROTECT, related_name="+"
    )
    mode = models.ForeignKey(
        "internships.PlacementMode", verbose_name=_("mode"), on_delete=models.PROTECT, related_name="+"
    )
    sending_organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("school or employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements_sent",
    )
    enrolment = models.ForeignKey(
        "internships.Enrolment", null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    # Where the employer's contact stands, if it has nobody here.
    employment = models.ForeignKey(
        "internships.Employment", null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    application = models.OneToOneField(
        "internships.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="placement"
    )
    commission = models.ForeignKey(
        Commission,
        verbose_name=_("commission"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PlacementState.choices, default=PlacementState.OPEN)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    # The days really covered: those of the sites, without the interruptions that free the person.
    days = DateMultiRangeField(editable=False)
    # What every one of those days reaches, so that 100 is full time throughout.
    time_share = models.PositiveSmallIntegerField(_("share of full time, in %"), default=100)
    young_ground = models.CharField(
        _("why a pupil under 14 may be there"), max_length=6, choices=YoungGround.choices, blank=True
    )
    # T9: what belongs to this stay only.
    supervision_terms = models.TextField(_("particular conditions of supervision"), max_length=2000, blank=True)
    prior_learning = models.TextField(_("learnt before the placement"), max_length=2000, blank=True)
    closed_on = models.DateField(_("ended early or cancelled on"), null=True, blank=True)
    closed_by_trainee = models.BooleanField(_("at the trainee’s wish"), default=False)
    close_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    calendar_token = models.CharField(max_length=43, unique=True, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-start", "-pk"]
        indexes = [
            models.Index(fields=["sending_organisation", "start"], name="placement_of_sender"),
            models.Index(fields=["person", "start"], name="placement_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="placement_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(time_share__range=(1, 100)), name="placement_share_in_percent"),
            models.CheckConstraint(
                condition=Q(state=PlacementState.OPEN) | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                name="placement_closed_says_when_and_why",
            ),
            ExclusionConstraint(
                name="placement_full_time_never_overlaps",
                expressions=[
                    # A range of one number, since GiST compares plain numbers only with an extension.
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(time_share=100) & ~Q(state=PlacementState.CANCELLED),
                violation_error_message=_("Another full-time placement of this person covers some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.person} · {self.start:%d/%m/%Y}"

    @property
    def situation(self) -> PlacementSituation:
        """What it is today."""
        today = timezone.localdate()
        if self.state == PlacementState.CANCELLED:
            return PlacementSituation.CANCELLED
        if self.end < today:
            return PlacementSituation.OVER
        return PlacementSituation.RUNNING if self.start <= today else PlacementSituation.PLANNED


class PlacementSite(models.Model):
    """One site of a placement, its dates and share (A6). `period` is the seat taken in an offer, if any."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="sites")
    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.PROTECT, related_name="placement_sites")
    site = models.ForeignKey(
        "hosts.HostSite", verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    period = models.ForeignKey(
        "hosts.OfferPeriod", null=True, blank=True, on_delete=models.PROTECT, related_name="placement_sites"
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    time_share = models.PositiveSmallIntegerField(
        _("share of full time, in %"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("site of the placement")
        verbose_name_plural = _("sites of the placement")
        ordering = ["position", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="placement_site_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(time_share__range=(1, 100)), name="placement_site_share_in_percent"),
        ]

    def __str__(self) -> str:
        return str(self.site or self.institution)


class Supervisor(models.Model):
    """Who accompanies a placement, in which capacity, from when to when. Replaced, never overwritten.

    An account is not needed: a name and an address suffice.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="supervisors")
    capacity = models.CharField(_("capacity"), max_length=24, choices=SupervisorCapacity.choices)
    placement_site = models.ForeignKey(
        PlacementSite,
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="supervisors",
    )
    user = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="supervisions"
    )
    name = models.CharField(_("first name and name"), max_length=160)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it lasts."))
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        verbose_name = _("person who accompanies")
        verbose_name_plural = _("people who accompany")
        ordering = ["capacity", "since", "pk"]
        indexes = [models.Index(fields=["user", "capacity"], name="supervisor_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="supervisor_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interruption(models.Model):
    """Days out of a placement. Authorised leave counts as presence (C. éduc. L124-5); other days do not."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="interruptions")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    authorised = models.BooleanField(_("authorised leave, counted as presence"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("interruption")
        verbose_name_plural = _("interruptions")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="interruption_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class WeekSlot(models.Model):
    """A stretch of presence that comes back every week at a site; times are minutes after midnight, local to it."""

    placement_site = models.ForeignKey(PlacementSite, on_delete=models.CASCADE, related_name="week")
    weekday = models.CharField(_("day"), max_length=1, choices=Weekday.choices)
    start_minute = models.PositiveSmallIntegerField(_("from"))
    end_minute = models.PositiveSmallIntegerField(_("until"))

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ["weekday", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440), name="week_slot_within_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start_minute}–{self.end_minute}"


class SpecialDay(models.Model):
    """A day that differs from the weekly hours: off (`minutes` 0) or other hours."""

    placement_site = models.ForeignKey(PlacementSite, on_delete=models.CASCADE, related_name="special_days")
    day = models.DateField(_("day"))
    start_minute = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    end_minute = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    label = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__isnull=True, end_minute__isnull=True)
                | Q(start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="special_day_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class PlacementDocument(models.Model):
    """A document that all parties of a placement share (T5)."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("what it is"), max_length=160, blank=True)
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("shared document")
        verbose_name_plural = _("shared documents")
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.label or self.file.name


class CalendarFeed(models.Model):
    """The secret address under which a person's own calendar program reads all their placements. Renewed at will."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=43, unique=True, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%d/%m/%Y}"

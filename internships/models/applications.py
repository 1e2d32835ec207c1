"""Applications: a trainee asks a host for a placement (S4 to S6, E6)."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Membership
from internships.enums import ACTIVE_STATES, NEVER_SENT_STATES, WAITING_STATES, ApplicationState
from internships.models.schools import schools_of


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; those sent to one's host, once they were sent; those of the trainees of one's school (S5)."""
        if not user.is_authenticated:
            return self.none()
        hosts = Membership.objects.current().filter(user=user, organisation__kind=OrganisationKind.HOST)
        return self.filter(
            Q(person=user)
            | Q(institution__organisation__in=hosts.values("organisation_id"), sent_at__isnull=False)
            | Q(school__in=schools_of(user).values("organisation_id"))
        )

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE_STATES)

    def waiting(self) -> Self:
        """Not answered by the host yet."""
        return self.filter(state__in=WAITING_STATES)


class Application(models.Model):
    """A request for a placement, to an offer or to a host without one, for chosen dates.

    `period` is where the seat is taken when the trainee confirms. A host without an account answers by a personal
    link sent to `host_email`.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="applications")
    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.PROTECT, related_name="applications")
    site = models.ForeignKey(
        "hosts.HostSite", verbose_name=_("site"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    offer = models.ForeignKey(
        "hosts.PlacementOffer",
        verbose_name=_("offer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    period = models.ForeignKey(
        "hosts.OfferPeriod",
        verbose_name=_("period"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.ForeignKey(
        "internships.PlacementKind", verbose_name=_("kind of placement"), on_delete=models.PROTECT, related_name="+"
    )
    enrolment = models.ForeignKey(
        "internships.Enrolment", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    # Who sends the trainee and may read along: the school of the enrolment.
    school = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Or the employer, who is told once the placement is agreed, and reads nothing before.
    employment = models.ForeignKey(
        "internships.Employment", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    time_share = models.PositiveSmallIntegerField(
        _("share of full time, in %"), default=100, validators=[MinValueValidator(10), MaxValueValidator(100)]
    )
    message = models.TextField(_("message to the host"), max_length=4000, blank=True)
    # Those that the trainee shows to this host (E7).
    objectives = models.ManyToManyField(
        "internships.SmartObjective", verbose_name=_("objectives shown"), blank=True, related_name="applications"
    )
    is_self_found = models.BooleanField(_("found by the trainee: the host said yes already"), default=False)
    host_email = models.EmailField(_("e-mail of the person at the host"), blank=True)
    host_name = models.CharField(_("name of the person at the host"), max_length=120, blank=True)

    # What the host adds when it accepts, and who will be there for the trainee.
    answer = models.TextField(_("message to the trainee"), max_length=2000, blank=True)
    tutor = models.ForeignKey(
        "accounts.User",
        verbose_name=_("tutor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    tutor_name = models.CharField(_("name of the tutor"), max_length=160, blank=True)
    tutor_function = models.CharField(_("function of the tutor"), max_length=120, blank=True)
    tutor_email = models.EmailField(_("e-mail of the tutor"), blank=True)
    tutor_telephone = models.CharField(_("telephone of the tutor"), max_length=30, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.SENT)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("read on"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    # Until when the other side is to answer: the host while waiting, the trainee once accepted.
    due_on = models.DateField(_("answer expected by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["institution", "state", "-sent_at"], name="application_of_host"),
            models.Index(fields=["school", "state"], name="application_of_school"),
            models.Index(fields=["state", "due_on"], name="application_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="application_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(time_share__range=(10, 100)), name="application_share_in_percent"),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason=""), name="application_refusal_says_why"
            ),
            models.CheckConstraint(
                # Those that were closed while they waited for the host's sheet never left.
                condition=Q(state__in=NEVER_SENT_STATES) | Q(sent_at__isnull=False),
                name="application_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACTIVE_STATES) | Q(closed_at__isnull=True),
                name="application_active_is_not_closed",
            ),
            models.UniqueConstraint(
                fields=["person", "offer"],
                condition=Q(state__in=ACTIVE_STATES),
                name="application_one_active_per_offer",
            ),
            models.UniqueConstraint(
                fields=["person", "institution"],
                condition=Q(state__in=ACTIVE_STATES, offer__isnull=True),
                name="application_one_active_per_host",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.institution}"


class ApplicationDocument(models.Model):
    """A document sent along. Of a minor, nothing is shown before acceptance (S5)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")

    def __str__(self) -> str:
        return self.file.name

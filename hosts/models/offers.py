from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from hosts.enums import HostState, OfferSituation, OfferState


class PlacementOfferQuerySet(models.QuerySet["PlacementOffer"]):
    def open(self, day: Any = None) -> Self:
        """Published, with a seat left in a period that has not ended: full and past ones drop out by themselves.

        Those of a host that rests because it answered nobody are paused.
        """
        day = day or timezone.localdate()
        live = OfferPeriod.objects.filter(offer=models.OuterRef("pk"), end__gte=day, taken__lt=F("capacity"))
        return self.filter(
            models.Exists(live),
            state=OfferState.PUBLISHED,
            institution__state=HostState.PUBLISHED,
            institution__asleep_since__isnull=True,
        )

    def visible_to(self, user: Any) -> Self:
        """Published offers of published hosts for all; drafts and withdrawn ones for the host's own people."""
        public = Q(state=OfferState.PUBLISHED, institution__state=HostState.PUBLISHED)
        if not user.is_authenticated:
            return self.filter(public)
        mine = Membership.objects.current().filter(user=user).values("organisation")
        return self.filter(public | Q(institution__organisation__in=mine))

    def with_situation(self, day: Any = None) -> Self:
        """Adds `situation` (OfferSituation): full and past follow from the periods."""
        day = day or timezone.localdate()
        ahead = OfferPeriod.objects.filter(offer=models.OuterRef("pk"), end__gte=day)
        return self.annotate(
            situation=Case(
                When(state=OfferState.DRAFT, then=Value(OfferSituation.DRAFT.value)),
                When(state=OfferState.WITHDRAWN, then=Value(OfferSituation.WITHDRAWN.value)),
                When(~models.Exists(ahead), then=Value(OfferSituation.PAST.value)),
                When(~models.Exists(ahead.filter(taken__lt=F("capacity"))), then=Value(OfferSituation.FULL.value)),
                When(institution__asleep_since__isnull=False, then=Value(OfferSituation.PAUSED.value)),
                default=Value(OfferSituation.OPEN.value),
            )
        )


class PlacementOffer(models.Model):
    """An offer sheet. Its periods hold the seats; `version` guards against two editors at once."""

    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.CASCADE, related_name="offers")
    sites = models.ManyToManyField("hosts.HostSite", verbose_name=_("sites"), related_name="offers", blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OfferState.choices, default=OfferState.DRAFT)
    title = models.CharField(_("title"), max_length=120, blank=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    activities = models.TextField(
        _("activities"), max_length=3000, blank=True, help_text=_("What the trainee will do or see, one per line.")
    )
    levels = models.ManyToManyField("hosts.Level", verbose_name=_("levels"), blank=True, related_name="offers")
    diplomas = models.ManyToManyField("hosts.Diploma", verbose_name=_("courses"), blank=True, related_name="offers")
    occupation = models.ForeignKey(
        "hosts.Occupation", verbose_name=_("occupation"), null=True, blank=True, on_delete=models.PROTECT
    )
    position = models.ForeignKey(
        "hosts.Position", verbose_name=_("place in the team"), null=True, blank=True, on_delete=models.PROTECT
    )
    time_share = models.PositiveSmallIntegerField(
        _("share of full time, in %"),
        default=100,
        validators=[MinValueValidator(10), MaxValueValidator(100)],
        help_text=_("50 for a half-time placement that another site completes (A7)."),
    )
    weekly_minutes = models.PositiveIntegerField(_("weekly presence, in minutes"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    stipend_hourly = models.DecimalField(
        _("hourly stipend"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Leave empty for the legal minimum."),
    )
    renewed_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="renewals")
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = PlacementOfferQuerySet.as_manager()

    # Set by `with_situation()`.
    situation: str

    class Meta:
        verbose_name = _("placement offer")
        verbose_name_plural = _("placement offers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OfferState.PUBLISHED) | Q(published_at__isnull=False),
                name="offer_published_has_date",
            ),
            models.CheckConstraint(condition=Q(time_share__range=(10, 100)), name="offer_time_share_in_percent"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled offer"))

    @property
    def period_values(self) -> list[tuple[str, str, int]]:
        """The periods in the form in which two editors' versions are compared."""
        rows = self.periods.values_list("start", "end", "capacity")
        return sorted((start.isoformat(), end.isoformat(), capacity) for start, end, capacity in rows)


class OfferPeriod(models.Model):
    """Dates within which an offer takes trainees, and its seats. Only one service moves `taken`."""

    offer = models.ForeignKey(PlacementOffer, on_delete=models.CASCADE, related_name="periods")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    capacity = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="period_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, capacity__gte=1, taken__lte=F("capacity")),
                name="period_seats_never_overbooked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken

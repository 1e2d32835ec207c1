"""Searches for exchanges, the rings they propose, and who goes where in each (B1, B2)."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exchanges.models.offers import ImmersionWish, WishWindow
from exchanges.models.spaces import LARGEST_RING
from exchanges.ring_enums import UNDER_WAY, Failure, RingState, RunState

# Seconds that a search takes at most, unless the pilot says otherwise.
SECONDS, MOST_SECONDS = 30, 300
# Beyond its seconds, before a search that is not over is said to be late.
PATIENCE = datetime.timedelta(minutes=3)


class RingRun(models.Model):
    """One search: what was asked for, what was known (`pool`, as `exchanges.rings.pool` writes it), how good it is.

    `bound`: with these wishes and offers, nobody can serve more people than that. `after` is the search before, whose
    fixed legs were kept.
    """

    space = models.ForeignKey("exchanges.ExchangeSpace", on_delete=models.CASCADE, related_name="ring_runs")
    size = models.PositiveSmallIntegerField(
        _("structures in a ring at most"), validators=[MinValueValidator(2), MaxValueValidator(LARGEST_RING)]
    )
    territory = models.ForeignKey(
        "accounts.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    limit = models.PositiveSmallIntegerField(
        _("seconds at most"), default=SECONDS, validators=[MinValueValidator(1), MaxValueValidator(MOST_SECONDS)]
    )
    without_structures = models.ManyToManyField(
        "exchanges.Structure", verbose_name=_("without these structures"), blank=True, related_name="+"
    )
    without_people = models.ManyToManyField(
        "accounts.User", verbose_name=_("without these people"), blank=True, related_name="+"
    )
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="again")
    state = models.CharField(
        _("state"), max_length=8, choices=RunState.choices, default=RunState.WAITING, editable=False
    )
    failure = models.CharField(_("why there is no result"), max_length=8, choices=Failure.choices, blank=True)
    pool = models.JSONField(default=dict, editable=False)
    people = models.PositiveIntegerField(_("people with a wish"), default=0, editable=False)
    structures = models.PositiveIntegerField(_("structures"), default=0, editable=False)
    seats = models.PositiveIntegerField(_("seats"), default=0, editable=False)
    served = models.PositiveIntegerField(_("people served"), default=0, editable=False)
    bound = models.PositiveIntegerField(_("people served at most"), default=0, editable=False)
    seconds = models.FloatField(_("seconds taken"), default=0, editable=False)
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("begun on"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("search for exchanges")
        verbose_name_plural = _("searches for exchanges")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="ring_run_days_in_order"),
            models.CheckConstraint(condition=Q(size__range=(2, LARGEST_RING)), name="ring_run_size_in_range"),
            models.CheckConstraint(condition=Q(served__lte=F("bound")), name="ring_run_within_its_bound"),
            models.CheckConstraint(
                condition=~Q(state=RunState.OPTIMAL) | Q(served=F("bound")), name="ring_run_optimal_reaches_bound"
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.FAILED) & ~Q(failure="") | ~Q(state=RunState.FAILED) & Q(failure=""),
                name="ring_run_failed_says_why",
            ),
            # The pilot reads one result at a time, and the worker is not kept from its other work.
            models.UniqueConstraint(fields=["space"], condition=Q(state__in=UNDER_WAY), name="ring_run_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.space} · {self.asked_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("exchanges:ring_run", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def gap(self) -> int:
        """How many more people could be served at most."""
        return self.bound - self.served

    @property
    def waited(self) -> int:
        """Seconds since it was begun, for the bar of progress."""
        since = self.started_at or timezone.now()
        return min(self.limit, int((timezone.now() - since).total_seconds()))

    @property
    def is_late(self) -> bool:
        """Whether it should be over by now: no worker is there, or each that took it up broke."""
        since = self.started_at or self.asked_at
        return self.is_under_way and timezone.now() > since + datetime.timedelta(seconds=self.limit) + PATIENCE


class RingQuerySet(models.QuerySet["Ring"]):
    def whole(self) -> Self:
        """With what a page says of each leg, in one more query: also whether its wish names the host or its sector
        (`is_named`, `is_of_sector`), and the period in which the person is free then."""
        wish = models.OuterRef("wish")
        named = ImmersionWish.structures.through.objects.filter(
            immersionwish=wish, structure=models.OuterRef("offer__structure")
        )
        of_sector = ImmersionWish.sectors.through.objects.filter(
            immersionwish=wish, sector=models.OuterRef("offer__structure__institution__sector")
        )
        free = WishWindow.objects.filter(
            wish=wish, start__lte=models.OuterRef("first_day"), end__gte=models.OuterRef("last_day")
        ).order_by("start", "pk")
        legs = RingLeg.objects.select_related(
            "person",
            "structure__institution__organisation",
            "structure__institution__sector",
            "offer__structure__institution__organisation",
            "offer__structure__institution__sector",
            "window",
            "wish",
            "request",
        ).annotate(
            is_named=models.Exists(named),
            is_of_sector=models.Exists(of_sector),
            free_from=models.Subquery(free.values("start")[:1]),
            free_until=models.Subquery(free.values("end")[:1]),
        )
        return self.prefetch_related(models.Prefetch("legs", queryset=legs.order_by("position")))


class Ring(models.Model):
    """Structures that each send somebody to the next one.

    `reason` is, of one that was dissolved, the number of the leg that fell away: no name is kept there.
    """

    run = models.ForeignKey(RingRun, on_delete=models.CASCADE, related_name="rings")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=9, choices=RingState.choices, default=RingState.PROPOSED, editable=False
    )
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)

    objects = RingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ring")
        verbose_name_plural = _("rings")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="ring_number_once_per_run"),
            models.CheckConstraint(
                condition=Q(state=RingState.PROPOSED) | Q(decided_at__isnull=False), name="ring_decided_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=RingState.DISSOLVED) | ~Q(reason=""), name="ring_dissolved_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.number}"

    @property
    def is_proposed(self) -> bool:
        return self.state == RingState.PROPOSED

    @property
    def why(self) -> str:
        """Why it was dissolved, in a sentence: who does not go where; nothing where that was taken out since."""
        leg = next((one for one in self.legs.all() if str(one.pk) == self.reason), None)
        if leg is None:
            return ""
        return gettext("%(person)s does not go to %(host)s.") % {"person": leg.person, "host": leg.host.name}


class RingLeg(models.Model):
    """Somebody of `structure` goes to the structure of the offer, which is that of the next leg.

    `standing` follows from the state of its ring: a wish stands in one confirmed ring at a time, a person too.
    """

    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="legs")
    position = models.PositiveSmallIntegerField(_("place in the ring"))
    wish = models.ForeignKey("exchanges.ImmersionWish", null=True, on_delete=models.SET_NULL, related_name="ring_legs")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="ring_legs")
    structure = models.ForeignKey("exchanges.Structure", on_delete=models.PROTECT, related_name="ring_legs")
    offer = models.ForeignKey("exchanges.ImmersionOffer", on_delete=models.PROTECT, related_name="ring_legs")
    window = models.ForeignKey("exchanges.OfferWindow", null=True, on_delete=models.SET_NULL, related_name="ring_legs")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    fixed = models.BooleanField(_("kept when searching again"), default=False)
    standing = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("leg of a ring")
        verbose_name_plural = _("legs of rings")
        ordering = ["ring", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ring", "position"], name="ring_leg_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["ring", "structure"], name="ring_leg_each_gives_once"),
            models.UniqueConstraint(fields=["ring", "person"], name="ring_leg_each_goes_once"),
            models.UniqueConstraint(
                fields=["wish"], condition=Q(standing=True), name="ring_leg_wish_in_one_confirmed_ring"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="ring_leg_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} → {self.offer_id}"

    @property
    def host(self) -> Any:
        """The structure that receives."""
        return self.offer.structure

    @property
    def crosses(self) -> bool:
        """Whether it leads into another sector (B4)."""
        return bool(self.structure.institution.sector_id != self.host.institution.sector_id)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.first_day, self.last_day

"""Requests for an immersion (B2, B3, B10, B13): from the wish to go to the days agreed with the host structure."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.request_enums import ACTIVE_STATES, RequestState

if TYPE_CHECKING:
    from exchanges.access import Seat
    from exchanges.models.spaces import Structure
    from exchanges.selectors.hands import Hands


class ImmersionRequestQuerySet(models.QuerySet["ImmersionRequest"]):
    def visible_to(self, seat: Seat | None, hands: Hands | None = None) -> Self:
        """One's own; those of the structures for which one gives the visa; once sent, those that one answers for;
        all of the space, for its pilot."""
        from exchanges.selectors.hands import answered_by, hands_of

        if seat is None:
            return self.none()
        rows = self.filter(space=seat.space)
        if seat.is_pilot:
            return rows
        hands = hands or hands_of(seat)
        answered = answered_by(seat, hands) & Q(sent_at__isnull=False)
        return rows.filter(Q(person=seat.user) | Q(structure__in=hands.visas) | answered)

    def active(self) -> Self:
        """Those that wait for somebody, and those agreed on."""
        return self.filter(state__in=ACTIVE_STATES)

    def agreed(self) -> Self:
        """Those with a placement that stands: to come, under way or over."""
        return self.filter(state=RequestState.ACCEPTED)

    def over(self, day: datetime.date | None = None) -> Self:
        """Those whose days have passed: the person went."""
        return self.agreed().filter(last_day__lt=day or timezone.localdate())


class ImmersionRequest(models.Model):
    """A professional asks to spend two or three days in another structure, within a period of one of its offers.

    `structure` is the one that asks: its human resources give the visa, it owes the host structure a welcome in return.
    The host's other days lie in `proposed_*` while the person has not answered.
    """

    space = models.ForeignKey("exchanges.ExchangeSpace", on_delete=models.PROTECT, related_name="requests")
    structure = models.ForeignKey(
        "exchanges.Structure",
        verbose_name=_("structure that asks"),
        on_delete=models.PROTECT,
        related_name="requests",
    )
    person = models.ForeignKey(
        "accounts.User", verbose_name=_("professional"), on_delete=models.PROTECT, related_name="immersion_requests"
    )
    offer = models.ForeignKey("exchanges.ImmersionOffer", on_delete=models.PROTECT, related_name="requests")
    # The period as it was when asked for; the host may have taken it away since, as long as nobody holds a seat.
    window = models.ForeignKey(
        "exchanges.OfferWindow", null=True, on_delete=models.SET_NULL, related_name="requests", editable=False
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    motivation = models.TextField(_("why this immersion"), max_length=3000, blank=True)
    post = models.CharField(_("post held"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.VISA, editable=False
    )
    wish = models.ForeignKey(
        "exchanges.ImmersionWish", null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    # B1: the return leg of an accueil croisé points at the first one.
    returns = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="return_legs", verbose_name=_("returns")
    )
    ring_leg = models.OneToOneField(
        "exchanges.RingLeg", null=True, blank=True, on_delete=models.PROTECT, related_name="request"
    )
    placement = models.OneToOneField(
        "internships.Placement", null=True, blank=True, on_delete=models.PROTECT, related_name="immersion_request"
    )
    holds_seat = models.BooleanField(default=False, editable=False)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)

    # B13: whoever speaks for the employer, here or by a link.
    visa_email = models.EmailField(_("e-mail address of human resources"), blank=True)
    visa_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    visa_name = models.CharField(_("who gave the visa"), max_length=160, blank=True)
    visa_at = models.DateTimeField(_("visa given on"), null=True, blank=True, editable=False)
    visa_comment = models.TextField(_("words of human resources"), max_length=1000, blank=True)
    funding_body = models.CharField(_("funding body of training (OPCO)"), max_length=120, blank=True)

    sent_at = models.DateTimeField(_("sent to the host on"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(_("words of the host"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    proposed_first = models.DateField(_("first day proposed"), null=True, blank=True)
    proposed_last = models.DateField(_("last day proposed"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ImmersionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an immersion")
        verbose_name_plural = _("requests for an immersion")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["space", "state"], name="immersion_request_state"),
            models.Index(fields=["structure", "state"], name="immersion_request_asked"),
            models.Index(fields=["person", "-asked_at"], name="immersion_request_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="immersion_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "offer"],
                condition=Q(state__in=ACTIVE_STATES),
                name="immersion_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["returns"],
                condition=Q(state__in=ACTIVE_STATES, returns__isnull=False),
                name="immersion_one_return_leg",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RequestState.REFUSED, RequestState.CANCELLED)) | ~Q(reason=""),
                name="immersion_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RequestState.SENT, RequestState.ACCEPTED)) | Q(sent_at__isnull=False),
                name="immersion_sent_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ACCEPTED) | Q(placement__isnull=False),
                name="immersion_agreed_has_placement",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE_STATES) | Q(holds_seat=False), name="immersion_closed_frees_seat"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True)
                | Q(
                    state=RequestState.SENT,
                    proposed_first__isnull=False,
                    proposed_last__gte=F("proposed_first"),
                ),
                name="immersion_proposal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("exchanges:request", args=[self.pk])

    @property
    def host(self) -> Structure:
        """The structure that would receive."""
        return self.offer.structure

    @property
    def is_proposed(self) -> bool:
        """Whether the host proposed other days and the person has not answered."""
        return self.proposed_at is not None

    @property
    def is_over(self) -> bool:
        return self.state == RequestState.ACCEPTED and self.last_day < timezone.localdate()

    @property
    def is_lapsed(self) -> bool:
        """Whether it still waited on its first day, and was closed then."""
        if self.state != RequestState.WITHDRAWN or self.closed_at is None:
            return False
        return timezone.localdate(self.closed_at) >= self.first_day

    @property
    def refused_by_host(self) -> bool:
        return self.state == RequestState.REFUSED and self.sent_at is not None

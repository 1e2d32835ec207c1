"""« Bourses de stage »: what funders offer, and what trainees ask them for (E5)."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from internships.enums import Currency, GrantRequestState, GrantState

# Who acts for an organisation that gives grants.
FUNDING: dict[str, tuple[Role, ...]] = {
    OrganisationKind.FUNDER: (Role.GRANT_MANAGER, Role.SIGNATORY),
    OrganisationKind.NETWORK: (Role.NETWORK_ADMIN,),
    OrganisationKind.EMPLOYER: (Role.HR,),
}
ACTIVE = (GrantRequestState.DRAFT, GrantRequestState.SENT, GrantRequestState.GRANTED)


def funding_seats(user: Any) -> models.QuerySet[Membership]:
    """The person's seats in which they act for a funder."""
    held = Q()
    for kind, roles in FUNDING.items():
        held |= Q(organisation__kind=kind, role__in=roles)
    return Membership.objects.current().filter(held, user=user)


class GrantQuerySet(models.QuerySet["Grant"]):
    def public(self) -> Self:
        """Those that the list shows; their deadline may be past."""
        return self.filter(state=GrantState.PUBLISHED)

    def open(self, day: datetime.date | None = None) -> Self:
        """Those one may ask for today."""
        today = day or timezone.localdate()
        opened = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
        return self.public().filter(opened, Q(deadline__isnull=True) | Q(deadline__gte=today))

    def managed_by(self, user: Any) -> Self:
        """Those of the funders one acts for; all of them for whoever runs the site."""
        if not user.is_authenticated:
            return self.none()
        seats = funding_seats(user)
        runs = seats.filter(role=Role.NETWORK_ADMIN, organisation__territory__isnull=True)
        return self.filter(Q(funder__in=seats.values("organisation_id")) | Q(models.Exists(runs)))

    def visible_to(self, user: Any) -> Self:
        """Those that are or were public, since a page once seen stays; and those one looks after."""
        mine = self.managed_by(user).values("pk")
        return self.filter(Q(state__in=(GrantState.PUBLISHED, GrantState.CLOSED)) | Q(pk__in=mine))


class Grant(models.Model):
    """What a funder offers towards stays: how much, until when, to whom, on which conditions.

    Empty lists of kinds, levels and countries mean all of them.
    """

    funder = models.ForeignKey(
        "accounts.Organisation", verbose_name=_("funder"), on_delete=models.PROTECT, related_name="grants"
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=300)
    description = models.TextField(_("what it pays for"), max_length=6000, blank=True)
    amount_min = models.DecimalField(_("from"), max_digits=10, decimal_places=2, null=True, blank=True)
    amount_max = models.DecimalField(_("at most"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR)
    opens_on = models.DateField(_("requests from"), null=True, blank=True)
    deadline = models.DateField(_("requests until"), null=True, blank=True)
    answers_by = models.DateField(_("answer by"), null=True, blank=True)
    kinds = models.ManyToManyField(
        "internships.PlacementKind", verbose_name=_("kinds of placement"), blank=True, related_name="+"
    )
    levels = models.ManyToManyField("hosts.Level", verbose_name=_("levels"), blank=True, related_name="+")
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries of the stay"), default=list, blank=True
    )
    least_days = models.PositiveSmallIntegerField(_("days of stay at least"), null=True, blank=True)
    conditions = models.TextField(_("other conditions"), max_length=3000, blank=True)
    documents_asked = ArrayField(
        models.CharField(max_length=120), verbose_name=_("documents asked for"), default=list, blank=True
    )
    email = models.EmailField(_("address that receives requests"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=GrantState.choices, default=GrantState.DRAFT)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    folded = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["deadline", "title", "pk"]
        indexes = [models.Index(fields=["state", "deadline"], name="grant_by_deadline")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_max__gt=0), name="grant_amount_positive"),
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True) | Q(amount_min__gt=0, amount_min__lte=F("amount_max")),
                name="grant_amounts_in_order",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(deadline__isnull=True) | Q(opens_on__lte=F("deadline")),
                name="grant_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(state=GrantState.DRAFT) | Q(published_at__isnull=False), name="grant_published_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("internships:grant", args=[self.pk])

    @property
    def is_open(self) -> bool:
        today = timezone.localdate()
        return bool(
            self.state == GrantState.PUBLISHED
            and (self.opens_on is None or self.opens_on <= today)
            and (self.deadline is None or self.deadline >= today)
        )


class GrantApplicationQuerySet(models.QuerySet["GrantApplication"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; those sent to a funder that one acts for. Nobody else's: not even whoever runs the site."""
        if not user.is_authenticated:
            return self.none()
        funders = funding_seats(user).values("organisation_id")
        return self.filter(Q(person=user) | Q(grant__funder__in=funders, sent_at__isnull=False))

    def readable_by(self, user: Any) -> Self:
        """Those of which one reads what was written and sent along: withdrawn, that is the trainee's alone again."""
        if not user.is_authenticated:
            return self.none()
        return self.visible_to(user).filter(Q(person=user) | ~Q(state=GrantRequestState.WITHDRAWN))


class GrantApplication(models.Model):
    """A trainee asks for a grant towards one stay. What was sent is kept as it was: `told` holds budget and aims."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="applications")
    placement = models.ForeignKey(
        "internships.Placement",
        verbose_name=_("placement"),
        on_delete=models.PROTECT,
        related_name="grant_applications",
    )
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grant_applications")
    state = models.CharField(
        _("state"), max_length=9, choices=GrantRequestState.choices, default=GrantRequestState.DRAFT
    )
    amount_asked = models.DecimalField(_("amount asked for"), max_digits=10, decimal_places=2, null=True, blank=True)
    message = models.TextField(_("why this grant"), max_length=4000, blank=True)
    told = models.JSONField(default=dict, editable=False)
    amount_granted = models.DecimalField(_("amount granted"), max_digits=10, decimal_places=2, null=True, blank=True)
    answer = models.TextField(_("words of the funder"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GrantApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a grant")
        verbose_name_plural = _("requests for grants")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "sent_at"], name="grant_request_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "placement"],
                condition=Q(state__in=ACTIVE),
                name="grant_request_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(GrantRequestState.DRAFT, GrantRequestState.WITHDRAWN))
                | Q(sent_at__isnull=False, amount_asked__gt=0),
                name="grant_request_sent_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(state=GrantRequestState.GRANTED, amount_granted__gt=0, decided_at__isnull=False)
                | ~Q(state=GrantRequestState.GRANTED) & Q(amount_granted__isnull=True),
                name="grant_request_granted_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(state=GrantRequestState.REFUSED) | ~Q(reason="") & Q(decided_at__isnull=False),
                name="grant_request_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.person}"


class GrantDocument(models.Model):
    """A document sent along with a request."""

    application = models.ForeignKey(GrantApplication, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("what it is"), max_length=120)
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document of a request for a grant")
        verbose_name_plural = _("documents of requests for grants")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.label or self.file.name

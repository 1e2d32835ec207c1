from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models.sorting import sort_name


class Territory(models.Model):
    """A département, a school basin, a province: what scopes offers, schools, animators and figures (S11)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    departments = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("départements or provinces"),
        default=list,
        blank=True,
        help_text=_("Official codes. A site of these départements belongs to the territory."),
    )

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of_member(self, user: Any) -> Self:
        """Organisations in which the person has a role today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            pk__in=Membership.objects.current().filter(user=user).values("organisation_id"),
        )

    def overseen_by(self, user: Any) -> Self:
        """Organisations that a moderator looks over: those of their territory, or all of them (S11)."""
        if not user.is_authenticated:
            return self.none()
        seats = set(
            Membership.objects.current()
            .filter(user=user, role__in=(Role.NETWORK_ADMIN, Role.ANIMATOR))
            .values_list("organisation__territory_id", flat=True)
        )
        return self.all() if None in seats else self.filter(territory_id__in=seats)

    def awaiting(self) -> Self:
        """Those that signed up by themselves and were neither verified nor refused yet."""
        return self.filter(verified_at__isnull=True, refused_at__isnull=True)


class Organisation(models.Model):
    """A body with members and records of its own: host, school, network, employer, funder.

    Records belong to it, not to the people who come and go (T9).
    """

    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=200)
    sort_name = sort_name("name")
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    siret = models.CharField(_("SIRET or company number"), max_length=20, blank=True)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sign_in_code = models.CharField(
        _("school code"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("What pupils without an e-mail address type to sign in."),
    )
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    verified_at = models.DateTimeField(
        _("verified on"),
        null=True,
        blank=True,
        default=timezone.now,
        help_text=_("Empty while the network has not yet checked an organisation that signed up by itself."),
    )
    refused_at = models.DateTimeField(_("refused on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["sort_name", "id"], name="organisation_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(refused_at__isnull=True),
                name="organisation_verified_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_awaiting(self) -> bool:
        return self.verified_at is None and self.refused_at is None


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> Self:
        """The memberships of the organisations that the person belongs to."""
        return self.filter(organisation__in=Organisation.objects.of_member(user))

    def current(self, day: datetime.date | None = None) -> Self:
        day = day or timezone.localdate()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=day), since__lte=day)


class Membership(models.Model):
    """A role held by a person in an organisation, from a day until another. Ended, never deleted."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the role."))
    handed_over_to = models.ForeignKey(
        "self", verbose_name=_("handed over to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(until__isnull=True),
                name="membership_one_open_per_role",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"

"""Employers as senders: in whose service a professional is, and whom to write to there (E10, ECETT)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation

# A host employs people as well: it is one body, whichever side of the table it sits on.
EMPLOYER_KINDS = (OrganisationKind.EMPLOYER, OrganisationKind.HOST)
# Who speaks for an employer. Those who look after a host's trainees do not thereby look after its staff.
EMPLOYER_ROLES = (Role.HR, Role.SIGNATORY)


def employs(organisation: Organisation | None) -> bool:
    """Whether it sends its own staff rather than pupils or students."""
    return organisation is not None and organisation.kind in EMPLOYER_KINDS


def employers_of(user: Any) -> models.QuerySet[Membership]:
    """Memberships by which a person speaks for an employer."""
    return Membership.objects.current().filter(
        user=user, role__in=EMPLOYER_ROLES, organisation__kind__in=EMPLOYER_KINDS
    )


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def current(self) -> Self:
        """Those that last."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.localdate()))

    def known_to(self, organisation: Organisation | None) -> Self:
        """Those that the employer knows of too: it asked for them, or sent the person to a host."""
        return self.filter(organisation=organisation, agreed_at__isnull=False)

    def recognised(self) -> Self:
        """Those that the employer stands for, and not only was told of."""
        return self.filter(recognised_at__isnull=False, organisation__isnull=False)


class Employment(models.Model):
    """A person in the service of an employer, as the person says, or as the two agreed.

    `organisation` is empty as long as the employer is a name to Escale: it becomes one with the first placement. The
    contact is written to, and signs, only where the organisation has nobody of its own here. What a person says gives
    nobody any right over the organisation, nor what follows from it: see `recognised_at`.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="employments",
        limit_choices_to={"kind__in": EMPLOYER_KINDS},
    )
    name = models.CharField(_("name of the employer"), max_length=200)
    country = models.CharField(_("country"), max_length=2, default="FR")
    siret = models.CharField(_("SIRET or company number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    function = models.CharField(_("post held"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=160, blank=True)
    contact_function = models.CharField(_("function"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    signatory_name = models.CharField(_("who signs"), max_length=160, blank=True)
    signatory_function = models.CharField(_("function"), max_length=120, blank=True)
    signatory_email = models.EmailField(_("e-mail address"), blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it lasts."))
    agreed_at = models.DateTimeField(_("known to the employer since"), null=True, blank=True, editable=False)
    # The employer wrote to the person, who said yes, or says itself that they work there. Only that opens its doors.
    recognised_at = models.DateTimeField(_("recognised by the employer on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered on"), default=timezone.now, editable=False)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="employment_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until__isnull=True, organisation__isnull=False),
                name="employment_once_while_it_lasts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def signer(self) -> tuple[str, str, str]:
        """Who signs where the organisation has nobody here: name, function, address."""
        if self.signatory_name and self.signatory_email:
            return self.signatory_name, self.signatory_function, self.signatory_email
        return self.contact_name, self.contact_function, self.contact_email

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership
from hosts.enums import ClaimState
from hosts.models.institutions import HostInstitution


class HostClaimQuerySet(models.QuerySet["HostClaim"]):
    def pending(self) -> Self:
        return self.filter(state=ClaimState.PENDING)

    def decidable_by(self, user: Any) -> Self:
        """Requests that the person may answer: of a host they manage, or of a territory they moderate."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user, role=Role.HOST_MANAGER)
        return self.filter(
            Q(institution__organisation__in=mine.values("organisation"))
            | Q(institution__in=HostInstitution.objects.moderated_by(user))
        )


class HostClaim(models.Model):
    """« I work here »: someone asks to keep the sheet of a host that is in the register already."""

    institution = models.ForeignKey(HostInstitution, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="host_claims")
    function = models.CharField(_("your function there"), max_length=120)
    message = models.TextField(
        _("message"),
        max_length=1000,
        blank=True,
        help_text=_("What helps to recognise you: your service, a colleague."),
    )
    state = models.CharField(_("state"), max_length=12, choices=ClaimState.choices, default=ClaimState.PENDING)
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = HostClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to keep a sheet")
        verbose_name_plural = _("requests to keep a sheet")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user"],
                condition=Q(state=ClaimState.PENDING),
                name="claim_one_pending_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.PENDING, decided_at__isnull=True)
                | (~Q(state=ClaimState.PENDING) & Q(decided_at__isnull=False)),
                name="claim_answered_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institution}"

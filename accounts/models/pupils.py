from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.organisations import Membership, Organisation

# Who at a school looks after its pupils' accounts.
PUPIL_ROLES = (Role.COORDINATOR, Role.REFERENT_TEACHER, Role.HEAD)


class PupilQuerySet(models.QuerySet["Pupil"]):
    def visible_to(self, user: Any) -> Self:
        """The pupils of the schools where the person teaches or coordinates; nobody else's business (S5)."""
        if not user.is_authenticated:
            return self.none()
        schools = Membership.objects.current().filter(user=user, role__in=PUPIL_ROLES)
        return self.filter(school__in=schools.values("organisation_id"))


class Pupil(models.Model):
    """A person known to a school: a pupil who signs in by its code, or a trainee whom it invited by e-mail."""

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pupils")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="schoolings")
    identifier = models.CharField(
        _("identifier"), max_length=40, blank=True, help_text=_("What the pupil types beside the school's code.")
    )
    group = models.CharField(_("class or group"), max_length=60, blank=True)
    must_change = models.BooleanField(_("chooses their own secret at the first sign-in"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    last_sign_in = models.DateTimeField(_("last sign-in"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("left the school on"), null=True, blank=True)

    objects = PupilQuerySet.as_manager()

    class Meta:
        verbose_name = _("pupil")
        verbose_name_plural = _("pupils")
        ordering = ["group", "user__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("identifier"),
                "school",
                condition=~models.Q(identifier=""),
                name="pupil_identifier_unique_at_school",
            ),
            models.UniqueConstraint(fields=["school", "user"], name="pupil_once_per_school"),
        ]

    def __str__(self) -> str:
        return self.identifier or str(self.user)

    @property
    def uses_code(self) -> bool:
        """Whether the person signs in by the school's code."""
        return bool(self.identifier)

"""The restricted space (B7, B8): who runs it, its settings, and the structures whose professionals enter."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Pupil
from exchanges.enums import StructureState
from internships.models import Employment

MOST_DAYS = 10
LARGEST_RING = 6
# Who asks that a structure joins, and who leaves for it: those who look after it, and its human resources (B13).
JOINING_ROLES = (Role.HOST_MANAGER, Role.HR, Role.SIGNATORY)


class ExchangeSpaceQuerySet(models.QuerySet["ExchangeSpace"]):
    def piloted_by(self, user: Any) -> Self:
        """Spaces of which the person is a pilot today."""
        seats = Membership.objects.current().filter(user=user, role=Role.EXCHANGE_PILOT)
        return self.filter(pilot__in=seats.values("organisation"))


class ExchangeSpace(models.Model):
    """A space of exchanges, with the name and the face of the network that runs it (B8), and its rules (B2, B3, B5)."""

    pilot = models.OneToOneField(
        "accounts.Organisation",
        verbose_name=_("run by"),
        on_delete=models.PROTECT,
        related_name="exchange_space",
        limit_choices_to={"kind": OrganisationKind.NETWORK},
    )
    territory = models.ForeignKey(
        "accounts.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name of the space"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=4000, blank=True)
    image = models.ForeignKey(
        "documents.StoredFile",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    image_words = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    least_days = models.PositiveSmallIntegerField(
        _("days at least"), default=2, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    most_days = models.PositiveSmallIntegerField(
        _("days at most"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    reciprocity_required = models.BooleanField(_("who asks must offer in return"), default=True)
    ring_size = models.PositiveSmallIntegerField(
        _("structures in a ring at most"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(LARGEST_RING)],
    )
    opened_at = models.DateTimeField(_("opened on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = ExchangeSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space of exchanges")
        verbose_name_plural = _("spaces of exchanges")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_days__gte=1, most_days__gte=F("least_days"), most_days__lte=MOST_DAYS),
                name="space_days_in_order",
            ),
            models.CheckConstraint(condition=Q(ring_size__range=(2, LARGEST_RING)), name="space_ring_size_in_range"),
            models.CheckConstraint(condition=Q(image__isnull=True) | ~Q(image_words=""), name="space_image_is_told"),
        ]

    def __str__(self) -> str:
        return self.name


class StructureQuerySet(models.QuerySet["Structure"]):
    def approved(self) -> Self:
        return self.filter(state=StructureState.APPROVED)

    def of_professional(self, user: Any) -> Self:
        """Approved structures that the person works for: a role there today, or a job that the structure knows of."""
        return self.approved().filter(works_at(user))


def works_at(user: Any) -> Q:
    """On structures: whether the person is a professional of it."""
    seats = Membership.objects.current().filter(user=user)
    return Q(institution__organisation__in=seats.values("organisation")) | Q(
        institution__organisation__in=jobs().filter(person=user).values("organisation")
    )


def works_there(person: str, structure: str) -> Q:
    """On rows that name a person and a structure: whether the one is a professional of the other today."""
    here = {"organisation": OuterRef(f"{structure}__institution__organisation")}
    seats = Membership.objects.current().filter(user=OuterRef(person), **here)
    return Q(Exists(seats)) | Q(Exists(jobs().filter(person=OuterRef(person), **here)))


def jobs() -> models.QuerySet[Employment]:
    """Jobs of today that the employer stands for; one that is only said opens nothing. A pupil's does not count (B11);
    that of somebody who has left school does."""
    pupils = Pupil.objects.filter(left_at=None)
    return Employment.objects.current().recognised().exclude(person__in=pupils.values("user"))


class Structure(models.Model):
    """A host institution in a space (B7): it receives professionals, and sends its own."""

    space = models.ForeignKey(ExchangeSpace, on_delete=models.CASCADE, related_name="structures")
    institution = models.ForeignKey(
        "hosts.HostInstitution",
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="exchange_structures",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StructureState.choices, default=StructureState.ASKED, editable=False
    )
    words = models.CharField(_("why it wants to take part"), max_length=1000, blank=True)
    funding_body = models.CharField(_("funding body of training (OPCO)"), max_length=120, blank=True)
    asked_by = models.ForeignKey(
        "accounts.User", verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=1000, blank=True, editable=False)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure of a space")
        verbose_name_plural = _("structures of a space")
        ordering = ["institution__organisation__sort_name", "pk"]
        indexes = [models.Index(fields=["space", "state"], name="structure_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["space", "institution"], name="structure_once_per_space"),
            models.CheckConstraint(
                condition=~Q(state=StructureState.REFUSED) | ~Q(reason=""), name="structure_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=StructureState.ASKED) | Q(decided_at__isnull=False),
                name="structure_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.institution.name

    @property
    def organisation(self) -> Organisation:
        return self.institution.organisation

    @property
    def name(self) -> str:
        return self.institution.name


class StructureStep(models.Model):
    """One transition of a structure: who, from where to where, when, why."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=10, choices=StructureState.choices, blank=True)
    target = models.CharField(max_length=10, choices=StructureState.choices)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("step of a structure")
        verbose_name_plural = _("steps of structures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target=StructureState.REFUSED) | ~Q(comment=""), name="structure_step_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} · {self.action}"

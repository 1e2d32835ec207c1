"""Imports of registers: the file, how it was read, and what became of each of its lines."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from hosts.enums import ImportState, MembershipStatus, RowOutcome


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any) -> Self:
        """Imports of the networks that the person administers; all of them for a network without a territory."""
        if not user.is_authenticated:
            return self.none()
        administered = Membership.objects.current().filter(
            user=user, role=Role.NETWORK_ADMIN, organisation__kind=OrganisationKind.NETWORK
        )
        everywhere = administered.filter(organisation__territory__isnull=True)
        return self.filter(
            Q(organisation__in=administered.values("organisation")) | Q(models.Exists(everywhere)),
        )


class ImportBatch(models.Model):
    """One import of one file. `mapping` is a list of (column, field), the preferred column first.

    `territory` limits it to the lines of that territory's départements; without one, every line is taken and goes to
    the territory of its own département.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("network"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imports",
    )
    territory = models.ForeignKey(
        "accounts.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file = models.ForeignKey(
        "documents.StoredFile", verbose_name=_("file"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name of the file"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    format = models.CharField(_("format"), max_length=20, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    mapping = models.JSONField(_("mapping"), default=list)
    register = models.SlugField(_("register"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    sector = models.ForeignKey(
        "hosts.Sector", verbose_name=_("sector"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    membership = models.CharField(
        _("membership"), max_length=12, choices=MembershipStatus.choices, default=MembershipStatus.POTENTIAL
    )
    leave_out_errors = models.BooleanField(_("without the lines to mend"), default=False)
    total = models.PositiveIntegerField(_("lines"), default=0)
    done = models.PositiveIntegerField(_("lines read"), default=0)
    counts = models.JSONField(_("counts"), default=dict)
    # The first hosts as they would be: what a person looks at before saying yes.
    preview = models.JSONField(_("preview"), default=list)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)
    cancel_requested = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    checked_at = models.DateTimeField(_("checked on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def under_way(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)

    def count(self, name: str) -> int:
        """A figure of the report: an outcome, or `doubtful`, `noted`."""
        return int(self.counts.get(name, 0))


class ImportRow(models.Model):
    """What became of a line, and why. `cells` is kept for the lines to mend only, so that they can be given back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices)
    identifier = models.CharField(_("number in the register"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=140, blank=True)
    problems = models.JSONField(_("reasons"), default=list)
    cells = models.JSONField(_("cells"), null=True, blank=True)
    institution = models.ForeignKey(
        "hosts.HostInstitution", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    twin = models.ForeignKey(
        "hosts.HostInstitution", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="import_row_outcome"),
            models.Index(fields=["batch", "number"], condition=Q(twin__isnull=False), name="import_row_doubtful"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"

    @property
    def sentences(self) -> list[str]:
        """The reasons and remarks, in the reader's language."""
        from hosts.services.imports.problems import sentence

        return [sentence(code, words) for code, words in self.problems]


class MappingProfile(models.Model):
    """How a network read a file with these columns the last time, offered again for the next one alike."""

    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    signature = models.CharField(max_length=64)
    register = models.SlugField(_("register"), max_length=40)
    mapping = models.JSONField(_("mapping"), default=list)
    country = models.CharField(_("country"), max_length=2, default="FR")
    membership = models.CharField(_("membership"), max_length=12, choices=MembershipStatus.choices)
    sector = models.ForeignKey("hosts.Sector", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    used_at = models.DateTimeField(_("last used on"), default=timezone.now)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "signature"], nulls_distinct=False, name="mapping_profile_once_per_network"
            )
        ]

    def __str__(self) -> str:
        return self.register

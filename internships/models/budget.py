"""The budget of a stay: what it costs, what pays for it, planned and actual (E9)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.models.reference import Term
from internships.enums import BudgetSide, Currency
from internships.models.placements import Placement


class BudgetCategory(Term):
    """What money goes to or comes from: a list that administrators extend on screen."""

    side = models.CharField(
        _("expense or income"), max_length=7, choices=BudgetSide.choices, default=BudgetSide.EXPENSE
    )

    class Meta(Term.Meta):
        verbose_name = _("heading of budgets")
        verbose_name_plural = _("headings of budgets")
        ordering = ["side", "position", "name_fr"]

    @property
    def note(self) -> str:
        return str(self.get_side_display())


class BudgetLine(models.Model):
    """One expense or one income. `actual` stays empty until the money was paid; grants enter by themselves."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("expense or income"), max_length=7, choices=BudgetSide.choices)
    category = models.ForeignKey(
        BudgetCategory, verbose_name=_("heading"), on_delete=models.PROTECT, related_name="lines"
    )
    label = models.CharField(_("what"), max_length=160, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=10, decimal_places=2)
    actual = models.DecimalField(_("actual"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR)
    receipt = models.ForeignKey(
        "documents.StoredFile",
        verbose_name=_("receipt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    grant_application = models.OneToOneField(
        "internships.GrantApplication",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="budget_line",
    )
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("line of the budget")
        verbose_name_plural = _("lines of the budget")
        ordering = ["side", "category__position", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(planned__gte=0), name="budget_line_planned_not_negative"),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(actual__gte=0), name="budget_line_actual_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.category)


class BudgetShare(models.Model):
    """The trainee lets the school or employer read the budget; taken back by deleting the row."""

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="budget_share")
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("shared budget")
        verbose_name_plural = _("shared budgets")

    def __str__(self) -> str:
        return f"{self.placement_id} {self.since:%d/%m/%Y}"

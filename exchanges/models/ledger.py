"""The ledger of what structures owe one another (B1, B2): lines are added, never changed or removed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from exchanges.request_enums import EntryKind


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def standing(self) -> Self:
        """Without the lines that were undone, and those that undo."""
        return self.exclude(kind=EntryKind.UNDONE).filter(undone_by__isnull=True)

    def open_debts(self) -> Self:
        """What is owed still: neither undone, nor returned or waived by a line that stands."""
        settled = LedgerEntry.objects.standing().filter(settles=models.OuterRef("pk"))
        return self.standing().filter(kind=EntryKind.OWED).filter(~models.Exists(settled))


class LedgerEntry(models.Model):
    """One line: `amount` changes what `debtor` owes to `creditor`, in persons received.

    Receiving somebody opens a debt (+1). A welcome in return or the pilot's waiver closes it (−1, `settles` names
    it). What is undone adds the contrary of the line it names, so that the sum of all lines is what is owed today.
    """

    space = models.ForeignKey("exchanges.ExchangeSpace", on_delete=models.PROTECT, related_name="ledger")
    creditor = models.ForeignKey(
        "exchanges.Structure", verbose_name=_("to whom"), on_delete=models.PROTECT, related_name="ledger_due"
    )
    debtor = models.ForeignKey(
        "exchanges.Structure", verbose_name=_("who owes"), on_delete=models.PROTECT, related_name="ledger_owed"
    )
    kind = models.CharField(_("what"), max_length=8, choices=EntryKind.choices)
    amount = models.SmallIntegerField(_("persons"))
    request = models.ForeignKey(
        "exchanges.ImmersionRequest", verbose_name=_("immersion"), on_delete=models.PROTECT, related_name="ledger"
    )
    settles = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="settled_by")
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    actor = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the ledger")
        verbose_name_plural = _("lines of the ledger")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["space", "creditor", "debtor"], name="ledger_between_two"),
            models.Index(fields=["debtor"], name="ledger_of_debtor"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(creditor=F("debtor")), name="ledger_between_others"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.OWED, amount=1, settles__isnull=True, undoes__isnull=True)
                | Q(kind__in=(EntryKind.RETURNED, EntryKind.WAIVED), amount=-1, settles__isnull=False, undoes=None)
                | Q(kind=EntryKind.UNDONE, amount__in=(-1, 1), settles__isnull=True, undoes__isnull=False),
                name="ledger_line_is_whole",
            ),
            models.CheckConstraint(condition=~Q(kind=EntryKind.WAIVED) | ~Q(reason=""), name="ledger_waiver_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.debtor_id} → {self.creditor_id} · {self.get_kind_display()}"

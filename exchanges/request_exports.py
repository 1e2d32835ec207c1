"""The columns of requests and of the ledger that leave as CSV or XLSX."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from exchanges.models import ImmersionRequest
from exchanges.selectors.requests import days_of


def _days(one: ImmersionRequest) -> int:
    return days_of(one.first_day, one.last_day)


REQUESTS = [
    Column(_("Professional"), "person", 30),
    Column(_("Post held"), "post", 30),
    Column(_("Structure that asks"), "structure.name", 40),
    Column(_("Host structure"), "offer.structure.name", 40),
    Column(_("Offer"), "offer.title", 40),
    Column(_("First day"), "first_day"),
    Column(_("Last day"), "last_day"),
    Column(_("Days"), _days, 8),
    Column(_("State"), lambda one: str(one.get_state_display()), 24),
    Column(_("Asked on"), "asked_at"),
    Column(_("Visa given on"), "visa_at"),
    Column(_("Funding body of training (OPCO)"), "funding_body", 24),
    Column(_("Answered on"), "answered_at"),
    Column(_("Return leg"), lambda one: _("Yes") if one.returns_id else "", 10),
]

LEDGER = [
    Column(_("When"), "at"),
    Column(_("What"), lambda one: str(one.get_kind_display()), 40),
    Column(_("Who owes"), "debtor.name", 40),
    Column(_("To whom"), "creditor.name", 40),
    Column(_("Persons"), "amount", 10),
    Column(_("Professional"), "request.person", 30),
    Column(_("First day"), "request.first_day"),
    Column(_("Last day"), "request.last_day"),
    Column(_("Reason"), "reason", 50),
    Column(_("Number of the line"), "pk", 10),
    Column(_("Line undone or settled"), lambda one: one.undoes_id or one.settles_id or "", 10),
]
ACCOUNTS = [
    Column(_("Structure"), "structure.name", 40),
    Column(_("Professionals sent"), "sent", 14),
    Column(_("Professionals received"), "received", 14),
    Column(_("Welcomes it owes"), "owes", 14),
    Column(_("Welcomes owed to it"), "is_owed", 14),
]

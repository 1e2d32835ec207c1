"""The stipend as a document states it, in words for those who are asked to sign it (A2, L124-6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agreements import terms
from law import durations, stipend
from law.rules import LegalRuleMissing


def lines(snapshot: Mapping[str, Any]) -> list[str]:
    """Who pays how much, host by host; otherwise why nothing is paid. Nothing for a snapshot that does not say."""
    if "stipend" not in snapshot or "kind" not in snapshot:
        return []
    kind, owed = snapshot["kind"], snapshot["stipend"]
    if owed is None:
        why = _("None: this kind of placement brings no stipend.")
        return [f"{why} ({kind['regime_article']})" if kind["regime_article"] else why]
    paid = [one for one in _hosts(owed) if Decimal(one["amount"])]
    if not paid:
        none = _("None: with one host, the presence does not exceed %(threshold)s in the teaching year (%(article)s).")
        threshold = durations.words(owed["threshold_minutes"])
        return [none % {"threshold": threshold, "article": owed["article"]}]
    said = [_paid(one) for one in paid]
    if len(_hosts(owed)) > 1:
        named = zip(paid, said, strict=True)
        said = [_("%(host)s: %(amount)s") % {"host": one["name"], "amount": words} for one, words in named]
    return said


def risen(snapshot: Mapping[str, Any], on: datetime.date) -> Decimal | None:
    """The legal minimum of a day, where it is above what a document that owes a stipend states; None otherwise.

    The day of signature decides: a document made in December may be signed in January.
    """
    owed = snapshot.get("stipend")
    if not owed or not owed["due"]:
        return None
    try:
        minimum = stipend.minimum_hourly(country=snapshot["kind"]["country"], on=on)
    except LegalRuleMissing:
        return None
    due = [Decimal(one["hourly"]) for one in _hosts(owed) if one["due"]]
    return minimum if due and min(due) < minimum else None


def _hosts(owed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those of the first snapshots gave one amount for all."""
    return owed.get("hosts") or [{**owed, "name": ""}]


def _paid(one: Mapping[str, Any]) -> str:
    return _("%(hourly)s per hour, %(amount)s in all") % {
        "hourly": terms.money(one["hourly"]),
        "amount": terms.money(one["amount"]),
    }

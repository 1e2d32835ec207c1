"""Changing the rules: always a new dated version, never a rewritten one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from law.enums import Unit
from law.models import LegalRule, LegalTopic

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def enter_version(*, topic: LegalTopic, actor: User, reason: str, fields: dict[str, Any]) -> LegalRule:
    """Enters a new version of a rule; the one that held on its first day ends the day before.

    With the first day of an existing version it corrects that version instead, which stays readable as replaced.
    Without a last day it holds until the next version begins. `fields` are those of LegalRule; `reason` goes into the
    trace. Raises ValidationError when a number is missing or other versions hold on the days that remain.
    """
    LegalTopic.objects.select_for_update().get(pk=topic.pk)
    if topic.unit != Unit.TEXT and fields.get("value") is None:
        raise ValidationError({"value": _("Give the number of this rule.")})
    first: datetime.date = fields["valid_from"]
    held = topic.versions.standing().in_force(first).first()
    corrected = held is not None and held.valid_from == first
    _make_room(held, first)
    new = LegalRule(topic=topic, created_by=actor, **{**fields, "valid_until": _last_day(topic, fields)})
    new.full_clean()
    new.save()
    if held is not None and corrected:
        LegalRule.objects.filter(pk=held.pk).update(replaced_by=new)
    audit.record(
        action="law.rule_corrected" if corrected else "law.rule_entered",
        actor=actor,
        target=new,
        data={"topic": topic.key, "country": topic.country, "held": held.pk if held else None},
        text=reason,
    )
    return new


@transaction.atomic
def confirm_reading(*, rule: LegalRule, actor: User, on: datetime.date | None = None) -> None:
    """Notes that someone read the source again (today by default) and found the rule unchanged."""
    rule.read_on = on or timezone.localdate()
    rule.save(update_fields=["read_on"])
    data = {"topic": rule.topic.key, "country": rule.topic.country, "read_on": (on or timezone.localdate()).isoformat()}
    audit.record(action="law.rule_read", actor=actor, target=rule, data=data)


def _make_room(held: LegalRule | None, first: datetime.date) -> None:
    if held is None:
        return
    versions = LegalRule.objects.filter(pk=held.pk)
    if held.valid_from == first:
        # Out of the way at once, since two standing versions may not share a day; its successor is named after.
        versions.update(replaced_by=held)
    else:
        versions.update(valid_until=first - ONE_DAY, shipped=False)


def _last_day(topic: LegalTopic, fields: dict[str, Any]) -> datetime.date | None:
    later = topic.versions.standing().filter(valid_from__gt=fields["valid_from"]).order_by("valid_from").first()
    given: datetime.date | None = fields.get("valid_until")
    if given is None and later is not None:
        return later.valid_from - ONE_DAY
    return given

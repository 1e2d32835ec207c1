from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from internships.models import PlacementSettings


@transaction.atomic
def save_settings(*, values: Mapping[str, Any], actor: User) -> PlacementSettings:
    """Sets deadlines and quotas for the whole installation."""
    row, _made = PlacementSettings.objects.update_or_create(pk=1, defaults=dict(values))
    audit.record(action="placement_settings.set", actor=actor, target=row, data=dict(values))
    return row

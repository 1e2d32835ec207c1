"""A trainee's wishes and weights for the ranking « Pour vous » (E4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from internships.matching.criteria import DEFAULTS, MOST, Criterion
from internships.models import TraineeWishes


@transaction.atomic
def save_wishes(*, person: User, values: Mapping[str, Any]) -> TraineeWishes:
    """Keeps what the trainee wishes; weights stay as they are."""
    wishes = _locked(person)
    for name, value in values.items():
        setattr(wishes, name, value)
    wishes.save()
    return wishes


@transaction.atomic
def save_weights(*, person: User, weights: Mapping[Criterion, int] | None) -> TraineeWishes:
    """Keeps the weights that differ from the defaults; None goes back to these.

    Raises ValueError for a weight that is not between 0 and 10.
    """
    chosen = weights or {}
    if any(not 0 <= weight <= MOST for weight in chosen.values()):
        raise ValueError("a weight lies between 0 and 10")
    wishes = _locked(person)
    wishes.weights = {one.value: weight for one, weight in chosen.items() if weight != DEFAULTS[one]}
    wishes.save(update_fields=["weights", "updated_at"])
    return wishes


def _locked(person: User) -> TraineeWishes:
    TraineeWishes.objects.get_or_create(person=person)
    return TraineeWishes.objects.select_for_update().get(person=person)

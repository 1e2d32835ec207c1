"""Who may begin an agreement: those who will lead it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import Membership
from agreements.selectors.leading import leads
from internships.models import Placement


def may_draw_up(placement: Placement, user: Any, seats: Iterable[Membership] | None = None) -> bool:
    """The school's people, the employer's, the host's, or the trainee: whoever will lead it. `seats`: theirs."""
    return leads(placement, user, seats)

"""Reference data of accounts: the rules of retention to begin with. Those that people dated since stay."""

from __future__ import annotations

import datetime

from accounts import privacy
from accounts.models import RetentionRule

BEGINNING = datetime.date(2026, 1, 1)


def load_reference() -> None:
    for name, matter in privacy.matters().items():
        RetentionRule.objects.get_or_create(
            matter=name, valid_from=BEGINNING, defaults={"days": matter.days, "source": matter.source}
        )

"""The back office of accounts: staff alone; traces and secrets are only read there."""

from __future__ import annotations

from tests.config.matrix_admin import model, row
from tests.matrix import Row

READ_ONLY = ("accounts_pupil", "accounts_invitation", "accounts_personallink", "accounts_auditentry", "accounts_user")
CHANGED = ("accounts_territory", "accounts_retentionrule")


def kept(name: str) -> dict[str, Row]:
    """Nothing is deleted: records stay, people are erased by the service."""
    return {**model(name), f"admin:{name}_delete": row(403, kwargs={"object_id": 0})}


def read_only(name: str) -> dict[str, Row]:
    """Nothing is added from the back office either: refused to staff too."""
    return {**kept(name), f"admin:{name}_add": row(403)}


MATRIX = {
    **kept("accounts_organisation"),
    **{name: line for one in READ_ONLY for name, line in read_only(one).items()},
    **{name: line for one in CHANGED for name, line in model(one).items()},
}

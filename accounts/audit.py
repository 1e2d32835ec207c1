"""The trace of what was decided: who, what, on what, when. Append-only; the database refuses anything else."""

from __future__ import annotations

import re
from typing import Any

from django.db import models, transaction

from accounts.models import AuditEntry, AuditText, Organisation, User

_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
_ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")


@transaction.atomic
def record(
    *,
    action: str,
    actor: User | None,
    target: models.Model | None = None,
    organisation: Organisation | None = None,
    data: dict[str, Any] | None = None,
    text: str = "",
) -> AuditEntry:
    """Writes one line of the trace.

    `action` is a dotted code such as `"membership.ended"`; `actor` None means the machine. `data` holds ids and codes
    only: a sentence, a name or an address there is a ValueError, for the trace outlives a person's erasure. What
    people wrote themselves goes into `text`, which erasure can remove.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError(f"an audit action is a dotted code, not {action!r}")
    data = data or {}
    _only_ids_and_codes(data)
    entry = AuditEntry.objects.create(
        action=action,
        actor=actor if actor is not None and actor.is_authenticated else None,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        organisation=organisation,
        data=data,
    )
    if text.strip():
        AuditText.objects.create(entry=entry, text=text.strip())
    return entry


def _only_ids_and_codes(value: object) -> None:
    if value is None or isinstance(value, (bool, int)):
        return
    if isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise ValueError("audit data holds ids and codes only; give free text as text=")
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            _only_ids_and_codes(item)
        return
    if isinstance(value, dict):
        for name, item in value.items():
            _only_ids_and_codes(name)
            _only_ids_and_codes(item)
        return
    raise ValueError(f"audit data holds ids and codes only, not {type(value).__name__}")

"""What the outbox does for this app after a commit."""

from __future__ import annotations

from typing import Any

from messaging import outbox

BATCH = 500


@outbox.consumer("practices.reindex")
def follow_names(payload: dict[str, Any]) -> None:
    """Practices that bear the name of something renamed elsewhere, some at a time."""
    from practices.services.indexing import reindex
    from practices.signals import concerned

    table, pk, after = payload["table"], payload["pk"], payload.get("after", 0)
    rows = concerned(table, pk).filter(practice__gt=after).order_by("practice").distinct()
    ids = list(rows.values_list("practice_id", flat=True)[:BATCH])
    reindex(ids)
    if len(ids) == BATCH:
        rest = {"table": table, "pk": pk, "after": ids[-1]}
        outbox.enqueue(kind="practices.reindex", payload=rest, key=f"{table}:{pk}:{ids[-1]}")

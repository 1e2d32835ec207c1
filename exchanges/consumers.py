"""What the outbox does for the space of exchanges after a commit."""

from __future__ import annotations

from typing import Any

from messaging import outbox


@outbox.consumer("exchanges.rings", attempts=5)
def rings(payload: dict[str, Any]) -> None:
    """One half of a search for exchanges."""
    from exchanges.services import ring_runs

    ring_runs.step(payload["run"])

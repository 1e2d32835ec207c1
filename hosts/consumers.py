"""What the outbox does for this app after a commit."""

from __future__ import annotations

from typing import Any

from hosts.alert_email import SavedSearchAlert
from messaging import outbox

__all__ = ["SavedSearchAlert", "learn_words", "reindex"]

BUSY = "Somebody else is at work on this import."


@outbox.consumer("hosts.words")
def learn_words(payload: dict[str, Any]) -> None:
    """The words of hosts that were just indexed become known to « did you mean »."""
    from hosts.services import words

    words.learn(payload["institutions"])


@outbox.consumer("hosts.reindex")
def reindex(payload: dict[str, Any]) -> None:
    """Hosts that bear the name of something renamed elsewhere: a sector, an occupation, a commune."""
    from hosts.services import renames

    renames.reindex_some(payload["table"], payload["pk"], after=payload.get("after", 0))


@outbox.consumer("hosts.import_check")
def import_check(payload: dict[str, Any]) -> None:
    from hosts.services.imports import batches

    if not batches.check(batch_id=payload["batch"]):
        raise outbox.Later(BUSY)


@outbox.consumer("hosts.import_run")
def import_run(payload: dict[str, Any]) -> None:
    from hosts.services.imports import batches

    if not batches.run(batch_id=payload["batch"]):
        raise outbox.Later(BUSY)


@outbox.consumer("hosts.import_index")
def import_index(payload: dict[str, Any]) -> None:
    """Hosts that an import wrote become findable, a piece of them at a time."""
    from hosts.services import indexing

    indexing.reindex_institutions(payload["institutions"])

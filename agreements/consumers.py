"""What the outbox does for agreements after a commit."""

from __future__ import annotations

from typing import Any

from messaging import outbox


@outbox.consumer("agreements.render")
def render(payload: dict[str, Any]) -> None:
    """The document of a version is made and kept; signing opens."""
    from agreements.services import versions

    versions.make(payload["version"])

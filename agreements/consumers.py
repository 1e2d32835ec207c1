"""What the outbox does for agreements after a commit."""

from __future__ import annotations

from typing import Any

from messaging import outbox


@outbox.consumer("agreements.render")
def render(payload: dict[str, Any]) -> None:
    """The document of a version is made and kept; signing opens."""
    from agreements.services import versions

    versions.make(payload["version"])


# About three days of attempts, like an e-mail: a full disk at night is emptied in the morning.
@outbox.consumer("agreements.seal", attempts=80)
def seal(payload: dict[str, Any]) -> None:
    """Proof and seal are added to what all have signed."""
    from agreements.services import sealing

    sealing.seal(payload["version"])


@outbox.consumer("agreements.bulk")
def bulk(payload: dict[str, Any]) -> None:
    """One piece of the agreements of a whole cohort."""
    from agreements.services import bulk as services

    services.step(payload["job"])


@outbox.consumer("agreements.certificate")
def certificate(payload: dict[str, Any]) -> None:
    """A certificate is made, sealed and kept; the trainee is told."""
    from agreements.services import certificates

    certificates.make(payload["certificate"])


@outbox.consumer("agreements.apply_amendment", attempts=80)
def apply_amendment(payload: dict[str, Any]) -> None:
    """What a sealed amendment says is done to the placement."""
    from agreements.services import amendments

    amendments.apply(payload["agreement"])

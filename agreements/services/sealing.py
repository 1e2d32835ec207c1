"""The seal after the last signature: proof and seal are added behind the bytes that were signed, once, and kept.

A consumer of the outbox calls `seal`. It may be called any number of times: what is sealed stays as it is. Whatever
goes wrong (no room on the disk, no certificate, no time stamp), nothing changes and it is done again later.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements import consent, documents, workflow
from agreements.enums import AgreementState, Method, VersionState
from agreements.locking import locked
from agreements.models import Agreement, AgreementVersion, Signature
from documents import proof, seal_report, verification
from documents import seal as seals
from documents.files import store
from documents.proof import Evidence, Proof

# A time stamp is worth a wait, but not an agreement that never comes: afterwards it is sealed without.
TIME_STAMP_HOLDS = datetime.timedelta(hours=1)
Hook = Callable[[Agreement, AgreementVersion], None]
_hooks: list[Hook] = []


class Damaged(seals.SealProblem):
    """The stored document is not what was signed, or its seal does not hold: staff must look."""


def after_seal(hook: Hook) -> Hook:
    """Has `hook(agreement, version)` called in the transaction that seals: an amendment changes its placement."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def seal(version_id: int) -> None:
    """Seals a version that all have signed; does nothing for one that is sealed already, or stands no more."""
    version = _version(version_id)
    if not _is_due(version):
        return
    content = signed_bytes(version)
    sealed = sealed_bytes(version, content)
    with transaction.atomic():
        agreement = locked(version.agreement_id)
        version = AgreementVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
        version.agreement = agreement
        if not _is_due(version):
            return
        _keep(version, sealed, stamped=seal_report.validate(sealed).time_stamp is not None)
        workflow.apply(
            agreement,
            "seal",
            actor=None,
            data={"version": version.number},
            version_in_force=version,
            sealed_at=version.sealed_at,
        )
        for hook in _hooks:
            hook(agreement, version)
        _tell(agreement)


def _version(version_id: int) -> AgreementVersion:
    rows = AgreementVersion.objects.select_related("agreement__placement__person", "agreement__amends", "file")
    return rows.get(pk=version_id)


def _is_due(version: AgreementVersion) -> bool:
    return version.state == VersionState.READY and version.agreement.state == AgreementState.SEALING


def signed_bytes(version: AgreementVersion) -> bytes:
    """The document as it was stored, when it still is what everyone signed. Raises Damaged."""
    content = version.file.read() if version.file else b""
    if hashlib.sha256(content).hexdigest() != version.sha256:
        raise Damaged("The stored document is not the one that was signed.")
    return content


def sealed_bytes(version: AgreementVersion, content: bytes) -> bytes:
    """Proof and seal behind those bytes; checked before anyone relies on them."""
    agreement = version.agreement
    with translation.override(agreement.language):
        reason = _("Sealed by %(site)s once all had signed, no. %(number)s")
        words = reason % {"site": settings.SITE_NAME, "number": agreement.number}
    files = proof.attachments(proof_of(version), language=agreement.language)
    try:
        sealed = seals.seal(content, attachments=files, reason=words)
    except seals.TimeStampProblem:
        if timezone.now() - agreement.state_since < TIME_STAMP_HOLDS:
            raise
        sealed = seals.seal(content, attachments=files, reason=words, time_stamp=False)
    report = seals.validate(sealed)
    if not report.good:
        raise Damaged(f"The seal does not hold. {report.problem}")
    return sealed


def proof_of(version: AgreementVersion) -> Proof:
    """Who agreed to this version, and how that was checked."""
    agreement = version.agreement
    given = version.signatures.select_related("signatory", "scan", "recorded_by").order_by("signed_at", "pk")
    with translation.override(agreement.language):
        return Proof(
            site=settings.SITE_NAME,
            document=documents.title(version.snapshot),
            number=agreement.number,
            code=verification.shown(agreement.code),
            verification=verification.address(agreement.code),
            sha256=version.sha256,
            made_at=version.made_at or version.created_at,
            evidence=[_evidence(signature, version) for signature in given],
        )


def _evidence(signature: Signature, version: AgreementVersion) -> Evidence:
    return Evidence(
        name=signature.name,
        capacity=consent.capacity(signature.signatory, version),
        method=signature.method,
        method_label=str(Method(signature.method).label),
        signed_at=signature.signed_at,
        sha256=signature.sha256,
        consent=signature.consent,
        email=signature.email,
        code_checked_at=signature.code_checked_at,
        address=signature.address or "",
        user_agent=signature.user_agent,
        scan_sha256=signature.scan.sha256 if signature.scan else "",
        recorded_by=str(signature.recorded_by) if signature.recorded_by else "",
    )


def _keep(version: AgreementVersion, sealed: bytes, *, stamped: bool) -> None:
    name = version.file.name if version.file else f"{version.agreement.number}.pdf"
    version.sealed_file = store(content=sealed, name=name, media_type="application/pdf")
    version.sealed_sha256, version.sealed_at = version.sealed_file.sha256, timezone.now()
    version.time_stamped, version.state = stamped, VersionState.SEALED
    version.save(update_fields=["sealed_file", "sealed_sha256", "sealed_at", "time_stamped", "state"])


def _tell(agreement: Agreement) -> None:
    from agreements.notifications import sealed

    sealed.tell_sealed(agreement)

"""What the public page says of agreements, amendments and certificates: numbers, dates, states, hashes (E10)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import documents
from agreements.enums import AgreementState, VersionState
from agreements.models import Agreement, AgreementVersion, Certificate
from documents import verification
from documents.verification import KnownFile, Related, Role, Standing, Verified


def register() -> None:
    verification.register("agreement", find_agreement, find_agreement_file)
    verification.register("certificate", find_certificate, find_certificate_file)


def find_agreement(code: str) -> Verified | None:
    """The agreement or amendment of that code, once a document of it has existed."""
    return _agreement(Agreement.objects.filter(code=code))


def find_agreement_file(sha256: str) -> Verified | None:
    held = AgreementVersion.objects.filter(Q(sha256=sha256) | Q(sealed_sha256=sha256))
    return _agreement(Agreement.objects.filter(pk__in=held.values("agreement_id")))


def find_certificate(code: str) -> Verified | None:
    return _certificate(Certificate.objects.filter(code=code))


def find_certificate_file(sha256: str) -> Verified | None:
    return _certificate(Certificate.objects.filter(sha256=sha256))


def _agreement(rows: Any) -> Verified | None:
    agreement = rows.select_related("amends").first()
    if agreement is None:
        return None
    versions = [one for one in agreement.versions.all() if one.sha256]
    if not versions:
        return None
    current = next((one for one in versions if one.state != VersionState.VOIDED), versions[0])
    return Verified(
        code=agreement.code,
        kind=documents.title(current.snapshot),
        number=agreement.number,
        standing=standing(agreement),
        dates=list(_dates(agreement, current)),
        files=[file for version in versions for file in _files(version)],
        related=list(_related(agreement)),
        time_stamped=current.time_stamped,
    )


def standing(agreement: Agreement) -> Standing:
    if agreement.state == AgreementState.CANCELLED:
        return Standing.CANCELLED
    return Standing.IN_FORCE if agreement.state == AgreementState.SEALED else Standing.PENDING


def _dates(agreement: Agreement, version: AgreementVersion) -> Iterator[tuple[Any, datetime.date]]:
    known = (
        (gettext_lazy("Signed by all on"), agreement.signed_on),
        (gettext_lazy("Sealed on"), agreement.sealed_at),
        (gettext_lazy("Cancelled on"), agreement.cancelled_at),
        (gettext_lazy("The placement begins on"), _day(version.snapshot.get("start"))),
        (gettext_lazy("and ends on"), _day(version.snapshot.get("end"))),
    )
    yield from ((words, when) for words, when in known if when)


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _files(version: AgreementVersion) -> Iterator[KnownFile]:
    if version.state == VersionState.VOIDED:
        yield KnownFile(version.sha256, Role.FORMER)
        return
    if version.sealed_sha256:
        yield KnownFile(version.sealed_sha256, Role.SEALED)
    yield KnownFile(version.sha256, Role.SIGNED)


def _related(agreement: Agreement) -> Iterator[Related]:
    if agreement.amends:
        yield Related(_("It amends:"), agreement.amends.number, agreement.amends.code, standing(agreement.amends))
    for one in agreement.amendments.filter(state__in=[AgreementState.SEALED, AgreementState.CANCELLED]):
        if one.state == AgreementState.SEALED or one.sealed_at:
            yield Related(_("Amended by:"), one.number, one.code, standing(one))


def _certificate(rows: Any) -> Verified | None:
    certificate = rows.select_related("replaced_by").first()
    if certificate is None or not certificate.sha256:
        return None
    newer = certificate.replaced_by
    snapshot = certificate.snapshot
    dates = (
        (gettext_lazy("Issued on"), certificate.made_at),
        (gettext_lazy("Placement until"), _day(snapshot.get("end"))),
    )
    return Verified(
        code=certificate.code,
        kind=_("Certificate of placement"),
        number=certificate.number,
        standing=Standing.REPLACED if newer else Standing.IN_FORCE,
        dates=[(words, when) for words, when in dates if when],
        files=[KnownFile(certificate.sha256, Role.SEALED)],
        related=[Related(_("Replaced by:"), newer.number, newer.code)] if newer and newer.sha256 else [],
    )

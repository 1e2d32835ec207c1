"""The PAdES seal of Escale: added behind the bytes that were signed, which stay what they were (decisions.md).

One incremental update holds the proof files and the seal: the result begins with the bytes given. The seal is that of
the platform; what people did is told by the proof file. pyHanko takes half a second to import, so it is imported with
the first document of a process and kept, like the key.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from documents import certificates
from documents.certificates import CertificateProblem, Identity
from documents.loops import apart
from documents.seal_report import SealReport, validate

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper

__all__ = ["Attachment", "CertificateProblem", "SealProblem", "SealReport", "TimeStampProblem", "seal", "validate"]

FIELD = "Escale"
# A service that does not answer within this many seconds is asked again with the next attempt.
TIME_STAMP_PATIENCE = 10


class SealProblem(Exception):
    """The document cannot be sealed as it is."""


class TimeStampProblem(SealProblem):
    """The time stamping service did not answer, or not as it should."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes into the PDF: `name` is a plain file name, `description` tells people what it is."""

    name: str
    content: bytes
    media_type: str
    description: str


def seal(
    pdf: bytes,
    *,
    attachments: Sequence[Attachment] = (),
    reason: str,
    location: str = "",
    name: str = "",
    time_stamp: bool = True,
) -> bytes:
    """The document with its attachments and the seal; it begins with the bytes given.

    `name` is who seals (the certificate's own name unless given). A time stamp is asked for where a service is
    configured, unless `time_stamp` says no. Raises SealProblem, TimeStampProblem, CertificateProblem.
    """
    from pyhanko.sign import fields, signers, timestamps

    from documents import sealing_structure

    known = certificates.usable()
    writer = _writer(pdf)
    for attachment in sorted(attachments, key=lambda one: one.name):  # readers search the names by halves
        sealing_structure.attach(writer, attachment)
    sealing_structure.add_field(writer, FIELD, tooltip=reason)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        location=location or None,
        name=name or known.name,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    stamper = time_stamper() if time_stamp else None
    maker = sealing_structure.SealSigner(metadata, signer=_signer(known), timestamper=stamper)
    try:
        sealed = apart(lambda: maker.sign_pdf(writer, existing_fields_only=True).getvalue())
    except timestamps.TimestampRequestError as problem:
        raise TimeStampProblem(str(problem)) from problem
    if not sealed.startswith(pdf):
        raise SealProblem("The bytes that were signed would not stay what they are.")
    return bytes(sealed)


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfReadError

    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfReadError, ValueError) as problem:
        raise SealProblem("It is not a PDF that can be sealed.") from problem


@functools.lru_cache(maxsize=4)
def _signer(known: Identity) -> SimpleSigner:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    plain = serialization.Encoding.DER
    key = known.key.private_bytes(plain, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple([Certificate.load(one.public_bytes(plain)) for one in known.chain])
    return SimpleSigner(
        signing_cert=Certificate.load(known.certificate.public_bytes(plain)),
        signing_key=PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def time_stamper() -> TimeStamper | None:
    """The client of the time stamping service (RFC 3161), where one is configured."""
    if not settings.SEAL_TIMESTAMP_URL:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(settings.SEAL_TIMESTAMP_URL, timeout=TIME_STAMP_PATIENCE)

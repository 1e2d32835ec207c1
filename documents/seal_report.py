"""What a sealed document tells about itself: intact, sealed by us, nothing added since."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import parser as asn1_parser

from documents import certificates
from documents.loops import apart

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class SealReport:
    """The findings, each for itself; `good` when all of them are.

    `sealed_at` is the sealer's own clock; `time_stamp` is that of a third party, `time_stamp_trusted` when
    `SEAL_TRUSTED` holds the certificate that third party goes back to.
    """

    sealed: bool
    intact: bool = False
    trusted: bool = False
    covers_everything: bool = False
    unmodified: bool = False
    signer: str = ""
    sealed_at: datetime.datetime | None = None
    time_stamp: datetime.datetime | None = None
    time_stamp_trusted: bool = False
    problem: str = ""

    @property
    def good(self) -> bool:
        return self.sealed and self.intact and self.trusted and self.covers_everything and self.unmodified


def validate(pdf: bytes) -> SealReport:
    """Reads the seal of a document. Never raises for what is wrong with the document itself: the report says it."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        seals = list(reader.embedded_regular_signatures)
        if not seals:
            return SealReport(sealed=False, problem="The document carries no seal.")
        return _read(seals[-1], pdf)
    except Exception as problem:  # a byte that is not what it was breaks the reading anywhere, in any way
        return SealReport(sealed=False, problem=f"{type(problem).__name__}: {problem}"[:300])


def _read(seal: Any, pdf: bytes) -> SealReport:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    # A certificate that has ended since sealed well when it did: what counts is the moment of the seal.
    ours, theirs = _context(seal.self_reported_timestamp), _context(None)
    status = apart(lambda: validate_pdf_signature(seal, signer_validation_context=ours, ts_validation_context=theirs))
    stamp = status.timestamp_validity
    genuine = bool(status.intact and status.valid and (stamp is None or (stamp.intact and stamp.valid)))
    return SealReport(
        sealed=True,
        intact=genuine and _gap_is_clean(seal, pdf),
        trusted=bool(status.trusted),
        covers_everything=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        unmodified=bool(status.docmdp_ok),
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        sealed_at=status.signer_reported_dt,
        time_stamp=stamp.timestamp if stamp else None,
        time_stamp_trusted=bool(stamp and genuine and stamp.trusted),
    )


def _gap_is_clean(seal: Any, pdf: bytes) -> bool:
    """Whether the gap that the seal leaves for itself holds the seal alone, written as we write it.

    No signature of a PDF covers this gap: without this check its padding could hold anything.
    """
    _start, length, rest, _end = (int(number) for number in seal.byte_range)
    gap = pdf[length:rest]
    content = asn1_parser.parse(seal.pkcs7_content, strict=False)
    size = sum(len(content[place]) for place in (3, 4, 5))
    written = seal.pkcs7_content[:size].hex().upper().encode()
    return gap == b"<" + written.ljust(len(gap) - 2, b"0") + b">" and _wrapper_is_ours(
        seal.pkcs7_content[:size], seal.signer_cert.issuer.dump()
    )


def _wrapper_is_ours(content: bytes, issuer: bytes) -> bool:
    """Whether what lies around the signature, which it does not cover either, is what we write, byte for byte."""
    from asn1crypto import cms

    info = cms.ContentInfo.load(content, strict=True)
    data = info["content"]
    (signer,) = data["signer_infos"]
    plain = {"algorithm": "sha256", "parameters": None}
    return bool(
        info["content_type"].native == "signed_data"
        and data["version"].native == signer["version"].native == "v1"
        and data["digest_algorithms"].native == [plain]
        and signer["digest_algorithm"].native == plain
        and data["encap_content_info"].native == {"content_type": "data", "content": None}
        and data["crls"].native is None
        and signer["sid"].chosen["issuer"].dump() == issuer
        and info.dump(force=True) == content
    )


def _context(moment: datetime.datetime | None) -> ValidationContext:
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko_certvalidator import ValidationContext

    roots = [Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates.trusted_certificates()]
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")

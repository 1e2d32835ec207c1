"""The certificate Escale seals with: read from PKCS#12, checked, or made for a machine that is only tried out.

Problems are `CertificateProblem`s with a sentence for whoever runs the site.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = 3 * 365
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class CertificateProblem(Exception):
    """The certificate cannot be used; the message is a whole sentence, for whoever runs the site."""


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate and those that lead from it to its issuer."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        found = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found[0].value) if found else self.certificate.subject.rfc4514_string()

    @property
    def ends(self) -> datetime.datetime:
        return self.certificate.not_valid_after_utc


def read(path: Path, passphrase: str) -> Identity:
    """The identity that a PKCS#12 file holds; raises CertificateProblem."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise CertificateProblem(_("SEAL_CERTIFICATE names a file that cannot be read.")) from problem
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, passphrase.encode() or None)
    except ValueError as problem:
        raise CertificateProblem(
            _("SEAL_CERTIFICATE does not open: it is not a PKCS#12 file, or SEAL_PASSPHRASE is not its passphrase.")
        ) from problem
    if key is None or certificate is None:
        raise CertificateProblem(_("SEAL_CERTIFICATE must hold a private key and its certificate."))
    return checked(key, certificate, chain)


def checked(key: object, certificate: x509.Certificate, chain: list[x509.Certificate]) -> Identity:
    """Refuses keys that are too weak or of another kind, and certificates that are not meant for signing."""
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < 2048:
            raise CertificateProblem(_("The key of SEAL_CERTIFICATE is too short: RSA needs 2048 bits at least."))
    elif not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name not in {"secp256r1", "secp384r1"}:
        raise CertificateProblem(_("The key of SEAL_CERTIFICATE must be EC P-256, EC P-384 or RSA."))
    with contextlib.suppress(x509.ExtensionNotFound):
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.content_commitment or usage.digital_signature):
            raise CertificateProblem(_("SEAL_CERTIFICATE is not meant for signing documents (key usage)."))
    return Identity(key, certificate, tuple(chain))


def trusted(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file: issuers, and those that sealed before. Raises CertificateProblem."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise CertificateProblem(_("SEAL_TRUSTED must be a readable file of certificates in PEM.")) from problem


def self_signed(
    name: str, *, days: int = DAYS, key: PrivateKey | None = None, since: datetime.datetime | None = None
) -> Identity:
    """A certificate that nobody else vouches for, on a new EC P-256 key unless one is given."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    since = since or datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + datetime.timedelta(days=days))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Identity(key, certificate, ())


def write(identity: Identity, path: Path, passphrase: str) -> bool:
    """Writes the PKCS#12 file, readable by its owner only, unless one is there; says whether it did."""
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    content = pkcs12.serialize_key_and_certificates(
        identity.name.encode(), identity.key, identity.certificate, identity.chain, encryption
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(unfinished, path)  # fails where the file exists: of two processes at once, one makes it
    except FileExistsError:
        return False
    finally:
        os.unlink(unfinished)
    return True


# The one in use


def identity() -> Identity:
    """Key and certificate, loaded once per process. Raises CertificateProblem."""
    return _identity(settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE)


@functools.lru_cache(maxsize=4)
def _identity(path: str, passphrase: str) -> Identity:
    place = Path(path)
    if settings.DEVELOPMENT and not place.exists():
        # Whoever tries Escale out has no certificate; this one says so in its name.
        write(self_signed("Escale (démonstration)"), place, passphrase)
    return read(place, passphrase)


def usable() -> Identity:
    """The same, when it may seal today. Raises CertificateProblem."""
    known = identity()
    if known.ends < timezone.now():
        raise CertificateProblem(_("The certificate of the seal has ended: renew it."))
    if known.certificate.not_valid_before_utc > timezone.now():
        raise CertificateProblem(_("The certificate of the seal is not valid yet."))
    return known


def trusted_certificates() -> list[x509.Certificate]:
    """Those that a seal of ours may come from: the certificate in use, its issuers, and `SEAL_TRUSTED`."""
    known = identity()
    found = [known.certificate, *known.chain]
    if settings.SEAL_TRUSTED:
        found += trusted(Path(settings.SEAL_TRUSTED))
    return found

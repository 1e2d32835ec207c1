"""The PAdES seal: behind the bytes that were signed, read by others; the document stays accessible (E10)."""

from __future__ import annotations

import asyncio
import datetime
import functools
import io
import os
import stat
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from documents import accessible, certificates, checks, pdf, qrcodes, seal, todo
from documents.certificates import CertificateProblem
from documents.loops import apart
from documents.seal import Attachment

PROOF = Attachment("preuve.json", b'{"signataires": []}', "application/json", "Preuve des signatures")
REASON = "Scellé par Escale après la dernière signature"


@functools.lru_cache(maxsize=1)
def document() -> bytes:
    """Headings, a link, a picture, a table: what an agreement is made of."""
    picture = qrcodes.data_uri("https://stages.example.org/verifier/X/")
    return pdf.from_html(
        "<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>Convention de stage</title>"
        "<link rel='stylesheet' href='/static/css/pdf.css'></head><body><h1>Convention</h1>"
        "<p>Texte, et <a href='https://stages.example.org/'>un lien</a>.</p>"
        "<table><thead><tr><th scope='col'>Jour</th><th scope='col'>Heures</th></tr></thead>"
        "<tbody><tr><td>lundi</td><td>7</td></tr></tbody></table>"
        f"<img src='{picture}' alt='Code à vérifier'></body></html>"
    )


@functools.lru_cache(maxsize=1)
def sealed() -> bytes:
    return seal.seal(document(), attachments=[PROOF], reason=REASON)


def use(settings: Any, path: Path, passphrase: str = "", **options: Any) -> certificates.Identity:
    """Has the site seal with a new certificate."""
    made = certificates.self_signed("Essai", **options)
    certificates.write(made, path, passphrase)
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), passphrase
    return made


def test_the_bytes_that_were_signed_stay_what_they_were() -> None:
    """The result begins with the bytes given: their hash is what everyone signed."""
    assert sealed().startswith(document())
    assert len(sealed()) > len(document())


def test_the_seal_is_ours_covers_everything_and_nothing_follows() -> None:
    report = seal.validate(sealed())
    assert report.good
    assert report.signer == "Escale (démonstration)"
    assert report.sealed_at is not None
    assert abs(report.sealed_at - timezone.now()) < datetime.timedelta(minutes=5)
    assert (report.time_stamp, report.problem) == (None, "")


def test_it_works_where_an_event_loop_runs() -> None:
    """pyHanko begins a loop of its own: in a thread that has one it would refuse."""

    async def both() -> bool:
        return seal.validate(seal.seal(document(), reason=REASON)).good

    assert apart(lambda: asyncio.run(both()))  # a browser of the test run may have left its loop in this thread


def test_what_carries_no_seal_is_said() -> None:
    assert not seal.validate(document()).sealed
    assert not seal.validate(b"not a pdf").good
    assert seal.validate(b"not a pdf").problem


def test_another_validator_agrees() -> None:
    """pyHanko as anyone would use it, with the certificate as the one to trust."""
    from asn1crypto.x509 import Certificate

    ours = Certificate.load(certificates.identity().certificate.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(sealed())).embedded_regular_signatures
    status = apart(lambda: validate_pdf_signature(signature, ValidationContext(trust_roots=[ours])))
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.modification_level is not None
    assert status.modification_level.name == "NONE"


def test_pdfsig_agrees(tmp_path: Path) -> None:
    """Poppler, which shares no code with us, finds the seal valid and the whole document signed."""
    path = tmp_path / "convention.pdf"
    path.write_bytes(sealed())
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    path.write_bytes(flipped(sealed(), len(document()) // 2))
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." not in said


def flipped(content: bytes, position: int, bit: int = 0) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 1 << bit
    return bytes(changed)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_flipped_byte_is_refused(data: st.DataObject) -> None:
    """Fault: a byte of a signed PDF flipped, be it in the text, in the seal, or in the gap the seal lies in."""
    content = sealed()
    gap = content.rindex(b"/Contents <")
    place = data.draw(st.one_of(st.integers(0, len(content) - 1), st.integers(gap, gap + 1_800)))
    assert not seal.validate(flipped(content, place, data.draw(st.integers(0, 7)))).good


def test_what_is_added_behind_the_seal_is_found() -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    writer.root[generic.pdf_name("/Lang")] = generic.pdf_string("de")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    report = seal.validate(out.getvalue())
    assert not report.covers_everything
    assert not report.unmodified
    assert not report.good


def test_the_proof_is_inside(tmp_path: Path) -> None:
    assert PdfReader(io.BytesIO(sealed())).attachments == {"preuve.json": [PROOF.content]}


def test_it_stays_accessible() -> None:
    """PDF/UA is checked after sealing: structure, language, title, header cells, words for pictures, the field."""
    assert accessible.problems(document()) == []
    assert accessible.problems(sealed()) == []
    fields = PdfReader(io.BytesIO(sealed())).get_fields() or {}
    assert fields["Escale"]["/TU"] == REASON


def test_what_is_not_accessible_is_named() -> None:
    """The guard above guards: pyHanko's own invisible field, and a page without tags."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields

    writer = IncrementalPdfFileWriter(io.BytesIO(document()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Bare"))
    out = io.BytesIO()
    writer.write(out)
    bare = "\n".join(accessible.problems(out.getvalue()))
    assert "stands outside the structure" in bare
    assert "no name that can be read out" in bare
    import weasyprint

    html = "<h2>x</h2><table><tr><td>1</td></tr></table>"
    untagged = weasyprint.HTML(string=html).write_pdf()
    words = "\n".join(accessible.problems(untagged))
    for missing in ("language", "MarkInfo", "XMP", "StructTreeRoot"):
        assert missing in words
    tagged = weasyprint.HTML(string=f"<html lang=fr><title>x</title>{html}").write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    words = "\n".join(accessible.problems(tagged))
    assert "level 2 follows one of level 0" in words
    assert "no header cell" in words


@pytest.mark.parametrize(
    "key",
    [
        functools.partial(ec.generate_private_key, ec.SECP256R1()),
        functools.partial(ec.generate_private_key, ec.SECP384R1()),
        functools.partial(rsa.generate_private_key, 65537, 2048),
    ],
    ids=["P-256", "P-384", "RSA"],
)
def test_keys_on_elliptic_curves_and_rsa(settings: Any, tmp_path: Path, key: Any) -> None:
    use(settings, tmp_path / "one.p12", "mot de passe", key=key())
    made = seal.seal(document(), reason=REASON)
    assert seal.validate(made).good
    assert accessible.problems(made) == []


def test_the_certificate_of_somebody_else_is_not_trusted(settings: Any, tmp_path: Path) -> None:
    made = sealed()
    use(settings, tmp_path / "other.p12")
    report = seal.validate(made)
    assert report.intact
    assert not report.trusted
    assert not report.good


def test_what_a_former_certificate_sealed_stays_good(settings: Any, tmp_path: Path) -> None:
    """A certificate is renewed every few years; an agreement is kept for longer."""
    since = timezone.now() - datetime.timedelta(days=400)
    former = use(settings, tmp_path / "former.p12", since=since, days=410)
    made = seal.seal(document(), reason=REASON)
    use(settings, tmp_path / "new.p12")
    assert not seal.validate(made).good
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(former.certificate.public_bytes(Encoding.PEM))
    settings.SEAL_TRUSTED = str(trusted)
    assert seal.validate(made).good


# The time stamp


@functools.lru_cache(maxsize=1)
def authority() -> certificates.Identity:
    """A time stamping authority of our own; pyHanko's stand-in signs with RSA only."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificates.Identity(key, made, ())


def stamper() -> DummyTimeStamper:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat

    known = authority()
    return DummyTimeStamper(
        tsa_cert=Certificate.load(known.certificate.public_bytes(Encoding.DER)),
        tsa_key=PrivateKeyInfo.load(known.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
    )


def test_a_third_party_tells_the_time(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """B-T: RFC 3161, where a service is configured; believed when SEAL_TRUSTED holds its certificate."""
    monkeypatch.setattr(seal, "time_stamper", stamper)
    made = seal.seal(document(), attachments=[PROOF], reason=REASON)
    report = seal.validate(made)
    assert report.good
    assert report.time_stamp is not None
    assert not report.time_stamp_trusted
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(authority().certificate.public_bytes(Encoding.PEM))
    settings.SEAL_TRUSTED = str(trusted)
    assert seal.validate(made).time_stamp_trusted
    assert seal.validate(seal.seal(document(), reason=REASON, time_stamp=False)).time_stamp is None


def test_a_service_that_does_not_answer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:1/tsa"
    with pytest.raises(seal.TimeStampProblem):
        seal.seal(document(), reason=REASON)
    settings.SEAL_TIMESTAMP_URL = ""
    assert seal.time_stamper() is None
    assert issubclass(TimestampRequestError, Exception)


# The certificate


def test_a_machine_that_is_tried_out_makes_its_own(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "seal" / "certificate.p12"
    settings.SEAL_CERTIFICATE = str(path)
    first = certificates.identity()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "démonstration" in first.name
    certificates._identity.cache_clear()
    assert certificates.identity().certificate == first.certificate
    assert os.listdir(path.parent) == ["certificate.p12"]


def test_of_two_processes_one_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "certificate.p12"
    assert certificates.write(certificates.self_signed("one"), path, "")
    assert not certificates.write(certificates.self_signed("two"), path, "")
    assert certificates.read(path, "").name == "one"


def production(settings: Any, path: Path, passphrase: str = "") -> list[str]:
    """What the start of a real site says."""
    settings.DEVELOPMENT = False
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), passphrase
    return [message.msg for message in checks.seal_certificate()]


def test_production_does_not_start_without_one(settings: Any, tmp_path: Path) -> None:
    (said,) = production(settings, tmp_path / "none.p12")
    assert "SEAL_CERTIFICATE" in said
    assert not list(tmp_path.iterdir())


def test_a_wrong_passphrase_is_said_in_a_sentence(settings: Any, tmp_path: Path) -> None:
    use(settings, tmp_path / "one.p12", "right")
    (said,) = production(settings, tmp_path / "one.p12", "wrong")
    assert "SEAL_PASSPHRASE" in said
    assert production(settings, tmp_path / "one.p12", "right") == []
    settings.SEAL_PASSPHRASE = "wrong"
    with pytest.raises(CertificateProblem, match="SEAL_PASSPHRASE"):
        seal.seal(document(), reason=REASON)


def test_one_that_has_ended_or_ends_soon(settings: Any, tmp_path: Path) -> None:
    since = timezone.now() - datetime.timedelta(days=100)
    use(settings, tmp_path / "ended.p12", since=since, days=90)
    assert production(settings, tmp_path / "ended.p12")
    with pytest.raises(CertificateProblem):
        seal.seal(document(), reason=REASON)
    use(settings, tmp_path / "soon.p12", since=since, days=110)
    (said,) = production(settings, tmp_path / "soon.p12")
    assert "ends on" in said


def test_a_key_that_is_too_weak(settings: Any, tmp_path: Path) -> None:
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
    use(settings, tmp_path / "short.p12", key=short)
    with pytest.raises(CertificateProblem):
        certificates.identity()


def test_who_runs_the_site_hears_of_it(settings: Any, tmp_path: Path) -> None:
    """An administrator finds under « À faire » what will keep documents from being sealed."""
    workspace = SimpleNamespace(runs_the_site=True)
    assert not list(todo.ending_certificate(workspace))  # type: ignore[arg-type]
    use(settings, tmp_path / "soon.p12", days=30)
    (one,) = todo.ending_certificate(workspace)  # type: ignore[arg-type]
    assert "certificat du sceau" in one.title
    settings.SEAL_PASSPHRASE = "wrong"
    (one,) = todo.ending_certificate(workspace)  # type: ignore[arg-type]
    assert "SEAL_PASSPHRASE" in one.detail
    assert not list(todo.ending_certificate(SimpleNamespace(runs_the_site=False)))  # type: ignore[arg-type]


def test_the_command_makes_one_and_never_writes_over_another(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "certificate.p12"
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), "phrase"
    out = io.StringIO()
    call_command("make_seal_certificate", name="Réseau des sites", stdout=out)
    assert "Réseau des sites" in out.getvalue()
    assert certificates.read(path, "phrase").name == "Réseau des sites"
    with pytest.raises(CommandError, match="exists already"):
        call_command("make_seal_certificate")
    settings.DEVELOPMENT, settings.SEAL_PASSPHRASE = False, ""
    with pytest.raises(CommandError, match="SEAL_PASSPHRASE"):
        call_command("make_seal_certificate", str(tmp_path / "other.p12"))

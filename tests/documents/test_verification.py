"""The public page that says whether a document is authentic (E10, decisions.md « Signature »)."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from documents import fingerprints, pdf, qrcodes, verification, verification_views
from documents.models import StoredFile
from documents.verification import KnownFile, Related, Role, Standing, Verified
from tests.documents import samples

pytestmark = pytest.mark.django_db

CODE = "K7QD2M9X4TVB8HRC"
ORIGINAL = samples.PDF
SEALED = samples.PDF + b"% sealed behind\n"
FORMER = samples.PDF + b"% an older version\n"
HASHES = {
    role: hashlib.sha256(content).hexdigest() for role, content in zip(Role, (SEALED, ORIGINAL, FORMER), strict=True)
}


def document(**changes: Any) -> Verified:
    known = {
        "code": CODE,
        "kind": "Convention de stage",
        "number": "CS-2027-0042",
        "standing": Standing.IN_FORCE,
        "dates": [("Signée le", datetime.date(2027, 3, 1))],
        "files": [KnownFile(value, role) for role, value in HASHES.items()],
        "related": [Related("Avenant", "CS-2027-0042-A1", "K7QD2M9X4TVB8HRD", Standing.PENDING)],
    }
    return Verified(**{**known, **changes})


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Verified]]:
    """One kind of document, which only these tests know."""
    documents = {CODE: document()}
    monkeypatch.setattr(verification, "_finders", {})
    verification.register(
        "test",
        documents.get,
        lambda sha256: next((one for one in documents.values() if one.file(sha256)), None),
    )
    return documents


def page(client: Client, code: str = CODE) -> str:
    return client.get(reverse("documents:verify", kwargs={"code": code})).content.decode()


def compare(client: Client, content: bytes, code: str = CODE, **more: Any) -> Any:
    address = reverse("documents:verify", kwargs={"code": code}) if code else reverse("documents:verify_any")
    return client.post(address, {"file": SimpleUploadedFile("convention.pdf", content), **more})


def test_the_page_says_number_state_dates_and_hashes(client: Client) -> None:
    """E10: the QR code leads here; nothing else is needed."""
    words = page(client)
    for said in (
        "Convention de stage",
        "CS-2027-0042",
        "En vigueur",
        "1er mars 2027",
        "K7QD-2M9X-4TVB-8HRC",
        *HASHES.values(),
    ):
        assert said in words
    assert "CS-2027-0042-A1" in words
    assert "Pas encore signé par tous" in words


@pytest.mark.parametrize("code", ["k7qd 2m9x 4tvb 8hrc", "K7QD-2M9X-4TVB-8HRC", CODE, CODE.lower()])
def test_a_code_is_found_however_it_is_typed(client: Client, code: str) -> None:
    answer = client.get(reverse("documents:verify_any"), {"code": code})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("documents:verify", kwargs={"code": "K7QD-2M9X-4TVB-8HRC"})
    assert client.get(answer["Location"]).status_code == 200


def test_letters_that_are_misread_are_put_right() -> None:
    code = verification.new_code()
    assert len(code) == 16
    assert not set(code) & set("ILOU")
    assert verification.typed(verification.shown(code).replace("0", "o").replace("1", "l")) == code
    assert verification.new_code() != code


def test_an_unknown_code_is_a_404_with_a_way_on(client: Client) -> None:
    answer = client.get(reverse("documents:verify", kwargs={"code": "AAAA-AAAA-AAAA-AAAA"}))
    assert answer.status_code == 404
    words = answer.content.decode()
    assert "Aucun document ne porte le code" in words
    assert 'name="code"' in words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SEALED, "Ce fichier est l’original."),
        (ORIGINAL, "avant le scellement"),
        (FORMER, "Ce fichier n’est pas la version qui compte."),
        (SEALED[:-1], "n’est pas l’original du document CS-2027-0042"),
        (b"autre chose", "n’est pas l’original du document CS-2027-0042"),
    ],
)
def test_a_file_is_compared(client: Client, content: bytes, said: str) -> None:
    """The hash before and after the seal is accepted, a former version is told apart, anything else is refused."""
    answer = compare(client, content)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not StoredFile.objects.exists()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(0, len(SEALED) - 1), bit=st.integers(0, 7))
def test_a_flipped_byte_is_refused(position: int, bit: int) -> None:
    """Fault: a byte of a signed PDF flipped, wherever it lies."""
    content = bytearray(SEALED)
    content[position] ^= 1 << bit
    sha256 = hashlib.sha256(content).hexdigest()
    assert verification_views._verdict(document(), sha256, None).kind == "error"


def test_a_flipped_byte_is_refused_on_the_page(client: Client) -> None:
    content = bytearray(SEALED)
    content[len(content) // 2] ^= 1
    words = compare(client, bytes(content)).content.decode()
    assert "n’est pas l’original" in words
    assert "est l’original." not in words


def test_a_file_alone_finds_its_document(client: Client) -> None:
    words = compare(client, SEALED, code="").content.decode()
    assert "Ce fichier est l’original." in words
    assert "CS-2027-0042" in words
    assert "ne connaît pas ce fichier" in compare(client, b"x", code="").content.decode()


def test_the_original_of_another_document_is_named(client: Client, registered: dict[str, Verified]) -> None:
    other = b"%PDF-1.7 another"
    known = KnownFile(hashlib.sha256(other).hexdigest(), Role.SEALED)
    registered["ABCDABCDABCDABCD"] = document(code="ABCDABCDABCDABCD", number="CS-2027-0043", files=[known])
    words = compare(client, other).content.decode()
    assert "n’est pas le document CS-2027-0042" in words
    assert "CS-2027-0043" in words


@pytest.mark.parametrize("standing", [Standing.CANCELLED, Standing.REPLACED, Standing.PENDING])
def test_the_original_of_a_document_that_is_worth_nothing_says_so(
    client: Client, registered: dict[str, Verified], standing: Standing
) -> None:
    registered[CODE] = document(standing=standing)
    assert (
        f"Son état aujourd’hui\N{NO-BREAK SPACE}: {standing.label.lower()}." in compare(client, SEALED).content.decode()
    )


def test_the_hash_alone_will_do(client: Client) -> None:
    """The browser takes the hash itself: the file stays on the device."""
    address = reverse("documents:verify", kwargs={"code": CODE})
    assert "Ce fichier est l’original." in client.post(address, {"sha256": HASHES[Role.SEALED]}).content.decode()
    assert client.post(address, {"sha256": "zz"}).status_code == 400
    assert client.post(address).status_code == 400
    assert compare(client, b"").status_code == 400


def test_nothing_of_the_file_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large one is hashed in pieces, without a temporary file."""

    def refused(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)
    content = b"%PDF-1.7" + b"\0" * 5_000_000
    assert compare(client, content).status_code == 200


def test_a_file_that_is_too_large_is_not_read_to_its_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "LARGEST", 100_000)
    answer = compare(client, b"\0" * 300_000)
    assert answer.status_code == 413
    assert "trop volumineux" in answer.content.decode()


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert compare(client, SEALED).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page(client))
    assert token
    assert compare(client, SEALED, csrfmiddlewaretoken=token[1]).status_code == 200


def test_search_engines_and_caches_stay_away(client: Client) -> None:
    answer = client.get(reverse("documents:verify", kwargs={"code": CODE}))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"


def test_guessing_is_limited_per_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification_views, "MISSES", 2)
    monkeypatch.setattr(verification_views, "COMPARISONS", 1)
    statuses = [client.get(reverse("documents:verify", kwargs={"code": f"NONE{n}"})).status_code for n in range(3)]
    assert statuses == [404, 404, 429]
    assert page(client)  # a code that is right is always answered
    assert [compare(client, SEALED).status_code for _time in range(2)] == [200, 429]
    assert compare(Client(REMOTE_ADDR="203.0.113.9"), SEALED).status_code == 200


def test_the_address_on_the_document(settings: Any) -> None:
    settings.PUBLIC_URL = "https://stages.example.org"
    assert verification.address(CODE) == "https://stages.example.org/verifier/K7QD-2M9X-4TVB-8HRC/"


def test_the_qr_code_is_read_and_has_its_words() -> None:
    """The picture is an SVG that a PDF takes, with words for those who do not see it."""
    assert qrcodes.svg("https://stages.example.org/verifier/X/").startswith("<svg")
    from django.template import engines

    template = engines["django"].from_string('{% load qrcodes %}{% qr_code "https://e.org/" "Vérifier" %}')
    picture = template.render({})
    html = f"<!doctype html><html lang=fr><head><title>x</title></head><body>{picture}</body></html>"
    made = PdfReader(io.BytesIO(pdf.from_html(html)))
    assert 'alt="Vérifier"' in picture
    assert len(made.pages) == 1

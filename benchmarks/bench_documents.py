"""An agreement rendered beside bare WeasyPrint on the same HTML, and sealed beside bare pyHanko with the same key.

Ours and the floor take turns, so that whatever else the machine does weighs on both; what counts is work, the processor
time of the thread. The document is the made-up student's agreement that the editor of texts shows.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.report import Figure, middle

NAME = "documents"
GOAL_RENDER, GOAL_SEAL = 1.1, 1.2
RENDERED, SEALED = 9, 40


def run(*, full: bool) -> Iterable[Figure]:
    html, content = agreement()
    yield Figure("an agreement: its bytes", len(content) / 1000, "kB", note=f"{pages(content)} pages")
    yield from compared(
        "render", ours=lambda: render(html), floor=lambda: bare_weasyprint(html[1]), times=RENDERED, goal=GOAL_RENDER
    )
    files = proofs()
    for kind in ("EC P-256", "RSA 3072"):
        use(kind)
        yield from compared(
            f"seal, {kind}",
            ours=lambda: seal(content, files),
            floor=lambda: bare_pyhanko(content, files),
            times=SEALED,
            goal=GOAL_SEAL,
        )
    sealed = seal(content, files)
    from documents import accessible
    from documents import seal as seals

    assert seals.validate(sealed).good
    yield Figure("a sealed agreement: its bytes", len(sealed) / 1000, "kB")
    yield Figure("validation of a sealed agreement", work(lambda: seals.validate(sealed), 10))
    yield Figure("PDF/UA of a sealed agreement, looked through", work(lambda: accessible.problems(sealed), 5))


def compared(
    what: str, *, ours: Callable[[], Any], floor: Callable[[], Any], times: int, goal: float
) -> Iterable[Figure]:
    """Both in turn, after one of each to warm up: work and clock."""
    ours(), floor()
    mine: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    for number in range(times):
        pair = [(mine, ours), (bare, floor)]
        for samples, call in pair if number % 2 else reversed(pair):
            samples.append(measured(call))
    for name, place in (("work", 0), ("clock", 1)):
        value, least = (middle([one[place] for one in samples]) for samples in (mine, bare))
        yield Figure(f"{what}, {name}", value, floor=least, goal=least * goal if name == "work" else None)


def measured(call: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds of work and of the clock."""
    work_before, clock_before = time.process_time(), time.perf_counter()
    call()
    return (time.process_time() - work_before) * 1000, (time.perf_counter() - clock_before) * 1000


def work(call: Callable[[], Any], times: int) -> float:
    call()
    return middle([measured(call)[0] for _time in range(times)])


# The document


def agreement() -> tuple[tuple[Callable[[], bytes], str], bytes]:
    """How it is rendered, the HTML that it is made from, and its bytes."""
    from agreements import documents as agreement_documents
    from agreements import samples
    from documents import pdf
    from internships.models import PlacementKind

    kind = PlacementKind.objects.get(code=reference_kind())
    snapshot, body = samples.snapshot(kind, "fr"), text_of(kind)
    seen: list[str] = []
    plain = pdf.from_html

    def noted(html: str) -> bytes:
        seen.append(html)
        return plain(html)

    def ours() -> bytes:
        return agreement_documents.render(snapshot, body, "fr")

    pdf.from_html = noted
    try:
        content = ours()
    finally:
        pdf.from_html = plain
    return (ours, seen[0]), content


def reference_kind() -> str:
    """A student of a higher course: the longest of the texts that come along."""
    from internships.models import PlacementKind

    codes = list(PlacementKind.objects.values_list("code", flat=True))
    return "student" if "student" in codes else codes[0]


def text_of(kind: Any) -> str:
    from agreements.models import TemplateVersion

    texts = TemplateVersion.objects.filter(
        template__kind=kind, template__purpose="agreement", template__language="fr", template__organisation=None
    )
    return str(texts.latest("number").body)


def render(html: tuple[Callable[[], bytes], str]) -> bytes:
    return html[0]()


def bare_weasyprint(html: str) -> bytes:
    import weasyprint

    from documents.fetcher import BASE_URL, OwnFiles

    document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=OwnFiles())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))


def pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


# The seal


def use(kind: str) -> None:
    """Has the site seal with a new key of that kind."""
    import tempfile
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    from documents import certificates

    key = rsa.generate_private_key(65537, 3072) if kind.startswith("RSA") else None
    place = Path(tempfile.mkdtemp(dir=Path(settings.SEAL_CERTIFICATE).parent)) / "bench.p12"
    certificates.write(certificates.self_signed("Bench", key=key), place, "")
    settings.SEAL_CERTIFICATE = str(place)


def proofs() -> list[Any]:
    """Two files of the size that seven signatures make."""
    from documents.seal import Attachment

    return [Attachment(f"preuve.{kind}", b"x" * 4_000, "text/plain", "Preuve") for kind in ("json", "txt")]


def seal(content: bytes, files: list[Any]) -> bytes:
    from documents import seal as seals

    return seals.seal(content, attachments=files, reason="Scellé par Escale")


def bare_pyhanko(content: bytes, files: list[Any]) -> bytes:
    """What pyHanko's own manual writes: files embedded, an invisible PAdES signature; nothing for PDF/UA."""
    from pyhanko.pdf_utils import embed
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from documents import certificates
    from documents import seal as seals

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    for file in files:
        data = embed.EmbeddedFileObject.from_file_data(writer, data=file.content, mime_type=file.media_type)
        embed.embed_file(writer, embed.FileSpec(file.name, file_name=file.name, embedded_data=data))
    metadata = signers.PdfSignatureMetadata(
        field_name="Bare", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    made = signers.sign_pdf(writer, metadata, signer=seals._signer(certificates.usable()))
    return bytes(made.getvalue())

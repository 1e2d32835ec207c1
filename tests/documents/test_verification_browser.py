"""The public page in a browser: nothing that axe sees, a file dropped or chosen, and everything without JavaScript."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.urls import reverse

from documents import verification
from tests.browser import DESKTOP, PHONE, Visit, overflow, violations
from tests.documents.test_verification import CODE, SEALED, document

pytestmark = pytest.mark.django_db(transaction=True)

# A file dragged from the desktop, as the browser hands it over.
DROP = """([selector, text]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "convention.pdf", {type: "application/pdf"}));
  const form = document.querySelector(selector);
  form.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_finders", {})
    verification.register(
        "test", {CODE: document()}.get, lambda sha256: document() if document().file(sha256) else None
    )


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fr", "light", PHONE), ("fr", "dark", DESKTOP), ("en", "dark", PHONE), ("en", "light", DESKTOP)],
)
def test_axe_finds_nothing(visit: Visit, language: str, scheme: str, width: int) -> None:
    """E10: empty, with a document, and with an unknown code."""
    known = reverse("documents:verify", args=[CODE])
    unknown = reverse("documents:verify", args=["AAAA"])
    for path in (reverse("documents:verify_any"), known, unknown):
        with visit(path, language=language, scheme=scheme, width=width, quiet=path != unknown) as page:
            assert not violations(page), path
            assert overflow(page) == 0, path


def test_a_dropped_file_stays_on_the_device(visit: Visit) -> None:
    """Its hash is taken by the browser: what is sent holds no byte of the file."""
    with visit(reverse("documents:verify", args=[CODE])) as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
        page.evaluate(DROP, ["[data-drop]", base64.b64encode(SEALED).decode()])
        page.wait_for_selector("#verdict")
        assert "Ce fichier est l’original." in page.inner_text("#verdict")
        assert sent
        assert "%PDF" not in "".join(sent)
        assert not violations(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_chosen_file_is_compared(visit: Visit, tmp_path: Path, javascript: bool) -> None:
    path = tmp_path / "convention.pdf"
    path.write_bytes(SEALED[:-1])
    with visit(reverse("documents:verify", args=[CODE]), javascript=javascript, width=PHONE) as page:
        page.set_input_files("#file", path)
        page.get_by_role("button", name="Comparer").click()
        page.wait_for_selector("#verdict")
        assert "n’est pas l’original" in page.inner_text("#verdict")
        assert "l’original du document CS-2027-0042" in page.inner_text("#verdict")


def test_the_code_is_typed_without_javascript(visit: Visit) -> None:
    with visit(reverse("documents:verify_any"), javascript=False) as page:
        page.fill("#code", "k7qd 2m9x 4tvb 8hrc")
        page.get_by_role("button", name="Vérifier").click()
        page.wait_for_selector("#facts")
        assert "CS-2027-0042" in page.inner_text("h1")

"""What the parties of an agreement do at a browser: complete their parts, sign, keep the sealed file, check it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from django.core import mail
from playwright.sync_api import Locator
from pypdf import PdfReader

from accounts.models import User
from agreements.enums import AgreementState
from agreements.models import Agreement
from internships.models import Placement
from tests.journeys.conftest import Walker
from tests.journeys.placing import Letters, code_in, open_link


def note_hours(someone: Walker, placement: Placement) -> None:
    """Notes a week of 35 hours on the page of the placement."""
    someone.go(f"/stages/{placement.pk}/")
    someone.look()
    someone.press("Note the hours")
    someone.look()
    for day in range(1, 6):
        for name, time in (("a_from", "09:00"), ("a_until", "12:30"), ("b_from", "13:30"), ("b_until", "17:00")):
            someone.fill(f"d{day}{name}", time)
    someone.press("Save the hours")


def draw_up(someone: Walker, placement: Placement) -> Agreement:
    """Draws the agreement up from the page of the placement."""
    someone.go(f"/stages/{placement.pk}/")
    someone.press("Draw up the agreement")
    agreement = placement.agreements.get()
    assert someone.page.url.endswith(f"/conventions/{agreement.pk}/")
    someone.look()
    return agreement


def complete(someone: Walker, agreement: Agreement, side: str) -> None:
    """Opens the side's part from the agreement and writes what it still lacks."""
    someone.go(f"/conventions/{agreement.pk}/")
    # Each host has a part of its own: host-<number>.
    someone.follow(f"/conventions/{agreement.pk}/parties/{side}{'-' if side == 'host' else '/'}")
    write_part(someone)
    assert someone.say("Thank you: your part is complete.") in someone.text, someone.text


def write_part(someone: Walker) -> None:
    """Writes something in each field that is missing, and confirms the part."""
    someone.look()
    for row in someone.page.locator(".part-field--missing").all():
        answer(row)
    someone.press("Save and confirm this part")


def answer(row: Locator) -> None:
    """Something plausible in the field of a mention."""
    control = row.locator("input:visible, textarea:visible, select:visible").first
    kind = control.evaluate("one => one.type")
    if kind == "checkbox":
        control.check()
    elif kind == "select-one":
        control.select_option(index=1)
    elif control.get_attribute("name") == "course_hours":
        control.fill("525")
    elif not control.input_value():
        control.fill("Comme convenu entre nous.")


def send(someone: Walker, agreement: Agreement, letters: Letters) -> None:
    """Has the document made, and waits for it."""
    someone.go(f"/conventions/{agreement.pk}/")
    someone.press("Make the document and send it for signature")
    someone.look()
    letters("")
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNING
    someone.go(f"/conventions/{agreement.pk}/")
    someone.look()


def sign_by_link(someone: Walker, letters: Letters, address: str, *, look: bool = False) -> None:
    """Signs from the latest e-mail that asks for it: personal link, code, the sentence, the button."""
    open_link(someone, letters, address, request_to(letters, address), look=look)
    if look:
        someone.look()
    someone.page.locator("#consent").check()
    someone.press("Sign")
    assert someone.say("Your signature is recorded.") in someone.text
    if look:
        someone.look()


def sign_by_account(someone: Walker, letters: Letters, user: User) -> None:
    """Signs what waits for the account, with a code sent to its address."""
    someone.go("/signatures/")
    someone.look()
    someone.page.locator('.consent input[type="checkbox"]').first.check()
    someone.press("Sign what is ticked")
    someone.look()
    someone.fill("code", code_in(letters(str(user.email))[-1]))
    someone.press("Sign")
    someone.look()


def request_to(letters: Letters, address: str) -> mail.EmailMessage:
    """The latest e-mail with a personal link to that address."""
    found = [one for one in letters(address) if "/lien/" in str(one.body)]
    assert found, [one.subject for one in letters(address)]
    return found[-1]


def download(someone: Walker, agreement: Agreement, folder: Path) -> Path:
    """The sealed document, as the page gives it."""
    someone.go(f"/conventions/{agreement.pk}/")
    someone.look()
    with someone.page.expect_download() as waiting:
        someone.page.locator(f'a[href="/conventions/{agreement.pk}/document/"]').first.click()
    path = folder / f"{agreement.number}.pdf"
    waiting.value.save_as(path)
    return path


def pdfsig(path: Path) -> str:
    """What poppler says of the seal."""
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def addresses_in(content: bytes) -> set[str]:
    """The addresses that the links of a PDF lead to, that of its QR code among them."""
    pages = PdfReader(io.BytesIO(content)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return {str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]}


def compare(someone: Walker, path: Path) -> str:
    """Gives a file to the verification page, dropped where there is JavaScript, and returns the verdict."""
    if someone.mode.javascript:
        drop(someone, path)
    else:
        someone.page.locator('input[type="file"]').set_input_files(path)
        someone.press("Compare")
    someone.look()
    return someone.page.locator("#verdict").inner_text()


def drop(someone: Walker, path: Path) -> None:
    """Drops a file on the form as one does from the desktop."""
    carried = someone.page.evaluate_handle(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name, { type: "application/pdf" }));
            return carried;
        }""",
        [path.name, list(path.read_bytes())],
    )
    with someone.leaving():
        someone.page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": carried})

"""After and beside the signatures: an amendment, a signature on paper, a whole cohort (T11, E10, S4)."""

from __future__ import annotations

import datetime
from pathlib import Path

from agreements.enums import AgreementState, Method
from agreements.models import Agreement
from documents import pdf, seal
from tests.journeys import behind, signing
from tests.journeys.conftest import Mode, Walk
from tests.journeys.placing import Cast, Letters


def test_an_amendment_is_reviewed_signed_and_sealed(walk: Walk, letters: Letters, mode: Mode) -> None:
    """T11: the same persons sign it, the placement changes once they have, the original not by one byte."""
    cast = Cast(mode)
    person = cast.trainee()
    original = behind.sealed(cast, person)
    kept = bytes(original.versions.get().sealed_file.read())
    end = cast.end - datetime.timedelta(days=7)
    with walk(mode, cast.coordinator) as school:
        school.go(f"/conventions/{original.pk}/signatures/")
        school.look()
        school.press("Prepare an amendment")
        school.look()
        school.page.locator('[name="kind"][value="dates"]').check()
        school.press("Go on")
        school.look()
        school.page.locator('[name^="end-"]').fill(end.isoformat())
        school.fill("reason", "Les examens commencent plus tôt.")
        school.press("Review the amendment")
        school.look()
        assert "Les examens commencent plus tôt." in school.text
        school.press("Send for signature")
    amendment = behind.drained(Agreement.objects.get(amends=original))
    assert amendment.state == AgreementState.SIGNING
    with walk(mode, person) as trainee:
        signing.sign_by_account(trainee, letters, person)
    with walk(mode) as someone:
        signing.sign_by_link(someone, letters, cast.tutor_address, look=True)
    for address in (cast.manager.email, cast.referent.email, cast.head.email):
        with walk(mode) as someone:
            signing.sign_by_link(someone, letters, str(address))
    amendment = behind.drained(amendment)
    assert amendment.state == AgreementState.SEALED
    assert seal.validate(amendment.versions.get().sealed_file.read()).good
    original.refresh_from_db()
    assert original.versions.get().sealed_file.read() == kept
    assert cast.placement_of(person).end == end
    with walk(mode, person) as trainee:
        trainee.go(f"/conventions/{original.pk}/")
        trainee.look()
        assert amendment.number in trainee.text


def test_somebody_signs_on_paper(walk: Walk, letters: Letters, mode: Mode, tmp_path: Path) -> None:
    """« Signé hors plateforme »: whoever leads hands the scan in, and it counts as that signature."""
    cast = Cast(mode)
    agreement = behind.sent(cast, cast.trainee())
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf.from_html("<html lang='fr'><head><title>Scan</title></head><body><p>Signé</p></body></html>"))
    row = agreement.signatories.get(capacity="head")
    with walk(mode, cast.coordinator) as school:
        school.go(f"/conventions/{agreement.pk}/signatures/")
        school.look()
        school.follow(f"/conventions/{agreement.pk}/signataires/{row.pk}/papier/")
        school.look()
        school.press("Record this signature")
        assert not row.signatures.exists(), "nothing without the scan"
        school.look()
        school.page.locator('input[type="file"]').set_input_files(scan)
        for box in school.page.locator('main input[type="checkbox"]').all():
            box.check()
        school.press("Record this signature")
        school.look()
        assert school.say("on paper") in school.text
    assert row.signatures.get().method == Method.ON_PAPER


def test_the_agreements_of_a_cohort_in_one_go(walk: Walk, letters: Letters, mode: Mode) -> None:
    """S4: chosen on the board, made and sent together; who lacks something is named; one ZIP, one PDF."""
    cast = Cast(mode, seats=5)
    ready, lacking = cast.trainee(), cast.trainee()
    complete = behind.completed(cast, ready)
    behind.placed(cast, lacking)
    with walk(mode, cast.coordinator) as school:
        school.go("/suivi/?vue=tableau")
        school.look()
        for box in school.page.locator('input[name="line"]').all():
            box.check()
        school.press("Make their agreements")
        school.look()
        school.press("Make them and send them for signature")
        school.look()
        letters("")
        archive = school.page.get_by_role("link", name=school.say("One ZIP, a file per trainee"))
        if mode.javascript:
            # The page asks by itself how far it is, and loads again once all is done.
            archive.wait_for()
            school.settle()
        else:
            school.press("Look again")
        school.look()
        assert str(lacking) in school.text
        with school.page.expect_download() as waiting:
            archive.click()
        assert waiting.value.suggested_filename.endswith(".zip")
    complete.refresh_from_db()
    assert complete.state == AgreementState.SIGNING

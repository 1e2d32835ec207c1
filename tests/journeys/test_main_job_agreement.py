"""From signing up to a sealed agreement whose authenticity anybody can check (must show 1; E10, T3, T10, A8)."""

from __future__ import annotations

from pathlib import Path

from agreements.enums import AgreementState
from agreements.models import Agreement
from documents import seal
from internships.models import Application, Placement
from tests.documents.test_seal import flipped
from tests.journeys import placing, signing
from tests.journeys.conftest import Mode, Walk
from tests.journeys.placing import Cast, Letters


def test_from_signing_up_to_a_sealed_agreement(walk: Walk, letters: Letters, mode: Mode, tmp_path: Path) -> None:
    cast = Cast(mode)
    placement = placed(walk, letters, cast)
    agreement = drawn_up_and_sent(walk, letters, cast, placement)
    with walk(mode, placement.person) as trainee:
        signing.sign_by_account(trainee, letters, placement.person)
    for address in (cast.tutor_address, cast.manager.email, cast.referent.email, cast.head.email):
        with walk(mode) as someone:
            signing.sign_by_link(someone, letters, str(address), look=address == cast.tutor_address)
    letters("")
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SEALED
    with walk(mode, placement.person) as trainee:
        path = signing.download(trainee, agreement, tmp_path)
    content = path.read_bytes()
    assert seal.validate(content).good
    assert "Signature is Valid" in signing.pdfsig(path)
    checked_by_anybody(walk, mode, path)


def placed(walk: Walk, letters: Letters, cast: Cast) -> Placement:
    """Signs up, searches, applies; the host accepts; the trainee confirms."""
    mode = cast.mode
    address = f"stagiaire{cast.number}.{mode}@example.org"
    with walk(mode) as trainee:
        person = placing.sign_up(trainee, letters, address=address, first_name="Alix", last_name="Morvan")
        cast.enrol(person)
        placing.find_offer(trainee, cast)
        placing.write_application(trainee, born=placing.ADULT)
        application = Application.objects.get(person=person)
        with walk(mode, cast.manager) as host:
            host.go(placing.address_in(letters(str(cast.manager.email))[-1], host, "/candidatures/"))
            host.look()
            placing.accept(host, cast)
            host.look()
        trainee.go(placing.address_in(letters(address)[-1], trainee, "/candidatures/"))
        trainee.look()
        placing.confirm(trainee)
        trainee.look()
        trainee.press("Open the placement")
        trainee.look()
    return Placement.objects.get(application=application)


def drawn_up_and_sent(walk: Walk, letters: Letters, cast: Cast, placement: Placement) -> Agreement:
    """The school notes the hours and draws up; each side completes its part; the school has the document made."""
    mode = cast.mode
    with walk(mode, cast.coordinator) as school:
        signing.note_hours(school, placement)
        agreement = signing.draw_up(school, placement)
        signing.complete(school, agreement, "school")
        with walk(mode, cast.manager) as host:
            host.go(placing.address_in(letters(str(cast.manager.email))[-1], host, "/conventions/"))
            signing.write_part(host)
        with walk(mode, placement.person) as trainee:
            trainee.go(placing.address_in(letters(str(placement.person.email))[-1], trainee, "/conventions/"))
            signing.write_part(trainee)
        signing.send(school, agreement, letters)
    return agreement


def checked_by_anybody(walk: Walk, mode: Mode, path: Path) -> None:
    """The QR code's page, for somebody without an account: the file is the original; one byte flipped, it is not."""
    content = path.read_bytes()
    with walk(mode) as someone:
        found = [one for one in signing.addresses_in(content) if "/verifier/" in one]
        assert len(set(found)) == 1, found
        someone.go(found[0].removeprefix(someone.site))
        someone.look()
        assert "Morvan" not in someone.text
        assert someone.say("This file is the original.") in signing.compare(someone, path)
        forged = path.with_name("forged.pdf")
        forged.write_bytes(flipped(content, len(content) // 2))
        assert someone.say("This file is the original.") not in signing.compare(someone, forged)

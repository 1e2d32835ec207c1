"""A working professional, their employer without an account, a host: from naming the employer to the seal (E10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import User
from agreements.enums import AgreementState
from agreements.models import Agreement
from documents import seal
from internships.models import Application, Placement
from tests import factories
from tests.agreements.test_agreement_pdf import words
from tests.journeys import employing, placing, signing
from tests.journeys.conftest import MODES, Mode, Walk
from tests.journeys.placing import Cast, Letters

# In French with JavaScript, in English without.
FEW = [MODES[0], MODES[3]]


@pytest.mark.parametrize("visit", FEW, ids=str)
def test_an_employer_without_an_account_completes_and_signs(
    walk: Walk, letters: Letters, visit: Mode, tmp_path: Path
) -> None:
    cast = Cast(visit)
    me = factories.user(is_trainee=True, birth_date=placing.ADULT, language=visit.language)
    contact, director = (f"{name}{cast.number}.{visit}@example.org" for name in ("rh", "direction"))
    with walk(visit, me) as someone:
        employing.name_employer(someone, contact, director)
        employing.apply(someone, cast)
        employing.accepted(walk, letters, cast, Application.objects.get(person=me))
        someone.go(placing.address_in(letters(str(me.email))[-1], someone, "/candidatures/"))
        placing.confirm(someone)
        someone.press("Open the placement")
        someone.look()
        assert "Association Les Rives" in someone.text
    assert "Association Les Rives" in str(letters(contact)[-1].body), "the employer hears of it now"
    placement = cast.placement_of(me)
    agreement = completed(walk, letters, cast, placement, contact)
    with walk(visit, me) as someone:
        signing.sign_by_account(someone, letters, me)
    for address in (director, cast.tutor_address, str(cast.manager.email)):
        with walk(visit) as someone:
            signing.sign_by_link(someone, letters, address, look=address == director)
    letters("")
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SEALED
    with walk(visit, me) as someone:
        content = signing.download(someone, agreement, tmp_path).read_bytes()
    assert seal.validate(content).good
    assert "Association Les Rives" in words(content)
    assert "Inès Garnier" in words(content)


def completed(walk: Walk, letters: Letters, cast: Cast, placement: Placement, contact: str) -> Agreement:
    """The host leads, since nobody of the employer has an account; the employer writes its part by its link."""
    mode, me = cast.mode, placement.person
    # Written and shared as the journey of objectives does (E7).
    factories.objective(placement_=placement)
    with walk(mode, cast.manager) as host:
        agreement = signing.draw_up(host, placement)
        signing.complete(host, agreement, "host")
        with walk(mode) as employer:
            placing.open_link(employer, letters, contact, signing.request_to(letters, contact))
            signing.write_part(employer)
            assert employer.say("Thank you: your part is complete.") in employer.text
        with walk(mode, User.objects.get(pk=me.pk)) as someone:
            someone.go(f"/conventions/{agreement.pk}/parties/trainee/")
            signing.write_part(someone)
        signing.send(host, agreement, letters)
    return agreement

"""« Vis ma vie pro », from the closed door to the ledger settled, at a browser (B1, B2, B3, B7, B10)."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from accounts.models import User
from agreements.enums import AgreementState
from documents import seal
from exchanges.models import ImmersionRequest
from exchanges.selectors import ledger
from exchanges.services import answers, images, requests
from tests import factories
from tests.agreements.test_agreement_pdf import words
from tests.exchanges import making
from tests.exchanges.swapping import monday
from tests.journeys import exchanging, placing, signing
from tests.journeys.conftest import MODES, Mode, Walk
from tests.journeys.exchanging import SPACE, Exchange
from tests.journeys.placing import Letters

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("visit", [MODES[2]], ids=str)
def test_a_swap_from_the_closed_door_to_the_ledger_settled(
    walk: Walk, letters: Letters, visit: Mode, tmp_path: Path
) -> None:
    """B1 to B14: 404, publish first, fourteen lines, four days, visa by link, three clauses, return leg."""
    cast = Exchange(visit)
    closed_to_others(walk, cast)
    made = asked(walk, cast)
    visa_by_link(walk, letters, cast)
    accepted(walk, cast, made)
    signed(walk, letters, cast, made, tmp_path)
    looked_back(walk, cast, made)
    returned(walk, cast, made)


def closed_to_others(walk: Walk, cast: Exchange) -> None:
    """B7, B11: an anonymous visitor and a student meet a 404."""
    address = cast.offer.get_absolute_url()
    with walk(cast.mode) as visitor:
        assert exchanging.status(visitor, address) == 404
        visitor.look()
    with walk(cast.mode, factories.user(is_trainee=True, language=cast.mode.language)) as student:
        assert exchanging.status(student, address) == 404


def asked(walk: Walk, cast: Exchange) -> ImmersionRequest:
    """B2, B3: told to publish an offer first; then asks, four days being refused."""
    with walk(cast.mode, cast.person) as someone:
        someone.go(cast.offer.get_absolute_url())
        assert someone.page.locator(".sheet-line").count() == 14
        someone.look()
        someone.press("Ask for an immersion")
        someone.look()
        assert someone.say("You cannot ask for this immersion yet") in someone.text
        cast.back = cast.offered(cast.small, cast.person, "Une tournée de rue")  # type: ignore[attr-defined]
        someone.go(f"{SPACE}offres/{cast.offer.pk}/demander/")
        someone.look()
        first = monday(2)
        exchanging.ask(someone, first, first + 3 * DAY, address=cast.direction)
        someone.look()
        assert not ImmersionRequest.objects.filter(offer=cast.offer).exists()
        assert someone.page.locator('[name="motivation"]').input_value().startswith("Comprendre")
        exchanging.ask(someone, first, first + DAY, address=cast.direction)
        someone.look()
    return ImmersionRequest.objects.get(offer=cast.offer)


def visa_by_link(walk: Walk, letters: Letters, cast: Exchange) -> None:
    """B13: without an account, by the link of the e-mail and a code."""
    with walk(cast.mode) as direction:
        letter = signing.request_to(letters, cast.direction)
        placing.open_link(direction, letters, cast.direction, letter, look=False)
        direction.look()
        direction.press("Give the visa")
        direction.look()
        direction.fill("name", "Sofia Pereira")
        direction.fill("funding_body", "Uniformation")
        direction.press("Give the visa")


def accepted(walk: Walk, cast: Exchange, made: ImmersionRequest) -> None:
    with walk(cast.mode, cast.manager) as host:
        exchanging.opened(host, made)
        host.press("Accept these days")
        host.look()
        host.fill("welcome_name", "Léa Roy")
        host.fill("welcome_email", f"accueil{cast.number}.{cast.mode}@example.org")
        host.press("Accept these days")
        host.look()
    made.refresh_from_db()
    assert made.state == "accepted"


def signed(walk: Walk, letters: Letters, cast: Exchange, made: ImmersionRequest, folder: Path) -> None:
    """B10: each side accepts the three clauses one by one; all sign; the document shows it."""
    assert made.placement is not None
    with walk(cast.mode, cast.manager) as host:
        agreement = signing.draw_up(host, made.placement)
        signing.complete(host, agreement, "host")
    with walk(cast.mode) as direction:
        letter = signing.request_to(letters, cast.direction)
        placing.open_link(direction, letters, cast.direction, letter, look=False)
        signing.write_part(direction)
    with walk(cast.mode, User.objects.get(pk=cast.person.pk)) as someone:
        someone.go(f"/conventions/{agreement.pk}/parties/trainee/")
        signing.write_part(someone)
    with walk(cast.mode, cast.manager) as host:
        signing.send(host, agreement, letters)
    with walk(cast.mode, cast.person) as someone:
        signing.sign_by_account(someone, letters, cast.person)
    with walk(cast.mode) as direction:
        signing.sign_by_link(direction, letters, cast.direction)
    with walk(cast.mode) as host:
        signing.sign_by_link(host, letters, str(cast.manager.email))
    letters("")
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SEALED
    with walk(cast.mode, cast.person) as someone:
        content = signing.download(someone, agreement, folder).read_bytes()
    assert seal.validate(content).good
    said = words(content)
    for clause in ("Confidentialité", "Discrétion", "Conditions d’accueil"):
        assert clause in said
    assert said.count("acceptée") >= 9


def looked_back(walk: Walk, cast: Exchange, made: ImmersionRequest) -> None:
    """B14: the questionnaire on the partner opens by itself before the first day."""
    images.open_due()
    with walk(cast.mode, cast.person) as someone:
        someone.go(f"{SPACE}regards/{made.pk}/avant/")
        someone.look()
        for name in {one.get_attribute("name") for one in someone.page.locator('input[type="radio"]').all()}:
            someone.page.locator(f'[name="{name}"][value="3"]').check()
        someone.press("Send my answers")
        someone.look()


def returned(walk: Walk, cast: Exchange, made: ImmersionRequest) -> None:
    """B1, B2: what is owed shows; the return leg is asked for from the first one, and settles it."""
    with walk(cast.mode, cast.colleague) as someone:
        someone.go(f"{SPACE}offres/{cast.back.pk}/demander/?retour={made.pk}")  # type: ignore[attr-defined]
        someone.look()
        exchanging.ask(someone, monday(20), monday(20) + DAY)
    leg = ImmersionRequest.objects.get(returns=made)
    seat = making.seat(cast.hr, cast.space)
    requests.give_visa(request_id=leg.pk, seat=seat)
    with walk(cast.mode, cast.person) as someone:
        someone.go(f"{SPACE}registre/")
        someone.look()
        assert cast.large.name in someone.text
        answers.accept(request_id=leg.pk, seat=making.seat(cast.person, cast.space))
        someone.go(f"{SPACE}registre/")
        someone.look()
        assert someone.say("Nothing: what you received, you have returned.") in someone.text
    assert ledger.balance(cast.space) == {}

"""The ECETT loop of a working professional with an employer and no school, with the clock moved (issue 4, must show 1).

Three parts, each in the modes that matter to it, so that together they pass through French and English, desktop and
phone, with and without JavaScript: preparing the stay; what the three sides say at its end; what is given back, up to
a year later. A part begins where the one before ends; what other journeys walk is done by the services.

It passes through E2, E5, E6, E7, E8, E9, E11, E12, E13, E14, E15, E16, E17, E18, E20, E22, E23 and E24.
"""

from __future__ import annotations

import pytest
import time_machine

from accounts.enums import OrganisationKind, Role
from agreements.enums import AgreementState, SignatoryState
from hosts.enums import HostState
from hosts.models import HostInstitution
from hosts.text import fold
from internships import evaluation_reminders
from internships.enums import Source
from internships.models import Application, FollowUp, PlacementKind, PlacementPractice, ReturnReport
from internships.services.follow_ups import months_after
from messaging import reminders
from practices.models import Innovation
from tests import factories
from tests.agreements.signing_world import sign
from tests.journeys import behind, employing, placing, preparing, returning, signing
from tests.journeys.conftest import MODES, Mode, Walk
from tests.journeys.placing import Cast, Letters, address_in
from tests.journeys.preparing import DAY
from tests.journeys.returning import Stay

DONE = (SignatoryState.SIGNED, SignatoryState.DELEGATED)


@pytest.fixture(autouse=True)
def _only_what_follows_a_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan a year ahead must not touch what other journeys have left in the database."""
    mine = (evaluation_reminders.EVALUATE, evaluation_reminders.FOLLOW_UP)
    monkeypatch.setattr(reminders, "kinds", {kind: reminders.kinds[kind] for kind in mine})


@pytest.mark.parametrize("visit", [MODES[0], MODES[3]], ids=str)
def test_a_professional_prepares_a_stay(walk: Walk, letters: Letters, visit: Mode) -> None:
    """Sign-up, employer, CV, practices, objectives, application, agreement, planning, budget, grant (E2, E5–E10)."""
    cast = Cast(visit)
    number = cast.number
    words = f"passerelle{number}{visit.width}"
    practice = factories.practice(validated=True, title=f"Le carnet de {words}")
    funder = factories.organisation(OrganisationKind.FUNDER, name=f"Fondation des Quais {number} {visit}")
    officer = factories.member(funder, Role.GRANT_MANAGER, language=visit.language)
    kinds = [PlacementKind.objects.get(code="professionnel")]
    grant = factories.grant(funder, kinds=kinds, folded=fold(funder.name))
    letters("")
    address = f"jeanne{number}.{visit}@example.org"
    due = cast.start + 10 * DAY
    with walk(visit) as someone:
        me = placing.sign_up(someone, letters, address=address, first_name="Jeanne", last_name=f"Rivoal{number}")
        employing.name_employer(someone, *(f"{name}{number}.{visit}@example.org" for name in ("sofia", "ines")))
        preparing.write_profile(someone)
        preparing.find_practice(someone, practice, words)
        preparing.write_objective(someone, me, due)
        preparing.more_objectives(me, due)
        employing.apply(someone, cast, born=placing.ADULT)
        employing.accepted(walk, letters, cast, Application.objects.get(person=me))
        someone.go(address_in(letters(address)[-1], someone, "/candidatures/"))
        placing.confirm(someone)
        placement = cast.placement_of(me)
        assert placement.objectives.count() == 5, "those that the host was shown"  # type: ignore[attr-defined]
        agreement = preparing.agreement_sent(cast, placement)
        signing.sign_by_account(someone, letters, me)
        for row in agreement.signatories.exclude(state__in=DONE).filter(required=True).order_by("step"):
            sign(row, agreement.versions.get())
        assert behind.drained(agreement).state == AgreementState.SEALED
        preparing.plan(someone, placement)
        preparing.note_expense(someone, placement, "Train Nantes–Rennes", "320")
        preparing.ask_for_grant(someone, grant, "300")
        with walk(visit, officer) as giver:
            preparing.give_grant(giver, letters, officer)
        assert grant.title in str(letters(address)[-1].body)
        someone.go(f"/stages/{placement.pk}/budget/")
        assert grant.title in someone.text, "the grant pays for it"
        someone.look()
        someone.go("/")
        assert someone.say("Structure it") in someone.text
        someone.look()


@pytest.mark.parametrize("visit", [MODES[1], MODES[2]], ids=str)
def test_three_sides_say_how_it_went(walk: Walk, letters: Letters, visit: Mode) -> None:
    """From their mails, two of them without an account; 4 objectives of 5 are « 80 %, n = 5 » (E11–E14, E20–E22)."""
    stay = Stay(visit)
    mail_of_me = str(stay.me.email)
    with time_machine.travel(stay.at(stay.end - DAY)):
        mine, theirs = returning.asked(letters, mail_of_me)[-1], letters(stay.tutor)[-1]
        with walk(visit, stay.me) as someone:
            someone.go(address_in(mine, someone, "/evaluations/"))
            returning.evaluate(someone, stay, Source.TRAINEE, [3, 4, 3, 3, 2])
        with walk(visit) as tutor:
            tutor.go(address_in(theirs, tutor, "/lien/"))
            returning.evaluate(tutor, stay, Source.HOST, [3, 3, 3, 4, 2])
    with time_machine.travel(stay.at(stay.end + 3 * DAY)):
        before = len(letters(mail_of_me)), len(letters(stay.tutor))
        again = returning.asked(letters, stay.employer)
        assert len(again) == 2, "asked before the end, reminded after it"
        assert (len(letters(mail_of_me)), len(letters(stay.tutor))) == before, "who has answered is left in peace"
        with walk(visit) as employer:
            employer.go(address_in(again[-1], employer, "/lien/"))
            returning.evaluate(employer, stay, Source.EMPLOYER, [3, 3, 4, 3, 1])
    with time_machine.travel(stay.at(stay.end + 10 * DAY)):
        assert len(returning.asked(letters, stay.employer)) == 2
        with walk(visit, stay.me) as someone:
            returning.note_return(someone, stay)
            share = someone.say("%(share)d %%, n = %(number)d", share=80, number=5)
            assert someone.text.count(share) == 3, "each of the three sides"
            someone.look()
            someone.press("Make the link")
            with someone.page.expect_download() as waiting:
                someone.page.locator('a[href$="/rapport.pdf"]').first.evaluate(
                    "one => { one.download = 'r'; one.click(); }"
                )
            assert waiting.value.path().read_bytes().startswith(b"%PDF")
        with walk(visit) as colleague:
            colleague.go(f"/rapports/{ReturnReport.objects.get(placement=stay.placement).token}/")
            assert colleague.text.count(share) == 3
            assert returning.USE in colleague.text
            colleague.look()


@pytest.mark.parametrize("visit", [MODES[2], MODES[1]], ids=str)
def test_what_is_given_back(walk: Walk, letters: Letters, visit: Mode) -> None:
    """A practice and a host from the stay, validated; a year later an innovation (E15–E18, E23, E24)."""
    stay = Stay(visit)
    network = factories.organisation(OrganisationKind.NETWORK)
    validator = factories.member(network, Role.PRACTICE_VALIDATOR, language=visit.language)
    admin = factories.member(network, Role.NETWORK_ADMIN, language=visit.language)
    factories.second_factor(admin)
    discovered = f"Pension des Brumes {stay.me.pk}"
    with time_machine.travel(stay.at(stay.end + 2 * DAY)):
        returning.over(stay)
        with walk(visit, stay.me) as someone:
            someone.go(f"/stages/{stay.placement.pk}/rapport/")
            someone.press("Write my observed good practice")
            practice = PlacementPractice.objects.get(placement=stay.placement).practice
            returning.write_practice(someone, practice)
            someone.go(f"/stages/{stay.placement.pk}/rapport/")
            returning.report_host(someone, discovered, f"nadia{stay.me.pk}@example.org")
        host = HostInstitution.objects.get(organisation__name=discovered)
        with walk(visit, validator) as someone:
            returning.validate_practice(someone, letters, validator, practice)
        with walk(visit, admin) as someone:
            returning.publish_host(someone, host.slug)
        host.refresh_from_db()
        assert host.state == HostState.PUBLISHED
        told = [str(one.subject) for one in letters(str(stay.me.email))]
        assert any(practice.title in subject for subject in told), told
        assert any(discovered in subject for subject in told), told
        with walk(visit) as visitor:
            visitor.go(f"/pratiques/{practice.slug}/")
            assert stay.host.name in visitor.text
            visitor.look()
            visitor.go(f"/hotes/{host.slug}/")
            assert discovered in visitor.text
    with time_machine.travel(stay.at(months_after(stay.end, 12))):
        letter = returning.asked(letters, str(stay.me.email))[-1]
        assert len(returning.asked(letters, str(stay.me.email))) == len(letters(str(stay.me.email))), "once"
        with walk(visit) as someone:
            someone.go(address_in(letter, someone, "/lien/"))
            returning.tell_what_remains(someone, [("work", 3), ("team", 2)])
        answered = FollowUp.objects.get(placement=stay.placement, months=12)
        assert answered.answered_at is not None
        title = f"Le lundi qui a marché {stay.me.pk}"
        with walk(visit, stay.me) as someone:
            someone.go(f"/suivi/{answered.pk}/")
            returning.tell_innovation(someone, title)
        innovation = Innovation.objects.get(title=title)
        with walk(visit, validator) as editor:
            returning.plan_interview(editor, innovation, months_after(stay.end, 12) + 6 * DAY)
            assert title in str(letters(str(stay.me.email))[-1].subject)
            returning.write_story(editor, innovation)
            with walk(visit, stay.me) as someone:
                returning.agree_to_story(someone, innovation)
            returning.publish_innovation(editor, innovation)
        with walk(visit) as visitor:
            visitor.go(f"/innovations/{innovation.slug}/")
            for words in (title, str(stay.me), "aux familles"):
                assert words in visitor.text
            visitor.look()

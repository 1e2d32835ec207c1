"""From the search to a confirmed placement, and what may come between (S4 to S6, E6; must show 1)."""

from __future__ import annotations

from internships.enums import ApplicationState
from internships.models import Application, Placement
from internships.services import applications as service
from tests.journeys import behind
from tests.journeys.conftest import Mode, Walk
from tests.journeys.placing import (
    ADULT,
    Cast,
    Letters,
    accept,
    address_in,
    confirm,
    find_offer,
    open_link,
    write_application,
)


def test_a_refusal_by_mistake_is_undone(walk: Walk, letters: Letters, mode: Mode) -> None:
    """The host says no, sees that it meant somebody else, takes it back; the trainee is told both."""
    cast = Cast(mode)
    person = cast.trainee()
    application = behind.applied(cast, person)
    with walk(mode, cast.manager) as host:
        host.go(address_in(letters(str(cast.manager.email))[-1], host, "/candidatures/"))
        host.look()
        host.press("Refuse the application")
        host.look()
        host.page.locator('[name="choice"][value="full"]').check()
        host.fill("words", "Revenez au printemps.")
        host.press("Refuse and tell them")
        application.refresh_from_db()
        assert application.state == ApplicationState.REFUSED
        assert "Revenez au printemps." in str(letters(str(person.email))[-1].body)
        host.look()
        host.press("Take the refusal back")
        application.refresh_from_db()
        assert application.state in (ApplicationState.SENT, ApplicationState.READ)
    assert cast.host.organisation.name in str(letters(str(person.email))[-1].body)
    with walk(mode, person) as trainee:
        trainee.go(address_in(letters(str(person.email))[-1], trainee, "/candidatures/"))
        trainee.look()
        assert trainee.page.locator("#said").count() == 0, "the reason of the refusal stands in the history only"


def test_the_last_seat_is_taken_by_another(walk: Walk, letters: Letters, mode: Mode) -> None:
    """Two were accepted for one seat: the second is told, shown what else is near, and stays accepted."""
    cast, elsewhere = Cast(mode, seats=1), Cast(mode)
    first, second = cast.trainee(), cast.trainee()
    for person in (first, second):
        found = behind.applied(cast, person)
        service.accept(application_id=found.pk, actor=cast.manager)
    application = Application.objects.get(person=second)
    with walk(mode, second) as someone:
        someone.go(f"/candidatures/{application.pk}/confirmer/")
        service.confirm(application_id=Application.objects.get(person=first).pk, actor=first)
        someone.press("Confirm my placement")
        someone.look()
        assert elsewhere.offer.title in someone.text, "what else is near"
        assert not Placement.objects.filter(person=second).exists()
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert str(second) in str(letters(str(cast.manager.email))[-1].body)


def test_a_host_without_an_account_answers_by_link(walk: Walk, letters: Letters, mode: Mode) -> None:
    """S6: « l'hôte m'a déjà dit oui », without an offer: whoever was spoken to confirms by a personal link."""
    cast = Cast(mode)
    cast.host.organisation.memberships.all().delete()
    person = cast.trainee()
    address = f"equipage{cast.number}.{mode}@example.org"
    with walk(mode, person) as trainee:
        trainee.go(f"/hotes/{cast.host.slug}/")
        trainee.press("It has said yes: declare my placement")
        trainee.look()
        trainee.fill("start", cast.start.isoformat())
        trainee.fill("end", cast.end.isoformat())
        trainee.fill("host_name", "Yann Le Goff")
        trainee.fill("host_email", address)
        trainee.fill("message", "Comme convenu sur le quai, voici ma demande.")
        trainee.press("Send my application")
        trainee.look()
    with walk(mode) as host:
        open_link(host, letters, address, letters(address)[-1])
        host.look()
        accept(host, cast)
        host.look()
    application = Application.objects.get(person=person)
    assert application.state == ApplicationState.ACCEPTED
    with walk(mode, person) as trainee:
        trainee.go(address_in(letters(str(person.email))[-1], trainee, "/candidatures/"))
        trainee.look()
        confirm(trainee)
        trainee.look()
    placement = cast.placement_of(person)
    assert placement.sending_organisation == cast.school
    assert placement.supervisors.get(capacity="tutor").email == cast.tutor_address


def test_a_pupil_applies_and_is_named_after_the_yes_only(walk: Walk, letters: Letters, mode: Mode) -> None:
    """A minor's family name and documents come with the acceptance (decisions, « Disclosure »)."""
    cast = Cast(mode)
    born = ADULT.replace(year=cast.start.year - 15)
    person = cast.trainee(first_name="Noé", last_name=f"Kerdoncuff{cast.number}", birth_date=born)
    with walk(mode, person) as trainee:
        find_offer(trainee, cast)
        write_application(trainee)
    application = Application.objects.get(person=person)
    with walk(mode, cast.manager) as host:
        host.go(f"/candidatures/{application.pk}/")
        host.look()
        assert "Noé" in host.text
        assert "Kerdoncuff" not in host.page.content()
        accept(host, cast)
        assert "Kerdoncuff" in host.text

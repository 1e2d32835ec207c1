"""What a person says of their employer, said twice, too late, falsely, or by somebody else (E10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, PersonalLink, User
from internships import events
from internships.enums import ApplicationState
from internships.models import Application, Employment, Placement, PlacementKind
from internships.selectors import employers
from internships.services import applications, employments
from internships.services.employments import EmployerData
from tests import factories
from tests.accounts.mailbox import latest, received
from tests.internships.applying import accepted, state, trainee
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> PlacementKind:
    return factories.kind(sender="employer")


def data(**changes: str) -> EmployerData:
    return EmployerData(
        **{"name": "Association Les Rives", "contact_name": "Sofia Pereira", "contact_email": "rh@example.org"}
        | changes
    )


def placed(kind: PlacementKind, employment: Employment) -> Placement:
    application = accepted(employment.person, kind=kind, employment=employment)
    return applications.confirm(application_id=application.pk, actor=employment.person)


def locked(queries: CaptureQueriesContext) -> list[str]:
    """What was locked, in order."""
    return [query["sql"] for query in queries if " FOR UPDATE" in query["sql"] or " FOR NO KEY" in query["sql"]]


class TestOneAtATime:
    """The person first: nobody else names, accepts, confirms or freezes a document meanwhile."""

    def test_a_change_waits_for_the_person(self) -> None:
        one = factories.employment(trainee())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            employments.change(employment_id=one.pk, actor=one.person, data=data())
        assert User._meta.db_table in locked(queries)[0]
        assert Employment._meta.db_table in locked(queries)[1]

    def test_an_end_waits_for_the_person(self) -> None:
        one = factories.employment(trainee())
        with CaptureQueriesContext(connection) as queries:
            employments.end(employment_id=one.pk, actor=one.person)
        assert User._meta.db_table in locked(queries)[0]
        assert Employment._meta.db_table in locked(queries)[1]


class TestEnded:
    """An application may be accepted long after it was written."""

    def waiting(self, kind: PlacementKind, **fields: Any) -> tuple[Application, Employment]:
        one = factories.employment(trainee(), name="Association Les Rives", **fields)
        application = accepted(one.person, kind=kind, employment=one)
        employments.end(employment_id=one.pk, actor=one.person)
        return application, one

    def test_who_left_confirms_nothing_in_that_name(self, kind: PlacementKind) -> None:
        application, former = self.waiting(kind)
        factories.employment(former.person, name="Clinique du Parc")
        with pytest.raises(Refused, match="vous ne travaillez plus pour Association Les Rives"):
            applications.confirm(application_id=application.pk, actor=former.person)
        assert state(application) == ApplicationState.ACCEPTED
        assert received(former.contact_email) == []
        assert not Organisation.objects.filter(name=former.name).exists()

    def test_named_again_it_sends(self, kind: PlacementKind) -> None:
        """What the refusal asks for is enough."""
        application, former = self.waiting(kind)
        again = employments.name_employer(person=former.person, data=data())
        made = applications.confirm(application_id=application.pk, actor=former.person)
        assert again.pk != former.pk
        assert made.employment == again
        assert made.sending_organisation is not None
        assert latest("rh@example.org").subject
        assert received(former.contact_email) == []

    def test_the_one_of_today_at_the_same_body_sends_and_goes_on(self, kind: PlacementKind) -> None:
        body = factories.organisation(OrganisationKind.EMPLOYER)
        application, former = self.waiting(kind, organisation_=body)
        today = factories.employment(former.person, body)
        made = applications.confirm(application_id=application.pk, actor=former.person)
        assert (made.employment, made.sending_organisation) == (today, body)
        assert list(employers.current_of(former.person)) == [today]

    def test_a_former_one_ends_no_other(self) -> None:
        body = factories.organisation(OrganisationKind.EMPLOYER, siret="73282932000074")
        me = trainee()
        former = factories.employment(me, siret=body.siret, until=timezone.localdate())
        today = factories.employment(me, body)
        assert employments.organisation_of(former) == body
        today.refresh_from_db()
        assert today.until is None

    def test_of_two_that_last_one_goes_on(self) -> None:
        """The control: a name that turns out to be the employer of another line takes its place."""
        body = factories.organisation(OrganisationKind.EMPLOYER, siret="73282932000074")
        me = trainee()
        twin, named = factories.employment(me, body), factories.employment(me, siret=body.siret)
        assert employments.organisation_of(named) == body
        twin.refresh_from_db()
        assert twin.until == timezone.localdate()


class TestClaims:
    """Anybody may say that they work at a host: those who look after it learn of it at once."""

    def test_its_managers_are_told_where_nobody_speaks_for_it(self, kind: PlacementKind) -> None:
        host = factories.host()
        manager, other = factories.member(host.organisation), factories.member(factories.host().organisation)
        tutor = factories.member(host.organisation, Role.TUTOR)
        placed(kind, one := factories.employment(trainee(first_name="Alix"), host.organisation))
        letter = latest(str(manager.email))
        assert "Alix" in letter.subject
        assert one.contact_email in str(letter.body)
        assert reverse("accounts:members") in str(letter.body)
        assert received(str(other.email)) == received(str(tutor.email)) == []
        assert latest(one.contact_email).subject, "the contact is asked nevertheless"

    def test_whoever_speaks_for_it_is_told_instead(self, kind: PlacementKind) -> None:
        host = factories.host()
        manager, hr = factories.member(host.organisation), factories.member(host.organisation, Role.HR)
        placed(kind, one := factories.employment(trainee(), host.organisation))
        assert latest(str(hr.email)).subject
        assert received(str(manager.email)) == received(one.contact_email) == []

    def test_nobody_is_told_of_themselves(self, kind: PlacementKind) -> None:
        host = factories.host()
        manager = factories.member(host.organisation)
        placed(kind, factories.employment(manager, host.organisation))
        assert reverse("accounts:members") not in "".join(str(one.body) for one in received(str(manager.email)))


def test_named_again_its_placements_follow(kind: PlacementKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom to write to and who signs are said anew, whichever page it is said on."""
    body = factories.organisation(OrganisationKind.EMPLOYER)
    one = factories.employment(trainee(), body)
    made = placed(kind, one)
    told: list[tuple[Placement, Any]] = []
    monkeypatch.setitem(events._handlers, "changed", [lambda placement, **more: told.append((placement, more))])
    again = employments.name_employer(person=one.person, data=data(contact_email="new@example.org"), organisation=body)
    assert again == one
    assert told == [(made, {"change": events.Change.EMPLOYER})]


class TestAsked:
    """Whoever is on an employer's list is the one it wrote to."""

    def asked(self, email: str) -> PersonalLink:
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        return employments.ask(organisation=employer, actor=factories.member(employer, Role.HR), email=email)

    def test_another_account_does_not_answer(self) -> None:
        link, other = self.asked("staff@example.org"), trainee()
        with pytest.raises(Refused, match=r"staff@example\.org"):
            employments.accept(link=link, person=other)
        assert not Employment.objects.filter(person=other).exists()
        link.refresh_from_db()
        assert link.used_at is None

    def test_capitals_do_not_matter(self) -> None:
        me = trainee()
        link = self.asked(str(me.email).upper())
        with CaptureQueriesContext(connection) as queries:
            assert employments.accept(link=link, person=me).agreed_at
        assert User._meta.db_table in locked(queries)[0]
        assert PersonalLink._meta.db_table in locked(queries)[1]

    def test_a_link_withdrawn_meanwhile_is_over(self) -> None:
        """The page was open before."""
        me = trainee()
        stale = PersonalLink.objects.get(pk=self.asked(str(me.email)).pk)
        PersonalLink.objects.filter(pk=stale.pk).update(revoked_at=timezone.now())
        with pytest.raises(Refused):
            employments.accept(link=stale, person=me)

    def test_a_refused_organisation_asks_nobody(self) -> None:
        me = trainee()
        link = self.asked(str(me.email))
        Organisation.objects.filter(pk=link.organisation_id).update(verified_at=None, refused_at=timezone.now())
        with pytest.raises(Refused, match="n’a pas reconnu"):
            employments.accept(link=link, person=me)


class TestWhatTheEmployerSays:
    """Whoever is said to work somewhere, or not to any more, reads it in a letter with what to do."""

    def test_recognised_then_dismissed(self) -> None:
        body = factories.organisation(OrganisationKind.EMPLOYER)
        hr = factories.member(body, Role.HR)
        one = factories.employment(factories.user(), body, agreed_at=timezone.now())
        employments.recognise(employment_id=one.pk, organisation=body, actor=hr)
        letter = latest(one.person.email)
        assert f"{body.name} confirme que vous y travaillez" in letter.subject
        assert reverse("internships:my_file") in letter.body
        employments.recognise(employment_id=one.pk, organisation=body, actor=hr)
        assert len(received(one.person.email)) == 1, "the same said again is no news"
        employments.dismiss(employment_id=one.pk, organisation=body, actor=hr)
        letter = latest(one.person.email)
        assert f"{body.name} indique que vous n’y travaillez pas aujourd’hui" in letter.subject
        assert "Votre compte reste" in letter.body
        with pytest.raises(Refused):
            employments.dismiss(employment_id=one.pk, organisation=body, actor=hr)
        assert len(received(one.person.email)) == 2

    def test_human_resources_say_it_on_their_page(self) -> None:
        body = factories.organisation(OrganisationKind.EMPLOYER)
        client = sign_in(factories.member(body, Role.HR))
        one = factories.employment(factories.user(), body, agreed_at=timezone.now())
        for name, open_to_them in (("staff_recognise", True), ("staff_end", False)):
            assert client.post(reverse(f"internships:{name}", args=[one.pk])).status_code == 302
            one.refresh_from_db()
            assert bool(one.recognised_at) is open_to_them

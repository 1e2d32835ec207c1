"""Innovations and progress: told with one's team, interviewed about, agreed to, published (E16, E17, E18, E25)."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import contributions
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.workspace import Workspace
from messaging.models import EmailDelivery
from practices import privacy_network, todos_network
from practices.innovation_enums import Agreement, InnovationState
from practices.models import Innovation
from practices.services import innovation_people as people
from practices.services import innovations as service
from tests import factories
from tests.matrix import sign_in
from tests.practices import makers

pytestmark = pytest.mark.django_db


def letters(kind: str) -> list[str]:
    return sorted(EmailDelivery.objects.filter(kind=f"practices.{kind}").values_list("to", flat=True))


def marks(browser: Client, address: str) -> dict[str, str]:
    """What the form drawn there carries against stale edits."""
    shown = browser.get(address).content.decode()
    return dict(re.findall(r'name="(version|base|page)" value="([^"]*)"', shown))


def page(name: str, made: Innovation, **more: Any) -> str:
    return reverse(f"practices:{name}", kwargs={"pk": made.pk, **more})


def test_from_the_declaration_to_the_page(client: Client) -> None:
    """E16, E17, E18: declared → interview planned → written → agreed to → published; everybody is told in time."""
    practice = factories.practice(validated=True)
    author = factories.user(birth_date=datetime.date(1988, 3, 1))
    by = makers.editor()
    browser, desk = sign_in(author), sign_in(by)
    begun = browser.post(reverse("practices:innovation_new"), {"kind": "progress", "pratique": practice.slug})
    made = Innovation.objects.get()
    assert begun["Location"] == page("innovation_write", made)
    assert made.practice == practice
    fields = {**makers.TOLD, "kind": "progress", "organisation": "", "inspiration": ""}
    fields |= marks(browser, page("innovation_write", made))
    assert browser.post(page("innovation_write", made), fields).status_code == 302
    assert desk.get(page("innovation_sheet", made)).status_code == 404
    declared = browser.post(page("innovation_act", made, action="declare"), {"nobody": "1"})
    assert declared.status_code == 302
    assert by.email in letters("innovation_waits")
    # The form left open in another window: said beside it, not as a page within the page.
    late = browser.post(page("innovation_write", made), {"autosave": "1", "title": "Trop tard"}).content.decode()
    assert 'id="autosave"' in late
    assert "<main" not in late
    day = timezone.localdate() + datetime.timedelta(days=5)
    interview = {"day": day.isoformat(), "hour": "14:30", "minutes": "45", "where": "04 00 00 00 00", "by": str(by.pk)}
    assert desk.post(page("innovation_examine", made), {"action": "plan", **interview}).status_code == 302
    assert letters("innovation_interview") == [author.email]
    event = browser.get(page("innovation_event", made)).content.decode()
    assert "BEGIN:VEVENT" in event
    assert f"innovation-{made.pk}@" in event
    assert desk.post(page("innovation_examine", made), {"action": "publish"}).status_code == 422
    story = {"action": "write", "story": "Il pleut.", **marks(desk, page("innovation_examine", made))}
    assert desk.post(page("innovation_examine", made), story).status_code == 302
    assert letters("innovation_agreement") == [author.email]
    assert desk.post(page("innovation_examine", made), {"action": "publish"}).status_code == 422
    assert client.get(reverse("practices:innovations")).content.decode().count(makers.TOLD["title"]) == 0
    assert browser.post(page("innovation_agree", made), {"agreement": "named"}).status_code == 422, "which words?"
    made.refresh_from_db()
    read = {"agreement": "named", "read": made.put_to_them}
    assert browser.post(page("innovation_agree", made), read).status_code == 302
    assert letters("innovation_ready") == [by.email]
    assert desk.post(page("innovation_examine", made), {"action": "publish"}).status_code == 302
    made.refresh_from_db()
    shown = client.get(made.get_absolute_url()).content.decode()
    assert author.get_full_name() in shown
    assert "Il pleut." in shown
    assert "Nous ne remplissons plus de fiche" in shown
    assert letters("practice_inspired") == [practice.author.email]  # type: ignore[union-attr]
    assert made.title in client.get(practice.get_absolute_url()).content.decode()
    paper = client.get(reverse("practices:innovation_pdf", args=[made.slug]))
    assert paper.content.startswith(b"%PDF")
    assert [one.action for one in made.steps.order_by("pk")] == ["declare", "plan", "write", "publish"]


def test_the_impact_on_the_way_of_working_is_required() -> None:
    """E17: without it nothing is declared, in the service as in the database."""
    author = factories.user()
    made = makers.innovation(author, way_of_working="")
    with pytest.raises(service.Lacking) as problem:
        service.act(innovation_id=made.pk, action="declare", actor=author)
    assert problem.value.names == ["way_of_working"]
    answer = sign_in(author).get(page("innovation_act", made, action="declare")).content.decode()
    assert "Impact sur la manière de travailler" in answer
    told = makers.innovation(author, state="declared")
    with pytest.raises(IntegrityError), transaction.atomic():
        Innovation.objects.filter(pk=told.pk).update(way_of_working="")


def test_each_co_author_agrees_before_and_may_leave_after(client: Client) -> None:
    """E17: asked by their address, found by their account; nobody is published unheard; the name may be taken away."""
    author, by = factories.user(birth_date=datetime.date(1980, 1, 1)), makers.editor()
    colleague = factories.user(first_name="Yasmine", last_name="Cadoret", birth_date=datetime.date(1985, 1, 1))
    made = makers.innovation(author)
    people.add(innovation_id=made.pk, actor=author, name="Yasmine C.", email=str(colleague.email).upper())
    people.add(innovation_id=made.pk, actor=author, name="Loïc Stéphan", function="cuisinier", vouched=True)
    with pytest.raises(Refused):
        people.add(innovation_id=made.pk, actor=author, name="Sans accord")
    assert sign_in(colleague).get(page("innovation_sheet", made)).status_code == 404
    service.act(innovation_id=made.pk, action="declare", actor=author)
    assert letters("innovation_co_author") == [colleague.email]
    assert sign_in(colleague).get(page("innovation_sheet", made)).status_code == 200
    service.plan(innovation_id=made.pk, actor=by, at=factories.in_days(2), minutes=30, where="Ici")
    service.write_up(innovation_id=made.pk, actor=by, story="Un récit.")
    people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.UNNAMED)
    with pytest.raises(Refused, match="Yasmine"):
        service.act(innovation_id=made.pk, action="publish", actor=by)
    people.answer(innovation_id=made.pk, actor=colleague, agreement=Agreement.NAMED)
    made = service.act(innovation_id=made.pk, action="publish", actor=by)
    shown = client.get(made.get_absolute_url()).content.decode()
    assert "Yasmine C." in shown
    assert "Loïc Stéphan" in shown
    assert author.get_full_name() not in shown
    given = contributions.given(people=[author.pk, colleague.pk])
    assert [gift.code for gift in given.person(colleague.pk)] == ["innovations"]
    assert not given.person(author.pk)
    sign_in(colleague).post(page("innovation_agree", made), {"agreement": "unnamed", "read": made.put_to_them})
    assert "Yasmine C." not in client.get(made.get_absolute_url()).content.decode()


def test_new_words_are_agreed_to_anew() -> None:
    """E17: who agreed to other words is asked again; an answer to old words counts for nothing."""
    author, by = factories.user(birth_date=datetime.date(1980, 1, 1)), makers.editor()
    made = makers.innovation(author, state="written", by=by)
    before = made.put_to_them
    people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, read=before)
    service.write_up(innovation_id=made.pk, actor=by, story="Un tout autre récit.")
    assert made.people.get().agreement == Agreement.ASKED
    with pytest.raises(Refused):
        people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, read=before)
    service.write_up(innovation_id=made.pk, actor=by, story="Un tout autre récit.")
    assert made.people.get().agreement == Agreement.ASKED


def test_where_it_was_done_is_agreed_to_as_well() -> None:
    """E17: the organisation and the sectors stand on the page: who agreed without them is asked again."""
    made = makers.innovation(state="written")
    kept = service.fingerprint(made)
    made.sectors.add(factories.sector())
    assert service.fingerprint(made) != kept
    kept = service.fingerprint(made)
    made.organisation = factories.organisation()
    assert service.fingerprint(made) != kept


def test_no_minor_is_named() -> None:
    """S5, E17: below eighteen the words stand without a name; of unknown age one says to be of age."""
    young = factories.user(birth_date=timezone.localdate() - datetime.timedelta(days=365 * 17))
    unknown = factories.user()
    for author, says, accepted in ((young, True, False), (unknown, False, False), (unknown, True, True)):
        made = makers.innovation(author, state="written")
        if accepted:
            people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, says_adult=says)
            continue
        with pytest.raises(Refused):
            people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, says_adult=says)


def test_nobody_publishes_their_own_nor_out_of_their_territory() -> None:
    """E18, S11: the network's people act for others, each in their territory."""
    here, elsewhere = factories.territory(), factories.territory()
    local = makers.editor(territory=here)
    body = factories.organisation(territory=elsewhere)
    foreign = makers.innovation(state="declared", organisation=body)
    assert not Innovation.objects.examined_by(local).filter(pk=foreign.pk).exists()
    with pytest.raises(Refused):
        service.plan(innovation_id=foreign.pk, actor=local, at=factories.in_days(2), minutes=30, where="Ici")
    own = makers.innovation(local, state="declared")
    with pytest.raises(Refused):
        service.plan(innovation_id=own.pk, actor=local, at=factories.in_days(2), minutes=30, where="Ici")
    assert not list(todos_network.innovations(Workspace(local)))


def test_sent_back_and_withdrawn_say_why() -> None:
    """E18: with the reason, in the sheet, in the letter and under « à faire »."""
    author, by = factories.user(), makers.editor()
    made = makers.innovation(author, state="declared")
    desk = sign_in(by)
    assert desk.post(page("innovation_examine", made), {"action": "send_back", "reason": ""}).status_code == 422
    answer = desk.post(page("innovation_examine", made), {"action": "send_back", "reason": "Depuis quand ?"})
    assert answer.status_code == 302
    assert letters("innovation_sent_back") == [author.email]
    assert [todo.detail for todo in todos_network.innovations(Workspace(author))] == ["Depuis quand ?"]
    service.act(innovation_id=made.pk, action="declare", actor=author)
    service.act(innovation_id=made.pk, action="withdraw", actor=author, reason="Nous avons arrêté.")
    assert not letters("innovation_withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Innovation.objects.filter(pk=made.pk).update(state_reason="")
    service.act(innovation_id=made.pk, action="reopen", actor=author)
    assert Innovation.objects.get(pk=made.pk).state == InnovationState.DRAFT


def test_what_waits_for_the_network_and_for_those_who_tell() -> None:
    """E18: to interview about, to write up, to publish; an interview to come, words to agree to."""
    author, by = factories.user(birth_date=datetime.date(1980, 1, 1)), makers.editor()

    def waits() -> list[str]:
        return [todo.url.rpartition("=")[2] for todo in todos_network.innovations(Workspace(by))]

    made = makers.innovation(author, state="declared")
    assert waits() == ["declared"]
    service.plan(innovation_id=made.pk, actor=by, at=factories.in_days(2), minutes=30, where="Ici")
    assert waits() == []
    (todo,) = todos_network.innovations(Workspace(author))
    assert todo.icon == "calendar-days"
    assert re.match(r"\w+ \d{1,2} \w+ \d{4}, \d\d:\d\d · Ici", todo.detail), "said as on the other lines"
    Innovation.objects.filter(pk=made.pk).update(interview_at=factories.in_days(-1))
    assert waits() == ["planned"]
    service.write_up(innovation_id=made.pk, actor=by, story="Un récit.")
    assert waits() == []
    assert [todo.icon for todo in todos_network.innovations(Workspace(author))] == ["file-check"]
    people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED)
    assert waits() == ["written"]
    assert not list(todos_network.innovations(Workspace(author)))


def test_the_list_filters_and_leaves(client: Client, django_assert_max_num_queries: Any) -> None:
    """E16: by words, kind and sector; the export; a query count that does not grow."""
    host = factories.host(sector=factories.sector(code="petite-enfance", name_fr="Petite enfance"))
    makers.innovation(state="published", host=host, title="Le goûter partagé")
    makers.innovation(state="published", title="Les chaises en rond", kind="progress")

    def shown(**asked: str) -> str:
        with django_assert_max_num_queries(12):
            return client.get(reverse("practices:innovations"), asked).content.decode()

    assert "Le goûter partagé" in shown(q="gouter")
    assert "Les chaises en rond" not in shown(q="gouter")
    assert "Le goûter partagé" not in shown(genre="progress")
    assert "Les chaises en rond" not in shown(secteur="petite-enfance")
    table = client.get(reverse("practices:innovations"), {"format": "csv"})
    assert "Les chaises en rond" in b"".join(table).decode("utf-8-sig")
    assert "Le goûter partagé" in client.get(reverse("hosts:detail", args=[host.slug])).content.decode()


def test_erasure_takes_the_name_and_leaves_the_story() -> None:
    """E17: what was told stays without the person; a draft of their own goes; who was never heard blocks nothing."""
    author = factories.user(birth_date=datetime.date(1980, 1, 1))
    told, draft = makers.innovation(author, state="published"), makers.innovation(author)
    assert len(privacy_network.export_innovations(author)) == 2  # type: ignore[arg-type]
    privacy_network.erase_innovations(author)
    assert not Innovation.objects.filter(pk=draft.pk).exists()
    row = told.people.get()
    assert (row.user, row.name, row.agreement) == (None, "—", Agreement.UNNAMED)
    other = factories.user()
    made = makers.innovation()
    writer = made.people.get().user
    assert writer is not None
    people.add(innovation_id=made.pk, actor=writer, name="Autre", email=str(other.email))
    service.act(innovation_id=made.pk, action="declare", actor=writer)
    privacy_network.erase_innovations(other)
    assert made.people.count() == 1
    assert not mail.outbox


def test_ones_own_data_hold_what_one_was_told() -> None:
    """E17, S15: neither the words of a draft that names somebody, nor a story that was not put to them yet."""
    author, colleague = factories.user(birth_date=datetime.date(1980, 1, 1)), factories.user()
    made, by = makers.innovation(author), makers.editor()
    people.add(innovation_id=made.pk, actor=author, name="Yasmine C.", email=str(colleague.email))

    def held() -> str:
        return str(privacy_network.export_innovations(colleague))

    assert "Yasmine C." in held()
    assert makers.TOLD["change"] not in held()
    service.act(innovation_id=made.pk, action="declare", actor=author)
    assert makers.TOLD["change"] in held()
    service.plan(innovation_id=made.pk, actor=by, at=factories.in_days(2), minutes=30, where="Ici")
    service.write_up(innovation_id=made.pk, actor=by, story="Un premier jet.", draft=True)
    assert "Un premier jet." not in held()
    service.write_up(innovation_id=made.pk, actor=by, story="Un récit.")
    assert "Un récit." in held()


def test_an_erased_author_leaves_nothing_out_of_reach() -> None:
    """E17: a draft that nobody else was told of goes with its co-authors' data; words that were written can appear."""
    author, by = factories.user(), makers.editor()
    draft, taken_back = makers.innovation(author), makers.innovation(author, state="declared")
    people.add(innovation_id=draft.pk, actor=author, name="Jamais prévenue", email="jamais@example.org")
    service.act(innovation_id=taken_back.pk, action="take_back", actor=author)
    shared, written = makers.innovation(author), makers.innovation(author, state="written", by=by)
    people.add(innovation_id=shared.pk, actor=author, name="Prévenue", email="prevenue@example.org")
    service.act(innovation_id=shared.pk, action="declare", actor=author)
    service.act(innovation_id=shared.pk, action="take_back", actor=author)
    privacy_network.erase_innovations(author)
    assert set(Innovation.objects.all()) == {shared, written}
    assert written.people.get().agreement == Agreement.UNNAMED
    service.act(innovation_id=written.pk, action="publish", actor=by)


def test_a_member_of_a_host_tells_for_it() -> None:
    """E16: begun in the name of the organisation one acts for; its territory's validators hear of it."""
    here = factories.territory()
    body = factories.organisation(OrganisationKind.HOST, territory=here)
    writer = factories.member(body, Role.HOST_MANAGER)
    sign_in(writer).post(reverse("practices:innovation_new"), {"kind": "innovation"})
    made = Innovation.objects.get()
    assert (made.organisation, made.territory) == (body, here)

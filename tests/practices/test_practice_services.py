"""Practices: begun, sent, validated or sent back, revised, archived; what the public sees meanwhile."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import privacy
from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, User
from accounts.workspace import Workspace
from hosts.versions import Edit, StaleEdit, fingerprint
from messaging import outbox
from messaging.inbox import Urgency
from practices import content, figures, todos
from practices.enums import OPEN_STATES, PracticeState
from practices.models import CheckItem, GoodPractice, PracticeEntry, PracticeStep
from practices.reference import load_reference
from practices.selectors.standing import validators
from practices.services import practices as service
from practices.workflow import ACTIONS, NotPossible, available_actions
from tests import factories

pytestmark = pytest.mark.django_db
S = PracticeState


@pytest.fixture
def validator() -> User:
    return factories.member(factories.organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)


def act(practice: GoodPractice, action: str, actor: User, **more: object) -> GoodPractice:
    return service.act(practice_id=practice.pk, action=action, actor=actor, **more)  # type: ignore[arg-type]


def test_begin_fills_in_from_a_stay() -> None:
    """E23: host, place and sector come along; texts are cut where their columns end; nothing unknown passes."""
    host = factories.host(sector=factories.sector())
    author = factories.user(language="en")
    values = {"title": "x" * 300, "context": "Un stage de deux semaines."}
    practice = service.begin(author=author, values=values, is_observed=True, host=host)
    assert (practice.state, practice.host, practice.city) == (S.DRAFT, host, "Rennes")
    assert practice.is_observed
    assert len(practice.title) == 140
    assert practice.languages == ["en"]
    assert list(practice.sectors.all()) == [host.sector]
    assert not GoodPractice.objects.public().exists()
    with pytest.raises(ValueError, match="published"):
        service.begin(author=author, values={"published": 1})


def test_from_draft_to_validated(validator: User) -> None:
    """E1: the author sends, a validator validates; each transition leaves its row and its line in the trace."""
    practice = factories.practice()
    assert practice.author is not None
    act(practice, "submit", practice.author)
    outbox.drain()
    assert [(message.to[0], message.subject) for message in mail.outbox] == [
        (validator.email, f"{practice.title}\u00a0: une pratique vous attend")
    ]
    assert not PracticeEntry.objects.exists()
    done = act(practice, "validate", validator)
    assert (done.state, done.published is not None) == (S.VALIDATED, True)
    assert str(done.slug).startswith("le-cafe-des-parents-")
    assert PracticeEntry.objects.get().title == practice.title
    outbox.drain()
    assert practice.author.email in mail.outbox[-1].to
    steps = list(practice.steps.values_list("action", "source", "target"))
    assert steps == [("validate", S.SUBMITTED, S.VALIDATED), ("submit", S.DRAFT, S.SUBMITTED)]
    traced = AuditEntry.objects.filter(target_id=str(practice.pk)).values_list("action", flat=True)
    assert {"practice.begun", "practice.submit", "practice.validate"} <= set(traced)


def test_an_incomplete_sheet_is_not_sent() -> None:
    practice = factories.practice(effects="")
    assert practice.author is not None
    with pytest.raises(service.Incomplete) as problem:
        act(practice, "submit", practice.author)
    assert [one.section for one in problem.value.missing] == ["worth"]
    practice.refresh_from_db()
    assert practice.state == S.DRAFT


def test_sent_back_with_a_reason(validator: User) -> None:
    practice = factories.practice(state=S.SUBMITTED)
    assert practice.author is not None
    outbox.drain()
    mail.outbox.clear()
    with pytest.raises(service.ReasonNeeded):
        act(practice, "send_back", validator, reason="  ")
    returned = act(practice, "send_back", validator, reason="Dites combien de parents viennent.")
    assert (returned.state, returned.state_reason) == (S.RETURNED, "Dites combien de parents viennent.")
    outbox.drain()
    assert "Dites combien de parents viennent." in str(mail.outbox[0].body)
    assert act(practice, "submit", practice.author).state == S.SUBMITTED
    assert practice.versions.count() == 2


def test_the_database_demands_the_comment() -> None:
    """E1: « sent back with a reason » holds whoever writes the row."""
    practice = factories.practice()
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeStep.objects.create(practice=practice, action="send_back", source=S.SUBMITTED, target=S.RETURNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=practice.pk).update(state=S.RETURNED, state_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=practice.pk).update(state=S.VALIDATED)


def test_validating_asks_for_every_point(validator: User) -> None:
    load_reference()
    practice = factories.practice(state=S.SUBMITTED)
    codes = frozenset(CheckItem.objects.values_list("code", flat=True))
    assert len(codes) >= 5
    with pytest.raises(service.Unchecked):
        act(practice, "validate", validator, met=codes - {"effets"})
    sent = act(practice, "send_back", validator, reason="Les effets ?", met=codes - {"effets"})
    assert sent.steps.first().unmet == ["effets"]  # type: ignore[union-attr]
    outbox.drain()
    assert "Les effets sont décrits" in str(mail.outbox[-1].body)


def test_nobody_validates_what_they_wrote(validator: User) -> None:
    practice = factories.practice(author=validator, state=S.DRAFT)
    practice = act(practice, "submit", validator)
    assert {one.code for one in available_actions(practice, validator)} == {"withdraw"}
    with pytest.raises(NotPossible):
        act(practice, "validate", validator)


def hand_of(kind: str, person: User) -> GoodPractice:
    """A practice that waits, and that the person had a hand in."""
    body = factories.organisation()
    author = factories.user()
    if kind == "colleague":
        factories.member(body, Role.HOST_MANAGER, user=person)
    practice = factories.practice(
        author=author, organisation=body, co_authors=[person] if kind in ("maker", "co-author") else []
    )
    if kind == "maker":
        practice = act(act(practice, "submit", person), "withdraw", author)
        practice.versions.update(content={**practice.versions.get().content, "co_authors": []})
        practice.co_authors.clear()
    practice = act(practice, "submit", author)
    practice.co_authors.clear()
    return practice


@pytest.mark.parametrize("kind", ["colleague", "maker", "co-author"])
def test_nobody_validates_what_they_had_a_hand_in(validator: User, kind: str) -> None:
    """E1: a manager of its organisation, whoever sent a version of it, whoever signs what waits."""
    other = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)
    practice = hand_of(kind, validator)
    assert "validate" not in {one.code for one in available_actions(practice, validator)}
    with pytest.raises(NotPossible):
        act(practice, "validate", validator)
    assert list(validators(practice)) == [other]
    assert list(todos.validation(Workspace(validator))) == []
    assert [todo.count for todo in todos.validation(Workspace(other))] == [1]
    assert act(practice, "validate", other).state == S.VALIDATED


def test_validators_of_another_territory_have_no_say() -> None:
    mine, other = factories.territory(departments=["35"]), factories.territory(departments=["34"])
    here = factories.member(factories.organisation(OrganisationKind.NETWORK, territory=mine), Role.PRACTICE_VALIDATOR)
    there = factories.member(factories.organisation(OrganisationKind.NETWORK, territory=other), Role.PRACTICE_VALIDATOR)
    practice = factories.practice(state=S.SUBMITTED)
    assert practice.territory == mine
    assert GoodPractice.objects.validated_by(here).get() == practice
    assert not GoodPractice.objects.validated_by(there).exists()
    with pytest.raises(NotPossible):
        act(practice, "validate", there)


def test_readers_keep_the_validated_version(validator: User) -> None:
    """Editing a validated sheet: the public goes on seeing what was validated until the new version is."""
    practice = factories.practice(validated=True)
    author, title = practice.author, practice.title
    assert author is not None
    with pytest.raises(NotPossible):
        service.update(practice_id=practice.pk, actor=author, changes={"title": "Autre"}, edit=Edit(practice.version))
    revised = act(practice, "revise", author)
    service.update(practice_id=practice.pk, actor=author, changes={"title": "Autre"}, edit=Edit(revised.version))
    assert (GoodPractice.objects.public().count(), PracticeEntry.objects.get().title) == (1, title)
    act(practice, "submit", author)
    assert PracticeEntry.objects.get().title == title
    done = act(practice, "validate", validator)
    assert PracticeEntry.objects.get().title == "Autre"
    assert done.published is not None
    assert (done.published.number, done.slug) == (2, practice.slug)


def test_giving_a_new_version_up(validator: User) -> None:
    practice = factories.practice(validated=True)
    author, before = practice.author, content.freeze(practice)
    assert author is not None
    act(practice, "revise", author)
    practice.refresh_from_db()
    changes = {"title": "Autre", "sectors": [], "effects": ""}
    service.update(practice_id=practice.pk, actor=author, changes=changes, edit=Edit(practice.version))
    back = act(practice, "discard", author)
    assert back.state == S.VALIDATED
    assert content.freeze(GoodPractice.objects.get()) == before


def test_archived_leaves_the_site_and_comes_back(validator: User) -> None:
    practice = factories.practice(validated=True)
    act(practice, "archive", validator, reason="La structure a fermé.")
    assert not GoodPractice.objects.public().exists()
    assert not PracticeEntry.objects.exists()
    act(practice, "restore", validator)
    assert PracticeEntry.objects.count() == 1


def test_two_people_at_one_sheet() -> None:
    practice = factories.practice()
    author = practice.author
    assert author is not None
    base = fingerprint(practice, ["title"])
    seen = Edit(practice.version, base)
    service.update(practice_id=practice.pk, actor=author, changes={"title": "Le premier"}, edit=seen)
    with pytest.raises(StaleEdit):
        service.update(practice_id=practice.pk, actor=author, changes={"title": "Le second"}, edit=seen)
    # Another section is nobody's concern.
    other = Edit(seen.version, fingerprint(GoodPractice.objects.get(), ["summary"]))
    service.update(practice_id=practice.pk, actor=author, changes={"summary": "Une phrase."}, edit=other)


def test_drafts_are_deleted_shared_ones_are_not(validator: User) -> None:
    draft, shared = factories.practice(), factories.practice(validated=True)
    assert draft.author is not None
    assert shared.author is not None
    service.delete_draft(practice_id=draft.pk, actor=draft.author)
    act(shared, "revise", shared.author)
    with pytest.raises(NotPossible):
        service.delete_draft(practice_id=shared.pk, actor=shared.author)
    assert list(GoodPractice.objects.all()) == [shared]


def test_what_each_gave_is_counted(django_assert_num_queries: object) -> None:
    """E25: one query for people and organisations; drafts count nothing."""
    author, colleague = factories.user(), factories.user()
    body = factories.organisation()
    first = factories.practice(author=author, organisation=body, co_authors=[colleague], validated=True)
    factories.practice(author=author, validated=True, is_observed=True)
    factories.practice(author=author)
    factories.host(discovered_by=author)
    with django_assert_num_queries(1):  # type: ignore[operator]
        given = figures.contributions(people=[author.pk, colleague.pk], organisations=[body.pk])
    assert (given.person(author.pk).practices, given.person(author.pk).hosts) == (2, 1)
    assert given.person(colleague.pk).practices == 1
    assert given.organisation(body.pk).practices == 1
    assert not given.organisation(0)
    with django_assert_num_queries(1):  # type: ignore[operator]
        all_of_them = figures.counters()
    assert (all_of_them.practices, all_of_them.observed, all_of_them.told) == (2, 1, 1)
    assert all_of_them.contributors == 2
    assert figures.validated() == 2
    assert first.author == author


def test_what_waits_is_told(validator: User) -> None:
    practice = factories.practice(state=S.SUBMITTED)
    assert [todo.count for todo in todos.validation(Workspace(validator))] == [1]
    assert practice.author is not None
    returned = factories.practice(author=practice.author, state=S.RETURNED)
    factories.practice(author=practice.author)
    told = list(todos.writing(Workspace(practice.author)))
    assert [(todo.urgency, todo.count) for todo in told] == [(Urgency.SOON, 1), (Urgency.NORMAL, 1)]
    assert told[0].detail == returned.state_reason
    assert list(todos.validation(Workspace(practice.author))) == []


def test_erasure_leaves_the_practice_without_the_name() -> None:
    author, colleague = factories.user(), factories.user()
    shared = factories.practice(author=author, co_authors=[colleague], contact="Moi, 06 00 00 00 00", validated=True)
    draft = factories.practice(author=author)
    part = next(one for one in privacy.processings() if one.name == "practices")
    exported = part.export(author)
    assert isinstance(exported, list)
    assert {one["title"] for one in exported} == {shared.title, draft.title}
    part.erase(author)
    shared.refresh_from_db()
    assert (shared.author, shared.contact) == (colleague, "")
    assert shared.published is not None
    assert shared.published.content["contact"] == ""
    assert PracticeEntry.objects.get().people == [colleague.pk]
    # Who takes over as the author is not a co-author as well.
    assert not shared.co_authors.exists()
    assert shared.published.content["co_authors"] == []
    assert content.freeze(shared)["co_authors"] == []
    part.erase(colleague)
    shared.refresh_from_db()
    assert shared.author is None
    assert PracticeEntry.objects.get().people == []
    assert not GoodPractice.objects.filter(pk=draft.pk).exists()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(sorted(ACTIONS)), max_size=9))
def test_the_list_holds_what_is_public_and_nothing_else(walk: list[str]) -> None:
    """Whatever is tried, in whatever order: an entry exists if and only if a version is public, and says the same."""
    with transaction.atomic():
        practice = factories.practice()
        author = practice.author
        assert author is not None
        validator = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)
        for number, action in enumerate(walk):
            for actor in (author, validator):
                try:
                    practice = act(practice, action, actor, reason="Parce que.")
                except NotPossible:
                    continue
                if practice.state in OPEN_STATES:
                    edit = Edit(practice.version)
                    changes = {"title": f"Version {number}"}
                    practice = service.update(practice_id=practice.pk, actor=author, changes=changes, edit=edit)
            entry = PracticeEntry.objects.filter(practice=practice).first()
            practice = GoodPractice.objects.select_related("published").get(pk=practice.pk)
            assert (entry is not None) == practice.is_public
            assert (entry is not None) == GoodPractice.objects.public().filter(pk=practice.pk).exists()
            if entry is not None and practice.published is not None:
                assert entry.title == practice.published.content["title"]
                assert practice.published.validated_at is not None
        transaction.set_rollback(True)

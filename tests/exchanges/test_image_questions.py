"""The questions about the partner, written on screen and versioned (B14)."""

from __future__ import annotations

import pytest

from accounts.errors import Refused
from accounts.models import User
from exchanges.culture_enums import Subject
from exchanges.models import ExchangeSpace
from exchanges.services import questions
from exchanges.services.questions import QuestionData
from tests.exchanges import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> ExchangeSpace:
    return making.space()


@pytest.fixture
def pilot(space: ExchangeSpace) -> User:
    return making.pilot(space)


def words(label: str, subject: str = Subject.MISSIONS) -> QuestionData:
    return QuestionData(subject=subject, type="text", label_fr=label)


def test_what_is_shipped_asks_about_the_three_subjects() -> None:
    """B14: « leurs missions, leurs références, leurs contraintes », in three minutes."""
    _version, rows = questions.shipped()
    assert {row.subject for row in rows} == set(Subject)
    assert len(rows) <= questions.MOST_QUESTIONS
    assert all(row.label_en for row in rows)


def test_a_version_in_use_never_changes(space: ExchangeSpace, pilot: User) -> None:
    """B14: a change begins a draft, which holds once it is put in use."""
    used = questions.in_use(space_id=space.pk)
    before = list(used.questions.values_list("label_fr", flat=True))
    shown = used.questions.get(position=1).pk
    questions.save_question(space_id=space.pk, data=words("Une autre ?"), actor=pilot, place=1, question=shown)
    assert list(used.questions.values_list("label_fr", flat=True)) == before
    assert questions.in_use(space_id=space.pk) == used
    draft = questions.publish(space_id=space.pk, actor=pilot)
    assert questions.in_use(space_id=space.pk) == draft
    assert draft.number == used.number + 1
    assert draft.questions.get(position=1).label_fr == "Une autre ?"


def test_questions_are_moved_and_removed(space: ExchangeSpace, pilot: User) -> None:
    """B14: places stay one, two, three."""
    draft = questions.begin(space_id=space.pk, actor=pilot)
    first, second = (one.label_fr for one in draft.questions.all()[:2])
    moved = draft.questions.get(position=1)
    questions.move_question(space_id=space.pk, place=1, question=moved.pk, by=1, actor=pilot)
    assert [one.label_fr for one in draft.questions.all()[:2]] == [second, first]
    questions.remove_question(space_id=space.pk, place=2, question=moved.pk, actor=pilot)
    assert [one.position for one in draft.questions.all()] == list(range(1, draft.questions.count() + 1))
    with pytest.raises(Refused):
        questions.remove_question(space_id=space.pk, place=99, actor=pilot)


def test_it_takes_three_minutes(space: ExchangeSpace, pilot: User) -> None:
    """B14: there is a most."""
    draft = questions.begin(space_id=space.pk, actor=pilot)
    for _number in range(questions.MOST_QUESTIONS - draft.questions.count()):
        questions.save_question(space_id=space.pk, data=words("Encore ?"), actor=pilot)
    with pytest.raises(Refused):
        questions.save_question(space_id=space.pk, data=words("Une de trop ?"), actor=pilot)


def test_a_draft_of_the_pilot_keeps_its_place(space: ExchangeSpace, pilot: User) -> None:
    """B14: the first sheet opens with what is shipped even while the pilot writes; dropping goes back to it."""
    draft = questions.begin(space_id=space.pk, actor=pilot)
    used = questions.in_use(space_id=space.pk)
    draft.refresh_from_db()
    assert (used.number, draft.number) == (1, 2)
    questions.drop(space_id=space.pk, actor=pilot)
    assert list(space.image_versions.all()) == [used]

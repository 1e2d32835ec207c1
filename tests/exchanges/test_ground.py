"""The ground of the space: who has a seat, seats never overbooked, words found."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership
from exchanges.access import seat_in
from exchanges.enums import StructureState
from exchanges.models import ImmersionOffer, ImmersionWish, Structure
from exchanges.services import seats
from tests import factories
from tests.exchanges import making

pytestmark = pytest.mark.django_db


def test_who_works_in_an_approved_structure_has_a_seat_and_nobody_else() -> None:
    """B7, B11: members and known employees enter; trainees, pupils, other hosts and managers of the network do not."""
    space = making.space()
    taking_part = making.structure(space)
    waiting = making.structure(space, state=StructureState.ASKED, decided_at=None)
    member, hr, pilot = making.professional(taking_part), making.hr(taking_part), making.pilot(space)
    employed, unknown = factories.user(), factories.user()
    factories.employment(employed, taking_part.organisation, agreed_at=timezone.now(), recognised_at=timezone.now())
    factories.employment(unknown, taking_part.organisation)
    found = seat_in(member, space)
    assert found is not None
    assert found.structures == (taking_part,)
    assert found.writes_for == {taking_part.pk}
    assert not found.is_pilot
    assert not found.speaks_hr_for
    assert making.seat(hr, space).speaks_hr_for == {taking_part.pk}
    assert making.seat(employed, space).writes_for == {taking_part.pk}
    assert making.seat(pilot, space).is_pilot
    assert not making.seat(pilot, space).structures
    pupil = factories.pupil(factories.organisation(OrganisationKind.TRAINING)).user
    factories.employment(pupil, taking_part.organisation, agreed_at=timezone.now(), recognised_at=timezone.now())
    for outsider in (unknown, making.professional(waiting), factories.user(is_trainee=True), pupil):
        assert seat_in(outsider, space) is None


def test_a_seat_ends_with_the_role_the_job_or_the_structure() -> None:
    """B7: whoever left, and whose structure left, has no seat any more."""
    space = making.space()
    structure = making.structure(space)
    left = making.professional(structure)
    Membership.objects.filter(user=left).update(until=timezone.localdate())
    gone = factories.user()
    today, known = timezone.localdate(), {"agreed_at": timezone.now(), "recognised_at": timezone.now()}
    factories.employment(gone, structure.organisation, since=today, until=today, **known)
    there = making.professional(structure)
    assert seat_in(left, space) is None
    assert seat_in(gone, space) is None
    assert seat_in(there, space) is not None
    Structure.objects.filter(pk=structure.pk).update(state=StructureState.LEFT)
    assert seat_in(there, space) is None


def test_full_and_past_offers_disappear_by_themselves() -> None:
    """B6: nothing runs at midnight; what is over or full is no longer open, yet stays published."""
    structure = making.structure(making.space())
    today = timezone.localdate()
    there = making.offer(structure)
    full = making.offer(structure, seats=1, taken=1)
    past = making.offer(structure, start=today - datetime.timedelta(days=9), end=today - datetime.timedelta(days=1))
    draft = making.offer(structure, state="draft")
    assert set(ImmersionOffer.objects.open()) == {there}
    assert set(ImmersionOffer.objects.offered()) == {there, full}
    assert set(ImmersionOffer.objects.published()) == {there, full, past}
    assert draft not in ImmersionOffer.objects.published()
    over = (today - datetime.timedelta(days=9), today - datetime.timedelta(days=2))
    any_time, ahead, late = making.wish(structure), making.wish(structure), making.wish(structure, windows=[over])
    ahead.windows.create(start=today, end=today + datetime.timedelta(days=9))
    assert set(ImmersionWish.objects.open()) == {any_time, ahead}
    assert late not in ImmersionWish.objects.open()


def test_seats_are_never_overbooked() -> None:
    """B6: the last seat is taken once; given back, it can be taken again."""
    offer = making.offer(making.structure(making.space()), seats=1)
    window = offer.windows.get()
    assert seats.take(window_id=window.pk).seats_left == 0
    with pytest.raises(seats.NoSeatLeft):
        seats.take(window_id=window.pk)
    seats.release(window_id=window.pk)
    assert seats.take(window_id=window.pk).taken == 1
    other = making.offer(making.structure(making.space()), state="closed")
    with pytest.raises(seats.NoSeatLeft):
        seats.take(window_id=other.windows.get().pk)


def test_visible_offers_are_those_of_the_space_and_ones_own() -> None:
    """B7, S5: another space's offers and drafts of others are not there; the pilot sees what was sent."""
    space = making.space()
    ours, theirs = making.structure(space), making.structure(space)
    elsewhere = making.offer(making.structure(making.space()))
    published, own_draft = making.offer(theirs), making.offer(ours, state="draft")
    their_draft, sent = making.offer(theirs, state="draft"), making.offer(theirs, state="submitted")
    mine = making.seat(making.professional(ours), space)
    run = making.seat(making.pilot(space), space)
    assert set(ImmersionOffer.objects.visible_to(mine)) == {published, own_draft}
    assert set(ImmersionOffer.objects.visible_to(run)) == {published, sent}
    assert not {elsewhere, their_draft} & set(ImmersionOffer.objects.visible_to(run))
    assert not ImmersionOffer.objects.visible_to(None).exists()

"""Who no longer works somewhere, or never did, has no hand in the space any more (B7, B11, B13)."""

from __future__ import annotations

import datetime
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from accounts.workspace import Workspace
from exchanges import notifications, own_data, request_reminders, standing
from exchanges.access import seat_in
from exchanges.enums import OfferState, StructureState, WishState
from exchanges.models import ImmersionOffer, ImmersionRequest
from exchanges.request_enums import Part
from exchanges.request_workflow import standing as part_of
from exchanges.selectors import requests as selectors
from exchanges.selectors import ring_pool
from exchanges.services import offers, structures, wishes
from exchanges.todos import writing
from exchanges.workflow import NotPossible
from hosts.versions import Edit
from internships.models import Employment
from internships.services import employments
from messaging.models import EmailDelivery
from tests import factories
from tests.exchanges import making
from tests.exchanges.swapping import Swap

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def leaves(person: User) -> None:
    Membership.objects.filter(user=person).update(until=timezone.localdate())


def works(person: User, structure: object) -> Employment:
    now = timezone.now()
    return factories.employment(person, structure.organisation, agreed_at=now, recognised_at=now)  # type: ignore[attr-defined]


def test_a_job_that_is_only_said_opens_nothing_until_the_employer_stands_for_it() -> None:
    """B7, B13: naming an employer, and an application confirmed on it, give no seat; human resources do."""
    space = making.space()
    structure = making.structure(space)
    hr, person = making.hr(structure), factories.user(is_trainee=True)
    job = factories.employment(person, structure.organisation)
    employments.organisation_of(job)
    assert job.agreed_at is not None, "the employer is told"
    assert seat_in(person, space) is None
    assert not standing.may_enter(Workspace(person))
    client, staff = signed_in(hr), reverse("internships:staff")
    page = client.get(staff).content.decode()
    assert "Cette personne travaille ici" in page
    assert "Ne travaille plus ici" in page
    client.post(reverse("internships:staff_recognise", args=[job.pk]))
    caches["memory"].clear()
    assert making.seat(person, space).structures == (structure,)
    assert standing.may_enter(Workspace(person))
    assert "Cette personne travaille ici" not in client.get(staff).content.decode()
    client.post(reverse("internships:staff_end", args=[job.pk]))
    assert seat_in(person, space) is None
    client.get(staff)
    assert str(person) not in client.get(staff).content.decode(), "beyond the message"
    again = employments.name_employer(
        person=person, data=employments.EmployerData(name=structure.name), organisation=structure.organisation
    )
    employments.organisation_of(again)
    assert seat_in(person, space) is None, "said again, it is only said"


def test_the_employers_own_letter_opens_the_space() -> None:
    """B7: it asked, the person said yes."""
    space = making.space()
    structure = making.structure(space)
    person = factories.user(is_trainee=True)
    link = employments.ask(organisation=structure.organisation, actor=making.hr(structure), email=person.email or "")
    employments.accept(link=link, person=person)
    assert making.seat(person, space).writes_for == {structure.pk}


def test_who_has_left_school_is_a_professional_like_another() -> None:
    """B11: a pupil has no seat; once the school said that they left, their job counts."""
    space = making.space()
    structure = making.structure(space)
    pupil = factories.pupil(factories.organisation(OrganisationKind.TRAINING))
    works(pupil.user, structure)
    assert seat_in(pupil.user, space) is None
    pupil.left_at = timezone.now()
    pupil.save()
    assert seat_in(pupil.user, space) is not None
    assert standing.may_enter(Workspace(pupil.user))


def test_a_role_elsewhere_hides_no_job() -> None:
    """B7: the navigation shows the space to whom it opens."""
    space = making.space()
    structure = making.structure(space)
    teacher = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.REFERENT_TEACHER)
    assert not standing.may_enter(Workspace(teacher))
    works(teacher, structure)
    assert standing.may_enter(Workspace(teacher))


def test_who_wrote_the_offer_and_left_neither_reads_nor_answers() -> None:
    """B13, S5: the requests of a sheet are its structure's, not its former author's."""
    swap = Swap()
    writer = making.professional(swap.hosts.structure)
    ImmersionOffer.objects.filter(pk=swap.hosts.offer.pk).update(written_by=writer)  # type: ignore[union-attr]
    works(writer, swap.asks.structure)
    made = swap.visa(swap.ask())
    made = selectors.with_all(ImmersionRequest.objects.all()).get(pk=made.pk)
    there = swap.seat(writer)
    assert Part.HOST in part_of(made, there)
    assert made in selectors.listed(there, "received")
    leaves(writer)
    gone = swap.seat(writer)
    assert part_of(made, gone) == frozenset()
    assert made not in ImmersionRequest.objects.visible_to(gone)
    assert made not in selectors.listed(gone, "received")


@pytest.mark.parametrize("side", ["asks", "hosts"])
def test_a_structure_that_leaves_closes_what_waits(side: str) -> None:
    """B7: of it and to it; people are told, nothing reminds them, what is agreed takes place."""
    swap = Swap()
    agreed = swap.agreed()
    leaving = getattr(swap, side)
    waiting = swap.visa(swap.ask(making.professional(swap.asks.structure)))
    offer = swap.hosts.offer
    assert offer is not None
    structures.act(structure_id=leaving.structure.pk, action="leave", actor=leaving.manager)
    waiting.refresh_from_db()
    agreed.refresh_from_db()
    assert (waiting.state, waiting.holds_seat) == ("withdrawn", False)
    assert agreed.state == "accepted"
    assert offer.windows.get().taken == 1
    told = EmailDelivery.objects.filter(kind="exchanges.request_closed")
    assert set(told.values_list("user", flat=True)) == {waiting.person.pk, swap.hosts.manager.pk}
    letter = told.get(user=waiting.person)
    assert leaving.structure.name in letter.text
    assert (quote(waiting.get_absolute_url(), safe="") in letter.text) is (side == "hosts"), (
        "whose structure left cannot look"
    )


def test_nobody_is_reminded_of_a_structure_that_is_out() -> None:
    """B13: an old request that was not closed is left alone."""
    swap = Swap()
    swap.ask()
    now = timezone.now() + datetime.timedelta(days=6)
    assert list(request_reminders.unvisaed(now))
    swap.hosts.structure.state = StructureState.LEFT
    swap.hosts.structure.save()
    assert not list(request_reminders.unvisaed(now))


def test_a_sheet_sent_back_waits_for_somebody_who_is_there() -> None:
    """B8: its author while they work there, otherwise those who look after the structure."""
    structure = making.structure(making.space())
    manager = making.professional(structure, Role.HOST_MANAGER)
    writer = making.professional(structure)
    offer = making.offer(structure, state=OfferState.RETURNED, written_by=writer)
    assert notifications.writers(offer) == [writer]
    assert list(writing(Workspace(writer)))
    leaves(writer)
    assert notifications.writers(offer) == [manager]
    assert not list(writing(Workspace(writer)))


def test_a_wish_ends_with_the_job() -> None:
    """B1, B6: no ring takes it, and its person changes it no more, whatever other place they have."""
    space = making.space()
    structure, other = making.structure(space), making.structure(space)
    person = making.professional(structure)
    works(person, other)
    wish = making.wish(structure, person)
    assert wish in ring_pool.free_wishes(space)
    leaves(person)
    assert wish not in ring_pool.free_wishes(space)
    seat = making.seat(person, space)
    with pytest.raises(NotPossible):
        wishes.change(wish_id=wish.pk, seat=seat, values={}, sectors=(), structures=(), windows=())
    assert signed_in(person).get(reverse("exchanges:wish_edit", args=[wish.pk])).status_code == 404
    wishes.withdraw(wish_id=wish.pk, seat=seat)
    with pytest.raises(NotPossible):
        wishes.reopen(wish_id=wish.pk, seat=seat)
    wish.refresh_from_db()
    assert wish.state == WishState.WITHDRAWN


def test_erasure_takes_the_name_of_a_contact_and_keeps_what_colleagues_wrote() -> None:
    """D14: a name without an address goes too, where the person works; a draft with a colleague's hand stays."""
    space = making.space()
    structure = making.structure(space)
    person = making.professional(structure, first_name="Jeanne", last_name="Le Bihan")
    colleague = making.professional(structure)
    named = {"contact_name": "Jeanne Le Bihan", "contact_email": "", "contact_telephone": "0299000000"}
    shown, elsewhere = making.offer(structure, **named), making.offer(making.structure(space), **named)
    seat = making.seat(person, space)
    alone = offers.begin(seat=seat, structure=structure)
    shared = offers.begin(seat=seat, structure=structure, values={"title": "À deux"})
    offers.update(
        offer_id=shared.pk, seat=making.seat(colleague, space), changes={"title": "À nous deux"}, edit=Edit(1)
    )
    given = {one["title"]: one for one in own_data.export_offers(person)}  # type: ignore[attr-defined]
    assert given[shown.title]["contact_telephone"] == "0299000000"
    assert "observable_missions" not in given[shown.title]
    assert given["À nous deux"]["observable_missions"] == ""
    own_data.erase_offers(person)
    shown.refresh_from_db()
    elsewhere.refresh_from_db()
    shared.refresh_from_db()
    assert (shown.contact_name, shown.contact_telephone) == ("", "")
    assert elsewhere.contact_name == "Jeanne Le Bihan", "another structure’s is somebody of that name"
    assert (shared.title, shared.written_by) == ("À nous deux", None)
    assert not ImmersionOffer.objects.filter(pk=alone.pk).exists()

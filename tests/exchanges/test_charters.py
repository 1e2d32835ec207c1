"""The cahier des charges: versions, validated by each actor (B9)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from exchanges import culture_reminders
from exchanges.models import CharterValidation, ExchangeSpace, Structure
from exchanges.selectors import charters as selectors
from exchanges.services import charters
from messaging import reminders
from messaging.models import EmailDelivery
from tests.exchanges import making

pytestmark = pytest.mark.django_db

FIRST = "## Durée\nDeux jours.\n\n## Accueil\nUne personne nommée accueille."
SECOND = "## Durée\nDeux ou trois jours.\n\n## Accueil\nUne personne nommée accueille.\n\n## Bilan\nOn en parle."


@pytest.fixture
def space() -> ExchangeSpace:
    return making.space()


@pytest.fixture
def pilot(space: ExchangeSpace) -> User:
    return making.pilot(space)


def publish(space: ExchangeSpace, pilot: User, text: str = FIRST, note: str = "") -> None:
    charters.write(space_id=space.pk, text=text, note=note, actor=pilot)
    charters.publish(space_id=space.pk, actor=pilot)


def validate(structure: Structure, number: int = 1, role: str = Role.HOST_MANAGER) -> CharterValidation:
    person = making.professional(structure, role)
    return charters.validate(structure_id=structure.pk, number=number, actor=person)


def test_each_structure_validates_the_version_in_force(space: ExchangeSpace, pilot: User) -> None:
    """B9: dated, by name; who has not yet stands beside."""
    one, other = making.structure(space), making.structure(space)
    publish(space, pilot)
    row = validate(one)
    current = selectors.current(space)
    assert current is not None
    standing = selectors.standing(current)
    assert [found.structure for found in standing.validations] == [one]
    assert row.person_name
    assert standing.missing == [other]
    assert AuditEntry.objects.filter(action="charter.validated", organisation=one.organisation).exists()


def test_validating_twice_is_once(space: ExchangeSpace, pilot: User) -> None:
    """B9: two managers of one structure make one validation, that of the first."""
    one = making.structure(space)
    publish(space, pilot)
    first = validate(one)
    assert validate(one, role=Role.SIGNATORY) == first
    assert CharterValidation.objects.count() == 1


def test_a_new_version_asks_everybody_again(space: ExchangeSpace, pilot: User) -> None:
    """B9: what was validated stays on the old version; the old one can be validated no more."""
    one = making.structure(space)
    publish(space, pilot)
    validate(one)
    publish(space, pilot, SECOND, "Trois jours, et un bilan.")
    current = selectors.current(space)
    assert current is not None
    assert current.number == 2
    assert selectors.standing(current).missing == [one]
    with pytest.raises(Refused):
        validate(one, number=1)
    assert current.validations.count() == 0


def test_only_those_who_look_after_a_structure_commit_it(space: ExchangeSpace, pilot: User) -> None:
    """B9: not any professional, nor the manager of another structure."""
    one, other = making.structure(space), making.structure(space)
    publish(space, pilot)
    with pytest.raises(Refused):
        validate(one, role=Role.TUTOR)
    stranger = making.professional(other, Role.HOST_MANAGER)
    with pytest.raises(Refused):
        charters.validate(structure_id=one.pk, number=1, actor=stranger)
    assert not CharterValidation.objects.exists()


def test_a_draft_is_nobodys_to_validate(space: ExchangeSpace, pilot: User) -> None:
    """B9: it holds once it is published; the same text is not published twice, a change says what it is."""
    one = making.structure(space)
    charters.write(space_id=space.pk, text=FIRST, note="", actor=pilot)
    assert selectors.current(space) is None
    with pytest.raises(Refused):
        validate(one)
    charters.publish(space_id=space.pk, actor=pilot)
    charters.write(space_id=space.pk, text=FIRST, note="Rien", actor=pilot)
    with pytest.raises(Refused):
        charters.publish(space_id=space.pk, actor=pilot)
    charters.write(space_id=space.pk, text=SECOND, note="", actor=pilot)
    with pytest.raises(Refused):
        charters.publish(space_id=space.pk, actor=pilot)


def test_two_pilots_do_not_overwrite_each_other(space: ExchangeSpace, pilot: User) -> None:
    """B9: the second one is told, and may save once they have seen it."""
    charters.write(space_id=space.pk, text=FIRST, note="", base="", actor=pilot)
    with pytest.raises(charters.ChangedMeanwhile):
        charters.write(space_id=space.pk, text=SECOND, note="", base="", actor=pilot)
    draft = charters.write(space_id=space.pk, text=SECOND, note="", base=FIRST.replace("\n", "\r\n"), actor=pilot)
    assert draft.text == SECOND


def test_joining_accepts_the_version_in_force(space: ExchangeSpace, pilot: User) -> None:
    """B9: a structure that asks to take part accepts what the others validated."""
    publish(space, pilot)
    one = making.structure(space)
    manager = making.professional(one, Role.HOST_MANAGER)
    charters.accept_on_joining(structure=one, actor=manager)
    current = selectors.current(space)
    assert current is not None
    assert selectors.standing(current).missing == []


def test_versions_are_compared_part_by_part(space: ExchangeSpace, pilot: User) -> None:
    """B9: under its heading each part shows what went and what came; what stayed is left out."""
    publish(space, pilot)
    publish(space, pilot, SECOND, "Trois jours, et un bilan.")
    second, first = selectors.published(space)
    found = {one.label: one.pieces for one in selectors.compare(first, second)}
    assert list(found) == ["Durée", "Bilan"]
    assert any(piece.kind == "ins" and "trois" in piece.words for piece in found["Durée"])
    assert all(piece.kind == "ins" for piece in found["Bilan"])


def test_structures_that_have_not_validated_are_reminded(space: ExchangeSpace, pilot: User) -> None:
    """B9: those who look after them, once per day due; not those that validated, nor any professional."""
    one, other = making.structure(space), making.structure(space)
    making.professional(one)
    manager = making.professional(one, Role.HOST_MANAGER)
    publish(space, pilot)
    validate(other)
    name = culture_reminders.CHARTER
    for expected in (1, 0):
        assert reminders._send_kind(name, reminders.kinds[name], timezone.now()) == expected
    assert EmailDelivery.objects.get().user == manager
    # A third version on the day of the second one is another reminder.
    publish(space, pilot, SECOND, "Trois jours, et un bilan.")
    assert reminders._send_kind(name, reminders.kinds[name], timezone.now()) == 2
    publish(space, pilot, FIRST, "Deux jours finalement.")
    assert reminders._send_kind(name, reminders.kinds[name], timezone.now()) == 2

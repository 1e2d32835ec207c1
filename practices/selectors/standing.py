"""Where a person stands towards a practice, and whom a message about it concerns."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import MANAGING_ROLES, OrganisationKind
from accounts.models import Membership, User
from practices.enums import Standing
from practices.models import GoodPractice
from practices.models.good_practices import VALIDATING


def standing(practice: GoodPractice, user: Any) -> frozenset[Standing]:
    """What the person is to this practice. Nobody validates what they, or their organisation, wrote."""
    if user is None or not user.is_authenticated:
        return frozenset()
    found: set[Standing] = set()
    if practice.author_id == user.pk:
        found.add(Standing.AUTHOR)
    signs, wrote = _hand_of(practice, user)
    if signs:
        found.add(Standing.CO_AUTHOR)
    validates = False
    for seat in Membership.objects.current().filter(user=user).select_related("organisation"):
        network = seat.organisation.kind == OrganisationKind.NETWORK
        if network and seat.role in VALIDATING:
            validates = validates or seat.organisation.territory_id in (None, practice.territory_id)
        elif seat.organisation_id == practice.organisation_id and seat.role in MANAGING_ROLES and not network:
            found.add(Standing.COLLEAGUE)
    if validates and not found and not wrote:
        found.add(Standing.VALIDATOR)
    return frozenset(found)


def _hand_of(practice: GoodPractice, user: Any) -> tuple[bool, bool]:
    """Whether the person signs the practice as it stands, and whether they ever wrote in it."""
    signs = GoodPractice.objects.filter(pk=OuterRef("pk"), co_authors=user.pk)
    wrote = GoodPractice.objects.filter(pk=OuterRef("pk")).touched_by(user)
    row = GoodPractice.objects.filter(pk=practice.pk).annotate(signs=Exists(signs), wrote=Exists(wrote))
    return row.values_list("signs", "wrote").first() or (False, False)


def validators(practice: GoodPractice) -> QuerySet[User]:
    """Who validates this practice: its territory's people, and those of the whole network; not who wrote it."""
    seats = Membership.objects.current().filter(
        Q(organisation__territory=practice.territory_id) | Q(organisation__territory__isnull=True),
        organisation__kind=OrganisationKind.NETWORK,
        role__in=VALIDATING,
    )
    # Administrators hear of it only where nobody has the role of validator.
    named = seats.filter(role=VALIDATING[0])
    people = _reachable().filter(pk__in=(named if named.exists() else seats).values("user"))
    return people.exclude(pk__in=_hands(practice))


def _hands(practice: GoodPractice) -> set[int]:
    """Those who wrote in it, signed one of its versions, or manage the organisation that tells it."""
    hands: set[int | None] = {practice.author_id, *practice.co_authors.values_list("pk", flat=True)}
    for maker, signed in practice.versions.values_list("made_by", "content__co_authors"):
        hands |= {maker, *(signed or ())}
    managers = Membership.objects.current().filter(organisation=practice.organisation_id or 0, role__in=MANAGING_ROLES)
    hands |= set(managers.exclude(organisation__kind=OrganisationKind.NETWORK).values_list("user", flat=True))
    return {pk for pk in hands if pk is not None}


def authors(practice: GoodPractice) -> QuerySet[User]:
    """Whom the fate of a practice concerns: its author and co-authors."""
    wrote = practice.co_authors.values("pk")
    return _reachable().filter(Q(pk=practice.author_id or 0) | Q(pk__in=wrote))


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True, anonymised_at__isnull=True, email__isnull=False).order_by("pk")

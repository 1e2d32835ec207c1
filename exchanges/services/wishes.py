"""« Je voudrais découvrir … »: made, changed, withdrawn, made again, come true (B6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from exchanges.access import Seat
from exchanges.enums import WishState
from exchanges.models import ImmersionWish, Structure, WishWindow
from exchanges.services.words import index_wishes
from exchanges.workflow import NotPossible
from hosts.models import Sector

FIELDS = ("post", "text", "days")
Windows = Sequence[tuple[datetime.date, datetime.date]]


@transaction.atomic
def make(
    *,
    seat: Seat,
    structure: Structure,
    values: Mapping[str, Any],
    sectors: Iterable[Sector] = (),
    structures: Iterable[Structure] = (),
    windows: Windows = (),
) -> ImmersionWish:
    """A wish of a professional, for their structure. Raises NotPossible where it is not theirs."""
    if structure.pk not in seat.writes_for:
        raise NotPossible(_("A wish is made by a professional of a structure that takes part."))
    wish = ImmersionWish(structure=structure, person=seat.user)
    return _save(wish, seat.user, values, sectors, structures, windows, "immersion_wish.made")


@transaction.atomic
def change(
    *,
    wish_id: int,
    seat: Seat,
    values: Mapping[str, Any],
    sectors: Iterable[Sector],
    structures: Iterable[Structure],
    windows: Windows,
) -> ImmersionWish:
    """Changes one's own open wish."""
    wish = _locked(wish_id)
    if wish.person_id != seat.user.pk or wish.state != WishState.OPEN or not _works_there(wish, seat):
        raise NotPossible(_("This wish is not open any more."))
    return _save(wish, seat.user, values, sectors, structures, windows, "immersion_wish.changed")


def _save(
    wish: ImmersionWish,
    actor: User,
    values: Mapping[str, Any],
    sectors: Iterable[Sector],
    structures: Iterable[Structure],
    windows: Windows,
    action: str,
) -> ImmersionWish:
    for name in FIELDS:
        if name in values:
            setattr(wish, name, values[name])
    wish.save()
    wish.sectors.set(sectors)
    wish.structures.set([one for one in structures if one.space_id == wish.structure.space_id])
    wish.windows.all().delete()
    WishWindow.objects.bulk_create([WishWindow(wish=wish, start=start, end=end) for start, end in windows])
    index_wishes([wish.pk])
    _trace(action, wish, actor)
    return wish


@transaction.atomic
def withdraw(*, wish_id: int, seat: Seat) -> ImmersionWish:
    """Its person takes it back; the pilot may too, for somebody who left."""
    wish = _locked(wish_id)
    if wish.state != WishState.OPEN or not (wish.person_id == seat.user.pk or seat.is_pilot):
        raise NotPossible(_("This wish is not open any more."))
    return _move(wish, WishState.WITHDRAWN, seat.user)


@transaction.atomic
def reopen(*, wish_id: int, seat: Seat) -> ImmersionWish:
    """Its person makes it again."""
    wish = _locked(wish_id)
    if not _works_there(wish, seat):
        raise NotPossible(_("A wish is made by a professional of a structure that takes part."))
    if wish.person_id != seat.user.pk or wish.state == WishState.OPEN:
        raise NotPossible(_("This wish is open already."))
    return _move(wish, WishState.OPEN, seat.user)


@transaction.atomic
def served(*, wish_id: int, actor: User | None) -> ImmersionWish:
    """It came true: called when an immersion that answers it is agreed. A wish that was withdrawn stays so."""
    wish = _locked(wish_id)
    return _move(wish, WishState.SERVED, actor) if wish.state == WishState.OPEN else wish


@transaction.atomic
def open_again(*, wish_id: int, actor: User | None) -> ImmersionWish:
    """What was to make it come true does not take place. A wish that was withdrawn stays so."""
    wish = _locked(wish_id)
    return _move(wish, WishState.OPEN, actor) if wish.state == WishState.SERVED else wish


def _works_there(wish: ImmersionWish, seat: Seat) -> bool:
    return wish.structure_id in seat.writes_for


def _move(wish: ImmersionWish, state: str, actor: User | None) -> ImmersionWish:
    wish.state = state
    wish.closed_at = None if state == WishState.OPEN else timezone.now()
    wish.save(update_fields=["state", "closed_at", "updated_at"])
    _trace(f"immersion_wish.{state}", wish, actor)
    return wish


def _locked(wish_id: int) -> ImmersionWish:
    rows = ImmersionWish.objects.select_for_update(of=("self",), no_key=True).defer("vector")
    return rows.select_related("structure__institution__organisation").get(pk=wish_id)


def _trace(action: str, wish: ImmersionWish, actor: User | None) -> None:
    audit.record(action=action, actor=actor, target=wish, organisation=wish.structure.organisation)

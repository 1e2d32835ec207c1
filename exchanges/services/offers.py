"""Sheets « offre accueil »: begun, written, sent to the pilot, published, closed, copied (B6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from exchanges import notifications
from exchanges.access import Seat
from exchanges.enums import OfferState
from exchanges.models import ImmersionOffer, ImmersionRequest, OfferAttachment, OfferStep, OfferWindow, Structure
from exchanges.selectors.completeness import Missing, missing
from exchanges.services.words import index_offers
from exchanges.workflow import Action, NotPossible, offer_actions, require
from hosts import versions
from hosts.versions import Edit

# The fields of the sheet that people write, in the order of the fourteen lines.
TEXTS = (
    *("title", "place_details", "observable_missions", "observable_posts", "observer_profile", "period_details"),
    *("contents", "contact_name", "contact_function", "contact_email", "contact_telephone", "support_details"),
    *("conditions", "effects_structure", "effects_person"),
)
FIELDS = (*TEXTS, "site", "least_days", "most_days", "written_on")


class Incomplete(Exception):
    """The sheet lacks something that a reader needs. `missing` says what, by step."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(str(one.label) for one in missing))
        self.missing = missing


@dataclass(frozen=True)
class WindowData:
    """A period as it is to be recorded; `pk` of one that exists."""

    start: datetime.date
    end: datetime.date
    seats: int = 1
    pk: int | None = None


@transaction.atomic
def begin(
    *, seat: Seat, structure: Structure, values: Mapping[str, Any] | None = None, windows: Sequence[WindowData] = ()
) -> ImmersionOffer:
    """A draft of one's own structure, with the writer as its contact until another is named."""
    if structure.pk not in seat.writes_for:
        raise NotPossible(_("Only professionals of a structure write its offers."))
    given = dict(values or {})
    if unknown := set(given) - set(FIELDS):
        raise ValueError(f"an offer has no {', '.join(sorted(unknown))}")
    space = seat.space
    start = {
        "contact_name": seat.user.get_full_name(),
        "contact_email": seat.user.email or "",
        "contact_telephone": seat.user.phone,
        "least_days": space.least_days,
        "most_days": space.most_days,
    }
    offer = ImmersionOffer.objects.create(structure=structure, written_by=seat.user, **{**start, **given})
    _set_windows(offer, windows)
    index_offers([offer.pk])
    _trace("immersion_offer.begun", offer, seat.user)
    return offer


@transaction.atomic
def update(
    *, offer_id: int, seat: Seat, changes: Mapping[str, Any], edit: Edit, autosave: bool = False
) -> ImmersionOffer:
    """Saves fields of an open sheet. Raises versions.StaleEdit, and NotPossible where it is not open (any more)."""
    offer = writable(offer_id, seat)
    versions.check(offer, edit, changes)
    for name, value in changes.items():
        setattr(offer, name, value)
    versions.touch(offer, edit)
    offer.save()
    index_offers([offer.pk])
    if not autosave:
        _trace("immersion_offer.edited", offer, seat.user, fields=sorted(changes))
    return offer


@transaction.atomic
def set_windows(
    *,
    offer_id: int,
    seat: Seat,
    windows: Sequence[WindowData],
    changes: Mapping[str, Any] | None = None,
    edit: Edit | None = None,
) -> ImmersionOffer:
    """The periods and seats, with the length of a stay. Periods may be changed while the sheet is published too, since
    nobody needs to read them again; raises NotPossible where people hold seats that would go."""
    offer = locked(offer_id)
    if offer.structure_id not in seat.writes_for or offer.state in (OfferState.SUBMITTED, OfferState.CLOSED):
        raise NotPossible(_("This sheet is not open for writing: take it back first."))
    if edit is not None:
        versions.check(offer, edit, {**(changes or {}), **_as_changes(windows)})
    for name, value in (changes or {}).items():
        setattr(offer, name, value)
    _set_windows(offer, windows)
    versions.touch(offer, edit)
    offer.save()
    _trace("immersion_offer.periods", offer, seat.user)
    return offer


def _set_windows(offer: ImmersionOffer, windows: Sequence[WindowData]) -> None:
    known = {one.pk: one for one in OfferWindow.objects.select_for_update().filter(offer=offer)}
    kept = {one.pk for one in windows if one.pk in known}
    if any(one.taken for pk, one in known.items() if pk not in kept):
        raise NotPossible(_("Somebody is expected in this period: it cannot be taken away."))
    for data in windows:
        row = known.get(data.pk or 0) or OfferWindow(offer=offer)
        if data.seats < row.taken:
            raise NotPossible(_("More people are expected in this period than that."))
        if row.pk and _leaves_out(row, data):
            raise NotPossible(_("Somebody is expected in this period, on days that it would leave out."))
        row.start, row.end, row.seats = data.start, data.end, data.seats
        row.save()
    OfferWindow.objects.filter(offer=offer, pk__in=set(known) - kept).delete()


def _leaves_out(row: OfferWindow, data: WindowData) -> bool:
    """Whether somebody who holds a seat comes on days that are not in the period as it would be."""
    if data.start <= row.start and data.end >= row.end:
        return False
    held = ImmersionRequest.objects.filter(window=row, holds_seat=True)
    return held.filter(Q(first_day__lt=data.start) | Q(last_day__gt=data.end)).exists()


def _as_changes(windows: Sequence[WindowData]) -> dict[str, Any]:
    return {"period_values": sorted((one.start.isoformat(), one.end.isoformat(), one.seats) for one in windows)}


@transaction.atomic
def act(*, offer_id: int, action: str, seat: Seat, reason: str = "") -> ImmersionOffer:
    """Applies one action of the table. Raises NotPossible, ReasonNeeded, or Incomplete (submit, publish)."""
    offer = locked(offer_id)
    reason = reason.strip()[:1000]
    step = require(offer_actions(offer, seat), action, reason)
    now = timezone.now()
    if action in ("submit", "publish") and (lacking := missing(offer)):
        raise Incomplete(lacking)
    source = offer.state
    offer.state, offer.state_reason = step.target, reason if step.needs_reason else ""
    if action == "submit":
        offer.submitted_at = now
    elif action == "withdraw" and offer.published_at is None:
        # The pilot reads what left its authors' hands: this came back to them.
        offer.submitted_at = None
    elif action == "publish":
        offer.published_at = now
    offer.closed_at = now if step.target == OfferState.CLOSED else None
    versions.touch(offer, None)
    offer.save()
    log(offer, step, source, seat.user, reason)
    notifications.offer_moved(offer, step.code, seat.user)
    return offer


def log(offer: ImmersionOffer, step: Action, source: str, actor: User, comment: str = "") -> None:
    """Every transition leaves its row, and its line in the trace."""
    OfferStep.objects.create(
        offer=offer, action=step.code, source=source, target=step.target, actor=actor, comment=comment
    )
    audit.record(
        action=f"immersion_offer.{step.code}",
        actor=actor,
        target=offer,
        organisation=offer.structure.organisation,
        data={"from": source},
        text=comment,
    )


@transaction.atomic
def duplicate(*, offer_id: int, seat: Seat) -> ImmersionOffer:
    """A draft with the same lines and documents, written by whoever copies it today; periods to come come along."""
    source = locked(offer_id)
    if source.structure_id not in seat.writes_for:
        raise NotPossible(_("Only professionals of a structure write its offers."))
    values = {name: getattr(source, name) for name in FIELDS if name != "written_on"}
    copy = ImmersionOffer.objects.create(structure=source.structure, written_by=seat.user, copied_from=source, **values)
    today = timezone.localdate()
    for row in source.windows.filter(end__gte=today):
        OfferWindow.objects.create(offer=copy, start=max(row.start, today), end=row.end, seats=row.seats)
    for paper in source.attachments.all():
        OfferAttachment.objects.create(offer=copy, file=paper.file, title=paper.title, position=paper.position)
    index_offers([copy.pk])
    _trace("immersion_offer.copied", copy, seat.user, source=source.pk)
    return copy


@transaction.atomic
def delete_draft(*, offer_id: int, seat: Seat) -> None:
    """Deletes a sheet that the pilot never published."""
    offer = writable(offer_id, seat)
    if offer.published_at is not None:
        raise NotPossible(_("A sheet that was published is closed, not deleted."))
    _trace("immersion_offer.deleted", offer, seat.user)
    offer.delete()


def writable(offer_id: int, seat: Seat) -> ImmersionOffer:
    """The sheet under its lock, where this person may write in it now."""
    offer = locked(offer_id)
    if offer.structure_id not in seat.writes_for or not offer.is_open_for_writing:
        raise NotPossible(_("This sheet is not open for writing: take it back first."))
    return offer


def locked(offer_id: int) -> ImmersionOffer:
    rows = ImmersionOffer.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("structure__space__pilot", "structure__institution__organisation", "site").get(
        pk=offer_id
    )


def _trace(action: str, offer: ImmersionOffer, actor: User, **data: Any) -> None:
    body = offer.structure.organisation
    audit.record(action=action, actor=actor, target=offer, organisation=body, data=data or None)

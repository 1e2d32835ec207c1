"""A line of the board in words: where it stands and whose turn it is, and why it is late."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from agreements.enums import AgreementState, Capacity, Side
from agreements.selectors.board import Line
from agreements.stages import Late, Stage


@dataclass(frozen=True)
class Turn:
    """What is to be done next; `ours` says that it is the school's turn."""

    words: str
    ours: bool = False


def turn(line: Line) -> Turn:
    """Where the line stands and whose turn it is."""
    match line.stage:
        case Stage.WITHOUT:
            return Turn(_("No application under way"))
        case Stage.APPLYING:
            return _applying(line)
        case Stage.FOUND:
            return Turn(_("The agreement is to be drawn up"), ours=True)
        case Stage.PREPARING:
            return _preparing(line)
        case Stage.SIGNING:
            return _signing(line)
        case _:
            return _signed(line)


def _applying(line: Line) -> Turn:
    if line.accepted:
        return Turn(_("A host has accepted: the trainee confirms"))
    return Turn(
        ngettext("%(count)d application waits for an answer", "%(count)d applications wait for an answer", line.waiting)
        % {"count": line.waiting}
    )


def _preparing(line: Line) -> Turn:
    if not line.sides:
        return Turn(_("All parts are complete: it can be sent for signature"), ours=True)
    sides = ", ".join(str(Side(side).label).lower() for side in line.sides)
    words = _("Waiting for the part of: %(sides)s") % {"sides": sides}
    return Turn(words, ours=line.sides == (Side.SCHOOL,))


def _signing(line: Line) -> Turn:
    if line.agreement_state == AgreementState.RENDERING:
        return Turn(_("The document is being made"))
    if line.agreement_state == AgreementState.SEALING:
        return Turn(_("Signed by all, being sealed"))
    signed = _("%(signed)d of %(all)d signatures") % {"signed": line.signatures, "all": line.signatories}
    if not line.asked:
        return Turn(signed)
    names = ", ".join(f"{name} ({str(Capacity(capacity).label).lower()})" for name, capacity in line.asked)
    words = _("Waiting for the signature of %(names)s · %(signed)s") % {"names": names, "signed": signed}
    return Turn(words, ours=all(capacity in SCHOOLS_OWN for _name, capacity in line.asked))


# These sign for the school.
SCHOOLS_OWN = (Capacity.HEAD, Capacity.REFERENT_TEACHER)


def _signed(line: Line) -> Turn:
    if line.amending:
        return Turn(_("An amendment is under way"))
    if line.stage == Stage.OVER:
        return Turn(_("Ended on %(day)s") % {"day": day(line.end)})
    if line.stage == Stage.RUNNING:
        return Turn(_("On placement until %(day)s") % {"day": day(line.end)})
    return Turn(_("Begins on %(day)s") % {"day": day(line.start)})


# Counted in days since it became late.
SINCE: dict[Late, Any] = {
    Late.BEGAN: ngettext_lazy(
        "The placement began %(days)d day ago and the agreement is not signed",
        "The placement began %(days)d days ago and the agreement is not signed",
        "days",
    ),
    Late.WINDOW_OPEN: ngettext_lazy(
        "The placement should have begun %(days)d day ago",
        "The placement should have begun %(days)d days ago",
        "days",
    ),
    Late.DECLINED: ngettext_lazy(
        "Somebody declined to sign, %(days)d day ago",
        "Somebody declined to sign, %(days)d days ago",
        "days",
    ),
    Late.NO_REPLY: ngettext_lazy(
        "The host’s answer is %(days)d day overdue",
        "The host’s answer is %(days)d days overdue",
        "days",
    ),
    Late.NOT_CONFIRMED: ngettext_lazy(
        "The trainee’s confirmation is %(days)d day overdue",
        "The trainee’s confirmation is %(days)d days overdue",
        "days",
    ),
    Late.REMARK: ngettext_lazy(
        "A remark has waited for its answer for %(days)d day",
        "A remark has waited for its answer for %(days)d days",
        "days",
    ),
    Late.SIGNATURE_WAITING: ngettext_lazy(
        "A signature has been waited for for %(days)d day",
        "A signature has been waited for for %(days)d days",
        "days",
    ),
    Late.PART_WAITING: ngettext_lazy(
        "Nobody has completed what is missing for %(days)d day",
        "Nobody has completed what is missing for %(days)d days",
        "days",
    ),
}


def late(line: Line) -> str:
    """Why the line is late and since when; empty when it is not."""
    if line.late is None:
        return ""
    if line.late in (Late.START_NEAR, Late.WINDOW_NEAR):
        return _ahead(line)
    return str(SINCE[line.late] % {"days": _days(line.late_since)})


def _ahead(line: Line) -> str:
    """What is late although its day is still to come: counted to that day."""
    if line.late == Late.START_NEAR:
        left = _days_to(line.start)
        return ngettext(
            "Begins in %(days)d day and the agreement is not signed",
            "Begins in %(days)d days and the agreement is not signed",
            left,
        ) % {"days": left}
    left = _days_to(line.placement_start)
    return ngettext(
        "No placement yet, %(days)d day before the window", "No placement yet, %(days)d days before the window", left
    ) % {"days": left}


def dates(line: Line) -> str:
    """When the placement is; before it is found, when its window opens."""
    if line.start:
        return _("from %(start)s to %(end)s") % {"start": day(line.start), "end": day(line.end)}
    return _("window from %(start)s") % {"start": day(line.placement_start)} if line.placement_start else ""


def day(value: datetime.date | None) -> str:
    return formats.date_format(value, "j F Y") if value else ""


def _days(since: datetime.date | None) -> int:
    return (timezone.localdate() - since).days if since else 0


def _days_to(until: datetime.date | None) -> int:
    return max((until - timezone.localdate()).days, 0) if until else 0

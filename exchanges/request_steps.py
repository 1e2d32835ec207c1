"""The steps of a request, from the wish to the return, and what comes next in one sentence (B1, B2, B10, B13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.enums import AgreementState
from agreements.models import Agreement
from exchanges.models import ImmersionRequest, LedgerEntry
from exchanges.request_enums import EntryKind, Part, RequestState
from exchanges.request_parts import Step
from internships.words import said

S = RequestState


@dataclass(frozen=True)
class Agreed:
    """What follows an accepted request: its agreement, its certificate, its lines in the ledger. Three queries."""

    agreement: Agreement | None = None
    certified: bool = False
    entries: tuple[LedgerEntry, ...] = ()

    @classmethod
    def of(cls, made: ImmersionRequest) -> Agreed:
        if made.placement is None:
            return cls()
        rows = Agreement.objects.originals().filter(placement=made.placement).exclude(state=AgreementState.CANCELLED)
        certificates = made.placement.certificates.filter(file__isnull=False, replaced_by=None)
        lines = LedgerEntry.objects.standing().filter(request=made).prefetch_related("settled_by__undone_by")
        return cls(rows.first(), certificates.exists(), tuple(lines))

    @property
    def is_signed(self) -> bool:
        return self.agreement is not None and self.agreement.state == AgreementState.SEALED

    @property
    def debt(self) -> LedgerEntry | None:
        """What the structure that asks owes for this immersion, settled or not."""
        return next((one for one in self.entries if one.kind == EntryKind.OWED), None)

    @property
    def is_settled(self) -> bool:
        if self.debt is None:
            return bool(self.entries)
        return any(not _is_undone(one) for one in self.debt.settled_by.all())  # type: ignore[attr-defined]


def _is_undone(entry: LedgerEntry) -> bool:
    return hasattr(entry, "undone_by")


def steps(made: ImmersionRequest, follows: Agreed, more: list[Step]) -> list[Step]:
    """The steps in their order, the first that is not done marked as the current one."""
    found = [*_until_answered(made), *more]
    if made.state in (S.VISA, S.SENT, S.ACCEPTED):
        found += _after(made, follows)
    found.sort(key=lambda step: step.position)
    waiting = next((step for step in found if not step.done), None)
    if waiting is not None:
        waiting.current = made.state in (S.VISA, S.SENT, S.ACCEPTED)
    return found


def _until_answered(made: ImmersionRequest) -> list[Step]:
    asked = Step(
        title=pgettext("immersion", "Asked for"), position=10, done=True, note=said(timezone.localdate(made.asked_at))
    )
    if made.state == S.REFUSED and made.sent_at is None:
        return [asked, Step(title=_("Visa refused"), position=20, done=True, note=_day(made.closed_at))]
    visa = Step(title=_("Visa of the structure"), position=20, done=made.visa_at is not None, note=_day(made.visa_at))
    if made.state in (S.WITHDRAWN, S.CANCELLED, S.REFUSED):
        words = {S.WITHDRAWN: _("Withdrawn"), S.CANCELLED: _("Cancelled"), S.REFUSED: _("Refused by the host")}
        title = _("Not answered in time") if made.is_lapsed else words[S(made.state)]
        ended = Step(title=title, position=30, done=True, note=_day(made.closed_at))
        return [asked, visa, ended] if made.visa_at else [asked, ended]
    answered = made.state == S.ACCEPTED
    note = _day(made.answered_at) if answered else _("other days proposed") if made.is_proposed else ""
    return [asked, visa, Step(title=_("Answer of the host"), position=30, done=answered, note=note)]


def _after(made: ImmersionRequest, follows: Agreed) -> list[Step]:
    agreement = follows.agreement
    days = _("from %(first)s to %(last)s") % {"first": said(made.first_day), "last": said(made.last_day)}
    return [
        Step(
            title=_("Agreement signed"),
            position=40,
            done=follows.is_signed,
            note=str(agreement.get_state_display()) if agreement else "",
            address=reverse("agreements:detail", args=[agreement.pk]) if agreement else "",
        ),
        Step(title=_("Immersion"), position=60, done=made.is_over, note=days),
        Step(title=_("Certificate"), position=80, done=follows.certified),
        Step(
            title=_("Welcome in return"),
            position=90,
            done=made.state == S.ACCEPTED and follows.is_settled,
            note="" if follows.is_settled else _("owed to %(host)s") % {"host": made.offer.structure.name},
        ),
    ]


def _day(moment: Any) -> str:
    return said(timezone.localdate(moment)) if moment else ""


def next_words(made: ImmersionRequest, who: frozenset[Part], follows: Agreed) -> str:
    """What comes next, for whoever reads."""
    host, structure = made.offer.structure.name, made.structure.name
    if made.state == S.VISA:
        if Part.VISA in who:
            return _("Your visa sends the request to %(host)s.") % {"host": host}
        return _("%(structure)s gives its visa, then %(host)s answers.") % {"structure": structure, "host": host}
    if made.state == S.SENT and made.is_proposed:
        if Part.PERSON in who:
            return _("Accept the other days, keep your own, or withdraw your request.")
        return _("%(person)s answers on the days proposed.") % {"person": made.person}
    if made.state == S.SENT:
        if Part.HOST in who:
            return _("Accept, propose other days, or say no and why.")
        return _("%(host)s answers. You are told by e-mail.") % {"host": host}
    if made.state != S.ACCEPTED:
        return ""
    if not follows.is_signed and not made.is_over:
        if follows.agreement is None:
            return _(
                "The agreement is drawn up on the page of the placement, then each side accepts the three clauses."
            )
        return _("Each side completes its part, accepts the three clauses one by one, and signs.")
    if not made.is_over:
        return _("All is ready: the calendar and the address are on the page of the placement.")
    if not follows.is_settled:
        return _("%(structure)s still owes %(host)s a welcome.") % {"structure": structure, "host": host}
    return _("This exchange is complete.")

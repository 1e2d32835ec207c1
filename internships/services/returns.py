"""Key ideas, the return report and the link by which a team reads it (E12, E14)."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from internships.disclosure import is_protected
from internships.enums import Sender
from internships.models import KeyIdea, Placement, ReturnReport

MOST_IDEAS = 12
SHARED_DAYS = 60


def _own(placement_id: int, actor: User) -> Placement:
    """Under the placement's lock; only the trainee writes what they bring back."""
    placement = Placement.objects.select_for_update(of=("self",)).select_related("person", "kind").get(pk=placement_id)
    if placement.person_id != actor.pk:
        raise Refused(_("Only the trainee writes what they bring back from the placement."))
    return placement


@transaction.atomic
def save_idea(*, placement_id: int, idea: str, use: str, actor: User, idea_id: int | None = None) -> KeyIdea:
    """Notes a key idea with its use at work, or changes one."""
    placement = _own(placement_id, actor)
    if idea_id is not None:
        row = placement.key_ideas.get(pk=idea_id)
        row.idea, row.use = idea.strip(), use.strip()
        row.save(update_fields=["idea", "use"])
        return row
    if placement.key_ideas.count() >= MOST_IDEAS:
        raise Refused(_("%(most)d ideas at most: keep the strongest.") % {"most": MOST_IDEAS})
    last = placement.key_ideas.aggregate(last=Max("position"))["last"] or 0
    return KeyIdea.objects.create(placement=placement, idea=idea.strip(), use=use.strip(), position=last + 1)


@transaction.atomic
def remove_idea(*, placement_id: int, idea_id: int, actor: User) -> None:
    _own(placement_id, actor).key_ideas.filter(pk=idea_id).delete()


@transaction.atomic
def write_summary(*, placement_id: int, summary: str, actor: User) -> ReturnReport:
    """The report's own words."""
    placement = _own(placement_id, actor)
    report, _made = ReturnReport.objects.get_or_create(placement=placement)
    report.summary = summary.strip()
    report.save(update_fields=["summary", "updated_at"])
    return report


@transaction.atomic
def share(*, placement_id: int, actor: User, days: int = SHARED_DAYS) -> ReturnReport:
    """A link that anybody who has it can read until it ends or is withdrawn. Never for a minor (S5)."""
    placement = _own(placement_id, actor)
    if is_minors(placement):
        raise Refused(_("The report of a minor is not shared by link: print it, or send the PDF yourself."))
    report, _made = ReturnReport.objects.get_or_create(placement=placement)
    if not report.is_shared:
        report.token = secrets.token_urlsafe(32)
    report.shared_at = timezone.now()
    report.shared_until = report.shared_at + datetime.timedelta(days=days)
    report.save(update_fields=["token", "shared_at", "shared_until", "updated_at"])
    _trace("report.shared", placement, actor)
    return report


def is_minors(placement: Placement) -> bool:
    """Of somebody whom no school sends, an unknown age means nothing: professionals rarely give it."""
    known = placement.person.birth_date is not None or placement.kind.sender == Sender.SCHOOL
    return known and is_protected(placement.person, placement.start)


@transaction.atomic
def withdraw(*, placement_id: int, actor: User) -> None:
    """Nobody reads it by the link any more."""
    placement = _own(placement_id, actor)
    shared = ReturnReport.objects.filter(placement=placement, token__isnull=False)
    if shared.update(token=None, shared_at=None, shared_until=None):
        _trace("report.unshared", placement, actor)


def _trace(action: str, placement: Placement, actor: User) -> None:
    audit.record(action=action, actor=actor, target=placement, organisation=placement.sending_organisation)

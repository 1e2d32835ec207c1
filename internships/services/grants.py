"""Grants that funders publish, and what becomes of requests: written, sent, decided, withdrawn (E5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import Organisation, PersonalLink, User
from documents import files
from hosts.text import fold
from internships import grant_emails as emails
from internships import money
from internships.enums import BudgetSide, GrantRequestState, GrantState, PlacementState
from internships.grant_workflow import DECIDE_LINK, Action, NotPossible, require
from internships.models import BudgetCategory, BudgetLine, Grant, GrantApplication, GrantDocument, Placement
from internships.selectors import grants as selectors
from internships.selectors.budget import OF_GRANTS
from internships.services import locks

MANY = ("kinds", "levels")
MOST_DOCUMENTS = 12
GRANT_HEADING = {"name_fr": "Bourse de stage", "name_en": "Placement grant", "side": BudgetSide.INCOME}


class Settled(Refused):
    """What requests already sent rely on does not change; `field` says beside which field the sentence belongs."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


# Grants


@transaction.atomic
def save_grant(*, grant: Grant, actor: User, values: Mapping[str, Any]) -> Grant:
    """Writes a grant, new or known, with the lists of those it is for."""
    is_new = grant.pk is None
    if not is_new:
        grant = _locked_grant(grant.pk)
        _require_settled(grant, values)
    address = grant.email
    for name, value in values.items():
        if name not in MANY:
            setattr(grant, name, value)
    if is_new:
        grant.created_by = actor
    grant.folded = fold(f"{grant.title} {grant.summary} {grant.funder.name}")
    grant.save()
    for name in MANY:
        if name in values:
            getattr(grant, name).set(values[name])
    if grant.state == GrantState.PUBLISHED:
        _require_reach(grant)
    if not is_new and grant.email.lower() != address.lower():
        _ask_elsewhere(grant)
    _trace_grant(grant, actor, "grant.written" if is_new else "grant.changed")
    return grant


@transaction.atomic
def publish(*, grant_id: int, actor: User) -> Grant:
    """Offers a grant; one that was closed is offered again."""
    grant = _locked_grant(grant_id)
    if grant.state == GrantState.PUBLISHED:
        return grant
    if grant.deadline and grant.deadline < timezone.localdate():
        raise Refused(_("The last day for requests is over: choose a later one first."))
    _require_reach(grant)
    grant.state, grant.published_at = GrantState.PUBLISHED, timezone.now()
    grant.save(update_fields=["state", "published_at", "updated_at"])
    _trace_grant(grant, actor, "grant.published")
    return grant


@transaction.atomic
def close(*, grant_id: int, actor: User) -> Grant:
    """Takes no more requests; those that were sent are still answered."""
    grant = _locked_grant(grant_id)
    if grant.state == GrantState.PUBLISHED:
        grant.state = GrantState.CLOSED
        grant.save(update_fields=["state", "updated_at"])
        _trace_grant(grant, actor, "grant.closed")
    return grant


def _locked_grant(grant_id: int) -> Grant:
    return Grant.objects.select_for_update(of=("self",)).select_related("funder").get(pk=grant_id)


def _require_settled(grant: Grant, values: Mapping[str, Any]) -> None:
    """Who decides, and in which money, stays as it was for those who have asked. Call it under the grant's lock."""
    if not _sent(grant).exists():
        return
    if values.get("currency", grant.currency) != grant.currency:
        raise Settled(
            _("Somebody has asked for this grant already: its currency stays. Write another grant instead."), "currency"
        )
    if values.get("funder", grant.funder) != grant.funder:
        raise Settled(
            _("Somebody has asked for this grant already: its funder stays. Write another grant instead."), "funder"
        )


def _ask_elsewhere(grant: Grant) -> None:
    """The address has changed: links sent to the old one open nothing any more, what waits goes to the new one."""
    for application in _sent(grant).select_related("person", "placement").order_by("pk"):
        links.revoke(purpose=DECIDE_LINK, target=application)
        if application.state == GrantRequestState.SENT:
            _require_reach(grant)
            application.grant = grant
            emails.asked_elsewhere(application)


def _sent(grant: Grant) -> QuerySet[GrantApplication]:
    return GrantApplication.objects.filter(grant=grant, sent_at__isnull=False)


def _require_reach(grant: Grant) -> None:
    if not selectors.reach_of(grant):
        raise Refused(_("Nobody would receive the requests: give an address, or invite somebody of the funder."))


def _trace_grant(grant: Grant, actor: User, action: str) -> None:
    audit.record(action=action, actor=actor, target=grant, organisation=grant.funder)


# Requests


@transaction.atomic
def begin(*, grant: Grant, placement: Placement, actor: User) -> GrantApplication:
    """A draft for this stay; the one that is there already where one is."""
    if placement.person_id != actor.pk:
        raise ValueError("the placement is somebody else's")
    known = GrantApplication.objects.filter(grant=grant, placement=placement).exclude(
        state__in=(GrantRequestState.REFUSED, GrantRequestState.WITHDRAWN)
    )
    if found := known.first():
        return found
    if shut := selectors.why_shut(grant):
        raise Refused(shut)
    try:
        with transaction.atomic():
            made = GrantApplication.objects.create(grant=grant, placement=placement, person=actor)
    except IntegrityError:  # another window did it at the same moment
        return known.get()
    _trace(made, "begun", actor=actor)
    return made


@transaction.atomic
def write(*, application_id: int, actor: User, amount_asked: Decimal | None, message: str) -> GrantApplication:
    """Keeps what is written so far."""
    application = locked(application_id)
    _require_draft(application, actor)
    application.amount_asked = None if amount_asked is None else money.cents(amount_asked)
    application.message = message.strip()
    application.save(update_fields=["amount_asked", "message"])
    return application


@transaction.atomic
def add_document(*, application_id: int, actor: User, upload: UploadedFile, label: str) -> GrantDocument:
    """Raises documents.files.FileRefused or StorageProblem, with a sentence."""
    application = locked(application_id)
    _require_draft(application, actor)
    if application.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("%(most)d documents at most: remove one first.") % {"most": MOST_DOCUMENTS})
    stored = files.store_upload(upload, user=actor)
    return GrantDocument.objects.create(application=application, file=stored, label=label.strip()[:120])


@transaction.atomic
def remove_document(*, application_id: int, actor: User, document_id: int) -> None:
    application = locked(application_id)
    _require_draft(application, actor)
    application.documents.filter(pk=document_id).delete()


@transaction.atomic
def send(*, application_id: int, actor: User) -> GrantApplication:
    """Sends a request once nothing is missing and the time is not over; budget and objectives are kept as they are."""
    application = locked(application_id)
    # Its currency, its funder and its address stay what they are until this is sent.
    application.grant = _locked_grant(application.grant_id)
    step = require(application, "send", actor)
    if lacking := selectors.missing(application):
        raise Refused(" ".join(lacking))
    application.sent_at = timezone.now()
    application.told = selectors.snapshot(application.placement)
    _move(application, step, actor=actor)
    emails.sent(application)
    return application


@transaction.atomic
def withdraw(*, application_id: int, actor: User) -> GrantApplication:
    application = locked(application_id)
    step = require(application, "withdraw", actor)
    was_sent = application.state == GrantRequestState.SENT
    _move(application, step, actor=actor)
    if was_sent:
        links.revoke(purpose=DECIDE_LINK, target=application)
        emails.withdrawn(application)
    return application


@transaction.atomic
def grant(
    *, application_id: int, actor: User | None, amount: Decimal, answer: str = "", link: PersonalLink | None = None
) -> GrantApplication:
    """The funder says yes, and how much: the amount enters the trainee's budget by itself, as an income."""
    placement = locks.placement(GrantApplication.objects.values_list("placement_id", flat=True).get(pk=application_id))
    application = locked(application_id)
    step = require(application, "grant", actor, link)
    if placement.state != PlacementState.OPEN:
        raise Refused(_("This placement was cancelled or ended early: no grant is given for it any more."))
    amount = money.cents(amount)
    offered = application.grant
    if not 0 < amount <= offered.amount_max:
        most = money.said(offered.amount_max, offered.currency)
        raise Refused(_("Choose an amount up to %(most)s.") % {"most": most})
    application.amount_granted, application.answer = amount, answer.strip()
    application.decided_at, application.decided_by = timezone.now(), actor
    _move(application, step, actor=actor, link=link)
    _enter_budget(application, amount)
    emails.granted(application)
    return application


@transaction.atomic
def refuse(
    *, application_id: int, actor: User | None, reason: str, link: PersonalLink | None = None
) -> GrantApplication:
    """The funder says no, and why."""
    application = locked(application_id)
    step = require(application, "refuse", actor, link)
    if not reason.strip():
        raise Refused(_("Say why, in a sentence: it is sent to the trainee."))
    application.reason = reason.strip()[:1000]
    application.decided_at, application.decided_by = timezone.now(), actor
    _move(application, step, actor=actor, link=link, text=application.reason)
    emails.refused(application)
    return application


def locked(application_id: int) -> GrantApplication:
    """The request under its row lock: two who decide at once are told apart here."""
    rows = selectors.with_all(GrantApplication.objects.all())
    with busy_said(_("Somebody else is changing this request right now. Try again in a moment.")):
        return rows.select_for_update(of=("self",)).get(pk=application_id)


def _require_draft(application: GrantApplication, actor: User) -> None:
    if application.person_id != actor.pk or application.state != GrantRequestState.DRAFT:
        raise NotPossible(_("This request has been sent: it can be withdrawn, not changed."))


def _enter_budget(application: GrantApplication, amount: Decimal) -> None:
    heading, _made = BudgetCategory.objects.get_or_create(code=OF_GRANTS, defaults=GRANT_HEADING)
    offered = application.grant
    label = f"{offered.title} ({offered.funder.name})"[:160]
    BudgetLine.objects.create(
        placement=application.placement,
        side=BudgetSide.INCOME,
        category=heading,
        label=label,
        planned=amount,
        currency=offered.currency,
        grant_application=application,
    )


def _move(
    application: GrantApplication,
    step: Action,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
) -> None:
    before, application.state = application.state, step.target
    application.version += 1
    application.save()
    _trace(application, step.code, actor=actor, link=link, text=text, before=before)


def _trace(
    application: GrantApplication,
    code: str,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
    before: str = "",
) -> None:
    """A line of the trace; the funder reads what its own people did."""
    organisation: Organisation | None = application.grant.funder if code in ("grant", "refuse") else None
    audit.record(
        action=f"grant_request.{code}",
        actor=actor,
        target=application,
        organisation=organisation,
        data={"from": before, "to": application.state, "link": link.pk if link else None},
        text=text,
    )

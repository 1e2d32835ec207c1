"""« À faire » of agreements: signatures to give, remarks to answer, what waits for whoever leads."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from agreements.enums import AgreementState, SignatoryState
from agreements.models import Agreement, AgreementRemark, Signatory
from agreements.selectors.leading import led_by
from messaging.inbox import Todo, Urgency


def register() -> None:
    from messaging import inbox

    inbox.register(signatures)
    inbox.register(remarks)
    inbox.register(declined)


def signatures(workspace: Workspace) -> Iterator[Todo]:
    """What the person can sign now, in one line; due before the first placement begins."""
    user = workspace.user
    if user is None:
        return
    mine = Q(user=user)
    if user.email:
        mine |= Q(user__isnull=True, email__iexact=user.email)
    waiting = Signatory.objects.filter(mine, state=SignatoryState.ASKED, agreement__state=AgreementState.SIGNING)
    numbers = list(waiting.values_list("agreement_id", "pk")[:2])
    if not numbers:
        return
    count = waiting.count()
    first = waiting.aggregate(first=Min("agreement__placement__start"))["first"]
    single = reverse("agreements:sign", args=numbers[0]) if count == 1 else reverse("agreements:to_sign")
    yield Todo(
        title=ngettext("%(count)d signature to give", "%(count)d signatures to give", count) % {"count": count},
        url=single,
        urgency=Urgency.SOON,
        due=first if first and first >= timezone.localdate() else None,
        icon="pen-line",
        count=count,
    )


def remarks(workspace: Workspace) -> Iterator[Todo]:
    """Remarks before signature that wait for an answer of the organisation acted for (T10)."""
    led = _led(workspace)
    if led is None:
        return
    waiting = AgreementRemark.objects.filter(agreement__in=led, answered_at__isnull=True)
    waiting = waiting.exclude(author=workspace.user)
    first = waiting.values_list("agreement_id", flat=True).first()
    if first is None:
        return
    count = waiting.count()
    yield Todo(
        title=ngettext("Answer %(count)d remark about an agreement", "Answer %(count)d remarks about agreements", count)
        % {"count": count},
        url=f"{reverse('agreements:signatures', args=[first])}#remarks",
        urgency=Urgency.SOON,
        icon="message-circle-question-mark",
        detail=_("Nobody can sign before."),
        count=count,
    )


def declined(workspace: Workspace) -> Iterator[Todo]:
    """Somebody does not sign: those who lead decide what comes next."""
    led = _led(workspace)
    if led is None:
        return
    rows = Signatory.objects.filter(agreement__in=led, state=SignatoryState.DECLINED)
    rows = rows.filter(agreement__state=AgreementState.SIGNING).select_related("agreement")
    for row in rows.order_by("decided_at")[:5]:
        yield Todo(
            title=_("%(name)s does not sign the agreement %(number)s")
            % {"name": row.name, "number": row.agreement.number},
            url=reverse("agreements:signatures", args=[row.agreement_id]),
            urgency=Urgency.SOON,
            icon="circle-x",
            detail=_("Change it, have somebody else sign, or cancel it."),
        )


def _led(workspace: Workspace) -> QuerySet[Agreement] | None:
    """The agreements that the person leads in the capacity they act in; None where they lead none."""
    led = led_by(workspace)
    return None if led is None else Agreement.objects.filter(placement__in=led)

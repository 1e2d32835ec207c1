"""What network administrators see of the machinery: what could not be sent or done, and when reminders go out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.access import site_admin
from messaging import emails, outbox, reminders
from messaging.enums import OutboxState
from messaging.forms import ReminderForm
from messaging.models import EmailDelivery, OutboxEntry, ReminderSetting

PER_PAGE = 25


@require_safe
@site_admin
def failures(request: HttpRequest) -> HttpResponse:
    """What was given up, with the reason and a way to try again."""
    waiting = OutboxEntry.objects.exclude(state=OutboxState.FAILED).aggregate(number=Count("pk"), since=Min("due_at"))
    refused = EmailDelivery.objects.failed().defer("text", "html").order_by("-created_at")
    context = {
        "waiting": waiting,
        "entries": OutboxEntry.objects.failed().order_by("-created_at")[:PER_PAGE],
        "page": Paginator(refused, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "messaging/operations/failures.html", context)


@require_POST
@site_admin
@transaction.atomic
def retry_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(OutboxEntry.objects.failed(), pk=pk)
    outbox.retry(entry)
    audit.record(action="outbox.retried", actor=request.user, target=entry, data={"kind": entry.kind})  # type: ignore[arg-type]
    messages.success(request, _("It is tried again now."))
    return redirect("messaging:failures")


@require_POST
@site_admin
@transaction.atomic
def drop_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(OutboxEntry.objects.failed(), pk=pk)
    audit.record(action="outbox.dropped", actor=request.user, target=entry, data={"kind": entry.kind})  # type: ignore[arg-type]
    entry.delete()
    messages.success(request, _("It is given up for good."))
    return redirect("messaging:failures")


@require_POST
@site_admin
@transaction.atomic
def retry_email(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(EmailDelivery.objects.failed().filter(erased_at=None), pk=pk)
    emails.retry(delivery)
    audit.record(action="email.retried", actor=request.user, target=delivery, data={"kind": delivery.kind})  # type: ignore[arg-type]
    messages.success(request, _("The e-mail is sent again now."))
    return redirect("messaging:failures")


@require_safe
@site_admin
def reminder_list(request: HttpRequest) -> HttpResponse:
    """Every kind of reminder, whether it goes out, and how many days before or after its deadline."""
    known = {setting.kind: setting for setting in ReminderSetting.objects.all()}
    rows = [
        {"kind": name, "label": kind.label, "enabled": name not in known or known[name].enabled, "days": days}
        for name, kind in sorted(reminders.kinds.items())
        if kind.label and (days := _days(known.get(name), kind)) is not None
    ]
    return render(request, "messaging/operations/reminders.html", {"rows": rows})


def _days(setting: ReminderSetting | None, kind: reminders.Kind) -> list[int]:
    return sorted(setting.offsets if setting else kind.offsets)


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
def reminder(request: HttpRequest, kind: str) -> HttpResponse:
    """The setting of one kind of reminder."""
    declared = reminders.kinds.get(kind)
    if declared is None or not declared.label:
        raise Http404
    known = ReminderSetting.objects.filter(kind=kind).first()
    initial = {"enabled": known.enabled if known else True, "offsets": _days(known, declared)}
    form = ReminderForm(request.POST or None, initial=initial, has_deadline=bool(declared.offsets))
    if request.method == "POST" and form.is_valid():
        reminders.change(
            kind=kind,
            enabled=form.cleaned_data["enabled"],
            offsets=form.cleaned_data.get("offsets", []),
            by=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, _("The reminder is set."))
        return redirect("messaging:reminders")
    context = {"form": form, "label": declared.label}
    return render(request, "messaging/operations/reminder.html", context, status=400 if form.errors else 200)

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import public, site_admin
from accounts.idempotency import once
from law import durations, rules, services
from law.forms import RulesForm, StipendForm, VersionForm
from law.models import LegalRule, LegalTopic
from law.stipend import estimate


@require_safe
@public
def rules_page(request: HttpRequest) -> HttpResponse:
    """The rules in words, as they hold on a day: article, source, day read."""
    form = RulesForm(request.GET or None, initial={"country": "FR", "on": timezone.localdate()})
    chosen = form.cleaned_data if form.is_valid() else {}
    day: datetime.date = chosen.get("on") or timezone.localdate()
    country = chosen.get("country") or "FR"
    regimes = rules.regimes_in_force(on=day).filter(country=country)
    return render(request, "law/rules.html", {"form": form, "regimes": regimes, "day": day, "country": country})


@require_safe
@public
def topic_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule and all its versions."""
    topic = get_object_or_404(LegalTopic.objects.select_related("regime"), pk=pk)
    versions = list(rules.history(topic))
    today = timezone.localdate()
    current = next((one for one in versions if _holds(one, today)), None)
    return render(request, "law/topic.html", {"topic": topic, "versions": versions, "current": current})


def _holds(rule: LegalRule, day: datetime.date) -> bool:
    ended = rule.valid_until is not None and rule.valid_until < day
    return rule.replaced_by_id is None and rule.valid_from <= day and not ended


@require_safe
@public
def stipend_page(request: HttpRequest) -> HttpResponse:
    """What a trainee must be paid (A2): the answer, the sum, and the article."""
    form = StipendForm(request.GET if request.GET else None, initial={"signed_on": timezone.localdate()})
    context: dict[str, Any] = {"form": form, "rates": _rates()}
    if form.is_bound and form.is_valid():
        try:
            made = estimate(minutes=form.minutes, signed_on=form.day, hourly=form.cleaned_data["hourly"])
            months, days, rest = durations.scale(on=form.day).split(form.minutes)
            context.update(estimate=made, months=months, days=days, rest=rest, signed_on=form.day)
        except rules.LegalRuleMissing as missing:
            form.add_error("signed_on", str(missing))
    return render(request, "law/stipend.html", context)


def _rates() -> list[LegalRule]:
    versions = LegalRule.objects.standing().filter(topic__country="FR", topic__key="stipend-hourly")
    return list(versions.select_related("topic"))


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
@once
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """A network administrator enters a new version of a rule, or corrects one."""
    topic = get_object_or_404(LegalTopic.objects.select_related("regime"), pk=pk)
    form = VersionForm(request.POST or None, topic=topic, initial=_as_it_stands(topic))
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_version(
                topic=topic,
                actor=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                fields=form.rule_fields(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The new version is entered. The one before stays readable below."))
            return redirect("law:topic", pk=topic.pk)
    return render(request, "law/new_version.html", {"form": form, "topic": topic})


def _as_it_stands(topic: LegalTopic) -> dict[str, Any]:
    today = timezone.localdate()
    held = topic.versions.in_force(today).first() or topic.versions.standing().first()
    if held is None:
        return {"valid_from": today, "read_on": today}
    copied = ("value", "effect", "explanation_fr", "explanation_en", "article", "source_name", "source_url")
    return {**{name: getattr(held, name) for name in copied}, "valid_from": today, "read_on": today}


@require_POST
@site_admin
def confirm_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """A network administrator read the source again and found the rule unchanged."""
    rule = get_object_or_404(LegalRule.objects.standing().select_related("topic"), pk=pk)
    services.confirm_reading(rule=rule, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("It is noted that you read the source today."))
    return redirect("law:topic", pk=rule.topic_id)

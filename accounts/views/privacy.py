"""One's own data: what is kept, the copy, the erasure; and for everyone the register of processing."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links, mail, notifications, privacy, services
from accounts.access import public, signed_in, site_admin
from accounts.errors import Refused
from accounts.forms.people import ErasureForm
from accounts.models import PersonalLink, RetentionRule, User
from accounts.services.privacy import what_keeps

ERASURE = "account.erasure"


def register() -> None:
    import datetime

    links.register(
        ERASURE,
        view=confirmed_by_mail,
        send=lambda link, url: mail.send(notifications.confirm_erasure(link, url)),
        label=gettext_lazy("the erasure of your account"),
        lifetime=datetime.timedelta(hours=2),
        code=False,
        still_wanted=lambda link: bool(links.get_target(link)),
    )


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept about oneself, and what one can do about it."""
    context = {"parts": privacy.processings(), "kept_by": what_keeps(cast(User, request.user))}
    return render(request, "accounts/privacy/own.html", context)


@signed_in
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """One's data as a ZIP of JSON files."""
    response = HttpResponse(services.export_data(user=cast(User, request.user)), content_type="application/zip")
    stem = _("my-data")
    name = f"{stem}-{timezone.localdate().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def has_own_proof(user: User) -> bool:
    """Whether the person can show here and now that it is them, by a password or a factor."""
    return user.has_usable_password() or is_mfa_enabled(user)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponseBase:
    """Erases oneself, after the password or a factor was asked again; without either, the mailbox confirms."""
    user = cast(User, request.user)
    if has_own_proof(user):
        return _erase_after_proof(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    kept_by = what_keeps(user)
    if request.method == "POST" and form.is_valid() and not kept_by:
        links.revoke(purpose=ERASURE, target=user)
        links.issue(purpose=ERASURE, email=user.email or "", target=user, language=user.language)
        messages.success(request, _("Open the e-mail that we just sent you, to confirm."))
        return redirect("accounts:privacy")
    return render(request, "accounts/privacy/erase.html", {"form": form, "kept_by": kept_by, "by_mail": True})


@reauthentication_required
def _erase_after_proof(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_person(user=user, by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _goodbye(request)
    context = {"form": form, "kept_by": what_keeps(user), "by_mail": False}
    return render(request, "accounts/privacy/erase.html", context)


def confirmed_by_mail(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link that confirms an erasure."""
    user = links.get_target(link)
    if not isinstance(user, User) or user.anonymised_at is not None:
        return render(request, "accounts/privacy/erased.html")
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_person(user=user, by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _goodbye(request)
    context = {"form": form, "kept_by": what_keeps(user), "by_mail": False}
    return render(request, "accounts/privacy/erase.html", context)


def _goodbye(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:erased")


@public
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy/erased.html")


@public
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The register of processing, and how long each kind of data is kept (GDPR art. 30)."""
    rules = {rule.matter: rule for rule in RetentionRule.objects.in_force()}
    matters = [
        {"matter": matter, "days": rules[name].days if name in rules else matter.days, "rule": rules.get(name)}
        for name, matter in privacy.matters().items()
    ]
    return render(request, "accounts/privacy/register.html", {"parts": privacy.processings(), "matters": matters})


class RetentionForm(forms.ModelForm):
    """A new rule for one kind of data, from a day on."""

    matter = forms.ChoiceField(label=gettext_lazy("Kind of data"))

    class Meta:
        model = RetentionRule
        fields = ("matter", "days", "valid_from", "source", "read_on")
        widgets = {
            "valid_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "read_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(name, matter.label) for name, matter in privacy.matters().items()]
        self.fields["matter"].choices = choices  # type: ignore[attr-defined]
        self.fields["days"].min_value = 1  # type: ignore[attr-defined]


@site_admin
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """How long each kind of data is kept, as dated rules that administrators correct."""
    form = RetentionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.set_retention(rule=form.save(commit=False), by=cast(User, request.user))
        messages.success(request, _("The rule is recorded. It applies from its date, at the next night's run."))
        return redirect("accounts:retention")
    labels = {name: matter.label for name, matter in privacy.matters().items()}
    rules = [{"rule": rule, "label": labels.get(rule.matter, rule.matter)} for rule in RetentionRule.objects.all()]
    in_force = set(RetentionRule.objects.in_force().values_list("pk", flat=True))
    return render(request, "accounts/privacy/retention.html", {"form": form, "rules": rules, "in_force": in_force})

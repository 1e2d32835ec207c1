"""The pages of a personal link: what is asked, the code, the expired link. Opening one by GET changes nothing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import links
from accounts.access import public
from accounts.links import CodeAnswer
from accounts.models import PersonalLink

REFUSALS = {
    CodeAnswer.WRONG: _("This is not the code we sent. Check the latest e-mail, then type its six digits again."),
    CodeAnswer.EXPIRED: _("This code is no longer valid. Ask for a new one."),
    CodeAnswer.EXHAUSTED: _("That was one wrong code too many, so this code is cancelled. Ask for a new one."),
}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "size": 8}
        ),
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link's own page: that of its purpose, after the code where one is due."""
    link = links.find(token)
    if link is None:
        return render(request, "accounts/links/unknown.html", status=404)
    if not link.is_alive():
        return _over(request, link, token)
    purpose = links.purpose_of(link)
    if purpose.code and not links.is_opened(request, link):
        return render(request, "accounts/links/ask_code.html", _about(link, token))
    return purpose.view(request, link)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_code(request: HttpRequest, token: str) -> HttpResponse:
    """POST without a code sends one; POST with a code checks it. GET only shows the field."""
    link = links.find(token)
    if link is None or not link.is_alive() or not links.purpose_of(link).code:
        return open_link(request, token)
    if request.method == "POST" and "code" not in request.POST:
        if links.send_code(link=link):
            messages.success(request, _("The code is on its way. It may take a minute to arrive."))
        else:
            messages.error(request, _("Several codes were sent already. Use the latest, or come back in an hour."))
        return redirect("accounts:link_code", token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = links.check_code(link=link, code=form.cleaned_data["code"])
        if answer is CodeAnswer.RIGHT:
            links.mark_opened(request, link)
            return redirect("accounts:link", token)
        form.add_error("code", REFUSALS[answer])
    return render(request, "accounts/links/code.html", {**_about(link, token), "form": form})


@public
@never_cache
@require_POST
def renew_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sends a new link to the address of an expired one."""
    link = links.find(token)
    if link is None:
        return render(request, "accounts/links/unknown.html", status=404)
    if link.is_alive():
        return redirect("accounts:link", token)
    fresh = links.renew(link=link)
    if fresh is None:
        return _over(request, link, token)
    return render(request, "accounts/links/renewed.html", _about(fresh, token))


def _over(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    wanted = link.revoked_at is None and links.purpose_of(link).still_wanted(link)
    template = "accounts/links/expired.html" if wanted else "accounts/links/withdrawn.html"
    return render(request, template, _about(link, token), status=410)


def _about(link: PersonalLink, token: str) -> dict[str, object]:
    return {"link": link, "token": token, "purpose": links.purpose_of(link), "address": masked(link.email)}


def masked(email: str) -> str:
    """An address that its owner recognises and a stranger does not learn: c•••@example.org."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"

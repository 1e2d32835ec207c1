"""The page of a signatory's personal link: read, ask, sign, pass on, decline. GET changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import links
from accounts.errors import Refused
from accounts.links import with_link
from accounts.models import PersonalLink
from agreements.enums import SignatoryState
from agreements.forms.signing import DeclineForm, DelegateForm, RemarkForm
from agreements.models import Agreement, Signatory
from agreements.selectors.overview import for_page
from agreements.selectors.signing_page import signing_page, waiting_for
from agreements.services import remarks, signatories, signing
from agreements.services.signatories import LINK
from agreements.signing_links import signatory_of, still_wanted
from agreements.views.documents import version_file
from agreements.views.signing_many import Choice, chosen, sign_all
from agreements.views.stale import stale_page

Act = Callable[[HttpRequest, PersonalLink, Signatory, dict[str, Any]], HttpResponse]


def page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET shows where the signature stands; POST does one of the acts of the page."""
    signatory = signatory_of(link)
    if signatory is None or not still_wanted(link):
        return render(request, "accounts/links/withdrawn.html", {"link": link}, status=410)
    signatory = _with_agreement(signatory.pk)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    forms: dict[str, Any] = {}
    if act is not None:
        try:
            return act(request, link, signatory, forms)
        except signing.StaleVersion as stale:
            return stale_page(request, stale, signatory=signatory, here=request.path)
        except signing.CodeTooOld as refusal:
            return _code_again(request, refusal)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        except Incomplete:
            pass
    return render(request, "agreements/signing/page.html", context(request, link, signatory, forms))


def _code_again(request: HttpRequest, refusal: Refused) -> HttpResponse:
    token = resolve(request.path).kwargs["token"]
    about = {"refusal": refusal, "here": request.path, "code_address": reverse("accounts:link_code", args=[token])}
    return render(request, "agreements/signing/code_again.html", about, status=409)


class Incomplete(Exception):
    """A form of the page is not filled in; it is shown again with its errors."""


def context(request: HttpRequest, link: PersonalLink, signatory: Signatory, forms: dict[str, Any]) -> dict[str, Any]:
    shown = signing_page(signatory)
    others = waiting_for(email=link.email, but=signatory.pk) if shown.situation in ("sign", "signed") else []
    return {
        "page": shown,
        "others": [Choice.of(other) for other in others],
        "here": request.path,
        "remark_form": forms.get("remark") or RemarkForm(),
        "delegate_form": forms.get("delegate") or DelegateForm(),
        "decline_form": forms.get("decline") or DeclineForm(),
        "opened": next(iter(forms), ""),
        "by_link": True,
        "may_pass_on": signatory.capacity != "trainee",
    }


def _sign(request: HttpRequest, link: PersonalLink, signatory: Signatory, forms: dict[str, Any]) -> HttpResponse:
    """Signs this agreement, and the others of the same address that are ticked."""
    choices = chosen(request, waiting_for(email=link.email))
    if not choices:
        messages.error(request, _("Tick the sentence by which you agree: it is what you sign."))
        return redirect(request.path)
    link.refresh_from_db()
    done = sign_all(request, choices, link=link)
    if done.signed:
        links.mark_used(link)
    return done.answer(request, here=request.path)


def _remark(request: HttpRequest, link: PersonalLink, signatory: Signatory, forms: dict[str, Any]) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        forms["remark"] = form
        raise Incomplete
    remarks.ask(agreement_id=signatory.agreement_id, signatory=signatory, link=link, **form.cleaned_data)
    messages.success(request, _("Your remark is sent. You get the answer by e-mail, and can sign then."))
    return redirect(request.path)


def _decline(request: HttpRequest, link: PersonalLink, signatory: Signatory, forms: dict[str, Any]) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        forms["decline"] = form
        raise Incomplete
    signing.decline(signatory_id=signatory.pk, link=link, **form.cleaned_data)
    messages.success(request, _("The parties are told that you do not sign, and why."))
    return redirect(request.path)


def _delegate(request: HttpRequest, link: PersonalLink, signatory: Signatory, forms: dict[str, Any]) -> HttpResponse:
    form = DelegateForm(request.POST)
    if not form.is_valid():
        forms["delegate"] = form
        raise Incomplete
    fresh = signatories.delegate(signatory_id=signatory.pk, link=link, **form.cleaned_data)
    return render(request, "agreements/signing/passed_on.html", {"fresh": fresh})


ACTS: dict[str, Act] = {"sign": _sign, "remark": _remark, "decline": _decline, "delegate": _delegate}


@require_safe
@with_link(LINK)
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document of a signatory's agreement, for the browser that opened a link of the same address."""
    signatory = _with_agreement(pk)
    link: PersonalLink = request.personal_link  # type: ignore[attr-defined]
    own = links.opened(request, LINK, target=signatory) or link
    if signatory.state == SignatoryState.DELEGATED or not signatories.opened_by(signatory, own):
        raise Http404
    return version_file(request, signatory.agreement)


def _with_agreement(pk: int) -> Signatory:
    agreement = get_object_or_404(for_page(Agreement.objects.filter(signatories=pk)))
    return next(one for one in agreement.signatories.all() if one.pk == pk)

"""Signing with an account: what waits for a signature, one code for several, and the page of a single one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.links import CodeAnswer
from accounts.models import PersonalLink, User
from accounts.views.links import REFUSALS, CodeForm, masked
from agreements.forms.signing import DeclineForm, DelegateForm, RemarkForm
from agreements.models import Signatory
from agreements.selectors.signing_page import signing_page, waiting_for
from agreements.services import remarks, signatories, signing
from agreements.services.signatories import ACCOUNT_LINK
from agreements.views.parts import person, shown, signatory_of
from agreements.views.signing_many import Choice, Ticked, chosen, sign_all


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def to_sign(request: HttpRequest) -> HttpResponse:
    """« Signatures à donner »: tick several, one code, sign all."""
    user = person(request)
    waiting = waiting_of(user)
    if request.method == "POST":
        ticked = chosen(request, waiting)
        if ticked:
            return begin(request, ticked)
        messages.error(request, _("Tick at least one document: the sentence beside it is what you sign."))
        return redirect("agreements:to_sign")
    context = {"choices": [Choice.of(one) for one in waiting], "has_address": bool(user.email)}
    return render(request, "agreements/signing/to_sign.html", context)


def waiting_of(user: User) -> list[Signatory]:
    return waiting_for(email=user.email or "", user_id=user.pk)


def begin(request: HttpRequest, ticked: list[Ticked]) -> HttpResponse:
    """Signs at once when a code was checked within the hour in this browser; otherwise sends one first."""
    user = person(request)
    if not user.email:
        messages.error(request, _("Your account has no e-mail address for a code. Sign on paper, at your school."))
        return redirect("agreements:to_sign")
    proof = links.opened(request, ACCOUNT_LINK, target=user)
    # What was proved is an address: with another one since, it is proved anew.
    if proof and not signatories.same_address(proof.email, user.email):
        proof = None
    if proof and proof.code_checked_at and timezone.now() - proof.code_checked_at < signing.CODE_HOLDS:
        return _sign(request, ticked, proof)
    proof = _proof(user)
    proof.data = {"ticked": [[one.signatory.pk, one.version_id, one.sha256] for one in ticked]}
    proof.save(update_fields=["data"])
    if not links.send_code(link=proof):
        messages.error(request, _("Several codes were sent already. Use the latest, or come back in an hour."))
    return redirect("agreements:confirm_signatures")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_signatures(request: HttpRequest) -> HttpResponse:
    """The code sent to the account's address; right, it signs what was ticked before."""
    user = person(request)
    proof = _living(user)
    ticked = _kept(user, proof)
    if proof is None or not ticked:
        return redirect("agreements:to_sign")
    if request.method == "POST" and "code" not in request.POST:
        if links.send_code(link=proof):
            messages.success(request, _("The code is on its way. It may take a minute to arrive."))
        else:
            messages.error(request, _("Several codes were sent already. Use the latest, or come back in an hour."))
        return redirect("agreements:confirm_signatures")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = links.check_code(link=proof, code=form.cleaned_data["code"])
        if answer is CodeAnswer.RIGHT:
            proof.refresh_from_db()
            links.mark_opened(request, proof)
            return _sign(request, ticked, proof)
        form.add_error("code", REFUSALS[answer])
    shown = [Choice.of(one.signatory) for one in ticked]
    context = {"form": form, "address": masked(proof.email), "choices": shown}
    return render(request, "agreements/signing/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sign_one(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The page of one signature, for the account that gives it: read, ask, sign, pass on, decline."""
    user = person(request)
    signatory = signatory_of(shown(request, pk), row)
    if not signatories.speaks_for(signatory, user):
        return redirect("agreements:signatures", pk)
    forms: dict[str, Any] = {}
    if request.method == "POST":
        try:
            answer = _act(request, signatory, user, forms)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        if answer is not None:
            return answer
    return render(request, "agreements/signing/page.html", _context(request, signatory, forms))


def _act(request: HttpRequest, signatory: Signatory, user: User, forms: dict[str, Any]) -> HttpResponse | None:
    """Does what the form asks; nothing when it is not filled in, and is shown again."""
    act = request.POST.get("act", "")
    if act == "sign":
        ticked = chosen(request, waiting_of(user))
        if ticked:
            return begin(request, ticked)
        messages.error(request, _("Tick the sentence by which you agree: it is what you sign."))
        return redirect(request.path)
    kinds = {"remark": RemarkForm, "decline": DeclineForm, "delegate": DelegateForm}
    form = kinds[act](request.POST) if act in kinds else None
    if form is None or not form.is_valid():
        forms[act] = form
        return None
    if act == "remark":
        remarks.ask(agreement_id=signatory.agreement_id, signatory=signatory, user=user, **form.cleaned_data)
        messages.success(request, _("Your remark is sent. You get the answer by e-mail, and can sign then."))
    elif act == "decline":
        signing.decline(signatory_id=signatory.pk, user=user, **form.cleaned_data)
        messages.success(request, _("The parties are told that you do not sign, and why."))
    else:
        fresh = signatories.delegate(signatory_id=signatory.pk, actor=user, **form.cleaned_data)
        return render(request, "agreements/signing/passed_on.html", {"fresh": fresh})
    return redirect(request.path)


def _context(request: HttpRequest, signatory: Signatory, forms: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": signing_page(signatory),
        "others": [],
        "here": request.path,
        "remark_form": forms.get("remark") or RemarkForm(),
        "delegate_form": forms.get("delegate") or DelegateForm(),
        "decline_form": forms.get("decline") or DeclineForm(),
        "opened": next((name for name, form in forms.items() if form is not None), ""),
        "by_link": False,
        "may_pass_on": signatory.capacity != "trainee",
    }


def _sign(request: HttpRequest, ticked: list[Ticked], proof: PersonalLink) -> HttpResponse:
    user = person(request)
    outcome = sign_all(request, ticked, user=user, code_checked_at=proof.code_checked_at)
    PersonalLink.objects.filter(pk=proof.pk).update(data={})
    if len(ticked) == 1 and outcome.signed:
        one = ticked[0].signatory
        return redirect("agreements:sign", one.agreement_id, one.pk)
    return outcome.answer(request, here=reverse("agreements:to_sign"))


def _living(user: User) -> PersonalLink | None:
    rows = PersonalLink.objects.filter(purpose=ACCOUNT_LINK, email__iexact=user.email or "", target_id=str(user.pk))
    link = rows.order_by("-pk").first()
    return link if link and link.is_alive() and user.email else None


def _proof(user: User) -> PersonalLink:
    """The link whose code proves the account's address; one for each hour, so that its limits hold."""
    return _living(user) or links.issue(
        purpose=ACCOUNT_LINK, email=user.email or "", target=user, language=user.language, issued_by=user
    )


def _kept(user: User, proof: PersonalLink | None) -> list[Ticked]:
    """What was ticked before the code, as far as it still waits."""
    rows = {one.pk: one for one in waiting_of(user)}
    kept = proof.data.get("ticked", []) if proof else []
    return [Ticked(rows[pk], version, sha256) for pk, version, sha256 in kept if pk in rows]

"""The public page that says whether a document is authentic, without a name on it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.access import public
from accounts.addresses import network_address
from documents import verification
from documents.fingerprints import LARGEST, FingerprintHandler
from documents.verification import Role, Standing, Verified

WITHIN = datetime.timedelta(minutes=10)
# A whole school sits behind one address; eighty random bits are guessed by nobody.
MISSES, COMPARISONS = 60, 120
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Verdict:
    """What the comparison of a file says; `kind` is that of `components/notice.html`."""

    kind: str
    title: str
    text: str
    other: Verified | None = None


@csrf_exempt  # Asked for below, once the handler stands that keeps nothing of the file.
@require_http_methods(["GET", "HEAD", "POST"])
@public
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Finds a document by its code, or by a file of it, which is compared and not kept."""
    request.upload_handlers = [FingerprintHandler()]
    return _verify(request, code)


@csrf_protect
def _verify(request: HttpRequest, code: str) -> HttpResponse:
    asked = code or request.GET.get("code", "").strip()
    document = verification.find(asked) if asked else None
    if document and not code:
        return redirect("documents:verify", code=verification.shown(document.code))
    verdict, status = None, 200
    if asked and document is None:
        status = 404
        if not limits.hit("verify.miss", network_address(request), limit=MISSES, within=WITHIN):
            return _too_fast(request)
    elif request.method == "POST":
        if not limits.hit("verify.file", network_address(request), limit=COMPARISONS, within=WITHIN):
            return _too_fast(request)
        document, verdict, status = _compare(request, document)
    context = {
        "document": document,
        "asked": asked,
        "unknown": status == 404,
        "verdict": verdict,
        "shown_code": verification.shown(document.code) if document else "",
        "largest": LARGEST // 1_000_000,
    }
    return _kept_out(render(request, "documents/verify.html", context, status=status))


def _compare(request: HttpRequest, document: Verified | None) -> tuple[Verified | None, Verdict, int]:
    """The document, what the file is to it, and the status of the answer."""
    upload = request.FILES.get("file")
    # With JavaScript the browser takes the hash itself, and the file stays where it is.
    sha256 = request.POST.get("sha256", "").lower()
    handlers = [one for one in request.upload_handlers if isinstance(one, FingerprintHandler)]
    if any(one.too_large for one in handlers):
        text = _("Files of up to %(size)d MB can be compared; ours are smaller.") % {"size": LARGEST // 1_000_000}
        return document, Verdict("error", _("This file is too large."), text), 413
    if upload is not None and upload.size:
        sha256 = getattr(upload, "sha256", "")
    elif not SHA256.fullmatch(sha256):
        return document, Verdict("error", _("No file has come."), _("Choose the PDF file, then compare.")), 400
    known = verification.find_file(sha256)
    if document is None:
        return known, _verdict(known, sha256, None) if known else _unknown(), 200
    return document, _verdict(document, sha256, known), 200


def _verdict(document: Verified, sha256: str, elsewhere: Verified | None) -> Verdict:
    match = document.file(sha256)
    if match is None:
        if elsewhere and elsewhere.code != document.code:
            words = _("It is the original of another document, number %(number)s.") % {"number": elsewhere.number}
            return Verdict("error", _("This file is not document %s.") % document.number, words, elsewhere)
        words = _("It differs by one byte at least. Ask whoever gave it to you for the file as it was downloaded.")
        return Verdict("error", _("This file is not the original of document %s.") % document.number, words)
    if match.role == Role.FORMER:
        words = _("It is a former version, which was replaced: it is not worth anything any more.")
        return Verdict("warning", _("This file is not the version that counts."), words)
    return Verdict("success", _("This file is the original."), _origin(match.role, document.standing))


def _origin(role: Role, standing: Standing) -> str:
    """In one or two sentences: not one byte differs, and what the document is worth today."""
    if role == Role.SEALED:
        words = _("Not one byte differs from the sealed document that Escale keeps.")
    else:
        words = _("Not one byte differs from the document as it was put to signature, before the seal.")
    if standing == Standing.IN_FORCE:
        return words
    return f"{words} " + _("Its state today: %(state)s.") % {"state": standing.label.lower()}


def _unknown() -> Verdict:
    return Verdict(
        "error",
        _("Escale does not know this file."),
        _("It is not the original of any document made here: not made by Escale, or changed since."),
    )


def _too_fast(request: HttpRequest) -> HttpResponse:
    return _kept_out(render(request, "documents/verify.html", {"too_fast": True}, status=429))


def _kept_out(response: HttpResponse) -> HttpResponse:
    """Search engines stay away: what is public is not meant to be listed."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # without it, forms would come from nowhere
    return response

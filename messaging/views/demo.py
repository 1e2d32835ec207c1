"""The mailbox of the demonstration. Anywhere else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import public
from messaging.models import DemoEmail

PER_PAGE = 30
AS_IN_A_MAIL_PROGRAM = {
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
}


def only_in_a_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@public
@only_in_a_demonstration
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail the demonstration sent, the latest first; `to` narrows to one address."""
    address = request.GET.get("to", "").strip()
    found = DemoEmail.objects.defer("text", "html")
    if address:
        found = found.filter(to__icontains=address)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/demo/mailbox.html", {"page": page, "address": address})


@require_safe
@public
@only_in_a_demonstration
def email(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail as text, its links to follow."""
    return render(request, "messaging/demo/email.html", {"email": get_object_or_404(DemoEmail, pk=pk)})


@require_safe
@public
@only_in_a_demonstration  # type: ignore[arg-type]
@csp_replace(AS_IN_A_MAIL_PROGRAM)  # type: ignore[arg-type]
def email_as_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """The e-mail as a mail program shows it: e-mails carry their style inline, so this page alone allows it."""
    shown = get_object_or_404(DemoEmail.objects.exclude(html=""), pk=pk)
    return HttpResponse(shown.html)

"""A form sent twice makes one thing: the second sending waits for the first and gets its answer.

Put `{% idempotency_key %}` in the form and `@once` on the view, under its access decorator. The view's writes and the
key are one transaction, so a crash forgets both. A view that ends without a redirect (errors in the form) leaves the
key free for the next try. What must survive an error (a counter of attempts) has no place in such a view.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from typing import TypeVar, cast

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import IdempotencyKey

FIELD = "idempotency_key"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_KEY = re.compile(r"[0-9a-f]{32}")
# The cookie's token and the pressed button's position say nothing of what was written.
_NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}


def once(view: View) -> View:
    """Runs a POST once per key and person; a repetition gets the same redirect and changes nothing."""

    @functools.wraps(view)
    def only_once(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        key = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not _KEY.fullmatch(key):
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return _run(request, key, lambda: view(request, *args, **kwargs))
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
                raise
            return render(request, "accounts/busy.html", status=409)

    return cast(View, only_once)


def _run(request: HttpRequest, key: str, call: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    # A second sending waits here until the first one's transaction ends: the unique row is the lock.
    digest = _digest(request)
    row, is_first = IdempotencyKey.objects.get_or_create(owner=_owner(request), key=key, defaults={"digest": digest})
    if not is_first and row.location:
        if row.digest != digest:
            messages.warning(
                request,
                _("This form had been sent already: here is what was recorded then. You can change it from here."),
            )
        answer = HttpResponseClientRedirect if request.headers.get("HX-Request") else HttpResponseRedirect
        return answer(row.location)
    response = call()
    location = _destination(response)
    if location:
        row.status, row.location, row.digest = response.status_code, location, digest
        row.save(update_fields=["status", "location", "digest"])
    else:
        row.delete()
    return response


def _destination(response: HttpResponseBase) -> str:
    if 300 <= response.status_code < 400:
        return response.headers.get("Location", "")
    return response.headers.get("HX-Redirect", "")


def _owner(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"session:{request.session.session_key or ''}"


def _digest(request: HttpRequest) -> str:
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in _NOT_CONTENT:
            for value in request.POST.getlist(name):
                digest.update(f"\0{name}\0{value}".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(f"\0{name}\0{upload.name}\0{upload.size}".encode())
    return digest.hexdigest()

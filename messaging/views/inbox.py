from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from messaging import inbox


@require_safe
@signed_in
def todo_list(request: HttpRequest) -> HttpResponse:
    """« À faire »: what waits for the person, in the capacity they act in."""
    return render(request, "messaging/inbox.html", {"todos": inbox.todos(request.workspace)})  # type: ignore[attr-defined]

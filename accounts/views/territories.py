"""Territories, managed on screen by network administrators (S11, S13)."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import network_admin, site_admin
from accounts.errors import Refused
from accounts.forms.organisations import TerritoryForm
from accounts.idempotency import once
from accounts.models import Organisation, Territory, User


def mine(request: HttpRequest) -> QuerySet[Territory]:
    """All of them, or the one that the acting network is limited to."""
    limit = request.workspace.territory_id  # type: ignore[attr-defined]
    return Territory.objects.all() if limit is None else Territory.objects.filter(pk=limit)


@network_admin
@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    count = (
        Organisation.objects.filter(territory=OuterRef("pk"))
        .order_by()
        .values("territory")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = mine(request).annotate(organisations=Coalesce(Subquery(count), 0))
    everywhere = request.workspace.runs_the_site  # type: ignore[attr-defined]
    return render(request, "accounts/territories/list.html", {"territories": rows, "may_add": everywhere})


@site_admin
@require_http_methods(["GET", "HEAD", "POST"])
@once
def add(request: HttpRequest) -> HttpResponse:
    return edit(request, Territory())


@network_admin
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return edit(request, get_object_or_404(mine(request), pk=pk))


def edit(request: HttpRequest, territory: Territory) -> HttpResponse:
    everywhere = request.workspace.runs_the_site  # type: ignore[attr-defined]
    form = TerritoryForm(request.POST if request.method == "POST" else None, instance=territory, may_extend=everywhere)
    if request.method == "POST" and form.is_valid():
        saved = services.save_territory(territory=form.save(commit=False), by=cast(User, request.user))
        messages.success(request, _("The territory %(name)s is recorded.") % {"name": saved.name})
        return redirect("accounts:territories")
    return render(request, "accounts/territories/edit.html", {"form": form, "territory": territory})


@site_admin
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    territory = get_object_or_404(mine(request), pk=pk)
    try:
        services.delete_territory(territory=territory, by=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The territory %(name)s is removed.") % {"name": territory.name})
    return redirect("accounts:territories")

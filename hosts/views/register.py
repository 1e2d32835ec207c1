"""The network's register of hosts (E3): search, filters, sort, count, pages, export; members and potential members."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_of, moderator
from accounts.enums import OrganisationKind
from documents.tables import export, export_format
from hosts.enums import MembershipStatus
from hosts.exports import HOSTS
from hosts.filters import RegisterFilter
from hosts.models import HostInstitution
from hosts.selectors import register as selectors
from hosts.services.register import set_membership
from hosts.views.people import person, workspace

PER_PAGE = 50
MOST_AT_ONCE = 200


@require_safe
@member_of(OrganisationKind.NETWORK)
def register(request: HttpRequest) -> HttpResponseBase:
    """Every host of the network, or of its territory."""
    here = workspace(request)
    everyone = selectors.hosts_of_network(here)
    chosen = RegisterFilter(request.GET, queryset=selectors.rows(everyone))
    if here.territory_id is not None:
        del chosen.form.fields["territory"]
    key = request.GET.get("sort", "name")
    rows = selectors.sort(chosen.qs, key)
    if export_format(request):
        return export(request, name=_("Register of hosts"), columns=HOSTS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": chosen,
        "figures": selectors.figures(everyone),
        "sort": key if key in selectors.SORTS else "name",
        "statuses": MembershipStatus.choices,
    }
    return render(request, "hosts/host_register.html", context)


@require_POST
@moderator
def membership(request: HttpRequest) -> HttpResponse:
    """Makes the chosen hosts members, or potential members: a loop over the single command."""
    status = request.POST.get("status", "")
    chosen = [pk for pk in request.POST.getlist("host") if pk.isdecimal()][:MOST_AT_ONCE]
    if status in MembershipStatus.values:
        hosts = HostInstitution.objects.moderated_by(request.user).filter(pk__in=chosen).order_by("pk")
        changed = sum(
            set_membership(institution_id=pk, actor=person(request), status=MembershipStatus(status))
            for pk in hosts.values_list("pk", flat=True)
        )
        said = ngettext("%(count)d host changed.", "%(count)d hosts changed.", changed) % {"count": changed}
        messages.success(request, said)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "hosts:register")

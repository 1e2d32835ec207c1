"""Who may enter a view: exactly one of these decorators stands on each, and tells so in `view.access`.

Someone who is not signed in is led to the sign-in page and comes back afterwards; someone who lacks the role gets a
403 that offers the organisation in which they have it. Whose object it is, is not decided here: views fetch from a
`visible_to` queryset, so another organisation's object is a 404.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.enums import MANAGING_ROLES, Role
from accounts.workspace import Workspace

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Test = Callable[[HttpRequest], bool]


def public(view: View) -> View:
    """Open to everyone."""

    @functools.wraps(view)
    def open_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    open_view.access = "public"  # type: ignore[attr-defined]
    return cast(View, open_view)


def signed_in(view: View) -> View:
    """Anyone with an account."""
    return _guard("signed in", lambda request: True)(view)


def member_of(*kinds: str) -> Callable[[View], View]:
    """Acting for an organisation of one of these kinds (`OrganisationKind`); of any kind when none is given."""

    def test(request: HttpRequest) -> bool:
        workspace = _workspace(request)
        if workspace.organisation is None:
            return False
        if not kinds or workspace.organisation.kind in kinds:
            return True
        _offer_switch(request, [one.pk for one in workspace.organisations if one.kind in kinds])
        return False

    return _guard(f"member of: {', '.join(sorted(map(str, kinds))) or 'any organisation'}", test)


def with_role(*roles: str) -> Callable[[View], View]:
    """Holding one of these roles (`Role`) in the organisation acted for."""
    if not roles:
        raise ValueError("with_role needs at least one role")
    return _guard(f"role: {', '.join(sorted(map(str, roles)))}", _has_role(*roles))


def manager(view: View) -> View:
    """Looking after the organisation acted for: host manager, coordinator, head, grant manager, administrator."""
    return _guard("manager", _has_role(*MANAGING_ROLES))(view)


def moderator(view: View) -> View:
    """Network administrators and territory animators."""
    return _guard("moderator", _has_role(Role.NETWORK_ADMIN, Role.ANIMATOR))(view)


def network_admin(view: View) -> View:
    """Network administrators only. What they see is limited to their territory, where they have one."""
    return _guard("network administrator", _has_role(Role.NETWORK_ADMIN))(view)


def site_admin(view: View) -> View:
    """Administrators of a network without a territory: pages, lists, rules and settings of the whole site."""

    def test(request: HttpRequest) -> bool:
        workspace = _workspace(request)
        if workspace.runs_the_site:
            return True
        administered = workspace.organisations_with_role([Role.NETWORK_ADMIN])
        _offer_switch(request, [one.pk for one in administered if one.territory_id is None])
        return False

    return _guard("administrator of the whole site", test)(view)


def back_office(view: View) -> View:
    """Those who may enter the back office."""
    return _guard("back office", lambda request: bool(request.user.is_staff))(view)  # type: ignore[union-attr]


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Leads to the sign-in page, and back to the page the person was on; htmx is told to leave its page."""
    origin = request.get_full_path()
    if request.headers.get("HX-Request"):
        origin = _own_path(request, request.headers.get("HX-Current-URL", "")) or origin
    elif request.method not in ("GET", "HEAD"):
        # What answers a POST often has no page of its own: come back to the form.
        origin = _own_path(request, request.headers.get("Referer", "")) or resolve_url("home")
    response = redirect_to_login(origin)
    return HttpResponseClientRedirect(response.url) if request.headers.get("HX-Request") else response


def _guard(words: str, test: Test) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not test(request):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            # What a signed-in person saw is not for the next one at this computer.
            patch_cache_control(response, private=True, no_cache=True)
            return response

        guarded.access = words  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _has_role(*roles: str) -> Test:
    def test(request: HttpRequest) -> bool:
        workspace = _workspace(request)
        if workspace.has_role(*roles):
            return True
        _offer_switch(request, [one.pk for one in workspace.organisations_with_role(roles)])
        return False

    return test


def _workspace(request: HttpRequest) -> Workspace:
    return cast(Workspace, request.workspace)  # type: ignore[attr-defined]


def _offer_switch(request: HttpRequest, organisations: list[int]) -> None:
    """The page of the 403 offers to act for one of these organisations instead."""
    by_id = {one.pk: one for one in _workspace(request).organisations}
    request.switch_to = [by_id[pk] for pk in organisations]  # type: ignore[attr-defined]


def _own_path(request: HttpRequest, address: str) -> str:
    """The path and query of an address of ours, otherwise nothing."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

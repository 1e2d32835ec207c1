"""Who enters the space (B7, B11): professionals of approved structures, and its pilot. Everybody else meets a 404.

The 404 offers to sign in and keeps where one was going; letters lead through sign-in (`door`), so that their links
never end there for whom they were written to. Nothing of the space is indexed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.workspace import Workspace
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, Structure
from exchanges.models.spaces import JOINING_ROLES, works_at
from internships.models.employments import EMPLOYER_ROLES

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
WITH = ("space__pilot", "space__territory", "institution__organisation", "institution__sector")
NOT_INDEXED = "noindex, nofollow"
# Says in an address in which space it lies, for whoever has a seat in several.
SPACE = "espace"
CHOSEN = "exchange_space"


@dataclass(frozen=True)
class Seat:
    """A person's place in a space: the structures they work for, the ones for which they speak as human resources
    or signatories, the ones whose sheets they write, and whether they run the space. Structures by number."""

    space: ExchangeSpace
    user: User = field(repr=False)
    structures: tuple[Structure, ...] = ()
    is_pilot: bool = False
    speaks_hr_for: frozenset[int] = frozenset()
    writes_for: frozenset[int] = frozenset()
    # The one acted for, where there are several.
    acting_for: Structure | None = None
    # The other spaces in which the person has a seat.
    elsewhere: tuple[ExchangeSpace, ...] = ()

    @property
    def sectors(self) -> frozenset[int]:
        """Of the person's own structures: others are suggested first (B4)."""
        return frozenset(one.institution.sector_id for one in self.structures if one.institution.sector_id)


def seat_of(request: HttpRequest) -> Seat | None:
    """The seat of whoever asks: in the space that the form or the address names, and in no other one then; it is kept
    as long as the same organisation is acted for. Otherwise in the space of that organisation. At most two queries
    beyond the memberships, once per request."""
    if not hasattr(request, "exchange_seat"):
        workspace: Workspace = request.workspace  # type: ignore[attr-defined]
        named = _named(request)
        seat = None
        if workspace.user:
            seat = _seat(workspace, only=named, rather=_kept_choice(request, workspace))
        if seat and named:
            _keep(request, workspace, seat.space)
        request.exchange_seat = seat  # type: ignore[attr-defined]
    return cast("Seat | None", request.exchange_seat)  # type: ignore[attr-defined]


def the_seat(request: HttpRequest) -> Seat:
    """In a view behind one of the decorators below."""
    seat = seat_of(request)
    assert seat is not None
    return seat


def seat_in(user: User, space: ExchangeSpace) -> Seat | None:
    """The person's seat in that space, outside a request (letters, services, tests)."""
    return _seat(Workspace(user), only=space.pk)


def within(space_id: int, address: str) -> str:
    """The address of a page of that space, also for somebody who has a seat in another one."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({SPACE: space_id})}"


def _named(request: HttpRequest) -> int | None:
    """The space in which the form stood that is sent, or that the address names."""
    named = request.POST.get(SPACE) or request.GET.get(SPACE, "")
    return int(named) if named.isascii() and named.isdecimal() else None


def _kept_choice(request: HttpRequest, workspace: Workspace) -> int | None:
    """The one chosen before for the organisation acted for."""
    acting, chosen = request.session.get(CHOSEN) or (None, None)
    return chosen if acting == getattr(workspace.organisation, "pk", None) else None


def _keep(request: HttpRequest, workspace: Workspace, space: ExchangeSpace) -> None:
    chosen = [getattr(workspace.organisation, "pk", None), space.pk]
    if request.session.get(CHOSEN) != chosen:
        request.session[CHOSEN] = chosen


def _seat(workspace: Workspace, *, only: int | None = None, rather: int | None = None) -> Seat | None:
    """In the space of the number `only` and in no other; without it, in that of `rather` where the person has a seat,
    or else in the one that goes without saying."""
    assert workspace.user is not None
    user, acting = workspace.user, workspace.organisation
    rows = Structure.objects.filter(works_at(user), state=StructureState.APPROVED).select_related(*WITH)
    structures = list(rows.order_by("space", "institution__organisation__sort_name", "pk"))
    piloted = _piloted(workspace)
    spaces = {one.pk: one for one in [*piloted, *(structure.space for structure in structures)]}
    space = spaces.get(only) if only else spaces.get(rather or 0) or _chosen(acting, structures, piloted)
    if space is None:
        return None
    own = tuple(one for one in structures if one.space_id == space.pk)
    speaking = {m.organisation_id for m in workspace.memberships if m.role in EMPLOYER_ROLES}
    here = next((one for one in own if acting and one.institution.organisation_id == acting.pk), None)
    return Seat(
        space=space,
        user=user,
        structures=own,
        is_pilot=any(one.pk == space.pk for one in piloted),
        speaks_hr_for=frozenset(one.pk for one in own if one.institution.organisation_id in speaking),
        writes_for=frozenset(one.pk for one in own),
        acting_for=here or next(iter(own), None),
        elsewhere=tuple(one for one in spaces.values() if one.pk != space.pk),
    )


def _piloted(workspace: Workspace) -> list[ExchangeSpace]:
    bodies = [one.pk for one in workspace.organisations_with_role([Role.EXCHANGE_PILOT])]
    if not bodies:
        return []
    return list(ExchangeSpace.objects.filter(pilot__in=bodies).select_related("pilot", "territory"))


def _chosen(
    acting: Organisation | None, structures: list[Structure], piloted: list[ExchangeSpace]
) -> ExchangeSpace | None:
    """The space of the organisation acted for; otherwise one that the person runs, or works in."""
    for space in piloted:
        if acting and space.pilot_id == acting.pk:
            return space
    for one in structures:
        if acting and one.institution.organisation_id == acting.pk:
            return one.space
    return next(iter(piloted), None) or next((one.space for one in structures), None)


# What stands on each view


def professional(view: View) -> View:
    """Anybody with a seat: professionals of approved structures, and the pilot."""
    return _kept("seat in the space of exchanges", lambda seat: True)(view)


def pilot(view: View) -> View:
    """Whoever runs the space."""
    return _kept("pilot of the space of exchanges", lambda seat: seat.is_pilot)(view)


def hr(view: View) -> View:
    """Human resources and signatories of an approved structure (B13)."""
    return _kept("human resources in the space of exchanges", lambda seat: bool(seat.speaks_hr_for))(view)


def founder(view: View) -> View:
    """A pilot whose network has no space yet."""
    return _closed("pilot without a space", lambda request: unopened(request) is not None)(view)


def joining(view: View) -> View:
    """Managers, human resources and signatories of the host they act for: they ask that it takes part."""
    return _closed("may have a host take part in exchanges", _may_join)(view)


def unopened(request: HttpRequest) -> Organisation | None:
    """The network that the person pilots and that has no space yet."""
    workspace: Workspace = request.workspace  # type: ignore[attr-defined]
    if workspace.user is None:
        return None
    bodies = workspace.organisations_with_role([Role.EXCHANGE_PILOT])
    known = set(ExchangeSpace.objects.filter(pilot__in=bodies).values_list("pilot", flat=True)) if bodies else set()
    ours = [one for one in bodies if one.kind == OrganisationKind.NETWORK and one.pk not in known]
    acting = workspace.organisation
    return next((one for one in ours if acting and one.pk == acting.pk), None) or next(iter(ours), None)


def _may_join(request: HttpRequest) -> bool:
    workspace: Workspace = request.workspace  # type: ignore[attr-defined]
    return workspace.user is not None and workspace.is_host and workspace.has_role(*JOINING_ROLES)


def _kept(words: str, test: Callable[[Seat], bool]) -> Callable[[View], View]:
    def allowed(request: HttpRequest) -> bool:
        seat = seat_of(request)
        return seat is not None and test(seat)

    return _closed(words, allowed)


def _closed(words: str, test: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs) if test(request) else nobody_home(request)
            except Http404:
                if not elsewhere(request):
                    raise
                response = nobody_home(request)
            patch_cache_control(response, private=True, no_cache=True)
            response.headers["X-Robots-Tag"] = NOT_INDEXED
            return response

        guarded.access = words  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def nobody_home(request: HttpRequest) -> HttpResponseBase:
    """The 404 of the space: it says nothing of what lies behind, and offers to sign in and come back."""
    if request.method in ("GET", "HEAD") and seat_of(request) is None and unopened(request) is not None:
        return redirect("exchanges:found")
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("exchanges:home")
    context = {"sign_in": door(back), "elsewhere": elsewhere(request)}
    return render(request, "exchanges/nobody_home.html", context, status=404)


def elsewhere(request: HttpRequest) -> list[tuple[ExchangeSpace, str]]:
    """The other spaces in which the person has a seat, with the address of the same page there."""
    workspace: Workspace = request.workspace  # type: ignore[attr-defined]
    if request.method not in ("GET", "HEAD") or workspace.user is None:
        return []
    seat = seat_of(request)
    others = seat.elsewhere if seat else ()
    if seat is None and _named(request) and (usual := _seat(workspace)):
        others = (usual.space, *usual.elsewhere)
    rest = request.GET.copy()
    rest.pop(SPACE, None)
    address = f"{request.path}?{rest.urlencode()}" if rest else request.path
    return [(one, within(one.pk, address)) for one in others]


def door(address: str) -> str:
    """The way to a page of the space through sign-in; whoever is signed in goes straight on."""
    return f"{reverse('account_login')}?{urlencode({'next': address})}"

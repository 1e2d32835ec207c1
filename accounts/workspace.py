"""In which capacity a person acts: their current memberships, and the one they chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from accounts.enums import MANAGING_ROLES, OrganisationKind, Role
from accounts.models import Membership, Organisation

if TYPE_CHECKING:
    from accounts.models import User

SESSION_KEY = "organisation"
# What higher apps want to know of each membership, read along with it: name → a function that gives an expression.
_marks: dict[str, Callable[[], Any]] = {}


def mark(name: str, expression: Callable[[], Any]) -> None:
    """Adds an attribute to the memberships of every workspace; call it in `AppConfig.ready()`."""
    _marks[name] = expression


class Workspace:
    """Read once per request (one query): who is acting, and for which organisation.

    `request.workspace` is set by WorkspaceMiddleware for everyone, signed in or not.
    """

    def __init__(self, user: User | None, chosen: int | None = None) -> None:
        self.user = user
        self.chosen = chosen

    @cached_property
    def memberships(self) -> list[Membership]:
        if self.user is None:
            return []
        return list(
            Membership.objects.current()
            .filter(user=self.user)
            .select_related("organisation", "organisation__territory")
            .annotate(**{name: expression() for name, expression in _marks.items()})
            .order_by("organisation__sort_name", "role")
        )

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list({membership.organisation_id: membership.organisation for membership in self.memberships}.values())

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation the person acts for now: the chosen one, otherwise the first."""
        by_id = {organisation.pk: organisation for organisation in self.organisations}
        if self.chosen in by_id:
            return by_id[self.chosen]
        return next(iter(by_id.values()), None)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles in the organisation acted for."""
        current = self.organisation
        return frozenset(m.role for m in self.memberships if current and m.organisation_id == current.pk)

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def organisations_with_role(self, roles: Iterable[str]) -> list[Organisation]:
        wanted = set(roles)
        return list({m.organisation_id: m.organisation for m in self.memberships if m.role in wanted}.values())

    def belongs_to(self, organisation_id: int) -> bool:
        """Whether the person is a member of that organisation, whichever they act for now."""
        return any(one.pk == organisation_id for one in self.organisations)

    @property
    def kind(self) -> str:
        """Kind of the organisation acted for, or 'trainee', or '' for a visitor."""
        if self.organisation:
            return str(self.organisation.kind)
        return "trainee" if self.user else ""

    @property
    def is_host(self) -> bool:
        return self.kind == OrganisationKind.HOST

    @property
    def is_school(self) -> bool:
        return self.kind == OrganisationKind.TRAINING

    @property
    def is_network(self) -> bool:
        return self.kind == OrganisationKind.NETWORK

    @property
    def is_network_admin(self) -> bool:
        return self.has_role(Role.NETWORK_ADMIN)

    @property
    def runs_the_site(self) -> bool:
        """Network administrator of a network that no territory limits: what holds for the whole site is theirs."""
        return self.is_network_admin and self.territory_id is None

    @property
    def may_moderate(self) -> bool:
        return self.has_role(Role.NETWORK_ADMIN, Role.ANIMATOR)

    @property
    def manages(self) -> bool:
        """Whether the person looks after the organisation acted for."""
        return self.has_role(*MANAGING_ROLES)

    @property
    def territory_id(self) -> int | None:
        """The territory a network's organisation is limited to; None: all of them."""
        return self.organisation.territory_id if self.organisation else None

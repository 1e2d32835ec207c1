"""What the header offers to whom. An entry whose route does not exist is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from exchanges.models.spaces import JOINING_ROLES
from exchanges.standing import may_enter

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One link: its words, its route, and for whom it is. `under` lists the addresses it stays current for."""

    words: Words
    route: str
    icon: str
    when: Callable[[Workspace], bool] = lambda workspace: True
    arguments: dict[str, Any] = field(default_factory=dict)

    def address(self) -> str | None:
        return _address(self.route, tuple(self.arguments.items()))


@lru_cache(maxsize=1_000)
def _address(route: str, arguments: tuple[tuple[str, Any], ...]) -> str | None:
    """Routes do not change while the process lives, and every page asks for thirty of them."""
    try:
        return reverse(route, kwargs=dict(arguments))
    except NoReverseMatch:
        return None


@dataclass(frozen=True)
class Link:
    """An entry as the page shows it."""

    words: Words
    address: str
    icon: str
    current: bool


def visitor(workspace: Workspace) -> bool:
    return workspace.user is None


def trainee(workspace: Workspace) -> bool:
    return workspace.kind == "trainee"


def host(workspace: Workspace) -> bool:
    return workspace.is_host


def school(workspace: Workspace) -> bool:
    return workspace.is_school


def network(workspace: Workspace) -> bool:
    return workspace.is_network


def signed_in(workspace: Workspace) -> bool:
    return workspace.user is not None


def has_team(workspace: Workspace) -> bool:
    return workspace.organisation is not None


def coordinates(workspace: Workspace) -> bool:
    """Looks after the pupils and the hosts of a school."""
    return workspace.is_school and workspace.has_role(Role.COORDINATOR, Role.HEAD)


def follows_trainees(workspace: Workspace) -> bool:
    """Teaches or coordinates at a school."""
    return workspace.is_school and workspace.has_role(*PUPIL_ROLES)


def moderates(workspace: Workspace) -> bool:
    return workspace.may_moderate


def administers(workspace: Workspace) -> bool:
    return workspace.is_network_admin


def runs_the_site(workspace: Workspace) -> bool:
    """Administers the whole network, without the limit of a territory."""
    return workspace.runs_the_site


def employer(workspace: Workspace) -> bool:
    return workspace.kind == OrganisationKind.EMPLOYER


def sends_staff(workspace: Workspace) -> bool:
    """Speaks for an employer: one whose staff goes to hosts, or a host that employs people too."""
    return (host(workspace) or employer(workspace)) and workspace.has_role(Role.HR, Role.SIGNATORY)


def keeps_a_host(workspace: Workspace) -> bool:
    return workspace.is_host and workspace.has_role(Role.HOST_MANAGER)


def validates(workspace: Workspace) -> bool:
    """Reads good practices before everybody does."""
    return workspace.is_network and workspace.has_role(Role.PRACTICE_VALIDATOR, Role.NETWORK_ADMIN)


def edits(workspace: Workspace) -> bool:
    """Writes the network's own pages: articles, texts of the library."""
    return workspace.is_network and workspace.has_role(Role.PRACTICE_VALIDATOR, Role.ANIMATOR, Role.NETWORK_ADMIN)


def funds(workspace: Workspace) -> bool:
    """Acts for an organisation that gives grants."""
    return workspace.kind == OrganisationKind.FUNDER


def exchanges(workspace: Workspace) -> bool:
    """Has a place in a space of exchanges between professionals (B7), or pilots one."""
    return may_enter(workspace)


def may_join_exchanges(workspace: Workspace) -> bool:
    """Looks after a host or its staff: asks that it takes part, sees where that stands."""
    return workspace.is_host and workspace.has_role(*JOINING_ROLES)


def other(workspace: Workspace) -> bool:
    """An employer or a funder."""
    return has_team(workspace) and not (workspace.is_host or workspace.is_school or workspace.is_network)


MAIN = (
    Entry(_("Follow-up"), "agreements:board", "kanban", follows_trainees),
    Entry(_("To do"), "messaging:inbox", "list-checks", signed_in),
    Entry(
        _("Find a placement"), "hosts:search", "search", lambda w: visitor(w) or trainee(w) or school(w) or employer(w)
    ),
    Entry(_("Be guided"), "hosts:guide", "compass", lambda w: visitor(w) or trainee(w)),
    Entry(_("Good practices"), "practices:list", "sprout", lambda w: visitor(w) or trainee(w)),
    Entry(_("My applications"), "internships:my_applications", "send", trainee),
    Entry(_("Favourites"), "hosts:favourites", "heart", school),
    Entry(_("Our cohorts"), "internships:cohorts", "users", follows_trainees),
    Entry(_("My placements"), "internships:placements", "briefcase", trainee),
    Entry(_("Grants"), "internships:grants", "hand-coins", visitor),
    Entry(_("Our grants"), "internships:grants_ours", "hand-coins", funds),
    Entry(_("Requests received"), "internships:grant_requests", "mails", funds),
    Entry(_("Placements"), "internships:placements", "briefcase", lambda w: host(w) or school(w) or employer(w)),
    Entry(_("Our staff"), "internships:staff", "contact-round", lambda w: employer(w) and sends_staff(w)),
    Entry(_("Our pupils and trainees"), "accounts:pupils", "graduation-cap", coordinates),
    Entry(_("Our sheet"), "hosts:my_host", "house", host),
    Entry(_("Our offers"), "hosts:my_offers", "clipboard-list", host),
    Entry(_("Applications received"), "internships:received", "mails", host),
    Entry(_("Dashboard"), "dashboard", "chart-column", moderates),
    Entry(_("Follow-up of the territory"), "agreements:board_territory", "kanban", moderates),
    Entry(_("Vis ma vie pro"), "exchanges:home", "shuffle", exchanges),
    Entry(_("Moderation"), "hosts:moderation", "shield-check", moderates),
    Entry(_("Validation of practices"), "practices:queue", "badge-check", validates),
    Entry(_("Register of hosts"), "hosts:register", "book-marked", network),
    Entry(_("Imports"), "hosts:imports", "file-up", administers),
    Entry(_("How it works"), "documents:page", "life-buoy", visitor, {"slug": "comment-ca-marche"}),
)

# In the account menu: what the organisation shares, then what is one's own.
ORGANISATION = (
    Entry(_("Messages"), "messaging:threads", "messages-square", signed_in),
    Entry(_("Calendar"), "internships:calendar", "calendar-days", signed_in),
    Entry(_("Commissions"), "internships:commissions", "puzzle", keeps_a_host),
    Entry(_("Our staff"), "internships:staff", "contact-round", lambda w: host(w) and sends_staff(w)),
    Entry(_("Exchanges between professionals"), "exchanges:join", "shuffle", may_join_exchanges),
    Entry(_("Our organisation"), "accounts:organisation", "building-2", has_team),
    Entry(_("Our team"), "accounts:members", "users", has_team),
    Entry(_("Our school in agreements"), "internships:school", "landmark", coordinates),
    Entry(_("Texts of agreements"), "agreements:texts", "file-pen-line", lambda w: coordinates(w) or runs_the_site(w)),
    Entry(_("Evaluations"), "internships:evaluations", "clipboard-check", follows_trainees),
    Entry(_("Evaluations"), "internships:evaluations_overseen", "clipboard-check", moderates),
    Entry(_("Grids of evaluation"), "internships:grids", "list-checks", lambda w: coordinates(w) or administers(w)),
    Entry(_("Our trainees’ applications"), "internships:school_applications", "mails", follows_trainees),
    Entry(_("Our qualifying sites"), "hosts:qualifications", "badge-check", coordinates),
    Entry(_("Organisations"), "accounts:organisations", "landmark", moderates),
    Entry(_("Correct a date of birth"), "internships:birth_date", "cake", runs_the_site),
    Entry(_("Territories"), "accounts:territories", "map", administers),
    Entry(_("Lists: sectors, occupations, levels"), "hosts:terms", "list-tree", runs_the_site, {"kind": "secteurs"}),
    Entry(_("Deadlines and quotas of applications"), "internships:settings", "timer", runs_the_site),
    Entry(_("Placement grants"), "internships:grants_ours", "hand-coins", runs_the_site),
    Entry(_("Number of trainees by decision"), "internships:share_decisions", "scale", runs_the_site),
    Entry(_("Pages of the site"), "documents:site_pages", "file-pen", runs_the_site),
    Entry(_("Innovations to publish"), "practices:innovation_queue", "lightbulb", validates),
    Entry(_("Testimonials to read"), "practices:testimonial_queue", "message-square-quote", edits),
    Entry(_("Articles of the network"), "practices:article_kept", "newspaper", edits),
    Entry(_("Keep the library"), "practices:library_kept", "library", edits),
    Entry(_("Reminders"), "messaging:reminders", "alarm-clock", runs_the_site),
    Entry(_("What could not be sent"), "messaging:failures", "mail-warning", runs_the_site),
)
PERSONAL = (
    Entry(
        _("Find a placement"),
        "hosts:search",
        "search",
        lambda w: host(w) or network(w) or (other(w) and not employer(w)),
    ),
    Entry(_("Good practices"), "practices:list", "sprout", has_team),
    Entry(_("My practices"), "practices:mine", "notebook-pen", signed_in),
    Entry(_("My innovations"), "practices:my_innovations", "lightbulb", signed_in),
    Entry(_("My testimonials"), "practices:my_testimonials", "message-square-quote", signed_in),
    Entry(_("Favourites"), "hosts:favourites", "heart", lambda w: signed_in(w) and not school(w)),
    Entry(_("Saved searches"), "hosts:saved_searches", "bell", signed_in),
    Entry(_("Report a host I know"), "hosts:discover", "map-pin-plus", lambda w: trainee(w) or school(w)),
    Entry(_("My objectives"), "internships:my_objectives", "target", trainee),
    Entry(_("My profile and CV"), "internships:profile", "id-card", trainee),
    Entry(_("Placement grants"), "internships:grants", "hand-coins", trainee),
    Entry(_("My requests for grants"), "internships:grant_requests", "hand-coins", trainee),
    Entry(_("My file"), "internships:my_file", "folder-open", lambda w: trainee(w) or host(w) or other(w)),
    Entry(_("My account"), "accounts:profile", "user-round", signed_in),
    Entry(_("My data"), "accounts:privacy", "lock", signed_in),
    Entry(_("Open another door"), "accounts:welcome", "door-open", signed_in),
)

FOOTER = (
    Entry(_("How it works"), "documents:page", "life-buoy", arguments={"slug": "comment-ca-marche"}),
    Entry(_("What placements change"), "internships:impact", "chart-column"),
    Entry(_("Placement grants"), "internships:grants", "hand-coins"),
    Entry(_("Innovations and progress"), "practices:innovations", "lightbulb"),
    Entry(_("Testimonials"), "practices:testimonials", "message-square-quote"),
    Entry(_("Articles"), "practices:articles", "newspaper"),
    Entry(_("Library of texts"), "practices:library", "library"),
    Entry(_("Check a document"), "documents:verify_any", "badge-check"),
    Entry(_("Rules of law"), "law:rules", "scale"),
    Entry(_("Personal data"), "documents:page", "lock", arguments={"slug": "donnees-personnelles"}),
    Entry(_("Cookies"), "documents:page", "cookie", arguments={"slug": "cookies"}),
    Entry(_("Legal notice"), "documents:page", "landmark", arguments={"slug": "mentions-legales"}),
)
ACCESSIBILITY = Entry(_("Accessibility"), "documents:page", "accessibility", arguments={"slug": "accessibilite"})


def links(entries: tuple[Entry, ...], request: HttpRequest) -> list[Link]:
    """The entries meant for whoever asks, current where the page lies under their address."""
    workspace: Workspace = getattr(request, "workspace", None) or Workspace(None)
    found = []
    for entry in entries:
        if entry.when(workspace) and (address := entry.address()):
            current = request.path == address or (address.count("/") > 1 and request.path.startswith(address))
            found.append(Link(entry.words, address, entry.icon, current))
    return found


def address_of(route: str, **arguments: Any) -> str:
    """The address of a route, or nothing where it does not exist."""
    return Entry("", route, "", arguments=arguments).address() or ""

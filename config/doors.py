"""The doors of the home page: where each kind of reader begins. A door whose route does not exist is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.workspace import Workspace
from config import navigation
from config.navigation import Words


@dataclass(frozen=True)
class Door:
    """Words, and the first of `routes` that exists; `second` is another way in, for those who hesitate."""

    title: Words
    text: Words
    action: Words
    routes: tuple[str, ...]
    icon: str
    tint: int
    when: Callable[[Workspace], bool]
    second_action: Words = ""
    second: str = ""
    # The door of `accounts.onboarding` that the sign-up form finds ticked.
    door: str = ""

    @property
    def address(self) -> str:
        found = next((found for route in self.routes if (found := navigation.address_of(route))), "")
        return f"{found}?door={self.door}" if found and self.door else found

    @property
    def second_address(self) -> str:
        return navigation.address_of(self.second) if self.second else ""


DOORS = (
    Door(
        _("I am looking"),
        _("A placement to discover an occupation, for a course, or as a professional. Search near home, or further."),
        _("Find a placement"),
        ("hosts:search",),
        "compass",
        0,
        navigation.visitor,
        _("I do not know which occupation yet"),
        "hosts:guide",
    ),
    Door(
        _("I host"),
        _("Say what one learns with you and when you have room: you are found by name, trade and place."),
        _("Present my institution"),
        ("account_signup",),
        "house",
        8,
        navigation.visitor,
        door="host",
    ),
    Door(
        _("I accompany"),
        _("School, training centre, network, territory: your team, your hosts and favourites in one place."),
        _("Create an account"),
        ("account_signup",),
        "users",
        3,
        navigation.visitor,
        door="training",
    ),
    Door(
        _("Be guided"),
        _("From what you like doing to occupations, and from occupations to hosts near home."),
        _("Begin"),
        ("hosts:guide",),
        "compass",
        0,
        navigation.trainee,
    ),
    Door(
        _("Find a placement"),
        _("Search by trade, place, level and dates for those you accompany."),
        _("Search"),
        ("hosts:search",),
        "search",
        0,
        lambda workspace: navigation.school(workspace) or navigation.employer(workspace),
    ),
    Door(
        _("Our staff"),
        _("Those whom you send to hosts: ask them once, then enter their placements."),
        _("See our staff"),
        ("internships:staff",),
        "contact-round",
        4,
        navigation.sends_staff,
    ),
    Door(
        _("Follow-up"),
        _("Who has no placement yet, whose turn it is, what is late: your trainees at a glance."),
        _("Open the follow-up"),
        ("agreements:board",),
        "kanban",
        0,
        navigation.follows_trainees,
    ),
    Door(
        _("Dashboard"),
        _("Practices, placements, agreements, evaluations: how far everything is, by territory and year."),
        _("See the figures"),
        ("dashboard",),
        "chart-column",
        2,
        navigation.moderates,
    ),
    Door(
        _("Follow-up of the territory"),
        _("How many trainees of each school have a placement and a signed agreement."),
        _("See the figures"),
        ("agreements:board_territory",),
        "kanban",
        3,
        navigation.moderates,
    ),
    Door(
        _("Our cohorts"),
        _("Classes and promotions, the placement they are to find, and who follows whom."),
        _("See our cohorts"),
        ("internships:cohorts",),
        "users",
        3,
        navigation.follows_trainees,
    ),
    Door(
        _("My objectives"),
        _("What you want to be able to do, worded with those who accompany you."),
        _("See my objectives"),
        ("internships:my_objectives",),
        "target",
        4,
        navigation.trainee,
    ),
    Door(
        _("My profile and CV"),
        _("So that a host knows who would come; only those you write to read it."),
        _("See my profile"),
        ("internships:profile",),
        "id-card",
        2,
        navigation.trainee,
    ),
    Door(
        _("My file"),
        _("Address, insurance, who signs for me: entered once for every agreement."),
        _("Complete my file"),
        ("internships:my_file",),
        "folder-open",
        3,
        navigation.trainee,
    ),
    Door(
        _("Our pupils and trainees"),
        _("Invite them, print their slips, see who has an account."),
        _("See our pupils and trainees"),
        ("accounts:pupils",),
        "graduation-cap",
        2,
        navigation.coordinates,
    ),
    Door(
        _("My placements"),
        _("People, hours, documents and what comes next, in one place for everybody."),
        _("See my placements"),
        ("internships:placements",),
        "briefcase",
        6,
        navigation.trainee,
    ),
    Door(
        _("Placements"),
        _("Who is where, with whom and when; what is missing before the first day."),
        _("See the placements"),
        ("internships:placements",),
        "briefcase",
        6,
        lambda workspace: navigation.host(workspace) or navigation.school(workspace) or navigation.employer(workspace),
    ),
    Door(
        _("My applications"),
        _("How far each one is, and what you can do now."),
        _("See my applications"),
        ("internships:my_applications",),
        "send",
        3,
        navigation.trainee,
    ),
    Door(
        _("Applications received"),
        _("Who would like to come, and until when they hope for an answer."),
        _("See the applications"),
        ("internships:received",),
        "mails",
        5,
        navigation.host,
    ),
    Door(
        _("Our trainees’ applications"),
        _("Whom your trainees have written to, and what the hosts answer."),
        _("See the applications"),
        ("internships:school_applications",),
        "mails",
        3,
        navigation.follows_trainees,
    ),
    Door(
        _("Good practices"),
        _("What teams do that works, with what it takes: to read, to try, and to share."),
        _("Read the practices"),
        ("practices:list",),
        "sprout",
        1,
        navigation.signed_in,
        _("Share a practice"),
        "practices:new",
    ),
    Door(
        _("Validation of practices"),
        _("Good practices that wait to be read, beside the points to check."),
        _("See what waits"),
        ("practices:queue",),
        "badge-check",
        2,
        navigation.validates,
    ),
    Door(
        _("Placement grants"),
        _("Who helps pay the journey, the lodging or the meals, how much and until when."),
        _("See the grants"),
        ("internships:grants",),
        "hand-coins",
        8,
        navigation.trainee,
    ),
    Door(
        _("Our grants"),
        _("Write, publish and close what you offer; see how many asked for it."),
        _("See our grants"),
        ("internships:grants_ours",),
        "hand-coins",
        8,
        navigation.funds,
    ),
    Door(
        _("Requests received"),
        _("Who asks for what, for which stay, with budget and objectives: your answer is one page away."),
        _("See the requests"),
        ("internships:grant_requests",),
        "mails",
        0,
        navigation.funds,
    ),
    Door(
        _("My favourites"),
        _("The hosts and offers you kept aside."),
        _("See my favourites"),
        ("hosts:favourites",),
        "heart",
        5,
        lambda workspace: navigation.trainee(workspace) or navigation.school(workspace),
    ),
    Door(
        _("My saved searches"),
        _("What is new comes to you by e-mail, daily or weekly."),
        _("See my searches"),
        ("hosts:saved_searches",),
        "bell",
        8,
        lambda workspace: navigation.trainee(workspace) or navigation.school(workspace),
    ),
    Door(
        _("Our sheet"),
        _("What visitors read about you: presentation, sites, access, photos."),
        _("See our sheet"),
        ("hosts:my_host",),
        "house",
        8,
        navigation.host,
    ),
    Door(
        _("Our offers"),
        _("Publish an offer, renew last year's, follow the places left."),
        _("See our offers"),
        ("hosts:my_offers",),
        "clipboard-list",
        0,
        navigation.host,
    ),
    Door(
        _("Moderation"),
        _("Sheets that wait to be read, and those that look like twins."),
        _("See what waits"),
        ("hosts:moderation",),
        "shield-check",
        6,
        lambda workspace: workspace.may_moderate,
    ),
    Door(
        _("Register of hosts"),
        _("Every host of your territory, with its state and membership."),
        _("Open the register"),
        ("hosts:register",),
        "book-marked",
        0,
        navigation.network,
    ),
    Door(
        _("Imports"),
        _("Bring in an official register or your own table, checked row by row."),
        _("Import a table"),
        ("hosts:imports",),
        "file-up",
        3,
        lambda workspace: workspace.is_network_admin,
    ),
    Door(
        _("Our team"),
        _("Who does what, invitations, hand-overs."),
        _("See the team"),
        ("accounts:members",),
        "users",
        3,
        navigation.has_team,
    ),
)


def doors(workspace: Workspace) -> list[Door]:
    """The doors meant for whoever asks, and that lead somewhere."""
    return [door for door in DOORS if door.when(workspace) and door.address]

"""Who can sign in to the demonstration: one table, read by `load_demo`, `announce`, the sign-in page and the tests."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User

# Everybody's, and meant to be read by everybody: the demonstration holds nothing but inventions.
PASSWORD = "bienvenue-a-bord"  # noqa: S105
SCHOOL_CODE = "KAYAK7"
# A second factor whose codes the sign-in page shows.
TOTP_SECRET = "ESCALEDEMONSTRATIONESCALEDEMONST"  # noqa: S105

Words = str | Promise


@dataclass(frozen=True)
class Account:
    """Someone of the demonstration. Without `email` they sign in by the school's code and their `identifier`."""

    key: str
    first_name: str
    last_name: str
    role: Words
    shows: Words
    email: str = ""
    identifier: str = ""
    seats: tuple[tuple[str, Role], ...] = ()
    trainee: bool = False
    second_factor: bool = False
    phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Group:
    words: Words
    accounts: tuple[Account, ...]


SEARCHING = Group(
    _("I am looking for a placement"),
    (
        Account(
            "student",
            "Inès",
            "Kerbrat",
            _("Student"),
            _("A search kept with its alert, and favourites"),
            email="etudiante@example.org",
            trainee=True,
        ),
        Account(
            "pupil",
            "Noé",
            "Le Floc’h",
            _("Pupil without e-mail address"),
            _("Signs in with the school’s code; guided from interests to hosts"),
            identifier="noe.lefloch",
            trainee=True,
        ),
        Account(
            "professional",
            "Thomas",
            "Roussel",
            _("Working professional"),
            _("Looks for a host that does things differently, far from home"),
            email="professionnel@example.org",
            trainee=True,
        ),
    ),
)

HOSTING = Group(
    _("I host"),
    (
        Account(
            "manager",
            "Solène",
            "Guivarch",
            _("Host manager"),
            _("The sheet of a nursery, its offers and its team; a message waits"),
            email="hote@example.org",
            seats=(("creche", Role.HOST_MANAGER),),
            phone="02 61 91 40 12",
        ),
        Account(
            "tutor",
            "Yann",
            "Perrot",
            _("Tutor"),
            _("The same nursery, as someone who accompanies trainees"),
            email="tuteur@example.org",
            seats=(("creche", Role.TUTOR),),
        ),
        Account(
            "signatory",
            "Hélène",
            "Madec",
            _("Signatory"),
            _("The same nursery, as its president"),
            email="signataire@example.org",
            seats=(("creche", Role.SIGNATORY),),
        ),
        Account(
            "double",
            "Claire",
            "Bonnefoy",
            _("Host manager and teacher"),
            _("Two organisations, one account: switch from one to the other"),
            email="double@example.org",
            seats=(("centre_social", Role.HOST_MANAGER), ("institute", Role.REFERENT_TEACHER)),
        ),
        Account(
            "hr",
            "Karim",
            "Benali",
            _("Human resources"),
            _("The employer of the professional: stays, evaluations, what came of them"),
            email="rh@example.org",
            seats=(("goelands", Role.HR),),
        ),
    ),
)

ACCOMPANYING = Group(
    _("I accompany"),
    (
        Account(
            "coordinator",
            "Nadia",
            "Belkacem",
            _("Placement coordinator, training centre"),
            _("Students, sites qualified by the school, a host that she reported"),
            email="coordination@example.org",
            seats=(("institute", Role.COORDINATOR),),
        ),
        Account(
            "referent",
            "Olivier",
            "Marchal",
            _("Referent teacher, training centre"),
            _("Follows students from the first visit to the last"),
            email="formateur@example.org",
            seats=(("institute", Role.REFERENT_TEACHER),),
        ),
        Account(
            "director",
            "Françoise",
            "Delmas",
            _("Head of the training centre"),
            _("Looks after the team and its roles"),
            email="direction@example.org",
            seats=(("institute", Role.HEAD),),
        ),
        Account(
            "school_coordinator",
            "Anne-Laure",
            "Hamon",
            _("Placement coordinator, collège"),
            _("A class of 3ème: school code, identifiers, pupils without a placement"),
            email="college@example.org",
            seats=(("college", Role.COORDINATOR),),
        ),
        Account(
            "teacher",
            "Mathieu",
            "Rolland",
            _("Referent teacher, collège"),
            _("Form teacher of the class"),
            email="professeur@example.org",
            seats=(("college", Role.REFERENT_TEACHER),),
        ),
        Account(
            "headmistress",
            "Sylvie",
            "Prigent",
            _("Head of the collège"),
            _("Looks after the team and its roles"),
            email="principale@example.org",
            seats=(("college", Role.HEAD),),
        ),
    ),
)

NETWORK = Group(
    _("I run the network"),
    (
        Account(
            "admin",
            "Margaux",
            "Lemoine",
            _("Network administrator"),
            _("Everything: moderation, register, imports, people, pages, trace"),
            email="admin@example.org",
            seats=(("network", Role.NETWORK_ADMIN),),
            second_factor=True,
        ),
        Account(
            "animator",
            "Ronan",
            "Quéméner",
            _("Territory animator, Ille-et-Vilaine"),
            _("Hosts that wait for moderation, one of them with a likely twin"),
            email="animation@example.org",
            seats=(("club", Role.ANIMATOR),),
        ),
        Account(
            "validator",
            "Sabine",
            "Wauters",
            _("Practice validator"),
            _("Reads good practices before they are published"),
            email="validation@example.org",
            seats=(("network", Role.PRACTICE_VALIDATOR),),
        ),
        Account(
            "pilot",
            "Julien",
            "Fabre",
            _("Exchange pilot, Hérault"),
            _("Immersions between professionals of the département"),
            email="pilote@example.org",
            seats=(("exchanges", Role.EXCHANGE_PILOT),),
        ),
    ),
)

FUNDING = Group(
    _("I fund"),
    (
        Account(
            "funder",
            "Mathilde",
            "Le Guennec",
            _("Grant manager, foundation"),
            _("Grants published and being written; a request that waits for an answer"),
            email="bourses@example.org",
            seats=(("foundation", Role.GRANT_MANAGER),),
        ),
    ),
)

# Their structures, and their roles there, stand in `exchanges/structures.toml`.
EXCHANGING = Group(
    _("I discover my colleagues’ work"),
    (
        Account(
            "exchanger",
            "Nadia",
            "Ferrand",
            _("Professional of a local youth employment centre"),
            _("Her structure offers immersions; she would like to see a hospital from within"),
            email="conseillere@example.org",
            phone="04 99 57 11 02",
        ),
        Account(
            "exchanger2",
            "Vincent",
            "Roques",
            _("Professional of a hospital"),
            _("Reads the offers of other sectors; has a wish"),
            email="infirmier@example.org",
        ),
        Account(
            "exchange_hr",
            "Isabelle",
            "Marty",
            _("Human resources of a structure that takes part"),
            _("The requests of her staff, and what her structure owes"),
            email="rh.mission@example.org",
        ),
    ),
)

GROUPS = (SEARCHING, HOSTING, ACCOMPANYING, FUNDING, EXCHANGING, NETWORK)


def everyone() -> Iterable[Account]:
    return (account for group in GROUPS for account in group.accounts)


def account(key: str) -> Account:
    return next(one for one in everyone() if one.key == key)


def exist() -> bool:
    """Whether the world is loaded here: its administrator is there."""
    return User.objects.filter(email=account("admin").email).exists()


def current_code() -> str:
    """A code of the shared second factor that is good now and for a while.

    No code is taken twice, so that visitors who come at the same moment are shown different ones of those accepted.
    """
    ahead = secrets.randbelow(app_settings.TOTP_TOLERANCE + 1)
    counter = int(time.time()) // app_settings.TOTP_PERIOD + ahead
    return str(totp.format_hotp_value(totp.hotp_value(TOTP_SECRET, counter)))

"""The demo's people: one or two in each role, with what one needs to sign in as them."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership, Organisation, Pupil, User
from accounts.services.security import enable_totp

PASSWORD = "escale-demo"  # noqa: S105 - printed on the sign-in page of the demo
# One secret for every administrator of the demo; the page shows its current code.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Account:
    """A person of the demo. `organisation` is a key of the world's organisations; `what` says what to look at."""

    first_name: str
    last_name: str
    email: str
    title: str | Promise
    what: str | Promise
    organisation: str = ""
    roles: tuple[str, ...] = ()
    second_factor: bool = False

    @property
    def address(self) -> str:
        return f"{self.email}@{DOMAIN}"


# A class that signs in by the school's code; every secret of the demo is the same.
SCHOOL_CODE, PUPIL_SECRET, CLASS = "ESCALE", "bateau-rouge", "3e B"
PUPILS = (
    ("Léa", "Marchand"),
    ("Ilyes", "Bouzid"),
    ("Maëlle", "Kervella"),
    ("Noam", "Delattre"),
    ("Jade", "Rousselot"),
    ("Tiago", "Ferreira"),
    ("Anouk", "Prigent"),
    ("Sami", "Lahlou"),
    ("Rose", "Quéméner"),
    ("Gabin", "Thébault"),
    ("Inaya", "Diarra"),
    ("Malo", "Guillemot"),
)

ACCOUNTS = (
    Account(
        "Alix",
        "Fontaine",
        "alix",
        _("Trainee"),
        _("has favourites and a saved search with an alert, and reported a host"),
    ),
    Account(
        "Omar",
        "Haddad",
        "omar",
        _("Professional on a learning visit"),
        _("looks for hosts in another sector"),
    ),
    Account(
        "Nadia",
        "Benali",
        "nadia",
        _("Host, manager"),
        _("keeps the sheet and the offers of IME Les Hirondelles"),
        "hirondelles",
        (Role.HOST_MANAGER, Role.SIGNATORY),
    ),
    Account("Paul", "Guérin", "paul", _("Host, tutor"), _("is in the same team"), "hirondelles", (Role.TUTOR,)),
    Account("Hélène", "Caron", "helene", _("Human resources"), _("is in the same team"), "hirondelles", (Role.HR,)),
    Account(
        "Farid",
        "Amrani",
        "farid",
        _("Host, manager"),
        _("keeps the sheet of Centre social La Clairière, with a draft offer under way"),
        "clairiere",
        (Role.HOST_MANAGER,),
    ),
    Account(
        "Lucie",
        "Aubert",
        "lucie",
        _("School, placement coordinator"),
        _("knows which sites her school has qualified, and invites students"),
        "institute",
        (Role.COORDINATOR, Role.REFERENT_TEACHER),
    ),
    Account(
        "Thomas",
        "Le Bihan",
        "thomas",
        _("School, head of a collège"),
        _("has a class of 3ème whose pupils sign in by the school’s code"),
        "college",
        (Role.HEAD, Role.COORDINATOR),
    ),
    Account(
        "Yann",
        "Le Goff",
        "yann",
        _("Territory animator, Ille-et-Vilaine"),
        _("moderates new hosts, one of them a likely twin"),
        "club35",
        (Role.ANIMATOR,),
    ),
    Account(
        "Inès", "Roca", "ines", _("Territory animator, Hérault"), _("moderates the Hérault"), "club34", (Role.ANIMATOR,)
    ),
    Account("Marc", "Vidal", "marc", _("Exchange pilot"), _("pilots the exchanges"), "club34", (Role.EXCHANGE_PILOT,)),
    Account(
        "Sophie",
        "Lenoir",
        "sophie",
        _("Practice validator"),
        _("belongs to the network’s team"),
        "network",
        (Role.PRACTICE_VALIDATOR,),
    ),
    Account(
        "Claire",
        "Morvan",
        "claire",
        _("Network administrator"),
        _("imports registers, corrects rules of law, merges twins"),
        "network",
        (Role.NETWORK_ADMIN,),
        second_factor=True,
    ),
)


def create_people(organisations: dict[str, Organisation]) -> dict[str, User]:
    """Writes the accounts with their roles; returns them by the first part of their address."""
    password = make_password(PASSWORD)
    people = {
        account.email: User(
            email=account.address,
            first_name=account.first_name,
            last_name=account.last_name,
            is_trainee=not account.roles,
            password=password,
        )
        for account in ACCOUNTS
    }
    User.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people.values()
    )
    Membership.objects.bulk_create(
        Membership(user=people[account.email], organisation=organisations[account.organisation], role=role)
        for account in ACCOUNTS
        for role in account.roles
    )
    for account in ACCOUNTS:
        if account.second_factor:
            enable_totp(people[account.email], TOTP_SECRET)
    return people


def create_pupils(school: Organisation, teacher: User) -> list[Pupil]:
    """Writes the class of the collège."""
    school.sign_in_code = SCHOOL_CODE
    school.save(update_fields=["sign_in_code"])
    password = make_password(PUPIL_SECRET)
    users = [User(first_name=first, last_name=last, is_trainee=True, password=password) for first, last in PUPILS]
    User.objects.bulk_create(users)
    return Pupil.objects.bulk_create(
        Pupil(school=school, user=user, identifier=identifier(user), group=CLASS, created_by=teacher) for user in users
    )


def identifier(user: User) -> str:
    return f"{slugify(user.first_name)}.{slugify(user.last_name)}"


def current_code() -> str:
    """The six digits that an administrator of the demo would read on their telephone now."""
    counter = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(TOTP_SECRET, counter[len(counter) // 2])))

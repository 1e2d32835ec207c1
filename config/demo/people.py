"""Territories, the network, two schools, and everyone who can sign in."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Pupil, Territory, User
from accounts.services import enable_totp
from config.demo import accounts
from config.demo.dates import moment

if TYPE_CHECKING:
    from config.demo.world import World

TERRITORIES = {"ille-et-vilaine": ("Ille-et-Vilaine", "35"), "herault": ("Hérault", "34")}
NETWORK, TRAINING = OrganisationKind.NETWORK, OrganisationKind.TRAINING
ORGANISATIONS: dict[str, tuple[OrganisationKind, str, str]] = {
    "network": (NETWORK, "Réseau Escale", ""),
    "club": (NETWORK, "Club École-Entreprise d’Ille-et-Vilaine", "ille-et-vilaine"),
    "exchanges": (NETWORK, "Maison des adolescents du Littoral", "herault"),
    "institute": (TRAINING, "Institut de formation sociale du Levant", "herault"),
    "college": (TRAINING, "Collège des Quatre-Vents", "ille-et-vilaine"),
    "foundation": (OrganisationKind.FUNDER, "Fondation des Embruns", ""),
    "goelands": (OrganisationKind.EMPLOYER, "Foyer de jour Les Goélands", ""),
}
CLASS = "3e B"
PUPILS = (
    ("Maïwenn", "Cadiou"), ("Amadou", "Diarra"), ("Lina", "Haddad"), ("Gabin", "Rouault"), ("Jade", "Thomas-Le Bihan"),
    ("Malo", "Riou"), ("Sarah", "Nguyen"), ("Evan", "Guillemot"), ("Romane", "Picard"), ("Ilyès", "Mansouri"),
    ("Zoé", "Lagadec"),
)  # fmt: skip
STUDENTS = (("Camille", "Ortega"), ("Mehdi", "Lounis"), ("Justine", "Peyrat"), ("Léo", "Vidal"), ("Aïcha", "Traoré"))
GROUP = "DEEJE 2e année"


def make_organisations(world: World) -> None:
    for slug, (name, department) in TERRITORIES.items():
        world.territories[slug], _created = Territory.objects.get_or_create(
            slug=slug, defaults={"name": name, "departments": [department]}
        )
    for key, (kind, name, territory) in ORGANISATIONS.items():
        world.organisations[key] = Organisation.objects.create(
            kind=kind,
            name=name,
            territory=world.territory(territory),
            sign_in_code=accounts.SCHOOL_CODE if key == "college" else None,
            created_at=moment(world.today, weeks_ago=90),
            verified_at=moment(world.today, weeks_ago=90),
        )


def make_people(world: World) -> None:
    """Those of the table, with one password between them, and the classmates of the pupil and the student."""
    password = make_password(accounts.PASSWORD)
    table = list(accounts.everyone())
    made = User.objects.bulk_create(
        User(
            email=one.email or None,
            first_name=one.first_name,
            last_name=one.last_name,
            phone=one.phone,
            is_trainee=one.trainee,
            password=password,
            date_joined=moment(world.today, weeks_ago=60 - number),
        )
        for number, one in enumerate(table)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made if user.email
    )
    for one, user in zip(table, made, strict=True):
        world.people[one.key] = user
        if one.second_factor:
            enable_totp(user, accounts.TOTP_SECRET)
    _enrol(world, password)


def _enrol(world: World, password: str) -> None:
    college, institute = world.organisations["college"], world.organisations["institute"]
    pupil, teacher = accounts.account("pupil"), world.people["school_coordinator"]
    birth = datetime.date(world.today.year - 14, 5, 12)
    User.objects.filter(pk=world.people["pupil"].pk).update(birth_date=birth)
    classmates = User.objects.bulk_create(
        User(first_name=first, last_name=last, is_trainee=True, password=password, birth_date=birth)
        for first, last in PUPILS
    )
    names = [pupil.identifier, *(f"{slugify(first)}.{slugify(last)}" for first, last in PUPILS)]
    students = User.objects.bulk_create(
        User(
            email=f"etudiant{number}@example.org", first_name=first, last_name=last, is_trainee=True, password=password
        )
        for number, (first, last) in enumerate(STUDENTS, 2)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in students
    )
    Pupil.objects.bulk_create(
        [
            *(
                Pupil(
                    school=college,
                    user=user,
                    identifier=name,
                    group=CLASS,
                    created_by=teacher,
                    created_at=moment(world.today, weeks_ago=8),
                    last_sign_in=moment(world.today, weeks_ago=number / 3, hour=10) if number % 3 else None,
                )
                for number, (name, user) in enumerate(zip(names, [world.people["pupil"], *classmates], strict=True))
            ),
            *(
                Pupil(school=institute, user=user, group=GROUP, created_by=world.people["coordinator"])
                for user in [world.people["student"], *students]
            ),
        ]
    )


def seat(world: World) -> None:
    """Gives everyone of the table their roles, since some weeks."""
    bodies = {**world.organisations, **{key: host.organisation for key, host in world.hosts.items()}}
    Membership.objects.bulk_create(
        Membership(
            user=world.people[one.key],
            organisation=bodies[key],
            role=Role(role),
            since=world.today - datetime.timedelta(weeks=40),
        )
        for one in accounts.everyone()
        for key, role in one.seats
    )

"""The three doors of someone new: je cherche, j'accueille, j'accompagne. Where each leads is said by the apps.

    onboarding.lead(door, route)      # in AppConfig.ready(): the pages behind the door
    onboarding.follow(door, route)    # where one goes once the organisation exists
    onboarding.towards(door, route)   # who signs up on the way to that page comes through the door

A door that nobody leads opens the form of accounts that founds an organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind


@dataclass(frozen=True)
class Door:
    """`name` is "trainee" or the kind of organisation behind it."""

    name: str
    title: str | Promise
    words: str | Promise
    icon: str


DOORS = (
    Door(
        "trainee",
        _("I am looking for a placement"),
        _("Pupil, student or professional: find who can host you, and apply."),
        "search",
    ),
    Door(
        OrganisationKind.HOST.value,
        _("I host"),
        _("Your institution welcomes trainees: publish its sheet and its offers."),
        "house",
    ),
    Door(
        OrganisationKind.TRAINING.value,
        _("I support trainees"),
        _("School, training centre, service: follow your pupils or students."),
        "graduation-cap",
    ),
)
_leads: dict[str, str] = {"trainee": "home"}
_follows: dict[str, str] = {}
_towards: dict[str, str] = {}


def lead(door: str, route: str) -> None:
    """Says which route stands behind the door."""
    _leads[_known(door)] = route


def follow(door: str, route: str) -> None:
    """Says which route comes once the organisation of that door exists."""
    _follows[_known(door)] = route


def towards(door: str, route: str) -> None:
    """Says that whoever signs up on the way to that route comes through the door."""
    _towards[route] = _known(door)


def door_towards(address: str) -> str:
    """The door of someone on the way to an address; empty where any will do."""
    path = urlsplit(address).path
    return next((door for route, door in _towards.items() if reverse(route) == path), "")


def address(door: str) -> str:
    """Where the door leads."""
    name = _known(door)
    if name in _leads:
        return reverse(_leads[name])
    return reverse("accounts:found", kwargs={"kind": name})


def next_address(door: str) -> str:
    """Where one goes once the organisation is founded."""
    return reverse(_follows.get(door, "accounts:members"))


def _known(door: str) -> str:
    if door not in {known.name for known in DOORS}:
        raise ValueError(f"there is no door {door}")
    return door

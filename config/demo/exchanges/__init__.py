"""« Vis ma vie pro ! » in the Hérault: twelve structures over the eight sectors of B4, their offers and wishes.

Texts out of `*.toml`. What was published is written as it would stand, without letters; one offer waits for the pilot.
"""

from __future__ import annotations

import datetime
import tomllib
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.text import slugify

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from config.demo.dates import moment, period
from config.demo.drawing import picture
from config.demo.texts import Codes
from documents.files import keep_image
from exchanges.enums import OfferState, StructureState, WishState
from exchanges.models import (
    ExchangeSpace,
    ImmersionOffer,
    ImmersionRequest,
    ImmersionWish,
    OfferStep,
    OfferWindow,
    Structure,
    StructureStep,
    WishWindow,
)
from exchanges.services import words
from hosts.enums import HostOrigin, HostState, MembershipStatus
from hosts.models import HostInstitution, HostSite, Place
from hosts.services.indexing import reindex_institutions

if TYPE_CHECKING:
    from config.demo.world import World

HERE = Path(__file__).parent
INTRODUCTION = """Deux ou trois jours chez un partenaire, pour voir son métier de près. Puis on accueille à son tour.

Aucune information sur les personnes que vous accompagnez n’a sa place ici."""
_numbers = count(1)


def read(name: str) -> list[dict[str, Any]]:
    """The rows of all files of that name, in the order of the files."""
    files = sorted(HERE.glob(f"{name}*.toml"))
    return [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))[name]]


def make(world: World) -> None:
    space = _space(world)
    codes, password = Codes(), make_password(None)
    structures = {text["key"]: _structure(world, space, text, codes, password) for text in read("structures")}
    reindex_institutions([one.institution_id for one in structures.values()])
    offers = [_offer(world, structures, text) for text in read("offers")]
    words.index_offers([offer.pk for offer in offers])
    wishes = [_wish(world, structures, text, codes) for text in read("wishes")]
    words.index_wishes([wish.pk for wish in wishes])
    world.structures.update(structures)


def _space(world: World) -> ExchangeSpace:
    pilot = world.organisations["exchanges"]
    return ExchangeSpace.objects.create(
        pilot=pilot,
        territory=pilot.territory,
        name="Vis ma vie pro !",
        introduction=INTRODUCTION,
        image=keep_image(picture("library"), name="vis-ma-vie-pro.png"),
        image_words="Une médiathèque au bord de l’eau, des passants, des voiles et un phare",
        opened_at=moment(world.today, weeks_ago=30),
    )


def _host(world: World, space: ExchangeSpace, text: dict[str, Any], codes: Codes) -> HostInstitution:
    since = moment(world.today, weeks_ago=60)
    body = Organisation.objects.create(
        kind=OrganisationKind.HOST,
        name=text["name"],
        territory=space.territory,
        created_at=since,
        verified_at=since,
    )
    host = HostInstitution.objects.create(
        organisation=body,
        slug=slugify(f"{text['name']} {text['city']}".replace("’", "-"))[:90].strip("-"),
        state=HostState.PUBLISHED,
        membership_status=MembershipStatus.MEMBER,
        origin=HostOrigin.ITSELF,
        sector_id=codes.sectors[text["sector"]],
        activity=text["activity"],
        public_served=text["public_served"],
        staff_number=text["staff"],
        languages=["fr"],
        submitted_at=since,
        published_at=since,
        created_at=since,
    )
    place = Place.objects.get(country="FR", code=text["place"])
    HostSite.objects.create(
        institution=host,
        place=place,
        address=text["address"],
        postcode=text["postcode"],
        city=text["city"],
        latitude=place.latitude,
        longitude=place.longitude,
        is_main=True,
    )
    return host


def _structure(world: World, space: ExchangeSpace, text: dict[str, Any], codes: Codes, password: str) -> Structure:
    host = _host(world, space, text, codes)
    staff = [_person(world, host.organisation, one, password) for one in text["people"]]
    agreed = moment(world.today, weeks_ago=26)
    pilot = world.people["pilot"]
    structure = Structure.objects.create(
        space=space,
        institution=host,
        state=StructureState.APPROVED,
        funding_body=text["opco"],
        asked_by=staff[-1],
        asked_at=moment(world.today, weeks_ago=28),
        decided_by=pilot,
        decided_at=agreed,
    )
    StructureStep.objects.create(
        structure=structure, action="approve", source="asked", target="approved", actor=pilot, at=agreed
    )
    return structure


def _person(world: World, body: Organisation, text: list[str], password: str) -> User:
    """Somebody who works there; those with an account to sign in are there already."""
    key, first, last, post, role = text
    if key not in world.people:
        world.people[key] = User.objects.create(
            email=f"pro{next(_numbers)}@example.org",
            first_name=first,
            last_name=last,
            password=password,
            date_joined=moment(world.today, weeks_ago=27),
        )
    since = world.today - datetime.timedelta(weeks=27)
    Membership.objects.create(user=world.people[key], organisation=body, role=Role(role), since=since)
    world.posts[key] = post
    return world.people[key]


def _offer(world: World, structures: dict[str, Structure], text: dict[str, Any]) -> ImmersionOffer:
    writer, state = world.people[text["writer"]], OfferState(text.get("state", OfferState.PUBLISHED))
    published = state == OfferState.PUBLISHED
    sent = moment(world.today, weeks_ago=6 if published else 0.6)
    offer = ImmersionOffer.objects.create(
        structure=structures[text["structure"]],
        state=state,
        title=text["title"],
        observable_missions=text["missions"],
        observable_posts=text["posts"],
        observer_profile=text["observer"],
        contents=text["contents"],
        conditions=text["conditions"],
        effects_structure=text["effects_structure"],
        effects_person=text["effects_person"],
        least_days=text["days"][0],
        most_days=text["days"][1],
        contact_name=writer.get_full_name(),
        contact_function=world.posts[text["writer"]],
        contact_email=writer.email or "",
        written_by=writer,
        written_on=(sent - datetime.timedelta(days=4)).date(),
        created_at=sent - datetime.timedelta(days=5),
        submitted_at=sent,
        published_at=sent + datetime.timedelta(days=3) if published else None,
    )
    for start, weeks, seats in text["windows"]:
        first, last = period(world.today, start, weeks)
        OfferWindow.objects.create(offer=offer, start=first, end=last, seats=seats)
    steps = [("submit", "draft", "submitted", writer, sent)]
    if published:
        steps.append(("publish", "submitted", "published", world.people["pilot"], offer.published_at or sent))
    for action, source, target, actor, at in steps:
        OfferStep.objects.create(offer=offer, action=action, source=source, target=target, actor=actor, at=at)
    return offer


def _wish(world: World, structures: dict[str, Structure], text: dict[str, Any], codes: Codes) -> ImmersionWish:
    person = world.people[text["person"]]
    body = Membership.objects.filter(user=person, organisation__host__exchange_structures__isnull=False).get()
    wish = ImmersionWish.objects.create(
        structure=Structure.objects.get(institution__organisation=body.organisation_id),
        person=person,
        post=text["post"],
        text=text["text"],
        days=text.get("days", 2),
        created_at=moment(world.today, weeks_ago=3),
    )
    wish.sectors.set([codes.sectors[code] for code in text["sectors"]])
    wish.structures.set([structures[key] for key in text.get("structures", ())])
    for start, weeks in text["windows"]:
        first, last = period(world.today, start, weeks)
        WishWindow.objects.create(wish=wish, start=first, end=last)
    return wish


def move(step: datetime.timedelta, before: datetime.datetime) -> None:
    """Periods of offers and wishes stay ahead; those that somebody has asked for stay where they are."""
    asked = ImmersionRequest.objects.values("window")
    windows = OfferWindow.objects.filter(offer__created_at__lt=before).exclude(pk__in=asked)
    windows.update(start=F("start") + step, end=F("end") + step)
    wishes = WishWindow.objects.filter(wish__created_at__lt=before, wish__state=WishState.OPEN)
    wishes.update(start=F("start") + step, end=F("end") + step)
    waiting = ImmersionOffer.objects.filter(created_at__lt=before, state=OfferState.SUBMITTED)
    waiting.update(submitted_at=F("submitted_at") + step)

"""What has taken place in the space: immersions there and back, what both sides noted, the texts agreed on (B9–B15)."""

from __future__ import annotations

import datetime
import secrets
import tomllib
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounts.enums import Role
from accounts.models import Membership, User
from config.demo.dates import moment, this_monday
from exchanges import library
from exchanges.culture_enums import Moment, QuestionType, Side
from exchanges.models import (
    CharterValidation,
    CharterVersion,
    EffectReview,
    ImageSheet,
    ImageVersion,
    ImmersionOffer,
    ImmersionRequest,
    LedgerEntry,
    OfferWindow,
    Structure,
)
from exchanges.request_enums import EntryKind, RequestState
from exchanges.selectors.images import expected
from exchanges.services import images, questions
from internships.models import Placement, PlacementKind, PlacementMode, PlacementSite
from practices.models import LibraryDocument, LibraryVersion

if TYPE_CHECKING:
    from config.demo.world import World

TEXTS = Path(__file__).parent / "culture.toml"
# Those that have not validated the version in force yet.
MISSING = ("maison_sante", "reparation")
COMMITS = (Role.HOST_MANAGER, Role.HR)


def make(world: World) -> None:
    text = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    version = questions.in_use(space_id=world.structures["pjj"].space_id)
    words = {name: cycle(rows) for name, rows in text["words"].items()}
    for pair in text["went"]:
        there = _went(world, pair["person"], world.structures[pair["to"]], pair["weeks"])
        back = _went(world, pair["back"], there.structure, pair["back_weeks"], returns=there)
        _settled(there, back)
        for one in (there, back):
            _pictures(one, version, words)
    shown = ImageSheet.objects.filter(sent_by=world.people["exchanger"])
    shown.update(shared_at=moment(world.today, weeks_ago=16))
    _charter(world, text["charter"])
    for row in text["documents"]:
        _document(world, row)
    images.open_due()


def _went(
    world: World, key: str, host: Structure, weeks: int, returns: ImmersionRequest | None = None
) -> ImmersionRequest:
    """Two days, Tuesday and Wednesday, that took place."""
    person = world.people[key]
    body = Membership.objects.get(user=person, organisation__host__exchange_structures__isnull=False).organisation_id
    structure = Structure.objects.get(institution__organisation=body)
    first = this_monday(world.today) + datetime.timedelta(weeks=weeks, days=1)
    last = first + datetime.timedelta(days=1)
    offer = ImmersionOffer.objects.published().filter(structure=host).order_by("pk")[0]
    asked = datetime.datetime.combine(first, datetime.time(9), moment(world.today, weeks_ago=1).tzinfo)
    placement = _placement(person, body, host, first, asked - datetime.timedelta(weeks=3))
    return ImmersionRequest.objects.create(
        space_id=host.space_id,
        structure=structure,
        person=person,
        offer=offer,
        window=OfferWindow.objects.create(offer=offer, start=first, end=last, seats=1, taken=1),
        first_day=first,
        last_day=last,
        post=world.posts[key],
        motivation="Voir de près un métier que nous croisons chaque semaine.",
        state=RequestState.ACCEPTED,
        returns=returns,
        placement=placement,
        holds_seat=True,
        asked_at=asked - datetime.timedelta(weeks=5),
        visa_at=asked - datetime.timedelta(weeks=4),
        sent_at=asked - datetime.timedelta(weeks=4),
        answered_at=asked - datetime.timedelta(weeks=3),
        answered_by=offer.written_by,
    )


def _placement(person: User, body: int, host: Structure, first: datetime.date, created: datetime.datetime) -> Placement:
    last = first + datetime.timedelta(days=1)
    placement = Placement.objects.create(
        person=person,
        kind=PlacementKind.objects.get(code="immersion"),
        mode=PlacementMode.objects.get(code="immersion"),
        sending_organisation_id=body,
        start=first,
        end=last,
        days=[(first, last)],
        calendar_token=secrets.token_urlsafe(32),
        created_at=created,
    )
    PlacementSite.objects.create(placement=placement, institution=host.institution, start=first, end=last)
    return placement


def _settled(there: ImmersionRequest, back: ImmersionRequest) -> None:
    """What the first leg opened, the second one closed (B1)."""
    sides: dict[str, Any] = {"space": there.space, "creditor": there.offer.structure, "debtor": there.structure}
    debt = LedgerEntry.objects.create(kind=EntryKind.OWED, amount=1, request=there, **sides)
    LedgerEntry.objects.create(kind=EntryKind.RETURNED, amount=-1, request=back, settles=debt, **sides)


def _pictures(immersion: ImmersionRequest, version: ImageVersion, words: dict[str, Any]) -> None:
    """Both sides, before and after: most pictures grow clearer, by one or two steps."""
    asked = list(version.questions.all())
    for place, side in enumerate(Side):
        actor: User | None = immersion.person if side == Side.VISITOR else immersion.offer.written_by
        # Some knew the other side well enough.
        settled = (immersion.pk + place) % 5 == 0
        for when in Moment:
            day = immersion.first_day if when == Moment.BEFORE else immersion.last_day
            at = immersion.asked_at.replace(year=day.year, month=day.month, day=day.day)
            at += datetime.timedelta(days=-3 if when == Moment.BEFORE else 2)
            said = {}
            for number, one in enumerate(asked):
                moved = 0 if when == Moment.BEFORE or settled else 1 + (number + place) % 2
                scale = 2 + (immersion.pk + number) % 2 + moved
                said[str(one.pk)] = scale if one.type == QuestionType.SCALE else next(words[f"{when}_{one.subject}"])
            ImageSheet.objects.create(
                request=immersion,
                side=side,
                moment=when,
                version=version,
                state="sent",
                answers=said,
                opened_at=at,
                sent_at=at,
                sent_by=actor,
            )
        EffectReview.objects.create(
            request=immersion,
            side=side,
            expected=expected(immersion, side),
            rating=3 + (immersion.pk + place) % 3,
            text=next(words["happened"]),
            person=actor,
        )


def _charter(world: World, text: dict[str, str]) -> None:
    """Two versions; the one in force is validated by ten structures of twelve."""
    pilot = world.people["pilot"]
    for number, weeks, name in ((1, 27, "first"), (2, 4, "second")):
        at = moment(world.today, weeks_ago=weeks)
        charter = CharterVersion.objects.create(
            space=world.structures["pjj"].space,
            number=number,
            text=text[name].strip(),
            note=text["note"] if number == 2 else "",
            made_by=pilot,
            made_at=at,
            published_by=pilot,
            published_at=at,
        )
        for place, (key, structure) in enumerate(world.structures.items()):
            if number == 2 and key in MISSING:
                continue
            staff = Membership.objects.filter(organisation=structure.organisation, role__in=COMMITS)
            person = staff.order_by("role", "pk")[0].user
            validated = at + datetime.timedelta(days=1 + place, hours=place % 5)
            CharterValidation.objects.create(
                charter=charter, structure=structure, person=person, person_name=person.get_full_name(), at=validated
            )


def _document(world: World, text: dict[str, Any]) -> None:
    pilot, at = world.people["pilot"], moment(world.today, weeks_ago=-text["weeks"])
    document = LibraryDocument.objects.create(
        kind=text["kind"],
        title=text["title"],
        summary=text["summary"],
        audience="scoped",
        scope=library.key(world.structures["pjj"].space),
        created_by=pilot,
        created_at=at,
    )
    document.current = LibraryVersion.objects.create(
        document=document, number=1, dated_on=at.date(), text=text["text"].strip(), made_by=pilot, made_at=at
    )
    document.dated_on, document.published_at, document.state = at.date(), at, "published"
    document.save()

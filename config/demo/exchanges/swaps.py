"""What professionals asked one another: a swap agreed and signed on both sides, a request at the visa, one at the host
structure. Made through the services, as people would."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation

from accounts.models import User
from agreements.mentions import Field
from agreements.models import Agreement
from agreements.selectors.kinds import lines_of
from agreements.services import drafting, versions
from config.demo.dates import this_monday
from config.demo.stages import sign
from exchanges.access import Seat, seat_in
from exchanges.models import ExchangeSpace, ImmersionOffer, ImmersionRequest, Structure
from exchanges.services import answers, requests
from internships.services.placements import set_week

if TYPE_CHECKING:
    from config.demo.world import World

HERE = Path(__file__).parent
DAY = datetime.timedelta(days=1)
WEEK = [(day, start, end) for day in range(1, 6) for start, end in ((540, 735), (810, 1020))]


def make(world: World) -> None:
    text = tomllib.loads((HERE / "swaps.toml").read_text(encoding="utf-8"))
    made: dict[str, ImmersionRequest] = {}
    with translation.override("fr"):
        for row in text["requests"]:
            made[row["key"]] = _request(world, row, made)
            if "manager" in row:
                _signed(world, row, made[row["key"]], text["terms"])


def _request(world: World, row: dict[str, Any], made: dict[str, ImmersionRequest]) -> ImmersionRequest:
    """Asked for; with the visa and the answer where somebody gives them."""
    offer = ImmersionOffer.objects.select_related("structure__space").get(title=row["offer"])
    person, space = world.people[row["person"]], offer.structure.space
    first = this_monday(world.today) + row["week"] * 7 * DAY
    found = requests.ask(
        person=person,
        structure=Structure.objects.of_professional(person).get(space=space),
        offer=offer,
        first_day=first,
        last_day=first + DAY,
        motivation=row["motivation"],
        post=world.posts[row["person"]],
        returns=made.get(row.get("returns", "")),
    )
    if "hr" in row:
        hr = _seat(world.people[row["hr"]], space)
        found = requests.give_visa(request_id=found.pk, seat=hr, funding_body=row["funding"])
    if "manager" in row:
        manager = _seat(world.people[row["manager"]], space)
        found = answers.accept(request_id=found.pk, seat=manager, answer=row["answer"])
    return found


def _seat(person: User, space: ExchangeSpace) -> Seat:
    seat = seat_in(person, space)
    assert seat is not None
    return seat


def _signed(world: World, row: dict[str, Any], made: ImmersionRequest, terms: dict[str, str]) -> Agreement:
    """Drawn up by human resources, each side accepts the three clauses, all sign, the platform seals."""
    hr, placement = world.people[row["hr"]], made.placement
    assert placement is not None
    for site in placement.sites.all():
        set_week(placement_site_id=site.pk, actor=world.people[row["manager"]], slots=WEEK)
    agreement = drafting.draw_up(placement_id=placement.pk, actor=hr)
    for part in agreement.parts.order_by("side", "pk"):
        mine = [line for line in lines_of(placement) if line.part == part.key and not line.mention.computed]
        told: dict[str, Any] = {line.code: agreement.terms.get(line.key) or terms.get(line.code, "") for line in mine}
        told |= {line.code: True for line in mine if line.mention.field == Field.YES}
        agreement = drafting.save_part(
            agreement_id=agreement.pk,
            side=part.side,
            institution=part.institution_id,
            terms=told,
            version=agreement.version,
            actor=None,
        )
        drafting.complete_part(agreement_id=agreement.pk, side=part.side, institution=part.institution_id, actor=None)
    versions.make(versions.begin(agreement_id=agreement.pk, actor=hr).pk)
    agreement.refresh_from_db()
    return sign(agreement)

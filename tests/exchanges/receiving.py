"""Immersions that were agreed on, made at once: what tests of questionnaires and of the network stand on."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from exchanges.culture_enums import Moment, Side
from exchanges.models import ExchangeSpace, ImageSheet, ImmersionOffer, ImmersionRequest, Structure
from exchanges.request_enums import RequestState
from exchanges.services import images
from tests import factories
from tests.exchanges import making


class Pair:
    """A structure that sends somebody to another one, whose offer expects effects."""

    def __init__(self, space: ExchangeSpace | None = None, ahead: int = 5, **fields: Any) -> None:
        self.space = space or making.space()
        self.asks: Structure = fields.pop("asks", None) or making.structure(self.space)
        self.hosts: Structure = fields.pop("hosts", None) or making.structure(self.space)
        self.visitor: User = making.professional(self.asks)
        self.writer: User = making.professional(self.hosts, Role.HOST_MANAGER)
        self.offer: ImmersionOffer = making.offer(
            self.hosts, start=timezone.localdate() - datetime.timedelta(days=900), written_by=self.writer
        )
        self.immersion = agreed(self, ahead)

    def sheet(self, side: str, moment: str = Moment.BEFORE) -> ImageSheet:
        images.open_due()
        return ImageSheet.objects.get(request=self.immersion, side=side, moment=moment)

    def over(self, days: int = 3) -> None:
        """The immersion took place: its last day is so many days ago."""
        last = timezone.localdate() - datetime.timedelta(days=days)
        ImmersionRequest.objects.filter(pk=self.immersion.pk).update(
            first_day=last - datetime.timedelta(days=1), last_day=last
        )
        self.immersion.refresh_from_db()


def agreed(pair: Pair, ahead: int, person: User | None = None) -> ImmersionRequest:
    """Two days that begin so many days from now."""
    first = timezone.localdate() + datetime.timedelta(days=ahead)
    person = person or pair.visitor
    placement = factories.placement(
        person, pair.hosts.institution, school=pair.asks.organisation, start=first, end=first + datetime.timedelta(1)
    )
    return ImmersionRequest.objects.create(
        space=pair.space,
        structure=pair.asks,
        person=person,
        offer=pair.offer,
        window=pair.offer.windows.get(),
        first_day=first,
        last_day=first + datetime.timedelta(days=1),
        state=RequestState.ACCEPTED,
        sent_at=timezone.now(),
        placement=placement,
        holds_seat=True,
    )


def scales(sheet: ImageSheet, number: int) -> dict[int, int | str]:
    """The same number to every scale, a word to every text."""
    rows = sheet.version.questions.all()
    return {one.pk: number if one.type == "scale" else "Elle accueille." for one in rows}


def answered(pair: Pair, side: str, before: int = 2, after: int = 4, rating: int = 4) -> None:
    """Both sheets of one side, across the immersion."""
    actor = pair.visitor if side == Side.VISITOR else pair.writer
    first = pair.sheet(side)
    images.answer(sheet_id=first.pk, answers=scales(first, before), actor=actor)
    kept = (pair.immersion.first_day, pair.immersion.last_day)
    pair.over()
    second = pair.sheet(side, Moment.AFTER)
    images.answer(
        sheet_id=second.pk, answers=scales(second, after), actor=actor, rating=rating, happened="On s’appelle."
    )
    ImmersionRequest.objects.filter(pk=pair.immersion.pk).update(first_day=kept[0], last_day=kept[1])
    pair.immersion.refresh_from_db()

"""E-mails about the questionnaires on the partner and the cahier des charges (B9, B14)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from exchanges.culture_enums import Moment, Side
from exchanges.models import CharterVersion, ImageSheet, ImmersionRequest, Structure
from exchanges.notifications import ExchangeEmail, sample_offer, sample_structure


@dataclass(kw_only=True)
class ImageAsked(ExchangeEmail):
    """To the professional, or to those who receive: three minutes on the partner, before and after."""

    kind: ClassVar[str] = "exchanges.image_asked"
    template: ClassVar[str] = "exchanges/email/image_asked"
    sheet: ImageSheet

    def page(self) -> str:
        moment = "avant" if self.sheet.moment == Moment.BEFORE else "apres"
        return reverse("exchanges:image_fill", args=[self.sheet.request_id, moment])

    def space_id(self) -> int:
        return self.sheet.request.space_id

    def about(self) -> models.Model | None:
        return self.sheet

    def extra(self) -> dict[str, Any]:
        immersion = self.sheet.request
        visitor = self.sheet.side == Side.VISITOR
        return {
            "partner": str(immersion.offer.structure if visitor else immersion.structure),
            "visitor": visitor,
            "before": self.sheet.moment == Moment.BEFORE,
            "person": immersion.person.get_full_name(),
            "first_day": immersion.first_day,
            "last_day": immersion.last_day,
        }

    @classmethod
    def sample(cls) -> Self:
        offer = sample_offer()
        immersion = ImmersionRequest(
            pk=1,
            person=User(first_name="Camille", last_name="Martin"),
            structure=sample_structure(),
            offer=offer,
            space=offer.structure.space,
            first_day=datetime.date(2027, 3, 9),
            last_day=datetime.date(2027, 3, 10),
        )
        return cls(sheet=ImageSheet(pk=1, request=immersion, side=Side.VISITOR, moment=Moment.BEFORE))


@dataclass(kw_only=True)
class CharterWaits(ExchangeEmail):
    """To those who look after a structure: a version of the cahier des charges is to be validated."""

    kind: ClassVar[str] = "exchanges.charter_waits"
    template: ClassVar[str] = "exchanges/email/charter_waits"
    charter: CharterVersion
    structure: Structure

    def page(self) -> str:
        return reverse("exchanges:charter")

    def space_id(self) -> int:
        return self.charter.space_id

    def about(self) -> models.Model | None:
        return self.charter

    def extra(self) -> dict[str, Any]:
        return {
            "name": str(self.structure),
            "space": str(self.charter.space),
            "pilot": str(self.charter.space.pilot),
            "number": self.charter.number,
            "note": self.charter.note,
        }

    @classmethod
    def sample(cls) -> Self:
        structure = sample_structure()
        note = "La durée passe de deux à trois jours."
        return cls(charter=CharterVersion(pk=1, number=2, space=structure.space, note=note), structure=structure)

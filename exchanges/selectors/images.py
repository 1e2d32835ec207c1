"""Questionnaires on the partner: who answers, who reads what, before and after side by side (B14, B15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import Membership, User
from exchanges.access import Seat
from exchanges.culture_enums import Moment, QuestionType, Side
from exchanges.models import EffectReview, ImageQuestion, ImageSheet, ImmersionRequest, Structure

# Who receives in a structure, where the one who wrote the sheet is gone.
RECEIVING = (Role.HOST_MANAGER, Role.TUTOR)
WITH = ("structure__institution__organisation", "offer__structure__institution__organisation", "person")


@dataclass(frozen=True)
class Line:
    """A question with its answers before and after."""

    question: ImageQuestion
    before: Any
    after: Any

    @property
    def is_scale(self) -> bool:
        return self.question.type == QuestionType.SCALE

    @property
    def both(self) -> bool:
        return self.before not in (None, "") and self.after not in (None, "")

    @property
    def moved(self) -> int:
        """By how many steps the answer changed; words are not measured."""
        return int(self.after) - int(self.before) if self.is_scale and self.both else 0


@dataclass(frozen=True)
class Picture:
    """What one side thinks of the other: the person's own, or one that a colleague shared."""

    side: Side
    partner: Structure
    own: bool
    before: ImageSheet | None
    after: ImageSheet | None
    lines: list[Line]

    @property
    def sheets(self) -> list[ImageSheet]:
        return [one for one in (self.before, self.after) if one is not None]

    @property
    def shared(self) -> bool:
        return any(one.shared_at for one in self.sheets)

    @property
    def answered(self) -> bool:
        return any(one.is_sent for one in self.sheets)

    @property
    def by(self) -> User | None:
        return next((one.sent_by for one in self.sheets if one.sent_by_id), None)


@dataclass(frozen=True)
class Effects:
    """What was expected on each side and what came of it; the other side's word shows once both have spoken."""

    mine: EffectReview | None
    theirs: EffectReview | None

    @property
    def both(self) -> bool:
        return self.mine is not None and self.theirs is not None


def host_of(request: ImmersionRequest) -> Structure:
    return request.offer.structure


def partner_of(request: ImmersionRequest, side: str) -> Structure:
    """Of whom that side has a picture."""
    return host_of(request) if side == Side.VISITOR else request.structure


def team_of(request: ImmersionRequest, side: str) -> Structure:
    """In whose team whoever answers for that side works."""
    return request.structure if side == Side.VISITOR else host_of(request)


def side_of(request: ImmersionRequest, user: User) -> Side | None:
    """For which side the person answers: their own immersion, or that of somebody whom they receive."""
    if request.person_id == user.pk:
        return Side.VISITOR
    seats = Membership.objects.current().filter(user=user, organisation=host_of(request).institution.organisation_id)
    receives = Q(role__in=RECEIVING)
    if request.offer.written_by_id == user.pk:
        receives = Q()
    return Side.HOST if seats.filter(receives).exists() else None


def answerers(sheet: ImageSheet) -> list[User]:
    """Whom to ask: the professional; on the other side whoever answered before, otherwise who wrote the offer,
    otherwise those who receive there."""
    request = sheet.request
    if sheet.side == Side.VISITOR:
        return [request.person]
    seats = Membership.objects.current().filter(organisation=host_of(request).institution.organisation_id)
    there = User.objects.filter(pk__in=seats.values("user"), is_active=True).exclude(pk=request.person_id)
    earlier = ImageSheet.objects.filter(request=request, side=sheet.side, sent_by__isnull=False).values("sent_by")
    for wanted in (Q(pk__in=earlier), Q(pk=request.offer.written_by_id or 0)):
        if found := list(there.filter(wanted)):
            return found
    return list(there.filter(pk__in=seats.filter(role__in=RECEIVING).values("user")).order_by("pk"))


def seen(seat: Seat) -> QuerySet[ImmersionRequest]:
    """Immersions of which the person has a picture to fill in or to read: their own, those of people whom their
    structure receives, those that a colleague shared."""
    own = [one.pk for one in seat.structures]
    shared = ImageSheet.objects.filter(request=OuterRef("pk"), shared_at__isnull=False)
    rows = ImmersionRequest.objects.agreed().filter(space=seat.space)
    receiving = Q(offer__structure__in=receiving_in(seat)) | Q(offer__written_by=seat.user, offer__structure__in=own)
    colleagues = Q(structure__in=own) & Exists(shared.filter(side=Side.VISITOR)) | Q(offer__structure__in=own) & Exists(
        shared.filter(side=Side.HOST)
    )
    return rows.filter(Q(person=seat.user) | receiving | colleagues)


def receiving_in(seat: Seat) -> list[int]:
    """The structures in which the person receives people, by number. One query."""
    roles = Membership.objects.current().filter(user=seat.user, role__in=RECEIVING)
    bodies = set(roles.values_list("organisation", flat=True))
    return [one.pk for one in seat.structures if one.institution.organisation_id in bodies]


def with_sheets(rows: QuerySet[ImmersionRequest]) -> QuerySet[ImmersionRequest]:
    sheets = ImageSheet.objects.select_related("sent_by", "version").order_by("side", "moment")
    return rows.select_related(*WITH).prefetch_related(Prefetch("images", sheets))


def picture(request: ImmersionRequest, side: Side, user: User, *, own: bool) -> Picture:
    """The answers of one side, by question; those of others only once they were shared. One query.

    `own` says whether the person may answer for that side.
    """
    sheets = {one.moment: one for one in request.images.all() if one.side == side and _reads(one, user, own)}
    before, after = sheets.get(Moment.BEFORE), sheets.get(Moment.AFTER)
    versions = {one.version_id for one in (before, after) if one is not None and one.is_sent}
    questions = ImageQuestion.objects.filter(version__in=versions).order_by("version", "position")
    lines = [Line(one, _said(before, one), _said(after, one)) for one in questions] if versions else []
    return Picture(side, partner_of(request, side), own, before, after, lines)


def _reads(sheet: ImageSheet, user: User, own: bool) -> bool:
    if sheet.is_sent:
        return sheet.sent_by_id == user.pk or sheet.shared_at is not None
    return own


def _said(sheet: ImageSheet | None, question: ImageQuestion) -> Any:
    return sheet.answers.get(str(question.pk)) if sheet is not None and sheet.is_sent else None


def effects(request: ImmersionRequest, side: Side) -> Effects:
    """One's own word at once, the other's once both have answered: none is written with an eye on the other."""
    rows: dict[str, EffectReview] = {one.side: one for one in request.effects.select_related("person")}
    mine = rows.get(side)
    other = Side.HOST if side == Side.VISITOR else Side.VISITOR
    return Effects(mine, rows.get(other) if mine else None)


def expected(request: ImmersionRequest, side: str) -> str:
    """The last lines of the offer: effects expected for the structure, and for the person received."""
    return request.offer.effects_person if side == Side.VISITOR else request.offer.effects_structure


def waiting_for(user: User, bodies: Iterable[int]) -> QuerySet[ImageSheet]:
    """Open sheets that the person may fill in; `bodies` are the organisations in which they receive people."""
    there = Membership.objects.current().filter(user=user).values("organisation")
    wrote = Q(request__offer__written_by=user, request__offer__structure__institution__organisation__in=there)
    receives = Q(request__offer__structure__institution__organisation__in=list(bodies))
    hosting = Q(side=Side.HOST) & (wrote | receives) & ~Q(request__person=user)
    rows = ImageSheet.objects.open().filter(Q(side=Side.VISITOR, request__person=user) | hosting)
    return rows.filter(request__in=ImmersionRequest.objects.agreed().values("pk"))

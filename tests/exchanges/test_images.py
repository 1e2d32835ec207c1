"""The picture of the partner before and after, and what came of the expected effects (B14, B15)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import Membership
from exchanges import culture_privacy, culture_reminders
from exchanges.culture_enums import Moment, Side
from exchanges.models import EffectReview, ImageSheet, ImmersionRequest
from exchanges.request_enums import RequestState
from exchanges.selectors import images as selectors
from exchanges.services import images, questions
from messaging import reminders
from messaging.models import EmailDelivery
from tests.exchanges import making
from tests.exchanges.receiving import Pair, answered, scales

pytestmark = pytest.mark.django_db


def send(name: str) -> int:
    return reminders._send_kind(name, reminders.kinds[name], timezone.now())


def test_both_sides_are_asked_before_and_after_and_never_twice() -> None:
    """B14: by what is due, however often the scan runs."""
    pair = Pair()
    assert images.open_due() == 2
    assert images.open_due() == 0
    pair.over()
    assert images.open_due() == 2
    assert images.open_due() == 0
    assert set(ImageSheet.objects.values_list("side", "moment")) == {(s, m) for s in Side for m in Moment}


def test_an_outage_is_caught_up_but_a_before_is_not_made_up() -> None:
    """B14: after forty days without a scan the « after » opens; nobody remembers what they thought before."""
    pair = Pair()
    pair.over(40)
    assert images.open_due() == 2
    assert set(ImageSheet.objects.values_list("moment", flat=True)) == {Moment.AFTER}


def test_what_is_far_off_or_called_off_is_not_asked() -> None:
    """B14: neither weeks ahead, nor for an immersion that was cancelled."""
    Pair(ahead=60)
    cancelled = Pair()
    ImmersionRequest.objects.filter(pk=cancelled.immersion.pk).update(
        state=RequestState.CANCELLED, reason="Grève", holds_seat=False
    )
    assert images.open_due() == 0


def test_an_after_asks_the_questions_of_its_before() -> None:
    """B14: the answers stand side by side, even when the pilot changed the questionnaire in between."""
    pair = Pair()
    before = pair.sheet(Side.VISITOR)
    images.answer(sheet_id=before.pk, answers=scales(before, 2), actor=pair.visitor)
    pilot = making.pilot(pair.space)
    questions.begin(space_id=pair.space.pk, actor=pilot)
    questions.publish(space_id=pair.space.pk, actor=pilot)
    pair.over()
    assert pair.sheet(Side.VISITOR, Moment.AFTER).version == before.version
    assert pair.sheet(Side.HOST, Moment.AFTER).version != before.version


def test_before_and_after_stand_side_by_side_for_who_answered() -> None:
    """B14: each question with both answers and how far it moved."""
    pair = Pair()
    answered(pair, Side.VISITOR, before=2, after=5)
    immersion = selectors.with_sheets(ImmersionRequest.objects.all()).get()
    found = selectors.picture(immersion, Side.VISITOR, pair.visitor, own=True)
    scale = next(line for line in found.lines if line.is_scale)
    assert (scale.before, scale.after, scale.moved) == (2, 5, 3)
    assert found.partner == pair.hosts


def test_answers_are_the_persons_own_until_they_share_them() -> None:
    """B14: a colleague reads nothing, then all of it, then nothing again; the other structure never."""
    pair = Pair()
    answered(pair, Side.VISITOR)
    colleague = making.professional(pair.asks)
    stranger = making.professional(making.structure(pair.space))
    seats = {one: making.seat(one, pair.space) for one in (colleague, stranger)}
    assert not selectors.seen(seats[colleague]).exists()
    assert images.share(request_id=pair.immersion.pk, side=Side.VISITOR, shared=True, actor=pair.visitor) == 2
    assert selectors.seen(seats[colleague]).get() == pair.immersion
    assert not selectors.seen(seats[stranger]).exists()
    immersion = selectors.with_sheets(ImmersionRequest.objects.all()).get()
    assert selectors.picture(immersion, Side.VISITOR, colleague, own=False).lines
    assert not selectors.picture(immersion, Side.HOST, colleague, own=False).lines
    images.share(request_id=pair.immersion.pk, side=Side.VISITOR, shared=False, actor=pair.visitor)
    assert not selectors.seen(seats[colleague]).exists()


def test_nobody_shares_for_somebody_else() -> None:
    """B14: what a person answered is theirs to show."""
    pair = Pair()
    answered(pair, Side.VISITOR)
    assert images.share(request_id=pair.immersion.pk, side=Side.VISITOR, shared=True, actor=pair.writer) == 0
    assert not ImageSheet.objects.filter(shared_at__isnull=False).exists()


def test_the_other_sides_word_shows_once_both_have_spoken() -> None:
    """B15: what was expected beside what happened; no word is written with an eye on the other one."""
    pair = Pair()
    answered(pair, Side.VISITOR, rating=4)
    assert selectors.effects(pair.immersion, Side.VISITOR).theirs is None
    assert selectors.effects(pair.immersion, Side.HOST) == selectors.Effects(None, None)
    answered(pair, Side.HOST, rating=2)
    mine = selectors.effects(pair.immersion, Side.VISITOR)
    assert mine.both
    assert mine.mine is not None
    assert mine.theirs is not None
    assert (mine.mine.expected, mine.theirs.expected) == (pair.offer.effects_person, pair.offer.effects_structure)
    assert (mine.mine.rating, mine.theirs.rating) == (4, 2)


def test_what_was_expected_is_kept_as_it_was() -> None:
    """B15: a sheet that is rewritten afterwards does not change what it promised."""
    pair = Pair()
    answered(pair, Side.VISITOR)
    promised = pair.offer.effects_person
    pair.offer.effects_person = "Tout autre chose"
    pair.offer.save()
    assert EffectReview.objects.get().expected == promised


def test_each_side_answers_for_itself_once_and_in_time() -> None:
    """B14: not for the other side, not twice, not « before » once it has begun."""
    pair = Pair()
    sheet = pair.sheet(Side.VISITOR)
    for stranger in (pair.writer, making.professional(pair.asks)):
        with pytest.raises(Refused):
            images.answer(sheet_id=sheet.pk, answers=scales(sheet, 3), actor=stranger)
    images.answer(sheet_id=sheet.pk, answers=scales(sheet, 3), actor=pair.visitor)
    with pytest.raises(Refused):
        images.answer(sheet_id=sheet.pk, answers=scales(sheet, 5), actor=pair.visitor)
    late = pair.sheet(Side.HOST)
    pair.over()
    with pytest.raises(Refused):
        images.answer(sheet_id=late.pk, answers=scales(late, 3), actor=pair.writer)


def test_answers_to_other_questions_are_left_out() -> None:
    """B14: a forged number adds nothing to a sheet."""
    pair, other = Pair(), Pair()
    sheet, foreign = pair.sheet(Side.VISITOR), other.sheet(Side.VISITOR)
    images.answer(sheet_id=sheet.pk, answers=scales(foreign, 3), actor=pair.visitor)
    sheet.refresh_from_db()
    assert sheet.answers == {}


def test_who_wrote_the_offer_is_asked_otherwise_those_who_receive() -> None:
    """B14: a writer who is gone is asked no more; the managers are."""
    pair = Pair()
    manager = making.professional(pair.hosts, Role.HOST_MANAGER)
    sheet = pair.sheet(Side.HOST)
    assert selectors.answerers(sheet) == [pair.writer]
    Membership.objects.filter(user=pair.writer).update(until=timezone.localdate())
    assert selectors.answerers(sheet) == [manager]


def test_reminders_go_by_e_mail_once_and_stop_with_the_answer() -> None:
    """B14: one e-mail per side and day due, with a way through sign-in; none once it was answered."""
    pair = Pair()
    assert send(culture_reminders.BEFORE) == 2
    assert send(culture_reminders.BEFORE) == 0
    mail = EmailDelivery.objects.get(user=pair.visitor)
    assert str(pair.hosts) in mail.subject
    assert "/connexion/" in mail.text or "next=" in mail.text
    pair.over(1)
    sheet = pair.sheet(Side.VISITOR, Moment.AFTER)
    images.answer(sheet_id=sheet.pk, answers=scales(sheet, 3), actor=pair.visitor, rating=3)
    assert send(culture_reminders.AFTER) == 1
    assert EmailDelivery.objects.filter(user=pair.visitor).count() == 1


def test_words_are_erased_with_the_person_and_forgotten_in_time() -> None:
    """B14, B16: numbers stay for the figures, without anybody."""
    pair = Pair()
    answered(pair, Side.VISITOR)
    export = culture_privacy.export_images(pair.visitor)
    assert "Elle accueille." in str(export)
    pair.over(3)
    images.share(request_id=pair.immersion.pk, side=Side.VISITOR, shared=True, actor=pair.visitor)
    assert culture_privacy.forget_images(timezone.now() + datetime.timedelta(days=1)) == 2
    assert not ImageSheet.objects.exclude(sent_by=None, shared_at=None).exists()
    assert EffectReview.objects.get().person is None
    culture_privacy.erase_images(pair.visitor)
    rows = ImageSheet.objects.sent()
    assert all(one.answers and "Elle accueille." not in str(one.answers) for one in rows)
    assert not rows.filter(sent_by=pair.visitor).exists()
    assert EffectReview.objects.get().text == ""

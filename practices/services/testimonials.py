"""Testimonials: written with consent, read by a moderator, published or not, withdrawn at any time (T14)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.models import HostInstitution
from practices import experiences
from practices import testimonial_emails as emails
from practices.experiences import Experience
from practices.models import Testimonial
from practices.naming import Age, age_of, may_name
from practices.network_enums import TestimonialState, Voice

MOST_WAITING = 5


@transaction.atomic
def write(
    *, author: User, about: str, words: str, name: str = "", consent: bool, says_adult: bool = False
) -> Testimonial:
    """`about` is the key of one of the person's experiences; `name`, what is shown below, empty for nobody's."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    lived = next((one for one in experiences.of(author) if one.key == about), None)
    if lived is None:
        raise Refused(_("Choose what you speak of: a placement or a host that you know from within."))
    if not consent:
        raise Refused(_("Say that your words may be published."))
    if name and not may_name(author, says_adult=says_adult):
        raise Refused(_("Names of people under 18 are not published: your words stand without a name."))
    if Testimonial.objects.filter(author=author, state=TestimonialState.SUBMITTED).count() >= MOST_WAITING:
        raise Refused(_("Some of your testimonials wait to be read: write again after that."))
    host = HostInstitution.objects.select_related("organisation__territory").get(pk=lived.host)
    made = Testimonial.objects.create(
        author=author,
        host=host,
        territory=host.organisation.territory,
        voice=_voice(author, lived),
        words=words.strip(),
        shown_name=name.strip()[:120],
    )
    _trace("testimonial.written", made, author)
    emails.waits(made)
    return made


def _voice(author: User, lived: Experience) -> Voice:
    """A trainee below eighteen is « élève »."""
    return Voice.PUPIL if lived.voice == Voice.TRAINEE and age_of(author) == Age.MINOR else lived.voice


@transaction.atomic
def decide(*, testimonial_id: int, actor: User, publish: bool, reason: str = "") -> Testimonial:
    """Published as it is, or not, with the reason that its author reads. Nobody decides on their own words."""
    mine = Testimonial.objects.moderated_by(actor)
    row = Testimonial.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=mine.values("pk"))
    testimonial = row.filter(pk=testimonial_id).first()
    if testimonial is None or testimonial.state == TestimonialState.WITHDRAWN:
        raise Refused(_("This testimonial is no longer there to be decided on."))
    reason = reason.strip()[:500]
    if not publish and not reason:
        raise Refused(_("Say why, in a sentence: it is sent to the people concerned."))
    testimonial.state = TestimonialState.PUBLISHED if publish else TestimonialState.REFUSED
    testimonial.state_reason = "" if publish else reason
    testimonial.decided_at, testimonial.decided_by = timezone.now(), actor
    testimonial.save()
    _trace("testimonial.published" if publish else "testimonial.refused", testimonial, actor, reason)
    emails.decided(testimonial)
    return testimonial


@transaction.atomic
def withdraw(*, testimonial_id: int, actor: User) -> Testimonial:
    """Its author takes it back, at any time, without saying why: neither the words nor the name are kept."""
    row = Testimonial.objects.select_for_update(no_key=True).get(pk=testimonial_id, author=actor)
    if row.state == TestimonialState.WITHDRAWN:
        return row
    row.state, row.state_reason = TestimonialState.WITHDRAWN, ""
    row.words, row.shown_name = "", ""
    row.save(update_fields=["state", "state_reason", "words", "shown_name"])
    _trace("testimonial.withdrawn", row, actor)
    return row


def _trace(action: str, testimonial: Testimonial, actor: User, text: str = "") -> None:
    audit.record(action=action, actor=actor, target=testimonial, text=text)

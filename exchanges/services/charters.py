"""The cahier des charges: written and published by the pilot, validated by each structure (B9)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Membership, User
from exchanges.models import CharterValidation, CharterVersion, ExchangeSpace, Structure
from exchanges.models.spaces import JOINING_ROLES
from exchanges.workflow import NotPossible


class ChangedMeanwhile(Refused):
    """Somebody else wrote in the draft since it was read."""


@transaction.atomic
def write(*, space_id: int, text: str, note: str, base: str | None = None, actor: User) -> CharterVersion:
    """Keeps the draft of the next version; the version in force stands. `base` is the text that was read.

    Raises ChangedMeanwhile when another pilot wrote in between.
    """
    space = _locked(space_id)
    draft = _draft(space, actor)
    if base is not None and _plain(base) != _plain(draft.text) != _plain(text):
        raise ChangedMeanwhile(
            _("Somebody else changed this text meanwhile. Below is what saving yours would change in theirs.")
        )
    draft.text, draft.note = _plain(text), note.strip()
    draft.save(update_fields=["text", "note"])
    audit.record(action="charter.written", actor=actor, target=draft, organisation=space.pilot)
    return draft


@transaction.atomic
def publish(*, space_id: int, actor: User) -> CharterVersion:
    """Puts the draft in force: every structure is asked to validate it anew."""
    space = _locked(space_id)
    draft = space.charters.filter(published_at__isnull=True).first()
    before = space.charters.in_force().first()
    if draft is None or not draft.text:
        raise Refused(_("Write the text first."))
    if before is not None and before.text == draft.text:
        raise Refused(_("Nothing was changed since the version in force: nobody is to validate the same text twice."))
    if before is not None and not draft.note:
        raise Refused(_("Say in a sentence what changes, for those who validated the version before."))
    draft.published_at, draft.published_by = timezone.now(), actor
    draft.save(update_fields=["published_at", "published_by"])
    audit.record(
        action="charter.published", actor=actor, target=draft, organisation=space.pilot, data={"number": draft.number}
    )
    return draft


@transaction.atomic
def drop(*, space_id: int, actor: User) -> None:
    """Gives the draft up."""
    space = _locked(space_id)
    space.charters.filter(published_at__isnull=True).delete()
    audit.record(action="charter.dropped", actor=actor, target=space, organisation=space.pilot)


@transaction.atomic
def validate(*, structure_id: int, number: int, actor: User) -> CharterValidation:
    """A structure validates the version in force, in the person of one who looks after it; twice is once.

    Raises Refused when the version that was read is not the one in force any more.
    """
    structure = Structure.objects.select_related("space", "institution__organisation").get(pk=structure_id)
    # Publishing takes the same lock: nobody validates a text that is being replaced.
    _locked(structure.space_id)
    current = CharterVersion.objects.in_force().filter(space=structure.space_id).first()
    if current is None or current.number != number:
        raise Refused(_("A newer version was published meanwhile: read it before you validate."))
    if not speaks_for(actor, structure):
        raise Refused(_("Those who look after your structure, its human resources or signatories validate for it."))
    return _validated(current, structure, actor)


def accept_on_joining(*, structure: Structure, actor: User, number: int | None = None) -> CharterValidation | None:
    """Asking to take part accepts the version in force, in the same transaction; None while there is none. `number` is
    that of the version that was read: raises NotPossible where it is another one."""
    current = CharterVersion.objects.in_force().filter(space=structure.space_id).first()
    if current is not None and number is not None and current.number != number:
        raise NotPossible(_("A newer version was published meanwhile: read it before you validate."))
    return _validated(current, structure, actor) if current else None


def speaks_for(user: User, structure: Structure) -> bool:
    """Whether the person may commit the structure."""
    seats = Membership.objects.current().filter(user=user, role__in=JOINING_ROLES)
    return seats.filter(organisation=structure.institution.organisation_id).exists()


def _validated(charter: CharterVersion, structure: Structure, actor: User) -> CharterValidation:
    row, made = CharterValidation.objects.get_or_create(
        charter=charter, structure=structure, defaults={"person": actor, "person_name": actor.get_full_name()}
    )
    if made:
        audit.record(
            action="charter.validated",
            actor=actor,
            target=charter,
            organisation=structure.institution.organisation,
            data={"number": charter.number, "structure": structure.pk},
        )
    return row


def _locked(space_id: int) -> ExchangeSpace:
    return ExchangeSpace.objects.select_for_update(of=("self",), no_key=True).select_related("pilot").get(pk=space_id)


def _draft(space: ExchangeSpace, actor: User) -> CharterVersion:
    latest = space.charters.first()
    if latest is not None and latest.is_draft:
        return latest
    number, text = (latest.number + 1, latest.text) if latest else (1, "")
    return CharterVersion.objects.create(space=space, number=number, text=text, made_by=actor)


def _plain(text: str) -> str:
    """As it is kept: browsers send another end of line."""
    return text.replace("\r\n", "\n").strip()

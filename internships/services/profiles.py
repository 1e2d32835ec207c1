"""Commands on the profile and CV of a trainee (E6, A23)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from documents import files
from hosts import versions
from hosts.versions import Edit
from internships.enums import CvSection
from internships.models import CvEntry, Placement, TraineeProfile
from internships.selectors import profiles as selectors

MOST_ENTRIES = 60


@transaction.atomic
def describe(*, person: User, changes: Mapping[str, Any], edit: Edit | None = None) -> TraineeProfile:
    """Saves what the trainee says of themselves. Raises hosts.versions.StaleEdit when it changed meanwhile."""
    profile = _profile(person)
    if edit is not None:
        versions.check(profile, edit, changes)
    for name, value in changes.items():
        setattr(profile, name, value)
    versions.touch(profile, edit)
    profile.save()
    return profile


@transaction.atomic
def set_photo(*, person: User, upload: UploadedFile | None) -> TraineeProfile:
    """Keeps a picture, re-encoded, or takes it away (None). Raises documents.files.FileRefused with a sentence."""
    profile = _profile(person)
    profile.photo = files.store_image(upload, user=person) if upload else None
    profile.save(update_fields=["photo", "updated_at"])
    return profile


@transaction.atomic
def save_entry(
    *,
    person: User,
    section: str,
    values: Mapping[str, Any],
    entry_id: int | None = None,
    edit: Edit | None = None,
) -> CvEntry:
    """Adds a line, or changes one of one's own. Raises StaleEdit, Refused when there are too many."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    mine = CvEntry.objects.filter(person=person)
    if entry_id is None:
        if mine.count() >= MOST_ENTRIES:
            raise Refused(_("Your CV holds %(most)d lines at most: remove one first.") % {"most": MOST_ENTRIES})
        return CvEntry.objects.create(person=person, section=CvSection(section), **values)
    entry = mine.get(pk=entry_id)
    if edit is not None:
        versions.check(entry, edit, values)
    for name, value in values.items():
        setattr(entry, name, value)
    versions.touch(entry, edit)
    entry.save()
    return entry


@transaction.atomic
def remove_entry(*, person: User, entry_id: int) -> None:
    """Takes a line out of one's own CV; once it is gone, nothing."""
    CvEntry.objects.filter(person=person, pk=entry_id).delete()


@transaction.atomic
def accept_placement(*, person: User, placement_id: int) -> CvEntry:
    """What was done in a placement enters the CV, dated, with its hours (A23). Done twice, it is one line."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    known = CvEntry.objects.filter(person=person, placement=placement_id).first()
    if known is not None:
        return known
    proposal = next((one for one in selectors.proposals(person) if one.placement.pk == placement_id), None)
    if proposal is None:
        raise Refused(_("This placement is not over yet: it enters your CV then."))
    placement: Placement = proposal.placement
    return CvEntry.objects.create(
        person=person,
        section=CvSection.PLACEMENT,
        placement=placement,
        title=proposal.title[:160],
        organisation=proposal.organisation[:200],
        place=proposal.place[:120],
        start=placement.start,
        end=proposal.end,
        minutes=proposal.minutes or None,
        description=proposal.description[:2000],
    )


def _profile(person: User) -> TraineeProfile:
    profile, _made = TraineeProfile.objects.select_for_update(of=("self",)).get_or_create(user=person)
    return profile

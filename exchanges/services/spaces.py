"""The space itself: opened by its pilot, with its name, its picture and its rules (B2, B3, B5, B8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from documents import files
from exchanges.models import ExchangeSpace
from exchanges.workflow import NotPossible
from hosts import versions
from hosts.versions import StaleEdit

SETTINGS = (
    *("name", "introduction", "image_words", "territory"),
    *("least_days", "most_days", "reciprocity_required", "ring_size"),
)


@transaction.atomic
def found(*, pilot: Organisation, actor: User, name: str) -> ExchangeSpace:
    """Opens the space of a network; there is one for each. Its territory is the network's."""
    Organisation.objects.select_for_update(no_key=True).get(pk=pilot.pk)
    if pilot.kind != OrganisationKind.NETWORK or not _pilots(pilot, actor):
        raise NotPossible(_("Only the pilot of a network opens its space."))
    if known := ExchangeSpace.objects.filter(pilot=pilot).first():
        return known
    space = ExchangeSpace.objects.create(pilot=pilot, name=name.strip()[:120] or pilot.name, territory=pilot.territory)
    _trace("exchange_space.opened", space, actor)
    return space


@transaction.atomic
def change(
    *,
    space_id: int,
    actor: User,
    values: Mapping[str, Any],
    picture: UploadedFile | None = None,
    drop: bool = False,
    base: str = "",
) -> ExchangeSpace:
    """Changes the settings; `picture` replaces the one shown, `drop` takes it away.

    What was agreed under other rules stays as it is: rules count for what begins from now on.
    `base` tells the settings that were read: StaleEdit where another pilot changed them meanwhile. Raises NotPossible,
    ValueError on an unknown name, FileRefused or StorageProblem.
    """
    if unknown := set(values) - set(SETTINGS):
        raise ValueError(f"a space has no {', '.join(sorted(unknown))}")
    space = ExchangeSpace.objects.select_for_update(of=("self",), no_key=True).select_related("pilot").get(pk=space_id)
    if not _pilots(space.pilot, actor):
        raise NotPossible(_("Only the pilot of a network changes its space."))
    changed_since = base and base != versions.fingerprint(space, SETTINGS)
    if changed_since and any(getattr(space, name) != value for name, value in values.items()):
        raise StaleEdit(space)
    changed = sorted(name for name, value in values.items() if getattr(space, name) != value)
    for name in changed:
        setattr(space, name, values[name])
    if picture is not None:
        space.image = files.store_image(picture, user=actor)
        changed.append("image")
    elif drop and space.image_id:
        space.image, space.image_words = None, ""
        changed.append("image")
    if changed:
        space.save()
        _trace("exchange_space.changed", space, actor, fields=changed)
    return space


def _pilots(network: Organisation, actor: User) -> bool:
    seats = Membership.objects.current().filter(user=actor, organisation=network, role=Role.EXCHANGE_PILOT)
    return seats.exists()


def _trace(action: str, space: ExchangeSpace, actor: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=space, organisation=space.pilot, data=data or None)

"""Host sheets: creating one, and editing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from hosts import notifications, versions
from hosts.enums import HostOrigin, HostState
from hosts.models import HostInstitution, HostSite
from hosts.numbers import normalise_siret
from hosts.services import sites
from hosts.services.indexing import reindex_institution
from hosts.versions import Edit

ORGANISATION = "organisation__"


@transaction.atomic
def create_host(
    *,
    actor: User | None,
    origin: HostOrigin,
    name: str,
    site: Mapping[str, Any],
    siret: str = "",
    details: Mapping[str, Any] | None = None,
    organisation: Organisation | None = None,
    published: bool = False,
) -> HostInstitution:
    """Creates a host with its first site, and sends it to the moderation of its territory unless `published`.

    `site` and `details` hold fields of HostSite and HostInstitution. Someone who enters their own structure becomes
    its manager. `organisation`, when it exists already, is one of kind host without a sheet.
    """
    site_data = dict(site)
    # The moderation of the sheet checks the organisation too.
    body = organisation or Organisation(kind=OrganisationKind.HOST, verified_at=timezone.now() if published else None)
    body.name = name.strip()
    body.siret = normalise_siret(siret) or body.siret
    body.country = site_data.get("country") or body.country
    body.save()
    moment = timezone.now()
    values, relations = _split(details or {})
    institution = HostInstitution.objects.create(
        organisation=body,
        slug=free_slug(name, str(site_data.get("city") or "")),
        state=HostState.PUBLISHED if published else HostState.PENDING,
        published_at=moment if published else None,
        origin=origin,
        discovered_by=actor if origin in (HostOrigin.TRAINEE, HostOrigin.SCHOOL) else None,
        **values,
    )
    for field, objects in relations.items():
        getattr(institution, field).set(objects)
    sites.place_first_site(institution, site_data)
    if origin == HostOrigin.ITSELF and actor is not None:
        Membership.objects.get_or_create(user=actor, organisation=body, role=Role.HOST_MANAGER, until=None)
    audit.record(action="host.created", actor=actor, target=institution, organisation=body, data={"origin": origin})
    if not published:
        notifications.sheet_waits(institution)
    reindex_institution(institution)
    return institution


@transaction.atomic
def update_host(
    *, institution_id: int, actor: User, changes: Mapping[str, Any], edit: Edit, autosave: bool = False
) -> HostInstitution:
    """Saves fields of a sheet (`organisation__name` and the like go to the organisation).

    Raises versions.StaleEdit when somebody else changed the same fields meanwhile.
    """
    institution = locked(institution_id)
    versions.check(institution, edit, changes)
    before = versions.values(institution, changes)
    values, relations = _split(changes)
    for field, value in values.items():
        target = institution.organisation if field.startswith(ORGANISATION) else institution
        setattr(target, field.removeprefix(ORGANISATION), value)
    if any(field.startswith(ORGANISATION) for field in values):
        institution.organisation.siret = normalise_siret(institution.organisation.siret)
        institution.organisation.save()
    for field, objects in relations.items():
        getattr(institution, field).set(objects)
    versions.touch(institution, edit)
    institution.save()
    if not autosave:
        changed = [name for name, value in versions.values(institution, changes).items() if value != before[name]]
        audit.record(
            action="host.edited",
            actor=actor,
            target=institution,
            organisation=institution.organisation,
            data={"fields": changed},
        )
    reindex_institution(institution)
    return institution


def locked(institution_id: int) -> HostInstitution:
    """The sheet under its row lock, with its organisation."""
    sheets = HostInstitution.objects.select_for_update(of=("self",)).select_related("organisation")
    return sheets.get(pk=institution_id)


def free_slug(name: str, city: str = "") -> str:
    """An address that no sheet bears yet, from the name and the town."""
    base = slugify(f"{name} {city}")[:80].strip("-") or "hote"
    taken = set(HostInstitution.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def main_site(institution: HostInstitution) -> HostSite | None:
    return institution.sites.filter(is_main=True).first()


def _split(changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Plain fields, and many-to-many ones."""
    many = {field.name for field in HostInstitution._meta.many_to_many}
    values = {name: value for name, value in changes.items() if name not in many}
    return values, {name: value for name, value in changes.items() if name in many}

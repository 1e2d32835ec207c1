"""What a host must follow: the name of its organisation belongs to `accounts`."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save

from accounts.enums import OrganisationKind
from accounts.models import Organisation


def organisation_renamed(sender: type[Organisation], instance: Organisation, created: bool, **kwargs: Any) -> None:
    """Keeps the folded name, and what search knows, in step with the organisation's name."""
    if created or instance.kind != OrganisationKind.HOST:
        return
    from hosts.models import HostInstitution
    from hosts.naming import parse
    from hosts.services.indexing import reindex_institution

    folded = parse(instance.name).folded[:220]
    with transaction.atomic():
        institution = HostInstitution.objects.filter(organisation=instance).exclude(folded_name=folded).first()
        if institution is not None:
            institution.organisation = instance
            institution.save(update_fields=["updated_at"])
            reindex_institution(institution)


def connect() -> None:
    from hosts.services import renames

    for table, (model, _fields, _paths) in renames.FOLLOWED.items():
        pre_save.connect(renames.remember, sender=model, dispatch_uid=f"hosts.remember_{table}")
        post_save.connect(renames.compare, sender=model, dispatch_uid=f"hosts.compare_{table}")
    post_save.connect(organisation_renamed, sender=Organisation, dispatch_uid="hosts.organisation_renamed")

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is here for. One body that hosts and trains is two organisations, each with its records."""

    HOST = "host", _("Host institution")
    TRAINING = "training", _("School or training centre")
    NETWORK = "network", _("Network or territory")
    EMPLOYER = "employer", _("Employer")
    FUNDER = "funder", _("Funder")


class Role(TextChoices):
    """What a member may do in an organisation."""

    HOST_MANAGER = "host_manager", _("Host manager")
    TUTOR = "tutor", _("Tutor")
    SIGNATORY = "signatory", _("Signatory")
    COORDINATOR = "coordinator", _("Placement coordinator")
    REFERENT_TEACHER = "referent_teacher", _("Referent teacher")
    HEAD = "head", _("Head of school")
    NETWORK_ADMIN = "network_admin", _("Network administrator")
    PRACTICE_VALIDATOR = "practice_validator", _("Practice validator")
    ANIMATOR = "animator", _("Territory animator")
    EXCHANGE_PILOT = "exchange_pilot", _("Exchange pilot")
    HR = "hr", _("Human resources")
    GRANT_MANAGER = "grant_manager", _("Grant manager")


ROLES_BY_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.HOST: (Role.HOST_MANAGER, Role.TUTOR, Role.SIGNATORY, Role.HR),
    OrganisationKind.TRAINING: (Role.COORDINATOR, Role.REFERENT_TEACHER, Role.HEAD, Role.HR),
    OrganisationKind.NETWORK: (Role.NETWORK_ADMIN, Role.PRACTICE_VALIDATOR, Role.ANIMATOR, Role.EXCHANGE_PILOT),
    OrganisationKind.EMPLOYER: (Role.HR, Role.SIGNATORY),
    OrganisationKind.FUNDER: (Role.GRANT_MANAGER, Role.SIGNATORY),
}
# Who looks after an organisation: invites, removes, hands over.
MANAGING_ROLES = (Role.HOST_MANAGER, Role.COORDINATOR, Role.HEAD, Role.NETWORK_ADMIN, Role.GRANT_MANAGER)

"""What applications do when the sheet of their host moves: published, refused, merged into another."""

from __future__ import annotations

from accounts.models import Organisation, User
from hosts.enums import HostState
from hosts.models import HostInstitution, HostSite
from internships.application_threads import follow_merge
from internships.enums import ACTIVE_STATES, ApplicationState
from internships.models import Application
from internships.services.applications.moving import locked, move
from internships.services.applications.sending import drop_held, send_held
from internships.workflow import of_machine


def sheet_moved(institution: HostInstitution, action: str) -> None:
    """A published sheet lets what waited for it leave; a refused one closes it."""
    if action == "publish":
        send_held(institution=institution)
    elif action == "refuse":
        drop_held(institution=institution)


def sheets_merged(twin: HostInstitution, survivor: HostInstitution, moved: dict[int, HostSite]) -> None:
    """The twin's applications go to the survivor. Of two to one host by the same person, the older one goes on."""
    general = Application.objects.filter(state__in=ACTIVE_STATES, offer=None)
    doubled = general.filter(
        institution=twin, person__in=general.filter(institution=survivor).values("person")
    ).order_by("pk")
    for number in list(doubled.values_list("pk", flat=True)):
        application = locked(number)
        move(application, of_machine(application, "release"), actor=None, twin=twin.pk)
    for old, site in moved.items():
        Application.objects.filter(institution=twin, site=old).update(site=site)
    was_held = Application.objects.filter(institution=twin, state=ApplicationState.HELD).exists()
    moving = list(Application.objects.filter(institution=twin).values_list("pk", flat=True))
    Application.objects.filter(pk__in=moving).update(institution=survivor)
    follow_merge(moving, twin.organisation_id, survivor.organisation_id)
    if was_held and survivor.state == HostState.PUBLISHED:
        send_held(institution=survivor)


def pass_on(*, leaver: User, successor: User, organisation: Organisation) -> int:
    """Trainees accepted by a host for whom the leaver was to be there; once confirmed, the placement says who is."""
    waiting = Application.objects.filter(
        institution__organisation=organisation, tutor=leaver, state=ApplicationState.ACCEPTED
    )
    return waiting.update(
        tutor=successor,
        tutor_name=str(successor),
        tutor_function="",
        tutor_email="",
        tutor_telephone="",
    )

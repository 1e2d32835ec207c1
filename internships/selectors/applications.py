"""Reads about applications: what a page shows, what happened, who may read a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import tracewords
from accounts.along import Branch, along
from accounts.models import AuditEntry, PersonalLink
from documents.models import StoredFile
from hosts.models import ContactPerson, PlacementOffer
from hosts.selectors.pages import offers_near, with_periods
from internships.disclosure import name_for_host, shows_documents
from internships.enums import ApplicationState
from internships.models import Application, ApplicationDocument, PlacementSettings
from internships.workflow import Who, may_undo, standing


def with_page(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With what the page of one shows."""
    found = rows.select_related(
        "person__trainee_profile__level",
        "person__trainee_profile__photo",
        "institution__organisation",
        "site",
        "offer",
        "period",
        "kind",
        "school",
        "employment",
        "enrolment__cohort__course__level",
        "placement",
        "tutor",
    )
    return along(found, Branch("documents", related=("file",)), "objectives", "person__cv_entries")


@dataclass(frozen=True)
class Event:
    """A line of the timeline."""

    title: str
    when: Any
    by: str
    text: str
    state: str = "done"


def timeline(application: Application, viewer: frozenset[Who]) -> list[Event]:
    """What happened to it, the oldest first, with names as the viewer may know them. One query."""
    entries = AuditEntry.objects.filter(target_type="internships.application", target_id=str(application.pk))
    host_only = not viewer & {Who.TRAINEE, Who.SCHOOL}
    events = []
    for entry in entries.select_related("actor", "words").order_by("at", "pk"):
        if host_only and entry.action == "application.made" and application.sent_at is None:
            continue
        words = entry.words.text if hasattr(entry, "words") else ""
        events.append(Event(tracewords.sentence(entry.action), entry.at, _by(entry, application, host_only), words))
    return events


def _by(entry: AuditEntry, application: Application, host_only: bool) -> str:
    if entry.actor_id == application.person_id:
        return name_for_host(application) if host_only else str(application.person)
    if entry.actor is not None:
        return str(entry.actor)
    return application.host_name or application.institution.organisation.name if entry.data.get("link") else ""


def level_of(application: Application) -> str:
    """The trainee's level, from their course or from what they say of themselves."""
    if application.enrolment and application.enrolment.cohort.course.level:
        return application.enrolment.cohort.course.level.name
    profile = getattr(application.person, "trainee_profile", None)
    return profile.level.name if profile and profile.level else ""


def near(application: Application) -> list[PlacementOffer]:
    """Open offers to go on with: near the offer, or else near the host."""
    if application.offer is not None:
        return offers_near(application.offer)
    own = PlacementOffer.objects.filter(institution=application.institution_id).first()
    if own is not None:
        return offers_near(own)
    site = application.site
    if site is None or site.latitude is None or site.longitude is None:
        return []
    around = PlacementOffer.objects.open().filter(
        sites__latitude__range=(site.latitude - 0.27, site.latitude + 0.27),
        sites__longitude__range=(site.longitude - 0.4, site.longitude + 0.4),
    )
    found = with_periods(around.distinct()).select_related("institution__organisation", "institution__sector")
    return list(found.order_by("-published_at")[:4])


def link_still_wanted(link: PersonalLink) -> bool:
    """Whether a new personal link is worth sending: the host may still answer, or has somebody coming."""
    application = Application.objects.filter(pk=link.target_id, sent_at__isnull=False).first()
    if application is None:
        return False
    awaited = (ApplicationState.SENT, ApplicationState.READ, ApplicationState.ACCEPTED, ApplicationState.CONFIRMED)
    return application.state in awaited or may_undo(application, PlacementSettings.current())


def may_read(user: Any, file: StoredFile) -> bool:
    """A document sent along: its trainee, their school, and the host as far as it is disclosed."""
    sent = ApplicationDocument.objects.filter(
        file=file, application__in=Application.objects.visible_to(user)
    ).select_related("application__person", "application__institution")
    for document in sent:
        who = standing(document.application, user)
        if who & {Who.TRAINEE, Who.SCHOOL} or shows_documents(document.application):
            return True
    return False


@dataclass(frozen=True)
class Contact:
    """Somebody the trainee may reach at the host, once both sides said yes."""

    name: str
    function: str
    email: str
    telephone: str


def contacts_for_trainee(application: Application) -> list[Contact]:
    """The tutor named on acceptance, then the contact persons of the site and of the host."""
    found = []
    if application.tutor_name:
        found.append(
            Contact(
                application.tutor_name,
                application.tutor_function,
                application.tutor_email or (application.tutor.email if application.tutor else "") or "",
                application.tutor_telephone,
            )
        )
    people = ContactPerson.objects.filter(institution=application.institution_id)
    known = people.filter(Q(site=application.site_id) | Q(site=None))[:4]
    found += [Contact(one.name, one.function, one.email, one.telephone) for one in known]
    if application.host_email and all(one.email != application.host_email for one in found):
        found.append(Contact(application.host_name, "", application.host_email, ""))
    return found


def is_full(application: Application) -> bool:
    """Accepted, but the last seat of its period is taken: the host would have to add one."""
    period = application.period
    return application.state == ApplicationState.ACCEPTED and period is not None and period.seats_left <= 0


def accepted_besides(application: Application) -> int:
    """How many others the host accepted for the same period, and who may confirm first."""
    if application.period_id is None:
        return 0
    others = Application.objects.filter(period=application.period_id, state=ApplicationState.ACCEPTED)
    return others.exclude(pk=application.pk).count()


def would_be_released(application: Application) -> list[Application]:
    """The person's other applications on the same days, which confirming this one may close."""
    others = Application.objects.active().filter(person=application.person_id).exclude(pk=application.pk)
    overlapping = others.filter(start__lte=application.end, end__gte=application.start)
    rows = overlapping.select_related("institution__organisation", "offer")
    return [one for one in rows if one.time_share + application.time_share > 100]


def apply_again(application: Application) -> str:
    """Where to write to the same host once more: its offer while it is open, otherwise the host."""
    route = reverse("internships:apply")
    if application.offer_id and PlacementOffer.objects.open().filter(pk=application.offer_id).exists():
        return f"{route}?offre={application.offer_id}"
    return f"{route}?hote={application.institution.slug}" if application.offer_id is None else ""

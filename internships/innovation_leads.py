"""Where a stay leads in the end: the innovation it inspired (E16, E18, E26), and words for those who hesitate (T14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from accounts.models import Membership, User
from internships.enums import SupervisorCapacity
from internships.models import FollowUp, Placement, PlacementInnovation, PlacementSite, Supervisor
from internships.return_leads import Lead
from internships.services.innovations import standing
from internships.steps import Item, Journey, Stage
from practices.experiences import Experience
from practices.innovation_enums import InnovationState
from practices.network_enums import Voice

MOST = 12
REFERENTS = (SupervisorCapacity.REFERENT_TEACHER, SupervisorCapacity.PROFESSIONAL_REFERENT)


def told(request: HttpRequest, placement: Placement) -> Lead:
    """« Raconter mon innovation », filled in from the stay; or go on with the one begun."""
    begun = standing(placement)
    if begun is not None:
        return Lead(
            words=_("See my innovation"),
            why=_("You began to tell what you changed at work: « %(title)s ».") % {"title": begun},
            address=reverse("practices:innovation_sheet", args=[begun.pk]),
            icon="lightbulb",
        )
    return Lead(
        words=_("Tell an innovation or a progress"),
        why=_("You and your team work differently since? Write a page: the network interviews you and publishes it."),
        address=reverse("internships:placement_innovation", args=[placement.pk]),
        icon="lightbulb",
        post=True,
    )


def on_return(request: HttpRequest, placement: Placement) -> Lead | None:
    """Not for a pupil who observes."""
    return None if placement.kind.is_observation else told(request, placement)


def on_impact(request: HttpRequest, follow_up: FollowUp) -> Lead | None:
    """After +12 and +24 months, where something changed (E15)."""
    return told(request, follow_up.placement)


def testimonial(request: HttpRequest, placement: Placement) -> Lead | None:
    """A few sentences for those who hesitate, once the stay has begun."""
    site = placement.sites.first()
    if site is None or placement.start > timezone.localdate():
        return None
    return Lead(
        words=_("Write a testimonial"),
        why=_("What would you tell somebody who hesitates to go there?"),
        address=f"{reverse('practices:testimonial_write')}?hote={site.institution_id}",
        icon="message-square-quote",
    )


def step(journey: Journey) -> Iterable[Item]:
    """The fourth step: what others could take from it. One query."""
    placement = journey.placement
    if placement is None or journey.observes or not journey.has_begun:
        return
    row = PlacementInnovation.objects.filter(placement=placement).select_related("innovation").order_by("-pk").first()
    innovation = row.innovation if row and row.innovation.state != InnovationState.WITHDRAWN else None
    address = reverse("practices:innovation_sheet", args=[innovation.pk]) if innovation else ""
    yield Item(
        stage=Stage.INNOVATE,
        title=_("Tell the innovation or the progress it led to"),
        position=60,
        done=innovation is not None and innovation.state == InnovationState.PUBLISHED,
        note=innovation.get_state_display() if innovation else "",
        address=address or f"{reverse('internships:report', args=[placement.pk])}#next",
    )


def lived(person: User) -> Iterable[Experience]:
    """Hosts where the person was placed, accompanied somebody, or received somebody (T14)."""
    began = Placement.objects.standing().filter(start__lte=timezone.localdate())
    seats = Membership.objects.current().filter(user=person, organisation__kind=OrganisationKind.HOST)
    mine_to_follow = Supervisor.objects.filter(user=person).values("placement")
    referent = Q(capacity__in=REFERENTS)
    ways = (
        (Voice.TRAINEE, Q(person=person), _("My placement at %(host)s")),
        (Voice.TUTOR, Q(pk__in=mine_to_follow.exclude(referent)), _("The trainees I accompanied at %(host)s")),
        (Voice.TEACHER, Q(pk__in=mine_to_follow.filter(referent)), _("My trainees at %(host)s")),
        (
            Voice.HOST,
            Q(sites__institution__organisation__in=seats.values("organisation")),
            _("Those whom we received at %(host)s"),
        ),
    )
    for voice, mine, words in ways:
        sites = PlacementSite.objects.filter(placement__in=began.filter(mine).values("pk"))
        if voice == Voice.HOST:
            sites = sites.filter(institution__organisation__in=seats.values("organisation"))
        rows = sites.order_by("institution__organisation__name").values_list(
            "institution", "institution__organisation__name"
        )
        for host, name in rows.distinct()[:MOST]:
            yield Experience(host=host, voice=voice, words=words % {"host": name})

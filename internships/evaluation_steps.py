"""What evaluations and the return add to the four steps of a trainee (E26): two queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from internships.enums import Source
from internships.evaluation_enums import EvaluationState, Moment
from internships.models import Evaluation, FollowUp, ImpactNote, KeyIdea, Placement, ReturnReport, SkillRating
from internships.steps import Item, Journey, Stage
from internships.words import said


def own(journey: Journey) -> Iterable[Item]:
    """Skills before, evaluation, key ideas, impact, report; later what remains."""
    placement = journey.placement
    if placement is None:
        return
    about = {"placement": OuterRef("pk")}
    done = (
        Placement.objects.filter(pk=placement.pk)
        .annotate(
            rated=Exists(SkillRating.objects.filter(**about, source=Source.TRAINEE, moment=Moment.BEFORE)),
            sent=Exists(Evaluation.objects.filter(**about, source=Source.TRAINEE, state=EvaluationState.SENT)),
            ideas=Exists(KeyIdea.objects.filter(**about)),
            impact=Exists(ImpactNote.objects.filter(**about, follow_up=None)),
            shared=Exists(ReturnReport.objects.filter(**about, token__isnull=False)),
        )
        .values("rated", "sent", "ideas", "impact", "shared")
        .get()
    )
    yield from _return(journey, placement, done)
    if not journey.observes:
        yield from _follow_ups(journey, placement)


def _return(journey: Journey, placement: Placement, done: Mapping[str, object]) -> Iterable[Item]:
    pk = placement.pk
    begun = journey.has_begun
    if not journey.observes:
        yield Item(
            stage=Stage.STRUCTURE,
            title=_("Rate my skills before the placement"),
            position=30,
            done=bool(done["rated"]),
            address=reverse("internships:placement_skills", args=[pk]),
            extra=begun,
        )
    yield Item(
        stage=Stage.IMPACT,
        title=_("Evaluate the placement"),
        position=35,
        done=bool(done["sent"]),
        note="" if begun else _("as the end nears"),
        address=reverse("internships:evaluation", args=[pk, Source.TRAINEE]) if begun else "",
    )
    if journey.observes:
        return
    rows = (
        (_("Note your key ideas"), "ideas", "key_ideas", 40),
        (_("Say what it changed"), "impact", "impact_notes", 45),
        (_("Share the return report with your team"), "shared", "report", 50),
    )
    for title, key, route, position in rows:
        address = reverse(f"internships:{route}", args=[pk]) if begun else ""
        yield Item(stage=Stage.IMPACT, title=title, position=position, done=bool(done[key]), address=address)


def _follow_ups(journey: Journey, placement: Placement) -> Iterable[Item]:
    for row in FollowUp.objects.filter(placement=placement):
        due = row.due <= journey.today
        yield Item(
            stage=Stage.INNOVATE,
            title=_("Say what remains after one year") if row.months == 12 else _("Say what remains after two years"),
            position=row.months,
            done=row.answered_at is not None,
            note="" if due else said(row.due),
            address=reverse("internships:follow_up", args=[row.pk]) if due or row.answered_at else "",
        )

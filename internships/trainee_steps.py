"""What placements, objectives and the CV add to the four steps of a trainee (E26)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from internships.enums import CvSection, NoteKind, Source
from internships.models import Application, SmartObjective
from internships.selectors import objectives as selectors
from internships.selectors import profiles
from internships.steps import Item, Journey, Stage


def own(journey: Journey) -> Iterable[Item]:
    """One query: the rest came with the person."""
    objectives: list[SmartObjective] = journey.person.standing_objectives  # type: ignore[attr-defined]
    yield from _prepare(journey, objectives)
    yield from _structure(journey, objectives)
    if journey.placement is not None:
        yield from _impact(journey, objectives)
    if journey.observes:
        yield Item(
            stage=Stage.INNOVATE,
            title=_("Look again at what you like, and at the occupations behind it"),
            address=reverse("hosts:guide"),
            extra=True,
        )


def _prepare(journey: Journey, objectives: list[SmartObjective]) -> Iterable[Item]:
    number = len(objectives)
    yield Item(
        stage=Stage.PREPARE,
        title=_("Say what you want to learn"),
        position=20,
        done=bool(number),
        note=ngettext("%(number)d objective written", "%(number)d objectives written", number) % {"number": number}
        if number
        else "",
        address=reverse("internships:my_objectives") if number else reverse("internships:objective_new"),
    )
    sent = Application.objects.filter(person=journey.person, sent_at__isnull=False).count()
    yield Item(
        stage=Stage.PREPARE,
        title=_("Find a host and write to it"),
        position=30,
        done=journey.placement is not None,
        note=ngettext("%(number)d application sent", "%(number)d applications sent", sent) % {"number": sent}
        if sent
        else "",
        address=reverse("internships:my_applications") if sent else reverse("hosts:search"),
    )


def _structure(journey: Journey, objectives: list[SmartObjective]) -> Iterable[Item]:
    cv = profiles.cv_of(journey.person)
    full = profiles.completeness(cv)
    yield Item(
        stage=Stage.STRUCTURE,
        title=_("Complete your profile and CV"),
        position=10,
        done=not full.missing,
        note=_("%(done)d of %(all)d") % {"done": full.done, "all": len(full.wanted)} if full.missing else "",
        address=reverse("internships:profile"),
    )
    placement = journey.placement
    if placement is None:
        return
    mine = [one for one in objectives if one.placement_id == placement.pk]
    agreed = [one for one in mine if selectors.agreed_by(one)]
    new = f"{reverse('internships:objective_new')}?stage={placement.pk}"
    yield Item(
        stage=Stage.STRUCTURE,
        title=_("Share your objectives with those who accompany you"),
        position=20,
        done=bool(mine),
        note=_("%(agreed)d of %(all)d agreed to") % {"agreed": len(agreed), "all": len(mine)} if mine else "",
        address=f"{reverse('internships:placement', args=[placement.pk])}#objectifs" if mine else new,
        # Where the stay asks for none, it is good to have, and nothing waits for it.
        extra=not mine and journey.observes,
    )


def _impact(journey: Journey, objectives: list[SmartObjective]) -> Iterable[Item]:
    placement = journey.placement
    assert placement is not None
    mine = [one for one in objectives if one.placement_id == placement.pk]
    if mine:
        noted = any(note.kind == NoteKind.PROGRESS for one in mine for note in one.notes.all())  # type: ignore[attr-defined]
        page = reverse("internships:my_objectives")
        if journey.has_begun and not journey.is_over:
            yield Item(stage=Stage.IMPACT, title=_("Note how far you have come"), position=10, done=noted, address=page)
        judged = [one for one in mine if any(result.source == Source.TRAINEE for result in one.results.all())]  # type: ignore[attr-defined]
        good = [
            one
            for one in judged
            if any(result.source == Source.TRAINEE and result.is_reached for result in one.results.all())  # type: ignore[attr-defined]
        ]
        yield Item(
            stage=Stage.IMPACT,
            title=_("Say which objectives you reached"),
            position=30,
            done=len(judged) == len(mine),
            note=_("%(good)d of %(all)d reached") % {"good": len(good), "all": len(judged)} if judged else "",
            address=page if journey.has_begun else "",
            # It may be said at any time, and waits for nobody before the end.
            extra=not journey.is_over,
        )
    entries = profiles.cv_of(journey.person).part(CvSection.PLACEMENT).entries
    yield Item(
        stage=Stage.IMPACT,
        title=_("Put the stay into your CV"),
        position=60,
        done=any(one.placement_id == placement.pk for one in entries),
        note="" if journey.is_over else _("once it is over"),
        address=reverse("internships:profile") if journey.is_over else "",
    )

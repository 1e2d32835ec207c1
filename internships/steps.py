"""The four steps of a trainee: prepare, structure, optimise the impact, innovate (E26).

They are the home page of a trainee: where am I, what next, what is done. Each part of the software adds its own items:

    steps.register(provider)     # provider(journey) -> Iterable[Item], in AppConfig.ready()

« À faire » lists what waits; the steps explain the journey. A provider runs a number of queries that does not grow.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.along import Branch, along
from accounts.models import User
from internships.enums import PlacementSituation
from internships.models import Placement, PlacementKind

# After so long, what comes next is what the stay has changed at work.
LATER = datetime.timedelta(days=330)


class Stage(TextChoices):
    """The four steps, in their order."""

    PREPARE = "prepare", _("Prepare the stay")
    STRUCTURE = "structure", _("Structure it")
    IMPACT = "impact", _("Make the most of it")
    INNOVATE = "innovate", _("Innovate")


ORDER = list(Stage)
TEXTS = {
    Stage.PREPARE: _("Say what you want to learn, look at what others do well, find the host that suits you."),
    Stage.STRUCTURE: _("Let the host know you, agree on objectives, plan the days, sign the agreement."),
    Stage.IMPACT: _("Note what you learn, say what you reached, bring it back to your work or your school."),
    Stage.INNOVATE: _("One or two years later: what has changed, and what others could take from it."),
}
# A pupil who observes innovates nothing: after the stay they find their way (S14).
TITLES_OBSERVING = {Stage.INNOVATE: _("Find your way")}
TEXTS_OBSERVING = {
    Stage.PREPARE: _("Think of what you like, look at occupations, find a host near home."),
    Stage.IMPACT: _("Note what you see and hear, say what you reached, tell it at school."),
    Stage.INNOVATE: _("What has this stay changed in what interests you? Look further from there."),
}


@dataclass(frozen=True)
class Journey:
    """Whose steps they are, and for which stay."""

    person: User
    placement: Placement | None
    others: list[Placement] = field(default_factory=list)
    today: datetime.date = field(default_factory=timezone.localdate)

    @property
    def kind(self) -> PlacementKind | None:
        return self.placement.kind if self.placement else None

    @property
    def observes(self) -> bool:
        return bool(self.kind and self.kind.is_observation)

    @property
    def has_begun(self) -> bool:
        return bool(self.placement and self.placement.start <= self.today)

    @property
    def is_over(self) -> bool:
        return bool(self.placement and self.placement.situation == PlacementSituation.OVER)

    @property
    def stage(self) -> Stage:
        """Where the person is, from the days of the stay."""
        if self.placement is None:
            return Stage.PREPARE
        if not self.has_begun:
            return Stage.STRUCTURE
        return Stage.INNOVATE if self.placement.end + LATER <= self.today else Stage.IMPACT


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of a step; `note` says how far it is. An `extra` one is never what comes next."""

    stage: Stage
    title: str
    position: int = 50
    done: bool = False
    note: str = ""
    address: str = ""
    extra: bool = False


@dataclass(frozen=True)
class Stop:
    """A step as the page shows it; `state` is done, current or nothing."""

    stage: Stage
    number: int
    title: str
    text: str
    items: list[Item]
    state: str


@dataclass(frozen=True)
class Route:
    """The four stops, where the person is, and what comes next."""

    journey: Journey
    stops: list[Stop]
    here: Stop
    next: Item | None


Provider = Callable[[Journey], Iterable[Item]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Adds the items of one part of the software."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def journey_of(person: User, asked: str = "") -> Journey:
    """The stay that matters now: the one asked for, one under way, the next one, otherwise the last."""
    rows = Placement.objects.standing().filter(person=person).select_related("kind").order_by("start", "pk")
    stays = list(along(rows, Branch("sites", related=("institution__organisation",))))
    today = timezone.localdate()
    running = [one for one in stays if one.start <= today <= one.end]
    ahead = [one for one in stays if one.start > today]
    chosen = next((one for one in stays if str(one.pk) == asked), None)
    chosen = chosen or next(iter([*running, *ahead, *reversed(stays)]), None)
    return Journey(_whole(person), chosen, [one for one in stays if one != chosen], today)


def _whole(person: User) -> User:
    """The person with what most items are about: profile, CV, standing objectives with what was said. One query."""
    objectives = Branch("objectives", where=Q(dropped_at=None), to="standing_objectives", branches=("notes", "results"))
    rows = User.objects.filter(pk=person.pk).select_related("trainee_profile__level", "trainee_profile__photo")
    return along(rows, "cv_entries", objectives).get()


def route(person: User, asked: str = "") -> Route:
    """The four steps of a person with everything that the providers add."""
    journey = journey_of(person, asked)
    items = [item for provider in _providers for item in provider(journey)]
    current = ORDER.index(journey.stage)
    stops = [_stop(stage, number, items, journey, current) for number, stage in enumerate(ORDER)]
    here = stops[current]
    # What comes next: of this step first, then what was left behind.
    waiting = [item for stop in (here, *stops[:current]) for item in stop.items if not item.done and not item.extra]
    return Route(journey, stops, here, next((item for item in waiting if item.address), None))


def _stop(stage: Stage, number: int, items: list[Item], journey: Journey, current: int) -> Stop:
    mine = sorted((item for item in items if item.stage == stage), key=lambda item: item.position)
    left = [item for item in mine if not item.done and not item.extra]
    state = "current" if number == current else "done" if number < current and not left else ""
    titles, texts = (TITLES_OBSERVING, TEXTS_OBSERVING) if journey.observes else ({}, {})
    return Stop(
        stage=stage,
        number=number + 1,
        title=str(titles.get(stage, stage.label)),
        text=str(texts.get(stage, TEXTS[stage])),
        items=mine,
        state=state,
    )


def stay_name(placement: Placement) -> str:
    """« Crèche des Embruns »: how a stay is called where one chooses between several."""
    sites = list(placement.sites.all())  # type: ignore[attr-defined]
    return str(sites[0].institution) if sites else gettext("Placement")

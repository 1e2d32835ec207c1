"""What the pages of innovations read (E16, E17, E18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents import richtext
from practices.innovation_enums import Agreement, InnovationState
from practices.models import Innovation, InnovationPerson, InnovationStep

# In the order in which one reads them; the impact on the way of working comes first among the effects (E17).
PARTS = (
    ("before", _("How it was before")),
    ("change", _("What they changed")),
    ("way_of_working", _("The impact on the way of working")),
    ("daily_work", _("On daily work")),
    ("beneficiaries", _("On the people they support")),
    ("team", _("On the team")),
    ("institution", _("On the institution")),
    ("advice", _("What others could take up")),
)


@dataclass(frozen=True)
class Told:
    """One text with its heading, and the clean HTML of its Markdown."""

    name: str
    title: Any
    html: SafeString


def parts(innovation: Innovation) -> list[Told]:
    """The texts that say something."""
    said = [(name, title, getattr(innovation, name)) for name, title in PARTS]
    return [Told(name, title, richtext.render(text)) for name, title, text in said if text.strip()]


def listed() -> QuerySet[Innovation]:
    """Published ones, the newest first, with those who let their names be shown."""
    rows = Innovation.objects.published().select_related("organisation", "photo", "host__organisation")
    return rows.prefetch_related("sectors", _named()).order_by("-published_at", "-pk")


def _named() -> Prefetch[Any]:
    return Prefetch("people", InnovationPerson.objects.filter(agreement=Agreement.NAMED), to_attr="named")


def public_page() -> QuerySet[Innovation]:
    rows = Innovation.objects.published().select_related(
        "organisation", "photo", "host__organisation", "practice__published"
    )
    return rows.prefetch_related("sectors", _named())


def mine(person: User) -> QuerySet[Innovation]:
    """Those that one tells, the last changed first."""
    return Innovation.objects.told_by(person).select_related("organisation").order_by("-updated_at", "-pk")


TABS = (
    InnovationState.DECLARED,
    InnovationState.PLANNED,
    InnovationState.WRITTEN,
    InnovationState.PUBLISHED,
    InnovationState.RETURNED,
    InnovationState.WITHDRAWN,
)


def queue(user: Any, state: str) -> QuerySet[Innovation]:
    """Those of a state that the person looks after: what waits, the oldest first; interviews by their day."""
    rows = Innovation.objects.examined_by(user).filter(state=state)
    orders = {InnovationState.DECLARED: ("declared_at", "pk"), InnovationState.PLANNED: ("interview_at", "pk")}
    authors = Prefetch("people", InnovationPerson.objects.filter(is_author=True), to_attr="authors")
    waiting = Count("people", filter=Q(people__agreement=Agreement.ASKED), distinct=True)
    rows = rows.select_related("organisation", "territory", "interview_by").prefetch_related(authors)
    return rows.annotate(waiting=waiting).order_by(*orders.get(InnovationState(state), ("-updated_at", "-pk")))


def queue_counts(user: Any) -> dict[str, int]:
    rows = Innovation.objects.examined_by(user).filter(state__in=TABS).order_by()
    return dict(rows.values_list("state").annotate(Count("pk", distinct=True)))


def history(innovation: Innovation) -> list[InnovationStep]:
    return list(innovation.steps.select_related("actor")[:30])


def told_of(outer: str, limit: int) -> ArraySubquery:
    """For a query of hosts or practices: the published innovations that each inspired, the newest first."""
    rows = Innovation.objects.published().filter(**{outer: OuterRef("pk")}).order_by("-published_at", "-pk")
    told = JSONObject(title="title", summary="summary", slug="slug", kind="kind")
    return ArraySubquery(rows.values(told=told)[:limit])


def published_count() -> int:
    return Innovation.objects.published().count()

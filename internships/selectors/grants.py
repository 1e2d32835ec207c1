"""Grants: to whom they go, for which stay, and who receives the requests (E5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.along import Branch, along
from accounts.enums import OrganisationKind
from accounts.models import AuditEntry, Membership, Organisation, User
from accounts.workspace import Workspace
from documents.models import StoredFile
from hosts.models import Level
from internships import money
from internships.countries import country_name
from internships.enums import BudgetSide, GrantRequestState, PlacementState
from internships.models import (
    BudgetLine,
    Grant,
    GrantApplication,
    GrantDocument,
    Placement,
    PlacementSite,
    SmartObjective,
)
from internships.models.grants import FUNDING
from internships.regions import region_of
from internships.words import said

WAITING = Count("applications", filter=Q(applications__state=GrantRequestState.SENT))
GIVEN = Count("applications", filter=Q(applications__state=GrantRequestState.GRANTED))


@dataclass(frozen=True)
class Check:
    """One condition of a grant, in words, and whether the stay meets it."""

    words: str
    met: bool


@dataclass(frozen=True)
class Reach:
    """Who receives a request: the people of the funder, or an address without an account."""

    people: list[User] = field(default_factory=list)
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.people or self.email)


def with_page(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    return grants.select_related("funder").prefetch_related("kinds", "levels")


def of_funder(user: User) -> QuerySet[Grant]:
    """Those one looks after, with how many requests wait."""
    return with_page(Grant.objects.managed_by(user)).annotate(waiting=WAITING, given=GIVEN).order_by("-created_at")


def funders_of(workspace: Workspace) -> QuerySet[Organisation]:
    """For whom the person may publish a grant: the organisation acted for; every funder for who runs the site."""
    here = workspace.organisation
    if here is None or not workspace.has_role(*FUNDING.get(here.kind, ())):
        return Organisation.objects.none()
    if workspace.runs_the_site:
        return Organisation.objects.filter(Q(kind=OrganisationKind.FUNDER) | Q(pk=here.pk)).order_by("sort_name")
    return Organisation.objects.filter(pk=here.pk)


def checks(grant: Grant, placement: Placement) -> list[Check]:
    """Every condition that is data, said of this stay. The placement comes with its kind and enrolment."""
    found = []
    if kinds := list(grant.kinds.all()):
        words = _("Kind of placement: %(kinds)s") % {"kinds": ", ".join(kind.name for kind in kinds)}
        found.append(Check(words, placement.kind_id in {kind.pk for kind in kinds}))
    if levels := list(grant.levels.all()):
        level = level_of(placement)
        words = _("Level: %(levels)s") % {"levels": ", ".join(one.name for one in levels)}
        found.append(Check(words, level is not None and level.pk in {one.pk for one in levels}))
    if grant.countries:
        words = _("Country of the stay: %(countries)s") % {
            "countries": ", ".join(country_name(code) for code in grant.countries)
        }
        found.append(Check(words, bool(countries_of(placement) & set(grant.countries))))
    if grant.least_days:
        length = (placement.end - placement.start).days + 1
        words = ngettext("At least %(count)d day of stay", "At least %(count)d days of stay", grant.least_days)
        found.append(Check(words % {"count": grant.least_days}, length >= grant.least_days))
    if placement.state != PlacementState.OPEN:
        found.append(Check(_("The placement takes place"), met=False))
    return found


def why_shut(grant: Grant) -> str:
    """Why nobody may ask for it today; nothing while one may."""
    today = timezone.localdate()
    if grant.deadline and grant.deadline < today:
        return _("The time for requests ended on %(day)s.") % {"day": said(grant.deadline)}
    if grant.opens_on and grant.opens_on > today:
        return _("Requests can be sent from %(day)s on.") % {"day": said(grant.opens_on)}
    return "" if grant.is_open else _("This grant takes no requests today.")


def level_of(placement: Placement) -> Level | None:
    """The level of the trainee's course, otherwise what they say of themselves."""
    if placement.enrolment and placement.enrolment.cohort.course.level:
        return placement.enrolment.cohort.course.level
    profile = getattr(placement.person, "trainee_profile", None)
    return profile.level if profile else None


def countries_of(placement: Placement) -> set[str]:
    rows = PlacementSite.objects.filter(placement=placement)
    return {region_of(site).country for site in rows.select_related("site", "institution__organisation__territory")}


def stays_of(user: User) -> QuerySet[Placement]:
    """The person's stays that a grant may be asked for, the next one first."""
    mine = Placement.objects.filter(person=user, state=PlacementState.OPEN).order_by("-start", "-pk")
    return mine.select_related("kind", "person__trainee_profile__level", "enrolment__cohort__course__level")


def suited(placement: Placement, most: int = 3) -> list[Grant]:
    """Open grants whose conditions this stay meets and that it has not asked for, the nearest deadline first."""
    asked = GrantApplication.objects.filter(placement=placement).exclude(state=GrantRequestState.WITHDRAWN)
    level = level_of(placement)
    length = (placement.end - placement.start).days + 1
    # Counted by rows of the link tables: an empty list is every kind, every level.
    kinds, levels = Grant.kinds.through.objects, Grant.levels.through.objects
    here = OuterRef("pk")
    found = Grant.objects.open().exclude(pk__in=asked.values("grant"))
    found = found.filter(
        ~Exists(kinds.filter(grant=here)) | Exists(kinds.filter(grant=here, placementkind=placement.kind_id)),
        ~Exists(levels.filter(grant=here)) | Exists(levels.filter(grant=here, level=level.pk if level else 0)),
        Q(countries=[]) | Q(countries__overlap=sorted(countries_of(placement))),
        Q(least_days__isnull=True) | Q(least_days__lte=length),
    )
    return list(found.select_related("funder").order_by("deadline", "pk")[:most])


def of_placement(placement: Placement) -> list[GrantApplication]:
    """What was asked for this stay, and what became of it."""
    return list(placement.grant_applications.select_related("grant__funder").order_by("-created_at"))  # type: ignore[attr-defined]


def reach_of(grant: Grant) -> Reach:
    """The people who act for the funder; otherwise the address that the grant gives."""
    seats = funding_seats_of(grant.funder)
    people = list(User.objects.filter(pk__in=seats, is_active=True).order_by("pk"))
    return Reach(people) if people else Reach(email=grant.email)


def funding_seats_of(funder: Organisation) -> QuerySet[Any]:
    roles = FUNDING.get(funder.kind, ())
    return Membership.objects.current().filter(organisation=funder, role__in=roles).values("user")


def snapshot(placement: Placement) -> dict[str, Any]:
    """What the funder reads of a stay: its budget as planned now, and the objectives. Never what was written later."""
    rows = BudgetLine.objects.filter(placement=placement).select_related("category")
    lines = rows.order_by("side", "category__position", "pk")
    objectives = SmartObjective.objects.filter(placement=placement).standing()
    return {
        "lines": [
            {
                "side": line.side,
                "category": line.category.name_fr,
                "label": line.label,
                "planned": str(line.planned),
                "currency": line.currency,
            }
            for line in lines
        ],
        "objectives": [one.specific for one in objectives],
        "on": timezone.localdate().isoformat(),
    }


def told_sums(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The balance of a snapshot by currency: what comes in, what goes out, what is lacking."""
    sums: dict[str, dict[str, Decimal]] = {}
    for line in told.get("lines", []):
        side = sums.setdefault(line["currency"], {BudgetSide.EXPENSE: Decimal(0), BudgetSide.INCOME: Decimal(0)})
        side[line["side"]] += Decimal(line["planned"])
    return [
        {
            "currency": currency,
            "expense": sides[BudgetSide.EXPENSE],
            "income": sides[BudgetSide.INCOME],
            "balance": sides[BudgetSide.INCOME] - sides[BudgetSide.EXPENSE],
        }
        for currency, sides in sums.items()
    ]


def applications(user: User) -> QuerySet[GrantApplication]:
    rows = GrantApplication.objects.visible_to(user)
    return rows.select_related("grant__funder", "placement", "person").order_by("-created_at", "-pk")


def with_all(rows: QuerySet[GrantApplication]) -> QuerySet[GrantApplication]:
    found = rows.select_related(
        "grant__funder",
        "person__trainee_profile__level",
        "placement__kind",
        "placement__sending_organisation",
        "placement__enrolment__cohort__course__level",
        "decided_by",
    )
    documents = Branch("documents", related=("file",))
    sites = Branch("placement__sites", related=("institution__organisation",))
    return along(found, documents, sites, "grant__kinds", "grant__levels")


def timeline(application: GrantApplication) -> list[dict[str, Any]]:
    """What happened to a request, the newest first."""
    lines = AuditEntry.objects.filter(
        target_type="internships.grantapplication", target_id=str(application.pk)
    ).select_related("actor")
    return [{"at": line.at, "action": line.action, "actor": line.actor} for line in lines.order_by("-pk")[:20]]


def missing(application: GrantApplication) -> list[str]:
    """What keeps a draft from being sent, each a sentence that says what to do."""
    grant = application.grant
    found: list[str] = []
    if shut := why_shut(grant):
        found.append(shut)
    found += [
        _("This condition is not met: %(words)s") % {"words": check.words}
        for check in checks(grant, application.placement)
        if not check.met
    ]
    if application.amount_asked is None:
        found.append(_("Say how much you ask for."))
    elif application.amount_asked > grant.amount_max:
        most = money.said(grant.amount_max, grant.currency)
        found.append(_("Ask for %(amount)s at most.") % {"amount": most})
    if not application.message.strip():
        found.append(_("Say why you ask for this grant."))
    given = {document.label for document in application.documents.all()}
    found += [
        _("Add this document: %(label)s") % {"label": label} for label in grant.documents_asked if label not in given
    ]
    return found


def may_read_document(user: Any, file: StoredFile) -> bool:
    """Whoever may read a request may read what was sent along."""
    if not user.is_authenticated:
        return False
    rows = GrantDocument.objects.filter(file=file, application__in=GrantApplication.objects.readable_by(user))
    return rows.exists()


def link_still_wanted(link: Any) -> bool:
    """A new link is worth sending while the request waits, and for reading what was decided."""
    states = (GrantRequestState.SENT, GrantRequestState.GRANTED, GrantRequestState.REFUSED)
    return GrantApplication.objects.filter(pk=link.target_id, state__in=states).exists()

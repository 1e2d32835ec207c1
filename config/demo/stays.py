"""Stays that are prepared: planning, budget and grants, made through the services as people would."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.models import User
from config.demo.texts import read
from internships.enums import PlanningKind
from internships.models import BudgetCategory, Grant, Placement, PlacementKind, SmartObjective
from internships.services import budget, grants, planning
from internships.services.planning import Line
from internships.timetable import monday

if TYPE_CHECKING:
    from config.demo.world import World

DAY = datetime.timedelta(days=1)


def make(world: World) -> None:
    with translation.override("fr"):
        text = read("stays.toml")
        offered = _grants(world, text)
        student = world.people["student"]
        other = User.objects.get(email="etudiant2@example.org")
        for person in (student, other):
            placement = _stay_of(person)
            _plan(placement, text)
            _pay(placement, text)
        _propose(world, _stay_of(student), text)
        _ask(offered["large"], _stay_of(student), text["request"]["student"], "480")
        request = _ask(offered["large"], _stay_of(other), text["request"]["etudiant2"], "350")
        answer = text["request"]["answer"]
        grants.grant(application_id=request, actor=world.people["funder"], amount=Decimal("300"), answer=answer)


def _grants(world: World, text: dict[str, Any]) -> dict[str, Grant]:
    actor, funder, found = world.people["funder"], world.organisations["foundation"], {}
    for row in text["grants"]:
        values = {
            "funder": funder,
            **{name: row[name] for name in ("title", "summary", "description")},
            "conditions": row.get("conditions", ""),
            "amount_min": Decimal(row["amount_min"]) if "amount_min" in row else None,
            "amount_max": Decimal(row["amount_max"]),
            "deadline": _in_weeks(world, row.get("deadline_weeks")),
            "answers_by": _in_weeks(world, row.get("answer_weeks")),
            "least_days": row.get("least_days"),
            "countries": row.get("countries", []),
            "documents_asked": row.get("papers", []),
            "kinds": PlacementKind.objects.filter(code__in=row.get("kinds", [])),
        }
        made = grants.save_grant(grant=Grant(), actor=actor, values=values)
        if not row.get("draft"):
            made = grants.publish(grant_id=made.pk, actor=actor)
        found[row["key"]] = made
    return found


def _in_weeks(world: World, weeks: int | None) -> datetime.date | None:
    return None if weeks is None else world.today + weeks * 7 * DAY


def _stay_of(person: User) -> Placement:
    return Placement.objects.filter(person=person).order_by("start")[0]


def _plan(placement: Placement, text: dict[str, Any]) -> None:
    """Two weeks of activities, each serving an objective in turn, the journey there and a room."""
    first, person = monday(placement.start), placement.person
    aims = list(SmartObjective.objects.filter(placement=placement).standing())
    lines = []
    for row in text["journeys"]:
        values = {name: row[name] for name in ("origin", "destination", "means", "reference")}
        day, until = first + row["day"] * DAY, first + row["until"] * DAY
        times = {"start_minute": row["start"], "end_minute": row["end"]}
        lines.append(Line(kind=PlanningKind.JOURNEY, day=day, until=until, **times, **values))
    for row in text["lodgings"]:
        day, until = first + row["day"] * DAY, first + row["until"] * DAY
        lines.append(Line(kind=PlanningKind.LODGING, day=day, until=until, title=row["title"], place=row["place"]))
    for number, row in enumerate(text["activities"]):
        aim = aims[number % len(aims)].pk if aims and number else None
        lines += [_activity(first + day * DAY, row, aim) for day in row["days"]]
    for line in lines:
        if line.kind != PlanningKind.ACTIVITY or placement.start <= line.day <= placement.end:
            planning.add(placement_id=placement.pk, actor=person, line=line)


def _activity(day: datetime.date, row: dict[str, Any], aim: int | None = None) -> Line:
    return Line(
        kind=PlanningKind.ACTIVITY,
        day=day,
        until=day,
        start_minute=row["start"],
        end_minute=row["end"],
        title=row["title"],
        place=row.get("place", ""),
        note=row.get("note", ""),
        objective_id=aim,
    )


def _propose(world: World, placement: Placement, text: dict[str, Any]) -> None:
    row = text["proposal"]
    line = _activity(monday(placement.start) + row["day"] * DAY, row)
    planning.add(placement_id=placement.pk, actor=world.people["tutor"], line=line, proposed=True)


def _pay(placement: Placement, text: dict[str, Any]) -> None:
    headings = {one.code: one for one in BudgetCategory.objects.all()}
    for row in text["budget"]:
        amounts = budget.Amounts(
            category=headings[row["category"]],
            label=row["label"],
            planned=Decimal(row["planned"]),
            actual=Decimal(row["actual"]) if "actual" in row else None,
        )
        budget.add_line(placement_id=placement.pk, actor=placement.person, amounts=amounts)


def _ask(offered: Grant, placement: Placement, message: str, amount: str) -> int:
    """Begun, written, with the ticket asked for, and sent; returns its number."""
    person = placement.person
    request = grants.begin(grant=offered, placement=placement, actor=person)
    grants.write(application_id=request.pk, actor=person, amount_asked=Decimal(amount), message=message)
    for label in offered.documents_asked:
        paper = SimpleUploadedFile("billet.pdf", _ticket(), "application/pdf")
        grants.add_document(application_id=request.pk, actor=person, upload=paper, label=label)
    return grants.send(application_id=request.pk, actor=person).pk


def _ticket() -> bytes:
    """A train ticket of an invented company, as one page."""
    from documents import pdf

    return pdf.from_html(
        '<!doctype html><html lang="fr"><title>Billet de train</title>'
        "<body><h1>Billet de train</h1><p>Montpellier–Rennes, aller et retour, 142,30 €</p></body></html>"
    )

"""A made-up agreement with everything in it: what the editor of texts previews, what tests and benches render."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements import terms
from agreements.capacities import capacity_words
from agreements.defaults import sentence
from agreements.enums import Capacity
from agreements.mentions import OBJECTIVES, Field
from agreements.selectors.kinds import mention_lines, signatory_lines
from agreements.snapshot import SCHEMA, kind_facts
from agreements.variables import EXAMPLES, NAMES
from internships.enums import Sender
from internships.models import PlacementKind
from law import durations

# Five days of 8.75 hours less a break: 35 hours.
WEEK = [(day, start, end) for day in "12345" for start, end in ((540, 750), (810, 1020))]
VALUES: dict[str, Any] = {
    "course_hours": 525 * 60,
    "stipend_hourly": "",
    "unusual_hours": "sometimes",
    "unusual_details": "Un dimanche sur quatre, récupéré la semaine suivante.",
    "host_supervision": "Un temps d’échange d’une heure chaque vendredi avec la tutrice.\n"
    "Participation aux réunions d’équipe du mardi.",
    "skills": "Établir une relation éducative et un accompagnement individuel.\n"
    "Concevoir et conduire une activité avec un groupe.\n"
    "Participer à l’élaboration du projet personnalisé.\n"
    "Rendre compte de sa pratique à l’écrit et à l’oral.",
    "activities": "Accompagner les temps du quotidien : lever, repas, devoirs, coucher.\n"
    "Co-animer l’atelier d’expression du mercredi.\n"
    "Participer aux rencontres avec les familles, en présence d’un membre de l’équipe.\n"
    "Rédiger une note d’observation par mois.",
    "benefits": "Repas pris avec le groupe, à la charge de l’hôte.\nMoitié de l’abonnement de transport.",
    "objectives": "D’ici au 30 avril, conduire seul·e une activité avec quatre enfants et en rendre compte en réunion.",
    "risk_analysis": "given",
    "health_surveillance": "none",
    "house_rules": "Le règlement intérieur est remis le premier jour. Téléphone personnel au vestiaire.",
    "employment": "Éducatrice spécialisée, en mission, salaire maintenu",
    "employer_insurance": "MAIF, contrat n° 445566",
    "expenses": "Trajet et repas à la charge de l’employeur.",
    "pay_status": "Demandeuse d’emploi, rémunérée par la Région",
    "employer_expectations": "Une idée que l’équipe puisse essayer dans les trois mois.",
    "host_expectations": "Un regard neuf sur notre accueil du soir.",
    "school_expectations": "Que le ou la stagiaire prenne part à la vie de l’équipe.",
    "arrival": "À 9 h, 4 rue des Lilas, à Rennes. Demander Claire Morin. Prévoir une tenue souple.",
}


def snapshot(kind: PlacementKind, language: str = "fr") -> dict[str, Any]:
    """A whole snapshot of that kind, as `agreements.snapshot.take` makes them."""
    with translation.override(language):
        start = timezone.localdate().replace(day=1) + datetime.timedelta(days=40)
        minor = kind.is_observation and kind.sender == Sender.SCHOOL
        days = 5 if kind.is_observation else 63
        minutes = days * 420
        return {
            "schema": SCHEMA,
            "number": "C-2026-000123",
            "code": "SPEC1MEN00000000",
            "version": 1,
            "language": language,
            "drawn_up_on": timezone.localdate().isoformat(),
            "kind": kind_facts(kind),
            "mode": _("One site"),
            "title": "",
            "commission": "",
            "trainee": trainee(minor),
            "sender": None if kind.sender == Sender.NONE else sender(kind),
            "cohort": "3e B" if minor else "ES 2025-2028",
            "sites": [site(start, days, minutes)],
            "referents": [] if kind.sender != Sender.SCHOOL else [person("Paul Riou", "formateur", "p.riou")],
            "coordinators": [],
            "professional_referents": [],
            "start": start.isoformat(),
            "end": (start + datetime.timedelta(days=days // 5 * 7)).isoformat(),
            "time_share": 100,
            "interruptions": [],
            "supervision_terms": "",
            "prior_learning": "",
            "presence": {"minutes": minutes, "days": days, "article": "C. éduc., art. D124-6"},
            "stipend": stipend(minutes) if kind.has_stipend else None,
            "mentions": said(kind, language),
            "signatories": signatories(kind, minor=minor),
            "amendment": None,
        }


def trainee(minor: bool) -> dict[str, Any]:
    guardian = {"name": "Dominique Martin", "relationship": _("mother"), "telephone": "06 00 00 00 01"}
    return {
        "name": "Alix Martin",
        "birth_date": f"{timezone.localdate().year - (15 if minor else 21)}-05-12",
        "is_minor": minor,
        "address": "3 rue du Port, 35400 Saint-Malo",
        "telephone": "06 00 00 00 00",
        "email": "alix.martin@example.org",
        "guardians": [guardian] if minor else [],
    }


def sender(kind: PlacementKind) -> dict[str, Any]:
    is_school = kind.sender == Sender.SCHOOL
    return {
        "kind": "training" if is_school else "employer",
        "name": "Institut du travail social de Bretagne" if is_school else "Association Les Deux Rives",
        "legal_name": "",
        "number": "123 456 789 00012",
        "address": "2 avenue du Bois, 35000 Rennes",
        "telephone": "02 00 00 00 00",
        "email": "stages@example.org",
    }


def site(start: datetime.date, days: int, minutes: int) -> dict[str, Any]:
    return {
        "name": "Maison des Tilleuls",
        "legal_name": "Association L’Envol",
        "number": "987 654 321 00034",
        "activity": "Maison d’enfants à caractère social",
        "site": "",
        "address": "4 rue des Lilas, 35000 Rennes",
        "telephone": "02 00 00 00 01",
        "start": start.isoformat(),
        "end": (start + datetime.timedelta(days=days // 5 * 7)).isoformat(),
        "time_share": 100,
        "minutes": minutes,
        "weekly_minutes": sum(end - begin for _day, begin, end in WEEK),
        "week": [{"weekday": day, "start": begin, "end": end} for day, begin, end in WEEK],
        "special_days": [],
        "tutors": [person("Claire Morin", "éducatrice spécialisée", "c.morin")],
    }


def person(name: str, function: str, box: str) -> dict[str, str]:
    return {"name": name, "function": function, "email": f"{box}@example.org", "telephone": ""}


def stipend(minutes: int) -> dict[str, Any]:
    amount = f"{minutes / 60 * 4.5:.2f}"
    return {
        "due": True,
        "hourly": "4.50",
        "amount": amount,
        "minimum": "4.50",
        "threshold_minutes": 308 * 60,
        "article": "C. éduc., art. L124-6 et D124-8",
        "currency": "EUR",
    }


def said(kind: PlacementKind, language: str) -> list[dict[str, Any]]:
    found = []
    for line in mention_lines(kind):
        mention = line.mention
        if mention.computed and mention.code != OBJECTIVES:
            continue
        value: Any = (
            VALUES.get(line.code) or sentence(kind, line.code, language) or EXAMPLES.get(NAMES.get(line.code, ""))
        )
        if mention.field == Field.YES:
            value = True
        elif mention.field in (Field.MONEY, Field.HOURS) and not VALUES.get(line.code):
            value = ""
        found.append(
            {
                "code": line.code,
                "side": line.side,
                "label": str(mention.label),
                "article": mention.article,
                "value": value or "",
                "words": terms.words(mention, value),
            }
        )
    return found


NAMES_BY_CAPACITY = {
    Capacity.TRAINEE: ("Alix Martin", ""),
    Capacity.GUARDIAN: ("Dominique Martin", ""),
    Capacity.HEAD: ("Hélène Le Goff", "directrice"),
    Capacity.REFERENT_TEACHER: ("Paul Riou", "formateur"),
    Capacity.HOST: ("Yann Kerbrat", "directeur"),
    Capacity.TUTOR: ("Claire Morin", "éducatrice spécialisée"),
    Capacity.EMPLOYER: ("Sofia Pereira", "responsable des ressources humaines"),
}


def signatories(kind: PlacementKind, *, minor: bool) -> list[dict[str, Any]]:
    return [
        {
            "capacity": line.capacity,
            "label": capacity_words(kind.sender, line.capacity),
            "side": line.side,
            "step": line.step,
            "name": NAMES_BY_CAPACITY[Capacity(line.capacity)][0],
            "function": NAMES_BY_CAPACITY[Capacity(line.capacity)][1],
        }
        for line in signatory_lines(kind, minor=minor)
    ]


def amendment() -> dict[str, Any]:
    return {
        "number": 1,
        "kind": "dates",
        "kind_label": _("Dates, prolongation"),
        "reason": "Le projet mené avec le groupe s’achève en juin.",
        "original": {"number": "C-2026-000123", "signed_on": timezone.localdate().isoformat()},
        "changes": [{"label": _("Last day"), "before": "29 mai 2026", "after": "12 juin 2026"}],
    }


def certificate() -> dict[str, Any]:
    return {
        "is_certificate": True,
        "done": durations.words(441 * 60),
        "done_days": "63",
        "paid": "1984.50",
        "words": "Une présence attentive, appréciée des enfants et de l’équipe.",
        "made_by": "Yann Kerbrat, Maison des Tilleuls",
    }

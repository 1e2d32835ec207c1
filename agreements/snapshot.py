"""The snapshot of an agreement: everything its document says, copied, in the agreement's language.

Labels are copied and nothing points at a row: whatever is renamed, moved or erased later, a document made from a
snapshot stays what it was. `SCHEMA` grows when its shape changes; documents read every shape there has been.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone, translation

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from agreements import terms
from agreements.capacities import capacity_words
from agreements.enums import SignatoryState
from agreements.mentions import OBJECTIVES
from agreements.models import Agreement
from agreements.selectors.kinds import KindLine, hosts_of, is_minor, lines_of
from agreements.stipends import Owed, of_placement
from hosts.models import HostSite
from internships.enums import SupervisorCapacity
from internships.models import Placement, PlacementKind, PlacementSite, Supervisor, TrainingOrganisation
from internships.models.employments import employs
from internships.selectors.employers import reach_employer
from internships.selectors.objectives import in_words
from internships.selectors.objectives import of_placement as objectives_of
from internships.timetable import presence
from law import durations
from law.rules import LegalRuleMissing

# 2: mentions, signatories and stipend name the host they are of, where there are several.
SCHEMA = 2
Snapshot = dict[str, Any]


def take(agreement: Agreement) -> Snapshot:
    """Copies what the document of the agreement is to say today."""
    with translation.override(agreement.language):
        snapshot = of_placement_now(agreement.placement, agreement.terms)
        snapshot.update(
            number=agreement.number,
            code=agreement.code,
            language=agreement.language,
            signatories=_signatories(agreement),
            amendment=_amendment(agreement) if agreement.is_amendment else None,
        )
    return snapshot


def of_placement_now(placement: Placement, given: dict[str, Any]) -> Snapshot:
    """What concerns the placement itself; shared with the certificate."""
    sites = [_site(site) for site in placement.sites.select_related("institution__organisation", "site")]
    sender = placement.sending_organisation
    return {
        "schema": SCHEMA,
        "drawn_up_on": timezone.localdate().isoformat(),
        "kind": kind_facts(placement.kind),
        "mode": placement.mode.name,
        "title": placement.title,
        "commission": placement.commission.title if placement.commission else "",
        "trainee": _trainee(placement, given),
        "sender": _sender(placement, sender) if sender else None,
        "cohort": placement.enrolment.cohort.name if placement.enrolment else "",
        "sites": sites,
        "referents": _people(placement, SupervisorCapacity.REFERENT_TEACHER),
        "coordinators": _people(placement, SupervisorCapacity.COORDINATOR),
        "professional_referents": _people(placement, SupervisorCapacity.PROFESSIONAL_REFERENT),
        "start": placement.start.isoformat(),
        "end": placement.end.isoformat(),
        "time_share": placement.time_share,
        "interruptions": [
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "authorised": one.authorised,
                "reason": one.reason,
            }
            for one in placement.interruptions.all()
        ],
        "supervision_terms": placement.supervision_terms,
        "prior_learning": placement.prior_learning,
        "presence": _presence(placement),
        "stipend": _stipend(of_placement(placement, given)),
        "mentions": _mentions(placement, given),
    }


def kind_facts(kind: PlacementKind) -> dict[str, Any]:
    """What a document says of the kind of placement."""
    return {
        "code": kind.code,
        "name": kind.name,
        "regime": kind.regime.name,
        "regime_article": kind.regime.article,
        "country": kind.country,
        "sender": kind.sender,
        "is_observation": kind.is_observation,
        "has_stipend": kind.has_stipend,
    }


def _trainee(placement: Placement, given: dict[str, Any]) -> dict[str, Any]:
    person = placement.person
    return {
        "name": person.get_full_name(),
        "birth_date": _day(person.birth_date),
        "is_minor": is_minor(placement),
        "address": given.get("trainee_address", ""),
        "telephone": given.get("trainee_telephone", ""),
        "email": person.email or "",
        "guardians": [
            {"name": one.name, "relationship": one.relationship, "telephone": one.telephone}
            for one in person.guardians.all()
        ],
    }


def _sender(placement: Placement, organisation: Organisation) -> dict[str, Any]:
    found: dict[str, Any] = {
        # A host that sends its own staff is their employer.
        "kind": OrganisationKind.EMPLOYER if employs(organisation) else organisation.kind,
        "name": organisation.name,
        "legal_name": organisation.legal_name,
        "number": organisation.siret,
        "address": "",
        "telephone": "",
        "email": "",
    }
    school = TrainingOrganisation.objects.filter(organisation=organisation).first()
    if school:
        found["address"] = address(school.address, school.postcode, school.city)
        found["telephone"], found["email"] = school.telephone, school.email
    return {**found, **_employer(placement, organisation)} if employs(organisation) else found


def _employer(placement: Placement, organisation: Organisation) -> dict[str, Any]:
    """Where the employer is, and who is in charge there where it has nobody on Escale."""
    found: dict[str, Any] = {"people": []}
    employment, reach = placement.employment, reach_employer(placement)
    if employment is not None:
        found["address"] = address(employment.address, employment.postcode, employment.city)
        found["number"] = organisation.siret or employment.siret
        if reach.email:
            found["people"] = [
                {
                    "name": employment.contact_name,
                    "function": employment.contact_function,
                    "email": employment.contact_email,
                    "telephone": employment.contact_telephone,
                }
            ]
    main = HostSite.objects.filter(institution__organisation=organisation).order_by("-is_main", "pk").first()
    if main is not None:
        found["address"] = address(main.address, main.postcode, main.city)
    return found


def _site(site: PlacementSite) -> dict[str, Any]:
    organisation, place = site.institution.organisation, site.site
    return {
        "name": organisation.name,
        "legal_name": organisation.legal_name,
        "number": organisation.siret,
        "activity": site.institution.activity,
        "site": place.name if place else "",
        "address": address(place.address, place.postcode, place.city) if place else "",
        "telephone": place.telephone if place else "",
        "start": site.start.isoformat(),
        "end": site.end.isoformat(),
        "time_share": site.time_share,
        "minutes": presence(site).minutes,
        "weekly_minutes": sum(slot.end_minute - slot.start_minute for slot in site.week.all()),
        "week": [
            {"weekday": slot.weekday, "start": slot.start_minute, "end": slot.end_minute} for slot in site.week.all()
        ],
        "special_days": [
            {"day": one.day.isoformat(), "start": one.start_minute, "end": one.end_minute, "label": one.label}
            for one in site.special_days.all()
        ],
        "tutors": [_person(one) for one in site.placement.supervisors.filter(_tutors_of(site))],
    }


def _tutors_of(site: PlacementSite) -> Any:
    from django.db.models import Q

    here = Q(placement_site=site) | Q(placement_site__isnull=True)
    return here & Q(capacity=SupervisorCapacity.TUTOR, until__isnull=True)


def _people(placement: Placement, capacity: str) -> list[dict[str, str]]:
    return [_person(one) for one in placement.supervisors.filter(capacity=capacity, until__isnull=True)]


def _person(supervisor: Supervisor) -> dict[str, str]:
    return {
        "name": supervisor.name,
        "function": supervisor.function,
        "email": supervisor.email or (supervisor.user.email or "" if supervisor.user else ""),
        "telephone": supervisor.telephone,
    }


def _presence(placement: Placement) -> dict[str, Any]:
    """Minutes, and the days and months that the law makes of them where it does (D124-6)."""
    minutes = presence(placement).minutes
    try:
        scale = durations.scale(country=placement.kind.country, on=placement.start)
    except LegalRuleMissing:
        return {"minutes": minutes, "days": None, "article": ""}
    return {"minutes": minutes, "days": scale.days(minutes), "article": scale.day.article}


def _stipend(owed: Owed | None) -> dict[str, Any] | None:
    if owed is None:
        return None
    return {
        "due": owed.due,
        "hourly": str(owed.hourly),
        "amount": str(owed.amount),
        "minimum": str(owed.minimum),
        "threshold_minutes": owed.threshold.minutes,
        "article": owed.rule.article,
        "currency": "EUR",
        "hosts": [
            {
                "name": one.host,
                "minutes": one.minutes,
                "hourly": str(one.hourly),
                "amount": str(one.amount),
                "due": one.due,
            }
            for one in owed.hosts
        ],
    }


def _mentions(placement: Placement, given: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": line.code,
            "side": line.side,
            "host": line.host_name,
            "label": str(line.mention.label),
            "article": line.mention.article,
            "value": given.get(line.key, ""),
            "words": _words(placement, line, given),
        }
        for line in lines_of(placement)
        if not line.mention.computed or line.code == OBJECTIVES
    ]


def _words(placement: Placement, line: KindLine, given: dict[str, Any]) -> str:
    """What a side wrote; of the objectives, those of the stay first, one on each line."""
    words = terms.words(line.mention, given.get(line.key))
    if line.code != OBJECTIVES:
        return words
    return "\n".join(filter(None, [*(in_words(one) for one in objectives_of(placement)), words]))


def _signatories(agreement: Agreement) -> list[dict[str, Any]]:
    rows = agreement.signatories.exclude(state=SignatoryState.DELEGATED).order_by("step", "pk")
    rows = rows.select_related("institution__organisation")
    several = len(hosts_of(agreement.placement)) > 1
    return [
        {
            "capacity": one.capacity,
            "label": capacity_words(agreement.placement.kind.sender, one.capacity),
            "side": one.side,
            "host": str(one.institution) if several and one.institution else "",
            "step": one.step,
            "name": one.name,
            "function": one.function,
        }
        for one in rows
    ]


def _amendment(agreement: Agreement) -> dict[str, Any]:
    from agreements.services.amendments import differences

    original = agreement.amends
    assert original is not None
    return {
        "number": agreement.amendment_number,
        "kind": agreement.amendment_kind,
        "kind_label": str(agreement.get_amendment_kind_display()),
        "reason": agreement.amendment_reason,
        "original": {"number": original.number, "signed_on": _day(original.signed_on)},
        "changes": [
            {"label": str(one.label), "before": str(one.before), "after": str(one.after)}
            for one in differences(agreement)
        ],
    }


def address(*lines: str) -> str:
    """« 4 rue des Lilas, 35000 Rennes »."""
    street, postcode, city = lines
    return ", ".join(filter(None, (street, f"{postcode} {city}".strip())))


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""

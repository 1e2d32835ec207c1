"""What an agreement begins with: nobody types what Escale knows (offer, site, school, profile) or what an organisation
wrote last time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements import mentions, terms
from agreements.defaults import sentence
from agreements.enums import Side
from agreements.models import OrganisationTerms
from agreements.selectors.kinds import KindLine, lines_of
from hosts.models import PlacementOffer
from internships.models import Placement, TrainingOrganisation
from internships.selectors.employers import reach_employer
from internships.selectors.plans import sites_of


def first_terms(placement: Placement, *, language: str) -> dict[str, Any]:
    """The terms of a new agreement, by code of mention."""
    lines = lines_of(placement)
    known = {**_course(placement), **_school(placement), **_host(placement), **_trainee(placement)}
    if placement.employment:
        known["employment"] = placement.employment.function
    usual = _usual(placement, lines)
    found = {}
    for line in lines:
        mention = line.mention
        if mention.computed or mention.field == mentions.Field.YES:
            continue
        value = known.get(line.code) or usual.get(line.code) or sentence(placement.kind, line.code, language)
        if value:
            found[line.code] = terms.plain(mention, value)
    return found


def remember(placement: Placement, side: str, written: dict[str, Any]) -> None:
    """Keeps what an organisation wrote, to offer it again next time; what belongs to one person is left out."""
    organisation = organisation_of(placement, side)
    if organisation is None or not _is_its_own(placement, side):
        return
    codes = [line.code for line in lines_of(placement) if line.side == side and line.mention.usual]
    kept = {code: written[code] for code in codes if written.get(code)}
    row, _made = OrganisationTerms.objects.get_or_create(organisation_id=organisation)
    row.terms = {**row.terms, **kept}
    row.save(update_fields=["terms", "updated_at"])


def organisation_of(placement: Placement, side: str) -> int | None:
    """The organisation that speaks for a side; None for the trainee, or where there is none."""
    if side in (Side.SCHOOL, Side.EMPLOYER):
        return placement.sending_organisation_id
    if side == Side.HOST:
        first = next(iter(sites_of(placement)), None)
        return first.institution.organisation_id if first else None
    return None


def _usual(placement: Placement, lines: list[KindLine]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side in (Side.SCHOOL, Side.EMPLOYER, Side.HOST):
        if not _is_its_own(placement, side):
            continue
        row = OrganisationTerms.objects.filter(organisation_id=organisation_of(placement, side) or 0).first()
        codes = {line.code for line in lines if line.side == side and line.mention.usual}
        found.update({code: value for code, value in (row.terms if row else {}).items() if code in codes})
    return found


def _is_its_own(placement: Placement, side: str) -> bool:
    """Whether what the side writes is the organisation's word: not where somebody merely says that they work there."""
    return side != Side.EMPLOYER or bool(reach_employer(placement).people)


def _course(placement: Placement) -> dict[str, Any]:
    if placement.enrolment is None:
        return {}
    course = placement.enrolment.cohort.course
    title = course.title
    if course.diploma and course.diploma.name.casefold() not in title.casefold():
        title = f"{title} ({course.diploma.name})"
    return {"course": title, "course_hours": (course.hours or 0) * 60}


def _school(placement: Placement) -> dict[str, Any]:
    school = TrainingOrganisation.objects.filter(organisation_id=placement.sending_organisation_id or 0).first()
    return {"school_insurance": contract(school.insurer, school.insurance_number)} if school else {}


def _host(placement: Placement) -> dict[str, Any]:
    offer = offer_of(placement)
    found: dict[str, Any] = {"host_supervision": placement.supervision_terms}
    if offer is not None:
        found["activities"] = offer.activities or offer.description
        found["stipend_hourly"] = offer.stipend_hourly
    return found


def _trainee(placement: Placement) -> dict[str, Any]:
    person = placement.person
    profile = getattr(person, "trainee_profile", None)
    guardian = person.guardians.first()
    found: dict[str, Any] = {"trainee_telephone": person.phone}
    if guardian:
        found["emergency_contact"] = ", ".join(filter(None, (guardian.name, guardian.telephone)))
    if profile:
        found["trainee_address"] = ", ".join(
            filter(None, (profile.address, f"{profile.postcode} {profile.city}".strip()))
        )
        found["trainee_insurance"] = contract(profile.insurer, profile.insurance_number)
        found["health_fund"] = profile.health_fund
    return found


def offer_of(placement: Placement) -> PlacementOffer | None:
    """The offer that the placement answers, by its seat or by the application."""
    for site in placement.sites.select_related("period__offer"):
        if site.period_id and site.period:
            return site.period.offer
    return placement.application.offer if placement.application else None


def contract(insurer: str, number: str) -> str:
    """« MAIF, contrat n° 123 »."""
    if insurer and number:
        return _("%(insurer)s, contract no. %(number)s") % {"insurer": insurer, "number": number}
    return insurer

"""What an agreement begins with: nobody types what Escale knows (offer, site, school, profile) or what an organisation
wrote last time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership, User
from agreements import mentions, terms
from agreements.defaults import sentence
from agreements.enums import Side
from agreements.models import OrganisationTerms
from agreements.selectors.kinds import KindLine, lines_of
from hosts.models import HostInstitution, PlacementOffer
from internships.models import Placement, TrainingOrganisation
from internships.selectors.employers import reach_employer

# What an app above knows of a placement that it made, by code of mention.
Provider = Callable[[Placement], Mapping[str, Any]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Adds a provider; what it gives stands in the first terms where nothing else is known."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def first_terms(placement: Placement, *, language: str) -> dict[str, Any]:
    """The terms of a new agreement, by code of mention."""
    lines = lines_of(placement)
    known = {**_course(placement), **_school(placement), **_trainee(placement)}
    for host in {line.host for line in lines if line.host}:
        known |= {terms.key(code, host): value for code, value in _host(placement, host).items()}
    if placement.employment:
        known["employment"] = placement.employment.function
    usual = _usual(placement, lines)
    told = {code: value for provider in _providers for code, value in provider(placement).items()}
    found = {}
    for line in lines:
        mention = line.mention
        if mention.computed or mention.field == mentions.Field.YES:
            continue
        value = known.get(line.key) or told.get(line.code) or usual.get(line.key)
        value = value or sentence(placement.kind, line.code, language)
        if value:
            found[line.key] = terms.plain(mention, value)
    return found


def remember(placement: Placement, lines: list[KindLine], written: dict[str, Any], by: User | None) -> None:
    """Keeps what an organisation wrote in its part, to offer it again next time; what belongs to one person is left
    out, and so is what somebody else wrote in its place."""
    organisation = organisation_of(placement, lines[0].side, lines[0].host) if lines else None
    if organisation is None or by is None or not _is_its_own(placement, lines[0].side):
        return
    if not Membership.objects.current().filter(user=by, organisation=organisation).exists():
        return
    kept = {line.code: written[line.key] for line in lines if line.mention.usual and written.get(line.key)}
    row, _made = OrganisationTerms.objects.get_or_create(organisation_id=organisation)
    row.terms = {**row.terms, **kept}
    row.save(update_fields=["terms", "updated_at"])


def organisation_of(placement: Placement, side: str, host: int | None = None) -> int | None:
    """The organisation that speaks for a side, or that is one of the hosts; None for the trainee, or where there is
    none."""
    if side in (Side.SCHOOL, Side.EMPLOYER):
        return placement.sending_organisation_id
    if side == Side.HOST:
        return HostInstitution.objects.values_list("organisation_id", flat=True).filter(pk=host or 0).first()
    return None


def _usual(placement: Placement, lines: list[KindLine]) -> dict[str, Any]:
    """What each organisation wrote last time, by key."""
    found: dict[str, Any] = {}
    parties = dict.fromkeys((line.side, line.host) for line in lines if line.side != Side.TRAINEE)
    for side, host in parties:
        if not _is_its_own(placement, side):
            continue
        row = OrganisationTerms.objects.filter(organisation_id=organisation_of(placement, side, host) or 0).first()
        mine = [line for line in lines if (line.side, line.host) == (side, host) and line.mention.usual]
        found.update({line.key: row.terms[line.code] for line in mine if row and line.code in row.terms})
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


def _host(placement: Placement, host: int) -> dict[str, Any]:
    offer = offer_of(placement, host)
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


def offer_of(placement: Placement, host: int) -> PlacementOffer | None:
    """The offer of a host that the placement answers, by its seat or by the application."""
    for site in placement.sites.select_related("period__offer").filter(institution=host):
        if site.period_id and site.period:
            return site.period.offer
    application = placement.application
    return application.offer if application and application.institution_id == host else None


def contract(insurer: str, number: str) -> str:
    """« MAIF, contrat n° 123 »."""
    if insurer and number:
        return _("%(insurer)s, contract no. %(number)s") % {"insurer": insurer, "number": number}
    return insurer

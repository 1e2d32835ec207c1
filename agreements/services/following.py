"""Signatories follow the placement while its agreement is being completed."""

from __future__ import annotations

from typing import Any

from agreements import terms
from agreements.enums import Capacity, Side, SignatoryState
from agreements.locking import locked
from agreements.models import Agreement, AgreementPart, Signatory
from agreements.selectors import candidates
from agreements.selectors.contacts import address_of
from agreements.selectors.kinds import lines_of
from agreements.selectors.needed import rules_for
from agreements.services import asking, drafting, prefill, signatories
from hosts.models import HostInstitution
from internships.enums import SupervisorCapacity
from internships.models import Supervisor

CAPACITIES = {
    SupervisorCapacity.TUTOR: Capacity.TUTOR,
    SupervisorCapacity.REFERENT_TEACHER: Capacity.REFERENT_TEACHER,
}


def follow_supervisor(agreement: Agreement, made: Supervisor, replaced: Supervisor | None) -> None:
    """The new tutor or referent signs in place of the one replaced; a first one is proposed."""
    capacity = CAPACITIES.get(SupervisorCapacity(made.capacity))
    if capacity is None:
        return
    rows = agreement.signatories.filter(capacity=capacity).exclude(state=SignatoryState.DELEGATED)
    site = made.placement_site
    if site is not None and capacity == Capacity.TUTOR:
        rows = rows.filter(institution=site.institution_id)
    row = next((one for one in rows if replaced is not None and is_person(one, replaced)), None)
    if row is None:
        signatories.propose(agreement)
        return
    put(row, made, others=[one for one in agreement.signatories.all() if one.pk != row.pk])
    row.save()


def follow_hosts(agreement: Agreement) -> None:
    """A host that joins the placement has a part of its own, and people who sign for it (A6, A9)."""
    # What another party writes meanwhile is read, and kept.
    agreement = locked(agreement.pk)
    made = {part.key for part in drafting.make_parts(agreement)}
    if not made:
        return
    placement = agreement.placement
    first = prefill.first_terms(placement, language=agreement.language)
    own = {line.key: first[line.key] for line in lines_of(placement) if line.part in made and line.key in first}
    agreement.terms = {**own, **agreement.terms}
    agreement.version += 1
    agreement.save(update_fields=["terms", "version", "updated_at"])
    signatories.propose(agreement)


def follow_merge(twin: HostInstitution, survivor: HostInstitution, sites: object) -> None:
    """Two sheets of hosts became one: its parts, its signatories and what it wrote go by its number."""
    placed = Agreement.objects.filter(placement__sites__institution__in=(twin, survivor))
    numbers = placed.order_by("pk").values_list("pk", flat=True).distinct()
    agreements = [locked(number) for number in numbers]
    for model in (AgreementPart, Signatory):
        for row in model.objects.filter(institution=twin).order_by("pk"):
            if not _stands_already(row, survivor):
                model.objects.filter(pk=row.pk).update(institution=survivor)
            elif isinstance(row, AgreementPart):
                row.delete()
    for agreement in agreements:
        agreement.terms = _moved(agreement.terms, twin.pk, survivor.pk)
        if "terms" in agreement.changes:
            agreement.changes["terms"] = _moved(agreement.changes["terms"], twin.pk, survivor.pk)
        agreement.save(update_fields=["terms", "changes"])


def _stands_already(row: AgreementPart | Signatory, survivor: HostInstitution) -> bool:
    if isinstance(row, AgreementPart):
        return AgreementPart.objects.filter(agreement=row.agreement_id, institution=survivor).exists()
    same = Signatory.objects.filter(agreement=row.agreement_id, institution=survivor, capacity=row.capacity)
    return bool(row.email) and same.filter(email__iexact=row.email).exclude(state=SignatoryState.DELEGATED).exists()


def _moved(values: dict[str, Any], before: int, after: int) -> dict[str, Any]:
    """What the host that stays wrote itself holds."""
    own = {terms.key(code, after): value for code, value in terms.of_host(values, before).items()}
    rest = {key: value for key, value in values.items() if terms.split(key)[1] != before}
    return {**own, **rest}


def follow_age(agreement: Agreement) -> None:
    """New dates may make a minor an adult at the start, or the reverse: another list of signatories then holds."""
    rules = {rule.capacity: rule for rule in rules_for(agreement)}
    family = agreement.signatories.filter(capacity__in=(Capacity.TRAINEE, Capacity.GUARDIAN))
    for row in family.exclude(state=SignatoryState.DELEGATED):
        rule = rules.get(row.capacity)
        if rule is None and not row.signatures.exists():
            row.delete()
        elif rule is not None and row.required != rule.required:
            row.required = rule.required
            row.save(update_fields=["required"])
    signatories.propose(agreement)


def follow_employer(agreement: Agreement) -> None:
    """The professional corrected whom to write to at their employer, and who signs there.

    The address that whoever leads gave for its part stays.
    """
    part = agreement.parts.filter(side=Side.EMPLOYER).first()
    if part is not None and not (part.contact_email and asking.address_was_given(part)):
        part.contact_email = address_of(agreement.placement, Side.EMPLOYER)
        part.save(update_fields=["contact_email"])
    rows = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED))
    row = next((one for one in rows if one.capacity == Capacity.EMPLOYER), None)
    found = candidates.find(agreement.placement, Capacity.EMPLOYER)
    if row is None or not found or found[0].user is not None or row.signatures.exists():
        return
    row.name, row.function, row.email = found[0].name, found[0].function, found[0].email
    row.user = signatories.account_of(row.email)
    if signatories.clash(row, [one for one in rows if one.pk != row.pk]):
        row.email, row.user = "", None
    row.save(update_fields=["name", "function", "email", "user"])


def is_person(row: Signatory, supervisor: Supervisor) -> bool:
    if row.user_id and supervisor.user_id:
        return row.user_id == supervisor.user_id
    if row.email and supervisor.email:
        return signatories.same_address(row.email, supervisor.email)
    return signatories.folded(row.name) == signatories.folded(supervisor.name)


def put(row: Signatory, supervisor: Supervisor, others: list[Signatory]) -> None:
    """Writes the supervisor into the row, without an address that another person signs with."""
    row.name, row.function, row.user = supervisor.name, supervisor.function, supervisor.user
    row.email = supervisor.email or ((supervisor.user.email or "") if supervisor.user else "")
    if signatories.clash(row, [one for one in others if one.state != SignatoryState.DELEGATED]):
        row.email, row.user = "", None

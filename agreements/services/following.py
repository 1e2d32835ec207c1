"""Signatories follow the placement while its agreement is being completed."""

from __future__ import annotations

from agreements.enums import Capacity, Side, SignatoryState
from agreements.models import Agreement, Signatory
from agreements.selectors import candidates
from agreements.selectors.contacts import address_of
from agreements.services import signatories
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
    row = next((one for one in rows if replaced is not None and is_person(one, replaced)), None)
    if row is None:
        signatories.propose(agreement)
        return
    put(row, made, others=[one for one in agreement.signatories.all() if one.pk != row.pk])
    row.save()


def follow_age(agreement: Agreement) -> None:
    """New dates may make a minor an adult at the start, or the reverse: another list of signatories then holds."""
    rules = {rule.capacity: rule for rule in signatories.rules_for(agreement)}
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
    """The professional corrected whom to write to at their employer, and who signs there."""
    agreement.parts.filter(side=Side.EMPLOYER).update(contact_email=address_of(agreement.placement, Side.EMPLOYER))
    rows = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED))
    row = next((one for one in rows if one.capacity == Capacity.EMPLOYER and one.user_id is None), None)
    found = candidates.find(agreement.placement, Capacity.EMPLOYER)
    if row is None or not found or found[0].user is not None or row.signatures.exists():
        return
    row.name, row.function, row.email = found[0].name, found[0].function, found[0].email
    if signatories.clash(row, [one for one in rows if one.pk != row.pk]):
        row.email = ""
    row.save(update_fields=["name", "function", "email"])


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

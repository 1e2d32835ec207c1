"""In whose service a professional is: named by the person, asked for by the employer, ended, never deleted."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, limits, links
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Organisation, PersonalLink, User
from internships import events
from internships.employment_emails import StaffDismissed, StaffRecognised, tell_staff
from internships.events import Change
from internships.models import Employment, Placement
from internships.models.employments import employs
from internships.selectors.employers import is_safe
from internships.services import locks

# The purpose of the link by which an employer asks somebody to say that they work there.
JOIN_LINK = "employment.join"
A_DAY = datetime.timedelta(days=1)
# Letters go out in the site's name to any address: an organisation that nobody has checked yet gets few.
DAILY_LIMIT, DAILY_LIMIT_UNVERIFIED = 100, 10


@dataclass(frozen=True, kw_only=True)
class EmployerData:
    """What a person says of their employer: its name and place, their post there, whom to write to, who signs."""

    name: str
    country: str = "FR"
    siret: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    function: str = ""
    contact_name: str = ""
    contact_function: str = ""
    contact_email: str = ""
    contact_telephone: str = ""
    signatory_name: str = ""
    signatory_function: str = ""
    signatory_email: str = ""


@transaction.atomic
def name_employer(*, person: User, data: EmployerData, organisation: Organisation | None = None) -> Employment:
    """The person says in whose service they are. `organisation`: the employer or host of Escale that it is.

    Said again of the same one, it is one. Gives nobody any right: not the person over the organisation, nor the
    organisation over more than the placements to come.

    Raises Refused where the contact or the signatory would be the person or their family.
    """
    person = locks.person(person.pk)
    _require_safe(organisation)
    _require_others(person, data)
    known = _known(person, data, organisation)
    employment = known or Employment(person=person, organisation=organisation)
    _fill(employment, data)
    if organisation is not None:
        employment.name = organisation.name
    employment.save()
    audit.record(
        action="employment.changed" if known else "employment.named",
        actor=person,
        target=person,
        data={"employment": employment.pk, "organisation": employment.organisation_id},
    )
    _tell(employment)
    return employment


@transaction.atomic
def change(
    *, employment_id: int, actor: User, data: EmployerData, organisation: Organisation | None = None
) -> Employment:
    """Corrects the post, whom to write to and who signs; placements that are agreed follow.

    The name of an employer that Escale knows stays its own; one that was a name so far may turn out to be
    `organisation`.
    """
    actor = locks.person(actor.pk)
    _require_safe(organisation)
    employment = _own(employment_id, actor)
    _require_others(actor, data)
    if employment.organisation_id is None and organisation is not None:
        if Employment.objects.filter(person=actor, organisation=organisation, until=None).exists():
            raise Refused(_("You named this employer already."))
        employment.organisation, employment.name = organisation, organisation.name
    name, siret = employment.name, employment.siret
    _fill(employment, data)
    if employment.organisation_id is not None:
        employment.name, employment.siret = name, siret
    employment.save()
    audit.record(action="employment.changed", actor=actor, target=actor, data={"employment": employment.pk})
    _tell(employment)
    return employment


@transaction.atomic
def end(*, employment_id: int, actor: User) -> Employment:
    """The person leaves that employer: today is the last day. Placements stay as they are."""
    actor = locks.person(actor.pk)
    employment = _own(employment_id, actor)
    if employment.until is None:
        employment.until = max(timezone.localdate(), employment.since)
        employment.save(update_fields=["until"])
        audit.record(action="employment.ended", actor=actor, target=actor, data={"employment": employment.pk})
    return employment


def lasting(employment: Employment) -> Employment:
    """The employment by which the person goes: this one, or once it has ended, the one of today with the same body.

    Raises Refused where there is none.
    """
    if employment.until is None or employment.until > timezone.localdate():
        return employment
    same = Q(name__iexact=employment.name)
    if employment.organisation_id is not None:
        same = Q(organisation=employment.organisation_id) | same & Q(organisation=None)
    # One that Escale knows before a mere name.
    rows = Employment.objects.current().filter(same, person=employment.person_id).select_related("organisation")
    if found := rows.order_by(F("organisation").asc(nulls_last=True), "-pk").first():
        return found
    words = _(
        "You said that you no longer work for %(employer)s. If you still do, name this employer again in “My file”, "
        "then confirm. Otherwise withdraw this application and apply again with the employer you have now."
    )
    raise Refused(words % {"employer": employment.name})


def organisation_of(employment: Employment) -> Organisation:
    """The employer as an organisation: the one chosen, the one of that number, otherwise a new one that the network
    has yet to check. The employer knows of the person from then on. Called as a placement is made."""
    if employment.organisation is None:
        employment.organisation = _same_number(employment) or _new(employment)
        if employment.until is None:
            twins = Employment.objects.filter(person=employment.person_id, organisation=employment.organisation)
            twins = twins.filter(until=None).exclude(pk=employment.pk)
            employment.recognised_at = twins.aggregate(since=Min("recognised_at"))["since"]
            twins.update(until=timezone.localdate())
    employment.agreed_at = employment.agreed_at or timezone.now()
    employment.save(update_fields=["organisation", "agreed_at", "recognised_at"])
    return employment.organisation


# By the employer


@transaction.atomic
def ask(*, organisation: Organisation, actor: User, email: str, function: str = "") -> PersonalLink:
    """Writes to somebody of the staff: once they say that they work there, the employer can enter a placement."""
    if organisation.refused_at is not None:
        raise Refused(_("The network has not recognised this organisation: it cannot invite anyone."))
    limit = DAILY_LIMIT if organisation.is_verified else DAILY_LIMIT_UNVERIFIED
    if not limits.hit("employment", organisation.pk, limit=limit, within=A_DAY):
        raise Refused(_("Your organisation sent many invitations today. Please go on tomorrow."))
    known = Employment.objects.current().known_to(organisation).filter(person__email__iexact=email.strip())
    if known.exists():
        raise Refused(_("This person is on your list already."))
    links.revoke(purpose=JOIN_LINK, target=organisation, email=email.strip())
    audit.record(action="employment.asked", actor=actor, target=organisation, organisation=organisation)
    return links.issue(
        purpose=JOIN_LINK,
        email=email,
        target=organisation,
        organisation=organisation,
        issued_by=actor,
        data={"function": function.strip()[:120]},
    )


@transaction.atomic
def accept(*, link: PersonalLink, person: User) -> Employment:
    """The person says that they work there; the employer may enter placements for them from now on.

    Raises Refused: the link is over, the employer was refused, or somebody else was asked.
    """
    person = locks.person(person.pk)
    link = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    organisation = links.get_target(link)
    if not isinstance(organisation, Organisation) or not link.is_alive() or link.purpose != JOIN_LINK:
        raise Refused(_("This invitation is over. Ask your employer for a new one."))
    _require_asked(link, organisation, person)
    employment = Employment.objects.filter(person=person, organisation=organisation, until__isnull=True).first()
    employment = employment or Employment(person=person, organisation=organisation, name=organisation.name)
    employment.function = employment.function or str(link.data.get("function", ""))
    employment.agreed_at = employment.agreed_at or timezone.now()
    employment.recognised_at = employment.recognised_at or timezone.now()
    employment.save()
    links.mark_used(link)
    audit.record(action="employment.agreed", actor=person, target=person, organisation=organisation)
    return employment


@transaction.atomic
def recognise(*, employment_id: int, organisation: Organisation, actor: User) -> Employment:
    """The employer says that the person works there: what it opens to its staff is open to them."""
    employment = _of_staff(employment_id, organisation)
    if employment.recognised_at is None:
        employment.recognised_at = timezone.now()
        employment.save(update_fields=["recognised_at"])
        _trace("employment.recognised", employment, actor)
        tell_staff(StaffRecognised, employment)
    return employment


@transaction.atomic
def dismiss(*, employment_id: int, organisation: Organisation, actor: User) -> Employment:
    """The employer says that the person does not work there any more. Placements stay as they are."""
    employment = _of_staff(employment_id, organisation)
    employment.until = max(timezone.localdate(), employment.since)
    employment.recognised_at = None
    employment.save(update_fields=["until", "recognised_at"])
    _trace("employment.dismissed", employment, actor)
    tell_staff(StaffDismissed, employment)
    return employment


@transaction.atomic
def withdraw(*, organisation: Organisation, actor: User, email: str) -> None:
    """Takes an unanswered request back."""
    if links.revoke(purpose=JOIN_LINK, target=organisation, email=email):
        audit.record(action="employment.unasked", actor=actor, target=organisation, organisation=organisation)


def _of_staff(employment_id: int, organisation: Organisation) -> Employment:
    """Somebody whom that employer knows today. Raises Refused where they are not on its list any more."""
    rows = Employment.objects.select_for_update(of=("self",)).current().known_to(organisation)
    if found := rows.filter(pk=employment_id).select_related("person", "organisation").first():
        return found
    raise Refused(_("This person is no longer on your list."))


def _trace(action: str, employment: Employment, actor: User) -> None:
    audit.record(action=action, actor=actor, target=employment.person, organisation=employment.organisation)


def _own(employment_id: int, person: User) -> Employment:
    rows = Employment.objects.select_for_update(of=("self",)).filter(person=person)
    return rows.select_related("organisation").get(pk=employment_id)


def _known(person: User, data: EmployerData, organisation: Organisation | None) -> Employment | None:
    mine = Employment.objects.select_for_update(of=("self",)).filter(person=person, until__isnull=True)
    if organisation is not None:
        return mine.filter(organisation=organisation).first()
    return mine.filter(organisation__isnull=True, name__iexact=data.name.strip()).first()


def _fill(employment: Employment, data: EmployerData) -> None:
    values: dict[str, Any] = asdict(data)
    for name, value in values.items():
        setattr(employment, name, " ".join(str(value).split()))


def _tell(employment: Employment) -> None:
    """Placements that are agreed follow: their agreements take whom to write to and who signs from here."""
    for placement in Placement.objects.standing().filter(employment=employment).order_by("pk"):
        events.tell("changed", placement, change=Change.EMPLOYER)


def _require_asked(link: PersonalLink, organisation: Organisation, person: User) -> None:
    """Whoever is on the employer's list is the one it wrote to."""
    if organisation.refused_at is not None:
        raise Refused(_("The network has not recognised this organisation: it cannot invite anyone."))
    if (person.email or "").casefold() != link.email.casefold():
        words = _("This was sent to %(email)s. Sign in with that address, or ask your employer to write to yours.")
        raise Refused(words % {"email": link.email})


def _require_safe(organisation: Organisation | None) -> None:
    if organisation is not None and not (employs(organisation) and is_safe(organisation)):
        raise Refused(_("This organisation cannot be chosen as an employer yet. Type its name."))


def _require_others(person: User, data: EmployerData) -> None:
    """The two sides of an agreement cannot share an address."""
    own = {person.email, *person.guardians.values_list("email", flat=True)}  # type: ignore[attr-defined]
    taken = {address.casefold() for address in own if address}
    if {data.contact_email.strip().casefold(), data.signatory_email.strip().casefold()} & taken:
        raise Refused(_("Give the address of somebody at your employer’s, not your own."))


def _same_number(employment: Employment) -> Organisation | None:
    if not employment.siret:
        return None
    same = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, siret=employment.siret, refused_at=None)
    return next((one for one in same.order_by("pk") if is_safe(one)), None)


def _new(employment: Employment) -> Organisation:
    made = Organisation.objects.create(
        kind=OrganisationKind.EMPLOYER,
        name=employment.name,
        country=employment.country,
        siret=employment.siret,
        verified_at=None,
    )
    audit.record(action="organisation.named", actor=employment.person, target=made, organisation=made)
    return made

"""Makes the objects that tests stand on: one function per thing, each with sensible values, any of them overridable."""

from __future__ import annotations

import datetime
import io
import itertools
import secrets
from decimal import Decimal
from typing import Any

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp_auth
from django.utils import timezone
from PIL import Image

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Pupil, Territory, User
from documents.files import keep_image
from hosts.enums import HostState, OfferState
from hosts.models import HostInstitution, HostPhoto, HostSite, OfferPeriod, PlacementOffer, Position, Sector
from internships.models import (
    Application,
    Cohort,
    Course,
    Employment,
    Enrolment,
    Grant,
    Placement,
    PlacementKind,
    PlacementMode,
    PlacementSite,
    SmartObjective,
)
from law.models import LegalRegime
from practices.enums import PracticeState
from practices.models import Audience, GoodPractice, PracticePhoto
from practices.services import practices as practices_service

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


def user(**fields: Any) -> User:
    number = next(_numbers)
    values = {"email": f"person{number}@example.org", "first_name": "Camille", "last_name": f"Martin{number}", **fields}
    password = values.pop("password", PASSWORD)
    person = User.objects.create_user(values.pop("email"), password, **values)
    if person.email:
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def territory(**fields: Any) -> Territory:
    number = next(_numbers)
    values = {"name": f"Territoire {number}", "slug": f"territoire-{number}", "departments": ["35"], **fields}
    return Territory.objects.create(**values)


def organisation(kind: str = OrganisationKind.HOST, **fields: Any) -> Organisation:
    values = {"name": f"Organisation {next(_numbers)}", **fields}
    return Organisation.objects.create(kind=kind, **values)


def member(organisation: Organisation, role: str = Role.HOST_MANAGER, **fields: Any) -> User:
    """A person with that role in the organisation."""
    person = fields.pop("user", None) or user(**fields)
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return person


def pupil(school: Organisation, **fields: Any) -> Pupil:
    """A pupil who signs in by the school's code with PASSWORD as secret; `user__*` fields go to the person."""
    number = next(_numbers)
    nested = [name for name in fields if name.startswith("user__")]
    own = {name.removeprefix("user__"): fields.pop(name) for name in nested}
    person = user(**{"email": None, "is_trainee": True, **own})
    if not school.sign_in_code:
        school.sign_in_code = f"ECO{number:03d}"
        school.save(update_fields=["sign_in_code"])
    return Pupil.objects.create(**{"school": school, "user": person, "identifier": f"eleve.{number}", **fields})


def in_days(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def position(code: str = "support", **fields: Any) -> Position:
    """A place in the team, as the shipped list has it or as given."""
    found: Position = Position.objects.get_or_create(code=code, defaults={"name_fr": code.title(), **fields})[0]
    return found


def sector(**fields: Any) -> Sector:
    number = next(_numbers)
    values = {"code": f"sector-{number}", "name_fr": f"Secteur {number}", "name_en": f"Sector {number}", **fields}
    return Sector.objects.create(**values)


def host(**fields: Any) -> HostInstitution:
    """A published host with one main site in Rennes. `organisation__*` fields go to its organisation."""
    number = next(_numbers)
    own = {
        name.removeprefix("organisation__"): fields.pop(name)
        for name in list(fields)
        if name.startswith("organisation__")
    }
    values = {"slug": f"hote-{number}", "state": HostState.PUBLISHED, **fields}
    values.setdefault("organisation", None)
    if values["organisation"] is None:
        values["organisation"] = organisation(**{"name": f"Maison des Tilleuls {number}", **own})
    institution = HostInstitution.objects.create(**values)
    site(institution, is_main=True)
    return institution


def site(institution: HostInstitution, **fields: Any) -> HostSite:
    values = {"city": "Rennes", "postcode": "35000", "latitude": 48.117, "longitude": -1.678, **fields}
    return HostSite.objects.create(institution=institution, **values)


def offer(institution: HostInstitution | None = None, **fields: Any) -> PlacementOffer:
    """A published offer on the host's main site with one future period; `capacity` and `taken` set its seats."""
    institution = institution or host()
    capacity, taken = fields.pop("capacity", 2), fields.pop("taken", 0)
    start = fields.pop("start", timezone.localdate() + datetime.timedelta(days=30))
    end = fields.pop("end", start + datetime.timedelta(days=30))
    values = {
        "title": f"Stage éducatif {next(_numbers)}",
        "description": "Accompagner les enfants.",
        "state": OfferState.PUBLISHED,
        "published_at": timezone.now(),
        **fields,
    }
    made = PlacementOffer.objects.create(institution=institution, **values)
    made.sites.set(institution.sites.all())
    OfferPeriod.objects.create(offer=made, start=start, end=end, capacity=capacity, taken=taken)
    return made


def second_factor(user: User) -> Authenticator:
    """Gives the person a TOTP authenticator, as an administrator must have."""
    secret = totp_auth.generate_totp_secret()
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_mfa_adapter().encrypt(secret)}
    )


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def picture(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    """The bytes of a small PNG."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return content.getvalue()


def host_photo(institution: HostInstitution, **fields: Any) -> HostPhoto:
    """A picture of a host, stored."""
    stored = keep_image(picture(), name="maison.png")
    values = {"alternative": "La maison et son jardin", "position": institution.photos.count(), **fields}
    return HostPhoto.objects.create(institution=institution, file=stored, **values)


def regime(**fields: Any) -> LegalRegime:
    """A legal regime without rules; tests that need the shipped ones call `law.reference.load_reference()`."""
    number = next(_numbers)
    values = {
        "country": "FR",
        "code": f"regime-{number}",
        "name_fr": f"Régime {number}",
        "name_en": f"Regime {number}",
        **fields,
    }
    return LegalRegime.objects.create(**values)


def kind(**fields: Any) -> PlacementKind:
    number = next(_numbers)
    values = {"code": f"kind-{number}", "name_fr": f"Stage {number}", "name_en": f"Placement {number}", **fields}
    values.setdefault("regime", None)
    values["regime"] = values["regime"] or regime()
    return PlacementKind.objects.create(**values)


def mode(**fields: Any) -> PlacementMode:
    number = next(_numbers)
    return PlacementMode.objects.create(**{"code": f"mode-{number}", "name_fr": f"Mode {number}", **fields})


def cohort(school: Organisation | None = None, **fields: Any) -> Cohort:
    """A class of this year, with its course and kind of placement."""
    school = school or organisation(OrganisationKind.TRAINING)
    number, today = next(_numbers), timezone.localdate()
    values = {"name": f"Promotion {number}", "start": today, "end": today + datetime.timedelta(days=300), **fields}
    values.setdefault("course", None)
    values["course"] = values["course"] or Course.objects.create(school=school, title=f"Formation {number}")
    values.setdefault("kind", None)
    values["kind"] = values["kind"] or kind()
    return Cohort.objects.create(school=school, **values)


def enrolment(cohort: Cohort, person: User | None = None, **fields: Any) -> Enrolment:
    return Enrolment.objects.create(cohort=cohort, person=person or user(is_trainee=True), **fields)


def application(person: User | None = None, offer_: PlacementOffer | None = None, **fields: Any) -> Application:
    """An application sent just now to the first period of an offer."""
    offered = offer_ or offer()
    period = offered.periods.get()
    values = {
        "institution": offered.institution,
        "offer": offered,
        "period": period,
        "start": period.start,
        "end": period.end,
        "message": "Bonjour, votre maison m’intéresse.",
        "sent_at": timezone.now(),
        "due_on": timezone.localdate() + datetime.timedelta(days=15),
        **fields,
    }
    values.setdefault("kind", None)
    values["kind"] = values["kind"] or kind()
    return Application.objects.create(person=person or user(is_trainee=True), **values)


def employment(person: User | None = None, organisation_: Organisation | None = None, **fields: Any) -> Employment:
    """Somebody in the service of an employer, who named a contact there; `organisation_`: it is known to Escale."""
    number = next(_numbers)
    values = {
        "name": organisation_.name if organisation_ else f"Association Les Rives {number}",
        "function": "éducatrice spécialisée",
        "contact_name": "Sofia Pereira",
        "contact_function": "responsable des ressources humaines",
        "contact_email": f"rh{number}@example.org",
        "address": "5 quai de la Loire",
        "postcode": "44000",
        "city": "Nantes",
        **fields,
    }
    return Employment.objects.create(person=person or user(is_trainee=True), organisation=organisation_, **values)


def placement(person: User | None = None, host_: HostInstitution | None = None, **fields: Any) -> Placement:
    """A placement at the host's main site from a month ahead; `school` sends the person."""
    institution = host_ or host()
    start = fields.pop("start", timezone.localdate() + datetime.timedelta(days=30))
    end = fields.pop("end", start + datetime.timedelta(days=30))
    values = {
        "start": start,
        "end": end,
        "days": [(start, end)],
        "sending_organisation": fields.pop("school", None),
        "calendar_token": secrets.token_urlsafe(32),
        **fields,
    }
    values["kind"] = values.get("kind") or kind()
    values["mode"] = values.get("mode") or mode()
    made = Placement.objects.create(person=person or user(is_trainee=True), **values)
    PlacementSite.objects.create(
        placement=made,
        institution=institution,
        site=institution.sites.first(),
        start=start,
        end=end,
        time_share=made.time_share,
    )
    return made


def practice(**fields: Any) -> GoodPractice:
    """A complete draft by somebody; `validated=True` or a `state` brings it further, as people would."""
    number = next(_numbers)
    target = PracticeState.VALIDATED if fields.pop("validated", False) else fields.pop("state", PracticeState.DRAFT)
    author = fields.pop("author", None) or user()
    sectors = fields.pop("sectors", None)
    values = {
        "title": f"Le café des parents {number}",
        "summary": "Chaque mardi, des parents se retrouvent autour d’un café et parlent de ce qui les occupe.",
        "structure": "Maison du Pré",
        "city": "Rennes",
        "postcode": "35000",
        "context": "Les parents ne venaient plus aux réunions, et l’équipe ne savait pas pourquoi.",
        "description": "Un café est ouvert le mardi matin ; deux professionnels y sont, sans ordre du jour.",
        "effects": "Douze parents viennent chaque semaine, et plusieurs ont repris contact avec l’école.",
        "evidence": "feedback",
        "languages": ["fr"],
        "sectors": [sector()] if sectors is None else sectors,
        "audiences": [Audience.objects.get_or_create(code="parents", defaults={"name_fr": "Parents"})[0]],
    }
    made = practices_service.begin(
        author=author,
        organisation=fields.pop("organisation", None),
        is_observed=fields.pop("is_observed", False),
        host=fields.pop("host", None),
        values={**values, **fields},
    )
    return practice_in(made, target)


def practice_in(
    made: GoodPractice, target: str, by: User | None = None, reason: str = "Dites combien."
) -> GoodPractice:
    """Moves a draft on, by its author and by a validator of the whole network."""
    act, author = practices_service.act, made.author
    assert author is not None
    if target == PracticeState.DRAFT:
        return made
    made = act(practice_id=made.pk, action="submit", actor=author)
    if target == PracticeState.SUBMITTED:
        return made
    by = by or member(organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)
    if target == PracticeState.RETURNED:
        return act(practice_id=made.pk, action="send_back", actor=by, reason=reason)
    made = act(practice_id=made.pk, action="validate", actor=by)
    if target == PracticeState.ARCHIVED:
        made = act(practice_id=made.pk, action="archive", actor=by, reason=reason)
    return made


def practice_photo(made: GoodPractice, **fields: Any) -> PracticePhoto:
    stored = keep_image(picture(), name="cafe.png")
    values = {
        "alternative": "Une table, des tasses et des chaises d’enfants",
        "position": made.photos.count(),
        **fields,
    }
    return PracticePhoto.objects.create(practice=made, file=stored, **values)


def objective(person: User | None = None, placement_: Placement | None = None, **fields: Any) -> SmartObjective:
    """A whole SMART objective, of the placement's person where there is one."""
    values = {
        "specific": "Mener seule un atelier d’éveil pour six enfants.",
        "measurable": "Trois ateliers menés, une fiche écrite pour chacun.",
        "acceptable": "L’équipe cherche quelqu’un pour le mercredi.",
        "realistic": "La salle et le matériel sont là.",
        "due": placement_.end if placement_ else timezone.localdate() + datetime.timedelta(days=60),
        "placement": placement_,
        **fields,
    }
    owner = person or (placement_.person if placement_ else user(is_trainee=True))
    return SmartObjective.objects.create(person=owner, **values)


def grant(funder: Organisation | None = None, **fields: Any) -> Grant:
    """A published grant of up to 800 € that may be asked for in the coming weeks."""
    number, today = next(_numbers), timezone.localdate()
    values = {
        "title": f"Bourse {number}",
        "summary": "Aide au trajet et au logement.",
        "amount_max": Decimal("800.00"),
        "deadline": today + datetime.timedelta(days=40),
        "email": f"bourses{number}@example.org",
        "state": "published",
        "published_at": timezone.now(),
        **fields,
    }
    many = {name: values.pop(name) for name in ("kinds", "levels") if name in values}
    made = Grant.objects.create(funder=funder or organisation(OrganisationKind.FUNDER), **values)
    for name, rows in many.items():
        getattr(made, name).set(rows)
    return made

"""A class entered from a table: every line is checked, then people are enrolled or invited.

Columns are recognised by their names, in French or English. A line needs a first name and a name, or an e-mail address
that the school knows or wants to invite.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Membership, Organisation, Pupil, User
from accounts.models.pupils import PUPIL_ROLES
from accounts.names import plain_name
from accounts.services.pupils import NewPupil, Slip, create_pupils
from accounts.text import fold
from documents.tables import Limits, Table, TableError
from internships.models import Cohort, Guardian
from internships.services import enrolments, trainees
from internships.services.trainees import GuardianData

LIMITS = Limits(size=5_000_000, rows=300, columns=40)
HEADINGS = {
    "first_name": ("prenom", "prenom usuel", "first name", "firstname", "given name"),
    "last_name": ("nom", "nom de famille", "nom usage", "nom d'usage", "last name", "lastname", "surname"),
    "group": ("classe", "division", "groupe", "class", "group"),
    "email": ("e-mail", "email", "mail", "courriel", "adresse e-mail", "adresse mail", "e-mail address"),
    "birth_date": ("date de naissance", "naissance", "ne(e) le", "ne le", "date of birth", "birth date", "birthdate"),
    "guardian": (
        "representant legal",
        "responsable legal",
        "responsable",
        "parent",
        "guardian",
        "legal representative",
    ),
    "guardian_relationship": ("lien", "lien de parente", "relationship"),
    "guardian_email": (
        "e-mail du representant legal",
        "e-mail du responsable",
        "email du responsable",
        "courriel du responsable",
        "e-mail responsable",
        "guardian e-mail",
        "e-mail of the legal representative",
    ),
    "referent": ("enseignant referent", "referent", "e-mail du referent", "referent teacher", "e-mail of the referent"),
}
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%y")


@dataclass
class Line:
    """A line of the table as it was understood; `problem` says what keeps it out."""

    number: int
    first_name: str = ""
    last_name: str = ""
    group: str = ""
    email: str = ""
    birth_date: datetime.date | None = None
    guardian: GuardianData | None = None
    referent: User | None = None
    pupil: Pupil | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass
class Outcome:
    """What entering a table did. `slips` hold secrets that stand nowhere else."""

    enrolled: int = 0
    invited: int = 0
    slips: list[Slip] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)


class _Known:
    """Who the school knows already: by address, and by name."""

    def __init__(self, school: Organisation) -> None:
        self.by_email: dict[str, Pupil] = {}
        self.by_name: dict[str, list[Pupil]] = {}
        for pupil in Pupil.objects.filter(school=school, left_at__isnull=True).select_related("user"):
            if pupil.user.email:
                self.by_email[pupil.user.email.lower()] = pupil
            name = fold(f"{pupil.user.first_name} {pupil.user.last_name}")
            self.by_name.setdefault(name, []).append(pupil)
        seats = Membership.objects.current().filter(
            organisation=school, organisation__kind=OrganisationKind.TRAINING, role__in=PUPIL_ROLES
        )
        self.referents = {
            key: seat.user
            for seat in seats.select_related("user")
            for key in ((seat.user.email or "").lower(), fold(str(seat.user)))
            if key
        }


def check(table: Table, *, school: Organisation) -> list[Line]:
    """The lines of a table, each with its problem if it has one. Raises TableError when no column is recognised."""
    columns = recognised(table.columns)
    if "email" not in columns and not {"first_name", "last_name"} <= set(columns):
        raise TableError(
            _("No column of names or of e-mail addresses was found. Name the columns « Prénom », « Nom », « E-mail ».")
        )
    known = _Known(school)
    lines = []
    seen: set[str] = set()
    for row in table.rows():
        cells = {name: row.cells[place].strip() for name, place in columns.items()}
        line = _line(row.number, cells, known)
        key = line.email or fold(f"{line.first_name} {line.last_name} {line.group}")
        if not line.problem and key in seen:
            line.problem = _("This person stands in the table twice.")
        seen.add(key)
        lines.append(line)
    if not lines:
        raise TableError(_("The table has no line below the names of its columns."))
    return lines


def recognised(names: Sequence[str]) -> dict[str, int]:
    """Which column holds what."""
    spellings = {spelling: name for name, known in HEADINGS.items() for spelling in known}
    found: dict[str, int] = {}
    for place, heading in enumerate(names):
        name = spellings.get(" ".join(fold(heading).replace("’", "'").split()))
        if name:
            found.setdefault(name, place)
    return found


def _line(number: int, cells: dict[str, str], known: _Known) -> Line:
    line = Line(
        number,
        first_name=cells.get("first_name", ""),
        last_name=cells.get("last_name", ""),
        group=cells.get("group", ""),
        email=cells.get("email", "").lower(),
    )
    try:
        _names(line)
        line.birth_date = _day(cells.get("birth_date", ""))
        line.guardian = _guardian(cells, line.email)
        line.referent = _referent(cells.get("referent", ""), known)
        line.pupil = _pupil(line, known)
    except (ValidationError, Refused) as problem:
        line.problem = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
    return line


def _names(line: Line) -> None:
    if line.email:
        validate_email(line.email)
    elif not line.first_name or not line.last_name:
        raise Refused(_("A first name and a name are needed, or an e-mail address."))
    if max(len(line.first_name), len(line.last_name)) > 80 or len(line.group) > 60:
        raise Refused(_("The name or the class is too long. Check the columns."))
    for name in (line.first_name, line.last_name):
        plain_name(name)


def _day(words: str) -> datetime.date | None:
    if not words:
        return None
    for pattern in FORMATS:
        try:
            return datetime.datetime.strptime(words, pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise Refused(_("The date of birth “%(words)s” was not understood. Write it like 31/12/2012.") % {"words": words})


def _guardian(cells: dict[str, str], own_email: str) -> GuardianData | None:
    name, email = cells.get("guardian", ""), cells.get("guardian_email", "").lower()
    if not name and not email:
        return None
    if not name:
        raise Refused(_("The name of the legal representative is missing."))
    plain_name(name)
    if email:
        validate_email(email)
    if email and email == own_email:
        raise Refused(_("A legal representative needs an e-mail address other than the trainee’s."))
    return GuardianData(name[:160], cells.get("guardian_relationship", "")[:60], email)


def _referent(words: str, known: _Known) -> User | None:
    if not words:
        return None
    found = known.referents.get(words.lower()) or known.referents.get(fold(words))
    if found is None:
        raise Refused(_("No teacher of your school is called “%(words)s”.") % {"words": words})
    return found


def _pupil(line: Line, known: _Known) -> Pupil | None:
    if line.email:
        return known.by_email.get(line.email)
    same = known.by_name.get(fold(f"{line.first_name} {line.last_name}"), [])
    if len(same) > 1 and line.group:
        same = [pupil for pupil in same if fold(pupil.group) == fold(line.group)] or same
    if len(same) > 1:
        raise Refused(_("Several pupils of your school bear this name. Say the class, or add them from the list."))
    return same[0] if same else None


@transaction.atomic
def enter(*, cohort_id: int, lines: Iterable[Line], actor: User) -> Outcome:
    """Enrols the lines without a problem: the known ones at once, new ones by an account or by an invitation.

    One line is one call of the single commands; a line that they refuse is given back with the reason.
    """
    cohort = Cohort.objects.select_related("school").get(pk=cohort_id)
    outcome = Outcome()
    for line in lines:
        if line.problem:
            outcome.refused.append(line)
            continue
        try:
            with transaction.atomic():
                _enter(cohort, line, actor, outcome)
        except Refused as problem:
            line.problem = str(problem)
            outcome.refused.append(line)
    return outcome


def _enter(cohort: Cohort, line: Line, actor: User, outcome: Outcome) -> None:
    if line.pupil is None and line.email:
        enrolments.invite(cohort_id=cohort.pk, email=line.email, actor=actor, referent=line.referent)
        outcome.invited += 1
        return
    slip = None
    if line.pupil is None:
        new = NewPupil(line.first_name, line.last_name, line.group)
        (slip,) = create_pupils(school=cohort.school, by=actor, pupils=[new], must_change=False)
        line.pupil = slip.pupil
    person = line.pupil.user
    made = enrolments.enrol(cohort_id=cohort.pk, people=[person], actor=actor, referent=line.referent)
    _complete(cohort, person, line, actor)
    outcome.enrolled += len(made)
    if slip is not None:
        outcome.slips.append(slip)


def _complete(cohort: Cohort, person: User, line: Line, actor: User) -> None:
    """What the school knows of a pupil: never over what the person, or somebody else, has said."""
    if line.birth_date and person.birth_date is None and not person.email:
        person.birth_date = line.birth_date
        person.save(update_fields=["birth_date"])
    if line.guardian and not Guardian.objects.filter(person=person).exists():
        trainees.set_guardians(person=person, guardians=[line.guardian], actor=actor, school=cohort.school)

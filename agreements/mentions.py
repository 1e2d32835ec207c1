"""What an agreement says, mention by mention, with the article that asks for it (D124-4; T3, E7, E10, B10).

A mention without an article is one that good practice asks for: no text that we could read imposes it (docs/law.md).

Which mentions a kind of placement carries, who completes them and whether they must be there is data (`KindMention`).
Here is what each of them is. A computed mention follows from the placement; nobody types it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import Side

D124_4 = "C. éduc., art. D124-4"
L4153_1 = "C. trav., art. L4153-1"
OBJECTIVES = "objectives"
BE_X4 = "Code du bien-être au travail, livre X, titre 4"


class Field(TextChoices):
    """How a mention is written."""

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    MONEY = "money"
    HOURS = "hours"
    YES = "yes"


@dataclass(frozen=True)
class Mention:
    """`side` completes it unless the kind says otherwise; `yes` mentions are met when accepted."""

    code: str
    label: str | Promise
    side: str
    field: Field = Field.LINES
    help: str | Promise = ""
    article: str = ""
    computed: bool = False
    choices: tuple[tuple[str, str | Promise], ...] = ()
    # Whether what was written last time is offered again (never what belongs to one person).
    usual: bool = False

    @property
    def is_long(self) -> bool:
        return self.field == Field.LINES


SCHOOL, HOST, TRAINEE, EMPLOYER = Side.SCHOOL, Side.HOST, Side.TRAINEE, Side.EMPLOYER

_COUNTED = _("Counted from the timetable.")
_NAMED = _("From the people who accompany the placement.")
_BY_RULE = _("Computed from the presence and the rule in force on the day of signature.")
COMPUTED = tuple(
    Mention(code, label, side, field, words, article, computed=True)
    for code, label, side, field, words, article in (
        ("dates", _("Dates of the placement"), HOST, Field.TEXT, _("From the placement."), f"{D124_4}, 5°"),
        ("presence", _("Total presence"), HOST, Field.HOURS, _COUNTED, f"{D124_4}, 5°"),
        ("weekly", _("Weekly presence"), HOST, Field.HOURS, _COUNTED, f"{D124_4}, 6°"),
        ("stipend", _("Stipend"), HOST, Field.MONEY, _BY_RULE, "C. éduc., art. L124-6 et D124-8"),
        ("referent", _("Referent teacher"), SCHOOL, Field.TEXT, _NAMED, f"{D124_4}, 2°"),
        ("tutor", _("Tutor"), HOST, Field.TEXT, _NAMED, f"{D124_4}, 2°"),
    )
)

OF_SCHOOL = (
    Mention(
        "course",
        _("Course and diploma"),
        SCHOOL,
        Field.TEXT,
        _("As it is written on the diploma."),
        f"{D124_4}, 1°",
    ),
    Mention(
        "course_hours",
        _("Hours of the course"),
        SCHOOL,
        Field.HOURS,
        _("Teaching hours of the year, such as 500."),
        f"{D124_4}, 1°",
    ),
    Mention(
        "skills",
        _("Skills to acquire or develop"),
        SCHOOL,
        help=_("One per line, in the words of the course’s framework."),
        article=f"{D124_4}, 3°",
        usual=True,
    ),
    Mention(
        "school_followup",
        _("How the school follows the trainee"),
        SCHOOL,
        help=_("Visits, calls, half-way meeting: who, how often, how to reach them."),
        article=f"{D124_4}, 7°",
        usual=True,
    ),
    Mention(
        "social_protection",
        _("Social protection"),
        SCHOOL,
        help=_("The trainee’s cover, accidents at work included, and who declares an accident."),
        article=f"{D124_4}, 9° ; CSS, art. L412-8",
        usual=True,
    ),
    Mention(
        "school_insurance",
        _("Liability insurance of the school"),
        SCHOOL,
        Field.TEXT,
        _("Insurer and contract number."),
        usual=True,
    ),
    Mention(
        "validation",
        _("How the placement is validated"),
        SCHOOL,
        help=_("Report, oral, credits; and how, if it is interrupted."),
        article=f"{D124_4}, 12°",
        usual=True,
    ),
    Mention(
        "school_expectations",
        _("What the school expects of the host"),
        SCHOOL,
        help=_("In plain words: what would make this placement a good one."),
        usual=True,
    ),
    Mention(
        "pay_status",
        _("Status and pay of the trainee in vocational training"),
        SCHOOL,
        Field.TEXT,
        _("For instance: paid by France Travail, by the Region, on leave for training."),
        "C. trav., art. L6341-1 et suivants",
        usual=True,
    ),
    Mention(
        "journeys",
        _("Journeys and meals"),
        SCHOOL,
        help=_("How the pupil comes and goes, where they eat, who pays."),
        usual=True,
    ),
)

OF_HOST = (
    Mention(
        "activities",
        _("Activities entrusted to the trainee"),
        HOST,
        help=_("One per line: what the trainee will really do, see, or try."),
        article=f"{D124_4}, 4°",
    ),
    Mention(
        "unusual_hours",
        _("Presence at night, on Sundays or public holidays"),
        HOST,
        Field.CHOICE,
        article=f"{D124_4}, 6°",
        choices=(
            ("never", pgettext_lazy("unusual hours", "Never")),
            ("sometimes", pgettext_lazy("unusual hours", "Sometimes")),
            ("often", pgettext_lazy("unusual hours", "Regularly")),
        ),
        usual=True,
    ),
    Mention(
        "unusual_details",
        _("When, and how these hours are made up for"),
        HOST,
        help=_("Only if there are any."),
        article=f"{D124_4}, 6°",
        usual=True,
    ),
    Mention(
        "host_supervision",
        _("How the host welcomes and supervises the trainee"),
        HOST,
        help=_("Who is there each day, when the trainee and the tutor take time to talk."),
        article=f"{D124_4}, 7°",
        usual=True,
    ),
    Mention(
        "arrival",
        _("Arrival on the first day"),
        HOST,
        help=_("Time, place, whom to ask for, what to bring."),
        usual=True,
    ),
    Mention(
        "stipend_hourly",
        _("Stipend offered, in euros per hour"),
        HOST,
        Field.MONEY,
        _("Empty: the legal minimum, where a stipend is due."),
        f"{D124_4}, 8° ; C. éduc., art. L124-6",
        usual=True,
    ),
    Mention(
        "stipend_payment",
        _("How and when the stipend is paid"),
        HOST,
        Field.TEXT,
        _("For instance: by bank transfer, at the end of each month."),
        f"{D124_4}, 8°",
        usual=True,
    ),
    Mention(
        "benefits",
        _("Benefits"),
        HOST,
        help=_("Meals, transport, social and cultural activities."),
        article=f"{D124_4}, 13° ; C. éduc., art. L124-13 et L124-16",
        usual=True,
    ),
    Mention(
        "leave",
        _("Leave and authorised absences"),
        HOST,
        help=_("Which ones, and whom to tell. Beyond two months the agreement must allow some."),
        article=f"{D124_4}, 10° ; C. éduc., art. L124-13",
        usual=True,
    ),
    Mention(
        "house_rules",
        _("House rules that apply to the trainee"),
        HOST,
        help=_("Discretion, hygiene, safety, use of equipment; where the full text can be read."),
        article=f"{D124_4}, 14°",
        usual=True,
    ),
    Mention(
        "host_insurance",
        _("Liability insurance of the host"),
        HOST,
        Field.TEXT,
        _("Insurer and contract number."),
        usual=True,
    ),
    Mention(
        "host_expectations",
        _("What the host expects of the school and of the trainee"),
        HOST,
        help=_("In plain words: what would make this placement a good one."),
        usual=True,
    ),
    Mention(
        "safety",
        _("Safety of the pupil"),
        HOST,
        help=_("What is shown, what stays closed; the pupil touches no machine."),
        article=f"{L4153_1} et D4153-15 et suivants ; C. éduc., art. D331-9",
        usual=True,
    ),
    Mention(
        "risk_analysis",
        _("Risk analysis of the post"),
        HOST,
        Field.CHOICE,
        article=BE_X4,
        choices=(
            ("given", _("Done, and given to the school and to the trainee")),
            ("no-risk", _("Done: it shows no particular risk")),
            ("observation", _("Not needed: observation only")),
        ),
        usual=True,
    ),
    Mention(
        "health_surveillance",
        _("Health surveillance"),
        HOST,
        Field.CHOICE,
        article=BE_X4,
        choices=(
            ("none", _("Not needed, according to the risk analysis")),
            ("host", _("Needed: carried out by the host’s prevention service")),
            ("school", _("Needed: carried out by the school’s prevention service")),
        ),
        usual=True,
    ),
)

OF_TRAINEE = (
    Mention("trainee_address", _("Address of the trainee"), TRAINEE, Field.TEXT),
    Mention("trainee_telephone", _("Telephone of the trainee"), TRAINEE, Field.TEXT),
    Mention(
        "emergency_contact",
        _("Whom to call in an emergency"),
        TRAINEE,
        Field.TEXT,
        _("Name and telephone of someone close."),
    ),
    Mention(
        "trainee_insurance",
        _("Liability insurance of the trainee"),
        TRAINEE,
        Field.TEXT,
        _("Insurer and contract number."),
        f"{D124_4}, 9°",
    ),
    Mention(
        "health_fund",
        _("Health insurance fund"),
        TRAINEE,
        Field.TEXT,
        _("Which fund covers you, such as CPAM d’Ille-et-Vilaine."),
        f"{D124_4}, 9°",
    ),
    Mention(
        OBJECTIVES,
        _("Objectives of the stay"),
        TRAINEE,
        help=_("The objectives written under “My objectives” stand here by themselves; add what else matters to you."),
    ),
)

OF_EMPLOYER = (
    Mention(
        "employment",
        _("Post held, and status during the stay"),
        EMPLOYER,
        Field.TEXT,
        _("For instance: specialised educator, on mission, salary maintained."),
    ),
    Mention(
        "expenses",
        _("Costs of journey, meals and lodging"),
        EMPLOYER,
        help=_("Who pays what."),
        usual=True,
    ),
    Mention(
        "employer_insurance",
        _("Insurance of the employer"),
        EMPLOYER,
        Field.TEXT,
        _("Insurer and contract number; accidents at work remain with the employer."),
        "CSS, art. L411-1",
        usual=True,
    ),
    Mention(
        "employer_expectations",
        _("What the employer expects of the stay"),
        EMPLOYER,
        help=_("What the team hopes to learn from it."),
        usual=True,
    ),
)

# B10: « une convention pose les principes éthiques »; each clause is accepted by each party.
CLAUSES = (
    (
        "confidentiality",
        _("Confidentiality accepted"),
        _("What is learnt about the persons followed up is never written down, repeated or taken away."),
    ),
    (
        "discretion",
        _("Discretion accepted"),
        _("The visitor observes without judging and speaks of what was seen with the hosts first."),
    ),
    (
        "welcome",
        _("Conditions of the visit accepted"),
        _("The persons met are told and may refuse; the host may end an observation at any moment."),
    ),
)
ETHICS = tuple(
    Mention(f"{code}_{side}", label, side, Field.YES, words)
    for code, label, words in CLAUSES
    for side in (TRAINEE, EMPLOYER, HOST)
)

ALL: dict[str, Mention] = {
    mention.code: mention for mention in (*COMPUTED, *OF_SCHOOL, *OF_HOST, *OF_TRAINEE, *OF_EMPLOYER, *ETHICS)
}


def find(code: str) -> Mention | None:
    """The mention of that code; None for one that this version of the software does not know."""
    return ALL.get(code)

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sender(TextChoices):
    """Who sends the trainee: decides which parties an agreement has."""

    SCHOOL = "school", _("A school or training centre")
    EMPLOYER = "employer", _("An employer")
    NONE = "none", _("Nobody: the person comes alone")


class ApplicationState(TextChoices):
    """How far an application has come (S4 to S6)."""

    HELD = "held", pgettext_lazy("application", "Waiting until the host is checked")
    SENT = "sent", pgettext_lazy("application", "Sent")
    READ = "read", pgettext_lazy("application", "Read by the host")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted, to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("application", "Confirmed")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("application", "No answer in time")
    LAPSED = "lapsed", pgettext_lazy("application", "Accepted, not confirmed in time")
    RELEASED = "released", pgettext_lazy("application", "Released: another placement was confirmed")


# The host has not answered yet.
WAITING_STATES = (ApplicationState.HELD, ApplicationState.SENT, ApplicationState.READ)
# What waits for the host's sheet to be checked, and what may become of it without ever reaching the host.
NEVER_SENT_STATES = (
    ApplicationState.HELD,
    ApplicationState.WITHDRAWN,
    ApplicationState.REFUSED,
    ApplicationState.RELEASED,
)
# At most one of these per trainee and offer.
ACTIVE_STATES = (*WAITING_STATES, ApplicationState.ACCEPTED)


class PlacementState(TextChoices):
    """What people decided; planned, under way and over follow from the dates."""

    OPEN = "open", pgettext_lazy("placement", "Agreed")
    STOPPED = "stopped", pgettext_lazy("placement", "Ended early")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")


class PlacementSituation(TextChoices):
    """What a placement is today."""

    PLANNED = "planned", pgettext_lazy("placement", "To come")
    RUNNING = "running", pgettext_lazy("placement", "Under way")
    OVER = "over", pgettext_lazy("placement", "Over")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")


class SupervisorCapacity(TextChoices):
    """In which capacity someone accompanies a placement."""

    TUTOR = "tutor", _("Tutor")
    REFERENT_TEACHER = "referent_teacher", _("Referent teacher")
    PROFESSIONAL_REFERENT = "professional_referent", _("Professional referent")
    COORDINATOR = "coordinator", _("Coordinator of the sites")


class PlanningKind(TextChoices):
    """What stands in the planning of a stay (E8)."""

    ACTIVITY = "activity", _("Activity")
    JOURNEY = "journey", _("Journey")
    LODGING = "lodging", _("Lodging")


class Means(TextChoices):
    """How one travels."""

    TRAIN = "train", _("Train")
    COACH = "coach", _("Coach")
    TRANSIT = "transit", _("Bus, tram, underground")
    CAR = "car", _("Car")
    SHARED_CAR = "shared_car", _("Shared car")
    PLANE = "plane", _("Plane")
    BOAT = "boat", _("Boat")
    BICYCLE = "bicycle", _("Bicycle")
    WALK = "walk", _("On foot")
    OTHER = "other", pgettext_lazy("means of transport", "Other")


class BudgetSide(TextChoices):
    """What a line of a budget is (E9)."""

    EXPENSE = "expense", _("Expense")
    INCOME = "income", _("Income")


class Currency(TextChoices):
    """In which money a stay is paid; each is added up by itself."""

    EUR = "EUR", _("Euro (€)")
    CHF = "CHF", _("Swiss franc (CHF)")
    GBP = "GBP", _("Pound (£)")
    CAD = "CAD", _("Canadian dollar (CAD)")
    USD = "USD", _("US dollar (USD)")
    MAD = "MAD", _("Moroccan dirham (MAD)")
    RON = "RON", _("Romanian leu (RON)")


class GrantState(TextChoices):
    """Whether a grant is offered (E5); that its deadline is past follows from the date."""

    DRAFT = "draft", pgettext_lazy("grant", "Being written")
    PUBLISHED = "published", pgettext_lazy("grant", "Published")
    CLOSED = "closed", pgettext_lazy("grant", "Closed")


class GrantRequestState(TextChoices):
    """How far a request for a grant has come (E5)."""

    DRAFT = "draft", pgettext_lazy("request for a grant", "Being written")
    SENT = "sent", pgettext_lazy("request for a grant", "Sent to the funder")
    GRANTED = "granted", pgettext_lazy("request for a grant", "Granted")
    REFUSED = "refused", pgettext_lazy("request for a grant", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for a grant", "Withdrawn")


class YoungGround(TextChoices):
    """Why a pupil under 14 may be there all the same (C. trav. L4153-1 and L4153-5)."""

    NONE = "", _("Not stated")
    PUBLIC = "public", _("The host is a public body")
    FAMILY = "family", _("The host is the family’s own business")


class Weekday(TextChoices):
    """Days of the week, in the order of ISO 8601."""

    MONDAY = "1", _("Monday")
    TUESDAY = "2", _("Tuesday")
    WEDNESDAY = "3", _("Wednesday")
    THURSDAY = "4", _("Thursday")
    FRIDAY = "5", _("Friday")
    SATURDAY = "6", _("Saturday")
    SUNDAY = "7", _("Sunday")


class Source(TextChoices):
    """Whose word a judgement is (E20, E21)."""

    TRAINEE = "trainee", pgettext_lazy("source", "The trainee")
    HOST = "host", pgettext_lazy("source", "The host")
    EMPLOYER = "employer", pgettext_lazy("source", "The employer")
    SCHOOL = "school", pgettext_lazy("source", "The school")


class ResultLevel(IntegerChoices):
    """How far an objective was reached; from REACHED on it counts as reached (E21)."""

    NOT_BEGUN = 0, pgettext_lazy("objective", "Not begun")
    BEGUN = 1, pgettext_lazy("objective", "Begun")
    PARTLY = 2, pgettext_lazy("objective", "Partly reached")
    REACHED = 3, pgettext_lazy("objective", "Reached")
    BEYOND = 4, pgettext_lazy("objective", "Reached, and more than that")


REACHED_FROM = ResultLevel.REACHED


class NoteKind(TextChoices):
    """What somebody says of an objective while it is under way (E7)."""

    COMMENT = "comment", pgettext_lazy("objective", "Remark")
    AGREED = "agreed", pgettext_lazy("objective", "Agreed to")
    PROGRESS = "progress", pgettext_lazy("objective", "Progress")


class CvSection(TextChoices):
    """The parts of a CV, in their order (E6)."""

    EXPERIENCE = "experience", pgettext_lazy("cv", "Experience")
    PLACEMENT = "placement", pgettext_lazy("cv", "Placements")
    EDUCATION = "education", pgettext_lazy("cv", "Education and training")
    SKILL = "skill", pgettext_lazy("cv", "Skills")
    LANGUAGE = "language", pgettext_lazy("cv", "Languages")
    VOLUNTEERING = "volunteering", pgettext_lazy("cv", "Volunteering and engagement")
    INTEREST = "interest", pgettext_lazy("cv", "Interests")


class LanguageLevel(TextChoices):
    """The levels of the Council of Europe, with what they mean."""

    A1 = "A1", _("A1: a few words")
    A2 = "A2", _("A2: simple exchanges")
    B1 = "B1", _("B1: gets by")
    B2 = "B2", _("B2: at ease")
    C1 = "C1", _("C1: fluent")
    C2 = "C2", _("C2: like a native speaker")

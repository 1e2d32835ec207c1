from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """The parties of an agreement."""

    SCHOOL = "school", _("School")
    HOST = "host", _("Host")
    TRAINEE = "trainee", _("Trainee")
    EMPLOYER = "employer", _("Employer")


class Capacity(TextChoices):
    """In which capacity someone signs (C. éduc. L124-1, D124-4)."""

    TRAINEE = "trainee", _("Trainee")
    GUARDIAN = "guardian", _("Legal representative")
    HEAD = "head", _("Head of school")
    REFERENT_TEACHER = "referent_teacher", _("Referent teacher")
    HOST = "host", _("Host’s representative")
    TUTOR = "tutor", _("Tutor")
    EMPLOYER = "employer", _("Employer’s representative")


class Standing(TextChoices):
    """What a person is to an agreement; one person may be several things."""

    # Whoever leads it: the sender's people, or the host's where the trainee comes alone.
    STEWARD = "steward", _("Leads the agreement")
    HOST = "host", _("Host")
    TRAINEE = "trainee", _("Trainee")
    REFERENT = "referent", _("Accompanies the placement")
    SIGNATORY = "signatory", _("Signatory")


class When(TextChoices):
    """For whom a line of the list of signatories holds."""

    ALWAYS = "always", _("Always")
    MINOR = "minor", _("When the trainee is a minor at the start")
    ADULT = "adult", _("When the trainee is of age at the start")


class AgreementState(TextChoices):
    """How far an agreement has come."""

    PREPARING = "preparing", pgettext_lazy("agreement", "Being completed")
    RENDERING = "rendering", pgettext_lazy("agreement", "The document is being made")
    SIGNING = "signing", pgettext_lazy("agreement", "Being signed")
    SEALING = "sealing", pgettext_lazy("agreement", "Signed by all, being sealed")
    SEALED = "sealed", pgettext_lazy("agreement", "Signed and sealed")
    CANCELLED = "cancelled", pgettext_lazy("agreement", "Cancelled")

    @property
    def mark(self) -> str:
        """How a page marks it: as `components/state.html` knows marks."""
        return {"preparing": "draft", "sealed": "done", "cancelled": "stopped"}.get(self.value, "waiting")


class VersionState(TextChoices):
    """What became of one version of the document."""

    RENDERING = "rendering", pgettext_lazy("version", "Being made")
    READY = "ready", pgettext_lazy("version", "Ready to be signed")
    SEALED = "sealed", pgettext_lazy("version", "Sealed")
    VOIDED = "voided", pgettext_lazy("version", "Replaced: its signatures do not count")


class SignatoryState(TextChoices):
    """Whose turn it is."""

    WAITING = "waiting", pgettext_lazy("signatory", "Not yet their turn")
    ASKED = "asked", pgettext_lazy("signatory", "Asked to sign")
    SIGNED = "signed", pgettext_lazy("signatory", "Signed")
    DECLINED = "declined", pgettext_lazy("signatory", "Declined to sign")
    DELEGATED = "delegated", pgettext_lazy("signatory", "Passed on to somebody else")


class Method(TextChoices):
    """How a signature was given."""

    ONLINE = "online", _("Online, with a one-time code")
    ON_PAPER = "on_paper", _("Outside the platform, on paper")


class RemarkKind(TextChoices):
    """What a remark before signature is (T10)."""

    QUESTION = "question", _("Question")
    ATTENTION = "attention", _("Point of attention")
    CHANGE = "change", _("Request for a change")


class AmendmentKind(TextChoices):
    """What an amendment changes."""

    DATES = "dates", _("Dates, prolongation")
    HOURS = "hours", _("Hours and timetable")
    SUPERVISION = "supervision", _("Tutor or referent")
    SITE = "site", _("Place")
    STIPEND = "stipend", _("Stipend and benefits")
    ACTIVITIES = "activities", _("Activities and skills")
    OTHER = "other", _("Something else")


class JobState(TextChoices):
    """How far a bulk generation has come."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting to begin")
    RUNNING = "running", pgettext_lazy("job", "Under way")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Stopped")

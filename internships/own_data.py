"""What this app keeps about people, declared in the register, given out on demand, forgotten in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from internships import privacy_applications as applications
from internships import privacy_evaluations as evaluations
from internships import privacy_grants as grants
from internships import privacy_objectives as objectives
from internships import privacy_placements as stays
from internships import privacy_planning as planning
from internships import privacy_schools as schools
from internships import privacy_wishes as wishes

PUBLIC_TASK = _("Task of the school, which decides to use the service for its pupils (GDPR art. 6.1.e or f)")
CONTRACT = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")


def register() -> None:
    """Called when the site starts."""
    _declare_trainees()
    _declare_placements()
    _declare_employers()
    _declare_applications()
    _declare_objectives()
    _declare_wishes()
    _declare_planning()
    _declare_budget()
    _declare_grants()
    _declare_evaluations()


def _declare_trainees() -> None:
    privacy.register(
        "trainee_file",
        label=_("The trainee’s file"),
        purpose=_("Complete the agreement without asking again: address, insurance, health fund, presentation."),
        basis=CONTRACT,
        recipients=_("The trainee’s school; a host sees the presentation when it is applied to"),
        retention=_("As long as the account"),
        export=schools.export_profile,
        erase=schools.erase_profile,
    )
    privacy.register(
        "guardians",
        label=_("Legal representatives of a minor"),
        purpose=_("Have the agreement of a minor signed by those who represent them."),
        basis=PUBLIC_TASK,
        recipients=_("The trainee’s school; the parties of the agreement"),
        retention=_("As long as the account; a signed agreement keeps the names of those who signed"),
        export=schools.export_guardians,
        erase=schools.erase_guardians,
    )
    privacy.register(
        "enrolments",
        label=_("Enrolments in classes and promotions"),
        purpose=_("Know which placement a trainee is to find, and who follows them."),
        basis=PUBLIC_TASK,
        recipients=_("The teachers and coordinators of that school only"),
        retention=_("As long as the school’s records; without a name after erasure"),
        export=schools.export_enrolments,
        erase=schools.erase_enrolments,
    )


def _declare_placements() -> None:
    privacy.register(
        "placements",
        label=_("Placements: dates, sites, absences, what is particular to them, shared documents"),
        purpose=_("Let all parties of a placement work from one file."),
        basis=CONTRACT,
        recipients=_("The trainee, the hosts, those who accompany, and the school or employer that sends"),
        retention=_("Dates and hours: with the hosts’ and school’s records, without a name after erasure"),
        export=stays.export_placements,
        erase=stays.erase_placements,
    )
    privacy.register(
        "supervisions",
        label=_("Accompanying trainees, as tutor or referent"),
        purpose=_("Say who accompanies a trainee, and count how many at the same time, as the law asks."),
        basis=CONTRACT,
        recipients=_("The parties of the placement"),
        retention=_("With the placement; without a name after erasure"),
        export=stays.export_supervisions,
        erase=stays.erase_supervisions,
    )
    privacy.register(
        "calendar_feed",
        label=_("Secret address of one’s calendar"),
        purpose=_("Let the person’s own calendar program read their placements."),
        basis=CONTRACT,
        recipients=_("Whoever the person gives the address to"),
        retention=_("Until the person takes it away, or erasure"),
        export=stays.export_feed,
        erase=stays.erase_feed,
    )
    privacy.keep(
        "placements.shared",
        label=_("Documents shared about a placement, particular conditions, reasons of absence"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après la fin du stage",
        forget=stays.forget_shared,
    )


def _declare_employers() -> None:
    privacy.register(
        "employments",
        label=_("Employers of professionals, their contact there and who signs"),
        purpose=_("Let the employer of a professional complete and sign the agreement of their stay."),
        basis=CONTRACT,
        recipients=_("The employer and the parties of the placements on which it sends the person"),
        retention=_("As long as the account; with the placement, without the post nor the contact, after erasure"),
        export=stays.export_employments,
        erase=stays.erase_employments,
    )


def _declare_applications() -> None:
    privacy.register(
        "applications",
        label=_("Applications for placements"),
        purpose=_("Ask a host for a placement, and follow its answer."),
        basis=CONTRACT,
        recipients=_(
            "The host applied to: of a minor, the first name, level and message only until it accepts; the school"
        ),
        retention=_("Two years when it came to nothing; as long as the placement otherwise"),
        export=applications.export,
        erase=applications.erase,
    )
    privacy.keep(
        "applications.unsuccessful",
        label=_("Applications that came to nothing"),
        days=730,
        source="CNIL, recrutement : deux ans après le dernier contact",
        forget=applications.forget,
    )


def _declare_objectives() -> None:
    privacy.register(
        "objectives",
        label=_("Objectives of the trainee, what is said of them, how far they were reached"),
        purpose=_("Prepare the stay with those who accompany it, and say in the end what was reached."),
        basis=CONTRACT,
        recipients=_("Those of the placement; a host applied to sees only those that the trainee attached"),
        retention=_("Three years after the stay; then without words, as a figure"),
        export=objectives.export_objectives,
        erase=objectives.erase_objectives,
    )
    privacy.register(
        "objective_remarks",
        label=_("Remarks on the objectives of trainees"),
        purpose=_("Help a trainee to word and reach an objective."),
        basis=CONTRACT,
        recipients=_("The parties of the placement"),
        retention=_("With the objective; without a name after erasure"),
        export=objectives.export_remarks,
        erase=objectives.erase_remarks,
    )
    privacy.register(
        "cv",
        label=_("Curriculum vitae"),
        purpose=_("Let the hosts that the trainee writes to know who would come."),
        basis=CONTRACT,
        recipients=_("The hosts written to; of a minor, only after the host has accepted; the trainee’s school"),
        retention=_("As long as the account"),
        export=objectives.export_cv,
        erase=objectives.erase_cv,
    )
    privacy.keep(
        "objectives.words",
        label=_("Words of objectives, remarks and evidence"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après la fin du stage",
        forget=objectives.forget_objectives,
    )


def _declare_wishes() -> None:
    privacy.register(
        "wishes",
        label=_("Wishes of a trainee: where from, when, what they need on site, how much each criterion counts"),
        purpose=_("Put hosts, offers and practices in an order that suits this person, and say why."),
        basis=CONTRACT,
        recipients=_("Nobody but the trainee"),
        retention=_("As long as the account"),
        export=wishes.export_wishes,
        erase=wishes.erase_wishes,
    )


def _declare_planning() -> None:
    privacy.register(
        "planning",
        label=_("Planning of a stay: activities, journeys, lodging"),
        purpose=_("Prepare the stay, so that nobody loses time there."),
        basis=CONTRACT,
        recipients=_("The parties of the placement"),
        retention=_("Three years after the end of the placement"),
        export=planning.export_planning,
        erase=planning.erase_planning,
    )
    privacy.keep(
        "placements.planning",
        label=_("Planning of a stay"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après la fin du stage",
        forget=planning.forget_planning,
    )


def _declare_budget() -> None:
    privacy.register(
        "budget",
        label=_("Budget of a stay, with its receipts"),
        purpose=_("Know what a stay costs and what pays for it, and ask for grants."),
        basis=CONTRACT,
        recipients=_("The trainee alone; the school or employer that sends, where the trainee chooses so"),
        retention=_("Three years after the end of the placement"),
        export=planning.export_budget,
        erase=planning.erase_budget,
    )
    privacy.keep(
        "placements.budget",
        label=_("Budget of a stay, with its receipts"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après la fin du stage",
        forget=planning.forget_budget,
    )


def _declare_grants() -> None:
    privacy.register(
        "grant_requests",
        label=_("Requests for grants"),
        purpose=_("Ask a funder for a grant, and know what it answers."),
        basis=CONTRACT,
        recipients=_("The funder that was asked, once the request is sent"),
        retention=_("Two years when it came to nothing; what was granted stays in the funder’s accounts"),
        export=grants.export_requests,
        erase=grants.erase_requests,
    )
    privacy.keep(
        "grant_requests.unsuccessful",
        label=_("Requests for grants that came to nothing"),
        days=730,
        source="Durée choisie par le réseau : deux ans après la réponse",
        forget=grants.forget_requests,
    )


def _declare_evaluations() -> None:
    privacy.register(
        "evaluations",
        label=_("Evaluations of placements, by each side"),
        purpose=_("Say how a placement went, and let everybody learn from it."),
        basis=CONTRACT,
        recipients=_(
            "The school; each side of the placement that has sent its own; figures without names for everybody"
        ),
        retention=_("Five years after the placement; numbers without a name afterwards"),
        export=evaluations.export_evaluations,
        erase=evaluations.erase_evaluations,
    )
    privacy.register(
        "returns",
        label=_("Skills, key ideas, impact, return report, follow-up"),
        purpose=_("Turn a placement into something of use at work, and see later what remains."),
        basis=CONTRACT,
        recipients=_("The parties of the placement read the report; whoever the person gives its link to; nobody else"),
        retention=_("As long as the account"),
        export=evaluations.export_returns,
        erase=evaluations.erase_returns,
    )
    privacy.keep(
        "evaluations.words",
        label=_("Words of evaluations"),
        days=1825,
        source="Durée choisie par le réseau : cinq ans après la fin du stage",
        forget=evaluations.forget,
    )

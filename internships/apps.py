from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternshipsConfig(AppConfig):
    name = "internships"

    def ready(self) -> None:
        from internships import own_data

        own_data.register()
        _ages()
        _applications()
        _objectives()
        _evaluations()
        _returns()
        _placements()
        _employers()
        _schools()
        _stays()


def _ages() -> None:
    from accounts import birth_dates
    from internships.services import trainees

    birth_dates.register(trainees.age_counts)


def _applications() -> None:
    from accounts import handover, links, tracewords
    from documents.files import register_access
    from hosts import figures, slots
    from hosts.services import merging, moderation
    from internships import application_emails, application_reminders, application_todos, application_words, workflow
    from internships.selectors import applications, applying
    from internships.selectors.figures import records
    from internships.services.applications import following
    from internships.views.answers import answer_page
    from messaging import inbox

    tracewords.add(application_words.WORDS)
    links.register(
        workflow.ANSWER_LINK,
        view=answer_page,
        send=application_emails.send_link,
        label=_("the application you received"),
        lifetime=timedelta(days=30),
        still_wanted=applications.link_still_wanted,
    )
    register_access(applications.may_read)
    application_reminders.register()
    inbox.register(application_todos.trainee)
    inbox.register(application_todos.host)
    figures.register(records)
    handover.register("tutors of accepted trainees", following.pass_on)
    slots.register_apply(applying.way)
    moderation.register_follower(following.sheet_moved)
    merging.register_follower(following.sheets_merged)


def _objectives() -> None:
    """Objectives and CV: their parts of a placement's page, « à faire », the lists kept on screen, the four steps."""
    from accounts import tracewords
    from documents.files import register_access
    from hosts import slots
    from hosts.forms import terms as term_forms
    from hosts.selectors import terms
    from internships import (
        disclosure,
        events,
        matching_leads,
        objective_cards,
        parts,
        practice_steps,
        steps,
        todos_objectives,
        trace_words,
        trainee_steps,
    )
    from internships.forms.objectives import ExampleForm
    from internships.models import ObjectiveExample
    from internships.services import objectives
    from messaging import inbox

    tracewords.add(trace_words.OBJECTIVES)
    terms.add("exemples-d-objectifs", ObjectiveExample)
    term_forms.add("exemples-d-objectifs", ExampleForm)
    parts.register(objective_cards.part)
    parts.register(objective_cards.cv_card)
    parts.register_step(objective_cards.step)
    register_access(disclosure.may_see_photo)
    inbox.register(todos_objectives.trainee)
    inbox.register(todos_objectives.companions)
    events.register("created", objectives.follow_created)
    events.register("cancelled", objectives.follow_cancelled)
    steps.register(trainee_steps.own)
    steps.register(practice_steps.read)
    steps.register(matching_leads.step)
    slots.register_search_lead(matching_leads.search)


def _evaluations() -> None:
    """Evaluations: their link, reminders, « à faire », section, step, and the list of skills."""
    from accounts import links
    from hosts.forms import terms as term_forms
    from hosts.selectors import terms
    from internships import evaluation_cards, evaluation_emails, evaluation_reminders, parts, todos_evaluations
    from internships.forms.lists import SkillForm
    from internships.models import Skill
    from internships.services.evaluations import asking
    from internships.views import evaluations
    from messaging import inbox

    links.register(
        asking.LINK,
        view=evaluations.by_link,
        send=evaluation_emails.send_evaluation_link,
        label=_("your evaluation of a placement"),
        lifetime=timedelta(days=60),
        code=False,
        still_wanted=evaluations.link_still_wanted,
    )
    evaluation_reminders.register()
    inbox.register(todos_evaluations.evaluations)
    parts.register(evaluation_cards.evaluations_card)
    parts.register_step(evaluation_cards.evaluations_step)
    terms.add("competences-transversales", Skill)
    term_forms.add("competences-transversales", SkillForm)


def _returns() -> None:
    """What follows a placement: the follow-up's link and dates, the four steps, where a return leads."""
    from accounts import links
    from internships import (
        evaluation_emails,
        evaluation_leads,
        evaluation_steps,
        events,
        innovation_leads,
        return_leads,
        steps,
    )
    from internships import todos_evaluations as todos
    from internships.services import follow_ups
    from internships.views import follow_ups as pages
    from messaging import inbox
    from practices import experiences

    links.register(
        follow_ups.LINK,
        view=pages.by_link,
        send=evaluation_emails.send_follow_up_link,
        label=_("what remains of your placement"),
        lifetime=timedelta(days=120),
        code=False,
        still_wanted=pages.link_still_wanted,
    )
    inbox.register(todos.follow_ups)
    events.register("changed", follow_ups.follow_dates)
    events.register("stopped", follow_ups.follow_dates)
    steps.register(evaluation_steps.own)
    return_leads.register(evaluation_leads.practice_observed)
    return_leads.register(evaluation_leads.host_discovered)
    return_leads.register(innovation_leads.on_return)
    return_leads.register(innovation_leads.testimonial)
    return_leads.register_impact(innovation_leads.on_impact)
    steps.register(innovation_leads.step)
    experiences.register(innovation_leads.lived)


def _placements() -> None:
    """The law's checks; seats, twins, handovers, files, « à faire », contributions, figures; their exchange."""
    from accounts import contributions, handover, tracewords
    from accounts import dashboard as accounts_dashboard
    from documents.files import register_access
    from hosts.services import merging, seats
    from internships import dashboard, events, gifts, lawchecks, threads, todos_placements, trace_words
    from internships.services import ties
    from messaging import inbox

    tracewords.add(trace_words.WORDS)
    lawchecks.register()
    seats.register_counter(ties.seats_taken)
    merging.register_follower(ties.follow_merge)
    handover.register("accompanied placements", ties.pass_on)
    register_access(ties.may_read)
    inbox.register(todos_placements.placements)
    events.register("changed", threads.join)
    accounts_dashboard.register(dashboard.sections)
    contributions.register("accompanied", sql=gifts.ACCOMPANIED, label=gifts.accompanied)
    contributions.register("hosted", sql=gifts.HOSTED, label=gifts.hosted)
    contributions.register("granted", sql=gifts.GRANTED, label=gifts.granted)


def _employers() -> None:
    """The link by which an employer asks somebody of its staff."""
    from accounts import links
    from internships import employment_emails
    from internships.services.employments import JOIN_LINK
    from internships.views import staff

    links.register(
        JOIN_LINK,
        view=staff.join,
        send=employment_emails.send_join,
        label=_("whether you work there"),
        lifetime=timedelta(days=30),
        code=False,  # the link was just sent to the address that it proves
        still_wanted=lambda link: link.used_at is None,
    )


def _schools() -> None:
    """Kinds and modes among the lists kept on screen; accepted invitations lead into cohorts; referents pass on."""
    from django.db.models.signals import post_save

    from accounts import handover, onboarding
    from accounts.models import Invitation
    from hosts.forms import terms as term_forms
    from hosts.selectors import terms
    from internships.forms.lists import KindForm, ModeForm
    from internships.models import PlacementKind, PlacementMode
    from internships.services import enrolments

    terms.add("types-de-stage", PlacementKind)
    terms.add("modes-de-stage", PlacementMode)
    term_forms.add("types-de-stage", KindForm)
    term_forms.add("modes-de-stage", ModeForm)
    post_save.connect(
        enrolments.enter_after_invitation, sender=Invitation, dispatch_uid="internships.enter_after_invitation"
    )
    handover.register("referent teachers", enrolments.pass_on)
    onboarding.follow("training", "internships:school")
    onboarding.towards("trainee", "internships:apply")


def _stays() -> None:
    """The planning of a stay, its budget, the grants: sections, steps, receipts, what waits, links of funders."""
    from accounts import links
    from documents.files import register_access
    from hosts.forms import terms as term_forms
    from hosts.selectors import terms
    from internships import budget_parts, grant_emails, grant_todos, planning_parts
    from internships.forms.lists import BudgetCategoryForm
    from internships.grant_workflow import DECIDE_LINK
    from internships.models import BudgetCategory
    from internships.selectors import budget, grants
    from internships.views.grant_requests import decide_page
    from messaging import inbox

    planning_parts.register()
    budget_parts.register()
    register_access(budget.may_read_receipt)
    register_access(grants.may_read_document)
    inbox.register(grant_todos.trainee)
    inbox.register(grant_todos.funder)
    grant_todos.register_reminders()
    links.register(
        DECIDE_LINK,
        view=decide_page,
        send=grant_emails.send_link,
        label=_("the request for a grant you received"),
        lifetime=timedelta(days=30),
        still_wanted=grants.link_still_wanted,
    )
    terms.add("postes-de-budget", BudgetCategory)
    term_forms.add("postes-de-budget", BudgetCategoryForm)

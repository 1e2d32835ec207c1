from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "internships"

    def ready(self) -> None:
        from internships import own_data

        own_data.register()
        _placements()
        _schools()


def _placements() -> None:
    from accounts import tracewords
    from internships import lawchecks, trace_words

    tracewords.add(trace_words.WORDS)
    lawchecks.register()


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

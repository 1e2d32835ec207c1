from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from accounts import tracewords
        from agreements import (  # noqa: F401 - todos register themselves
            content_wiring,
            todos_leading,
            todos_parts,
            todos_sealing,
            trace_words,
            verification,
        )

        tracewords.add(trace_words.WORDS)
        content_wiring.register()
        verification.register()
        _signing()
        _board()


def _signing() -> None:
    """Signatures: links, who may read scans, what waits, and what a placement may still change."""
    from agreements import file_access, placement_events, signing_links, todos_signing
    from agreements.selectors.signature_day import signature_day
    from agreements.services import amendments, cancelling, sealing
    from documents.files import register_access
    from internships.lawcases import register_signature_day

    signing_links.register()
    register_access(file_access.may_read)
    placement_events.register()
    register_signature_day(signature_day)
    todos_signing.register()
    sealing.after_seal(amendments.after_seal)
    sealing.after_seal(cancelling.after_seal)


def _board() -> None:
    """The school's board: where a cohort is followed, what is said of a placement on a trainee's page; figures."""
    from accounts import dashboard as accounts_dashboard
    from agreements import board_notes, dashboard, own_data, todos, trainee_steps
    from agreements.selectors import bulk
    from documents.files import register_access
    from internships import steps
    from internships.selectors import profiles, schools
    from messaging import inbox

    accounts_dashboard.register(dashboard.sections)
    schools.register_board(board_notes.address)
    schools.register_notes(board_notes.notes)
    register_access(bulk.may_read)
    own_data.register()
    inbox.register(todos.school)
    steps.register(trainee_steps.agreement)
    profiles.register_activities(trainee_steps.activities)

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from accounts import tracewords
        from agreements import (  # noqa: F401 - todos register themselves
            content_wiring,
            signing_links,
            todos_sealing,
            trace_words,
            verification,
        )

        tracewords.add(trace_words.WORDS)
        signing_links.register()
        content_wiring.register()
        verification.register()
        _board()


def _board() -> None:
    """The school's board: where a cohort is followed, and what is said of a placement on a trainee's page."""
    from agreements import board_notes, own_data, todos
    from agreements.selectors import bulk
    from documents.files import register_access
    from internships.selectors import schools
    from messaging import inbox

    schools.register_board(board_notes.address)
    schools.register_notes(board_notes.notes)
    register_access(bulk.may_read)
    own_data.register()
    inbox.register(todos.school)

from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "exchanges"

    def ready(self) -> None:
        _space()
        _requests()
        _rings()
        _culture()


def _space() -> None:
    """The ground: structures, offers, wishes."""
    from accounts import tracewords, workspace
    from documents.files import register_access
    from exchanges import merging, own_data, pilot_panels, standing, todos, trace_words
    from exchanges.services import attachments, words
    from hosts.services import indexing
    from hosts.services import merging as host_merging
    from messaging import inbox

    tracewords.add(trace_words.WORDS)
    own_data.register()
    workspace.mark("exchange_seat", standing.in_a_space)
    workspace.mark("exchange_job", standing.has_a_job)
    register_access(attachments.may_read)
    host_merging.register_follower(merging.follow)
    indexing.register_follower(words.follow_hosts)
    pilot_panels.register()
    inbox.register(todos.pilot)
    inbox.register(todos.writing)


def _rings() -> None:
    """Searches for exchanges, and what they propose."""
    from exchanges import ring_parts

    ring_parts.register()


def _culture() -> None:
    """Tools, cahier des charges, questionnaires on the partner, the network."""
    from exchanges import culture_wiring

    culture_wiring.register()


def _requests() -> None:
    """Requests, the visa, the ledger of reciprocity."""
    from exchanges import request_wiring

    request_wiring.register()

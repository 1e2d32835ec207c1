from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "exchanges"

    def ready(self) -> None:
        _space()
        _rings()


def _space() -> None:
    """The ground: structures, offers, wishes."""
    from accounts import workspace
    from exchanges import standing

    workspace.mark("exchange_seat", standing.in_a_space)


def _rings() -> None:
    """Searches for exchanges, and what they propose."""
    from exchanges import own_data_rings

    own_data_rings.register()

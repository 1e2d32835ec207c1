from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "exchanges"

    def ready(self) -> None:
        _space()


def _space() -> None:
    """The ground: structures, offers, wishes."""
    from accounts import workspace
    from exchanges import standing

    workspace.mark("exchange_seat", standing.in_a_space)

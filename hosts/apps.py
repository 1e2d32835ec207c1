from django.apps import AppConfig


class HostsConfig(AppConfig):
    name = "hosts"

    def ready(self) -> None:
        from accounts import onboarding
        from documents.files import register_access
        from hosts import kept_data, own_data, signals, todos
        from hosts.services import favourites, merging
        from hosts.services.photos import may_read
        from messaging import inbox

        signals.connect()
        own_data.register()
        kept_data.register()
        register_access(may_read)
        merging.register_follower(favourites.follow_merge)
        inbox.register(todos.moderation)
        inbox.register(todos.host)
        onboarding.lead("host", "hosts:create")
        onboarding.follow("host", "hosts:my_host")

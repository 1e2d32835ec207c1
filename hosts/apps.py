from django.apps import AppConfig


class HostsConfig(AppConfig):
    name = "hosts"

    def ready(self) -> None:
        from accounts import onboarding, tracewords
        from documents.files import register_access
        from hosts import own_data, signals, todos, trace_words
        from hosts.selectors import imports
        from hosts.services import favourites, merging
        from hosts.services.photos import may_read
        from messaging import inbox

        signals.connect()
        tracewords.add(trace_words.WORDS)
        own_data.register()
        register_access(may_read)
        register_access(imports.may_read)
        merging.register_follower(favourites.follow_merge)
        inbox.register(todos.moderation)
        inbox.register(todos.host)
        inbox.register(todos.imports)
        onboarding.lead("host", "hosts:create")
        onboarding.follow("host", "hosts:my_host")

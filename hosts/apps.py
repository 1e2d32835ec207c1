from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HostsConfig(AppConfig):
    name = "hosts"

    def ready(self) -> None:
        from accounts import contributions, links, onboarding, tracewords
        from accounts import dashboard as accounts_dashboard
        from documents.files import register_access
        from hosts import dashboard, gifts, notifications, own_data, signals, todos, trace_words
        from hosts.selectors import imports
        from hosts.services import favourites, merging, resting
        from hosts.services.photos import may_read
        from hosts.views.resting import wake_by_link
        from messaging import inbox

        signals.connect()
        links.register(
            notifications.WAKE_LINK,
            view=wake_by_link,
            send=notifications.send_wake_link,
            label=_("your offers"),
            lifetime=timedelta(days=60),
            code=False,
            still_wanted=resting.is_asleep,
        )
        tracewords.add(trace_words.WORDS)
        own_data.register()
        accounts_dashboard.register(dashboard.sections)
        contributions.register("discovered", sql=gifts.DISCOVERED, label=gifts.discovered)
        register_access(may_read)
        register_access(imports.may_read)
        merging.register_follower(favourites.follow_merge)
        inbox.register(todos.moderation)
        inbox.register(todos.host)
        inbox.register(todos.imports)
        onboarding.lead("host", "hosts:create")
        onboarding.follow("host", "hosts:my_host")

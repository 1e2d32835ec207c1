from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"

    def ready(self) -> None:
        from accounts import contributions, tracewords
        from accounts import dashboard as accounts_dashboard
        from documents.files import register_access
        from hosts import sitemaps, slots
        from hosts.forms import terms as term_forms
        from hosts.selectors import terms
        from hosts.services import merging
        from messaging import inbox
        from practices import dashboard, gifts, host_pages, own_data, signals, todos, todos_network, trace_words
        from practices.forms.terms import AudienceForm, CheckItemForm
        from practices.models import Audience, CheckItem
        from practices.selectors import library, pages
        from practices.services import enclosures
        from practices.sitemaps import PracticeSitemap

        signals.connect()
        tracewords.add(trace_words.WORDS)
        own_data.register()
        accounts_dashboard.register(dashboard.sections)
        contributions.register("practices", sql=gifts.SHARED, label=gifts.shared)
        register_access(enclosures.may_read)
        register_access(library.may_read)
        merging.register_follower(host_pages.follow_merge)
        slots.register_section(host_pages.section, practices_told=pages.of_host(host_pages.SHOWN))
        inbox.register(todos.validation)
        inbox.register(todos.writing)
        inbox.register(todos_network.commitments)
        terms.add("publics", Audience)
        term_forms.add("publics", AudienceForm)
        terms.add("points-a-verifier", CheckItem)
        term_forms.add("points-a-verifier", CheckItemForm)
        sitemaps.SITEMAPS["practices"] = PracticeSitemap

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"

    def ready(self) -> None:
        from accounts import contributions, tracewords
        from accounts import dashboard as accounts_dashboard
        from practices import dashboard, gifts, own_data, signals, trace_words

        signals.connect()
        tracewords.add(trace_words.WORDS)
        own_data.register()
        accounts_dashboard.register(dashboard.sections)
        contributions.register("practices", sql=gifts.SHARED, label=gifts.shared)
        contributions.register("innovations", sql=gifts.INNOVATED, label=gifts.innovated)
        _files()
        _pages_of_hosts()
        _todos()
        _lists()


def _files() -> None:
    from documents.files import register_access
    from practices import file_access

    register_access(file_access.may_read)


def _pages_of_hosts() -> None:
    """What is told of a host on its page; two sheets that become one."""
    from hosts import slots
    from hosts.services import merging
    from practices import host_pages, host_stories
    from practices.selectors import innovations, network, pages

    merging.register_follower(host_pages.follow_merge)
    merging.register_follower(host_stories.follow_merge)
    slots.register_section(host_pages.section, practices_told=pages.of_host(host_pages.SHOWN))
    slots.register_section(host_stories.innovations, innovations_told=innovations.told_of("host", host_stories.SHOWN))
    slots.register_section(host_stories.testimonials, testimonials_told=network.of_host(host_stories.SHOWN))


def _todos() -> None:
    from messaging import inbox
    from practices import todos, todos_network

    inbox.register(todos.validation)
    inbox.register(todos.writing)
    inbox.register(todos_network.for_editors)
    inbox.register(todos_network.innovations)


def _lists() -> None:
    """Lists kept on screen, and what search engines are told."""
    from hosts import sitemaps
    from hosts.forms import terms as term_forms
    from hosts.selectors import terms
    from practices.forms.terms import AudienceForm, CheckItemForm
    from practices.models import Audience, CheckItem
    from practices.sitemaps import ArticleSitemap, InnovationSitemap, PracticeSitemap

    terms.add("publics", Audience)
    term_forms.add("publics", AudienceForm)
    terms.add("points-a-verifier", CheckItem)
    term_forms.add("points-a-verifier", CheckItemForm)
    sitemaps.SITEMAPS["practices"] = PracticeSitemap
    sitemaps.SITEMAPS["innovations"] = InnovationSitemap
    sitemaps.SITEMAPS["articles"] = ArticleSitemap

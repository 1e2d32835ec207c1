from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from accounts import tracewords
        from agreements import signing_links, trace_words

        tracewords.add(trace_words.WORDS)
        signing_links.register()

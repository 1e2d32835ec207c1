from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "law"

    def ready(self) -> None:
        from accounts import tracewords
        from law import trace_words

        tracewords.add(trace_words.WORDS)

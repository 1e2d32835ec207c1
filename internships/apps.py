from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "internships"

    def ready(self) -> None:
        _placements()


def _placements() -> None:
    from accounts import tracewords
    from internships import lawchecks, trace_words

    tracewords.add(trace_words.WORDS)
    lawchecks.register()

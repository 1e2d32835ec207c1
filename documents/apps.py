from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from accounts import exports, tracewords
        from documents import checks, own_data, todo, trace_words  # noqa: F401 - checks and todo register themselves
        from documents.tables import write_list

        exports.writer = write_list
        own_data.register()
        tracewords.add(trace_words.WORDS)

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self) -> None:
        # Consumers register themselves; e-mails and reminders are declared in `notifications` and `reminders`.
        autodiscover_modules("consumers", "notifications", "reminders", "threads", "todos")

        from accounts import tracewords
        from messaging import letters, own_data, trace_words

        letters.connect()
        own_data.register()
        tracewords.add(trace_words.WORDS)

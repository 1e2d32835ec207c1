from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from accounts import exports
        from documents import todo  # noqa: F401 - registers what waits for administrators
        from documents.tables import write_list

        exports.writer = write_list

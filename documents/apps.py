from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from accounts import exports
        from documents import (
            tables,
            todo,  # noqa: F401 - registers what waits for administrators
        )

        exports.writer = tables.export

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from accounts import exports
        from documents import own_data, todo  # noqa: F401 - todo registers what waits for administrators
        from documents.tables import write_list

        exports.writer = write_list
        own_data.register()

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # The web publishes through this application too; without it Celery would use a default one.
        from config import celery  # noqa: F401


class EscaleAdminConfig(AdminConfig):
    default_site = "config.admin.EscaleAdminSite"

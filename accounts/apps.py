from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import own_data, receivers
        from accounts.views import invitations, privacy

        own_data.register()
        receivers.connect()
        invitations.register()
        privacy.register()

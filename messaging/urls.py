from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from messaging.views import demo, inbox, operations, threads

app_name = "messaging"
urlpatterns: list[URLPattern | URLResolver] = [
    path("a-faire/", inbox.todo_list, name="inbox"),
    path("messages/", threads.thread_list, name="threads"),
    path("messages/<int:pk>/", threads.thread, name="thread"),
    path("messages/<int:pk>/lu/", threads.mark_read, name="mark_read"),
    path("messages/a-propos/<str:about>/", threads.write, name="write"),
    path("reseau/envois/", operations.failures, name="failures"),
    path("reseau/envois/taches/<int:pk>/reessayer/", operations.retry_entry, name="retry_entry"),
    path("reseau/envois/taches/<int:pk>/abandonner/", operations.drop_entry, name="drop_entry"),
    path("reseau/envois/courriels/<int:pk>/reessayer/", operations.retry_email, name="retry_email"),
    path("reseau/rappels/", operations.reminder_list, name="reminders"),
    path("reseau/rappels/<str:kind>/", operations.reminder, name="reminder"),
    path("demo/courrier/", demo.mailbox, name="demo_mailbox"),
    path("demo/courrier/<int:pk>/", demo.email, name="demo_email"),
    path("demo/courrier/<int:pk>/tel-quel/", demo.email_as_shown, name="demo_email_as_shown"),
]
